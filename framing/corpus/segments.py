"""Articles into segments: every character of an article gets one role.

A role depends on this article and the study's own corrections alone; what an outlet repeats
across articles is a matter of weights, not of roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import polars as pl

from framing.corpus.datelines import find_dateline
from framing.language.english import load_furniture
from framing.records.tables import SEGMENTS, table

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LEAD_LINES = 7  # a dateline opens one of the first lines of text, or there is none
_MAX_STANDFIRST = 2
_SHORT = 35  # words of a caption with an unsure credit
_LONG = 8  # words; a line this long that ends like a sentence is text, not furniture


@dataclass(frozen=True, slots=True)
class Line:
    """A line (or hard-wrapped paragraph) of an article and the role it was given so far."""

    start: int
    end: int  # with the line break
    text: str  # stripped
    role: str = ""

    @property
    def n_words(self) -> int:
        """Words between blanks."""
        return len(self.text.split())

    @property
    def is_sentence(self) -> bool:
        """Whether it ends like one."""
        return bool(_SENTENCE_END.search(self.text))


def build_segments(
    articles: pl.DataFrame,
    *,
    outlet_names: Mapping[str, tuple[str, ...]],
    corrections: Mapping[tuple[str, str], str] | None = None,
) -> pl.DataFrame:
    """Segments of a partition of articles.

    Parameters
    ----------
    articles
        Columns ``article``, ``outlet``, ``title``, ``text``.
    outlet_names
        For each outlet the names and domains that stand as furniture on its pages.
    corrections
        (article id or ``*``, stripped line) -> role, from the study's ``roles.csv``.

    Returns
    -------
    DataFrame
        Schema ``SEGMENTS``; segments tile each article without gap or overlap.
    """
    rows: list[dict[str, object]] = []
    for article, outlet, title, text in articles.select(
        "article", "outlet", "title", "text"
    ).iter_rows():
        given = {
            line: role
            for (which, line), role in (corrections or {}).items()
            if which in ("*", article)
        }
        spans = find_segments(
            text, title=title or "", names=outlet_names.get(outlet, ()), corrections=given
        )
        rows += [
            dict(zip(SEGMENTS, (article, k, *span), strict=True)) for k, span in enumerate(spans)
        ]
    return table(rows, SEGMENTS)


def find_segments(
    text: str,
    *,
    title: str = "",
    names: tuple[str, ...] = (),
    corrections: Mapping[str, str] | None = None,
) -> list[tuple[int, str, int, int]]:
    """The segments of one text: (paragraph, role, start, end), tiling it from 0 to its length.

    Examples
    --------
    >>> text = "All news\\n\\nA title\\n\\nROME, May 6. /XY/. It rained.\\n\\nShare it"
    >>> [(role, text[start:end].strip()) for _, role, start, end in find_segments(text)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('furniture', 'All news'), ('title', 'A title'), ('dateline', 'ROME, May 6. /XY/.'),
     ('body', 'It rained.'), ('furniture', 'Share it')]
    """
    lines = _mark_captions(_mark_furniture(_split_lines(text), names))
    lines = _mark_closing(_mark_head(lines, title))
    given = corrections or {}
    lines = [replace(line, role=given.get(line.text, line.role or "body")) for line in lines]
    return _tile(text, lines)


def _split_lines(text: str) -> list[Line]:
    """Non-blank lines; in hard-wrapped text the lines of a block are one."""
    raw = [m for m in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", text) if m.end() > m.start()]
    lines: list[Line] = []
    wrapped = _is_hard_wrapped(raw)
    blank = True
    for match in raw:
        stripped = match.group().strip()
        if stripped and wrapped and not blank:
            lines[-1] = replace(
                lines[-1], end=match.end(), text=text[lines[-1].start : match.end()].strip()
            )
        elif stripped:
            lines.append(Line(match.start(), match.end(), stripped))
        blank = not stripped
    return lines


def _is_hard_wrapped(raw: list[re.Match[str]]) -> bool:
    """True where lines break at a column: most inner lines are long and unfinished."""
    inner = [
        first.group().strip()
        for first, second in pairwise(raw)
        if first.group().strip() and second.group().strip()
    ]
    broken = [line for line in inner if 45 <= len(line) <= 100 and not _SENTENCE_END.search(line)]
    return len(broken) >= 4 and len(broken) >= 0.7 * len(inner)


@cache
def _patterns(kind: str) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in load_furniture()[kind])
    return re.compile(joined, re.IGNORECASE if kind in ("line", "loose_line", "closer") else 0)


def _mark_furniture(lines: list[Line], names: tuple[str, ...]) -> list[Line]:
    own = {name.casefold() for name in names}

    def role(line: Line) -> str:
        if _patterns("line").fullmatch(line.text) or line.text.casefold() in own:
            return "furniture"
        is_text = line.is_sentence and line.n_words >= _LONG
        if not is_text and _patterns("loose_line").fullmatch(line.text):
            return "furniture"
        return "credit" if _patterns("byline").fullmatch(line.text) else ""

    return [replace(line, role=role(line)) for line in lines]


def _mark_captions(lines: list[Line]) -> list[Line]:
    """Lines that end in a photo credit, and lines that stand twice, are captions."""
    seen: dict[str, int] = {}
    for line in lines:
        if line.n_words > 4:
            seen[line.text] = seen.get(line.text, 0) + 1
    last = max((k for k, line in enumerate(lines) if not line.role), default=-1)
    return [
        replace(line, role="caption")
        if not line.role and (seen.get(line.text, 0) > 1 or _find_credit(line.text, k < last))
        else line
        for k, line in enumerate(lines)
    ]


def _find_credit(text: str, has_more: bool = True) -> int:
    """Where the credit at the end of a caption begins; 0 where there is none."""
    # A paragraph of many sentences that ends in "(AP)" is agency text, not a caption.
    match = _patterns("credit").search(text) if len(text) < 600 else None
    if not match and has_more and len(text.split()) <= _SHORT:
        match = _patterns("short_credit").search(text)
    return match.start() if match else 0


def _mark_head(lines: list[Line], title: str) -> list[Line]:
    """Title and standfirst: the first text line, and short ones before the dated paragraph."""
    lines = list(lines)
    free = [k for k, line in enumerate(lines) if not line.role]
    known = [k for k, line in enumerate(lines) if title and _bare(line.text) == _bare(title)]
    # A first line as long as a paragraph is an untitled text's lead.
    if known:
        head = known[0]
    elif free and not (lines[free[0]].n_words > 30 and lines[free[0]].is_sentence):
        head = free[0]
    else:
        return lines
    lines[head] = replace(lines[head], role="title")
    rest = [k for k in free if k > head][:_LEAD_LINES]
    dated = [k for k in rest if find_dateline(lines[k].text)]
    if dated:
        between = [k for k in rest if k < dated[0]]
    else:
        between = [k for k in rest[:1] if len(rest) > 1 and not lines[k].is_sentence]
        between = [k for k in between if 4 <= lines[k].n_words <= 60 and lines[rest[1]].is_sentence]
    if len(between) <= _MAX_STANDFIRST:
        for k in between:
            lines[k] = replace(lines[k], role="standfirst")
    return lines


def _bare(text: str) -> str:
    """Letters and digits alone: an index may spell quotation marks and blanks otherwise."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _mark_closing(lines: list[Line]) -> list[Line]:
    """Lines after "Share it" or "Related Stories" are furniture unless text follows them."""
    lines = list(lines)
    last_text = max(
        (k for k, line in enumerate(lines) if not line.role and _is_text(line)), default=-1
    )
    closers = [
        k
        for k, line in enumerate(lines)
        if k > last_text and line.role == "furniture" and _patterns("closer").fullmatch(line.text)
    ]
    for k in range(closers[0] if closers else len(lines), len(lines)):
        if not lines[k].role:
            lines[k] = replace(lines[k], role="furniture")
    return lines


def _is_text(line: Line) -> bool:
    return (line.is_sentence and line.n_words >= _LONG) or '"' in line.text or "“" in line.text


def _tile(text: str, lines: list[Line]) -> list[tuple[int, str, int, int]]:
    """Cut lines into dateline, body, caption and credit, and close every gap to the left."""
    cuts: list[tuple[int, str, int]] = []
    datable = True
    for paragraph, line in enumerate(lines):
        for role, start in _parts(line, text, datable):
            cuts.append((paragraph, role, start))
        datable = datable and line.role != "body"
    if not cuts:
        return [(0, "furniture", 0, len(text))] if text else []
    cuts[0] = (cuts[0][0], cuts[0][1], 0)
    ends = [start for _, _, start in cuts[1:]] + [len(text)]
    return [(p, role, start, end) for (p, role, start), end in zip(cuts, ends, strict=True)]


def _parts(line: Line, text: str, datable: bool) -> Iterator[tuple[str, int]]:
    if line.role == "body" and datable and (length := find_dateline(line.text)):
        indent = len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip())
        yield "dateline", line.start
        yield "body", line.start + indent + length
    elif line.role == "caption" and (credit := _find_credit(line.text)):
        indent = len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip())
        yield "caption", line.start
        yield "credit", line.start + indent + credit
    else:
        yield line.role, line.start
