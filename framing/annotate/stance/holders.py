"""Whose position a hit is: the holder that the rule marks, else the speaker around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from framing.annotate.spans import Annotated, characters, voice_at
from framing.annotate.speakers import find_actors
from framing.annotate.stance.marks import Marks
from framing.annotate.stance.reading import DENIAL_REACH, Cause, Place
from framing.codebook.matching import Hit, Slots
from framing.records.codebook import Codebook

_ASKED_WITHIN = 1  # words between "unless" and the holder
_NOBODY = re.compile(r"(?:nobody|no[ -]one|none)\s+(?:in|at|of|among|from)\s+", re.IGNORECASE)


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
            _slot_text(one, slot)
            for one, here in zip(annotated, hits, strict=True)
            for hit in here
            if (slot := _slot(hit.slots))
        }
    )
    found = find_actors(texts, codebook.actors)
    return {text: actor.side if actor else "" for text, actor in zip(texts, found, strict=True)}


def find_holder(
    place: Place, marks: Marks, *, ids: Sequence[str], speakers: Speakers, sides: Mapping[str, str]
) -> Holder:
    """The holder marked by the rule, or by "in Tokyo's view" before it; else the innermost speaker,
    else the outlet or its agency.

    The voice is that of the words: "Japan does not recognise ..." is Japan's position in the
    outlet's voice. A marked holder who only is to hold the position ("wants Japan to recognise")
    holds none: it belongs to whose words these are.
    """
    one, document = place.one, place.document
    start, end = characters(document, place.hit.first, place.hit.last)
    voice = voice_at(one, start, end, place.sentence.role)
    slot = _slot(place.hit.slots)
    note = ""
    if slot is not None and _is_asked(slot, place, marks):
        note = f", which asks {_slot_text(one, slot)} to hold it"
    else:
        marked = _marked(place, marks) if slot is None else (slot, "marked by the pattern", "")
        if marked:
            text, span = _slot_text(one, marked[0]), characters(document, *marked[0])
            return Holder(text, sides[text], voice, Cause("holder", *span, *marked[1:]))
    if place.parent is None:
        name = one.agency if voice == "wire" else document.outlet
        kind = "wire copy" if voice == "wire" else "nobody is quoted here: the outlet's own words"
        return Holder(name, "", voice, Cause("holder", start, start, kind + note))
    name, side = speakers[ids[place.parent]]
    return Holder(_group(place) or name, side or "", voice, _attribution_cause(place, note))


def _group(place: Place) -> str:
    """Whose members a source counts: "the ruling party" of "no one in the ruling party"."""
    assert place.parent is not None
    source = place.one.attributions[place.parent].source
    text = place.document.text[slice(*source[0])] if source else ""
    return text[found.end() :] if (found := _NOBODY.match(text)) else ""


def _marked(place: Place, marks: Marks) -> tuple[tuple[int, int], str, str] | None:
    """The nearest of the codebook's ``holders`` that governs the hit: "in Tokyo's view"."""
    for mark in reversed(marks.of("holders")):
        slot = _slot(mark.slots)
        near = mark.last <= place.hit.first <= mark.last + DENIAL_REACH
        if slot and near and place.has(mark):
            return slot, mark.pattern.source, mark.pattern.where
    return None


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
    if any(mark.first == slot[1] and place.inside(mark) for mark in marks.of("obligations")):
        return True
    return any(
        0 <= slot[0] - mark.last <= _ASKED_WITHIN and mark.first >= place.sentence.first
        for mark in marks.of("demands")
    )


def _slot(slots: Slots) -> tuple[int, int] | None:
    return next(((a, b) for role, a, b in slots if role == "holder"), None)


def _slot_text(one: Annotated, slot: tuple[int, int]) -> str:
    first, last = slot
    start, end = characters(one.document, first, last)
    return one.document.text[start:end]
