"""What the ids of a codebook are called, and in which order they stand."""

from __future__ import annotations

from dataclasses import dataclass

from framing.records.codebook import NEUTRAL, Codebook
from framing.reporting.formats import visible
from framing.reporting.messages import N_

NO_SIDE = "none"
TIERS = {
    "reading": N_("reading"),
    "descriptive": N_("descriptive"),
    "inferential": N_("inferential"),
}
VOICES = {"outlet": "own voice", "source": "sources", "wire": "wire copy", "caption": "captions"}
# Every mention of a name is used in exactly one way; "own" is the outlet's own voice.
USES = {
    "own": "own words",
    "both": "both in one breath",
    "caption": "in captions",
    "wire": "in wire copy",
    "paraphrased": "paraphrased",
    "quoted": "quoted",
    "glossed": "glossed",
}
TRANSLATED = {NO_SIDE: "no side", NEUTRAL: "neutral wording"}


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by id: entities, names by (entity, name), targets, facts and their wordings."""

    entities: dict[str, str]
    names: dict[tuple[str, str], str]
    targets: dict[str, str]
    facts: dict[str, str]
    wordings: dict[tuple[str, str], str]
    sides: tuple[str, ...]

    def side(self, side: str | None) -> str:
        """A side as it is called in tables."""
        return TRANSLATED.get(side or NO_SIDE, side or "")

    def look(self, side: str | None) -> str:
        """The pattern of a side: the first solid, the second hatched, no side empty."""
        if side == NEUTRAL:
            return "n"
        return "abc"[min(self.sides.index(side), 2)] if side in self.sides else "x"


def _called(label: str, id: str) -> str:
    """A label; without one the words of the id."""
    return visible(label or " ".join(id.replace("_", " ").split()))


def build_labels(codebook: Codebook) -> Labels:
    """Labels of a codebook; the words of an id stand in where none is given."""
    return Labels(
        {e.id: _called(e.label, e.id) for e in codebook.entities},
        {(e.id, w.id): _called(w.label, w.id) for e in codebook.entities for w in e.wordings},
        {t.id: _called(t.label, t.id) for t in codebook.targets},
        {f.id: _called(f.label, f.id) for f in codebook.facts},
        {(f.id, w.id): _called(w.label, w.id) for f in codebook.facts for w in f.wordings},
        codebook.sides,
    )
