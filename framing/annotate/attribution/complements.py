"""What a verb of saying governs: where its content begins."""

from __future__ import annotations

from dataclasses import dataclass

from framing.annotate.attribution.holders import find_holder
from framing.annotate.attribution.units import MARK, Unit
from framing.annotate.attribution.verbs import Verb

_EMPTY = frozenset(
    ("so", "nothing", "something", "little", "goodbye", "yes", "hello", "farewell", "prayers", "as")
)
# Nouns that a clause may hang on: "restated the position that".
_SHELLS = frozenset(
    (
        "fact", "position", "view", "claim", "claims", "belief", "idea", "notion", "argument",
        "concern", "concerns", "statement", "hope", "hopes", "possibility", "promise",
        "allegation", "allegations", "assertion", "opinion", "point", "demand", "call",
        "suggestion", "confidence", "fear", "fears", "news", "warning", "commitment", "vow",
        "doubt", "doubts",
    )
)  # fmt: skip
_PERIODS = frozenset(("night", "day", "week", "month", "year", "morning", "afternoon", "evening"))
_OBJECTS = frozenset(("me", "him", "her", "us", "them", "you", "reporters", "journalists"))


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a verb: its ``kind`` and the item ``at`` which it begins.

    Kinds: ``that``, ``quote``, ``colon``, ``clause``, ``wh``, ``inf``, ``ger``, ``np``, ``comma``
    (only something after a comma), ``blocked`` (an object that is no content), ``none``.
    """

    kind: str
    at: int


def find_complement(unit: Unit, verb: Verb) -> Complement:
    """Where the content after a verb begins, stepping over adjuncts and an addressee."""
    words, breaks, grammar, n = unit.words, unit.breaks, unit.grammar, unit.n
    syntax = verb.cue.syntax
    k = verb.end
    addressed = "hearer" not in syntax
    while k < n:
        word, gap = words[k], breaks[k]
        if gap == ":":
            return Complement("colon", k)
        if word is MARK:
            return Complement("quote", k)
        if gap == ",":
            return _after_comma(unit, k)
        if gap in ";.-(":
            return Complement("none", n)
        if opened := _opened(unit, k, syntax, addressed):
            return opened
        if not addressed and (stop := _after_hearer(unit, k)) > k:
            addressed, k = True, stop
            continue
        if unit.is_time(k) or word in grammar["adverbs"] or word[-2:] == "ly" or word.isdigit():
            k += 1
            continue
        if word in grammar["prepositions"] and not (word == "to" and _opens_infinitive(unit, k)):
            found = _after_preposition(unit, k)
            if isinstance(found, Complement):
                return found
            k = found
            continue
        return _bare(unit, verb, k)
    return Complement("none", n)


def _opened(unit: Unit, k: int, syntax: frozenset[str], addressed: bool) -> Complement | None:
    """Content that its first word gives away: "that", a question word, a subject pronoun."""
    word, grammar = unit.words[k], unit.grammar
    if word == "that" and k + 1 < unit.n and unit.words[k + 1] not in _PERIODS:
        return Complement("that", k + 1)
    if word in grammar["wh"] and "wh" in syntax:
        return Complement("wh", k)
    only_that = "that" in syntax and "clause" not in syntax
    if only_that and word in ("it", "them") and not _has_own_verb(unit, k):
        return Complement("blocked", k)  # "found it hard to agree"
    if word in grammar["subjects"] and (addressed or word not in _OBJECTS):
        return Complement("clause" if syntax & {"clause", "that"} else "np", k)
    return None


def _has_own_verb(unit: Unit, k: int) -> bool:
    """Whether a finite verb, or a quotation, follows a pronoun before any infinitive."""
    ahead = unit.words[k + 1 : k + 5]
    if MARK in ahead:
        return True
    stop = ahead.index("to") if "to" in ahead else len(ahead)
    return unit.has_verb(k + 1, k + 1 + stop)


def _opens_infinitive(unit: Unit, k: int) -> bool:
    """ "vowed to fight" but not "said to reporters" or "explained to the court"."""
    if k + 1 >= unit.n:
        return False
    after = unit.words[k + 1]
    return not (
        unit.is_capital(k + 1) or after in unit.grammar["determiners"] or after in _OBJECTS
        or after[-1:] == "s"
    )  # fmt: skip


def _after_comma(unit: Unit, k: int) -> Complement:
    """After "said," there may be a quotation, or an insertion and then the content."""
    words, n = unit.words, unit.n
    if words[k] is MARK:
        return Complement("quote", k)
    reports = words[k][-3:] == "ing" and words[k] in unit.lexicon.forms
    if reports or words[k] in unit.grammar["coordinators"] - {"as"}:
        return Complement("comma", k)
    closing = next(
        (j for j in range(k + 1, min(n, k + 14)) if unit.breaks[j] != " " or words[j] is MARK), n
    )
    if (
        closing < n
        and unit.breaks[closing] in ",:"
        and (words[closing] is MARK or words[closing] == "that" or unit.breaks[closing] == ":")
    ):
        if words[closing] == "that":
            return Complement("that", closing + 1)
        return Complement("quote" if words[closing] is MARK else "colon", closing)
    return Complement("comma", k)


def _after_hearer(unit: Unit, k: int) -> int:
    """End of an addressee: "told TASS", "told a group of reporters"."""
    words, grammar = unit.words, unit.grammar
    if words[k] in _OBJECTS:
        return k + 1
    first = k
    while k < unit.n and (k == first or unit.breaks[k] == " ") and k - first < 9:
        word = words[k]
        if word is MARK or word == "that" or word in grammar["subjects"] or word in grammar["wh"]:
            break
        if k > first and (word in grammar["prepositions"] - {"of"} or unit.is_time(k)):
            break
        if (
            k > first
            and unit.words[k - 1][-1:] == "s"
            and unit.is_capital(k)
            and not unit.is_capital(k - 1)
        ):
            break  # "told reporters Trump would"
        if word in grammar["auxiliaries"]:
            return first + 1  # the addressee was shorter: "told TASS talks would"
        k += 1
    return k


def _after_preposition(unit: Unit, k: int) -> int | Complement:
    """Step over a prepositional phrase; a finite verb in it means that a clause has begun."""
    words, breaks, grammar, n = unit.words, unit.breaks, unit.grammar, unit.n
    first = k
    k += 1
    while k < n and breaks[k] == " ":
        word = words[k]
        if word is MARK or word == "that":
            return k
        if unit.is_time(k) and unit.surfaces[k][-2:] not in ("'s", "’s"):
            return k
        if word in grammar["subjects"] and words[k - 1] not in grammar["prepositions"]:
            return Complement("clause", k)
        if word in grammar["auxiliaries"] and k > first + 2:
            return Complement("clause", _clause_start(unit, first + 1, k))
        if word in grammar["subordinators"] and word not in ("as",):
            return Complement("none", n)
        k += 1
    return k


def _clause_start(unit: Unit, lowest: int, verb: int) -> int:
    """The start of the subject before an auxiliary: a determiner or a run of capitals."""
    words, grammar = unit.words, unit.grammar
    k = verb - 1
    while k > lowest + 1 and words[k - 1] not in grammar["prepositions"]:
        if words[k] in grammar["determiners"]:
            return k
        if (
            unit.is_capital(k)
            and not unit.is_capital(k - 1)
            and words[k - 1] not in grammar["determiners"]
        ):
            return k
        k -= 1
    return k


def _bare(unit: Unit, verb: Verb, k: int) -> Complement:
    """Content that no conjunction opens."""
    words, syntax, n = unit.words, verb.cue.syntax, unit.n
    word = words[k]
    if word in _EMPTY:
        return Complement("blocked", n)
    for j in range(k + 1, min(n, k + 7)):
        if unit.breaks[j] != " " or words[j] is MARK:
            break
        if words[j] == "that" and words[j - 1] in _SHELLS and j + 1 < n:
            # "restated the view that X" says X; in "restated Moscow's view that X" Moscow does.
            held = words[j - 1] in unit.lexicon.nouns and find_holder(unit, j - 1)
            return Complement("that", k if held else j + 1)
    if word == "to":
        return Complement("inf" if "inf" in syntax else "blocked", k - (words[k - 1] == "not"))
    if word[-3:] == "ing" and "ger" in syntax:
        return Complement("ger", k)
    if "clause" in syntax and _is_clause(unit, verb, k):
        return Complement("clause", k)
    if "hearer" in syntax and "inf" in syntax and word == "to":
        return Complement("inf", k)
    return Complement("np" if "np" in syntax else "blocked", k)


def _is_clause(unit: Unit, verb: Verb, k: int) -> bool:
    """A clause without "that" needs a verb of its own after its first words."""
    if verb.cue.lemma == "say":
        return True
    stop = min(unit.n, k + 14)
    for j in range(k + 1, stop):
        if (
            unit.breaks[j] in ",;:."
            or unit.words[j] is MARK
            or unit.words[j] in unit.grammar["relatives"]
        ):
            stop = j
            break
    return any(
        unit.is_verb(j)
        and unit.words[j] != "be"
        and unit.words[j - 1] not in unit.grammar["prepositions"]
        for j in range(k + 1, stop)
    )
