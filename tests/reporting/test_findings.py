from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import framing
from framing.compare.design import READING
from framing.engine.run import Run
from framing.engine.verbs.report import gather
from framing.errors import UsageError
from framing.records.scope import Scope
from framing.reporting import Report, ReportInputs, build_report, summary
from framing.reporting.forms.markdown import render_markdown
from framing.reporting.model import Link, plain

FORBIDDEN = re.compile(
    r"\b(bias\w*|propagand\w*|hid(es|den|ing)?|distort\w*|significan\w*|thinks?|wants?)\b", re.I
)
# What a reader must not meet in tier reading.
COMPARING = re.compile(r"%|\[\S+–\S+\]|\bp\s*[=<]|\brank|\blog ratio\b|\bmore than\b", re.I)


def sentences(report: Report) -> list[str]:
    """What the report says in its own words: findings, leads, notes."""
    said = [plain(f.text) for f in report.findings] + [report.tier_sentence, *summary(report)]
    for section in report.sections:
        said += [plain(section.lead), *(plain(note) for note in section.notes), section.title]
        said += [section.reading, section.method]
    return said


def test_words_are_neutral(kurils_report: Report, reading_report: Report) -> None:
    for report in (kurils_report, reading_report):
        for sentence in sentences(report):
            assert not FORBIDDEN.search(sentence), sentence


def test_reading_compares_nothing(reading_report: Report, kurils_inputs: ReportInputs) -> None:
    assert reading_report.tier == READING
    # The same when a large study falls to this tier: only the tier decides.
    design = replace(kurils_inputs.design, tier=READING)
    fallen = build_report(replace(kurils_inputs, design=design, keyness=()))
    for report in (reading_report, fallen):
        assert "do not compare" in report.tier_sentence
        assert report.findings[0].kind == "coverage"
        assert {f.claim for f in report.findings} == {"these_articles"}
        for finding in report.findings:
            assert not COMPARING.search(plain(finding.text)), plain(finding.text)
        kinds = {f.kind for s in report.sections for f in s.figures}
        # Of these each shows counts of an outlet for itself, none a share or an interval.
        assert kinds <= {"profiles", "coverage", "counts", "style", "stance", "cues", "facts"}
        cells = [
            plain(cell) for s in report.sections for t in s.tables for row in t.rows for cell in row
        ]
        assert not [cell for cell in cells if re.search(r"\d %|\[.*–.*\]", cell)]


def test_findings_of_the_teaching_corpus(kurils_report: Report) -> None:
    """The practices that its README says were planted, and no other."""
    assert [f.kind for f in kurils_report.findings] == [
        "facts",
        "names",
        "voices",
        "copies",
        "same",
    ]
    found = {f.kind: plain(f.text) for f in kurils_report.findings}
    one, other = found["names"].split("; ")[:2]
    assert "Shili Evening Post" in one
    assert one.endswith("only “Northern Territories” by itself")
    assert "Udaharan Express" in other
    assert "Primer Gazette" in other
    assert other.endswith("only “Southern Kurils” by itself")
    breath = found["names"].split("; ")[2]
    assert all(o in breath for o in ("Yangben Daily", "Namuna Times", "Obrazets Courier"))
    clauses = found["facts"].split(": ")[1].split("; ")
    planted = {
        "handed over": {"Udaharan Express", "Primer Gazette"},
        "incorporated": {"Yangben Daily"},
        "seized": {"Shili Evening Post", "Obrazets Courier"},
        "no such wording": {"Namuna Times"},
    }
    for words, outlets in planted.items():
        clause = next(c for c in clauses if words in c)
        named = {o for all_of in planted.values() for o in all_of if o in clause}
        assert named == outlets, clause
    assert "Obrazets Courier lets the side “Japan” speak in 17 of 22" in found["voices"]
    assert "holds without wire copy" in found["voices"]
    assert "nothing differs in naming or fact wording" in found["same"]
    assert "Yearly fishing quota agreement" in found["same"]
    assert "MAKET" in found["copies"]
    assert {f.claim for f in kurils_report.findings} == {"these_outlets"}


def test_every_difference_has_its_doubt(kurils_report: Report) -> None:
    for finding in kurils_report.findings[:3]:
        doubt = plain(finding.doubt)
        assert "so no interval" in doubt
        assert "dealt out to the outlets at random, hardly ever differ as much" in doubt
        assert "of 100" not in doubt  # that share is a p, which tier descriptive does not carry
    assert all(plain(f.doubt) for f in kurils_report.findings)
    assert re.match(r"4 of \d+ comparisons stand here", kurils_report.compared)


def test_dealt_out_articles_make_no_finding(kurils_folder: Path, tmp_path: Path) -> None:
    """The teaching corpus with each event's articles dealt out to the outlets at random."""
    folder = tmp_path / "dealt"
    shutil.copytree(kurils_folder, folder, ignore=shutil.ignore_patterns(".framing"))
    articles = pl.read_csv(folder / "articles.csv")
    event = pl.col("file").str.extract(r"_(.*)\.txt")
    draw = np.random.default_rng(11).random(articles.height)
    dealt = articles.with_columns(draw=pl.Series(draw), event=event).with_columns(
        outlet=pl.col("outlet").sort_by("draw").over("event")
    )
    assert dealt["outlet"].to_list() != articles["outlet"].to_list()
    dealt.drop("draw", "event").write_csv(folder / "articles.csv")
    report = build_report(gather(framing.open_study(folder)))
    assert report.tier == "descriptive"
    kinds = [f.kind for f in report.findings]
    assert kinds[0] == "alike"
    assert set(kinds) <= {"alike", "same", "style", "no words", "copies"}
    first = plain(report.findings[0].text)
    assert first.startswith("No difference in the names for the four islands in dispute, ")


def test_findings_name_outlets_not_nations(kurils_report: Report) -> None:
    for finding in kurils_report.findings:
        text = plain(finding.text)
        assert not re.search(r"\b(Russia|China|India) (uses?|writes?|gives?|quotes?)\b", text), text


def test_few_articles_have_no_share(kurils_report: Report) -> None:
    """Outlets of the corpus have three articles each: counts, never a percentage."""
    outlets = set(
        kurils_report.tables[[n for n, _ in kurils_report.tables].index("outlets")][1]["outlet"]
    )
    for section in kurils_report.sections:
        for table in section.tables:
            for row in table.rows:
                if plain(row[0]) in outlets and section.id in ("names", "voices", "stance"):
                    assert not any("%" in plain(cell) for cell in row), row


def test_every_finding_opens_passages(kurils_report: Report) -> None:
    known = {e.id for e in kurils_report.evidence} | {s.id for s in kurils_report.sections}
    for finding in kurils_report.findings:
        links = [part for part in finding.text if isinstance(part, Link)]
        assert links, plain(finding.text)
        assert all(link.target in known or link.target.startswith("a-") for link in links)


def test_passages_are_the_words_of_the_article(
    kurils_report: Report, kurils_inputs: ReportInputs
) -> None:
    texts = dict(kurils_inputs.articles.select("article", "text").iter_rows())
    for evidence in kurils_report.evidence:
        assert len(evidence.passages) <= 12
        for passage in evidence.passages:
            flat = " ".join(texts[passage.article].split())
            assert passage.match.removesuffix(" …") in flat


def test_no_hits_is_said_and_not_zero(kurils_inputs: ReportInputs) -> None:
    def none(layer):  # type: ignore[no-untyped-def]
        return replace(
            layer, mentions=layer.mentions.head(0), shares=layer.shares.head(0),
            published=layer.published.head(0),
        )  # fmt: skip

    bare = replace(
        kurils_inputs,
        names=none(kurils_inputs.names),
        voices=none(kurils_inputs.voices),
        stances=none(kurils_inputs.stances),
        facts=kurils_inputs.facts.head(0),
        keyness=(),
    )
    text = render_markdown(build_report(bare))
    assert "No contested name of the codebook is found." in text
    assert "not the same as neutral" in text


def test_a_part_of_the_study_has_a_tier_of_its_own(kurils: Run) -> None:
    """One event: two articles a side, so nothing is compared although the whole study could."""
    report = build_report(gather(kurils, Scope(events=("talks-moscow",))))
    assert report.tier == READING
    assert "scope" in report.subtitle
    assert not [name for name, _ in report.tables if name == "words"]
    shares = dict(report.tables)["names"]
    assert shares["low"].null_count() == shares.height


def test_a_voice_left_out_is_no_finding(kurils: Run) -> None:
    report = build_report(gather(kurils, Scope(voice=("source",))))
    assert not {"names", "facts", "same"} & {f.kind for f in report.findings}


def test_an_empty_scope_is_an_error(kurils: Run) -> None:
    with pytest.raises(UsageError, match="leaves no article"):
        gather(kurils, Scope(events=("nope",)))
