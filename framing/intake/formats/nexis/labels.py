"""The labels of Nexis as patterns: what a line of an export is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_NUMBER = r"\d{1,3}(?:[,.]?\d{3}){0,2}"


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands in ``labels.yaml``, by small letters; patterns take a line without outer blanks.

    ``label`` parts any known label from its value; ``numbering`` gives number and total as groups.
    """

    fields: dict[str, str]  # label before the text -> field
    after: dict[str, str]  # label after the text -> field
    sure: frozenset[str]
    likely: frozenset[str]
    texts: frozenset[str]
    headings: dict[str, frozenset[str]]
    label: re.Pattern[str]
    cover: re.Pattern[str]
    documents: re.Pattern[str]
    numbering: tuple[re.Pattern[str], ...]
    length: re.Pattern[str]
    date: re.Pattern[str]
    copyright: re.Pattern[str]


@cache
def load_labels() -> Labels:
    """The labels, read once."""
    data = yaml.safe_load((files(__package__) / "labels.yaml").read_text(encoding="utf-8"))
    fields = {label: name for name, labels in data["fields"].items() for label in labels}
    after = data["after"]
    known = {*fields, *data["aside"], *after["sure"], *after["likely"]}
    cover = data["cover"]
    return Labels(
        fields={**dict.fromkeys(data["aside"], ""), **fields},
        after={label: name for name in ("saved", "language", "url") for label in after[name]},
        sure=frozenset(after["sure"]),
        likely=frozenset(after["likely"]),
        texts=frozenset(after["texts"]),
        headings={name: frozenset(lines) for name, lines in data["headings"].items()},
        label=re.compile(rf"({_either(known)})\s?:(?:\s+(.*))?\Z", re.IGNORECASE | re.DOTALL),
        cover=re.compile(
            rf"(?:{_either(cover['labels'])})\s?:|(?:{_either(cover['lines'])})\Z"
            rf"|(?:{_either(cover['documents'])})\s?\({_NUMBER}\)\Z",
            re.IGNORECASE,
        ),
        documents=re.compile(
            rf"(?:{_either(cover['documents'])})\s?\(({_NUMBER})\)\Z", re.IGNORECASE
        ),
        numbering=tuple(
            re.compile(pattern.format(n=rf"({_NUMBER})", of=rf"({_NUMBER})") + r"\Z")
            for pattern in data["numbering"]
        ),
        length=re.compile(
            rf"(?:{_either(data['fields']['length'])})\s?:\s*"
            rf"(\d{{1,3}}(?:[,.\s]?\d{{3}}){{0,2}})\s*(?:{_either(data['words'])})\b",
            re.IGNORECASE,
        ),
        date=_date_pattern(data),
        copyright=re.compile(rf"\W*(?:{_either(data['copyright'])})(?!\w)", re.IGNORECASE),
    )


def _either(words: Any) -> str:
    """Alternatives, the longest first, so that none hides another."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _date_pattern(data: dict[str, Any]) -> re.Pattern[str]:
    """A line that begins with a date: "Tuesday, 5. July 2019 ...", "January 11, 2010 Monday"."""
    month, weekday = _either(data["months"]), _either(data["weekdays"])
    day = r"\d{1,2}(?:\.|st|nd|rd|th|er)?"
    year = r"(?:1[6-9]|20)\d\d(?!\d)"
    months = rf"(?:{month})\b\.?(?:\s?[-–/]\s?(?:{month})\b\.?)?"
    # French and German put the day first, English the month; a weekday may stand anywhere.
    spelled = (
        rf"(?:(?:{weekday})\b\.?,?\s+)?(?:{day}\s*(?:[-–/]\s*{day}\s*)?)?{months}"
        rf"(?:\s+{day}(?:\s?[-–/]\s?{day})?)?,?\s+(?:(?:{weekday})\b,?\s+)?{year}"
    )
    figures = rf"{year}\s?[-./年]\s?\d{{1,2}}(?:\s?[-./月]|\Z)|\d{{1,2}}[./]\d{{1,2}}[./]{year}"
    season = rf"(?:{_either(data['seasons'])})\s+{year}"
    return re.compile(rf"(?:{spelled}|{figures}|{season})", re.IGNORECASE)


def read_number(digits: str) -> int:
    """A number as spelled in an export.

    >>> read_number("2,968"), read_number("1.234")
    (2968, 1234)
    """
    return int(re.sub(r"\D", "", digits))


def stated_words(value: str) -> int:
    """The number of words that the label Length states; 0 where it states none.

    >>> stated_words("2,968 words"), stated_words("1823 words"), stated_words("")
    (2968, 1823, 0)
    """
    match = re.match(r"(\d{1,3}(?:[,.\s]?\d{3}){0,2})(?!\d)", value)
    return read_number(match[1]) if match else 0


def find_numbering(line: str) -> tuple[int, int]:
    """Number and total of a line such as "3 of 10 DOCUMENTS"; zeros for other lines.

    >>> find_numbering("   3 of 10 DOCUMENTS"), find_numbering("3 of 10 documents burnt")
    ((3, 10), (0, 0))
    """
    if len(line) > 200 or not any(letter.isdigit() for letter in line):
        return 0, 0
    for pattern in load_labels().numbering:
        if match := pattern.match(line.strip()):
            return read_number(match[1]), read_number(match[2])
    return 0, 0
