"""What a study looks for, loaded and checked: frozen records."""

from __future__ import annotations

from dataclasses import dataclass

from framing.records.patterns import Pattern

NEUTRAL = "neutral"
POSITIONS = ("favour", "against", "mixed")
KINDS = ("asserted", "wording")
SOURCE_TYPES = ("official", "expert", "business", "citizen", "document", "media", "unnamed")
# Entman (1993): what a frame promotes; each is a list of variables for coding by hand.
ELEMENTS = ("problem", "cause", "evaluation", "remedy")
LIST_KINDS = ("euphemism", "metaphor")
CUE_CLASSES = ("neutral", "emphatic", "factive", "doubting", "performative", "context")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who speaks or acts; ``side`` is empty for those on no side."""

    id: str
    label: str
    side: str
    source_type: str
    patterns: tuple[Pattern, ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to name an entity: whose it is (``neutral`` for nobody's) and its patterns."""

    id: str
    label: str
    side: str
    patterns: tuple[Pattern, ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with more than one name; ``other`` are longer names that are none of its own."""

    id: str
    label: str
    wordings: tuple[Wording, ...]
    other: tuple[Pattern, ...] = ()
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class StanceRule:
    """A pattern that shows a position toward a target."""

    id: str
    position: str
    kind: str
    pattern: Pattern
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a stance is about, put as a proposition one can favour or be against."""

    id: str
    label: str
    rules: tuple[StanceRule, ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class FactWording:
    """One way to tell a fact; ``position`` is toward the fact's target, empty if it takes none."""

    id: str
    label: str
    position: str
    patterns: tuple[Pattern, ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened and that outlets tell in different words."""

    id: str
    label: str
    target: str
    wordings: tuple[FactWording, ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A cue that a study adds or reclassifies."""

    lemma: str
    cue_class: str
    forms: tuple[str, ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ElementVariable:
    """One variable of a frame element: a question for coders, and patterns that indicate it."""

    id: str
    label: str
    element: str
    question: str
    patterns: tuple[Pattern, ...]
    note: str = ""
    source: str = ""

    @property
    def key(self) -> str:
        """How combinations, tables and hand coding name it: ``cause.seizure``."""
        return f"{self.element}.{self.id}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A combination of element variables, each named by its key."""

    id: str
    label: str
    elements: tuple[str, ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class RetrieveEntry:
    """A wording to look up; ``note`` says what it may stand for."""

    pattern: Pattern
    note: str = ""


@dataclass(frozen=True, slots=True)
class RetrieveList:
    """Wordings that are looked up and read, never counted into a score."""

    id: str
    label: str
    kind: str
    entries: tuple[RetrieveEntry, ...]
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """Everything a study looks for. ``hash`` covers every file it was read from."""

    name: str
    version: str
    hash: str
    sides: tuple[str, ...]
    actors: tuple[Actor, ...]
    entities: tuple[Entity, ...]
    targets: tuple[Target, ...]
    facts: tuple[Fact, ...]
    hedges: tuple[Pattern, ...]
    negators: tuple[Pattern, ...]
    cues: tuple[CueEntry, ...]
    variables: tuple[ElementVariable, ...] = ()
    frames: tuple[Frame, ...] = ()
    lists: tuple[RetrieveList, ...] = ()
