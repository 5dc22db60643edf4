"""Words by bytes are the words of the expression, whatever the text."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from framing.counts import scan
from framing.counts.numbering import number_bytes, number_strings
from framing.counts.scan import scan_words
from framing.language.spellings import display_all, fold_all
from framing.language.words import STOP, WORD, display, fold

SIGNS = "aZéЖß中9½.,'’ʼ-‐‑\u00ad\u0301 \n\t\u00a0!?…\"”»)](—_$😀\u0660\r\x00"


def by_expression(texts):
    """Text, start, end, stop and spelling of every word, one match at a time."""
    rows = []
    for k, text in enumerate(texts):
        reached = 0
        for match in regex.finditer(WORD, text):
            stop = bool(regex.search(STOP, text[reached : match.start()]))
            rows.append((k, *match.span(), stop or reached == 0, match[0]))
            reached = match.end()
    return rows


def by_bytes(texts):
    words = scan_words(pl.Series(texts, dtype=pl.String))
    first = np.diff(words.text, prepend=-1) > 0
    return list(
        zip(
            words.text.tolist(),
            words.start.tolist(),
            words.end.tolist(),
            (words.stop | first).tolist(),
            words.spellings.gather(words.spelling).to_list(),
            strict=True,
        )
    )


@given(st.lists(st.text(alphabet=SIGNS, max_size=40), max_size=6))
def test_any_text(texts):
    assert by_bytes(texts) == by_expression(texts)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=3))
def test_any_characters(texts):
    found = [[] for _ in texts]
    for row in by_bytes(texts):
        assert texts[row[0]][row[1] : row[2]] == row[4]
        found[row[0]].append(row[4])
    assert found == pl.Series(texts).str.extract_all(WORD).to_list()


@pytest.mark.parametrize(
    "text",
    [
        "The U.S.'s plan, at 1,000.50 a head, was Mr.Smith's (or U.S.A).",
        "Non-negotiable – \u201cwe won\u2019t\u201d, he said.\nIslands: 2.5, e.g. 3,x and a.b",
        "a--b -c d- 'e' f'' g'h’i rock\u00adn\u00adroll cafe\u0301 \u0301x A.B. C.D",
        "x" * 33 + " " + "x" * 34 + " " + "x" * 33 + "y " + "é" * 300,
    ],
)
def test_these_texts(text):
    assert by_bytes([text]) == by_expression([text])


def test_blocks_change_nothing(monkeypatch):
    dice = random.Random(2)
    texts = ["".join(dice.choices(SIGNS, k=60)) for _ in range(50)]
    whole = by_bytes(texts)
    monkeypatch.setattr(scan, "BLOCK", 150)
    assert by_bytes(texts) == whole


def test_no_text_has_no_words():
    assert by_bytes([]) == by_bytes(["", "...", ""]) == []


@given(st.lists(st.binary(min_size=1, max_size=40)))
def test_stretches_of_bytes_have_a_number_each(stretches):
    raw = b"".join(stretches)
    end = np.cumsum([0, *map(len, stretches)])
    number, examples = number_bytes(raw, end[:-1], end[1:])
    seen = {}
    for k, stretch in enumerate(stretches):
        assert seen.setdefault(stretch, number[k]) == number[k]
        assert stretches[examples[number[k]]] == stretch
    assert sorted(seen.values()) == list(range(len(seen))) == list(range(len(examples)))


def test_strings_that_fall_together_are_told_apart(monkeypatch):
    monkeypatch.setattr("framing.counts.numbering._BITS", (1, 1))  # a table of two places
    words = [f"word{k}" for k in range(40)] * 2
    raw, end = "".join(words).encode(), np.cumsum([0, *map(len, words)])
    number, _ = number_bytes(raw, end[:-1], end[1:])
    assert len(set(number[:40])) == 40
    assert number[:40].tolist() == number[40:].tolist()


def test_categories_are_numbered_as_strings_are():
    words = pl.Series(["pear", "fig", "pear", "apple"])
    as_strings, as_categories = number_strings(words), number_strings(words.cast(pl.Categorical))
    assert as_strings[0].to_list() == as_categories[0].to_list() == ["apple", "fig", "pear"]
    assert as_strings[1].to_list() == as_categories[1].to_list() == [2, 1, 2, 0]


@given(st.lists(st.text(alphabet="aUS’.-'sé9B", min_size=1, max_size=6)))
def test_many_spellings_fold_as_each_does(spellings):
    series = pl.Series(spellings, dtype=pl.String)
    assert fold_all(series).to_list() == [fold(word) for word in spellings]
    assert display_all(series).to_list() == [display(word) for word in spellings]
