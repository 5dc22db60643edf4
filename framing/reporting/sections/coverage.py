"""Coverage: which outlet has how many articles on which event, and what absence means."""

from __future__ import annotations

import polars as pl

from framing.compare.coverage.events import absence
from framing.records.numerals import plural
from framing.reporting.desk import Desk
from framing.reporting.formats import join, of, visible
from framing.reporting.glossary import explain
from framing.reporting.model import Figure, Section, Table, Text

MAX_DRAWN = 8  # events in the figure
MAX_LISTED = 60  # and in the table
CELLS = {"event": pl.String, "outlet": pl.String, "n": pl.Int64, "text": pl.String}


def build_coverage(desk: Desk) -> Section:
    """The tier in plain words and the table event by outlet."""
    events = _events(desk)
    covered = desk.measured.drop_nulls("event").group_by("event", "outlet").len()
    number = {(e, o): n for e, o, n in covered.iter_rows()}
    # The events that most outlets cover come first where not all fit.
    spread = {e: sum((e, o) in number for o, _ in desk.outlets) for e in events}
    kept = sorted(events, key=lambda e: (-spread[e], list(events).index(e)))[:MAX_LISTED]
    listed = {e: name for e, name in events.items() if e in kept}
    drawn = {e: name for e, name in events.items() if e in kept[:MAX_DRAWN]}
    loose = desk.measured.filter(pl.col("event").is_null())
    notes = [(_meaning(desk),), *_left_out(desk, loose)]
    if len(drawn) < len(events):
        notes.append(
            (
                f"The figure has {of(len(drawn), len(events))} events, the table {len(listed):,}: "
                "those that most outlets cover.",
            )
        )
    sentence = _sentence(desk, events, number)
    return Section(
        "coverage",
        "What is covered",
        (sentence,),
        tuple(notes),
        figures=(_figure(desk, drawn, number, sentence),) if events else (),
        tables=(*([_table(desk, listed, number)] if events else []), *_copies(desk)),
        reading="A cell is an outlet and an event. Only events that several outlets cover show "
        "how the same thing is told; elsewhere different words may only mean different topics.",
        method=tier_rule(),
        explained=("tier", "coverage", "shared_events"),
    )


def _table(desk: Desk, events: dict[str, str], number: dict[tuple[str, str], int]) -> Table:
    first = {
        (e, o): a
        for e, o, a in desk.measured.sort("article", descending=True)
        .drop_nulls("event")
        .select("event", "outlet", "article")
        .iter_rows()
    }
    rows: list[tuple[Text, ...]] = []
    for event, name in events.items():
        row: list[Text] = [(name,)]
        for outlet, _ in desk.outlets:
            n = number.get((event, outlet), 0)
            link = desk.article_link(first[event, outlet], f"covered ({n})") if n else ""
            row.append((link or _not_measured(desk, event, outlet),))
        rows.append(tuple(row))
    outlets = (visible(o) for o, _ in desk.outlets)
    return Table("t-coverage", "Articles by event and outlet", ("Event", *outlets), tuple(rows),
                 explained=explain("coverage", *range(1, 1 + len(desk.outlets))))  # fmt: skip


def _not_measured(desk: Desk, event: str, outlet: str) -> str:
    """A cell without an article in English: covered in another language, or what absence means."""
    here = desk.inputs.articles.filter(pl.col("language") != "en", event=event, outlet=outlet)
    if here.is_empty():
        return absence(desk.inputs.sampling)
    return f"in {join(sorted(set(here['language'])))} only ({here.height})"


def _copies(desk: Desk) -> list[Table]:
    """Texts that several articles carry: who was first, and how much each changed."""
    carriers = desk.inputs.carriers
    if carriers.is_empty():
        return []
    words = dict(carriers.select("article", "n_words").iter_rows())
    rows: list[tuple[Text, ...]] = []
    for row in carriers.head(MAX_LISTED).iter_rows(named=True):
        is_first = row["article"] == row["unit"]
        shorter = min(row["n_words"], words.get(row["unit"], row["n_words"]))
        rows.append(
            (
                (visible(row["unit"]) if is_first else "",),
                (desk.article_link(row["article"], visible(row["outlet"])),),
                (row["date"] or "",),
                (visible(row["wire"] or ""),),
                ("first" if is_first else of(round(row["shared"] * shorter), shorter),),
                ("" if is_first else f"+{row['n_added']:,} −{row['n_removed']:,}",),
            )
        )
    more = carriers.height - len(rows)
    note = (
        "Words shared with the first carrier, of those of the shorter text. "
        f"{desk.command('copies', '--diff')} prints what each changed."
    )
    if more > 0:
        note += f" {more:,} more rows are in tables/copies_carriers.csv."
    columns = ("Text", "Outlet", "Date", "Agency credited", "Words shared", "Changed")
    title = "Texts that several articles carry"
    explained = explain("copies", 4, 5)
    return [Table("t-copies", title, columns, tuple(rows), note=note, explained=explained)]


def _figure(
    desk: Desk, events: dict[str, str], number: dict[tuple[str, str], int], sentence: str
) -> Figure:
    cells = [
        {
            "event": name,
            "outlet": outlet,
            "n": n,
            "text": str(n) if n else _not_measured(desk, event, outlet),
        }
        for event, name in events.items()
        for outlet, _ in desk.outlets
        for n in [number.get((event, outlet), 0)]
    ]
    data = pl.DataFrame(cells, schema=CELLS, orient="row")
    alt = f"Grid of {len(events)} events by {len(desk.outlets)} outlets. {sentence}"
    title = "Articles by event and outlet"
    return Figure("f-coverage", "coverage", title, alt, desk.source_note(), data)


def tier_rule() -> str:
    """How the tier is set, in words."""
    return (
        "Tier: reading when a side has fewer than 5 distinct articles or no event is shared; "
        "descriptive from 5 distinct articles a side and a shared event; inferential from 20 a "
        "side and 5 shared events. The lowest tier of all pairs of groups holds for the report. "
        "Copies of one text count as one distinct article."
    )


def _events(desk: Desk) -> dict[str, str]:
    named = desk.event_names
    used = sorted(set(desk.measured["event"].drop_nulls()) - set(named))
    return {**named, **{event: visible(event) for event in used}}


def _sentence(desk: Desk, events: dict[str, str], number: dict[tuple[str, str], int]) -> str:
    if not events:
        return (
            f"No event is given for any of the {plural(desk.measured.height, 'article')}: "
            "nothing can be matched."
        )
    shared = [events[e] for e in events if e in desk.inputs.design.shared_events]
    full = len(number) == len(events) * len(desk.outlets)
    which = "the event" if len(events) == 1 else f"all {len(events)} events"
    if full:
        return f"Every outlet covers {which}: {join(list(events.values()))}."
    said = f"{len(number)} of {len(events) * len(desk.outlets)} cells have articles"
    if not shared:
        return f"{said}; no event is covered by every group."
    return f"{said}; every group covers {join(shared)}."


def _meaning(desk: Desk) -> str:
    sampling = desk.inputs.sampling
    if sampling.is_complete:
        return (
            "The sample is complete by the study's own account: an empty cell means searched, "
            "none found."
        )
    kind = "convenience sample" if sampling.kind in ("", "convenience") else sampling.kind
    return f"This is a {kind}; absence cannot be interpreted."


def _left_out(desk: Desk, loose: pl.DataFrame) -> list[Text]:
    notes: list[Text] = []
    if loose.height and loose.height < desk.measured.height:
        notes.append((f"{plural(loose.height, 'article')} without an event stand apart.",))
    other = desk.inputs.articles.height - desk.measured.height
    if other:
        notes.append(
            (f"{plural(other, 'article')} in other languages than English are kept, not measured.",)
        )
    return notes
