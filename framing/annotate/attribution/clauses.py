"""The subject of a clause whose verb no list knows: for participles and for marks."""

from __future__ import annotations

from framing.annotate.attribution.sources import (
    find_apposed_name,
    left_edge,
    opens_phrase,
    trim,
)
from framing.annotate.attribution.units import MARK, Unit

Range = tuple[int, int]
# Documents that speak for whoever brings them out.
_ISSUED = frozenset(
    ("statement", "letter", "release", "note", "memo", "memorandum", "email", "message", "post",
     "tweet", "text", "declaration", "communique", "article", "column", "editorial", "oped")
)  # fmt: skip
_JOINTS = ("and", "but", "while", "as", "when", "whereas")


def find_first_phrase(unit: Unit, stop: int) -> Range | None:
    """The subject of the clause before an item: its first noun phrase that is no adjunct."""
    words = unit.words
    start = _clause_before(unit, stop)
    fronted = False
    passed = stop  # a name that was taken for a place
    while start < stop:
        end = _segment_end(unit, start, stop)
        first = _skip_time(unit, _skip_adverbs(unit, start, end), end)
        if first < end and not _opens_adjunct(unit, first):
            # "in Dover, N.H., on Sunday": what follows a place is part of it
            beside = fronted and end < stop and _is_place_or_time(unit, first, end)
            if not beside:
                start = first
                break
            passed = first
        fronted = True
        start = end
    if passed < stop and (start >= stop or unit.is_verb(start)):
        start = passed
    if start >= stop:
        return None
    if words[start] == "there":
        start += 1  # "There is evidence showing"
        while start < stop and words[start] in unit.grammar["auxiliaries"]:
            start += 1
    if start >= stop:
        return None
    if words[start] in unit.grammar["subjects"]:
        return start, start + 1
    return _first_phrase(unit, start, stop)


def _clause_before(unit: Unit, stop: int) -> int:
    """Where the last clause begins that has a subject and a verb of its own."""
    words = unit.words
    for k in range(stop - 2, 0, -1):
        if words[k] in _JOINTS and k + 2 < stop and opens_phrase(unit, k + 1):
            joined = words[k] in ("and", "but")
            if joined and unit.breaks[k] not in ",;-":
                continue
            if unit.has_verb(k + 2, min(stop, k + 9)):
                return k + 1
    return 0


def _segment_end(unit: Unit, start: int, stop: int) -> int:
    end = start + 1
    while end < stop and unit.breaks[end] == " ":
        end += 1
    return end


def _skip_adverbs(unit: Unit, start: int, end: int) -> int:
    words, grammar = unit.words, unit.grammar
    while start < end and (
        words[start] in grammar["connectives"]
        or words[start] in ("here", "even", "just", "only", "with")
        or words[start] in grammar["times"] - grammar["determiners"]
        or (words[start][-2:] == "ly" and words[start] not in unit.lexicon.types)
    ):
        if words[start] == "with":
            return start
        start += 1
    return start


def _skip_time(unit: Unit, start: int, end: int) -> int:
    """ "On Saturday the minister": where the phrase after a bare day begins."""
    if end - start > 2 and unit.words[start] in ("on", "in") and unit.is_time(start + 1):
        k = start + 2
        while k < end and (unit.is_time(k) or unit.words[k].isdigit()):
            k += 1
        if k < end and opens_phrase(unit, k):
            return k
    return start


def _opens_adjunct(unit: Unit, k: int) -> bool:
    word, grammar = unit.words[k], unit.grammar
    return (
        word is MARK
        or word in grammar["prepositions"]
        or word in grammar["subordinators"]
        or (word[-3:] == "ing" and word not in unit.lexicon.types and not _is_name(unit, k))
    )


def _is_name(unit: Unit, k: int) -> bool:
    return k > 0 and unit.is_capital(k)


def _is_place_or_time(unit: Unit, a: int, b: int) -> bool:
    return all(
        unit.is_capital(k) or unit.is_time(k) or unit.words[k].isdigit() for k in range(a, b)
    )


def _first_phrase(unit: Unit, a: int, stop: int) -> Range | None:
    words, breaks, grammar = unit.words, unit.breaks, unit.grammar
    k = a
    while k < stop and (k == a or breaks[k] == " "):
        if words[k] is MARK or words[k] in grammar["subordinators"] or (k > a and unit.is_verb(k)):
            break
        if (
            k > a and unit.is_capital(k - 1) and not unit.is_capital(k) and words[k] != "of"
            and words[k - 1] not in grammar["determiners"]
        ):  # fmt: skip
            if words[k] == "and" and k + 1 < stop and unit.is_capital(k + 1):
                k += 1
                continue
            if words[k] not in unit.lexicon.types:
                break
        after_noun = k > a and words[k - 1] in unit.lexicon.types
        if after_noun and not unit.is_capital(k) and words[k] not in unit.lexicon.types:
            break
        k += 1
    return (a, find_apposed_name(unit, (a, k), stop)) if k > a else None


def find_participle_noun(unit: Unit, at: int) -> Range | None:
    """The noun that a participle at item ``at`` hangs on: "a sign saying", "with Roe yelling"."""
    words, breaks = unit.words, unit.breaks
    end = at
    while end and breaks[end] == " " and (words[end - 1][-2:] == "ly" or words[end - 1] == "now"):
        end -= 1
    if not end or breaks[end] != " ":
        return None
    for k in range(end - 1, max(-1, end - 12), -1):
        if words[k] == "with" and k + 1 < end and opens_phrase(unit, k + 1):
            return k + 1, end
        if breaks[k] != " " or words[k] is MARK or unit.is_verb(k):
            break
    if words[end - 1] not in unit.lexicon.types:
        return None
    noun = trim(unit, left_edge(unit, end), end)
    # "The ministry issued a statement saying": the ministry speaks.
    issued = words[end - 1] in _ISSUED and noun and noun[0] and words[noun[0]] in ("a", "an")
    return None if issued else noun
