"""Like passages into groups round a real one of them: stars, never chains."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence

import polars as pl


def group_stars(
    pairs: pl.DataFrame,
    *,
    owners: Sequence[str],
    may_join: Callable[[int, int], bool] = lambda a, b: True,
) -> dict[int, list[int]]:
    """Groups of passages, each with a middle that all its members are like.

    The passage that is like those of most articles comes first (of equals the one that is more
    alike, then the earlier one); it takes its neighbours, the most alike first, unless they must
    not join a member. So what a group says is what its middle says, and nothing drifts.

    Parameters
    ----------
    pairs
        Columns ``a``, ``b`` (numbers of passages), ``likeness``.
    owners
        The article of each passage.
    may_join
        Whether two passages may be in one group.

    Returns
    -------
    dict
        Members by middle, the middle first; at least two of different articles.
    """
    near: dict[int, dict[int, float]] = {}
    for a, b, likeness in pairs.select("a", "b", "likeness").iter_rows():
        near.setdefault(a, {})[b] = likeness
        near.setdefault(b, {})[a] = likeness
    queue = [_rank(k, near[k], owners) for k in sorted(near)]
    heapq.heapify(queue)
    groups: dict[int, list[int]] = {}
    while queue:
        rank = heapq.heappop(queue)
        middle = rank[-1]
        if middle not in near:
            continue
        now = _rank(middle, near[middle], owners)
        if now != rank:  # neighbours were taken meanwhile
            if near[middle]:
                heapq.heappush(queue, now)
            continue
        members = [middle]
        for k in sorted(near[middle], key=lambda k: (-near[middle][k], k)):
            if all(may_join(k, member) for member in members):
                members.append(k)
        if len({owners[k] for k in members}) > 1:
            groups[middle] = members
        else:
            members = [middle]
        for member in members:
            for other in near.pop(member):
                if other in near:
                    near[other].pop(member, None)
    return groups


def _rank(middle: int, near: dict[int, float], owners: Sequence[str]) -> tuple[int, float, int]:
    others = {owners[k] for k in near} - {owners[middle]}
    return (-len(others), -round(sum(near.values()), 6), middle)
