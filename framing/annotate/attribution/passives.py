"""Passives: "is said to be", "was accused of", "was asked why", "when asked about"."""

from __future__ import annotations

from framing.annotate.attribution.ends import find_host, find_object_end
from framing.annotate.attribution.findings import Finding, Range
from framing.annotate.attribution.sources import find_phrase_after, find_subject
from framing.annotate.attribution.units import MARK, Unit
from framing.annotate.attribution.verbs import Verb

_HEARD = frozenset(("that", "wh", "about"))  # the subject hears; it is no part of the content
_PREPOSITIONS = frozenset(("as", "of", "for", "with", "about"))
_INTRODUCING = frozenset(("when", "if", "once", "asked", "though", "while"))


def read_passive(unit: Unit, verb: Verb) -> Finding | None:
    """The attribution of a passive: its source stands after "by", or nobody is named."""
    frames = verb.cue.passive
    if not frames or verb.negated or not (verb.passive or _is_reduced(unit, verb)):
        return None
    k = _skip(unit, verb.end)
    source, k = _agent(unit, k)
    frame, at = _frame(unit, k, frames)
    if frame is None or at >= unit.n:
        return None
    subject, how = find_subject(unit, verb.start) if verb.start else (None, "none")
    first = subject[0] if subject else verb.start
    stop = min(find_object_end(unit, at), find_host(unit, first, at))
    content: list[Range] = [(at, stop)]
    if source is None:
        source, stop = _agent_inside(unit, at, stop)
        content = [(at, stop)]
    is_heard = frame in _HEARD or "hearer" in verb.cue.syntax
    if not is_heard:
        if subject is None or how == "shared":
            return None
        if how == "own":
            content.insert(0, subject)
    return Finding(
        unit, verb.cue, (verb.at, verb.end), source, False, content, "passive",
        first,
        attitude=bool(verb.cue.syntax & {"mental", "attitude"}),
    )  # fmt: skip


def _is_reduced(unit: Unit, verb: Verb) -> bool:
    """ "Asked why", "when asked about", "a man accused of": no form of "be"."""
    if verb.kind != "past" or verb.start != verb.at or verb.end >= unit.n:
        return False
    after = unit.words[verb.end]
    if verb.cue.lemma == "ask":
        return verb.at == 0 or unit.words[verb.at - 1] in _INTRODUCING or (
            unit.breaks[verb.at] in ",." and (after in unit.grammar["wh"] or after == "about")
        )  # fmt: skip
    return after in verb.cue.passive and after in ("of", "with")


def _skip(unit: Unit, k: int) -> int:
    """Step over adverbs and times: "was accused repeatedly last week of"."""
    while k < unit.n and unit.breaks[k] == " " and (
        unit.is_time(k) or unit.words[k] in unit.grammar["adverbs"] or unit.words[k][-2:] == "ly"
    ):  # fmt: skip
        k += 1
    return k


def _agent(unit: Unit, k: int) -> tuple[Range | None, int]:
    """The source after "by" and where it ends."""
    if k + 1 >= unit.n or unit.words[k] != "by" or unit.breaks[k] != " ":
        return None, k
    end = find_phrase_after(unit, k + 1)
    return ((k + 1, end), _skip(unit, end)) if end > k + 1 else (None, k)


def _agent_inside(unit: Unit, at: int, stop: int) -> tuple[Range | None, int]:
    """A source that stands after the content: "was called a failure by Kono"."""
    for k in range(at + 1, stop - 1):
        if unit.words[k] == "by" and unit.breaks[k] == " " and (
            unit.is_capital(k + 1) or unit.words[k + 1] in unit.lexicon.types
        ):  # fmt: skip
            end = find_phrase_after(unit, k + 1)
            if end > k + 1:
                return (k + 1, end), k
    return None, stop


def _frame(unit: Unit, k: int, frames: frozenset[str]) -> tuple[str | None, int]:
    """Which of a verb's frames follows, and the item at which its content begins."""
    if k + 1 >= unit.n or unit.breaks[k] not in " ,":
        return None, k
    word = unit.words[k]
    if unit.breaks[k] == " ":
        if word == "to" and "inf" in frames and not unit.is_capital(k + 1):
            return "inf", k
        if word in _PREPOSITIONS:
            return (word, k + 1) if word in frames else (None, k)
    if word == "that" and "that" in frames:
        return "that", k + 1
    if word in unit.grammar["wh"] and "wh" in frames:
        return "wh", k
    if "np" in frames and unit.breaks[k] == " " and (
        word is MARK or unit.is_capital(k) or word in unit.grammar["determiners"]
    ):  # fmt: skip
        return "np", k
    return None, k
