"""Markup: encodings, paragraphs, and what is too deep, too large or hostile."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.intake.formats import markup
from framing.intake.formats.encodings import decode_markup
from framing.intake.formats.markup import (
    markup_lines,
    parse_html,
    parse_xml,
    read_line,
    read_paragraphs,
)
from framing.intake.formats.wrapping import unwrap
from framing.intake.records import UnreadableError

GERMAN = '<meta charset="UTF-8"><p>877 Wörter über die Fähre. © 2020</p>'
RUSSIAN = "<p>Министры обсудили мирный договор и острова.</p>" * 5


def test_a_page_is_decoded_as_it_is_not_as_it_says():
    assert decode_markup(GERMAN.encode()) == GERMAN
    assert decode_markup(GERMAN.encode("cp1252")) == GERMAN
    assert decode_markup(GERMAN.encode("utf-16")) == GERMAN
    declared = '<META content="text/html; charset=windows-1251">' + RUSSIAN
    assert decode_markup(declared.encode("cp1251")) == declared
    # Declared as UTF-8, but rows of strange bytes: another alphabet, not a few strays.
    assert decode_markup(('<meta charset="utf-8">' + RUSSIAN).encode("cp1251")).endswith(RUSSIAN)


def test_two_encodings_in_one_page_both_stay_readable():
    assert decode_markup("<p>Остров</p>".encode() + "<p>Wörter</p>".encode("cp1252")) == (
        "<p>Остров</p><p>Wörter</p>"
    )


def test_a_wrong_declaration_does_not_spoil_utf8():
    page = '<meta charset="no-such-thing"><p>Остров — 島</p>'
    assert decode_markup(page.encode()) == page


def test_a_stray_nul_goes_and_many_are_no_text():
    assert decode_markup(b"<p>a\0b</p>") == "<p>ab</p>"
    with pytest.raises(UnreadableError, match="holds NUL bytes throughout"):
        decode_markup(b"\0\0\0ab\0")


POLISH = '<html><meta charset="{}"><p>Łódź, czwartek: ministrowie rozmawiali o źródłach.</p></html>'


@pytest.mark.parametrize(
    ("text", "encoding", "charset"),
    [
        (POLISH.format("iso-8859-2"), "iso-8859-2", ""),
        (POLISH.format("iso-8859-2"), "iso-8859-2", "iso-8859-1"),  # the server does not know
        (POLISH.format("x"), "iso-8859-2", "ISO-8859-2"),
        (POLISH.format("iso-8859-1"), "utf-8", ""),  # a lie
        (POLISH.format("iso-8859-1"), "utf-8", "windows-1250"),
        (POLISH.format("iso-8859-1"), "utf-8-sig", ""),
        (POLISH.format("utf-16"), "utf-8", ""),
        ('<meta charset="windows-1251">' + RUSSIAN, "cp1251", ""),
        ('<?xml version="1.0" encoding="windows-1251"?>' + RUSSIAN, "cp1251", ""),
        ('<meta charset="windows-1251">' + RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", "punycode"),
        (RUSSIAN, "cp1251", "unicode_escape"),
        ("x" * 2**20 + GERMAN, "cp1252", ""),  # its first umlaut stands far down
    ],
)
def test_what_is_said_of_an_encoding_is_weighed(text, encoding, charset):
    assert decode_markup(text.encode(encoding), charset) == text


def test_a_few_strays_in_utf8_are_no_other_encoding():
    page = POLISH.format("iso-8859-2") * 3
    assert decode_markup(page.encode() + b"\xa9 2020") == page + "© 2020"
    # What is left of a letter that was cut is no letter of another encoding.
    assert decode_markup(RUSSIAN.encode() + "дождь".encode()[:-1]) == RUSSIAN + "дожд\ufffd"


def test_a_control_character_in_a_tag_is_no_end():
    assert read_paragraphs(parse_html("<div>One<b\x01>two</b\x01></div>")) == ["Onetwo"]


def test_lines_of_a_page_are_those_of_its_blocks():
    page = (
        "<head><title>Not shown</title></head><center>1 of 2</center><form><p>One<br>\ntwo</p>"
        "<script>no()</script>&nbsp;three<table><tr><td>four</td><td>five"
    )
    assert markup_lines(page) == ["1 of 2", "", "One", "two", "", "three", "", "four", "", "five"]


def test_paragraphs_end_where_blocks_do():
    page = parse_html(
        "<div>Lead <b>he</b>re<p>One<br>line</p><script>no()</script><p>&nbsp;</p>"
        "<ul><li>first</li><li>second</li></ul>tail<br> <br>after a gap</div>"
    )
    assert read_paragraphs(page) == [
        "Lead here", "One line", "first", "second", "tail", "after a gap",
    ]  # fmt: skip
    assert read_line(page) == "Lead here One line first second tail after a gap"


def test_pre_keeps_its_lines():
    assert read_paragraphs(parse_html("<pre>one\n  two</pre>")) == ["one\n  two"]


def test_a_part_is_read_without_what_follows_it():
    page = parse_html("<div><p id=x>One <i>two</i></p>three</div>")
    assert read_paragraphs(page.find(".//p")) == ["One two"]


def test_unwrapped_lines():
    text = (
        "     The ferry to the islands sailed for the first time since the\n"
        "storm, and forty people were on board, with one dog.\n"
        "PRICES\n"
        "1. An adult\n"
        "2. A child\n"
        "\n"
        "     The harbour master said that he had not seen so many since the\n"
        "great regatta."
    )
    assert unwrap(text) == [
        "The ferry to the islands sailed for the first time since the storm, and forty people "
        "were on board, with one dog.",
        "PRICES",
        "1. An adult",
        "2. A child",
        "The harbour master said that he had not seen so many since the great regatta.",
    ]
    long = "word " * 40
    assert unwrap(f"{long}\n{long}\nend") == [long.strip(), long.strip(), "end"]


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "span", "font"])
def test_html_too_deep_is_told_and_not_cut_off_silently(tag):
    # The parser drops everything behind its limit of depth and raises nothing by itself.
    begun = time.monotonic()
    with pytest.raises(UnreadableError, match="Excessive depth"):
        parse_html(f"<{tag}>" * 10_000 + "text<p>behind</p>")
    assert time.monotonic() - begun < 5


def test_html_of_some_depth_is_read_to_its_end():
    deep = parse_html("<div>" * 1000 + "inner" + "</div>" * 1000 + "<p>behind</p>")
    assert read_paragraphs(deep) == ["inner", "behind"]


def test_a_long_text_is_read_whole():
    assert len(read_line(parse_html("<p>" + "x" * 12_000_000 + "</p>"))) == 12_000_000


def test_what_would_fill_memory_is_refused(monkeypatch):
    monkeypatch.setattr(markup, "MAX_TAGS", 10)
    with pytest.raises(UnreadableError, match="11 tags; at most 10 are read"):
        parse_html("<p>" * 11)


LAUGHS = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))


@pytest.mark.parametrize(
    "xml",
    [
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]><x>&l9;</x>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]><x/>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x>&e;</x>',
    ],
)
def test_xml_with_entities_is_refused(xml):
    with pytest.raises(UnreadableError, match="declares a document type or entities"):
        parse_xml(xml)


DEEP = "<x>" * 300 + "</x>" * 300


@pytest.mark.parametrize("xml", ["", "<x>", "no markup", "<x>" * 10_000, DEEP])
def test_broken_or_deep_xml_is_told(xml):
    with pytest.raises(UnreadableError, match="no readable XML"):
        parse_xml(xml)


def test_empty_html_is_told():
    with pytest.raises(UnreadableError, match="no readable HTML"):
        parse_html("")


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_read_or_told(raw):
    try:
        text = decode_markup(raw)
        paragraphs = read_paragraphs(parse_html(text))
    except UnreadableError:
        return
    assert all(part.strip() == part and part for part in paragraphs)


@given(st.lists(st.text("abc déЖ島", min_size=1, max_size=12), min_size=1, max_size=8))
def test_highlights_never_part_a_word(pieces):
    whole = "".join(pieces)
    marked = "".join(f"<b>{piece}</b>" for piece in pieces)
    assert read_line(parse_html(f"<p>{marked}</p>")) == " ".join(whole.split())
