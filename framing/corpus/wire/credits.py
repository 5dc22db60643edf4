"""The agency whose text an article is: found in dateline, byline, and the credit at its end.

Only what stands where credits stand counts: "told Reuters" is no credit, and "With inputs from
PTI" says that the text is the outlet's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from framing.corpus.wire.agencies import agency_pattern, find_agency, is_agency, spellings
from framing.corpus.wire.datelines import find_dateline
from framing.language.sentences import SENTENCE_END

_HEAD, _TAIL = 1200, 600  # characters at both ends where credits stand
_HEAD_LINES, _TAIL_LINES = 12, 8
_LINE = 160  # characters of a line that is a credit, or of a dateline
_PARTLY = re.compile(r"\binputs?\b|\bcontribut|\bagencies\b|\badditional\b", re.IGNORECASE)
_SYNDICATED = re.compile(r"syndicated|agency feed|auto-?generated|wire feed", re.IGNORECASE)
_DESK = re.compile(r"[Rr]eporting (?:and \w+ )?by [A-Z].{2,300}; ?(?:\w+ ){0,3}[Ee]diting by [A-Z]")
_PEOPLE = "[Ss]taff|[Ww]riters?|[Cc]orrespondents?|[Rr]eporters?"
_OTHER_SCRIPT = re.compile(r"[\u0400-\u04ff\u0900-\u097f\u3040-\u9fff\uac00-\ud7af]")
_PHOTO = re.compile(r"\W*(?:photos?|pictures?|images?|graphics?|captions?)\b", re.IGNORECASE)
_PICTURE = re.compile(
    r"\b(?:photo|image|picture|file|left|right|seen|poses?|caption|shows?|pictured)\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\W*(?:disclaimer|copyright|©|\(c\)|all rights|the views|follow)", re.IGNORECASE
)


def find_wire(text: str, *, byline: str = "", outlet: str = "") -> str:
    """The agency that an article as a whole is credited to; empty where none is.

    Parameters
    ----------
    text
        The article, with or without its page's furniture.
    byline
        Where a source keeps it apart from the text.
    outlet
        Name of the outlet: an agency's own article is no wire copy.

    Examples
    --------
    >>> find_wire("Talks end\\n\\nBEIJING, Nov. 6 (Xinhua) -- The talks ended.")
    'Xinhua'
    >>> find_wire("Talks end\\n\\nThe talks ended, he told Reuters.\\n\\n(With inputs from PTI)")
    ''
    """
    tail = text[max(_HEAD, len(text) - _TAIL) :]
    head = text[:_HEAD]
    ends = f"{byline}\n{head}\n{tail}"
    near = _find_near(ends)
    if not near:
        return ""
    agency = _in_byline(byline) or _in_head(head, near) or _in_tail(tail or head)
    return "" if agency and is_agency(outlet, agency) else agency


def find_closing_credit(paragraph: str) -> int:
    """Where the agency that a last paragraph closes with begins; 0 where there is none.

    >>> find_closing_credit("The talks ended. (PTI)"), find_closing_credit("He told PTI.")
    (16, 0)
    """
    match = _closing().search(paragraph, max(0, len(paragraph) - 80))
    return match.start() if match else 0


def is_agency_line(line: str) -> bool:
    """Whether a line is nothing but an agency's credit ("PTI | New Delhi", "Source: Xinhua")."""
    if len(line) > _LINE or line.endswith(":") or _ends_text(line):
        return False
    return bool(_credit_line().fullmatch(line))


_FIRST_WORD = re.compile(r"[A-Z]\w+|dpa|editing")
_DESKS = (
    "Editing by",
    "editing by",
    "Enditem",
)  # what Reuters and Xinhua close with, without their names


@cache
def _by_first_word() -> dict[str, tuple[str, ...]]:
    """Latin spellings by their first word."""
    names: dict[str, tuple[str, ...]] = {}
    for name in (*(name for name in spellings() if name.isascii()), *_DESKS):
        if first := _FIRST_WORD.match(name):
            names[first.group()] = (*names.get(first.group(), ()), name)
    return names


def _find_near(ends: str) -> list[str]:
    """The spellings that stand anywhere in what is looked at: words first, since it is quick."""
    known = _by_first_word()
    words = known.keys() & set(_FIRST_WORD.findall(ends))
    near = [name for word in words for name in known[word] if name in ends]
    if _OTHER_SCRIPT.search(ends, 0, 400):
        near += [name for name in spellings() if not name.isascii() and name in ends]
    return near


@cache
def _closing() -> re.Pattern[str]:
    agency = agency_pattern()
    return re.compile(
        rf"(?<=[.!?…”\"’'])\s*(?:\((?:{agency})(?:\s?/\s?[\w ]+)?\)\.?|/(?:{agency})/\.?"
        rf"|(?:-{{1,2}}|–|—|=+)\s?(?:{agency})\b(?:[ \n][a-z]{{2,4}}(?:/[a-z]{{1,4}})*)?\.?"
        r"|\s(?:PTI|ANI|IANS|UNI|AFP|Xinhua)(?: [A-Z]{2,4}){0,6}|\s?Enditem\.?)\s*$"
    )


@cache
def _credit_line() -> re.Pattern[str]:
    agency = agency_pattern()
    label = (
        r"(?:(?:[Bb]y|BY|[Ss]ources?|SOURCE|[Aa]gency|[Ff]rom|(?:[Rr]eported|[Ww]ritten|[Ee]dited|"
        r"[Pp]ublished|[Pp]osted) [Bb]y|Источник|来源|स्रोत)\s*[:：]?\s*)"
    )
    after = rf"(?: (?:News|Agency|STAFF|{_PEOPLE})\b[^|.]{{0,60}})?"
    more = r"(?:\s*(?:[|,·•–—(-]|\bin\b|[Pp]ublished|[Uu]pdated)\s*[^.!?]{0,80})?"
    named = rf"(?:[Bb]y|BY)\s+[^.!?|]{{2,60}}\s?(?:[,|(–—/]|--?\(?)\s*(?:{agency})\)?"
    return re.compile(
        rf"[\W_]{{0,3}}{label}?(?:the )?(?:{agency})(?!\w){after}{more}[\W_]{{0,3}}|{named}"
    )


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{agency_pattern()})\W*")


@cache
def _inline() -> re.Pattern[str]:
    """The agency of a dateline amid a line: in brackets before a dash, or between slashes."""
    agency = agency_pattern()
    latin = rf"\(\s?(?:{agency})\s?\)\s?(?:--?|–|—|:)\s|(?<=[\s\d])/\s?(?:{agency})\s?/[.\s]"
    cyrillic = (
        r"(?:^|\n)\s*[А-ЯЁ][^()\n«»\"]{2,45}(?:[(/]\s?|[-–—.] ?)"
        r"(?:ТАСС|ИТАР-ТАСС|РИА Новости|РИА «Новости»|Интерфакс|ИНТЕРФАКС|INTERFAX\.RU)\s?[)/.–—-]"
    )
    han = r"(?:^|\n|[（(【])\s*(?:新华社|新華社|中新社)[^\s，。]{0,12}\d{1,2}\s?月\s?\d{1,2}\s?日"
    hindi = r"(?:^|\n)\s*[\u0900-\u097f][^()\n]{2,40}\((?:भाषा|पीटीआई|एएनआई|आईएएनएस)\)"
    return re.compile("|".join((latin, cyrillic, han, hindi)))


@cache
def _named() -> re.Pattern[str]:
    """An agency in a byline: alone, after a name and a comma, in brackets; not "AP Singh"."""
    return re.compile(
        r"(?:^|[,|/(–—-]\s*|\b[Bb][Yy]:?\s+|\b[Ff]rom\s+|\bof\s+)(?:the |The )?"
        rf"(?:{agency_pattern()})(?=\s*(?:$|[),|/–—.-]|\b(?:in|at|{_PEOPLE})\b))"
    )


def _in_byline(byline: str) -> str:
    if not byline or _PARTLY.search(byline):
        return ""
    match = _named().search(byline.strip())
    return find_agency(match.group()) if match else ""


def _lines(text: str) -> Iterator[str]:
    return (stripped for line in text.splitlines() if (stripped := line.strip()))


def _in_head(head: str, near: list[str]) -> str:
    before = ""
    for number, line in enumerate(_lines(head)):
        if number == _HEAD_LINES:
            break
        start = line[:_LINE]
        if any(name in start for name in near) and (found := _in_first_line(line, before)):
            return found
        before = line
    match = _inline().search(head) if any(name in head for name in near) else None
    return find_agency(match.group()) or _own_script(match.group()) if match else ""


def _in_first_line(line: str, before: str) -> str:
    """The agency that a line at the head credits, as its dateline or on its own."""
    if length := find_dateline(line[:_LINE]):
        return find_agency(line[:length])
    if not is_agency_line(line) or _PARTLY.search(line):
        return ""
    # A bare "AP" below a caption is the photographer's.
    return "" if _bare().fullmatch(line) and _PICTURE.search(before) else find_agency(line)


def _own_script(passage: str) -> str:
    """An agency in a script without word boundaries, or glued to what follows."""
    return next((agency for name, agency in spellings().items() if name in passage), "")


def _in_tail(tail: str) -> str:
    """The agency that the last sentence closes with, or that a line below it credits."""
    for number, line in enumerate(reversed(list(_lines(tail)))):
        if number == _TAIL_LINES:
            break
        if found := _in_last_line(line):
            return found
        if SENTENCE_END.search(line) and len(line.split()) > 1 and not _NOTICE.match(line):
            break
    return ""


def _in_last_line(line: str) -> str:
    if _PHOTO.match(line):  # the photographer's agency, not the writer's
        return ""
    if "diting by" in line and _DESK.search(line):
        return "Reuters"
    if closing := find_closing_credit(line):
        return find_agency(line[closing:]) or "Xinhua"  # "Enditem" stands under its copy alone
    if not find_agency(line):
        return ""
    if _SYNDICATED.search(line):
        return find_agency(line)
    if re.match(r"(?:Copyright|©|\(c\))\W*(?:\(c\)\W*)?\d{4}\W", line):
        return find_agency(line[:60])
    return find_agency(line) if is_agency_line(line) and not _PARTLY.search(line) else ""


def _ends_text(line: str) -> bool:
    return len(line.split()) > 3 and bool(SENTENCE_END.search(line.rstrip(")")))
