"""News agencies as data: their names, and how credits spell them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml


@cache
def load_agencies() -> dict[str, dict[str, tuple[str, ...]]]:
    """For each agency its spellings (``names``) and other names of the same house (``outlets``)."""
    source = files(__package__).joinpath("agencies.yaml")
    loaded = yaml.safe_load(source.read_text("utf-8"))
    return {
        agency: {kind: tuple(values) for kind, values in kinds.items()}
        for agency, kinds in loaded.items()
    }


@cache
def spellings() -> dict[str, str]:
    """Each spelling of an agency -> the agency; long ones first, so that they match whole."""
    pairs = [(name, agency) for agency, kinds in load_agencies().items() for name in kinds["names"]]
    return dict(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def agency_pattern() -> str:
    """All spellings, for a place inside another regular expression."""
    return "|".join(re.escape(name) for name in spellings())


def find_agency(passage: str) -> str:
    """The first agency that a dateline or credit names; empty where none does.

    >>> find_agency("BEIJING, Nov. 6 (Xinhua) -- "), find_agency("(Reuter)"), find_agency("MOSCOW:")
    ('Xinhua', 'Reuters', '')
    """
    # Names are looked for one by one: a pattern of ninety is forty times slower.
    found = [
        (start, -len(name), agency)
        for name, agency in spellings().items()
        if (start := _find_word(passage, name)) >= 0
    ]
    return min(found)[2] if found else ""


def _find_word(passage: str, name: str) -> int:
    """Where a name stands as a word of its own; -1 where it does not."""
    start = passage.find(name)
    while start >= 0:
        around = passage[start - 1 : start], passage[start + len(name) : start + len(name) + 1]
        if not any(c.isalnum() or c == "_" for c in around if c):
            return start
        start = passage.find(name, start + 1)
    return -1


def is_agency(outlet: str, agency: str) -> bool:
    """Whether an outlet is that agency itself, under any of its names; listed or not.

    >>> is_agency("Sputnik", "RIA Novosti"), is_agency("Kyodo News", "Kyodo")
    (True, True)
    >>> is_agency("Japan Times", "Kyodo"), is_agency("Maket News", "MAKET")
    (False, True)
    """
    plain = outlet.casefold().strip()
    known = (name for names in load_agencies().get(agency, {}).values() for name in names)
    whole_word = re.search(rf"(?<!\w){re.escape(agency.casefold())}(?!\w)", plain)
    return bool(whole_word) or plain in {name.casefold() for name in known}
