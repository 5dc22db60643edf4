"""Figures of names: own words by name, and shares with intervals where they can stand."""

from __future__ import annotations

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.labels import VOICES
from framing.reporting.messages import _
from framing.reporting.model import Figure
from framing.reporting.sections.common import count_figure, look_of, of_outlet, share_figure

MAX_NAMES = 8  # of one thing in a figure, those with most mentions


def names_figures(desk: Desk, *, entities: tuple[str, ...] = ()) -> list[Figure]:
    """The figures of each entity with two names or more that is named at all."""
    figures: list[Figure] = []
    for entity in desk.inputs.codebook.entities:
        rows = desk.names.filter(pl.col("entity") == entity.id)
        if len(entity.wordings) < 2 or rows.is_empty() or (entities and entity.id not in entities):
            continue
        counts = _counts(desk, entity.id, rows)
        shares = _shares(desk, entity.id, rows)
        figures += [figure for figure in (counts, shares) if figure]
    return figures


def _drawn(desk: Desk, entity: str, rows: pl.DataFrame) -> dict[str, str]:
    """Names with most mentions by id, in the order of the codebook."""
    order = rows.group_by("name").len().sort("len", "name", descending=[True, False])
    most = set(order.head(MAX_NAMES)["name"])
    return {
        k[1]: label for k, label in desk.labels.names.items() if k[0] == entity and k[1] in most
    }


def _more(desk: Desk, entity: str, rows: pl.DataFrame) -> str:
    hidden = rows["name"].n_unique() - len(_drawn(desk, entity, rows))
    return _("{n} rarer names are in the table.").format(n=hidden) + " " if hidden else ""


def _counts(desk: Desk, entity: str, rows: pl.DataFrame) -> Figure | None:
    own = rows.filter(pl.col("use") == "own")
    sides = dict(own.select("name", "side").unique("name", keep="first").iter_rows())
    bars: list[dict[str, object]] = []
    for outlet, group in desk.outlets:
        for name, label in _drawn(desk, entity, rows).items():
            if name in sides:
                n = of_outlet(own, outlet).filter(pl.col("name") == name).height
                bars.append(
                    {
                        **look_of(desk, outlet, group), "row": outlet, "part": label,
                        "look": desk.labels.look(sides[name]), "n": n,
                    }
                )  # fmt: skip
    if not bars:
        return None
    title = _("Names of {what} in each outlet's own words (captions and wire copy apart)")
    return count_figure(
        desk, bars, id=f"f-names-{entity}", title=title.format(what=desk.labels.entities[entity]),
        unit=_("mentions, own words"), note=_more(desk, entity, rows),
    )  # fmt: skip


def _shares(desk: Desk, entity: str, rows: pl.DataFrame) -> Figure | None:
    if desk.is_reading:
        return None
    shares = desk.inputs.names.shares.filter(
        (pl.col("entity") == entity) & (pl.col("mode") == "own")
    )
    panels = {
        label: shares.filter(pl.col("name") == name)
        for name, label in _drawn(desk, entity, rows).items()
    }
    title = _("Share of each name of {what}, mode own ({voices})")
    return share_figure(
        desk, shares, {label: found for label, found in panels.items() if found.height},
        id=f"f-names-share-{entity}",
        title=title.format(what=desk.labels.entities[entity], voices=scope_voices(desk)),
    )  # fmt: skip


def scope_voices(desk: Desk) -> str:
    """Which voices shares hold: more than the counts of own words."""
    voice = desk.inputs.scope.voice
    if not voice:
        return _("all voices, captions and wire included")
    return _("voices: {voices}").format(voices=", ".join(VOICES.get(v, v) for v in voice))
