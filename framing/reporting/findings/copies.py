"""Copies: a text that several outlets carry, and where the two estimands part."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.findings.phrases import finding, listed
from framing.reporting.formats import percent, percent_interval, plural, visible
from framing.reporting.model import Finding, Link
from framing.reporting.sections.voices import sided

LEAST_GAP = 0.03  # of a share between authored and published, to be worth a sentence


def copies_finding(desk: Desk) -> Finding | None:
    """The text with most carriers; in comparing tiers where counting it otherwise matters."""
    parts = _carried(desk)
    gap = [] if desk.is_reading else _gap(desk)
    if not parts and not gap:
        return None
    return finding(desk, "copies", [*parts, " " if parts and gap else "", *gap])


def _carried(desk: Desk) -> list[str | Link]:
    units = desk.inputs.copies.filter(pl.col("n_carriers") > 1)
    if units.is_empty():
        return []
    unit = units.sort("n_carriers", "unit", descending=[True, False])["unit"][0]
    carriers = desk.measured.join(
        units.filter(pl.col("unit") == unit).select("article"), on="article", how="semi"
    ).sort("outlet", "article")
    outlets = list(dict.fromkeys(carriers["outlet"]))
    if len(outlets) < 2:
        return []
    items: list[list[str | Link]] = []
    for outlet in outlets:
        article = carriers.filter(pl.col("outlet") == outlet)["article"][0]
        items.append([desk.article_link(article, visible(outlet))])
    agency = next((w for w in carriers["wire"] if w), "")
    what = f"One text of the agency {visible(agency)}" if agency else "One text"
    whose = "the agency's and count as no outlet's own" if agency else "shared"
    n = len(units["unit"].unique())
    rest = f" ({plural(n - 1, 'other text')} likewise)" if n > 1 else ""
    return [f"{what} stands in {plural(len(outlets), 'outlet')}{rest}, ", *listed(items),
            f": its words are {whose}."]  # fmt: skip


def _gap(desk: Desk) -> list[str | Link]:
    """The share that moves most when every appearance counts."""
    names, voices = desk.inputs.names, desk.inputs.voices
    moved = _moved(names.shares, names.published, ["entity", "name", "mode"])
    moved += _moved(voices.shares, voices.published, ["side"])
    row = max(moved, key=lambda r: (round(abs(r["estimate"] - r["seen"]), 9), str(r)), default=None)
    if row is None or abs(row["estimate"] - row["seen"]) < LEAST_GAP:
        return []
    if "entity" in row:
        label = desk.labels.names.get((row["entity"], row["name"]), row["name"])
        what = f"“{label}” ({row['mode']})"
        keys, mentions = ["group", "entity", "name", "mode"], names.mentions
    else:
        what = f"attributions to the side “{desk.labels.side(row['side'])}”"
        keys, mentions = ["group", "side"], sided(desk)
    rows = mentions.filter(*(pl.col(key) == row[key] for key in keys))
    share = f"{percent(row['estimate'])} {percent_interval(row['low'], row['high'])}"
    return [
        "Counting every appearance, as readers saw it, instead of each text once moves the share "
        f"of {what} in the outlets of {row['group']} from ",
        desk.cite(share, rows, f"Outlets of {row['group']}: {what}"),
        f" to {percent(row['seen'])}.",
    ]


def _moved(shares: pl.DataFrame, seen: pl.DataFrame, keys: list[str]) -> list[dict[str, Any]]:
    by = ["unit", "group", *keys]
    group = pl.col("unit") == "group"
    # Only estimates that carry an interval are said as shares.
    joined = shares.filter(group & pl.col("low").is_not_null()).join(
        seen.filter(group).select(*by, seen="estimate"), on=by
    )
    return list(joined.iter_rows(named=True))
