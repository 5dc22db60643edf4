"""What a study looks for, loaded and checked: frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from framing.records.patterns import Pattern

NEUTRAL = "neutral"
POSITIONS = ("favour", "against", "mixed")
# Positions of a rule that depend on who speaks: those of the holder's own side, and the other's.
RELATIVE = ("ours", "theirs")
OTHER = "other"  # passages that only look like a stance
KINDS = ("asserted", "wording")
SOURCE_TYPES = ("official", "expert", "business", "citizen", "document", "media", "unnamed")
# Entman (1993): what a frame promotes; each is a list of variables for coding by hand.
ELEMENTS = ("problem", "cause", "evaluation", "remedy")
LIST_KINDS = ("euphemism", "metaphor")
CUE_CLASSES = ("neutral", "emphatic", "factive", "doubting", "performative", "context")

# Lists of patterns that change what a stance means, and lists of cues that do so; what each does is
# said in base/language.yaml.
WORD_LISTS = (
    "hedges",
    "negators",
    "idioms",
    "denials",
    "refutations",
    "silences",
    "obligations",
    "demands",
    "breaks",
    "holders",
    "questions",
    "conditions",
    "unreal",
    "hypotheses",
)
CUE_LISTS = ("denying", "doubting", "asking")
ACT_KINDS = ("verb", "noun", "middle")


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
    """A pattern that shows a position toward a target.

    Position ``ours`` is that of the holder's side, ``theirs`` the other one; ``other`` is none, and
    keeps weaker rules from what it covers.
    """

    id: str
    position: str
    kind: str
    pattern: Pattern
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a stance is about, put as a proposition one can favour or be against.

    ``sides`` says which position somebody of a side takes by "ours".
    """

    id: str
    label: str
    rules: tuple[StanceRule, ...]
    note: str = ""
    source: str = ""
    sides: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """A word that tells a fact in any grammar; ``pattern`` finds its forms.

    ``kind`` is one of ``ACT_KINDS``; ``lemma`` is the entry as the codebook has it.
    """

    lemma: str
    kind: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class FactWording:
    """One way to tell a fact; ``position`` is toward the fact's target, empty if it takes none.

    ``patterns`` spell whole passages out; ``acts`` are read with the clause around them. Who is
    stated as agent or recipient must be one of ``agents`` or ``recipients``, where there are any;
    what is in ``needs`` must be stated.
    """

    id: str
    label: str
    position: str
    patterns: tuple[Pattern, ...]
    note: str = ""
    source: str = ""
    acts: tuple[Act, ...] = ()
    agents: tuple[Pattern, ...] = ()
    recipients: tuple[Pattern, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened and that outlets tell in different words."""

    id: str
    label: str
    target: str
    wordings: tuple[FactWording, ...]
    note: str = ""
    source: str = ""
    objects: tuple[Pattern, ...] = ()  # what was seized or handed over; acts stand with one


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
    """Everything a study looks for. ``hash`` covers every file it was read from.

    ``references`` are the patterns that ``@id`` stands for, as they are written; ``words`` and
    ``cue_lists`` have one entry for each of ``WORD_LISTS`` and ``CUE_LISTS``.
    """

    name: str
    version: str
    hash: str
    sides: tuple[str, ...]
    actors: tuple[Actor, ...]
    entities: tuple[Entity, ...]
    targets: tuple[Target, ...]
    facts: tuple[Fact, ...]
    words: Mapping[str, tuple[Pattern, ...]]
    references: Mapping[str, tuple[str, ...]]
    cue_lists: Mapping[str, frozenset[str]]
    cues: tuple[CueEntry, ...]
    variables: tuple[ElementVariable, ...] = ()
    frames: tuple[Frame, ...] = ()
    lists: tuple[RetrieveList, ...] = ()
