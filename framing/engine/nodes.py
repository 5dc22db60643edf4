"""A node, as somebody asks for it: a pattern, or an id of the codebook with all its forms."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.codebook.matching import find_hits, keep_longest
from framing.codebook.patterns import compile_pattern
from framing.engine.run import Run
from framing.engine.streams import word_stream
from framing.errors import UsageError, suggest
from framing.records.codebook import Codebook
from framing.records.patterns import Pattern

Ints = NDArray[np.int64]

_ID = re.compile(r"@?([a-z][a-z0-9_]*)(?:\.([a-z0-9_]+))?")


@dataclass(frozen=True, slots=True)
class Node:
    """What is looked for: any of ``patterns``, but no place that one of ``others`` takes.

    ``said`` tells a reader how it was understood; ``hint`` what else it might have meant.
    """

    text: str
    said: str
    patterns: tuple[Pattern, ...]
    others: tuple[Pattern, ...] = ()
    hint: str = ""


def read_node(text: str, codebook: Codebook) -> Node:
    """What a word, a pattern or an id of the codebook stands for.

    ``@id`` is an actor, an entity (all its names), a set, or as ``@entity.name`` one of its
    names; an id with an underscore or a point needs no ``@``, since no word has either.

    Raises
    ------
    UsageError
        For an id that the codebook does not have.
    PatternError
        For a pattern that cannot be read.
    """
    match = _ID.fullmatch(text.strip())
    if match:
        found = _entry(match[1], match[2] or "", text.strip(), codebook)
        is_id = text.strip().startswith("@") or "_" in text or "." in text
        if found and is_id:
            return found
        if match[2] or ("_" in text and not found):
            raise UsageError(_unknown(text.strip(), codebook))
        if found:
            hint = f"{text!r} is read as a word; for {found.said} write @{match[1]}"
            return Node(text, f"the word {text!r}", _compiled(text, codebook), hint=hint)
    return Node(text, f"the pattern {text!r}", _compiled(text, codebook))


def _compiled(text: str, codebook: Codebook) -> tuple[Pattern, ...]:
    return (compile_pattern(text, codebook.references),)


def _entry(first: str, second: str, text: str, codebook: Codebook) -> Node | None:
    for entity in codebook.entities:
        every = tuple(p for wording in entity.wordings for p in wording.patterns)
        if entity.id == first and not second:
            return Node(text, f"all names of {entity.label}", every, entity.other)
        for wording in entity.wordings:
            named = (entity.id, wording.id) == (first, second)
            if named or (wording.id == first and not second and _is_one(first, codebook)):
                rest = tuple(p for w in entity.wordings if w != wording for p in w.patterns)
                said = f"the name {wording.label!r}"
                return Node(text, said, wording.patterns, (*rest, *entity.other))
    for actor in codebook.actors:
        if actor.id == first and not second:
            return Node(text, f"all names of {actor.label}", actor.patterns)
    return None


def _is_one(name: str, codebook: Codebook) -> bool:
    """Whether an id means one name and nothing else."""
    others = {entity.id for entity in codebook.entities} | {a.id for a in codebook.actors}
    wordings = [w.id for entity in codebook.entities for w in entity.wordings]
    return name not in others and wordings.count(name) == 1


def _unknown(text: str, codebook: Codebook) -> str:
    known = sorted(
        {*codebook.references}
        | {f"{entity.id}.{w.id}" for entity in codebook.entities for w in entity.wordings}
    )
    near = suggest(text.removeprefix("@"), known)
    return (
        f"no id {text!r} in the codebook; allowed: {', '.join(known) or 'none is defined'}, or a "
        f"word or pattern" + (f"; {near.removesuffix('?')}" if near else "")
    )


def node_hits(run: Run, node: Node, tokens: pl.DataFrame) -> tuple[Ints, Ints]:
    """First word and word after the last of each use that counts; uses do not overlap.

    ``tokens`` have a ``weight``: a use counts when its first word does.
    """
    patterns = (*node.patterns, *node.others)
    stream = word_stream(run, tokens, by_sentence=any(p.has_gap for p in patterns))
    hits = keep_longest(find_hits(patterns, stream))
    kept = [hit for hit in hits if hit.pattern < len(node.patterns)]
    first = np.array([hit.first for hit in kept], dtype=np.int64)
    last = np.array([hit.last for hit in kept], dtype=np.int64)
    counts = tokens["weight"].to_numpy()[first] > 0
    return first[counts], last[counts]
