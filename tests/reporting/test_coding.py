"""The section on what was coded by hand: there only where something is, and within its tier."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.batch.compared.numbers import _NAMING
from framing.engine.coding.gathered import gather_coded
from framing.engine.run import Run
from framing.engine.verbs.report import gather
from framing.records.tables import CORRECTED
from framing.records.tables.columns import describe_columns, describe_table
from framing.reporting import Report, ReportInputs, build_report
from framing.reporting.desk import Desk
from framing.reporting.model import Link, Section, Table, plain
from framing.reporting.sections.coding.estimates import estimates_figure, estimates_tables
from framing.study.coding.samples import rows_to_csv, write_sample

TABLES = ("agreement", "coded_units", "corrected", "validity", "validity_differences")


@pytest.fixture(scope="session")
def coded_inputs(kurils_inputs: ReportInputs, coded_kurils: Run) -> ReportInputs:
    return replace(kurils_inputs, coded=gather_coded(coded_kurils))


@pytest.fixture(scope="session")
def coded_report(coded_inputs: ReportInputs) -> Report:
    return build_report(coded_inputs)


@pytest.fixture
def coded_reading(make_study: Callable[..., Path]) -> Report:
    """Of a tiny study, every sentence coded; names look like markup and like a template."""
    changes = {
        "outlets.csv": "outlet,group\nAl{pha},North\nBeta,North\nGamma,South\n",
        "articles.csv": (
            "file,outlet,date,event\nalpha_talks.txt,Al{pha},2019-05-06,talks\n"
            "beta_ferry.txt,Beta,2019-05-07,ferry\ngamma_talks.txt,Gamma,2019-05-06,talks\n"
        ),
    }
    run = framing.open_study(make_study(changes))
    sample = framing.sample(run, "voice", n=99)
    write_sample(sample)
    rows = [(unit, "outlet", "<i>ana</i>") for unit in sorted(sample.units["unit"])]
    (sample.folder / "codes").mkdir()
    codes = rows_to_csv(("unit", "label", "coder"), rows)
    (sample.folder / "codes/ana.csv").write_text(codes, "utf-8")
    return build_report(gather(framing.open_study(sample.folder.parents[1])))


def section(report: Report) -> Section:
    return next(s for s in report.sections if s.id == "coding")


def table(report: Report, id: str) -> Table:
    return next(t for t in section(report).tables if t.id == id)


def test_without_codes_there_is_no_section(kurils_report: Report) -> None:
    assert "coding" not in {s.id for s in kurils_report.sections}
    assert not set(TABLES) & {name for name, _frame in kurils_report.tables}
    assert "Coded by hand" not in {part for part, _id, _sections in kurils_report.contents}


def test_every_number_opens_its_units(coded_report: Report, coded_inputs: ReportInputs) -> None:
    (coded,) = coded_inputs.coded
    evidence = {one.id: one for one in coded_report.evidence}
    found = table(coded_report, "t-validity-voice")
    for row in found.rows:
        label = plain(row[0])
        tool, said = pl.col("tool") == label, pl.col("label") == label
        both = coded.units.drop_nulls(["tool", "label"])
        wanted = (tool, said, tool & said, tool & ~said, said & ~tool)
        for cell, where in zip(row[1:6], wanted, strict=True):
            units = both.filter(where)
            if units.is_empty():
                assert cell == ("–",)
                continue
            (link,) = cell
            assert isinstance(link, Link)
            assert link.text == str(units.height)
            opened = evidence[link.target]
            assert set(opened.mentions) == set(units["id"])
            assert opened.layer == "coded"
            assert all(p.note.startswith("tool: ") for p in opened.passages)
    texts = dict(coded_inputs.articles.select("article", "text").iter_rows())
    for one in coded_report.evidence:
        if one.layer == "coded":
            for p in one.passages:
                words = p.match.removesuffix(" …")
                assert words in " ".join(texts[p.article].split())


def test_scores_are_those_of_the_table(coded_report: Report, coded_inputs: ReportInputs) -> None:
    (coded,) = coded_inputs.coded
    row = coded.validity.filter(
        (pl.col("unit") == "all") & (pl.col("label") == "outlet") & (pl.col("measure") == "recall")
    ).row(0, named=True)
    shown = next(r for r in table(coded_report, "t-validity-voice").rows if r[0] == ("outlet",))
    bounds = f"[{row['low'] * 100:.0f}–{row['high'] * 100:.0f}]"
    assert shown[7] == (f"{row['estimate'] * 100:.0f} % {bounds}",)
    sides = table(coded_report, "t-validity-sides-voice")
    assert [plain(r[0]) for r in sides.rows][:3] == [
        "outlets of China", "outlets of India", "outlets of Russia",
    ]  # fmt: skip
    lead = plain(section(coded_report).lead)
    n = coded.units.drop_nulls("label").height
    assert lead.startswith(f"Voice: {n} units coded by hand, the tool's label is the coders' in ")


def test_errors_that_differ_between_groups_are_told(coded_report: Report) -> None:
    notes = [plain(note) for note in section(coded_report).notes]
    assert len(notes) == 3
    for note in notes:
        assert re.fullmatch(
            r"Voice: the tool errs (more )?in \d+ of \d+ units of outlets of \w+ (and in|than in) "
            r"\d+ of \d+ units of outlets of \w+[,;] .+\.",
            note,
        ), note


def test_a_detector_that_was_coded_here_says_so(
    coded_report: Report, kurils_report: Report, coded_inputs: ReportInputs
) -> None:
    (coded,) = coded_inputs.coded
    n = coded.units.drop_nulls(["tool", "label"]).height
    said = {}
    for name, report in (("coded", coded_report), ("plain", kurils_report)):
        method = next(s for s in report.sections if s.id == "method")
        rows = next(t for t in method.tables if t.id == "t-validity").rows
        said[name] = {plain(row[0]): plain(row[4]) for row in rows}
        others = {d: s for d, s in said[name].items() if d != "Attributions and speakers"}
        assert set(others.values()) == {"not validated"}
    assert said["plain"]["Attributions and speakers"] == "not validated"
    told = said["coded"]["Attributions and speakers"]
    assert re.fullmatch(
        rf"on {n} units of these outlets \(Voice\): macro-F1 0\.\d\d \[0\.\d\d, \d\.\d\d\]", told
    ), told
    assert told in " ".join(coded_report.methods.paragraphs)
    paragraphs = " ".join(kurils_report.methods.paragraphs)
    assert "no detector was validated on these outlets" in paragraphs
    portrayal = next(s for s in coded_report.sections if s.id == "portrayal")
    assert "US politics; not on these outlets" in plain(portrayal.lead)


def test_its_tables_and_columns_are_described(coded_report: Report) -> None:
    frames = dict(coded_report.tables)
    for name in TABLES:
        assert describe_table(name), name
        for note in describe_columns(name, frames[name]):
            assert note.unit and note.meaning, (name, note.column)
        keys = [c for c in frames[name].columns if c in _NAMING]
        if name != "coded_units":
            assert frames[name].select(keys).is_unique().all(), name


def test_every_number_of_a_table_is_explained(coded_report: Report, coded_reading: Report) -> None:
    for report in (coded_report, coded_reading):
        known = {entry.key for entry in report.glossary}
        for found in section(report).tables:
            explained = dict(found.explained)
            assert set(found.numeric) <= set(explained), found.id
            assert set(explained.values()) <= known
            assert all(len(row) == len(found.columns) for row in found.rows), found.id


def test_in_tier_reading_there_are_counts_alone(coded_reading: Report) -> None:
    found = section(coded_reading)
    said = [plain(cell) for t in found.tables for row in t.rows for cell in row]
    said += [plain(found.lead), found.reading, found.method, *map(plain, found.notes)]
    assert not any(re.search(r"%|\[|group|North|South|minus", text) for text in said), said
    heads = {head for t in found.tables for head in t.columns}
    assert not heads & {"Precision", "Recall", "F1", "Accuracy", "Alpha", "Corrected"}
    keys = {entry.key for entry in coded_reading.glossary}
    assert not keys & {"precision", "alpha", "corrected", "interval"}
    assert "12 of 12" in said or any(re.fullmatch(r"\d+ of \d+", text) for text in said)
    frames = dict(coded_reading.tables)
    assert frames["validity"]["estimate"].null_count() == frames["validity"].height


def _corrected(**given: object) -> dict[str, object]:
    row = {**dict.fromkeys(CORRECTED), "variable": "voice", "label": "outlet", "claim": "x"}
    return {**row, "n": 900, "n_label": 60, "n_coded": 130, "n_articles": 40, "flag": "", **given}


def test_three_estimates_stand_side_by_side(coded_inputs: ReportInputs) -> None:
    rows = []
    for group, base in (("China", 0.4), ("Russia", 0.5)):
        side = {"unit": "group", "group": group}
        rows += [
            _corrected(**side, method="hand", estimate=base, low=base - 0.1, high=base + 0.1),
            _corrected(**side, method="machine", estimate=base + 0.2, flag="no interval"),
            _corrected(
                **side, method="corrected", estimate=base, low=base - 0.04, high=base + 0.06
            ),
        ]
    apart = {"unit": "difference", "side_a": "China", "side_b": "Russia"}
    rows.append(_corrected(**apart, method="corrected", estimate=-0.1, low=-0.2, high=-0.01))
    (coded,) = coded_inputs.coded
    made = replace(coded, corrected=pl.DataFrame(rows, schema=CORRECTED, orient="row"))
    desk = Desk(coded_inputs)
    _counts, shares, differences = estimates_tables(desk, made)
    assert [plain(cell) for cell in shares.rows[0]][1:6] == [
        "outlets of China", "60 of 130", "40 % [30–50]", "60 %", "40 % [36–46]",
    ]  # fmt: skip
    assert [plain(cell) for cell in differences.rows[0]][1:5] == [
        "outlets of China minus outlets of Russia", "–", "–", "−10 [−20, −1]",
    ]  # fmt: skip
    figure = estimates_figure(desk, made)
    assert figure is not None
    assert figure.data["label"].to_list()[:3] == [
        "outlets of China, by hand", "outlets of China, by the tool",
        "outlets of China, corrected",
    ]  # fmt: skip
    assert figure.data["low"].null_count() == 2
    assert "outlet, outlets of China, by the tool: 60 %" in figure.alt
    assert estimates_figure(desk, coded) is None


def test_a_variable_that_the_codebook_lost_costs_no_report(
    make_study: Callable[..., Path],
) -> None:
    folder = make_study()
    sample = framing.sample(framing.open_study(folder), "stance:north_owns", n=99)
    write_sample(sample)
    (sample.folder / "codes").mkdir()
    codes = rows_to_csv(("unit", "label"), [(u, "none") for u in sample.units["unit"]])
    (sample.folder / "codes/ana.csv").write_text(codes, "utf-8")
    book = folder / "codebook/codebook.yaml"
    book.write_text(book.read_text("utf-8").replace("north_owns", "north_has"), "utf-8")
    report = build_report(gather(framing.open_study(folder)))
    (note,) = section(report).notes
    assert plain(note).startswith("Stance, north owns: not compared with the tool's labels: ")
