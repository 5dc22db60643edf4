"""Markdown to read: valid, bounded, and nothing in it but what the report says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from framing.reporting import Report
from framing.reporting.forms.markdown import escape, render_markdown
from framing.reporting.forms.print.notes import build_notes
from framing.reporting.forms.print.numbers import MOST_ROWS
from framing.reporting.model import Table, plain


def _tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def _said(token: Token) -> str:
    """The words of an inline token, as a reader sees them."""
    kept = [t for t in token.children or [] if t.type in ("text", "text_special", "code_inline")]
    return "".join(t.content for t in kept)


def test_headings_findings_and_tables_are_read_as_such(kurils_report: Report) -> None:
    tokens = _tokens(render_markdown(kurils_report))
    inline = {k: _said(t) for k, t in enumerate(tokens) if t.type == "inline"}
    heads = [inline[k + 1] for k, t in enumerate(tokens) if t.type == "heading_open"]
    assert heads[0] == kurils_report.title
    assert {s.title for s in kurils_report.sections} <= set(heads)
    for finding in kurils_report.findings:
        assert " ".join(plain(finding.text).split()) in inline.values()
    rows = [k for k, t in enumerate(tokens) if t.type == "tr_open"]
    wanted = [t for s in kurils_report.sections for t in s.tables]
    profiles = [s.profiles for s in kurils_report.sections if s.profiles]
    n_rows = sum(1 + min(len(t.rows), MOST_ROWS) for t in wanted)
    assert len(rows) == n_rows + sum(1 + len(p.rows) for p in profiles)


def test_every_cell_keeps_its_words(reading_report: Report) -> None:
    odd = ("a|b", "c\\", "`d|e`", "<i>x</i>", "* y", "1. z", "\u202eback", "two\nlines", "")
    table = Table("t-odd", "Odd", ("Words", "n"), tuple(((words,), ("1",)) for words in odd))
    section = replace(reading_report.sections[0], tables=(table,), profiles=None, figures=())
    tokens = _tokens(render_markdown(replace(reading_report, sections=(section,))))
    cells = [_said(tokens[k + 1]) for k, t in enumerate(tokens) if t.type == "td_open"]
    assert cells[::2] == [
        "a|b", "c\\", "`d|e`", "<i>x</i>", "* y", "1. z", "[U+202E]back", "two lines", "",
    ]  # fmt: skip
    assert not [t for t in tokens if t.type == "html_block" and "<i>" in t.content]


@pytest.mark.parametrize("text", ["- a", "+ a", "1. a", "12) a", "# a", "> a", "---", "=== x"])
def test_no_line_begins_a_list_or_a_heading_by_chance(text: str) -> None:
    tokens = _tokens(f"{escape(text)}\n")
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert _said(tokens[1]) == text


def test_it_is_small_and_holds_no_article(kurils_report: Report) -> None:
    text = render_markdown(kurils_report)
    assert len(text.encode()) < 300_000
    shown = [c for s in kurils_report.sections for spread in s.spreads for c in spread.columns]
    assert f"{len(shown)} articles stand side by side" in text
    assert text.count('<a id="note-') == len(build_notes(kurils_report).notes)
