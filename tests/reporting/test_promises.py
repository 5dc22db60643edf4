"""What a reader can check: the same counts everywhere, sums that add up, words that are true."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.compare.design import READING
from framing.engine.verbs.report import gather
from framing.reporting import Report, ReportInputs, build_report, summary
from framing.reporting.desk import Desk
from framing.reporting.findings.copies import copies_finding
from framing.reporting.labels import USES, build_labels
from framing.reporting.model import Finding, Section, plain
from framing.reporting.page.render import render_html
from framing.reporting.sections.terms import TermFilter, chosen_terms
from framing.reporting.spreads import QUOTES, build_spreads


def section(report: Report, key: str) -> Section:
    return next(s for s in report.sections if s.id == key)


def finding(report: Report, kind: str) -> Finding:
    return next(f for f in report.findings if f.kind == kind)


def test_own_words_are_the_same_count_everywhere(kurils_report: Report) -> None:
    """Answer, bar figure, table and profile rest on one definition."""
    said = re.findall(
        r"([A-Z][\w ]+?) \(\d+ of (\d+) times?\)", plain(finding(kurils_report, "names").text)
    )
    counts = {outlet.removeprefix("and "): int(n) for outlet, n in said}
    assert len(counts) == 3
    names = section(kurils_report, "names")
    bars = next(f for f in names.figures if f.kind == "counts")
    assert "own words (captions and wire copy apart)" in bars.title
    sides = bars.data.filter(pl.col("part") != "disputed islands")
    drawn = dict(sides.group_by("row").agg(pl.col("n").sum()).filter(pl.col("n") > 0).iter_rows())
    table = names.tables[0]
    own = table.columns.index("Own words")
    listed: dict[str, int] = {}
    for row in table.rows:
        if plain(row[1]) != "disputed islands" and plain(row[own]) != "–":
            listed[plain(row[0])] = listed.get(plain(row[0]), 0) + int(plain(row[own]))
    profiles = section(kurils_report, "profiles").figures[0].data
    shown = profiles.filter(
        (pl.col("part") == USES["own"])
        & pl.col("label").is_in(["Southern Kurils", "Northern Territories"])
    )
    profiled = dict(
        shown.group_by("outlet").agg(pl.col("n").sum()).filter(pl.col("n") > 0).iter_rows()
    )
    assert counts == drawn == listed == profiled


def test_only_is_true_word_for_word(kurils_report: Report) -> None:
    one = finding(kurils_report, "names")
    text, doubt = plain(one.text), plain(one.doubt)
    assert "only “Northern Territories” by itself" in text
    assert doubt.startswith("Neutral wordings")
    names = section(kurils_report, "names").tables[0]
    both = names.columns.index("Both in one breath")
    for row in names.rows:
        outlet = plain(row[0])
        if plain(row[both]) != "–":  # whoever gives both is said to
            told = rf"{outlet} \(\d of \d articles\)"
            assert re.search(told, text) or re.search(rf"{outlet} \d of \d", doubt), outlet


def test_every_mention_has_one_use(kurils_inputs: ReportInputs) -> None:
    names = Desk(kurils_inputs).names
    assert set(names["use"]) <= set(USES)
    assert names.height == kurils_inputs.names.mentions.height
    assert set(names.filter(pl.col("use") == "own")["voice"]) == {"outlet"}


def test_share_figures_say_their_scope(kurils_report: Report) -> None:
    shares = [f for f in section(kurils_report, "names").figures if f.kind == "shares"]
    assert shares
    assert all("all voices, captions and wire included" in f.title for f in shares)
    for figure in shares:
        # That of a group is the mean of its outlets' shares.
        shown = figure.data.filter(pl.col("unit") == "outlet")
        for row in shown.drop_nulls("low").iter_rows(named=True):
            assert row["estimate"] == pytest.approx(row["n_eff"] / row["n_total_eff"])


def test_a_share_follows_from_the_counts_beside_it(kurils_report: Report) -> None:
    said = [plain(c) for s in kurils_report.sections for t in s.tables for r in t.rows for c in r]
    said += [plain(f.text) for f in kurils_report.findings]
    weighted = r"(\d+) % \[[^\]]*\] \(([\d.]+) of ([\d.]+)"
    plainly = r"([\d.]+) of ([\d.]+), (\d+) % \["
    checked = 0
    for text in said:
        triples = [(p, k, n) for p, k, n in re.findall(weighted, text)]
        triples += [(p, k, n) for k, n, p in re.findall(plainly, text)]
        for share, k, n in triples:
            assert abs(float(k) / float(n) * 100 - int(share)) < 0.75, text
            checked += 1
        # The mean of a group's outlets is none of these ratios, and says so.
        checked += len(re.findall(r"\d+ % \[[^\]]*\], outlets alike \([\d.]+ of [\d.]+", text))
    assert checked > 10


def test_a_shift_is_laid_to_what_makes_it(kurils_inputs: ReportInputs) -> None:
    found = copies_finding(Desk(kurils_inputs))
    assert found
    assert "MAKET" in plain(found.text)
    text = plain(found.doubt)
    assert "Captions that stand twice move the share" in text
    assert "MAKET" not in text
    assert len(re.findall(r"\d+ % \[\d+–\d+\](?:, outlets alike)? \(", text)) == 2
    # Where weights do not tell, no cause is named.
    mixed = kurils_inputs.names.mentions.with_columns(weight=pl.lit(0.9))
    desk = Desk(replace(kurils_inputs, names=replace(kurils_inputs.names, mentions=mixed)))
    found = copies_finding(desk)
    assert found
    assert "The two ways of counting disagree" in plain(found.doubt)


def test_reading_sets_no_outlet_against_another(
    reading_report: Report, kurils_inputs: ReportInputs
) -> None:
    fallen = build_report(
        replace(kurils_inputs, design=replace(kurils_inputs.design, tier=READING), keyness=())
    )
    outlets = sorted(set(dict(fallen.tables)["outlets"]["outlet"]))
    for one in fallen.findings[1:]:
        for sentence in re.split(r"\. |; ", plain(one.text)):
            if one.kind != "copies":
                assert sum(o in sentence for o in outlets) <= 1, sentence
            assert not re.search(r"\b(only|whereas|while|but|no such|farthest)\b", sentence)
    for report in (reading_report, fallen):
        for name, table in report.tables:
            if {"unit", "estimate"} <= set(table.columns):
                assert "group" not in set(table["unit"]), name


def test_a_pair_of_extremes_is_called_one(kurils_report: Report) -> None:
    one = finding(kurils_report, "voices")
    text = one.text
    assert "The two farthest apart of 6 outlets" in plain(one.doubt)
    # Counts of attributions are links, every one.
    assert not [p for p in text if isinstance(p, str) and re.search(r"\d+ of \d+", p)]


def test_only_quoted_words_stand_under_a_speaker(kurils_inputs: ReportInputs) -> None:
    labelled = 0
    for spread in build_spreads(Desk(kurils_inputs)):
        for column in spread.columns:
            for paragraph in column.paragraphs:
                for piece in paragraph.pieces:
                    if piece.speaker:
                        labelled += 1
                        assert "quote" in piece.marks
                        assert not paragraph.speaker
                if paragraph.speaker:
                    rest = [p.text for p in paragraph.pieces if "quote" not in p.marks]
                    assert not "".join(rest).strip(QUOTES + " \n\t")
    assert labelled > 20


def test_stance_in_profiles_names_its_target(kurils_report: Report) -> None:
    profiles = section(kurils_report, "profiles").profiles
    assert profiles
    for row in profiles.rows:
        lines = [plain(cell.text) for cell in row.cells[profiles.columns.index("Stance")]]
        assert lines == ["none found"] or lines[0].endswith(":")


def test_words_speak_of_outlets(kurils_report: Report) -> None:
    words = section(kurils_report, "words")
    for table in words.tables:
        assert not set(table.columns) & {"n China", "China per million"}
        assert any("outlets of China" in c for c in words.tables[0].columns)
        assert "Weighted words in all" in table.note
    assert words.figures[0].data["a"][0] == "outlets of China"


def test_outlet_names_and_dates_are_no_words() -> None:
    outlets = pl.DataFrame({"outlet": ["Shili Evening Post"], "name": ["Shili Evening Post"]})
    texts = (
        "He told Shili Evening Post so. Shili Evening Post asked. A post. That evening, evening."
    )
    keep = TermFilter(outlets, pl.DataFrame({"text": [texts]}))
    assert keep.why_not("shili evening") == "name"
    assert keep.why_not("told shili") == "name"
    assert keep.why_not("evening") == ""
    assert keep.why_not("11 march") == "date"
    assert keep.why_not("2019") == "date"
    assert keep.why_not("march past") == ""


def test_the_longest_term_that_explains_the_count_is_kept() -> None:
    words = pl.DataFrame(
        {"term": ["treaty", "peace treaty", "the peace treaty", "islands", "four islands"],
         "n_a": [11, 10, 6, 20, 10], "n_b": [1, 0, 0, 0, 0], "log_ratio": [3.0, 2.9, 2.8, 2.0, 1.9]}
    )  # fmt: skip
    kept = chosen_terms(words)["term"].to_list()
    assert kept == ["peace treaty", "islands", "four islands"]


def test_ids_are_never_printed(kurils_inputs: ReportInputs) -> None:
    book = kurils_inputs.codebook
    bare = replace(book, entities=tuple(replace(e, label="") for e in book.entities))
    assert build_labels(bare).entities["disputed_islands"] == "disputed islands"


def test_no_backticks_and_real_names_in_commands(kurils_report: Report) -> None:
    page = render_html(kurils_report)
    assert "`" not in page
    assert "STUDY" not in page
    assert "framing words kurils --group China" in page


def test_every_number_keeps_all_its_mentions(kurils_report: Report) -> None:
    numbered = kurils_report.store.passages.select("layer", "id")
    for evidence in kurils_report.evidence:
        shown = len(evidence.passages)
        assert shown + evidence.n_more == len(evidence.mentions), evidence.title
        if evidence.n_more:
            assert f"{shown} of {shown + evidence.n_more} shown" in evidence.heading
        held = numbered.filter(pl.col("layer") == evidence.layer)["id"]
        assert set(evidence.mentions) <= set(held), evidence.title
        if evidence.n_articles:
            there = len({p.article for p in evidence.passages})
            assert there == min(evidence.n_articles, 12)


def test_reading_commands_work_without_shared_events(make_study: Callable[..., Path]) -> None:
    report = build_report(gather(framing.open_study(make_study())))
    assert "STUDY" not in render_html(report)


def test_one_group_alone_is_said_to_be_alone(kurils_inputs: ReportInputs) -> None:
    design = kurils_inputs.design
    side = design.sides[0]
    alone = replace(design, sides=(side,), pairs=(), tier="reading", shared_events=())
    report = build_report(replace(kurils_inputs, design=alone))
    assert "nobody to compare with" in report.tier_sentence
    assert "nobody to compare with" in summary(report)[1]
