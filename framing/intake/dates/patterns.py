"""What dates look like: words as data, and patterns over one folded spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LONGEST = 200  # characters of a value that are looked at
_HAN = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
_BEFORE, _AFTER = r"(?<![^\W\d_])(?<![\u0900-\u0963])", r"(?![^\W\d_]|[\u0900-\u0963])"


@dataclass(frozen=True, slots=True)
class Hit:
    """Three numbers of a date in a text; where not ``sure``, either ``a`` or ``b`` is the day."""

    start: int
    end: int
    year: int
    a: int  # the month, where sure
    b: int
    sure: bool = True


@cache
def load_words() -> dict[str, Any]:
    """The lists of dates.yaml."""
    text = (files("framing.intake.dates") / "dates.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


@cache
def index_forms(kind: str) -> dict[str, int]:
    """Form of a month or weekday -> its number, from 0."""
    return {form: number for number, row in enumerate(load_words()[kind]) for form in row}


def _either(forms: Iterable[str]) -> str:
    # "so" and "do" are weekdays of German only as abbreviations.
    return "|".join(
        re.escape(form) + (r"(?=[.,])" if len(form) == 2 and form.isascii() else "")
        for form in sorted(forms, key=lambda form: (-len(form), form))
    )


@cache
def date_patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern by name; all of them read what :func:`fold_date` gives."""
    words = load_words()
    # ``\b`` breaks inside Devanagari, whose vowel signs are no word characters for ``re``.
    month = rf"{_BEFORE}(?P<m>{_either(index_forms('months'))}){_AFTER}\.?"
    day = r"(?<!\d)(?P<d>\d{1,2})(?!\d)(?:st|nd|rd|th|-?го)?"
    year = r"(?<!\d)(?P<y>\d{4})(?!\d)"
    gap = r"[\s,./–-]*(?:of\s+)?"
    cjk = r"(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日号號일]"
    cjk_year = r"(?<!\d)(?P<y>\d{4})\s*[年년]\s*"
    before, after = r"(?<![\d.])(?<!\d[/–-])", r"(?!\d|[./–-]\d)"
    numeric = r"(?P<a>\d{1,2})\s*(?P<s>[./–-])\s*(?P<b>\d{1,2})\s*(?P=s)\s*"
    weekday = rf"(?P<w>{_either(index_forms('weekdays'))})"
    listed = {
        "cjk": cjk_year + cjk,
        "ymd": rf"{before}(?P<y>\d{{4}})(?P<s>[./-])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?!\d)",
        "dmy": day + gap + month + gap + year,
        "mdy": month + gap + day + gap + year,
        "named": year + gap + month + gap + day,
        "numeric": rf"{before}{numeric}(?P<y>\d{{4}}){after}",
        "compact": r"\A(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:t?\d{4}(?:\d{2})?z?)?\Z",
        "day cjk": cjk,
        "day dm": day + gap + month,
        "day md": month + gap + day,
        "month cjk": cjk_year + r"(?P<m>\d{1,2})\s*[月월]",
        "month named": month + gap + year,
        "month iso": r"(?<![\d./-])(?P<y>\d{4})[./-](?P<m>\d{1,2})(?![\d./-])",
        "year": r"\A(?P<y>\d{4})\s*(?:г\.?|года?|年|년)?\Z",
        # Dashes are left out: 19-11-06 begins with its year.
        "short": rf"{before}(?P<a>\d{{1,2}})(?P<s>[./])(?P<b>\d{{1,2}})(?P=s)(?P<y>\d{{2}}){after}",
        "updated": rf"(?:{_either(words['updated'])})(?: on| am)?[\s:]*\Z",
        "range": r"\d\s*[–-]\s*\Z",
        "range end": r"\s*[–-]\s*\d",
        "time": r"(?:(?<=\d)t)?(?<!\d)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?!\d)"
        rf"\s*(?:z\b|[ap]\.?\s?m\b\.?)?\s*(?:\(?\b(?:{_either(words['zones'])})\b\)?)?"
        r"\s*(?:[+-]\d{1,2}(?::?\d{2})?(?![\d./-]))?",
        "weekday before": rf"{_BEFORE}{weekday}[\s.,()]*(?:the |den |dem )?\Z",
        "weekday after": rf"[\s.,(]*(?:г\.?|года?)?[\s.,(]*{weekday}{_AFTER}",
        "opening": rf"[^\W\d_][^\d.。!?]{{1,40}}?,\s*{day}\s+{month}"
        r"|[^\d。]{2,24}\d{1,2}月\d{1,2}日[电電讯訊]",
    }
    return {name: re.compile(pattern) for name, pattern in listed.items()}


def fold_date(value: str) -> str:
    """One spelling: small letters, ASCII digits, folded Hindi, no time of day."""
    text = value[:_LONGEST].casefold()
    if not text.isascii():
        text = _fold_signs(unicodedata.normalize("NFKC", text))
    return date_patterns()["time"].sub(" ", text).strip()


def _fold_signs(text: str) -> str:
    text = "".join(
        str(unicodedata.digit(sign)) if sign.isdecimal() and not sign.isascii() else sign
        for sign in text
        if unicodedata.category(sign) != "Cf"
    )
    text = text.replace("\u093c", "").replace("म्ब", "ंब").replace("॰", ".")
    text = text.replace("—", "–").replace("‐", "-")
    text = re.sub(
        "[〇零○一二三四五六七八九]{4}(?=年)", lambda m: "".join(_HAN[c] for c in m[0]), text
    )
    return re.sub("[一二三四五六七八九十廿卅]{1,3}(?=[月日号號])", _han_number, text)


def _han_number(match: re.Match[str]) -> str:
    text = match[0].replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return "".join(_HAN[sign] for sign in text)
    return (_HAN.get(tens, tens) or "1") + (_HAN.get(ones, ones) or "0")


def month_of(match: re.Match[str]) -> int:
    """The month of a match, from 1; a number may be no month."""
    form = match["m"]
    return int(form) if form.isdecimal() else index_forms("months")[form] + 1


def find_hits(text: str) -> Iterator[Hit]:
    """The complete dates of a folded text; none overlaps another."""
    patterns, taken = date_patterns(), [False] * len(text)
    for name in ("cjk", "ymd", "dmy", "mdy", "named", "compact"):
        for match in patterns[name].finditer(text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                yield Hit(*match.span(), int(match["y"]), month_of(match), int(match["d"]))
    for match in patterns["numeric"].finditer(text):
        if not any(taken[match.start() : match.end()]):
            a, b = int(match["a"]), int(match["b"])
            yield Hit(*match.span(), int(match["y"]), a, b, sure=False)


def find_short_hits(text: str) -> Iterator[Hit]:
    """Numeric dates with a year of two digits, put into a century as POSIX does."""
    for match in date_patterns()["short"].finditer(text):
        year = int(match["y"])
        full = year + (1900 if year >= 69 else 2000)
        yield Hit(*match.span(), full, int(match["a"]), int(match["b"]), sure=False)
