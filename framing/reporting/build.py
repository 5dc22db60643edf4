"""From inputs to a Report: sections written at one desk, then the answer on top."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.compare.design import DESCRIPTIVE, INFERENTIAL, READING
from framing.records.scope import Scope
from framing.records.tables.columns import dictionary
from framing.reporting.anchors import article_id
from framing.reporting.desk import Desk
from framing.reporting.figures.fonts import missing_letters
from framing.reporting.findings import build_answer
from framing.reporting.formats import (
    commas,
    counted_articles,
    counted_events,
    counted_outlets,
    number,
    visible,
)
from framing.reporting.glossary import entries_of
from framing.reporting.inputs import ReportInputs
from framing.reporting.manifest import build_manifest
from framing.reporting.messages import N_, _, n_, speaking, spoken
from framing.reporting.methods import build_methods, with_methods
from framing.reporting.model import Evidence, Report, Section, plain
from framing.reporting.sections.absent import build_absent
from framing.reporting.sections.coding.section import build_coding, coded_tables
from framing.reporting.sections.coverage import build_coverage
from framing.reporting.sections.data import build_data
from framing.reporting.sections.doubt.alike import build_alike
from framing.reporting.sections.doubt.apart import build_apart
from framing.reporting.sections.doubt.noise import build_noise
from framing.reporting.sections.doubt.split import build_split
from framing.reporting.sections.facts import build_facts
from framing.reporting.sections.frames import build_frames
from framing.reporting.sections.method import build_method
from framing.reporting.sections.names import build_names
from framing.reporting.sections.omissions import build_omissions
from framing.reporting.sections.overtime import build_over_time
from framing.reporting.sections.portrayal import build_portrayal
from framing.reporting.sections.profiles import build_profiles
from framing.reporting.sections.sidebyside import build_side_by_side
from framing.reporting.sections.stance import build_stance
from framing.reporting.sections.style import build_style
from framing.reporting.sections.voices import build_voices
from framing.reporting.sections.words import build_words

# The order of the report, and its table of contents: parts, and the sections of each.
_PARTS = (
    (N_("Overview"), (build_profiles,)),
    (N_("Coverage"), (build_coverage, build_omissions)),
    (N_("Names"), (build_names, build_split)),
    (N_("Voices"), (build_voices,)),
    (N_("Stance and facts"), (build_stance, build_facts, build_portrayal, build_frames)),
    (N_("Words"), (build_words, build_noise, build_apart, build_alike, build_absent)),
    (N_("Over time"), (build_over_time,)),
    (N_("Side by side"), (build_side_by_side,)),
    (N_("Style"), (build_style,)),
    (N_("Coded by hand"), (build_coding,)),
    (N_("Method and data"), (build_method, build_data)),
)


def build_report(inputs: ReportInputs) -> Report:
    """The report of one study.

    Parameters
    ----------
    inputs
        From ``framing.engine.verbs.report.gather``.

    Returns
    -------
    Report
        The same inputs give the same value; nothing in it depends on time or place.
    """
    with speaking(inputs.options.report_language):
        return _build(inputs)


def _build(inputs: ReportInputs) -> Report:
    desk = Desk(inputs)
    answer = build_answer(desk)
    rooms = [(part, build) for part, builders in _PARTS for build in builders]
    # What nobody coded by hand has no section: it is no part of every report.
    rooms = [room for room in rooms if room[1] is not build_coding or inputs.coded]
    made = {build: build(desk) for _part, build in rooms if build is not build_side_by_side}
    drawn = [figure for section in made.values() for figure in section.figures]
    letters = [(_("Figures: {what}.").format(what=line),) for line in missing_letters(drawn)]
    method = made[build_method]
    made[build_method] = replace(method, notes=(*method.notes, *letters))
    # The articles come last: excerpts are taken around what was cited.
    made[build_side_by_side] = build_side_by_side(desk)
    sections = [replace(made[build], part=_(part)) for part, build in rooms]
    glossary = entries_of(sections)
    methods = build_methods(desk, glossary)
    sections = [with_methods(section, methods) for section in sections]
    return Report(
        study=inputs.study,
        title=visible(inputs.question or inputs.study),
        subtitle=_subtitle(desk),
        tier=inputs.design.tier,
        tier_sentence=_tier(desk),
        findings=answer.findings,
        sections=tuple(sections),
        evidence=_resolved(desk, sections),
        manifest=build_manifest(desk, answer.findings),
        store=desk.store,
        tables=_tables(inputs),
        glossary=glossary,
        methods=methods,
        language=spoken(),
        compared=answer.compared,
    )


def summary(report: Report) -> list[str]:
    """Up to three plain sentences for the terminal: the tier, then what was found first."""
    return [report.tier_sentence, *(plain(f.text) for f in report.findings[:2])]


def _resolved(desk: Desk, sections: list[Section]) -> tuple[Evidence, ...]:
    """Passages lead only to places that are in the page: to the words, else to the article."""
    there = {
        anchor
        for section in sections
        for spread in section.spreads
        for column in spread.columns
        for paragraph in column.paragraphs
        for piece in paragraph.pieces
        for anchor in piece.anchors
    }
    columns = {article: article_id(article) for article in desk.shown_articles}
    return tuple(
        replace(
            one,
            passages=tuple(
                p if p.target in there else replace(p, target=columns.get(p.article, ""))
                for p in one.passages
            ),
        )
        for one in desk.evidence
    )


def _subtitle(desk: Desk) -> str:
    inputs = desk.inputs
    rows = desk.measured
    units = inputs.copies.join(rows.select("article"), on="article", how="semi")
    distinct = units["unit"].n_unique()
    n = counted_articles(rows.height)
    if distinct < rows.height:
        n = _("{articles} ({n} distinct)").format(articles=n, n=number(distinct))
    dates = sorted(d for d in rows["date"] if d)
    languages = sorted({code or _("unknown") for code in inputs.articles["language"]})
    parts = [
        counted_outlets(len(desk.outlets)),
        n,
        counted_events(rows["event"].drop_nulls().n_unique()),
        _("{first} to {last}").format(first=dates[0], last=dates[-1]) if dates else _("no dates"),
        _("language: {languages}").format(languages=commas(languages)),
        *([] if inputs.scope == Scope() else [_("scope: {scope}").format(scope=inputs.scope)]),
    ]
    return " · ".join(parts)


def _tier(desk: Desk) -> str:
    """The tier in plain words, with the reason."""
    design = desk.inputs.design
    k = len(design.shared_events)
    events = desk.measured["event"].drop_nulls().n_unique()
    return _tier_template(desk, events).format(
        articles=counted_articles(desk.measured.height),
        events=counted_events(events),
        shared=n_("{n} shared event", "{n} shared events", k).format(n=number(k)),
    )


def _tier_template(desk: Desk, events: int) -> str:
    design = desk.inputs.design
    if design.tier == DESCRIPTIVE:
        return _("{articles}, {shared}: differences are descriptions of these articles.")
    if design.tier == INFERENTIAL:
        return _(
            "{articles}, {shared}: differences may be read as differences between these outlets."
        )
    assert design.tier == READING
    if not design.pairs:
        return _("{articles} of a single group: there is nobody to compare with.")
    if not events:
        return _("{articles}, no event named, none shared: read, do not compare.")
    if not design.shared_events:
        return _("{articles}, {events}, none shared by all: read, do not compare.")
    return _("{articles}, {shared}, but a side has too few articles: read, do not compare.")


def _tables(inputs: ReportInputs) -> tuple[tuple[str, pl.DataFrame], ...]:
    """Every frame behind the report, sorted as the verbs sort them."""
    tables = {
        "absent": inputs.absent,
        "apart": inputs.apart,
        "articles": inputs.articles.drop("text"),
        "copies": inputs.copies,
        "copies_carriers": inputs.carriers,
        "facts": inputs.facts,
        "frames": inputs.indicators,
        "ledger": inputs.ledger,
        "names": inputs.names.shares,
        "names_mentions": inputs.names.mentions,
        "names_published": inputs.names.published,
        "noise": inputs.noise,
        "omissions": inputs.omissions,
        "outlets": inputs.outlets,
        "portrayal": inputs.portrayals,
        "segments": inputs.segments,
        "split": inputs.splits,
        "stance": inputs.stances.mentions,
        "stance_shares": inputs.stances.shares,
        "style": inputs.style,
        "style_articles": inputs.style_articles,
        "timeline": inputs.timeline,
        "voices": inputs.voices.mentions,
        "voices_published": inputs.voices.published,
        "voices_shares": inputs.voices.shares,
    }
    if inputs.alike:
        tables["lockwords"] = inputs.alike.words
    if inputs.imports.height:
        tables["imports"] = inputs.imports
    if inputs.coded:
        tables |= coded_tables(inputs.coded)
    if inputs.keyness:
        tables["words"] = pl.concat([k.words for k in inputs.keyness])
    if inputs.design.tier == READING:  # nothing is said of groups
        tables = {
            name: table.filter(pl.col("unit") != "group") if "unit" in table.columns
            and "estimate" in table.columns else table
            for name, table in tables.items()
        }  # fmt: skip
    ordered = sorted(tables.items())
    return (*ordered, ("columns", dictionary(ordered)))
