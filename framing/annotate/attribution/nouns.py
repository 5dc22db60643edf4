"""Nouns as cues: "Moscow's claim that", "his call for", "a warning by experts that"."""

from __future__ import annotations

from framing.annotate.attribution.clauses import find_first_phrase
from framing.annotate.attribution.ends import find_host, find_object_end
from framing.annotate.attribution.findings import Finding
from framing.annotate.attribution.holders import find_holder
from framing.annotate.attribution.lexicon import Cue
from framing.annotate.attribution.sources import find_phrase_after
from framing.annotate.attribution.units import Unit

_REBUTTING = frozenset(
    ("reject", "dismiss", "deny", "dispute", "refute", "criticize", "criticise", "condemn",
     "denounce", "mock", "blast", "slam", "question", "challenge", "rebut", "decry", "deride")
)  # fmt: skip


def read_noun(unit: Unit, k: int) -> Finding | None:
    """The attribution of a noun that somebody holds; None where nobody does."""
    cue = unit.lexicon.nouns[unit.words[k]]
    holder = find_holder(unit, k)
    after = k + 1
    if holder is None and after < unit.n and unit.words[after] in ("by", "from"):
        end = find_phrase_after(unit, after + 1)
        if end > after + 1 and unit.breaks[after] == " ":
            holder, after = (after + 1, end), end
    if holder is None:
        return None
    at = _content_start(unit, after, cue)
    if at is None:
        return None
    first = min(holder[0], k)
    if unit.words[holder[0]] in unit.grammar["possessives"]:
        if _is_rebutted(unit, holder[0]):
            return None  # "Kono rejected his claim": somebody else's, we cannot tell whose
        holder = find_first_phrase(unit, holder[0]) or holder  # "Kono repeated his claim"
    is_subject = not unit.has_verb(0, first)
    if unit.words[at - 1] == "that":
        stop = _clause_end(unit, at) if is_subject else find_host(unit, first, at)
    else:
        stop = _object_end(unit, at, is_subject=is_subject)
    return Finding(
        unit, cue, (k, k + 1), holder, False, [(at, stop)], "noun", first,
        attitude="attitude" in cue.syntax or unit.words[at - 1] in cue.particles,
    )  # fmt: skip


def _is_rebutted(unit: Unit, k: int) -> bool:
    """ "Kono rejected his claim": another's."""
    cues = unit.lexicon.forms.get(unit.words[k - 1], ((), ""))[0] if k else ()
    return any(cue.lemma in _REBUTTING for cue in cues)


def _clause_end(unit: Unit, at: int) -> int:
    """Where the clause after "his claim that" ends, as a subject: at the second finite verb."""
    n_verbs = 0
    for k in range(at + 1, unit.n):
        if not _is_finite(unit, k) or _is_finite(unit, k - 1):
            continue
        if unit.words[k - 1] in unit.grammar["relatives"] | {"and", "or", "but", "to", "that"}:
            continue
        n_verbs += 1
        if n_verbs == 2:
            return k
    return unit.n


def _content_start(unit: Unit, k: int, cue: Cue) -> int | None:
    """Where the content of a noun begins; None where what follows is no content."""
    if k + 1 >= unit.n or unit.breaks[k] != " ":
        return None
    word = unit.words[k]
    if word == "that" and "that" in cue.syntax and unit.breaks[k + 1] in " ,":
        return k + 1
    if word == "to" and "inf" in cue.syntax and not (
        unit.is_capital(k + 1) or unit.words[k + 1] in unit.grammar["determiners"]
    ):  # fmt: skip
        return k
    return k + 1 if word in cue.particles else None


def _object_end(unit: Unit, at: int, *, is_subject: bool) -> int:
    """The end of an object; of a subject's at the verb: "his call for talks drew ire"."""
    stop = find_object_end(unit, at)
    if is_subject:
        return next((k for k in range(at + 1, stop) if _is_finite(unit, k)), stop)
    return stop


def _is_finite(unit: Unit, k: int) -> bool:
    return unit.is_verb(k) and unit.words[k][-3:] != "ing" and unit.words[k] not in ("be", "been")
