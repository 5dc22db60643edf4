from __future__ import annotations

import polars as pl
import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from framing.language.words import STOP, WORD, display, fold, fold_id, letters, slug

# Unassigned characters differ between the Unicode versions of Python, `regex` and Polars.
texts = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=60)
news = st.text("aZé ß1,.-'’\u2011\u00ad\u0301US\nЖ中i\u0307", max_size=40)


@pytest.mark.parametrize(
    "spellings",
    [
        ["Kuril", "KURIL", "kuril", "Kuril's", "Kuril’s", "KURIL’S", "Kurilʼs"],
        ["don't", "don’t", "DON’T", "donʼt"],
        ["bio-weapon", "bioweapon", "Bio-Weapon", "bio‐weapon", "bio‑weapon", "BIO‑WEAPON’s"],
        ["treaty", "trea\u00adty", "Trea\u00adTy"],
        ["КУРИЛЫ", "Курилы", "курилы"],
        ["İstanbul", "Istanbul", "istanbul", "ISTANBUL"],
        ["Straße", "STRASSE", "strasse", "STRAẞE"],
        ["ﬁrst", "First"],
        ["oﬃce", "OFFICE"],
        ["café", "cafe\u0301", "CAFÉ", "CAFE\u0301"],
        ["ΣΊΣΥΦΟΣ", "Σίσυφος", "σίσυφοσ"],
        ["ｗｉｄｅ", "wide"],
        ["US", "U.S.", "US's", "US’s", "U.S.'s", "U.S.’S"],
        ["ΐ", "Ϊ́"],
        ["U.K.", "UK", "uk", "U.K"],
    ],
)
def test_spellings_of_one_word_are_one_type(spellings):
    assert {fold(word) for word in spellings} == {fold(spellings[0])}


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("US", "us"),
        ("US", "Us"),
        ("2016-2017", "20162017"),
        ("1.5", "15"),
        ("1,500", "1500"),
        ("its", "it's!"),
        ("Kurils", "Kuril"),
        ("resume", "résumé"),
        ("Курилы", "Kurily"),
    ],
)
def test_different_words_stay_different(word, other):
    assert fold(word) != fold(other)


@pytest.mark.parametrize(
    ("word", "shown", "folded"),
    [
        ("Non-Negotiable", "non-negotiable", "nonnegotiable"),
        ("Russia’s", "russia", "russia"),
        ("US", "u.s.", "u.s."),
        ("U.N.", "u.n.", "un"),
        ("COVID-19", "covid-19", "covid19"),
        ("2016-2017", "2016-2017", "2016-2017"),
        ("1,500.75", "1,500.75", "1,500.75"),
    ],
)
def test_a_table_shows_hyphens_that_the_type_has_not(word, shown, folded):
    assert (display(word), fold(word)) == (shown, folded)


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        (
            "Russia's U.S. envoys' 1,500.75 roubles",
            ["Russia's", "U.S.", "envoys", "1,500.75", "roubles"],
        ),
        ("a bio‑weapon—or not", ["a", "bio‑weapon", "or", "not"]),
        ("trea\u00adty cafe\u0301 КУРИЛЫ", ["trea\u00adty", "cafe\u0301", "КУРИЛЫ"]),
        ("'quoted' ‘quoted’ -dash- rock'n'roll", ["quoted", "quoted", "dash", "rock'n'roll"]),
        ("2016-2017, May 6.", ["2016-2017", "May", "6"]),
        ("snake_case #tag @name", ["snake", "case", "tag", "name"]),
        ("... — ' \u0301", []),
    ],
)
def test_what_is_a_word(passage, words):
    assert regex.findall(WORD, passage) == words


def test_the_possessive_of_a_dotted_abbreviation_leaves_no_stray_letter():
    assert [fold(w) for w in regex.findall(WORD, "the U.S.'s and the U.N.’s envoys")] == [
        "the",
        "u.s.",
        "and",
        "the",
        "un",
        "envoys",
    ]


@given(st.one_of(texts, news))
@example("U.S.A. US's 1.5.2 a\u00ad-b")
def test_polars_and_regex_find_the_same_words(text):
    found = pl.Series([text]).str.extract_all(WORD).to_list()[0]
    assert found == [m.group() for m in regex.finditer(WORD, text)]


@given(st.one_of(texts, news))
def test_a_type_is_never_empty_and_has_no_blank(text):
    for word in regex.findall(WORD, text):
        folded = fold(word)
        assert folded.strip("'- ") and not any(c.isspace() for c in folded)


@given(st.one_of(texts, news))
def test_case_and_typography_change_no_type(text):
    for word in regex.findall(WORD, text):
        if fold(word) == "u.s." or word.upper() == "US":
            continue
        twin = word.replace("'", "’").replace("-", "\u2011")
        assert fold(twin) == fold(word)
        assert fold(word.casefold()) == fold(word)


@pytest.mark.parametrize("gap", [". ", "? ", "!” ", ".’) ", "… ", "\n", "\r\n", '." ', ".\u00a0"])
def test_a_run_of_words_stops(gap):
    assert regex.search(STOP, gap)


@pytest.mark.parametrize("gap", [" ", ", ", " — ", "; ", "’ ", " (", ".", "” "])
def test_a_run_of_words_goes_on(gap):
    assert not regex.search(STOP, gap)


@given(st.text(max_size=80), st.integers(1, 60))
def test_a_slug_is_plain_and_short(text, length):
    found = slug(text, length)
    assert len(found) <= length
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert found == found.strip("-")


@given(st.text(max_size=60))
def test_letters_are_the_letters_and_digits_of_the_folded_text(text):
    assert letters(text) == "".join(c for c in text.casefold() if c.isalnum())


def test_ids_that_differ_only_by_blanks_hyphens_and_case_are_one():
    names = ["ferry-talks", "Ferry_Talks", "ferry talks", "FERRY\ttalks"]
    assert {fold_id(name) for name in names} == {"ferrytalks"}
    assert fold_id("talks-1.2") != fold_id("talks-12")
