"""Sentences of like words that do not say the same."""

from __future__ import annotations

import polars as pl
import pytest
import regex
from nltk.stem.snowball import EnglishStemmer

from framing.compare.coverage.claims import ALIKE, SAME, find_claims
from framing.compare.coverage.likeness import Sentences, read_sentences
from framing.compare.coverage.meaning import Meaning, find_conflict, read_meaning
from framing.language.english import load_words
from framing.language.words import WORD, fold

NAMES = ("norland", "sudland", "norte", "lakeport", "blue", "islands")


def meaning(text: str) -> Meaning:
    types = [fold(word) for word in regex.findall(WORD, text)]
    stem = EnglishStemmer().stem
    stop = load_words("function_words.txt")
    return read_meaning(
        types,
        [stem(t) for t in types],
        names=[t in NAMES for t in types],
        plain=[t not in stop for t in types],
        wordings={},
    )


def conflict(a: str, b: str) -> str:
    found = find_conflict(meaning(a), meaning(b))
    assert found == find_conflict(meaning(b), meaning(a))
    return found


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("The crew of 14 sailors reached Lakeport harbour safely.",
         "The crew of 15 sailors reached Lakeport harbour safely.", "number"),
        ("The quota gives Norland 2,150 tonnes of cod and Sudland 3,000 tonnes.",
         "The quota gives Norland 3,000 tonnes of cod and Sudland 2,150 tonnes.", "number"),
        ("Three ferries left Lakeport in the storm.",
         "Four ferries left Lakeport in the storm.", "number"),
        ("Ministers meet in Lakeport on Monday about fishing rights.",
         "Ministers meet in Lakeport on Friday about fishing rights.", "number"),
        ("The fund grew to 5 million crowns for harbour works.",
         "The fund grew to 5 billion crowns for harbour works.", "number"),
        ("The delegation signed the harbour agreement in Lakeport.",
         "The delegation has not signed the harbour agreement in Lakeport.", "negation"),
        ("The delegation signed the harbour agreement in Lakeport.",
         "The delegation didn't sign the harbour agreement in Lakeport.", "negation"),
        ("Norte said the fleet had crossed the treaty line.",
         "Norte denied that the fleet had crossed the treaty line.", "negation"),
        ("The delegation will close the harbour of Lakeport.",
         "The delegation may close the harbour of Lakeport.", "possibility"),
        ("Prices of cod rose sharply at Lakeport market.",
         "Prices of cod fell sharply at Lakeport market.", "contrary"),
        ("Norland attacked ships from the fleet of Sudland.",
         "Sudland attacked ships from the fleet of Norland.", "roles"),
        ("The minister told reporters a joke.", "The minister told reporters a tale.", "little"),
    ],
)  # fmt: skip
def test_what_keeps_two_sentences_apart(a, b, why):
    assert conflict(a, b) == why


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Norland and Sudland agreed on cod quotas.", "Sudland and Norland agreed on cod quotas."),
        ("Norland seized the ferry of Sudland at dawn.",
         "The ferry of Sudland was seized at dawn by Norland."),
        ("Twenty-five sailors reached the harbour of Lakeport.",
         "25 sailors reached Lakeport harbour."),
        ("The quota is 2,150 tonnes of cod.", "The quota of cod is 2150 tonnes, as last year."),
        ("Talks on cod quotas may fail in Lakeport.", "Cod quotas: talks might fail in Lakeport."),
    ],
)  # fmt: skip
def test_the_same_in_other_words_is_no_conflict(a, b):
    assert conflict(a, b) == ""


def test_wordings_of_one_fact_are_two_claims():
    seized, handed = (
        read_meaning(
            ["islands", "changed", "hands", "after", "war"],
            ["island", "chang", "hand", "after", "war"],
            names=[False] * 5,
            plain=[True] * 5,
            wordings={"taking": frozenset({wording})},
        )
        for wording in ("seized", "handed_over")
    )
    assert find_conflict(seized, handed) == "wording"
    assert find_conflict(seized, seized) == ""


def read(*texts: tuple[str, str]) -> Sentences:
    """Sentences of one event: (article, text)."""
    keys = [f"{article}#{k}" for k, (article, _) in enumerate(texts)]
    rows = pl.DataFrame(
        {"sentence": keys, "article": [a for a, _ in texts], "event": ["e"] * len(texts)}
    ).sort("sentence")
    words = [
        (key, fold(word))
        for key, (_, text) in sorted(zip(keys, texts, strict=True))
        for word in regex.findall(WORD, text)
    ]
    tokens = pl.DataFrame(words, schema=["sentence", "type"], orient="row")
    return read_sentences(rows, tokens, names=pl.Series(NAMES), wordings={})


def test_claims_are_stars_round_a_real_sentence():
    sentences = read(
        ("a", "The harbour of Lakeport will reopen to fishing boats after the long repairs."),
        ("b", "The harbour of Lakeport will reopen to fishing boats after long repairs."),
        ("c", "After repairs, Lakeport harbour will be open to fishing boats again."),
        ("a", "Cod, herring and mackerel make up most of the yearly catch."),
        ("d", "A choir sang folk songs for the visiting delegation at noon."),
    )
    found = find_claims(sentences)
    assert found["claim"].n_unique() == 1
    assert sorted(found["sentence"].str.head(1)) == ["a", "b", "c"]
    assert found["sentence"][0] == found["claim"][0] and found["likeness"][0] == 1
    assert dict(found.select(pl.col("sentence").str.head(1), "how").iter_rows()) == {
        "a": SAME, "b": SAME, "c": ALIKE,
    }  # fmt: skip


def test_a_changed_number_or_negation_is_no_claim_of_the_group():
    base = "The harbour of Lakeport will reopen to 40 fishing boats after the repairs"
    sentences = read(
        ("a", base),
        ("b", base + " in autumn"),
        ("c", base.replace("40", "60")),
        ("d", base.replace("will", "will not")),
    )
    assert sorted(find_claims(sentences)["sentence"].str.head(1)) == ["a", "b"]


def test_sentences_of_one_article_are_no_claim():
    text = "The harbour of Lakeport will reopen to fishing boats after the repairs."
    assert find_claims(read(("a", text), ("a", text), ("b", "A choir sang folk songs"))).is_empty()
