"""What keeps two sentences of like words from being one claim: a number, a negation, a contrary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from framing.language.english import load_claim_words, load_words

LEAST_TOLD = 2  # words of content that two sentences share, beside names and those of reporting
_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
          "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
             "tenth")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence says beside its words of content.

    Attributes
    ----------
    numbers, names
        In their order; a name with the place of its word.
    n_negators, is_possible
        How often it negates; whether something only may be.
    order, words, told, contraries
        Stems of all words in their order, and each once; of those of content that are no names
        and report nothing; of words that would say the contrary of one of them.
    wordings
        Those of the codebook, by what they tell.
    """

    numbers: tuple[str, ...]
    names: tuple[tuple[int, str], ...]
    n_negators: int
    is_possible: bool
    order: tuple[str, ...]
    words: frozenset[str]
    told: frozenset[str]
    contraries: frozenset[str]
    wordings: Mapping[str, frozenset[str]]


def read_meaning(
    types: Sequence[str],
    stems: Sequence[str],
    *,
    names: Sequence[bool],
    plain: Sequence[bool],
    wordings: Mapping[str, frozenset[str]],
) -> Meaning:
    """The meaning of a sentence from its types, their stems, which are names, which content."""
    lists = load_claim_words()
    contraries = find_contraries()
    numbers = find_numbers(types)
    may_be = lists["possible"] - {"may"} if "may" in numbers else lists["possible"]
    return Meaning(
        numbers=numbers,
        names=tuple((k, word) for k, word in enumerate(types) if names[k]),
        n_negators=sum(word in lists["negators"] or word.endswith("n't") for word in types),
        is_possible=any(word in may_be for word in types),
        order=tuple(stems),
        words=frozenset(stems),
        told=frozenset(
            stem
            for stem, word, is_plain, is_name in zip(stems, types, plain, names, strict=True)
            if is_plain and not is_name and word not in lists["reporting"]
        ),
        contraries=frozenset(c for stem in stems for c in contraries.get(stem, ())),
        wordings=wordings,
    )


def find_numbers(types: Sequence[str]) -> tuple[str, ...]:
    """Numbers, days and months in figures or words, each as it can be compared.

    >>> find_numbers(["two", "ships", "left", "with", "1,000", "men", "on", "monday"])
    ('2', '1000', 'monday')
    """
    found = []
    words, ambiguous = _number_words(), load_claim_words()["ambiguous"]
    for k, word in enumerate(types):
        if word[:1].isdigit():
            found.append(word.replace(",", ""))
        elif word in words:
            near = types[max(0, k - 1) : k + 2]
            if word not in ambiguous or any(other[:1].isdigit() for other in near):
                found.append(words[word])
    return tuple(found)


@cache
def _number_words() -> dict[str, str]:
    words = {word: str(n) for n, word in enumerate(_UNITS)}
    for k, ten in enumerate(_TENS):
        words[ten] = str(10 * k + 20)
        words |= {ten + unit: str(10 * k + 20 + n) for n, unit in enumerate(_UNITS[1:10], 1)}
    words |= {word: f"{n}th" for n, word in enumerate(_ORDINALS, 1)}
    for forms in load_claim_words()["amounts"]:
        words |= dict.fromkeys(forms.split(), forms.split()[0])
    return words


@cache
def find_contraries() -> dict[str, frozenset[str]]:
    """By stem the stems of its contraries (``opposites.txt``)."""
    from nltk.stem.snowball import EnglishStemmer

    stem = EnglishStemmer().stem
    found: dict[str, set[str]] = {}
    for line in sorted(load_words("opposites.txt")):
        one, other = (stem(word) for word in line.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


def find_conflict(a: Meaning, b: Meaning) -> str:
    """Why two sentences do not say the same; empty where nothing tells.

    ``little`` (too few words in common), ``negation`` (one negates more often), ``number`` (each
    has one that the other lacks, or the same in another order), ``possibility`` (only one says
    that something may be), ``contrary`` (rose, fell), ``wording`` (the codebook has them as
    different wordings of one fact), ``roles`` (the same names the other way round).
    """
    if len(a.told & b.told) < LEAST_TOLD:
        return "little"
    if a.n_negators != b.n_negators:
        return "negation"
    if _other_numbers(a.numbers, b.numbers):
        return "number"
    if a.is_possible != b.is_possible:
        return "possibility"
    if (a.contraries & b.words) - a.words and (b.contraries & a.words) - b.words:
        return "contrary"
    if any(not told & b.wordings[fact] for fact, told in a.wordings.items() if fact in b.wordings):
        return "wording"
    return "roles" if _turned(a, b) else ""


def _other_numbers(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    one, other = set(a), set(b)
    if one - other and other - one:
        return True
    # Days stand anywhere: only figures have an order.
    both = {number for number in one & other if number.isdigit()}
    orders = [[n for n in dict.fromkeys(numbers) if n in both] for numbers in (a, b)]
    return orders[0] != orders[1]


def _turned(a: Meaning, b: Meaning) -> bool:
    """Whether two names change places round a word of content; a passive may turn them."""
    if "by" in a.words | b.words:
        return False
    first, second = ({name: k for k, name in reversed(m.names)} for m in (a, b))
    both = [name for name in first if name in second]
    for k, x in enumerate(both):
        for y in both[k + 1 :]:
            if (first[x] < first[y]) != (second[x] < second[y]):
                between = _between(a, first[x], first[y]) & _between(b, second[x], second[y])
                if between:
                    return True
    return False


def _between(meaning: Meaning, one: int, other: int) -> set[str]:
    """Stems of content between two places that are no names."""
    places = range(min(one, other) + 1, max(one, other))
    names = {k for k, _ in meaning.names}
    return {meaning.order[k] for k in places if k not in names} & meaning.told
