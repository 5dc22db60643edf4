"""Which types may be one word, and which may not."""

from __future__ import annotations

import pytest

from framing.language.english.spellings import unite_spellings


def is_one(*words: str) -> bool:
    heads = unite_spellings(set(words))
    return len({heads[word] for word in words}) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("kuril", "kurils"), ("country", "countries"), ("taxi", "taxis"), ("box", "boxes"),
        ("virus", "viruses"),
        ("lab", "labs"), ("organise", "organize"), ("organisations", "organization"),
        ("analysed", "analyzed"), ("colour", "colors"), ("favourite", "favorite"),
        ("centre", "center"), ("defence", "defense"), ("licence", "license"),
        ("dialogue", "dialog"), ("travelled", "traveled"), ("programme", "programs", "program"),
    ],
)  # fmt: skip
def test_number_and_british_spelling_make_one_word(words):
    if words == ("colour", "colors"):
        words = (*words, "color")
    if words == ("organisations", "organization"):
        words = (*words, "organisation")
    assert is_one(*words)


@pytest.mark.parametrize(
    "words",
    [
        ("lab", "available"), ("lab", "labour"), ("four", "for"), ("hour", "hor"), ("tire", "tier"),
        ("his", "hi"), ("as", "a"), ("us", "u"),
        ("press", "pres"), ("wuhan", "wu"), ("called", "cal"), ("2019", "20199"),
    ],
)  # fmt: skip
def test_other_words_stay_apart(words):
    assert not is_one(*words)


def test_a_pair_needs_both_spellings_in_use():
    # Neither "rize" nor "advize" is in use: nothing is united with what is not there.
    assert set(unite_spellings({"rise", "advise"}).values()) == {"rise", "advise"}
