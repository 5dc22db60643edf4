"""Factiva: both layouts of its pages in several interface languages, and its XML."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.intake.formats.encodings import decode_markup
from framing.intake.formats.factiva import is_factiva, read_factiva
from framing.intake.records import Found, Source, UnreadableError

FIXTURES = Path(__file__).parent / "fixtures/factiva"
NAMES = ["english.html", "german.html", "chinese.html", "codes.html", "response.xml"]


def read(path: Path) -> list[Found]:
    return list(read_factiva(Source(path.name, path)))


def read_raw(raw: bytes, folder: Path, name: str = "x.html") -> list[Found]:
    path = folder / name
    path.write_bytes(raw)
    return read(path)


def test_each_export_is_known_by_its_beginning():
    assert all(is_factiva((FIXTURES / name).read_text("utf-8")[:300]) for name in NAMES)
    assert not is_factiva("<html><title>Factiva is a database</title><div class='article'>")
    assert not is_factiva("<?xml version='1.0'?><rss/>")


def test_an_english_page():
    first, second, third = read(FIXTURES / "english.html")
    assert first == Found(
        item=1,
        title="Islands: A Ferry Sails, at Last",
        body=(
            "LAKEPORT, May 5 -- The ferries of Norte Lines sailed again, after 1,031 days.\n\n"
            "Copyright was the word of the evening, & nobody could say why.\n\n"
            "Forty people were on board and one dog."
        ),
        outlet="The Lakeport Herald",
        date="6 May 2019",
        byline="By ANA NORTE; Special to The Lakeport Herald",
        section="Foreign Desk; A",
        language="English",
        number="LAKE000020190506ef5600001",
        saved="16 January 2020 7:41 GMT",
        n_words=1031,
    )
    assert (second.title, second.byline, second.body) == ("A headline alone", "", "")
    assert second.number == "LAKE000020190507ef5700002"
    assert second.problem.startswith("it has no text")
    # What the page does not mark, between two paragraphs, is text; the copyright line, repeated
    # as a paragraph, and the publisher behind it are not.
    assert third.body == (
        "The South hopes for a treaty, its minister said.\n\n"
        "An aside that the page does not mark.\n\n"
        "A table of the day, set as it came over the wire,\n\nand its second part."
    )
    assert (third.byline, third.outlet, third.n_words) == ("Reuters", "Southern Post", 22)


def test_a_german_page_that_holds_a_part_of_what_was_found():
    first, second, last = read(FIXTURES / "german.html")
    assert (first.title, first.outlet) == (
        "Fähre: Wörter über die Grünen Inseln",
        "Seepforter Blätter",
    )
    assert (first.date, first.n_words, first.language) == ("6 März 2019", 1012, "Deutsch")
    assert (second.language, second.body) == ("Englisch", "Der Süden hofft auf einen Vertrag.")
    assert last.item == 3
    assert last.problem.startswith("the export states 1,204 articles and holds 2")


def test_a_page_that_says_utf8_and_is_windows_1252(tmp_path):
    text = (FIXTURES / "german.html").read_text("utf-8")
    assert read_raw(text.encode("cp1252"), tmp_path) == read(FIXTURES / "german.html")
    # Both in one file: the headers in one encoding, the texts in the other.
    mixed = text.encode().replace("Wörter".encode(), "Wörter".encode("cp1252"))
    assert read_raw(mixed, tmp_path) == read(FIXTURES / "german.html")


def test_a_chinese_page():
    first, second = read(FIXTURES / "chinese.html")
    assert first.title == "湖港渡轮：重新启航"
    assert first.body == "湖港的渡轮在三年之后重新启航。\n\n船上有四十人和一只狗。"
    assert (first.date, first.n_words) == ("2018 年 5 月 28 日", 31)
    assert (first.outlet, first.language, first.byline) == ("湖港日报", "简体中文", "本报记者 南北")
    assert (second.date, second.language, second.number) == (
        "2018年5月29日",
        "英文",
        "HUGANG0020180529ee5s00002",
    )


def test_the_layout_with_codes():
    first, second = read(FIXTURES / "codes.html")
    assert first == Found(
        item=1,
        title="Les îles : un ferry",
        body="Le ferry est parti à midi.\n\nLes passagers : quarante.\n\nLA\n\nquai 3",
        outlet="Le Lac",
        date="29 décembre 2011",
        byline="Anne Nord; Agence XY",
        section="Monde",
        language="Français",
        number="LELAC00020111229e7ct0001r",
        n_words=1295,
    )
    assert (second.byline, second.date) == ("", "30 December 2011")
    assert second.problem.startswith("it has no text")


def test_the_xml_response():
    first, second, last = read(FIXTURES / "response.xml")
    assert first.title == "Islands: a ferry sails"
    assert first.body == (
        "The ferry sailed & returned.\n\nForty people were on board.\n\n"
        "A table of the day, set as it came over the wire,\n\nand its second part."
    )
    assert (first.outlet, first.date, first.n_words) == (
        "Lakeport Herald",
        "2019-05-06T01:35:58Z",
        17,
    )
    assert (first.section, first.byline, first.number) == (
        "World",
        "By Ana Norte",
        "LAKE000020190506ef5600001",
    )
    assert second.problem.startswith("it has no text")
    assert last.problem.startswith("the export states 3 articles and holds 2")


@pytest.mark.parametrize(
    ("words", "day", "language"),
    [
        ("1,031 words", "May 6, 2019", "English"),
        ("1031 mots", "6 mai 2019", "Anglais"),
        ("1.031 palabras", "6 de mayo de 2019", "Inglés"),
        ("1 031 слово", "6 мая 2019 г.", "Английский"),
        ("1\N{NO-BREAK SPACE}031 字", "2019年5月6日", "英文"),
        ("1031 sanaa", "6. toukokuuta 2019", "Englanti"),  # an interface that no label knows
    ],
)
def test_header_lines_in_other_languages(words, day, language, tmp_path):
    text = (FIXTURES / "english.html").read_text("utf-8")
    text = text.replace("1,031 words", words).replace("6 May 2019", day)
    (first, *_) = read_raw(text.replace("English", language).encode(), tmp_path)
    (usual, *_) = read(FIXTURES / "english.html")
    assert (first.n_words, first.date, first.language) == (1031, day, language)
    assert (first.outlet, first.byline, first.body) == (usual.outlet, usual.byline, usual.body)


def test_an_article_left_open_does_not_swallow_the_next(tmp_path):
    text = (FIXTURES / "english.html").read_text("utf-8")
    open_ended = text.replace("</div></div><br><span></span>", "<b><i><table><tr><td>")
    assert [found.title for found in read_raw(open_ended.encode(), tmp_path)] == [
        found.title for found in read(FIXTURES / "english.html")
    ]


def test_an_article_too_deep_costs_only_itself(tmp_path):
    text = (FIXTURES / "english.html").read_text("utf-8")
    deep = text.replace("Forty people", "<b><div>" * 10_000 + "Forty people")
    first, *others = read_raw(deep.encode(), tmp_path)
    assert re.match(r"the article is no readable HTML \(Excessive depth", first.problem)
    assert others == read(FIXTURES / "english.html")[1:]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "no article in the page"),
        (b"<html><title>Factiva</title><p>Headlines only</p>", "save full articles"),
        (b"\0\0\0\0", "holds NUL"),
        (b"<PPSResponse><ppsArticleResponse/></PPSResponse>", "no article in the XML"),
        (b"<PPSResponse><article>", "no readable XML"),
        (
            b'<!DOCTYPE x [<!ENTITY a "aa">]><PPSResponse>&a;</PPSResponse>',
            "declares a document type or entities",
        ),
    ],
)
def test_what_is_no_export_says_so(raw, message, tmp_path):
    with pytest.raises(UnreadableError, match=message):
        read_raw(raw, tmp_path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read(tmp_path / "none.html")


@given(data=st.data())
def test_mutated_exports_are_read_or_told(data, tmp_path_factory):
    raw = bytearray((FIXTURES / data.draw(st.sampled_from(NAMES))).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        cut = data.draw(st.integers(0, 200))
        raw[at : at + cut] = data.draw(
            st.binary(max_size=8)
            | st.sampled_from([b"<", b">", b"</div>", b"<div>", b"<td>", b"</p>", b"<pre>", b'"'])
        )
    try:
        found = read_raw(bytes(raw), tmp_path_factory.getbasetemp())
    except UnreadableError:
        return
    assert [one.item for one in found] == list(range(1, len(found) + 1))
    assert all(one.body or one.problem for one in found)


TEXTS = st.text(max_size=200).map(lambda text: f"<PPSResponse>{text}".encode())


@given(raw=st.binary(max_size=300) | TEXTS)
def test_any_bytes_are_read_or_told(raw, tmp_path_factory):
    with pytest.raises(UnreadableError, match=r"."):
        read_raw(raw, tmp_path_factory.getbasetemp())


# The real exports, beside the repository.

EXPORTS = {
    "nyt_1_1993-01-03.html": 27,
    "chosun_ilbo_1_2018-05-28.html": 59,
    # Its description says 8; the file holds two accession numbers, two headlines, two articles.
    "factiva_test.html": 2,
    "factiva_test.xml": 3,
}


@pytest.mark.parametrize("name", EXPORTS)
def test_real_exports_are_whole(shared, name):
    path = shared / "data/exports/factiva" / name
    found = read(path)
    raw = decode_markup(path.read_bytes())
    assert len(found) == EXPORTS[name]
    numbers = re.findall(r"(?:Do[ck]ument |<accessionNo>)([A-Z]+\d[0-9a-z]+)<", raw)
    assert [one.number for one in found] == numbers
    for one in found:
        assert one.outlet and one.date and one.title and one.body and one.n_words, one.item
        assert not one.problem
        assert not re.search(r"Do[ck]ument [A-Z]{4}|^(?:HD|BY|WC|PD|LP|TD|CY|AN)\b", one.body, re.M)
        assert not re.search(r"(?:Copyright|\(c\)|©)[^\n]*\Z", one.body)


@pytest.mark.parametrize("name", ["nyt_1_1993-01-03.html", "chosun_ilbo_1_2018-05-28.html"])
def test_real_bodies_hold_each_marked_paragraph_and_nothing_else(shared, name):
    from html import unescape

    path = shared / "data/exports/factiva" / name
    parts = re.split(r"<div id=\"article-", decode_markup(path.read_bytes()))[1:]
    for part, one in zip(parts, read(path), strict=True):
        marked = re.findall(r"<p class=\"articleParagraph[^>]*>(.*?)</p>", part, re.S)
        text = "".join(unescape(re.sub(r"</?b>", "", paragraph)) for paragraph in marked)
        assert "".join(one.body.split()) == "".join(text.split()), one.item


@pytest.mark.parametrize(
    ("name", "usual", "n_usual", "most"),
    [
        # Factiva counts runs of letters in headline, byline, credit and text, and three more.
        ("nyt_1_1993-01-03.html", {3}, 22, 15),
        # Korean: between none and six more; the body is the page's to the letter (above).
        ("chosun_ilbo_1_2018-05-28.html", set(range(7)), 54, 16),
    ],
)
def test_real_word_counts(shared, name, usual, n_usual, most):
    differences = Counter(
        one.n_words - len(re.findall(r"\w+", f"{one.title} {one.byline} {one.body}"))
        for one in read(shared / "data/exports/factiva" / name)
    )
    assert sum(differences[difference] for difference in usual) == n_usual
    assert all(-2 <= difference <= most for difference in differences)
