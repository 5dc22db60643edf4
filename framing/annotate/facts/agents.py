"""Who did it and who got it: phrases around a verb or a noun that tell a fact."""

from __future__ import annotations

from framing.annotate.facts.groups import is_participle
from framing.annotate.facts.phrases import (
    clause_start,
    is_inside_preposition,
    is_subject,
    phrase_before,
    phrase_from,
)
from framing.annotate.facts.words import Range, Words

_INSERTION = 16  # words between two commas that are still one insertion


def by_agent(words: Words, start: int) -> Range | None:
    """The phrase after "by" anywhere behind a verb in its clause: "seized in 1945 by Nordia".

    Not "by force" or "by 1945", not the "by" of a verb between, and none behind the next
    auxiliary, relative or stop.
    """
    for at in range(start, words.last):
        if at > start and set(words.mark(at)) & set(";:\u2013\u2014."):
            return None
        if words.is_a(at, "relatives", "auxiliaries") or words.is_a(at, "subordinators"):
            return None
        if words.word(at) != "by":
            continue
        of_verb = at > start and is_participle(words.word(at - 1)) and not words.mark(at)
        if of_verb and not _is_joined(words, at - 1):
            return None
        phrase = _who(words, at + 1)
        if phrase:
            return phrase
    return None


def _who(words: Words, at: int) -> Range | None:
    word = words.word(at)
    if not word or word[:1].isdigit() or word.endswith("ing") or words.mark(at):
        return None
    phrase = phrase_from(words, at)
    if phrase is None or words.is_a(phrase[1] - 1, "not_agents") or words.is_a(at, "not_agents"):
        return None
    return None if words.is_a(phrase[1] - 1, "times") else phrase


def _is_joined(words: Words, at: int) -> bool:
    before = at - 1
    while before > words.first and words.is_adverb(before) and words.word(before) != "then":
        before -= 1
    return words.is_a(before, "coordinators") or "," in words.mark(at)


def subject(words: Words, group: int, agents: tuple[Range, ...]) -> Range | None:
    """Who does it: the subject of an active verb whose group begins at ``group``.

    The phrase right before the verb; behind a relative pronoun what it refers to; behind "and",
    a comma or an insertion the subject that is carried on.
    """
    before = group - 1
    if words.mark(group) and "," not in words.mark(group):
        return None
    if "," in words.mark(group):
        return _before_comma(words, group, agents) or carried(words, group, agents)
    while before > words.first and words.is_adverb(before) and words.word(before) != "then":
        before -= 1
    if words.is_a(before, "relatives"):
        return _antecedent(words, before, agents)
    if words.is_a(before, "coordinators"):
        return carried(words, before, agents)
    if words.is_a(before, "subjects"):
        return before, before + 1
    phrase = phrase_before(words, before + 1, agents)
    if phrase is None or is_inside_preposition(words, phrase):
        return carried(words, group, agents) or phrase
    return phrase


def _before_comma(words: Words, group: int, agents: tuple[Range, ...]) -> Range | None:
    """The phrase before an insertion: "Nordia, backed by its allies, took"."""
    for start in range(group - 1, max(words.first, group - _INSERTION), -1):
        if "," in words.mark(start):
            phrase = phrase_before(words, start, agents)
            return phrase if phrase and not is_inside_preposition(words, phrase) else None
    return None


def _antecedent(words: Words, relative: int, agents: tuple[Range, ...]) -> Range | None:
    end = relative
    if words.is_a(end - 1, "prepositions"):
        end -= 1
    return phrase_before(words, end, agents)


def carried(words: Words, at: int, agents: tuple[Range, ...]) -> Range | None:
    """The subject of the clause so far: the first known name that hangs on no preposition."""
    start = clause_start(words, at)
    for span in sorted(agents, key=lambda s: (s[0], -s[1])):
        inside = start <= span[0] and span[1] <= at and not words.is_possessive(span[1] - 1)
        if inside and not is_inside_preposition(words, span):
            return _left(words, span), span[1]
    if words.is_a(start, "subjects"):
        return start, start + 1
    phrase = phrase_from(words, start)
    return phrase if phrase and phrase[1] < at and is_subject(words, phrase, start) else None


def gerund_agent(words: Words, group: int, end: int, agents: tuple[Range, ...]) -> Range | None:
    """Who does it in "after seizing the islands, Nordia ..." or "accuses Nordia of seizing"."""
    before = group - 1
    opens = group == clause_start(words, group)
    if opens:
        later = [s for s in sorted(agents) if s[0] >= end and "," in words.mark(_left(words, s))]
        return (_left(words, later[0]), later[0][1]) if later else None
    if words.word(group) in ("of", "from", "for"):
        phrase = phrase_before(words, before + 1, agents)
        if phrase and not is_participle(words.word(before)):
            return phrase
    return carried(words, group, agents)


def _left(words: Words, span: Range) -> int:
    """Where the phrase of a name begins, its article included."""
    at = span[0]
    while at > words.first and not words.mark(at) and words.is_a(at - 1, "articles"):
        at -= 1
    return at


def infinitive_agent(words: Words, group: int, agents: tuple[Range, ...]) -> Range | None:
    """Who is to do it: "ordered troops to seize", "Moscow decided to seize"."""
    named = [span for span in agents if span[1] == group]
    if named and not is_inside_preposition(words, named[0]):
        return phrase_before(words, group, agents)
    return carried(words, group, agents)


def to_recipient(words: Words, start: int, recipients: tuple[Range, ...]) -> Range | None:
    """The first "to" or "into" somebody behind a verb in its clause."""
    for at in range(start, words.last):
        if at > start and set(words.mark(at)) & set(";:\u2013\u2014."):
            return None
        if words.is_a(at, "relatives", "subordinators") or words.word(at) in ("but", "yet"):
            return None
        if words.word(at) in ("and", "or") and words.is_a(at + 1, "auxiliaries"):
            return None  # "was seized and was given to Nordia": of the second verb
        if words.word(at) not in ("to", "into") or words.is_a(at - 1, "not_recipients"):
            continue
        phrase = phrase_from(words, at + 1)
        if phrase is None:
            continue
        named = any(first < phrase[1] and phrase[0] < last for first, last in recipients)
        if named or any(words.is_capital(k) for k in range(*phrase)):
            return phrase
    return None
