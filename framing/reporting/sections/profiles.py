"""The signature figure: one row an outlet; names, voices, stance, fact words, coverage."""

from __future__ import annotations

import polars as pl

from framing.compare.estimates.positions import own_positions, statements
from framing.records.codebook import POSITIONS
from framing.reporting.charts.voices import sided, sides_of
from framing.reporting.desk import Desk
from framing.reporting.findings.phrases import merged
from framing.reporting.formats import commas, counted_articles, visible
from framing.reporting.labels import USES, uses
from framing.reporting.messages import N_, _, below
from framing.reporting.model import (
    Bar,
    Figure,
    Link,
    ProfileCell,
    ProfileRow,
    Profiles,
    Section,
    plain,
)
from framing.reporting.sections.common import look_of, of_outlet

# Panels of the figure are known by their English; `_()` gives what they are called.
COLUMNS = (
    N_("Names, by use"), N_("Who speaks"), N_("Stance"), N_("Fact wordings"), N_("Coverage"),
)  # fmt: skip
MAX_NAMES = 4
USE_LOOKS = {**{use: use for use in USES}, "paraphrased": "para", "glossed": "gloss"}
DATA = {
    "outlet": pl.String, "group": pl.String, "colour": pl.String, "mark": pl.String,
    "panel": pl.String, "line": pl.Int64, "label": pl.String, "part": pl.String,
    "look": pl.String, "n": pl.Int64,
}  # fmt: skip


def build_profiles(desk: Desk) -> Section:
    """The profiles as rows for the page, and as a figure for a paper."""
    rows = []
    data: list[dict[str, object]] = []
    for outlet, group in desk.outlets:
        cells = (
            _names(desk, outlet), _voices(desk, outlet), _stance(desk, outlet),
            _facts(desk, outlet), _coverage(desk, outlet),
        )  # fmt: skip
        sized = tuple(tuple(column) for column in cells)
        house = desk.house
        rows.append(
            ProfileRow(
                visible(outlet),
                group,
                house.colours[outlet],
                house.marks[group][1],
                tuple(_stack(column) for column in sized),
            )
        )
        for panel, column in zip(COLUMNS, sized, strict=True):
            for line, cell in enumerate(column):
                data += _flat(desk, outlet, group, panel, line, cell)
    keys = (
        (
            _("Names, by use"),
            tuple((USE_LOOKS[use], said) for use, said in uses().items()),
        ),
        (
            _("Who speaks"),
            tuple((desk.labels.look(s), desk.labels.side(s)) for s in sides_of(desk)),
        ),
    )
    profiles = Profiles(tuple(map(_, COLUMNS)), tuple(rows), keys)
    source = _("Stance toward: {targets}. {source}").format(
        targets="; ".join(desk.labels.targets.values()), source=desk.source_note()
    )
    figure = Figure(
        "f-profiles", "profiles", _("Profiles of the outlets"),
        _("One row an outlet with names by mode, attributions by side, stance, fact wordings and "
          "articles by event; the same as the table on the page."),
        source,
        pl.DataFrame(data, schema=DATA, orient="row"),
    )  # fmt: skip
    return Section(
        "profiles",
        _("Profiles"),
        (_("Everything that this report says of an outlet in one row; each number opens its "
           "passages."),),
        profiles=profiles,
        figures=(figure,),
        reading=_(
            "Bars count mentions and attributions, to one scale in a column; captions and wire "
            "copy are included and, for names, told apart. Stance stands under its target: ○ "
            "asserted by sources, ● own wording; never added up."
        ),
    )  # fmt: skip


_Line = tuple[str, tuple[Bar, ...], tuple[str | Link, ...]]


def _stack(column: tuple[_Line, ...]) -> tuple[ProfileCell, ...]:
    return tuple(ProfileCell(merged(text), bars) for _label, bars, text in column)


def _flat(
    desk: Desk, outlet: str, group: str, panel: str, line: int, cell: _Line
) -> list[dict[str, object]]:
    label, bars, text = cell
    look = look_of(desk, outlet, group)
    head = {**look, "panel": panel, "line": line, "label": label or plain(merged(text))}
    if not bars:
        return [{**head, "part": "", "look": "", "n": 0}]
    return [{**head, "part": b.label, "look": b.look, "n": b.n} for b in bars]


def _names(desk: Desk, outlet: str) -> list[_Line]:
    every = desk.names
    order = every.group_by("entity", "name").len().sort("len", "name", descending=[True, False])
    wanted = {tuple(key) for key in order.head(MAX_NAMES).select("entity", "name").iter_rows()}
    lines: list[_Line] = []
    for key, label in desk.labels.names.items():
        if key not in wanted:
            continue
        here = of_outlet(every, outlet).filter(
            (pl.col("entity") == key[0]) & (pl.col("name") == key[1])
        )
        bars = tuple(
            Bar(said, here.filter(pl.col("use") == use).height, USE_LOOKS[use])
            for use, said in uses().items()
        )
        title = _("{outlet}, “{name}”").format(outlet=outlet, name=label)
        title = _("{what}, all mentions").format(what=title)
        number = desk.cite(str(here.height), here, title)
        lines.append((label, bars, (f"{label} ", number)))
    return lines


def _voices(desk: Desk, outlet: str) -> list[_Line]:
    rows = of_outlet(sided(desk), outlet)
    lines: list[_Line] = []
    for side in sides_of(desk):
        here = rows.filter(pl.col("side") == side)
        label = desk.labels.side(side)
        title = _("{outlet}, {side}: attributions").format(outlet=outlet, side=label)
        number = desk.cite(str(here.height), here, title)
        bar = Bar(label, here.height, desk.labels.look(side))
        lines.append((label, (bar,), (f"{label} ", number)))
    return lines


def _stance(desk: Desk, outlet: str) -> list[_Line]:
    rows = of_outlet(own_positions(statements(desk.inputs.stances.mentions)), outlet)
    lines: list[_Line] = []
    for target, toward in desk.labels.targets.items():
        first = len(lines)
        for glyph, kind, voice in (("○", "asserted", "source"), ("●", "wording", "outlet")):
            here = rows.filter(
                (pl.col("target") == target) & (pl.col("kind") == kind) & (pl.col("voice") == voice)
            )
            for position in POSITIONS:
                found = here.filter(pl.col("position") == position)
                if found.is_empty():
                    continue
                title = _("{outlet}, {kind}, {position} toward {target}").format(
                    outlet=outlet, kind=below(kind), position=below(position), target=toward
                )
                number = desk.cite(str(found.height), found, title)
                lines.append(("", (), (f"{glyph} {below(position)} ", number)))
        if len(lines) > first:
            lines.insert(first, ("", (), (f"{toward}:",)))
    return lines or [("", (), (_("none found"),))]


def _facts(desk: Desk, outlet: str) -> list[_Line]:
    rows = of_outlet(desk.inputs.facts, outlet).filter(
        (pl.col("voice") == "outlet") & (pl.col("status") == "told")
    )
    lines: list[_Line] = []
    forms = rows.with_columns(form=pl.col("text").str.to_lowercase())
    for form in sorted(set(forms["form"])):
        here = forms.filter(pl.col("form") == form)
        title = _("{outlet}: “{words}”, own voice").format(outlet=outlet, words=form)
        number = desk.cite(str(here.height), here, title)
        lines.append(("", (), (f"“{visible(form)}” ", number)))
    return lines or [("", (), (_("none found"),))]


def _coverage(desk: Desk, outlet: str) -> list[_Line]:
    rows = of_outlet(desk.measured, outlet)
    events = rows["event"].drop_nulls()
    wire = rows.filter(pl.col("is_wire")).height
    said = counted_articles(rows.height)
    if not events.is_empty():
        covered = _("{k} of {n} events").format(k=events.n_unique(), n=len(desk.event_names))
        said = commas([said, covered])
    lines: list[_Line] = [("", (), (said,))]
    if wire:
        lines.append(("", (), (_("{n} wire copy").format(n=wire),)))
    return lines
