"""Whether a form of a cue is a verb at all, and the verb group around it."""

from __future__ import annotations

from dataclasses import dataclass

from framing.annotate.attribution.lexicon import Cue
from framing.annotate.attribution.units import MARK, Unit

_ARTICLES = frozenset(("the", "a", "an", "any", "every", "no", "another"))
_PLURAL = frozenset(
    ("who", "some", "many", "others", "most", "people", "both", "police", "few", "all")
)
_GO = frozenset(("went", "goes", "go", "going", "gone"))


@dataclass(frozen=True, slots=True)
class Verb:
    """A cue verb in a unit: its group runs from item ``start`` to ``end``, the verb is ``at``."""

    start: int
    at: int
    end: int
    kind: str
    passive: bool
    infinitive: bool
    negated: bool
    cue: Cue


def find_verb(unit: Unit, at: int) -> Verb | None:
    """The verb at an item, or None where the word is a noun, an adjective or a name."""
    words, grammar = unit.words, unit.grammar
    cues, kind = unit.lexicon.forms[words[at]]
    cue, end = _choose(unit, cues, at)
    if cue is None:
        return None
    start = _group_start(unit, at)
    before = words[at - 1] if at else ""
    if at and unit.breaks[at] == " " and _is_nominal(unit, at, kind, cue):
        return None
    if at and unit.is_capital(at) and unit.role != "title" and not _opens_clause(unit, at):
        return None
    group = words[start:at]
    be = [word for word in group if word in grammar["be"]]
    passive = kind == "past" and bool(be)
    if kind == "ing" and be:
        kind = "progressive"
    infinitive = "to" in (before, words[start - 1] if start else "") and kind == "base"
    if infinitive and start > 2 and words[start - 2] == "on" and words[start - 3] in _GO:
        infinitive, start = False, _group_start(unit, start - 3)
    negated = any(word in grammar["negations"] for word in group)
    return Verb(start, at, end, kind, passive, infinitive, negated, cue)


def _choose(unit: Unit, cues: tuple[Cue, ...], at: int) -> tuple[Cue | None, int]:
    """The cue whose particle follows; else the one that needs none."""
    after = unit.words[at + 1] if at + 1 < unit.n and unit.breaks[at + 1] == " " else ""
    for cue in cues:
        if not cue.particles:
            return cue, at + 1
        if after in cue.particles:
            return cue, at + 2
    return None, at + 1


def _group_start(unit: Unit, at: int) -> int:
    """Step left over auxiliaries and adverbs: "has repeatedly said"."""
    words, grammar = unit.words, unit.grammar
    start = at
    while start and unit.breaks[start] == " ":
        word = words[start - 1]
        if (
            word in grammar["auxiliaries"]
            or word in grammar["adverbs"]
            or (word[-2:] == "ly" and not unit.is_capital(start - 1))
        ):
            start -= 1
        else:
            break
    return start


def _opens_clause(unit: Unit, at: int) -> bool:
    return at == 0 or unit.breaks[at] in ".:"


def _is_nominal(unit: Unit, at: int, kind: str, cue: Cue) -> bool:
    """A noun or an adjective after its determiner: "rival claims", "the added value"."""
    words, grammar = unit.words, unit.grammar
    before, surface = words[at - 1], unit.surfaces[at - 1]
    if before in _ARTICLES or before in grammar["possessives"]:
        return True
    if surface[-2:] in ("'s", "’s") or surface[-2:] in ("s'", "s’"):
        return kind != "ing"
    if unit.text[unit.ends[at - 1] : unit.starts[at]][:1] in ("'", "’"):
        return True
    if kind == "past" and "adj" in cue.syntax and before in grammar["numerals"]:
        return True  # "four disputed islands"
    if before in grammar["prepositions"] and kind != "ing" and before not in ("to", "since"):
        return True
    if kind == "base" and not _takes_base(unit, at):
        return True
    return kind == "s" and "noun" in cue.syntax and _follows_adjective(unit, at)


def _takes_base(unit: Unit, at: int) -> bool:
    """A bare form needs a plural subject, a modal, "do" or "to" before it."""
    words, grammar = unit.words, unit.grammar
    k = _group_start(unit, at)
    if any(word in grammar["modals"] or word in ("do", "did", "does", "didn't", "don't", "doesn't")
           for word in words[k:at]):  # fmt: skip
        return True
    if k == 0:
        return unit.role == "title"
    before = words[k - 1]
    if before in ("to", "and", "or") or before in grammar["subjects"] - {"he", "she", "it"}:
        return True
    if before in _PLURAL:
        return True
    if at + 1 < unit.n and (words[at + 1] == "that" or words[at + 1] in grammar["subjects"]):
        return True
    return (
        before[-1:] == "s"
        or before[-3:] == "men"
        or "and" in words[max(0, k - 4) : k]
        or (unit.breaks[k] == "," or _plural_before(unit, k))
    )


def _plural_before(unit: Unit, k: int) -> bool:
    """ "experts on the matter believe": a plural source noun some words to the left."""
    for word in unit.words[max(0, k - 6) : k]:
        if word in unit.lexicon.types and word[-1:] == "s":
            return True
    return False


def _follows_adjective(unit: Unit, at: int) -> bool:
    """ "rival claims to", "new reports of": a form in -s is a noun where no clause follows."""
    if unit.is_capital(at - 1) or unit.words[at - 1] in unit.grammar["subjects"]:
        return False
    after = unit.words[at + 1] if at + 1 < unit.n and unit.breaks[at + 1] == " " else ""
    if not after and MARK in unit.words[:at]:
        return False
    return after not in ("that", MARK) and after not in unit.grammar["subjects"]
