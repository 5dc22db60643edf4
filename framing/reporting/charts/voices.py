"""Figures of voices: attributions by side, their shares, and classes of cues by side."""

from __future__ import annotations

import polars as pl

from framing.records.codebook import CUE_CLASSES
from framing.reporting.desk import Desk
from framing.reporting.labels import NO_SIDE
from framing.reporting.messages import _, below
from framing.reporting.model import Figure
from framing.reporting.sections.common import count_figure, look_of, of_outlet, share_figure

MAX_SIDES = 3  # in the figure of cues, beside those on no side


def sided(desk: Desk) -> pl.DataFrame:
    """Attributions with ``none`` where the speaker is on no side of the codebook."""
    return desk.inputs.voices.mentions.with_columns(pl.col("side").fill_null(NO_SIDE))


def sides_of(desk: Desk) -> tuple[str, ...]:
    """Sides of the codebook, then none."""
    return (*desk.labels.sides, NO_SIDE)


def voices_figures(desk: Desk) -> list[Figure]:
    """Who speaks, with which share, and with which cues."""
    rows = sided(desk)
    if rows.is_empty():
        return []
    bars: list[dict[str, object]] = [
        {
            **look_of(desk, outlet, group), "row": outlet, "part": desk.labels.side(side),
            "look": desk.labels.look(side),
            "n": of_outlet(rows, outlet).filter(pl.col("side") == side).height,
        }
        for outlet, group in desk.outlets
        for side in sides_of(desk)
    ]  # fmt: skip
    counts = count_figure(
        desk, bars, id="f-voices", title=_("Who speaks: attributions by side"),
        unit=_("attributions"),
    )  # fmt: skip
    found = [counts, _shares(desk), _cues(desk, rows)]
    return [figure for figure in found if figure]


def _shares(desk: Desk) -> Figure | None:
    if desk.is_reading:
        return None
    shares = desk.inputs.voices.shares
    panels = {
        _("side: {side}").format(side=side): shares.filter(pl.col("side") == side)
        for side in desk.labels.sides
    }
    title = _("Share of a side in all attributions")
    return share_figure(desk, shares, panels, id="f-voices-share", title=title)


def _cues(desk: Desk, rows: pl.DataFrame) -> Figure:
    order = rows.group_by("side").len().sort("len", "side", descending=[True, False])["side"]
    drawn = {s for s in list(order) if s != NO_SIDE}
    most = [s for s in order if s in drawn][:MAX_SIDES]
    sides = [s for s in sides_of(desk) if s in most or (s == NO_SIDE and NO_SIDE in set(order))]
    n = {
        (o, s, c): k
        for o, s, c, k in rows.group_by("outlet", "side", "cue_class").len().iter_rows()
    }
    cells: list[dict[str, object]] = [
        {
            **look_of(desk, outlet, group), "side": desk.labels.side(side),
            "look": desk.labels.look(side), "cue": below(cue), "n": n.get((outlet, side, cue), 0),
        }
        for outlet, group in desk.outlets
        for side in sides
        for cue in CUE_CLASSES
    ]  # fmt: skip
    schema = {"outlet": pl.String, "group": pl.String, "colour": pl.String, "mark": pl.String,
              "side": pl.String, "look": pl.String, "cue": pl.String, "n": pl.Int64}  # fmt: skip
    data = pl.DataFrame(cells, schema=schema, orient="row")
    title = _("Cues with which each outlet quotes each side")
    each = "; ".join(
        f"{outlet}, {side}: " + ", ".join(f"{n} {cue}" for cue, n in part.rows())
        for (outlet, side), part in data.filter(pl.col("n") > 0)
        .group_by("outlet", "side", maintain_order=True)
        .agg("cue", "n").explode("cue", "n")
        .partition_by(["outlet", "side"], as_dict=True, include_key=False, maintain_order=True)
        .items()
    )  # fmt: skip
    alt = _("{title}. Circles with the number of attributions: {each}.")
    source = _(
        "Read along a row: cues are compared within an outlet, not between outlets. {source}"
    )
    hidden = len(drawn) - len(most)
    if hidden:
        source = _("{n} more sides are in the table. ").format(n=hidden) + source
    return Figure(
        "f-voices-cues", "cues", title, alt.format(title=title, each=each),
        source.format(source=desk.source_note()), data,
    )  # fmt: skip
