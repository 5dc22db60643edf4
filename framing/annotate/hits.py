"""Pattern hits of a partition, handed to each document with word positions of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from framing.annotate.documents import Partition
from framing.codebook.matching import Hit, find_hits
from framing.records.patterns import Pattern


def hits_by_document(partition: Partition, patterns: Sequence[Pattern]) -> list[list[Hit]]:
    """For each document the hits of all patterns, positions counted from its first word."""
    found: list[list[Hit]] = [[] for _ in partition.documents]
    for hit in find_hits(patterns, partition.stream):
        k = bisect_right(partition.offsets, hit.first) - 1
        offset = partition.offsets[k]
        slots = tuple((role, first - offset, last - offset) for role, first, last in hit.slots)
        found[k].append(Hit(hit.pattern, hit.first - offset, hit.last - offset, slots))
    return found
