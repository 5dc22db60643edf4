"""Strings as numbers: everything heavy works on ids, and ids follow the alphabet."""

from __future__ import annotations

import polars as pl


def number_strings(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The distinct values, sorted, and for each row the place of its value among them.

    >>> number_strings(pl.Series(["b", "a", "b"]))[1].to_list()
    [1, 0, 1]
    """
    distinct = values.unique().sort()
    if distinct.is_empty():
        return distinct, pl.Series([], dtype=pl.Int64)
    return distinct, values.cast(pl.Enum(distinct)).to_physical().cast(pl.Int64)
