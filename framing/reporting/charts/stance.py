"""Figures of stance: one a kind and target, the outlet's own voice beside its sources."""

from __future__ import annotations

import polars as pl

from framing.compare.estimates.positions import own_positions, statements
from framing.records.codebook import KINDS, POSITIONS
from framing.reporting.desk import Desk
from framing.reporting.formats import number
from framing.reporting.labels import VOICES, voice_label
from framing.reporting.messages import N_, _, below
from framing.reporting.model import Figure
from framing.reporting.sections.common import look_of

MAX_TARGETS = 6  # of a kind, those with most stances
_TITLES = {
    "asserted": N_("Asserted positions toward: {target}"),
    "wording": N_("Loaded wordings that bear on: {target}"),
}
DATA = {
    "outlet": pl.String, "group": pl.String, "colour": pl.String, "mark": pl.String,
    "voice": pl.String, "favour": pl.Int64, "against": pl.Int64, "mixed": pl.Int64,
}  # fmt: skip


def stance_figures(desk: Desk, *, targets: tuple[str, ...] = ()) -> list[Figure]:
    """Positions toward different things are never summed; those toward few are in the tables."""
    rows = own_positions(statements(desk.inputs.stances.mentions))
    figures = []
    for kind in KINDS:
        here = rows.filter(pl.col("kind") == kind)
        order = here.group_by("target").len().sort("len", "target", descending=[True, False])
        chosen = targets or tuple(order.head(MAX_TARGETS)["target"])
        figures += [
            _figure(desk, kind, target, here.filter(pl.col("target") == target))
            for target in desk.labels.targets
            if target in chosen and not here.filter(pl.col("target") == target).is_empty()
        ]
    return figures


def _figure(desk: Desk, kind: str, target: str, rows: pl.DataFrame) -> Figure:
    voices = [v for v in VOICES if v in {"outlet", "source", *rows["voice"]}]
    number_of = {
        (o, v, p): n
        for o, v, p, n in rows.group_by("outlet", "voice", "position").len().iter_rows()
    }
    cells: list[dict[str, object]] = [
        {
            **look_of(desk, outlet, group), "voice": voice_label(voice),
            **{p: number_of.get((outlet, voice, p), 0) for p in POSITIONS},
        }
        for voice in voices
        for outlet, group in desk.outlets
    ]  # fmt: skip
    data = pl.DataFrame(cells, schema=DATA, orient="row")
    title = _(_TITLES[kind]).format(target=desk.labels.targets[target])
    alt = _(
        "{title}. Bars from a middle line, against to the left, favour to the right, by outlet "
        "and voice: {each}."
    ).format(title=title, each="; ".join(_said(row) for row in data.iter_rows(named=True)))
    return Figure(f"f-stance-{kind}-{target}", "stance", title, alt, desk.source_note(), data)


def _said(row: dict[str, object]) -> str:
    counts = ", ".join(f"{number(row[p])} {below(p)}" for p in POSITIONS if row[p])  # type: ignore[arg-type]
    return f"{row['outlet']}, {row['voice']}: {counts or _('none found')}"
