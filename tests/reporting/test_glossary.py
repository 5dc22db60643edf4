"""What each measure is: every entry whole, known where it is named, and named somewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from framing.compare.resampling.intervals import MIN_DF
from framing.engine.lessons.texts import LESSONS, load_words
from framing.reporting import Report
from framing.reporting.glossary import entries_of, keys_of, load_glossary, load_references
from framing.reporting.glossary.page import render_glossary
from framing.reporting.model import Section

ROOT = Path(__file__).parents[2]
# Of sections that are still being written; of commands whose numbers no report has.
_LATER = {"prevalence", "tuning", "coding_plan", "specific_agreement"}


def test_every_entry_says_what_it_is_in_a_few_words() -> None:
    for entry in load_glossary().values():
        said = (entry.meaning, entry.reading, entry.caution)
        assert all(text.endswith((".", "”.", "?")) for text in said), entry.key
        assert all(len(text.split()) <= 60 for text in said), entry.key
        # No command of LaTeX: a screen reader reads the formula as it stands.
        assert not re.search(r"[\\{}$]", entry.formula), entry.key


def test_sources_are_whole_and_cited() -> None:
    cited = {source.key for entry in load_glossary().values() for source in entry.sources}
    for key, reference in load_references().items():
        fields = dict(reference.fields)
        assert {"author", "title", "year"} <= set(fields), key
        assert key.endswith(fields["year"]), key
        assert re.fullmatch(r"10\.\d{4,}/\S+", fields.get("doi", "10.1000/x")), key
        assert reference.short.endswith(f"({fields['year']})")
    assert cited == set(load_references())


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_measure"):
        entries_of([Section("x", "X", ("",), explained=("no_such_measure",))])


def test_every_numeric_column_is_explained(kurils_report: Report, reading_report: Report) -> None:
    for report in (kurils_report, reading_report):
        known = {entry.key for entry in report.glossary}
        for section in report.sections:
            assert set(section.explained) <= known
            for table in section.tables:
                explained = dict(table.explained)
                bare = [table.columns[k] for k in table.numeric if k not in explained]
                assert not bare, (table.id, bare)
                assert all(0 <= k < len(table.columns) for k in explained), table.id
                assert len(explained) == len(table.explained), table.id
                assert set(explained.values()) <= known


def test_the_report_holds_the_entries_that_it_names(kurils_report: Report) -> None:
    named = {key for section in kurils_report.sections for key in keys_of(section)}
    assert {entry.key for entry in kurils_report.glossary} == named
    terms = [entry.term.casefold() for entry in kurils_report.glossary]
    assert terms == sorted(terms)
    # No test was made in this tier, so nothing explains one as if it had been.
    assert not named & {"p_adjusted", "q_value"}


def test_tier_reading_explains_no_interval(reading_report: Report) -> None:
    keys = {entry.key for entry in reading_report.glossary}
    assert not keys & {"interval", "interval_t", "share_own", "log_ratio", "p_value", "divergence"}
    assert {"tier", "articles", "name_use", "flesch_kincaid_grade"} <= keys


def test_no_entry_is_orphaned() -> None:
    """Every key is named by a section, at least in some study, or by a lesson."""
    said = {
        node.value
        for path in (ROOT / "framing/reporting/sections").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    intervals = {f"interval_{kind}" for kind in MIN_DF}
    taught = {key for lesson in LESSONS for key in load_words(lesson).glossary}
    assert taught <= set(load_glossary())
    assert set(load_glossary()) - intervals - said - taught == _LATER


def test_the_page_of_the_docs_is_current() -> None:
    written = (ROOT / "docs/glossary.md").read_text("utf-8")
    assert written == render_glossary(), "run scripts/write_glossary"
