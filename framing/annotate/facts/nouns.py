"""Read the phrase of a noun that tells an act: "Nordia's seizure of the islands by force"."""

from __future__ import annotations

from framing.annotate.facts.agents import by_agent, to_recipient
from framing.annotate.facts.readings import Found, Reading, Roles
from framing.annotate.facts.status import noun_status
from framing.annotate.facts.words import Range, Words

_REACH = 8
_PREMODIFIERS = 4  # words before the noun in which its agent may stand


def read_noun(words: Words, act: Found, roles: Roles) -> Reading | None:
    """The reading of a noun that tells the fact; None where its object is something else."""
    found = _object(words, act, roles)
    if found is None:
        return None
    agent = _owner(words, act, found, roles) or by_agent(words, act.end)
    recipient = to_recipient(words, act.end, roles.recipients)
    start = min(act.first, agent[0] if agent and agent[0] < act.first else act.first)
    while start > words.first and not words.mark(start) and words.is_a(start - 1, "articles"):
        start -= 1
    status = noun_status(words, start, max(found[1], act.end))
    return Reading("nominal", "noun", agent, recipient, status)


def _object(words: Words, act: Found, roles: Roles) -> Range | None:
    """What was acted on: behind "of", or the owner before the noun."""
    before = [s for s in roles.objects if s[1] == act.first and s[0] >= words.first]
    if before and not words.mark(act.first):
        return max(before)
    inside = False
    for at in range(act.end, min(words.last, act.end + _REACH + 6)):
        if set(words.mark(at)) & set(";:\u2013\u2014."):
            return None
        if words.word(at) == "of" and not inside:
            inside = True
            continue
        if inside:
            here = [s for s in roles.objects if s[0] == at]
            if here:
                return max(here)
            partitive = words.word(at) == "of" and (
                words.is_a(at - 1, "partitives") or words.word(at - 1)[:1].isdigit()
            )
            if partitive or words.is_a(at, "articles"):
                continue
            if words.mark(at) or words.is_a(
                at, "prepositions", "auxiliaries", "relatives", "subordinators", "coordinators"
            ):
                return None
        elif _ends_search(words, at):
            return None
    return None


def _ends_search(words: Words, at: int) -> bool:
    """Whether no "of" behind a word can belong to the noun before it."""
    if words.is_a(at, "auxiliaries", "relatives", "subordinators"):
        return True
    return words.is_a(at, "prepositions") and words.word(at) not in ("by", "in", "on", "at")


def _owner(words: Words, act: Found, found: Range, roles: Roles) -> Range | None:
    """The agent before the noun: a possessive, or an adjective that patterns know."""
    at = act.first - 1
    steps = 0
    while at >= words.first and steps < _PREMODIFIERS and not words.mark(at + 1):
        if found[0] <= at < found[1]:
            return None
        named = [s for s in roles.agents if s[1] == at + 1]
        if named:
            return min(named)[0], at + 1
        if words.is_possessive(at):
            start = at
            while start > words.first and words.is_capital(start - 1) and not words.mark(start):
                start -= 1
            if start > words.first and words.is_a(start - 1, "articles"):
                start -= 1
            return start, at + 1
        if words.word(at) in ("its", "their", "his", "her", "our", "my", "your"):
            return at, at + 1
        if words.is_a(at, "articles", "prepositions", "auxiliaries", "coordinators", "relatives"):
            return None
        at -= 1
        steps += 1
    return None
