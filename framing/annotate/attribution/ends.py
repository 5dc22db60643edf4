"""Where a content that follows its verb ends, and what stands of it before the source."""

from __future__ import annotations

from framing.annotate.attribution.complements import Complement
from framing.annotate.attribution.units import MARK, Unit
from framing.annotate.attribution.verbs import Verb

Range = tuple[int, int]
# What opens a clause that the main clause follows: "While Kono said X, Lavrov ...".
_HOSTED = frozenset(
    ("while", "although", "though", "when", "after", "as", "if", "because", "since", "before",
     "whereas", "once", "until")
)  # fmt: skip
_OBJECTS = frozenset(("np", "inf", "ger"))
_TAILS = frozenset(("while", "whereas", "which", "who", "whose", "whom", "although", "though"))
_FRONTED = frozenset(("which", "what", "who", "whom"))
_CIRCUMSTANCES = frozenset(
    ("when", "because", "while", "despite", "after", "before", "since", "though", "until", "if",
     "yesterday", "today", "here")
)  # fmt: skip
# Where something was said: "called for a ban at a rally".
OCCASIONS = frozenset(
    ("interview", "statement", "speech", "tweet", "rally", "debate", "appearance", "conference",
     "address", "twitter", "facebook", "email", "letter", "briefing", "campaign", "forum")
)  # fmt: skip


def find_end(unit: Unit, verb: Verb, complement: Complement, *, lead: int, how: str) -> int:
    """The item before which a content ends that would else run to the end of its unit.

    A content ends where the clause does that holds its verb: a relative clause at the verb of
    its sentence ("Kono, who said X, left"), a clause that opens the sentence at its comma
    ("While Kono said X, Lavrov ..."). An object ends also before what another clause adds.
    """
    first = complement.at + 1
    relative = verb.start - 1 if how == "relative" else lead - 1
    if relative > 0 and unit.breaks[relative] in ",-(" and unit.words[relative] in _FRONTED:
        stop = next((k for k in range(first, unit.n) if _is_main_verb(unit, k)), unit.n)
        if stop < unit.n:
            return stop
    if how == "own" and _is_hosted(unit, lead):
        return next((k for k in range(first, unit.n) if _opens_main(unit, k)), unit.n)
    if complement.kind not in _OBJECTS:
        named = {unit.words[k] for k in range(lead, verb.start) if unit.is_capital(k)}
        return next(
            (k for k in range(first, unit.n - 1) if _turns_back(unit, k, complement.kind, named)),
            unit.n,
        )
    if how == "own" and lead and unit.words[lead - 1] in _HOSTED:
        host = find_host(unit, lead, complement.at)
        if host < unit.n:
            return host
    is_named, is_attitude = complement.kind == "np", "attitude" in verb.cue.syntax
    return next(
        (
            k for k in range(first, unit.n)
            if _adds_clause(unit, k) or (is_named and _is_occasion(unit, k))
            or (is_named and is_attitude and _adds_circumstance(unit, k))
        ),
        unit.n,
    )  # fmt: skip


def find_object_end(unit: Unit, start: int) -> int:
    """Where an object that begins at an item ends: before a clause or occasion that follows."""
    return next(
        (
            k for k in range(start + 1, unit.n)
            if _adds_clause(unit, k) or _is_occasion(unit, k) or _adds_circumstance(unit, k)
        ),
        unit.n,
    )  # fmt: skip


def find_host(unit: Unit, clause: int, start: int) -> int:
    """Where the main clause begins after a clause that opens its sentence, or the unit's end."""
    before = unit.words[clause - 1] if clause else ""
    if clause == 0 or before in _HOSTED or unit.breaks[clause] == ".":
        return next((k for k in range(start + 1, unit.n) if _opens_main(unit, k)), unit.n)
    return unit.n


def find_fronted(unit: Unit, verb: Verb, complement: Complement, *, lead: int) -> list[Range]:
    """The relative pronoun that stands for a part of the content: "which Kono denied"."""
    if not lead or unit.words[lead - 1] not in _FRONTED or unit.breaks[lead] != " ":
        return []
    if "mental" in verb.cue.syntax or unit.has_verb(lead, verb.start):
        return []
    if lead > 1 and unit.words[lead - 2] in unit.grammar["prepositions"]:
        return []
    if complement.kind in ("none", "blocked") and unit.words[lead - 1] in ("what", "who"):
        return []
    if not (
        unit.is_capital(lead)
        or unit.words[lead] in unit.grammar["subjects"] | unit.grammar["determiners"]
        or unit.words[verb.start - 1] in unit.lexicon.types
    ):
        return []
    return [(lead - 1, lead)]


def _is_hosted(unit: Unit, lead: int) -> bool:
    return (
        0 < lead <= 2
        and unit.words[lead - 1] in _HOSTED
        and (lead == 1 or unit.words[0] in ("even", "just", "but", "and", "yet", "only"))
    )


def _is_main_verb(unit: Unit, k: int) -> bool:
    return unit.breaks[k] in ",-)" and (
        unit.is_verb(k) or (k + 1 < unit.n and unit.words[k][-2:] == "ly" and unit.is_verb(k + 1))
    )


def _opens_main(unit: Unit, k: int) -> bool:
    """A clause or a quotation after a comma."""
    if unit.breaks[k] != ",":
        return False
    word = unit.words[k]
    if word is MARK or word in unit.grammar["subjects"]:
        return True
    if not (unit.is_capital(k) or word in unit.grammar["determiners"]):
        return False
    return _has_verb_soon(unit, k + 1)


def _turns_back(unit: Unit, k: int, kind: str, named: set[str]) -> bool:
    """ "said it was late, but he stayed": a clause on the speaker that contrasts what was said.

    Of the clauses after "and" or "but" these alone are mostly the outlet's in PolNeAR (train).
    """
    if unit.breaks[k] != "," or unit.words[k] not in ("but", "and"):
        return False
    after = unit.words[k + 1]
    if unit.is_capital(k + 1) and after in named:
        return True
    return kind == "clause" and unit.words[k] == "but" and after in ("he", "she", "they")


def _has_verb_soon(unit: Unit, k: int) -> bool:
    for j in range(k, min(unit.n, k + 8)):
        if unit.breaks[j] != " ":
            return False
        if unit.is_verb(j):
            return True
    return False


def _adds_clause(unit: Unit, k: int) -> bool:
    """What follows an object and is none of it: a further verb, a clause."""
    word, gap, words = unit.words[k], unit.breaks[k], unit.words
    after = k + 1
    if gap in ",-;" and (word in _TAILS or (gap == "," and unit.is_verb(k))):
        return True
    if word in ("and", "but", "or", "so") and after < unit.n and unit.breaks[after] == " ":
        if unit.is_verb(after):
            return True
        return gap == "," and (
            words[after] in unit.grammar["subjects"] or _has_verb_soon(unit, after)
        )
    return False


def _adds_circumstance(unit: Unit, k: int) -> bool:
    """ "backed Kono, saying", "backed Kono last week", "backed Kono when it was too late"."""
    word = unit.words[k]
    if unit.breaks[k] in ",-":
        return word[-3:] == "ing"
    return (word in _CIRCUMSTANCES and not unit.is_capital(k)) or (
        word in ("last", "this") and k + 1 < unit.n and unit.words[k + 1] in unit.grammar["times"]
    )


def _is_occasion(unit: Unit, k: int) -> bool:
    """ "called for a ban on Monday", "... at a rally": when and where, not what."""
    word, words, after = unit.words[k], unit.words, k + 1
    if unit.breaks[k] != " " or after >= unit.n:
        return False
    if word == "during" or (word == "on" and words[after] in unit.grammar["calendar"]):
        return True
    return word in ("in", "at", "on") and any(
        words[j] in OCCASIONS for j in range(after, min(unit.n, after + 3))
    )
