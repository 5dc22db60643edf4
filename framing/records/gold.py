"""Passages with labels, as persons mark them and as layers find them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of an article: ``pieces`` are characters, sorted and apart from each other.

    ``line`` is that of the gold file, ``id`` that of the layer's row.
    """

    article: str
    pieces: tuple[tuple[int, int], ...]
    labels: dict[str, str]
    annotator: str = ""
    line: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """Gold annotations: ``annotators`` of each article that somebody read, marks in it or none.

    ``columns`` are the labels that they gave.
    """

    passages: tuple[Passage, ...]
    annotators: dict[str, tuple[str, ...]]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """One annotator's passages of an article, the layer's, and which belong together.

    ``pairs`` are indices into both; with k annotators of an article each has ``weight`` 1/k.
    """

    article: str
    weight: float
    gold: tuple[Passage, ...]
    found: tuple[Passage, ...]
    pairs: tuple[tuple[int, int], ...]
