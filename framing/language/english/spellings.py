"""Spellings of one English word: number, and what British and American usage part.

Rules only say which pairs of types *may* be one word; they hold where both are in use, and every
list that rests on them shows its forms. Folding has joined case, hyphens, apostrophes and
possessives before (``language.words.fold``).

Source of the British and American pairs: Peters (2004), The Cambridge Guide to English Usage,
entries -ize/-ise, -yse/-yze, -or/-our, -re/-er, -ce/-se, -og/-ogue, -l-/-ll-,
ISBN 978-0-521-62181-6.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

LEAST = 3  # letters of a stem: shorter ones are other words (his, hi; as, a)
_NO_PLURAL = ("ss", "us", "is")
# One side of each pair is turned into the other; both must be in use.
_PAIRS = tuple(
    (re.compile(pattern), other)
    for pattern, other in (
        (r"(?<=[a-z]{3})is(e[ds]?|ing|ations?|er|ers)$", r"iz\1"),
        (r"(?<=[a-z]{2}l)ys(e[ds]?|ing)$", r"yz\1"),
        (r"(?<=[a-z]{2})our(s|ed|ing|able|ably|ite|ites|ful|less|hood|hoods|ly)?$", r"or\1"),
        (r"(?<=[a-z])([bt])re(s|d)?$", r"\1er\2"),
        (r"(?<=[a-z]{2}[ei]n)ce(s|d|less)?$", r"se\1"),
        (r"(?<=[a-z]{3})ogue(s)?$", r"og\1"),
        (r"(?<=[a-z]{3})ll(ed|ing|er|ers)$", r"l\1"),
        (r"(?<=[a-z]{3})gramme(s)?$", r"gram\1"),
    )
)


def other_spellings(word: str) -> Iterator[str]:
    """Types that may be the same word: its plural or singular, its American form.

    >>> sorted(other_spellings("kurils")), sorted(other_spellings("organised"))
    (['kuril', 'kurilses'], ['organiseds', 'organized'])
    """
    if len(word) >= LEAST and word.isalpha():  # 2019s is no plural of 2019
        yield word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
        if word.endswith("y"):
            yield word[:-1] + "ies"
        if word.endswith("s") and len(word) > LEAST and not word.endswith(_NO_PLURAL):
            yield word[:-1]
    for pattern, other in _PAIRS:
        turned, n = pattern.subn(lambda m, o=other: m.expand(o), word)  # type: ignore[misc]
        if n and turned != word:
            yield turned


def spellings_out_of_use(heads: Mapping[str, str]) -> dict[str, str]:
    """Spellings that a vocabulary lacks of the words it has, each with the head of its word.

    >>> spellings_out_of_use({"weapon": "weapon"})["weapons"]
    'weapon'
    """
    found: dict[str, str] = {}
    for word in sorted(heads):
        for other in other_spellings(word):
            if other not in heads:
                found.setdefault(other, heads[word])
    return found


def unite_spellings(vocabulary: Collection[str]) -> Mapping[str, str]:
    """For each type the first, by alphabet, of those that may be one word with it.

    >>> unite_spellings({"labs", "lab", "available", "labour", "labor"})["labs"]
    'lab'
    """
    head = {word: word for word in vocabulary}

    def find(word: str) -> str:
        while head[word] != word:
            head[word] = head[head[word]]
            word = head[word]
        return word

    for word in sorted(vocabulary):
        for other in other_spellings(word):
            if other in head:
                one, two = sorted((find(word), find(other)))
                head[two] = one
    return {word: find(word) for word in head}
