"""The attribution while it is being read, and how those of one sentence part its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from framing.annotate.attribution.lexicon import Cue
from framing.annotate.attribution.units import MARK, Unit

Range = tuple[int, int]


@dataclass(slots=True)
class Finding:
    """An attribution while it is being read; ranges are items of ``unit``.

    ``source`` None with ``same`` true means: the speaker of the attribution before.
    """

    unit: Unit
    cue: Cue | None
    cue_range: Range | None
    source: Range | None
    same: bool
    content: list[Range]
    rule: str
    clause: int = 0  # first item of its clause: where the content of the verb before must end
    quotes: list[int] = field(default_factory=list)  # quotations of other units that belong here
    reach: int = -1  # paragraph of the last of them
    signed: Range | None = None  # characters of a source that stands outside of every unit
    attitude: bool = False  # the content is what an attitude is about, in the outlet's words

    @property
    def unnamed(self) -> bool:
        """True where nobody is named and none is meant: "is said to be"."""
        return self.rule == "passive" and self.source is None


def cut_contents(found: list[Finding]) -> None:
    """End a content where the next attribution of the same level begins."""
    for here, later in pairwise(found):
        if later.attitude and not here.attitude and later.rule != "participle":
            continue  # inside of what is said, or none of its business
        edge = _edge(later)
        here.content = [
            (a, min(b, edge)) if a < edge < b and _is_beside(here, later, edge) else (a, b)
            for a, b in here.content
        ]
    for before, here in pairwise(found):
        if here.rule in ("post", "split", "inverted", "according") and here.content[:1]:
            here.content[0] = _after_last(before, here.content[0])


def _after_last(before: Finding, content: Range) -> Range:
    """What stands before a source belongs to it only from the last such attribution on."""
    a, b = content
    floor = before.cue_range[1] if before.cue_range else 0
    if before.rule not in ("post", "inverted", "split") or not a < floor < b:
        return content
    if before.unit.words[b - 1] is MARK:
        return b - 1, b
    # "..., Kono said on Sunday, reported TASS": the second takes all, the first with it.
    return (floor, b) if before.unit.has_verb(floor, b) else content


def _edge(later: Finding) -> int:
    """First item of a later attribution, with the conjunction before it."""
    words = later.unit.words
    edge = later.clause
    if later.rule in ("post", "split") and later.content[0][0] > 0:
        edge = later.content[0][0]
    while edge and words[edge - 1] in later.unit.grammar["coordinators"]:
        edge -= 1
    return edge


def _is_beside(here: Finding, later: Finding, edge: int) -> bool:
    """Whether a later attribution stands beside the content rather than inside of it."""
    unit = later.unit
    if later.rule in ("participle", "according", "inverted", "post"):
        return unit.breaks[edge] in ",;-" or later.rule == "according"
    if edge < later.clause:
        return unit.words[edge] not in ("as",) and (
            unit.breaks[edge] in ",;-"
            or (here.source is not None and later.source is None)
            or unit.words[edge] in ("while", "whereas", "and", "but")
        )
    if unit.breaks[edge] == "," and later.source and later.source[0] < here.content[0][0]:
        return True  # "Kono, who noted that it was late, said"
    return unit.breaks[edge] in ";-"
