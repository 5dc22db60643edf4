from __future__ import annotations

import re
from dataclasses import replace

import pytest

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
    assert 3 <= len(kurils_report.findings) <= 5
    found = {f.kind: plain(f.text) for f in kurils_report.findings}
    assert {"names", "facts", "voices", "same", "copies"} <= set(found)
    assert "Shili Evening Post" in found["names"].split("uses only “Northern Territories”")[0]
    assert "wire copy" in found["names"]
    assert "no difference in naming" in found["same"]
    assert "Yearly fishing quota agreement" in found["same"]
    assert "MAKET" in found["copies"]
    assert "no interval" in found["voices"]
    assert {f.claim for f in kurils_report.findings} == {"these_outlets"}


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
    known = {e.id for e in kurils_report.evidence}
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
