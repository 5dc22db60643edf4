"""Whose position a hit is: the holder that the rule marks, else the speaker around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framing.annotate.spans import Annotated, characters, voice_at
from framing.annotate.speakers import find_actors
from framing.annotate.stance.marks import Marks
from framing.annotate.stance.reading import Cause, Place
from framing.codebook.matching import Hit
from framing.records.codebook import Codebook

_ASKED_WITHIN = 1  # words between a holder and "to" or "must"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose position it is, on which side, in which voice, and what says so."""

    name: str
    side: str
    voice: str
    cause: Cause


Speakers = Mapping[str, tuple[str, ...]]


def resolve_slots(
    annotated: Sequence[Annotated], hits: Sequence[Sequence[Hit]], codebook: Codebook
) -> dict[str, str]:
    """The side of every text that stands where a rule marks a holder."""
    texts = sorted(
        {
            _slot_text(one, hit)
            for one, here in zip(annotated, hits, strict=True)
            for hit in here
            if any(role == "holder" for role, _, _ in hit.slots)
        }
    )
    found = find_actors(texts, codebook.actors)
    return {text: actor.side if actor else "" for text, actor in zip(texts, found, strict=True)}


def find_holder(
    place: Place, marks: Marks, *, ids: Sequence[str], speakers: Speakers, sides: Mapping[str, str]
) -> Holder:
    """The holder marked by the rule, else the innermost speaker, else the outlet or its agency.

    A marked holder who only is to hold the position ("wants Japan to recognise") holds none: it
    belongs to whose words these are.
    """
    one, document = place.one, place.document
    start, end = characters(document, place.hit.first, place.hit.last)
    slot = next(((a, b) for role, a, b in place.hit.slots if role == "holder"), None)
    asked = slot is not None and _is_asked(slot, place, marks)
    if slot is not None and not asked:
        text, span = _slot_text(one, place.hit), characters(document, *slot)
        return Holder(text, sides[text], "source", Cause("holder", *span, "marked by the pattern"))
    note = ", who is only asked to" if asked else ""
    voice = voice_at(one, start, end, place.sentence.role)
    if place.parent is None:
        name = one.agency if voice == "wire" else document.outlet
        kind = "wire copy" if voice == "wire" else "nobody is quoted here: the outlet's own words"
        return Holder(name, "", voice, Cause("holder", start, start, kind + note))
    name, side = speakers[ids[place.parent]]
    return Holder(name, side or "", voice, _attribution_cause(place, note))


def _attribution_cause(place: Place, note: str) -> Cause:
    """The attribution that gave the holder: its source and cue."""
    assert place.parent is not None
    found = place.one.attributions[place.parent]
    start, end = found.source[0] if found.source else (found.content[0][0],) * 2
    cue = "no cue"
    if found.cue is not None:
        words = place.document.text[found.cue[0] : found.cue[1]]
        cue = f'cue "{words}" ({found.cue_class or "no class"})'
    return Cause("holder", start, end, f"innermost attribution: {cue}, rule {found.rule}{note}")


def _is_asked(slot: tuple[int, int], place: Place, marks: Marks) -> bool:
    return any(
        slot[1] <= mark.first <= slot[1] + _ASKED_WITHIN and place.inside(mark)
        for mark in marks.of("obligations")
    )


def _slot_text(one: Annotated, hit: Hit) -> str:
    first, last = next((a, b) for role, a, b in hit.slots if role == "holder")
    start, end = characters(one.document, first, last)
    return one.document.text[start:end]
