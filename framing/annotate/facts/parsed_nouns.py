"""Read the phrase of a noun that tells an act from its dependency parse."""

from __future__ import annotations

from typing import Any

from framing.annotate.facts.candidates import Candidate
from framing.annotate.facts.parsed import (
    Parsed,
    can_act,
    children,
    is_object,
    named_behind,
    phrase_of,
    spread,
    stands_in,
)
from framing.annotate.facts.readings import Found, Reading
from framing.annotate.facts.status import noun_status


def read_parsed_noun(
    parsed: Parsed, token: Any, candidate: Candidate, act: Found
) -> Reading | None:
    """The reading of a noun: its object behind "of" or before it, its agent before it or "by"."""
    roles = candidate.roles
    before = children(token, "poss", "compound", "amod", "nmod")
    owned = [child for child in before if is_object(parsed, child, roles)]
    objects = [*owned, *(t for noun in _behind(token, "of") for t in spread(noun))]
    if candidate.act and not any(is_object(parsed, t, roles) for t in objects):
        return None
    owners = [
        child
        for child in before
        if child not in owned and (child.dep_ == "poss" or stands_in(parsed, child, roles.agents))
    ]
    holders = [token, *objects]
    agents = owners or [t for holder in holders for t in _behind(holder, "by") if can_act(t)]
    preps = [t for holder in holders for t in children(holder, "prep")]
    recipients = [
        phrase
        for prep in preps
        if prep.text.lower() in ("to", "into") and (phrase := named_behind(parsed, prep, roles))
    ]
    return Reading(
        "nominal",
        "noun",
        phrase_of(parsed, agents[0] if agents else None),
        recipients[0] if recipients else None,
        noun_status(parsed.words, act.first, act.end),
    )


def _behind(token: Any, preposition: str) -> list[Any]:
    """The nouns behind a preposition that hangs on a token."""
    preps = [t for t in children(token, "prep", "agent") if t.text.lower() == preposition]
    return [noun for prep in preps for noun in children(prep, "pobj")]
