"""The signature figure: one row an outlet; names, voices, stance, fact words, coverage."""

from __future__ import annotations

import polars as pl

from framing.compare.estimates.positions import own_positions, statements
from framing.records.codebook import POSITIONS
from framing.reporting.charts.voices import sided, sides_of
from framing.reporting.desk import Desk
from framing.reporting.findings.phrases import merged
from framing.reporting.formats import visible
from framing.reporting.labels import USES
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

COLUMNS = ("Names, by use", "Who speaks", "Stance", "Fact wordings", "Coverage")
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
            "Names, by use",
            tuple((USE_LOOKS[use], said) for use, said in USES.items()),
        ),
        ("Who speaks", tuple((desk.labels.look(s), desk.labels.side(s)) for s in sides_of(desk))),
    )
    profiles = Profiles(COLUMNS, tuple(rows), keys)
    figure = Figure(
        "f-profiles", "profiles", "Profiles of the outlets",
        "One row an outlet with names by mode, attributions by side, stance, fact wordings and "
        "articles by event; the same as the table on the page.",
        f"Stance toward: {'; '.join(desk.labels.targets.values())}. {desk.source_note()}",
        pl.DataFrame(data, schema=DATA, orient="row"),
    )  # fmt: skip
    return Section(
        "profiles",
        "Profiles",
        ("Everything that this report says of an outlet in one row; each number opens its "
         "passages.",),
        profiles=profiles,
        figures=(figure,),
        reading="Bars count mentions and attributions, to one scale in a column; captions and wire "
        "copy are included and, for names, told apart. Stance stands under its target: ○ asserted "
        "by sources, ● own wording; never added up.",
    )  # fmt: skip


_Line = tuple[str, tuple[Bar, ...], tuple[str | Link, ...]]


def _stack(column: tuple[_Line, ...]) -> tuple[ProfileCell, ...]:
    return tuple(ProfileCell(merged(text), bars) for _, bars, text in column)


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
            for use, said in USES.items()
        )
        number = desk.cite(str(here.height), here, f"{outlet}, “{label}”, all mentions")
        lines.append((label, bars, (f"{label} ", number)))
    return lines


def _voices(desk: Desk, outlet: str) -> list[_Line]:
    rows = of_outlet(sided(desk), outlet)
    lines: list[_Line] = []
    for side in sides_of(desk):
        here = rows.filter(pl.col("side") == side)
        label = desk.labels.side(side)
        number = desk.cite(str(here.height), here, f"{outlet}, {label}: attributions")
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
                title = f"{outlet}, {kind}, {position} toward {toward}"
                number = desk.cite(str(found.height), found, title)
                lines.append(("", (), (f"{glyph} {position} ", number)))
        if len(lines) > first:
            lines.insert(first, ("", (), (f"{toward}:",)))
    return lines or [("", (), ("none found",))]


def _facts(desk: Desk, outlet: str) -> list[_Line]:
    rows = of_outlet(desk.inputs.facts, outlet).filter(
        (pl.col("voice") == "outlet") & (pl.col("status") == "told")
    )
    lines: list[_Line] = []
    forms = rows.with_columns(form=pl.col("text").str.to_lowercase())
    for form in sorted(set(forms["form"])):
        here = forms.filter(pl.col("form") == form)
        number = desk.cite(str(here.height), here, f"{outlet}: “{form}”, own voice")
        lines.append(("", (), (f"“{visible(form)}” ", number)))
    return lines or [("", (), ("none found",))]


def _coverage(desk: Desk, outlet: str) -> list[_Line]:
    rows = of_outlet(desk.measured, outlet)
    events = rows["event"].drop_nulls()
    wire = rows.filter(pl.col("is_wire")).height
    said = f"{rows.height} article{'s' if rows.height != 1 else ''}"
    if not events.is_empty():
        said += f", {events.n_unique()} of {len(desk.event_names)} events"
    lines: list[_Line] = [("", (), (said,))]
    if wire:
        lines.append(("", (), (f"{wire} wire copy",)))
    return lines
