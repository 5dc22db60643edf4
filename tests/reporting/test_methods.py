"""Methods for a paper: numbers of the study, no more claimed than it allows, BibTeX that parses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.annotate.validity import load_validity
from framing.engine.verbs.report import gather
from framing.records.study import Sampling
from framing.reporting import Report, ReportInputs, build_report
from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms.methods import more_files, render
from framing.reporting.methods.bibtex import render_bibtex
from framing.reporting.model import Reference


def parsed(text: str) -> dict[str, dict[str, str]]:
    """Entries by key, read as BibTeX reads them: by pairing braces."""
    entries: dict[str, dict[str, str]] = {}
    at = 0
    while (start := text.find("@", at)) >= 0:
        head = re.compile(r"@(\w+)\{([A-Za-z0-9-]+),").match(text, start)
        assert head, text[start : start + 60]
        fields, at = {}, head.end()
        while field := re.compile(r"\s*(\w+) = \{").match(text, at):
            depth, end = 1, field.end()
            while depth:
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                end += 1
            fields[field[1]] = text[field.end() : end - 1]
            at = end + (text[end] == ",")
        assert re.compile(r"\s*\}\n").match(text, at), text[at - 40 : at + 20]
        assert head[2] not in entries
        entries[head[2]] = {"": head[1], **fields}
    return entries


def words(report: Report) -> str:
    return " ".join(report.methods.paragraphs)


def test_numbers_are_those_of_the_study(kurils_report: Report, kurils_inputs: ReportInputs) -> None:
    said = words(kurils_report)
    distinct = kurils_inputs.copies["unit"].n_unique()
    assert f"{kurils_inputs.articles.height} articles ({distinct} distinct texts)" in said
    for outlet, n in kurils_inputs.articles.group_by("outlet").len().iter_rows():
        assert re.search(rf"{outlet} \(\w+\), {n}[;.]", said)
    book = kurils_inputs.codebook
    assert f"codebook {book.name} (version {book.version}, hash {book.hash[:12]})" in said
    for name, version in kurils_inputs.versions:
        assert f"{name} {version}" in said
    scores = next(v for v in load_validity() if "PolNeAR" in v.tried_on).scores
    assert f"F1 {scores['direct_F1']:.3f}" in said
    assert "validated on these outlets" in said


def test_nothing_is_claimed_that_was_not_done(
    kurils_report: Report, reading_report: Report
) -> None:
    said = words(kurils_report)
    assert "No test was made (tier descriptive)" in said
    assert "Westfall" not in said
    assert "not of countries" in said
    said = words(reading_report)
    assert "The study reads" in said
    assert not re.search(r"compares|Student|draws|log ratio|divergence|agenda|Hesterberg", said)
    assert "these articles alone" in said
    keys = {r.key for r in reading_report.methods.references}
    assert not keys & {"monroe2008", "hesterberg2015", "westfall1993", "kitagawa1955"}
    for text in (words(kurils_report), words(reading_report)):
        assert not re.search(r"bias(ed)?\b(?!-)|propaganda|significan|hid\b|proves?", text)


def test_articles_without_events_are_not_on_zero_events(kurils_inputs: ReportInputs) -> None:
    bare = kurils_inputs.articles.with_columns(event=pl.lit(None, pl.String))
    said = words(build_report(replace(kurils_inputs, articles=bare)))
    assert "on no named event." in said
    assert "0 events" not in said


def test_the_sample_is_what_the_study_says(kurils_inputs: ReportInputs) -> None:
    bare = words(build_report(replace(kurils_inputs, sampling=Sampling())))
    assert "Sampling" not in bare
    assert "The sample (convenience) allows no reading of what is absent." in bare
    given = Sampling(database="Press archive", query="islands AND treaty", kind="complete")
    said = words(build_report(replace(kurils_inputs, sampling=given)))
    assert "database: Press archive; query: islands AND treaty." in said
    assert "The sample is complete by the study's own account." in said


def test_every_citation_is_in_the_references_and_in_bibtex(kurils_report: Report) -> None:
    methods = kurils_report.methods
    years = re.findall(
        r"([A-ZÑ][\w]+)(?: and [A-Z]\w+| et al\.)? (\d{4})[;).]", words(kurils_report)
    )
    assert len(years) >= 8
    for name, year in years:
        assert any(name in r.short and year in r.short for r in methods.references), (name, year)
    entries = parsed(methods.bibtex)
    assert set(entries) == {"framing", "articles-kurils", *(r.key for r in methods.references)}
    cited = {s.key for e in kurils_report.glossary for s in e.sources}
    assert cited <= set(entries)
    assert entries["monroe2008"]["doi"] == "10.1093/pan/mpn018"
    assert entries["monroe2008"]["pages"] == "372--403"
    assert entries["covington2010"]["title"].endswith("{(MATTR)}")


@pytest.mark.parametrize(
    "text",
    ["}", "{", "a}{b", "50 % & $x_1^2$ #1 ~", "\\input{/etc/passwd}", "@article{x,", "a\n\n@b{c,}",
     '"quoted" = 1', "\u202ehidden\x00", "北方领土", ""],
)  # fmt: skip
def test_any_words_make_entries_that_parse(text: str) -> None:
    fields = (("title", f"T {text}"), ("note", text), ("url", f"https://x.example/{text}"))
    last = Reference("b", "misc", "B", (("title", "last"),))
    entries = parsed(render_bibtex([Reference("a", "misc", "A", fields), last]))
    assert set(entries) == {"a", "b"}
    assert entries["b"]["title"] == "last"
    bare = entries["a"]["title"].replace(r"\textbackslash{}", "")
    assert not re.search(r"(?<!\\)[%&$#_]|\\(?![%&$#_]|text)", bare)


def test_a_hostile_study_stays_text(make_study: Callable[..., Path]) -> None:
    changes = {
        "outlets.csv": 'outlet,group\n"=Nu() <b>}{",North\nBeta,North\nGamma,South\n',
        "articles.csv": "file,outlet,date,event\n"
        "alpha_talks.txt,=Nu() <b>}{,2019-05-06,talks\n"
        "beta_ferry.txt,Beta,2019-05-07,ferry\ngamma_talks.txt,Gamma,2019-05-06,talks\n",
        "study.toml": '[study]\nid = "tiny"\nquestion = "<script>} @misc{x, \\\\end"\n'
        'language = "en"\n[sampling]\nquery = "a } @book{y, | <img>"\n',
    }
    report = build_report(gather(framing.open_study(make_study(changes))))
    markdown = render(report, Drawings(report)).decode()
    assert "<b>" not in re.sub(r"\\<", "", markdown)
    assert set(parsed(report.methods.bibtex)) >= {"framing", "articles-tiny"}
    ((name, made),) = more_files(report)
    assert name == "references.bib"
    assert made.decode() == report.methods.bibtex


def test_sections_hold_what_there_is_to_copy(kurils_report: Report) -> None:
    code = {s.id: s.code for s in kurils_report.sections}
    assert " ".join(code["method"].split()) == words(kurils_report)
    assert code["data"] == kurils_report.methods.bibtex.rstrip()
