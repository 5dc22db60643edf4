"""What a clause says of an act: grammar, agent, recipient, status; and the roles it is read for."""

from __future__ import annotations

from dataclasses import dataclass

from framing.annotate.facts.words import Range

ENGINES = ("rules", "spacy")


@dataclass(frozen=True, slots=True)
class Roles:
    """Where the patterns of a fact's objects and a wording's agents and recipients match."""

    objects: tuple[Range, ...]
    agents: tuple[Range, ...]
    recipients: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An act in a document: its words, and the verb or noun they are forms of.

    ``head`` is the inflected word; ``end`` lies behind the last word that belongs to it ("over"),
    which ``apart`` says stands behind the object.
    """

    first: int
    end: int
    head: int
    lemma: str
    kind: str
    apart: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Word ranges are of the document; None is not stated."""

    grammar: str
    construction: str
    agent: Range | None
    recipient: Range | None
    status: str
