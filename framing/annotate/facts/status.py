"""Whether an act is told as done, denied, or only proposed."""

from __future__ import annotations

from framing.annotate.facts.groups import Group
from framing.annotate.facts.phrases import clause_start
from framing.annotate.facts.words import Words, load_grammar
from framing.language.english.verbs import base_of

TOLD, DENIED, PROPOSED = "told", "denied", "proposed"
_REACH = 8  # words between a verb of denial, or "if", and the act


def verb_status(words: Words, group: Group) -> str:
    """The status of an act told by a verb.

    An infinitive is proposed, unless the verb before it implies that it happened or did not
    (Karttunen 1971: "managed to", "failed to") or reports it ("is said to have").
    """
    if group.negated or group.after == "without":
        return DENIED
    if group.modal:
        return PROPOSED
    control = _before_infinitive(words, group) if group.after == "to" else TOLD
    if control != TOLD:
        return control
    return _status_around(words, group.start)


def _before_infinitive(words: Words, group: Group) -> str:
    grammar = load_grammar()
    at = group.start - 1
    while at > words.first and words.is_adverb(at) and not words.is_a(at, "coordinators"):
        at -= 1
    word, base = words.word(at), base_of(words.word(at))
    if word == "on" and base_of(words.word(at - 1)) == "go":
        return TOLD
    if group.perfect and (base in grammar["reports"] or words.is_a(at, "be")):
        return TOLD
    negated = any(words.is_a(k, "negators") for k in range(max(words.first, at - 3), at))
    if base in grammar["denies"]:
        return PROPOSED if negated else DENIED
    if base in grammar["implies"] and not words.is_capital(at):
        return DENIED if negated else TOLD
    return PROPOSED


def _status_around(words: Words, at: int) -> str:
    """What stands before the act in its clause: a denial, a condition; or a question."""
    grammar = load_grammar()
    start = max(clause_start(words, at), at - _REACH)
    for k in range(at - 1, start - 1, -1):
        if words.mark(k + 1) and words.mark(k + 1) != ",":
            break
        if words.mark(k + 1):
            return PROPOSED if words.is_question() else TOLD
        if words.is_a(k, "conditions"):
            return PROPOSED
        if base_of(words.word(k)) in grammar["denial"] and k > words.first:
            return DENIED
        if words.is_a(k, "coordinators", "relatives") and words.word(k) != "that":
            break
    return PROPOSED if words.is_question() else TOLD


def noun_status(words: Words, start: int, end: int) -> str:
    """The status of an act told by a noun; ``start`` and ``end`` bound its phrase."""
    grammar = load_grammar()
    for k in range(start, max(words.first - 1, start - 5), -1):
        if words.mark(k + 1) and k + 1 <= start:
            break
        word = words.word(k)
        if word in ("no", "without", "not", "never"):
            return DENIED
        if base_of(word) in grammar["denial"] and k < start:
            return DENIED
        if word in grammar["proposed"] or (base_of(word) in grammar["proposed"] and k < start):
            return PROPOSED
        if words.is_a(k, "conditions") or (word == "for" and base_of(words.word(k - 1)) == "call"):
            return PROPOSED
    for k in range(start, end):
        if words.word(k) in grammar["proposed"] or words.word(k) == "no":
            return DENIED if words.word(k) == "no" else PROPOSED
    for k in range(end, min(words.last, end + 3)):
        if words.mark(k):
            break
        if words.is_a(k, "modals"):
            return PROPOSED
    return PROPOSED if words.is_question() else TOLD
