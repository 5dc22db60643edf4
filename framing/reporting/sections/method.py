"""Method, validity and limits: what the numbers rest on, and what was left out."""

from __future__ import annotations

import polars as pl

from framing.annotate.validity import load_validity
from framing.compare.claims import describe_pairs
from framing.records.imports import say_fates
from framing.reporting.desk import MAX_PASSAGES, Desk
from framing.reporting.formats import visible
from framing.reporting.glossary import explain
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import MAX_LISTED


def build_method(desk: Desk) -> Section:
    """Method, validity and limits."""
    inputs = desk.inputs
    hidden = [f"Words, {k.pair.a}: {text}." for k in inputs.keyness for text in k.hidden]
    fates = inputs.ledger.group_by("fate").len().sort("fate")
    lead = (
        "What the numbers rest on, what each detector was tried on, and what was left out. None "
        "of the detectors has been validated on these outlets."
    )
    said = [f"{n:,} {fate}" for fate, n in fates.iter_rows()]
    notes: list[Text] = [
        (_claims(desk),),
        (_weights(desk),),
        (f"Articles: {', '.join(said)}." if said else "No article is in the ledger.",),
    ]
    if inputs.imports.height:
        notes.append((f"Brought in: {say_fates(inputs.imports)}.",))
    notes += [(text.replace("`", ""),) for text in hidden]
    notes.append(
        (
            "Numbers in the page open all their passages; other forms of the report print up to "
            f"{MAX_PASSAGES} of each and say how many more.",
        )
    )
    tables = [_design(desk), _validity(), _options(desk)]
    dropped = inputs.ledger.filter(pl.col("fate") != "imported")
    if dropped.height:
        tables.append(_dropped(dropped))
    refused = inputs.imports.filter(pl.col("fate").is_in(("duplicate", "skipped")))
    if refused.height:
        tables.append(_refused(refused))
    if inputs.problems:
        tables.append(_problems(desk))
    tables.append(
        Table(
            "t-versions",
            "Versions",
            ("Library", "Version"),
            tuple(((n,), (v,)) for n, v in inputs.versions),
        )
    )
    return Section(
        "method",
        "Method, validity and limits",
        (lead,),
        tuple(notes),
        tables=tuple(tables),
        explained=_explained(desk),
    )


def _explained(desk: Desk) -> tuple[str, ...]:
    """What every number rests on; intervals only where there are any."""
    always = ("tier", "claim", "unit", "n_eff", "authored_published")
    if desk.is_reading:
        return always
    return (*always, "interval", f"interval_{desk.inputs.options.interval}")


def _claims(desk: Desk) -> str:
    if desk.is_reading:
        return (
            "Tier reading: every number is a count of these articles and speaks of them alone. "
            "Nothing is said of the outlets' other articles, nor of countries."
        )
    options = desk.inputs.options
    drawn = "articles within outlets"
    whom = (
        "Estimates speak of these outlets, not of countries: to speak of a group, whole outlets "
        "would have to be drawn, at least four a side."
    )
    if options.claim == "group":
        drawn = "whole outlets for groups, of articles within outlets for the rest"
        whom = (
            "Estimates of groups draw whole outlets where there are four a side; where there are "
            "not, they have no interval and the note says so."
        )
    tested = any(k.words["p"].is_not_null().any() for k in desk.inputs.keyness)
    p = "p of words is of permuted labels" if tested else "No p value is given"
    return (
        f"{whom} Intervals "
        f"({options.level * 100:.0f} %) of shares and means "
        f"{_INTERVALS[options.interval]}, those of words from {options.replicates:,} draws of "
        f"{drawn}, seed {options.seed}; copies of one text are drawn together. {p}."
    )


_INTERVALS = {
    "t": "are Student's, from taking out each article within its outlet",
    "percentile": "are percentiles of draws of articles within outlets",
    "bca": "are BCa, from draws of articles within outlets",
}


def _weights(desk: Desk) -> str:
    scope = desk.inputs.scope
    if scope.copies == "published":
        return "Weights: published, every appearance counts, as readers saw it."
    return (
        "Weights: authored. A text that several outlets of a group carry and a sentence that an "
        "outlet repeats count once; raw counts stand beside. The published estimand counts every "
        "appearance; where the two disagree, the answer says so."
    )


def _design(desk: Desk) -> Table:
    """Who can be compared with whom, and what cannot be said."""
    rows = describe_pairs(desk.inputs.design.units).filter(pl.col("kind") == "group")
    out: list[tuple[Text, ...]] = []
    for row in rows.iter_rows(named=True):
        cells = (
            f"{row['side_a']} and {row['side_b']}", row["tier"], row["claims"],
            f"{row['n_distinct_a']} and {row['n_distinct_b']}",
            f"{row['n_outlets_a']} and {row['n_outlets_b']}", str(row["n_events_shared"]),
            row["cannot"] or "",
        )  # fmt: skip
        out.append(tuple((visible(cell),) for cell in cells))
    columns = ("Groups", "Tier", "Speaks of", "Distinct articles", "Outlets", "Shared events",
               "What cannot be said")  # fmt: skip
    explained = ((1, "tier"), (2, "claim"), (3, "unit"), (5, "shared_events"))
    return Table("t-design", "What these articles allow", columns, tuple(out), explained=explained)


def _validity() -> Table:
    rows = tuple(
        ((v.detector,), (v.how,), (v.tried_on,), (v.words,), ("not validated",))
        for v in load_validity()
    )
    columns = ("Detector", "How", "Tried on", "What came out", "On these outlets")
    note = "A score on the shipped corpus is a software test, never accuracy on news."
    title = "What each detector was tried on"
    return Table("t-validity", title, columns, rows, note=note, folded=False,
                 explained=explain("validity", 3))  # fmt: skip


def _options(desk: Desk) -> Table:
    options = desk.inputs.options
    scope = desk.inputs.scope
    values = {
        "seed": options.seed, "level": options.level, "replicates": options.replicates,
        "interval": options.interval, "claim": options.claim,
        "outlet_weights": options.outlet_weights, "share": options.share,
        "voice": ", ".join(scope.voice) or "all", "role": ", ".join(scope.role),
        "copies": scope.copies, "repeats": scope.repeats,
        "events": ", ".join(scope.events) or "all", "outlets": ", ".join(scope.outlets) or "all",
    }  # fmt: skip
    origin = dict(options.origin)
    rows: list[tuple[Text, ...]] = [
        ((name,), (str(value),), (origin.get(name, "default"),)) for name, value in values.items()
    ]
    return Table("t-options", "Options in force", ("Option", "Value", "From"), tuple(rows))


def _dropped(rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = [
        ((visible(r["file"]),), (str(r["row"] or ""),), (r["fate"],), (visible(r["reason"] or ""),))
        for r in rows.sort("file", "row").head(MAX_LISTED).iter_rows(named=True)
    ]
    more = rows.height - len(out)
    note = f"{more:,} more rows are in tables/ledger.csv." if more > 0 else ""
    columns = ("File", "Row", "Fate", "Reason")
    return Table(
        "t-ledger", "Articles that were not taken as they are", columns, tuple(out), note=note
    )


def _refused(rows: pl.DataFrame) -> Table:
    """Items of imported sources that became no article, as they stand in the ledger."""
    out: list[tuple[Text, ...]] = [
        tuple((visible(str(r[name] or "")),) for name in ("source", "item", "fate", "reason"))
        for r in rows.head(MAX_LISTED).iter_rows(named=True)
    ]
    more = rows.height - len(out)
    note = f"{more:,} more rows are in tables/imports.csv." if more > 0 else ""
    title = "Items of the sources that became no article"
    return Table("t-imports", title, ("Source", "Item", "Fate", "Reason"), tuple(out), note=note)


def _problems(desk: Desk) -> Table:
    out: list[tuple[Text, ...]] = [
        (
            (visible(f"{p.file}:{p.line}" if p.line else p.file),),
            (visible(p.found).replace("`", ""),),
            (visible(p.step).replace("`", ""),),
        )
        for p in desk.inputs.problems[:MAX_LISTED]
    ]
    return Table(
        "t-problems",
        "What framing check says of this study",
        ("Where", "Found", "Next"),
        tuple(out),
    )
