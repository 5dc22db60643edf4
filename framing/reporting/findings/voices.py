"""Who speaks: the widest difference between outlets, and whether it holds without wire copy."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.compare.checks.outlets import Shuffled
from framing.reporting.charts.voices import sided
from framing.reporting.desk import Desk
from framing.reporting.findings.ends import Ends, farthest, overlap_said, rank_said, who
from framing.reporting.findings.noise import EACH, VOICES
from framing.reporting.findings.phrases import (
    BY_RULES,
    Told,
    few_said,
    finding,
    in_own,
    joined,
    listed,
    noise_said,
    sentence,
)
from framing.reporting.formats import of, visible
from framing.reporting.messages import _, n_, tell
from framing.reporting.model import Finding, Link, Text
from framing.reporting.sections.common import estimate_row, of_outlet, share_text


def voices_reading(desk: Desk) -> Finding | None:
    """In tier reading: whom each outlet quotes."""
    rows = desk.inputs.voices.mentions.filter(
        (pl.col("quotation") != "indirect") & pl.col("speaker").is_not_null()
    )
    parts: list[Text] = []
    for outlet, _group in desk.outlets:
        here = of_outlet(rows, outlet)
        if here.is_empty():
            continue
        speakers = here.group_by("speaker").len().sort("len", "speaker", descending=[True, False])
        said: list[Text] = []
        for speaker, n in speakers.head(3).iter_rows():
            own = here.filter(pl.col("speaker") == speaker)
            title = _("{outlet} quotes {speaker}").format(outlet=outlet, speaker=speaker)
            times = n_("({n} time)", "({n} times)", n).format(n=n)
            said.append((f"{visible(speaker)} ", desk.cite(times, own, title)))
        if (more := speakers.height - 3) > 0:
            said.append((n_("{n} other", "{n} others", more).format(n=more),))
        whose = f"{visible(outlet)}{_agency(desk, outlet)}"
        form = _("{outlet} quotes {speakers}.")
        parts.append(tell(form, outlet=whose, speakers=tuple(listed(said))))
    if not parts:
        return None
    return finding(
        desk, "voices", joined(parts, " "), doubt=[_("Counts of quotations, whole or in part.")]
    )


def _agency(desk: Desk, outlet: str) -> str:
    """Says so where everything of an outlet here is an agency's text."""
    rows = of_outlet(desk.measured, outlet)
    if not rows["is_wire"].all():
        return ""
    agency = visible(", ".join(sorted(set(rows["wire"].drop_nulls()))))
    return " " + _("(text of {agency})").format(agency=agency)


def voices_findings(desk: Desk, noise: Shuffled) -> list[Told]:
    """The widest range of a side's share over groups that may be told, else over outlets."""
    share = noise.each.get(VOICES, 1.0)
    if share > EACH:
        return []
    shares, sides = desk.inputs.voices.shares, desk.labels.sides
    groups = shares.filter((pl.col("claim") == "group") & pl.col("low").is_not_null())
    ends = farthest(groups, "side", sides, unit="group")
    if ends is None or ends.overlap is not False:
        ends = farthest(shares, "side", sides, unit="outlet")
    if ends is None or ends.high["estimate"] <= ends.low["estimate"]:
        return []
    k_high, k_low = (_cited(desk, row) for row in (ends.high, ends.low))
    holds, without = _without_wire(desk, ends)
    text = tell(
        _("{high} lets the side “{side}” speak in {k} attributions, {low} in {m}; {without}."),
        high=who(desk, ends.high), side=ends.item, k=k_high, low=who(desk, ends.low), m=k_low,
        without=without,
    )  # fmt: skip
    if ends.high["unit"] == "group":
        text = tell(
            _("{high} let the side “{side}” speak in {k} attributions, {low} in {m}; {without}."),
            high=who(desk, ends.high), side=ends.item, k=k_high, low=who(desk, ends.low), m=k_low,
            without=without,
        )  # fmt: skip
    same, seen = _published(desk, ends)
    doubt = [rank_said(ends), overlap_said(ends), _few(ends), seen, (noise_said(desk, share),)]
    said = finding(
        desk, "voices", text, doubt=sentence(doubt),
        claim=ends.high["claim"] if ends.high["unit"] == "group" else "",
    )  # fmt: skip
    return [Told(said, BY_RULES, holds=holds and same, noise=share)]


def _few(ends: Ends) -> Text:
    if ends.overlap is not None:
        return ()
    return (few_said([ends.high["n_articles"], ends.low["n_articles"]]),)


def _cited(desk: Desk, row: dict[str, Any]) -> Link | str:
    """Count of attributions, and the share where it carries an interval."""
    unit = row["unit"]
    rows = sided(desk).filter((pl.col(unit) == row[unit]) & (pl.col("side") == row["side"]))
    title = _("{who}, {side}: attributions").format(who=row[unit], side=row["side"])
    return desk.cite(share_text(row), rows, title)


def _published(desk: Desk, ends: Ends) -> tuple[bool, Text]:
    """Whether the same one is ahead when every appearance counts; said where it is not."""
    unit = ends.high["unit"]
    seen = [
        estimate_row(desk.inputs.voices.published, unit=unit, side=ends.item, **{unit: row[unit]})
        for row in (ends.high, ends.low)
    ]
    if seen[0] is None or seen[1] is None or seen[0]["estimate"] > seen[1]["estimate"]:
        return True, ()
    return False, (_("with every appearance counted the difference is the other way round"),)


def _without_wire(desk: Desk, ends: Ends) -> tuple[bool, Text]:
    """Whether the direction stays without wire copy, and the counts that show it."""
    own, unit = in_own(desk, sided(desk)), ends.high["unit"]
    counts: list[tuple[int, int]] = []
    links: list[str | Link] = []
    for row in (ends.high, ends.low):
        rows = own.filter(pl.col(unit) == row[unit])
        here = rows.filter(pl.col("side") == ends.item)
        counts.append((here.height, rows.height))
        title = _("{who}, {side}: attributions without wire copy")
        links.append(
            desk.cite(
                of(here.height, rows.height), here, title.format(who=row[unit], side=ends.item)
            )
        )
    (k_high, n_high), (k_low, n_low) = counts
    if (n_high, n_low) == (ends.high["n_total"], ends.low["n_total"]):
        return True, (_("neither carries wire copy here"),)
    if not n_high or not n_low:
        return False, (_("without wire copy nothing is left to set side by side"),)
    holds = k_high * n_low > k_low * n_high
    form = (
        _("the difference holds without wire copy ({k} and {m})")
        if holds
        else _("without wire copy it does not hold ({k} and {m})")
    )
    return holds, tell(form, k=links[0], m=links[1])
