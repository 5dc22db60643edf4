"""What the rules about names read and tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a document, by words ``first:last``."""

    first: int
    last: int
    entity: str
    side: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Words that name somebody who may own a name."""

    first: int
    last: int
    side: str


@dataclass(frozen=True, slots=True)
class Gloss:
    """How a name is mentioned as a name; an empty ``owner`` where nobody is named."""

    kind: str  # symmetric, asymmetric
    owner: str
    used: bool = False  # two names joined by a slash, a bracket or "or": given, yet used
    distance: bool = False  # "so-called"
