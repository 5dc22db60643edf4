"""Pattern hits of a partition, handed to each document with word positions of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from framing.annotate.documents import Partition
from framing.codebook.matching import Hit, find_hits
from framing.records.patterns import Pattern


def hits_by_document(
    partition: Partition, patterns: Sequence[Pattern], *, only: Collection[int] | None = None
) -> list[list[Hit]]:
    """For each document the hits of all patterns, positions counted from its first word.

    With ``only``, documents of other numbers are not searched.
    """
    found: list[list[Hit]] = [[] for _ in partition.documents]
    begins = [*partition.offsets, len(partition.stream.ids)]
    k = 0
    within = None if only is None else _words_of(begins, only)
    for pattern, first, last, slots in find_hits(patterns, partition.stream, within=within):
        while begins[k + 1] <= first:
            k += 1
        offset = begins[k]
        own = tuple((role, a - offset, b - offset) for role, a, b in slots) if slots else ()
        found[k].append(Hit(pattern, first - offset, last - offset, own))
    return found


def _words_of(begins: Sequence[int], only: Collection[int]) -> NDArray[np.bool_]:
    """Which words of a partition belong to some documents."""
    within = np.zeros(begins[-1], dtype=bool)
    for k in only:
        within[begins[k] : begins[k + 1]] = True
    return within
