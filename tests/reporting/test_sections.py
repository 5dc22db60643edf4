from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.reporting import ReportInputs, build_report
from framing.reporting.desk import Desk
from framing.reporting.model import plain
from framing.reporting.sections.coverage import build_coverage
from framing.reporting.sections.practice import practice_table
from framing.reporting.sections.style import spreads, style_sentence
from framing.reporting.sections.terms import chosen_terms
from framing.reporting.sections.voices import build_voices
from framing.reporting.spreads import build_spreads


def test_a_term_that_only_repeats_a_longer_one_stands_once() -> None:
    words = pl.DataFrame(
        {"term": ["northern territories", "northern", "treaty", "harbour"], "n_a": [4, 4, 4, 1],
         "n_b": [1, 1, 1, 9], "log_ratio": [2.0, 2.0, 1.9, -3.0]}
    )  # fmt: skip
    assert chosen_terms(words)["term"].to_list() == ["northern territories", "treaty", "harbour"]


def test_function_words_stand_in_no_list() -> None:
    words = pl.DataFrame(
        {"term": ["of the", "its", "of treaty"], "n_a": [4, 3, 2], "n_b": [1, 1, 1],
         "log_ratio": [2.0, 1.5, 1.0]}
    )  # fmt: skip
    assert chosen_terms(words)["term"].to_list() == ["of treaty"]


def test_halves_of_an_outlet_set_the_measure(kurils_inputs: ReportInputs) -> None:
    values = kurils_inputs.style_articles.filter(pl.col("measure") == "flesch_kincaid_grade")
    same = values.with_columns(value=pl.lit(9.0))
    desk = Desk(replace(kurils_inputs, style_articles=same))
    assert spreads(desk, "flesch_kincaid_grade") == (0.0, 0.0)
    assert style_sentence(desk).startswith("No difference in readability")
    apart = same.with_columns(
        value=pl.when(pl.col("outlet") == "Namuna Times").then(15.0).otherwise("value")
    )
    desk = Desk(replace(kurils_inputs, style_articles=apart))
    assert not style_sentence(desk).startswith("No difference")


def test_side_by_side_holds_every_character(kurils_inputs: ReportInputs) -> None:
    desk = Desk(kurils_inputs)
    spreads_ = build_spreads(desk)
    assert len(spreads_) == 3
    assert all(len(spread.columns) == 6 for spread in spreads_)
    shown = [article for _, articles in desk.shown for article in articles]
    columns = [column for spread in spreads_ for column in spread.columns]
    for article, column in zip(shown, columns, strict=True):
        text = "".join(p.text for paragraph in column.paragraphs for p in paragraph.pieces)
        assert "".join(text.split()) == "".join(desk.texts[article].split())


def test_shared_sentences_are_tied_across_outlets(kurils_inputs: ReportInputs) -> None:
    ties: dict[str, set[str]] = {}
    for spread in build_spreads(Desk(kurils_inputs)):
        for column in spread.columns:
            for paragraph in column.paragraphs:
                for tie in filter(None, paragraph.tie.split(", ")):
                    ties.setdefault(tie, set()).add(column.id)
                    assert paragraph.role in ("title", "standfirst", "body")
    assert ties
    assert all(len(columns) > 1 for columns in ties.values())


def test_an_empty_cell_says_whether_it_was_searched(kurils_inputs: ReportInputs) -> None:
    fewer = replace(
        kurils_inputs,
        measured=tuple(a for a in kurils_inputs.measured if "namuna-times/fish" not in a),
    )
    for kind, said in (("complete", "searched, none"), ("convenience", "not searched")):
        sampling = replace(fewer.sampling, kind=kind)
        coverage = build_coverage(Desk(replace(fewer, sampling=sampling)))
        cells = [plain(cell) for row in coverage.tables[0].rows for cell in row]
        assert cells.count(said) == 1
        assert cells.count("covered (1)") == 17


def test_asserted_and_wording_are_never_summed(kurils_inputs: ReportInputs) -> None:
    stance = next(s for s in build_report(kurils_inputs).sections if s.id == "stance")
    kinds = [figure.id.split("-")[2] for figure in stance.figures]
    assert kinds == ["asserted", "wording"]


def test_many_events_are_capped_and_it_is_said(kurils_inputs: ReportInputs) -> None:
    spread = kurils_inputs.articles.with_row_index("k").with_columns(
        event=pl.format("event-{}", pl.col("k") // 2)
    )
    report = build_report(replace(kurils_inputs, articles=spread.drop("k"), events=()))
    coverage, side = (
        next(s for s in report.sections if s.id == key) for key in ("coverage", "side-by-side")
    )
    assert coverage.figures[0].data["event"].n_unique() == 8
    assert any("8 of 9 events" in plain(note) for note in coverage.notes)
    assert len(side.spreads) == 6
    assert any("18 articles in all" in plain(note) for note in side.notes)


def test_an_event_covered_only_in_another_language_is_no_absence(
    kurils_inputs: ReportInputs,
) -> None:
    event = str(kurils_inputs.articles["event"].drop_nulls()[0])
    outlet = str(kurils_inputs.articles.filter(event=event)["outlet"][0])
    gone = kurils_inputs.articles.filter(event=event, outlet=outlet)["article"].to_list()
    articles = kurils_inputs.articles.with_columns(
        language=pl.when(pl.col("article").is_in(gone)).then(pl.lit("ru")).otherwise("language")
    )
    measured = tuple(a for a in kurils_inputs.measured if a not in gone)
    coverage = build_coverage(Desk(replace(kurils_inputs, articles=articles, measured=measured)))
    cells = [plain(cell) for row in coverage.tables[0].rows for cell in row]
    assert cells.count(f"in ru only ({len(gone)})") == 1


def test_cues_by_side_are_compared_only_with_an_interval(kurils_inputs: ReportInputs) -> None:
    def ids(cues: pl.DataFrame) -> list[str]:
        section = build_voices(Desk(replace(kurils_inputs, cues=cues)))
        return [table.id for table in section.tables]

    assert "t-asymmetry" not in ids(kurils_inputs.cues)
    sure = kurils_inputs.cues.with_columns(low=pl.lit(-0.5), high=pl.lit(0.125), n_a=2)
    assert "t-asymmetry" in ids(sure)
    shown = build_voices(Desk(replace(kurils_inputs, cues=sure))).tables[-1].rows[0]
    assert plain(shown[-1]) == "[−50, 12]"


def test_naming_practice_counts_articles_of_each_outlet(kurils_inputs: ReportInputs) -> None:
    desk = Desk(kurils_inputs)
    assert practice_table(desk, "kuril_chain") is None  # no two sides contest it
    table = practice_table(desk, "disputed_islands")
    assert table is not None
    cells = {plain(row[0]): [plain(cell) for cell in row[1:]] for row in table.rows}
    assert table.columns[1:4] == ("Only Russia's", "Only Japan's", "Both in one breath")
    assert cells["Obrazets Courier"][:7] == ["–", "–", "3", "–", "–", "–", "3"]
    assert cells["Udaharan Express"][:7] == ["2", "–", "1", "–", "–", "–", "3"]
    assert cells["Shili Evening Post"][8] == "Northern Territories 2; disputed islands 1"
    opened = {e.id: e for e in desk.evidence}
    link = table.rows[3][1][0]
    assert not isinstance(link, str)
    assert {p.voice for p in opened[link.target].passages} == {"own voice"}


def test_an_article_that_was_lost_is_no_absence_and_in_no_other_language(
    kurils_inputs: ReportInputs,
) -> None:
    victim = kurils_inputs.articles.row(0, named=True)
    skipped = pl.col("article") == victim["article"]
    ledger = kurils_inputs.ledger.with_columns(
        fate=pl.when(skipped).then(pl.lit("skipped")).otherwise("fate"),
        reason=pl.when(skipped).then(pl.lit("it ended every process")).otherwise("reason"),
    )
    measured = tuple(a for a in kurils_inputs.measured if a != victim["article"])
    coverage = build_coverage(Desk(replace(kurils_inputs, ledger=ledger, measured=measured)))
    notes = [plain(note) for note in coverage.notes]
    assert any(note.startswith("1 article ended every process that read it") for note in notes)
    assert not any("other languages" in note for note in notes)
    outlets = [outlet for outlet, _ in Desk(kurils_inputs).outlets]
    cells = coverage.tables[0].rows
    column = 1 + outlets.index(victim["outlet"])
    assert "left out (1)" in [plain(row[column]) for row in cells]
