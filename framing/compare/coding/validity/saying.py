"""Differences in the tool's errors as sentences for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from framing.compare.coding.validity.cells import ERROR, PRECISION, RECALL, SURPLUS

_SAID = {
    ERROR: "the tool errs {more} in {a} than in {b}",
    PRECISION: "{label}: its precision is {higher} in {a} than in {b}",
    RECALL: "{label}: its recall is {higher} in {a} than in {b}",
    SURPLUS: "{label}: its share minus the coders' is {higher} in {a} than in {b}",
}


def say_difference(row: Mapping[str, Any]) -> str:
    """One row of ``VALIDITY_DIFFERENCES`` in words; where the interval holds 0 none is shown.

    >>> row = {"measure": "error", "label": None, "side_a": "North", "side_b": "South",
    ...        "estimate": 0.104, "low": 0.02, "high": 0.19, "n_units_a": 40, "n_units_b": 50,
    ...        "flag": "", "p": 0.01, "p_method": ""}
    >>> say_difference(row)
    'the tool errs more in North than in South by 0.104 [0.02, 0.19] (40 and 50 units; p = 0.01)'
    """
    measure, value = row["measure"], row["estimate"]
    a, b = row["side_a"], row["side_b"]
    counts = f"({row['n_units_a']} and {row['n_units_b']} units{_tested(row)})"
    what = "error rates" if measure == ERROR else f"{row['label']}: {measure}"
    if value is None or row["low"] is None:
        given = "" if value is None else f"{value:.3g}, "
        return f"{what} of {a} and {b}: {given}{row['flag']} {counts}"
    if row["low"] <= 0 <= row["high"]:
        bounds = f"[{row['low']:.3g}, {row['high']:.3g}]"
        return f"{what} of {a} and {b}: no difference shown, {value:.3g} {bounds} {counts}"
    low, high = sorted((abs(row["low"]), abs(row["high"])))
    more, higher = ("more", "higher") if value > 0 else ("less", "lower")
    said = _SAID[measure].format(label=row["label"], a=a, b=b, more=more, higher=higher)
    return f"{said} by {abs(value):.3g} [{low:.3g}, {high:.3g}] {counts}"


def _tested(row: Mapping[str, Any]) -> str:
    """p of an error rate, or why there is none; nothing where there are counts alone."""
    if row["measure"] != ERROR or row["estimate"] is None:
        return ""
    return f"; {row['p_method']}" if row["p"] is None else f"; p = {row['p']:.3g}"
