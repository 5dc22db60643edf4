"""Coverage: which outlet has how many articles on which event, and what absence means."""

from __future__ import annotations

import polars as pl

from framing.compare.coverage.events import absence
from framing.reporting.desk import Desk
from framing.reporting.formats import (
    counted_articles,
    counted_events,
    counted_outlets,
    join,
    number,
    of,
    visible,
)
from framing.reporting.glossary import explain
from framing.reporting.messages import _, below, n_
from framing.reporting.model import Figure, Section, Table, Text
from framing.reporting.sections.common import more_rows

MAX_DRAWN = 8  # events in the figure
MAX_LISTED = 60  # and in the table
CELLS = {"event": pl.String, "outlet": pl.String, "n": pl.Int64, "text": pl.String}


def build_coverage(desk: Desk) -> Section:
    """The tier in plain words and the table event by outlet."""
    events = _events(desk)
    covered = desk.measured.drop_nulls("event").group_by("event", "outlet").len()
    counts = {(e, o): n for e, o, n in covered.iter_rows()}
    # The events that most outlets cover come first where not all fit.
    spread = {e: sum((e, o) in counts for o, _group in desk.outlets) for e in events}
    kept = sorted(events, key=lambda e: (-spread[e], list(events).index(e)))[:MAX_LISTED]
    listed = {e: name for e, name in events.items() if e in kept}
    drawn = {e: name for e, name in events.items() if e in kept[:MAX_DRAWN]}
    loose = desk.measured.filter(pl.col("event").is_null())
    notes = [(_meaning(desk),), *_left_out(desk, loose)]
    if len(drawn) < len(events):
        said = _("The figure has {drawn} events, the table {n}: those that most outlets cover.")
        notes.append((said.format(drawn=of(len(drawn), len(events)), n=number(len(listed))),))
    sentence = _sentence(desk, events, counts)
    return Section(
        "coverage",
        _("What is covered"),
        (sentence,),
        tuple(notes),
        figures=(_figure(desk, drawn, counts, sentence),) if events else (),
        tables=(*([_table(desk, listed, counts)] if events else []), *_copies(desk)),
        reading=_(
            "A cell is an outlet and an event. Only events that several outlets cover show how the "
            "same thing is told; elsewhere different words may only mean different topics."
        ),
        method=tier_rule(),
        explained=("tier", "coverage", "shared_events"),
    )


def _table(desk: Desk, events: dict[str, str], counts: dict[tuple[str, str], int]) -> Table:
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
        for outlet, _group in desk.outlets:
            n = counts.get((event, outlet), 0)
            link = (
                desk.article_link(first[event, outlet], _("covered ({n})").format(n=n)) if n else ""
            )
            row.append((link or _not_measured(desk, event, outlet),))
        rows.append(tuple(row))
    outlets = (visible(o) for o, _group in desk.outlets)
    title = _("Articles by event and outlet")
    return Table("t-coverage", title, (_("Event"), *outlets), tuple(rows),
                 explained=explain("coverage", *range(1, 1 + len(desk.outlets))))  # fmt: skip


def _not_measured(desk: Desk, event: str, outlet: str) -> str:
    """A cell without an article in English: covered in another language, or what absence means."""
    here = desk.inputs.articles.filter(pl.col("language") != "en", event=event, outlet=outlet)
    lost = desk.lost.filter(event=event, outlet=outlet).height
    if here.is_empty() and lost:
        return _("left out ({n})").format(n=lost)
    if here.is_empty():
        return below(absence(desk.inputs.sampling))
    languages = join(sorted(set(here["language"])))
    return _("in {languages} only ({n})").format(languages=languages, n=here.height)


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
                (_("first") if is_first else of(round(row["shared"] * shorter), shorter),),
                ("" if is_first else f"+{number(row['n_added'])} −{number(row['n_removed'])}",),
            )
        )
    more = carriers.height - len(rows)
    note = _(
        "Words shared with the first carrier, of those of the shorter text. {command} prints what "
        "each changed."
    ).format(command=desk.command("copies", "--diff"))
    note = " ".join(filter(None, (note, more_rows(more, "copies_carriers"))))
    columns = (
        _("Text"), _("Outlet"), _("Date"), _("Agency credited"), _("Words shared"), _("Changed")
    )  # fmt: skip
    title = _("Texts that several articles carry")
    explained = explain("copies", 4, 5)
    return [Table("t-copies", title, columns, tuple(rows), note=note, explained=explained)]


def _figure(
    desk: Desk, events: dict[str, str], counts: dict[tuple[str, str], int], sentence: str
) -> Figure:
    cells = [
        {
            "event": name,
            "outlet": outlet,
            "n": n,
            "text": str(n) if n else _not_measured(desk, event, outlet),
        }
        for event, name in events.items()
        for outlet, _group in desk.outlets
        for n in [counts.get((event, outlet), 0)]
    ]
    data = pl.DataFrame(cells, schema=CELLS, orient="row")
    alt = _("Grid of {events} by {outlets}. {sentence}").format(
        events=counted_events(len(events)),
        outlets=counted_outlets(len(desk.outlets)),
        sentence=sentence,
    )
    title = _("Articles by event and outlet")
    return Figure("f-coverage", "coverage", title, alt, desk.source_note(), data)


def tier_rule() -> str:
    """How the tier is set, in words."""
    return _(
        "Tier: reading when a side has fewer than 5 distinct articles or no event is shared; "
        "descriptive from 5 distinct articles a side and a shared event; inferential from 20 a "
        "side and 5 shared events. The lowest tier of all pairs of groups holds for the report. "
        "Copies of one text count as one distinct article."
    )


def _events(desk: Desk) -> dict[str, str]:
    named = desk.event_names
    used = sorted(set(desk.measured["event"].drop_nulls()) - set(named))
    return {**named, **{event: visible(event) for event in used}}


def _sentence(desk: Desk, events: dict[str, str], counts: dict[tuple[str, str], int]) -> str:
    if not events:
        said = _("No event is given for any of the {articles}: nothing can be matched.")
        return said.format(articles=counted_articles(desk.measured.height))
    shared = [events[e] for e in events if e in desk.inputs.design.shared_events]
    full = len(counts) == len(events) * len(desk.outlets)
    if full:
        said = n_(
            "Every outlet covers the event: {names}.",
            "Every outlet covers all {n} events: {names}.",
            len(events),
        )
        return said.format(n=number(len(events)), names=join(list(events.values())))
    cells = of(len(counts), len(events) * len(desk.outlets))
    if not shared:
        said = _("{cells} cells have articles; no event is covered by every group.")
        return said.format(cells=cells)
    said = _("{cells} cells have articles; every group covers {names}.")
    return said.format(cells=cells, names=join(shared))


def _meaning(desk: Desk) -> str:
    sampling = desk.inputs.sampling
    if sampling.is_complete:
        return _(
            "The sample is complete by the study's own account: an empty cell means searched, none "
            "found."
        )
    if sampling.kind in ("", "convenience"):
        return _("This is a convenience sample; absence cannot be interpreted.")
    return _("This is a {kind}; absence cannot be interpreted.").format(kind=sampling.kind)


def _left_out(desk: Desk, loose: pl.DataFrame) -> list[Text]:
    notes: list[Text] = []
    if loose.height and loose.height < desk.measured.height:
        said = n_(
            "{n} article without an event stands apart.",
            "{n} articles without an event stand apart.",
            loose.height,
        )
        notes.append((said.format(n=number(loose.height)),))
    if lost := desk.lost.height:
        said = n_(
            "{n} article ended every process that read it, and is left out; the ledger says which.",
            "{n} articles ended every process that read them, and are left out; the ledger says "
            "which.",
            lost,
        )
        notes.append((said.format(n=number(lost)),))
    other = desk.inputs.articles.height - desk.measured.height - lost
    if other:
        said = n_(
            "{n} article in other languages than English is kept, not measured.",
            "{n} articles in other languages than English are kept, not measured.",
            other,
        )
        notes.append((said.format(n=number(other)),))
    return notes
