"""What a line is by its own wording: furniture, byline, caption, photo credit."""

from __future__ import annotations

import re
from functools import cache

from framing.corpus.segments.lines import Line
from framing.corpus.wire.agencies import agency_pattern
from framing.corpus.wire.credits import is_agency_line
from framing.language.english import load_furniture

_CREDIT_MARK = re.compile(
    r"[\[(|/©–—-]|[Pp]hoto|PHOTO|[Ii]mage|[Pp]ic|[Cc]redit|[Ii]llustration|[Gg]raphic"
)
_CASELESS = ("line", "loose_line", "notice", "section", "opener", "closer")
_SHORT = 35  # words of a caption with an unsure credit
_CAPTION = 600  # characters; what is longer is a paragraph, whatever it ends in
_CREDIT = 140  # characters at the end of a caption that a credit can take
_STAMP = 100  # characters of a line that may be nothing but a date


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """All patterns of a kind in ``furniture.yaml`` as one."""
    return re.compile(_joined(kind), re.IGNORECASE if kind in _CASELESS else 0)


def _joined(kind: str) -> str:
    furniture = load_furniture()
    joined = "|".join(f"(?:{one})" for one in furniture[kind])
    return joined.replace("{when}", "|".join(furniture["when"])).replace(
        "{agency}", agency_pattern()
    )


@cache
def _stamp() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{_joined('stamp')})(?![^\W\d_])|[\W\d_]", re.IGNORECASE)


def is_stamp(text: str) -> bool:
    """Whether a line holds nothing but a date or time.

    >>> is_stamp("Tue 19 Mar 2019 14.05 GMT"), is_stamp("On 19 March 2019 it rained")
    (True, False)
    """
    if len(text) > _STAMP or not any(c.isdigit() for c in text):
        return False
    return not _stamp().sub("", text)


def find_own_role(line: Line, own: frozenset[str]) -> str:
    """The role that a line has by its wording alone, wherever it stands; empty for text.

    ``own`` are names and sites of the outlet, folded.
    """
    text = line.text
    if pattern("line").fullmatch(text) or text.casefold() in own or is_stamp(text):
        return "furniture"
    if pattern("opener").fullmatch(text) or is_notice(text):
        return "furniture"
    if len(text) <= _CREDIT and find_photo_credit(text, has_more=False) == 0:
        return "credit"
    if not line.is_text and pattern("loose_line").fullmatch(text):
        return "furniture"
    credited = pattern("byline").fullmatch(text) or pattern("picture").fullmatch(text)
    return "credit" if credited or is_agency_line(text) else ""


def is_notice(text: str) -> bool:
    """Whether a line is a notice of the house ("The views expressed ..."), whole sentences too."""
    return bool(pattern("notice").fullmatch(text))


def find_photo_credit(text: str, *, has_more: bool = True) -> int:
    """Where the credit at the end of a caption begins; -1 where there is none.

    A paragraph of many sentences that ends in "(AP)" is agency text, not a caption; so is a last
    line (``has_more`` false).
    """
    match, begin = None, max(0, len(text) - _CREDIT)
    # Most lines are plain sentences: without one of these marks there is no credit to look for.
    if len(text) < _CAPTION and _CREDIT_MARK.search(text, begin):
        match = pattern("credit").search(text, begin)
        if not match and has_more and len(text.split()) <= _SHORT:
            match = pattern("short_credit").search(text, begin)
    return match.start() if match else -1


def is_caption(text: str) -> bool:
    """Whether a line begins as captions do ("FILE PHOTO: ...")."""
    return len(text) < _CAPTION and bool(pattern("caption").match(text))
