from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from framing.reporting import Report, build_report, write_report
from framing.reporting.forms.markdown import render_markdown
from framing.reporting.page.columns import unpack
from framing.reporting.page.render import render_html


class Page(HTMLParser):
    """Ids, links, tags and headings of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if values.get("id"):
            self.ids.append(str(values["id"]))
        for name in ("href", "xlink:href"):
            if values.get(name):
                self.links.append(str(values[name]))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))


def block_of(text: str, id: str) -> str:
    """A block of data as it stands in the page."""
    found = re.search(rf'id="{id}">([^<]*)</script>', text)
    assert found, id
    return found[1]


@pytest.fixture(scope="module")
def page_text(kurils_report: Report) -> str:
    return render_html(kurils_report)


def test_links_lead_somewhere_and_ids_are_unique(page_text: str) -> None:
    page = Page(page_text)
    assert len(page.ids) == len(set(page.ids))
    head, columns = unpack(block_of(page_text, "page-store"))
    there = {*page.ids, *head["articles"]["id"], *(id for id, _, _ in head["evidence"])}
    there |= {f"e-all-{layer}" for layer in head["values"]["layer"]}
    missing = {link for link in page.links if link.startswith("#")} - {f"#{i}" for i in there}
    assert not missing
    assert (columns["members.count"] > 0).all()


def test_nothing_comes_from_afar(page_text: str) -> None:
    page = Page(page_text)
    loading = {"img", "link", "iframe", "object", "embed", "video", "audio", "source", "base"}
    assert not [tag for tag, _ in page.tags if tag in loading]
    assert not [a for tag, a in page.tags if tag == "script" and "src" in a]
    assert "url(http" not in page_text
    assert "@import" not in page_text


def test_articles_keep_their_language(kurils_report: Report) -> None:
    side = next(s for s in kurils_report.sections if s.id == "side-by-side")

    def paragraphs(language: str) -> set[str | None]:
        columns = tuple(replace(c, language=language) for c in side.spreads[0].columns)
        spread = replace(side.spreads[0], columns=columns)
        report = replace(kurils_report, sections=(replace(side, spreads=(spread,)),))
        tags = Page(render_html(report)).tags
        found = [a for tag, a in tags if tag == "p" and str(a.get("class")).startswith("role-")]
        assert len(found) > 20
        return {a.get("lang") for a in found}

    assert paragraphs("en") == {None}
    assert paragraphs("de") == {"de"}


def test_headings_are_in_order(page_text: str) -> None:
    headings = Page(page_text).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(headings))


def test_figures_have_alt_text_and_a_table_after(kurils_report: Report, page_text: str) -> None:
    for tag, attributes in Page(page_text).tags:
        if tag == "svg" and attributes.get("role") == "img":
            assert len(attributes["aria-label"] or "") > 20
    for section in kurils_report.sections:
        if section.figures and not section.profiles:
            assert section.tables, section.id


def test_sections_stand_in_their_order(kurils_report: Report) -> None:
    assert [s.id for s in kurils_report.sections] == [
        "profiles", "coverage", "omissions", "names", "split", "voices", "stance", "facts",
        "portrayal", "frames", "words", "noise", "apart", "alike", "absent", "over-time",
        "side-by-side", "style", "method", "data",
    ]  # fmt: skip


def test_the_table_of_contents_has_two_levels(kurils_report: Report, page_text: str) -> None:
    parts = {part: (id, [s.id for s in under]) for part, id, under in kurils_report.contents}
    linked = {id for first, under in parts.values() for id in (first, *under)}
    assert linked == {s.id for s in kurils_report.sections}
    assert parts["Names"] == ("names", ["split"])  # not "Names" under "Names"
    assert parts["Coverage"] == ("coverage", ["coverage", "omissions"])
    assert parts["Voices"] == ("voices", [])
    assert len(parts) <= 12
    page = Page(page_text)
    named = re.search("<nav.*?</nav>", page_text, re.DOTALL)
    assert named
    assert named[0].count(">Names<") == named[0].count(">Words<") == 1
    assert all(f"#{s.id}" in page.links for s in kurils_report.sections)


def test_hostile_text_stays_text(hostile_report: Report) -> None:
    text = render_html(hostile_report)
    page = Page(text)
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert [s.get("type") for s in scripts].count(None) == 1
    inert = ("application/json", "application/octet-stream")
    assert {s.get("type") for s in scripts} == {None, *inert}
    assert not [tag for tag, _ in page.tags if tag in ("img", "b", "i")]
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")]
    assert not [link for link in page.links if link.lower().startswith("javascript")]
    assert "&lt;script&gt;" in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
    assert "[U+202E]" in text


def test_hostile_text_stays_text_in_markdown(hostile_report: Report) -> None:
    text = render_markdown(hostile_report)
    assert "<script" not in text.replace("\\<script", "")
    assert "<img" not in text.replace("\\<img", "")
    assert "](b)" not in text.replace("\\](b)", "")
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


def test_markdown_links_lead_somewhere(kurils_report: Report) -> None:
    text = render_markdown(kurils_report)
    ids = set(re.findall(r'<a id="([^"]+)"', text))
    assert set(re.findall(r"(?<!\\)\]\(#([^)]+)\)", text)) <= ids


def test_built_twice_the_page_has_the_same_bytes(kurils_inputs, kurils_report) -> None:  # type: ignore[no-untyped-def]
    again = build_report(kurils_inputs)
    assert render_html(again) == render_html(kurils_report)


def test_the_files_of_a_report(kurils_report, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    first = write_report(kurils_report, tmp_path / "one")
    assert first[0].name == "index.html"
    names = {p.relative_to(tmp_path / "one").as_posix() for p in first}
    assert {"report.md", "manifest.json", "tables/names.csv", "figures/f-profiles.png"} <= names
    manifest = json.loads((tmp_path / "one/manifest.json").read_text("utf-8"))
    assert {"inputs", "codebook", "scope", "options", "versions", "study", "tier"} <= set(manifest)
    assert "textstat" in manifest["versions"]
    assert not re.search(r"20\d\d-\d\d-\d\dT", (tmp_path / "one/manifest.json").read_text("utf-8"))
