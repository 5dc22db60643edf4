"""Whether what was acted on stands where the act needs it: as its object or its subject."""

from __future__ import annotations

from framing.annotate.facts.groups import is_participle
from framing.annotate.facts.phrases import (
    clause_start,
    is_inside_preposition,
    is_subject,
    phrase_from,
)
from framing.annotate.facts.readings import Roles
from framing.annotate.facts.words import Range, Words

_REACH = 9  # words between a verb and its object
_MEMORY = 40  # words back to what "them" or "they" stands for


def object_behind(words: Words, start: int, roles: Roles) -> Range | None:
    """The object right behind a verb; a recipient may stand between: "gave Nordia the islands"."""
    for at in range(start, min(start + _REACH, words.last)):
        if words.mark(at):
            return None
        here = [span for span in roles.objects if span[0] == at]
        if here:
            span = max(here)
            return None if words.is_possessive(span[1] - 1) else span
        if at == start and words.is_a(at, "objects"):
            recalled = any(at - _MEMORY <= span[0] < at for span in roles.objects)
            return (at, at + 1) if recalled else None
        if not _can_stand_between(words, at, roles):
            return None
    return None


def _can_stand_between(words: Words, at: int, roles: Roles) -> bool:
    word = words.word(at)
    if word == "of":
        return words.is_a(at - 1, "partitives") or words.word(at - 1)[:1].isdigit()
    if word == "to":
        return any(at < span[0] <= at + 2 for span in roles.recipients)
    if word == "and" or words.is_a(at, "articles"):
        return True
    return not words.is_a(
        at, "prepositions", "relatives", "auxiliaries", "subordinators", "coordinators", "subjects"
    )


def object_before(words: Words, start: int, roles: Roles, *, finite: bool) -> Range | None:
    """What was acted on as the subject of a verb group that begins at ``start``.

    Right before it, before a relative pronoun or an insertion, or carried on from the beginning
    of the clause ("The islands used to belong to Sudria, but were seized").
    """
    at = start
    while at > words.first and words.is_adverb(at - 1) and not words.is_a(at - 1, "coordinators"):
        at -= 1
    if words.word(at - 1) == "they" and any(at - _MEMORY <= s[0] < at for s in roles.objects):
        return at - 1, at
    begin = clause_start(words, at)
    for span in sorted(roles.objects, reverse=True):
        if not (words.first <= span[0] and span[1] <= at) or words.is_possessive(span[1] - 1):
            continue
        relative = span[1] + 1 == at and words.is_a(span[1], "relatives")
        if relative or (span[1] == at and not finite):
            return span
        if _reaches(words, span[1], at) and not is_inside_preposition(words, span):
            return span
        carried = words.is_a(at - 1, "coordinators") or "," in words.mark(at)
        if carried and is_subject(words, span, begin):
            return span
    return None


def _reaches(words: Words, end: int, start: int) -> bool:
    """Whether a subject that ends at ``end`` can belong to a verb group at ``start``."""
    if end == start:
        return True
    inserted = bool(words.mark(end)) and bool(words.mark(start))
    for at in range(end, start):
        if inserted and "," in words.mark(end) and "," in words.mark(start):
            if words.is_a(at, "coordinators") and at == start - 1:
                return False
            continue
        if words.is_a(at, "auxiliaries", "coordinators", "subjects", "subordinators"):
            return False
        if at > end and words.mark(at):
            return False
    if inserted:
        return set(words.mark(end) + words.mark(start)) <= set(",()\u2013\u2014-")
    last = words.word(start - 1)
    return (words.is_a(end, "prepositions", "relatives") or words.is_adverb(end)) and (
        not is_participle(last)
    )


def relative_agent(words: Words, start: int, roles: Roles) -> tuple[Range, Range] | None:
    """Object and agent of "the islands (that) Nordia seized"."""
    at = start
    while at > words.first and words.is_adverb(at - 1):
        at -= 1
    for span in sorted(roles.objects, reverse=True):
        if span[1] > at or span[0] < words.first or words.is_possessive(span[1] - 1):
            continue
        begin = span[1]
        if words.is_a(begin, "relatives"):
            begin += 1
        elif words.mark(begin):
            continue
        if words.is_a(begin, "subjects") and begin + 1 == at:
            return span, (begin, at)
        agent = phrase_from(words, begin, at) if begin < at else None
        if agent and agent[1] == at and not words.mark(begin):
            return span, agent
    return None
