"""Who speaks: the widest difference between outlets, and whether it holds without wire copy."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.records.numerals import plural
from framing.reporting.charts.voices import sided
from framing.reporting.desk import Desk
from framing.reporting.findings.phrases import finding, listed
from framing.reporting.formats import FEW, of, visible
from framing.reporting.model import Finding, Link
from framing.reporting.sections.common import of_outlet, share_text

LEAST = 5  # attributions an outlet must have to be an end of the range
WIDE = 0.15  # a range under this is told as no difference found


def voices_finding(desk: Desk) -> Finding | None:
    """Range of a side's share over outlets; in tier reading who is quoted."""
    return _reading(desk) if desk.is_reading else _range(desk)


def _reading(desk: Desk) -> Finding | None:
    rows = desk.inputs.voices.mentions.filter(
        (pl.col("quotation") != "indirect") & pl.col("speaker").is_not_null()
    )
    items: list[list[str | Link]] = []
    for outlet, _ in desk.outlets:
        here = of_outlet(rows, outlet)
        if here.is_empty():
            continue
        speakers = here.group_by("speaker").len().sort("len", "speaker", descending=[True, False])
        said: list[list[str | Link]] = []
        for speaker, n in speakers.head(3).iter_rows():
            own = here.filter(pl.col("speaker") == speaker)
            title = f"{outlet} quotes {speaker}"
            said.append([f"{visible(speaker)} ", desk.cite(f"({plural(n, 'time')})", own, title)])
        if speakers.height > 3:
            more = speakers.height - 3
            said.append([f"{more} other{'s' if more > 1 else ''}"])
        items.append([f"{visible(outlet)}{_agency(desk, outlet)} quotes ", *listed(said)])
    if not items:
        return None
    parts: list[str | Link] = []
    for item in items:
        parts += [*item, ". "]
    return finding(desk, "voices", [*parts, "Counts of quotations, whole or in part."])


def _agency(desk: Desk, outlet: str) -> str:
    """Says so where everything of an outlet here is an agency's text."""
    rows = of_outlet(desk.measured, outlet)
    if not rows["is_wire"].all():
        return ""
    return f" (text of {visible(', '.join(sorted(set(rows['wire'].drop_nulls()))))})"


def _range(desk: Desk) -> Finding | None:
    """The two outlets whose shares of one side lie farthest apart."""
    shares = desk.inputs.voices.shares.filter(
        (pl.col("unit") == "outlet")
        & (pl.col("n_total") >= LEAST)
        & pl.col("side").is_in(desk.labels.sides)
    )
    # Where enough outlets can carry an interval, the range is theirs: extremes of few articles
    # are mostly noise.
    sure = shares.filter(pl.col("low").is_not_null())
    if sure["outlet"].n_unique() > 1:
        shares = sure
    with_interval = " with intervals" if shares is sure else ""
    ends: list[tuple[float, str, dict[str, Any], dict[str, Any]]] = []
    for side in desk.labels.sides:
        own = shares.filter(pl.col("side") == side).sort("estimate", "outlet")
        if own.height > 1:
            low, high = own.row(0, named=True), own.row(-1, named=True)
            ends.append((high["estimate"] - low["estimate"], side, high, low))
    if not ends:
        return None
    width, side, high, low = max(ends, key=lambda end: (round(end[0], 9), end[1]))
    n_outlets = shares["outlet"].n_unique()
    ends_of = (
        f"Of {n_outlets} outlets{with_interval} the two farthest apart: " if n_outlets > 2 else ""
    )
    parts: list[str | Link] = [
        f"{ends_of}{visible(high['outlet'])} gives the word to the side “{side}” in ",
        *_cited(desk, high),
        f", {visible(low['outlet'])} in ", *_cited(desk, low),
    ]  # fmt: skip
    if width < WIDE:
        parts.insert(0, "No wide difference in who speaks. ")
    return finding(desk, "voices", [*parts, "; ", *_doubt(desk, high, low, side), "."])


def _cited(desk: Desk, row: dict[str, Any]) -> list[str | Link]:
    """Count of attributions, and the share where it carries an interval."""
    rows = of_outlet(sided(desk), row["outlet"]).filter(pl.col("side") == row["side"])
    title = f"{row['outlet']}, {row['side']}: attributions"
    if row["low"] is None:
        return [desk.cite(of(row["n"], row["n_total"]), rows, title), " attributions"]
    return [desk.cite(share_text(row), rows, title), " of attributions"]


def _doubt(desk: Desk, high: dict[str, Any], low: dict[str, Any], side: str) -> list[str | Link]:
    """Intervals or their absence, and what happens without wire copy."""
    said: list[str | Link] = []
    if high["low"] is None or low["low"] is None:
        articles = sorted({high["n_articles"], low["n_articles"]})
        each = " and ".join(str(n) for n in articles)
        noun = "article" if articles == [1] else "articles"
        why = f"fewer than {FEW} distinct articles" if articles[0] < FEW else "see the table"
        said.append(f"counts of {each} {noun} each, no interval ({why})")
    elif low["high"] >= high["low"]:
        said.append("the intervals overlap")
    else:
        said.append("the intervals do not overlap")
    return [*said, "; ", *_without_wire(desk, high, low, side)]


def _without_wire(
    desk: Desk, high: dict[str, Any], low: dict[str, Any], side: str
) -> list[str | Link]:
    own = sided(desk).join(
        desk.measured.filter(~pl.col("is_wire")).select("article"), on="article", how="semi"
    )
    counts: list[tuple[int, int]] = []
    links: list[str | Link] = []
    for row in (high, low):
        rows = of_outlet(own, row["outlet"])
        here = rows.filter(pl.col("side") == side)
        counts.append((here.height, rows.height))
        title = f"{row['outlet']}, {side}: attributions without wire copy"
        links.append(desk.cite(of(here.height, rows.height), here, title))
    if all(n == row["n_total"] for (_, n), row in zip(counts, (high, low), strict=True)):
        return ["neither carries wire copy here"]
    (k_high, n_high), (k_low, n_low) = counts
    if not n_high or not n_low:
        return ["without wire copy nothing is left to set side by side"]
    holds = "holds" if k_high * n_low > k_low * n_high else "does not hold"
    return [f"the direction {holds} without wire copy (", links[0], " and ", links[1], ")"]
