"""Runs of capitals read as names: words of office, the name after them, and whether a person's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from framing.annotate.attribution.lexicon import Lexicon
from framing.language.words import fold

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĽŁŃŅŇŌŐŘŚŞŠŤŪŮŰŹŻŽΑ-ΩА-Я]"
# A full stop belongs to a name only after an initial or one of these: "Clinton. The" is no name.
_SHORT = "Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Adm|Maj|Rev|St|Prof|Hon"
# A word begins with a class of characters, since ``re`` then skips to the next capital at once.
_ENDINGS = "|".join(f"(?<={short[0]}){short[1:]}" for short in _SHORT.split("|"))
_WORD = rf"{_CAPITAL}(?:(?:{_ENDINGS})\.|\.(?:{_CAPITAL}\.)*|[^\W_]*(?:[-'’](?!s\b)[^\W_]+)*)"
_LINK = rf"(?:(?:of|de|del|al|bin|ben|van|von|der|la|ul|da|dos) (?={_CAPITAL}|der |la ))"
RUN = re.compile(rf"{_WORD}(?: {_LINK}*{_WORD})*")
Words = tuple[str, ...]
_LONGEST = 4  # words; longer runs are bodies, works or headlines


@dataclass(slots=True)
class Person:
    """A name of the article, the words of office beside it, and its gender where known."""

    name: str
    first: str
    roles: set[str]
    gender: str = ""
    mentions: int = 0  # of the name with its first part
    told: list[str] = field(default_factory=list)  # what stands beside the name, at any mention


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source resolved; ``person`` is set where it is one of the named."""

    name: str
    kind: str
    person: Person | None = None
    form: str = ""


@lru_cache(1 << 16)
def read_name(run: str, lexicon: Lexicon) -> tuple[Words, Words]:
    """Words of office (folded), and the name after the last of them; both may be empty.

    What is no name at its edges ("If Kono", "Following Wednesday") is left off.
    """
    words = run.split()
    while words and fold_name(words[0]) in lexicon.not_names:
        words = words[1:]
    while words and fold_name(words[-1]) in lexicon.not_names:
        words = words[:-1]
    folded = [fold_name(word) for word in words]
    cut = 0
    for k, word in enumerate(folded):
        if word in lexicon.titles and (word != "of" or cut == k):
            cut = k + 1
    name = words[cut:]
    if cut and "of" in name[2:]:
        name = name[: name.index("of", 2)]  # "Governor Valery Limarenko of Sakhalin"
    return tuple(folded[:cut]), tuple(name)


def is_person(titles: Words, name: Words, lexicon: Lexicon) -> bool:
    """Whether a name of two words or more is a person's rather than a place's or a body's."""
    if not 2 <= len(name) <= _LONGEST:
        return False
    first, last = fold_name(name[0]), fold_name(name[-1])
    if len(name[-1]) > 1 and name[-1].isupper():
        return False  # acronyms, and headlines in capitals
    if first in lexicon.given and len(name) == 2:
        return True
    if last in lexicon.no_person_last or last in lexicon.governments:
        return False
    if first in lexicon.no_person_first and not titles:
        return False
    return bool(titles) or last not in lexicon.types


def gender_of(titles: Words, name: Words, lexicon: Lexicon) -> str:
    """``he`` or ``she`` by honorific, else by given name; empty where neither tells."""
    by_title = next((g for t in titles if (g := lexicon.gender.get(t))), "")
    return by_title or (lexicon.given.get(fold_name(name[0]), "") if len(name) > 1 else "")


@lru_cache(1 << 16)
def fold_name(word: str) -> str:
    """The type of a word of a name, without the full stop of an abbreviation."""
    return fold(word.rstrip("."))
