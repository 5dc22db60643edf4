"""All ways to deal labels to a few articles: exact, no drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class DealsOf:
    """Means of both labels, their difference without sign, and how many deals reach it."""

    mean_a: float
    mean_b: float
    difference: float
    n_as_large: int
    n_deals: int


def all_deals(values: Sequence[int], is_a: Sequence[bool]) -> DealsOf:
    """The real difference of means beside that of every deal of as many labels.

    >>> all_deals([5, 4, 1, 0], [True, True, False, False])
    DealsOf(mean_a=4.5, mean_b=0.5, difference=4.0, n_as_large=2, n_deals=6)
    """
    n, n_a = len(values), sum(is_a)
    n_b, total = n - n_a, sum(values)

    def apart(sum_a: int) -> int:
        """The difference times both numbers of articles: whole numbers, so ties are exact."""
        return abs(sum_a * n_b - (total - sum_a) * n_a)

    real_a = sum(value for value, own in zip(values, is_a, strict=True) if own)
    sums = [sum(deal) for deal in combinations(values, n_a)]
    n_as_large = sum(apart(each) >= apart(real_a) for each in sums)
    mean_a, mean_b = real_a / n_a, (total - real_a) / n_b
    return DealsOf(mean_a, mean_b, apart(real_a) / (n_a * n_b), n_as_large, len(sums))
