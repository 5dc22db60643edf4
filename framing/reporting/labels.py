"""What the ids of a codebook are called, and in which order they stand."""

from __future__ import annotations

from dataclasses import dataclass

from framing.records.codebook import NEUTRAL, Codebook
from framing.reporting.formats import visible
from framing.reporting.messages import N_, _

NO_SIDE = "none"
TIERS = {
    "reading": N_("reading"),
    "descriptive": N_("descriptive"),
    "inferential": N_("inferential"),
}
VOICES = {
    "outlet": N_("own voice"),
    "source": N_("sources"),
    "wire": N_("wire copy"),
    "caption": N_("captions"),
}
# Every mention of a name is used in exactly one way; "own" is the outlet's own voice.
USES = {
    "own": N_("own words"),
    "both": N_("both in one breath"),
    "caption": N_("in captions"),
    "wire": N_("in wire copy"),
    "paraphrased": N_("paraphrased"),
    "quoted": N_("quoted"),
    "glossed": N_("glossed"),
}
_SIDES = {NO_SIDE: N_("no side"), NEUTRAL: N_("neutral wording")}


def voice_label(voice: str) -> str:
    """A voice as it is called in the report."""
    return _(VOICES.get(voice, voice))


def uses() -> dict[str, str]:
    """The uses of a name and what they are called, in their order."""
    return {use: _(said) for use, said in USES.items()}


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
        return _(_SIDES[side or NO_SIDE]) if (side or NO_SIDE) in _SIDES else side or ""

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
