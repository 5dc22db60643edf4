"""Inline datelines: "MOSCOW, November 6. /TASS/. The sixth ..." and their many cousins."""

from __future__ import annotations

import re
from functools import cache

from framing.corpus.wire.agencies import agency_pattern
from framing.language.english import load_furniture

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?"
_CAPITALS = r"[A-Z][A-Z.'’-]+(?:[ -][A-Z][A-Z.'’-]*){0,3}"
_PLACE = rf"(?:{_CAPITALS}(?:/{_CAPITALS})?)(?:,\s?(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?|{_CAPITALS}))??"
_MIXED_PLACE = r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}(?: \[[A-Z][\w ]{2,25}\])?"


@cache
def _dateline() -> re.Pattern[str]:
    agency = agency_pattern()
    credit = (
        rf"(?:/\s?[A-Z][\w .-]{{1,24}}\s?/|\([A-Z][\w ./-]{{1,24}}\)|(?:{agency}|[A-Z]{{3,8}}))"
    )
    dated = rf"{_PLACE}(?:,\s*|\s+){_DATE}(?:(?:[.,]\s*|\s+){credit})?"
    credited = rf"{_PLACE}[,.]?\s*(?:/\s?[A-Z][\w .-]{{1,24}}\s?/|\([A-Z][\w ./-]{{1,24}}\))"
    # "On May 6 – a Monday" is none: small letters need a comma before the date, or a credit.
    mixed = (
        rf"{_MIXED_PLACE}(?:,\s+{_DATE}(?:[.,]?\s*{credit})?"
        rf"|\s+{_DATE}[.,]?\s*{credit}|,?\s+\([A-Z]{{2,8}}\))"
    )
    labels = "|".join((*load_furniture()["no_place"], agency))
    bare = rf"(?!(?:{labels})\s?[:–—-]){_PLACE}"
    # A bare place needs a colon or dash; a date or credit may end in a full stop.
    return re.compile(
        rf"(?:(?:{dated}|{credited}|{mixed})\s?(?:[.:]|--?|–|—|(?<=[)/]))(?:\s+|$)"
        rf"|{bare}(?:\s?(?::|--|–|—)|\s-)\s+)(?:\([A-Z]{{2,8}}\)\s+)?"
    )


def find_dateline(paragraph: str) -> int:
    """Length of the dateline that opens a stripped paragraph; 0 where there is none.

    >>> find_dateline("MOSCOW, November 6. /TASS/. The sixth round")
    28
    >>> find_dateline("KYOTO, Oct 6, 2019, TASS. Japan"), find_dateline("NATO will")
    (26, 0)
    """
    match = _dateline().match(paragraph)
    return match.end() if match else 0
