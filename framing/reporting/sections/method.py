"""Method, validity and limits: what the numbers rest on, and what was left out."""

from __future__ import annotations

import re

import polars as pl

from framing.annotate.validity import load_validity
from framing.compare.claims import describe_pairs
from framing.records.imports import say_fates
from framing.reporting.desk import MAX_PASSAGES, Desk
from framing.reporting.formats import commas, join, number, percent, visible
from framing.reporting.glossary import explain
from framing.reporting.messages import N_, _, below
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import MAX_LISTED, more_rows
from framing.reporting.validated import say_validated, say_which


def build_method(desk: Desk) -> Section:
    """Method, validity and limits."""
    inputs = desk.inputs
    hidden = [
        _("Words, {group}: {what}.").format(group=k.pair.a, what=below(text.replace("`", "")))
        for k in inputs.keyness
        for text in k.hidden
    ]
    fates = inputs.ledger.group_by("fate").len().sort("fate")
    lead = _("What the numbers rest on, what each detector was tried on, and what was left out.")
    which = say_which(desk)
    validated = (
        _("Validated on coded units of these outlets: {which}; none of the others.")
        if which
        else _("None of the detectors has been validated on these outlets.")
    )
    said = commas([f"{number(n)} {below(fate)}" for fate, n in fates.iter_rows()])
    notes: list[Text] = [
        (_claims(desk),),
        (_weights(desk),),
        (
            _("Articles: {fates}.").format(fates=said)
            if said
            else _("No article is in the ledger."),
        ),
    ]
    if inputs.imports.height:
        notes.append((_("Brought in: {fates}.").format(fates=say_fates(inputs.imports)),))
    notes += [(text,) for text in hidden]
    opened = _(
        "Numbers in the page open all their passages; other forms of the report print up to {n} of "
        "each and say how many more."
    )
    notes.append((opened.format(n=MAX_PASSAGES),))
    tables = [_design(desk), _validity(desk), _options(desk)]
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
            _("Versions"),
            (_("Library"), _("Version")),
            tuple(((n,), (v,)) for n, v in inputs.versions),
        )
    )
    return Section(
        "method",
        _("Method, validity and limits"),
        (f"{lead} {validated.format(which=which)}",),
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
        return _(
            "Tier reading: every number is a count of these articles and speaks of them alone. "
            "Nothing is said of the outlets' other articles, nor of countries."
        )
    options = desk.inputs.options
    whom = _(
        "Estimates speak of these outlets, not of countries: to speak of a group, whole outlets "
        "would have to be drawn, at least four a side."
    )
    drawn = _("those of words from {n} draws of articles within outlets")
    if options.claim == "group":
        whom = _(
            "Estimates of groups draw whole outlets where there are four a side; where there are "
            "not, they have no interval and the note says so."
        )
        drawn = _(
            "those of words from {n} draws of whole outlets for groups, of articles within outlets "
            "for the rest"
        )
    tested = any(k.words["p"].is_not_null().any() for k in desk.inputs.keyness)
    p = _("p of words is of permuted labels.") if tested else _("No p value is given.")
    how = _("{shares}, {words}, seed {seed}; copies of one text are drawn together.").format(
        shares=_(_INTERVALS[options.interval]).format(level=percent(options.level)),
        words=drawn.format(n=number(options.replicates)),
        seed=options.seed,
    )
    return f"{whom} {how} {p}"


_INTERVALS = {
    "t": N_(
        "Intervals ({level}) of shares and means are Student's, from taking out each article "
        "within its outlet"
    ),
    "percentile": N_(
        "Intervals ({level}) of shares and means are percentiles of draws of articles within "
        "outlets"
    ),
    "bca": N_(
        "Intervals ({level}) of shares and means are BCa, from draws of articles within outlets"
    ),
}


def _weights(desk: Desk) -> str:
    scope = desk.inputs.scope
    if scope.copies == "published":
        return _("Weights: published, every appearance counts, as readers saw it.")
    return _(
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
            join([row["side_a"], row["side_b"]]), below(row["tier"]), _claimed(row["claims"]),
            join([str(row["n_distinct_a"]), str(row["n_distinct_b"])]),
            join([str(row["n_outlets_a"]), str(row["n_outlets_b"])]),
            str(row["n_events_shared"]), " ".join(map(below, _sentences(row["cannot"] or ""))),
        )  # fmt: skip
        out.append(tuple((visible(cell),) for cell in cells))
    columns = (
        _("Groups"), _("Tier"), _("Speaks of"), _("Distinct articles"), _("Outlets"),
        _("Shared events"), _("What cannot be said"),
    )  # fmt: skip
    explained = ((1, "tier"), (2, "claim"), (3, "unit"), (5, "shared_events"))
    title = _("What these articles allow")
    return Table("t-design", title, columns, tuple(out), explained=explained)


def _claimed(claims: str) -> str:
    return commas([below(claim) for claim in claims.split(", ")])


def _sentences(text: str) -> list[str]:
    """Sentences as they were put together, a capital after a stop."""
    return re.split(r"(?<=\.) (?=[A-Z])", text)


def _validity(desk: Desk) -> Table:
    rows = tuple(
        # scripts/write_messages reads these from the data file.
        (
            *((_(said),) for said in (v.detector, v.how, v.tried_on, v.words)),
            say_validated(desk, v) or (_("not validated"),),
        )
        for v in load_validity()
    )
    columns = (
        _("Detector"), _("How"), _("Tried on"), _("What came out"), _("On these outlets"),
    )  # fmt: skip
    note = _("A score on the shipped corpus is a software test, never accuracy on news.")
    title = _("What each detector was tried on")
    return Table("t-validity", title, columns, rows, note=note, folded=False,
                 explained=explain("validity", 3))  # fmt: skip


def _options(desk: Desk) -> Table:
    options = desk.inputs.options
    scope = desk.inputs.scope
    values = {
        "seed": options.seed, "level": options.level, "replicates": options.replicates,
        "interval": options.interval, "claim": options.claim,
        "outlet_weights": options.outlet_weights, "share": options.share,
        "voice": ", ".join(scope.voice) or _("all"), "role": ", ".join(scope.role),
        "copies": scope.copies, "repeats": scope.repeats,
        "events": ", ".join(scope.events) or _("all"),
        "outlets": ", ".join(scope.outlets) or _("all"),
    }  # fmt: skip
    origin = dict(options.origin)
    rows: list[tuple[Text, ...]] = [
        ((name,), (str(value),), (below(origin.get(name, "default")),))
        for name, value in values.items()
    ]
    return Table(
        "t-options", _("Options in force"), (_("Option"), _("Value"), _("From")), tuple(rows)
    )


def _dropped(rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = [
        (
            (visible(r["file"]),),
            (str(r["row"] or ""),),
            (below(r["fate"]),),
            (visible(r["reason"] or ""),),
        )
        for r in rows.sort("file", "row").head(MAX_LISTED).iter_rows(named=True)
    ]
    note = more_rows(rows.height - len(out), "ledger")
    columns = (_("File"), _("Row"), _("Fate"), _("Reason"))
    return Table(
        "t-ledger", _("Articles that were not taken as they are"), columns, tuple(out), note=note
    )


def _refused(rows: pl.DataFrame) -> Table:
    """Items of imported sources that became no article, as they stand in the ledger."""
    out: list[tuple[Text, ...]] = [
        tuple((visible(str(r[name] or "")),) for name in ("source", "item", "fate", "reason"))
        for r in rows.head(MAX_LISTED).iter_rows(named=True)
    ]
    note = more_rows(rows.height - len(out), "imports")
    title = _("Items of the sources that became no article")
    columns = (_("Source"), _("Item"), _("Fate"), _("Reason"))
    return Table("t-imports", title, columns, tuple(out), note=note)


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
        _("What framing check says of this study"),
        (_("Where"), _("Found"), _("Next")),
        tuple(out),
    )
