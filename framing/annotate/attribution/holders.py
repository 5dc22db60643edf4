"""Whose a noun is: "his claim", "the city's latest position"."""

from __future__ import annotations

from framing.annotate.attribution.units import Unit

Range = tuple[int, int]
_BETWEEN = 3  # adjectives between a holder and its noun: "Tokyo's latest official position"


def find_holder(unit: Unit, k: int) -> Range | None:
    """Whose a noun is: "his", "the city's", up to three words before it."""
    for j in range(k - 1, max(-1, k - 2 - _BETWEEN), -1):
        if unit.breaks[j + 1] != " ":
            return None
        if unit.words[j] in unit.grammar["possessives"]:
            return j, j + 1
        if unit.has_possessive(j) or unit.text[unit.ends[j] : unit.ends[j] + 1] in ("'", "’"):
            return _phrase_before(unit, j), j + 1
        if unit.words[j] in unit.grammar["prepositions"] or unit.words[j] in unit.grammar["be"]:
            return None
    return None


def _phrase_before(unit: Unit, j: int) -> int:
    """The start of the noun phrase that ends in a possessive."""
    named = unit.is_capital(j)
    while j and unit.breaks[j] == " ":
        word = unit.words[j - 1]
        if word in unit.grammar["determiners"]:
            return j - 1
        if not (
            unit.is_capital(j - 1) or word in unit.lexicon.types or word in unit.lexicon.titles
            or not (named or word in unit.grammar["prepositions"] or unit.is_verb(j - 1)
                    or word in unit.grammar["subordinators"] | unit.grammar["connectives"])
        ):  # fmt: skip
            return j
        j -= 1
    return j
