"""What the template of the page asks for: bars to one scale, filters of tables, tied sentences."""

from __future__ import annotations

from collections.abc import Iterator

from framing.reporting.formats import visible
from framing.reporting.messages import _
from framing.reporting.model import Bar, ProfileCell, Profiles, Spread, Store, Table, plain

BAR_WIDTH = 100


def place_bars(
    bars: tuple[Bar, ...], profiles: Profiles, column: tuple[ProfileCell, ...]
) -> Iterator[tuple[str, str, str]]:
    """Bars as (x, width, look), to one scale in a column of the profiles."""
    k = next(k for row in profiles.rows for k, cells in enumerate(row.cells) if cells is column)
    widest = max(
        (sum(bar.n for bar in cell.bars) for row in profiles.rows for cell in row.cells[k]),
        default=1,
    )
    left = 0.0
    for bar in bars:
        width = BAR_WIDTH * bar.n / max(widest, 1)
        if bar.n:
            yield f"{left:.2f}", f"{width:.2f}", bar.look
        left += width


def filtered_columns(table: Table, store: Store) -> str:
    """Numbers of the columns that hold nothing but outlets, or nothing but groups."""
    kinds = [{visible(name) for name in store.outlets[column]} for column in ("outlet", "group")]
    found = []
    for k in range(len(table.columns)):
        there = {plain(row[k]) for row in table.rows}
        if len(there) > 1 and any(there <= kind for kind in kinds):
            found.append(str(k))
    return ",".join(found)


def list_events(store: Store) -> list[tuple[int, str, int]]:
    """The choices of side by side as (code in the index, name, articles); 0 is no event."""
    counts = dict(store.articles["event"].value_counts().iter_rows())
    found = [(k, name, counts[key]) for k, (key, name) in enumerate(store.events, start=1)]
    return [*found, (0, _("no event"), counts[None])] if None in counts else found


Ties = list[list[list[tuple[str, str, str]]]]


def link_ties(spread: Spread) -> Ties:
    """For each column and paragraph its tied sentences as (number, own id, id of the twin)."""
    where: dict[str, list[int]] = {}
    for k, column in enumerate(spread.columns):
        for number in {n for p in column.paragraphs for n in p.tie.split(", ") if n}:
            where.setdefault(number, []).append(k)
    made: Ties = []
    placed: set[str] = set()
    for k, column in enumerate(spread.columns):
        made.append([])
        for paragraph in column.paragraphs:
            links = []
            for number in filter(None, paragraph.tie.split(", ")):
                own = f"t-{number}-{k}"
                columns = where[number]
                twin = columns[(columns.index(k) + 1) % len(columns)]
                links.append((number, "" if own in placed else own, f"t-{number}-{twin}"))
                placed.add(own)
            made[-1].append(links)
    return made
