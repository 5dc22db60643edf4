"""Copies: a text that several outlets carry, and where the two estimands part."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.reporting.charts.voices import sided
from framing.reporting.desk import Desk
from framing.reporting.findings.phrases import finding, listed, outlets_of
from framing.reporting.formats import (
    of,
    outlets_alike,
    percent,
    percent_interval,
    visible,
    weighted,
)
from framing.reporting.messages import N_, _, n_, tell
from framing.reporting.model import Finding, Link

LEAST_GAP = 0.03  # of a share between authored and published, to be worth a sentence


def copies_finding(desk: Desk) -> Finding | None:
    """The text with most carriers; in comparing tiers where counting it otherwise matters."""
    parts = _carried(desk)
    gap = [] if desk.is_reading else _gap(desk)
    if not parts and not gap:
        return None
    return finding(desk, "copies", parts or gap, doubt=gap if parts else ())


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
    across = units.join(desk.measured.select("article", "outlet"), on="article")
    n = across.group_by("unit").agg(pl.col("outlet").n_unique()).filter(pl.col("outlet") > 1).height
    form = (
        _("One text of the agency {agency} stands in {n} outlets, {outlets}: its words are the "
          "agency's and count as no outlet's own.")
        if agency
        else _("One text stands in {n} outlets, {outlets}: its words are shared.")
    )  # fmt: skip
    text = tell(form, agency=visible(agency), n=len(outlets), outlets=tuple(listed(items)))
    more = n - 1
    if not more:
        return list(text)
    rest = n_(
        "{n} other text has several carriers, too.",
        "{n} other texts have several carriers, too.",
        more,
    )
    return [*text, " ", rest.format(n=more)]


def _gap(desk: Desk) -> list[str | Link]:
    """The share that moves most when every appearance counts, and why if that can be told."""
    names, voices = desk.inputs.names, desk.inputs.voices
    moved = _moved(names.shares, names.published, ["entity", "name", "mode"])
    moved += _moved(voices.shares, voices.published, ["side"])
    row = max(moved, key=lambda r: (round(abs(r["estimate"] - r["seen"]), 9), str(r)), default=None)
    if row is None or abs(row["estimate"] - row["seen"]) < LEAST_GAP:
        return []
    group = outlets_of(desk, row["group"])
    whole = pl.col("group") == row["group"]
    if "entity" in row:
        label = desk.labels.names.get((row["entity"], row["name"]), row["name"])
        what = _("“{name}” (mode own, all voices)").format(name=label)
        whole &= pl.col("entity") == row["entity"]
        part = (pl.col("name") == row["name"]) & (pl.col("mode") == row["mode"])
        rows = desk.names.filter(whole)
    else:
        what = _("attributions to the side “{side}”").format(side=desk.labels.side(row["side"]))
        part = pl.col("side") == row["side"]
        rows = sided(desk).filter(whole)
    cause = _cause(desk, rows, part, row)
    shown = rows.filter(part)
    titles = (
        _("{group}, {what}: each text and caption once"),
        _("{group}, {what}: every appearance"),
    )
    once, every = (title.format(group=row["group"], what=what) for title in titles)
    form = _(
        "The two ways of counting disagree: the share of {what} in {outlets} is {once} with each "
        "text, house sentence and caption counted once, and {every} with every appearance counted, "
        "as readers saw it."
    )
    if cause:
        form = _(
            "{cause} move the share of {what} in {outlets}: it is {once} with each counted once, "
            "and {every} with every appearance counted, as readers saw it."
        )
    said = tell(
        form, cause=_(cause) if cause else "", what=what, outlets=group,
        once=desk.cite(_share(row, ""), shown, once),
        every=desk.cite(_share(row, "_seen"), shown, every),
    )  # fmt: skip
    return list(said)


def _share(row: dict[str, Any], kind: str) -> str:
    share = row["estimate"] if not kind else row["seen"]
    bounds = percent_interval(row[f"low{kind}"], row[f"high{kind}"])
    if kind:
        alike = outlets_alike(share, row["n_seen"] / row["n_total_seen"])
        return f"{percent(share)} {bounds}{alike} ({of(row['n_seen'], row['n_total_seen'])})"
    alike = outlets_alike(share, row["n_eff"] / row["n_total_eff"])
    sums = _("{k} of {n} weighted").format(k=weighted(row["n_eff"]), n=weighted(row["n_total_eff"]))
    return f"{percent(share)} {bounds}{alike} ({sums})"


def _cause(desk: Desk, rows: pl.DataFrame, part: pl.Expr, row: dict[str, Any]) -> str:
    """What alone makes the two estimands part; empty where that cannot be told.

    A cause is named when giving its mentions their full weight yields the published share, and no
    other cause has a mention of less weight.
    """
    if "weight" not in rows.columns or rows["weight"].null_count():
        return ""
    # Only copies within the group weigh less there.
    mine = desk.measured.filter(pl.col("group") == row["group"]).select("article")
    units = desk.inputs.copies.join(mine, on="article", how="semi", maintain_order="left")
    carried = units.filter(pl.len().over("unit") > 1)["article"]
    light = pl.col("weight") < 1 - 1e-9
    is_caption = pl.col("role") == "caption"
    is_copy = pl.col("article").is_in(carried.implode())
    causes = {
        N_("Texts that several of these outlets carry"): (light & is_copy & ~is_caption),
        N_("Captions that stand twice"): light & is_caption & ~is_copy,
        N_("Sentences that an outlet repeats"): light & ~is_caption & ~is_copy,
    }
    if abs(rows["weight"].sum() - row["n_total_eff"]) > 1e-6:
        return ""
    found = [said for said, where in causes.items() if rows.filter(where).height]
    if len(found) != 1 or rows.filter(light & is_caption & is_copy).height:
        return ""
    full = rows.with_columns(w=pl.when(causes[found[0]]).then(1.0).otherwise("weight"))
    by = ["outlet"] if row["weights"].startswith("outlets equal") else []
    own = pl.col("w").filter(part).sum() / pl.col("w").sum()
    each = full.group_by(by).agg(share=own) if by else full.select(share=own)
    share = sum(each["share"].sort()) / each.height
    return found[0] if abs(share - row["seen"]) < 1e-9 else ""


def _moved(shares: pl.DataFrame, seen: pl.DataFrame, keys: list[str]) -> list[dict[str, Any]]:
    by = ["unit", "group", *keys]
    group = pl.col("unit") == "group"
    # Only estimates that carry an interval are said as shares.
    joined = shares.filter(group & pl.col("low").is_not_null()).join(
        seen.filter(group).select(
            *by, seen="estimate", low_seen="low", high_seen="high", n_seen="n",
            n_total_seen="n_total",
        ),
        on=by,
    )  # fmt: skip
    return list(joined.iter_rows(named=True))
