from __future__ import annotations

import polars as pl

from framing.corpus.copies import find_copies
from framing.corpus.copies.passages import EDITED, find_edited, unite_runs
from framing.counts.tokens import find_runs, tokenise

WIRE = [
    "The ferry to the northern islands sailed on Tuesday for the first time since March.",
    "Captain Bo Sund told reporters on the quay that forty people were on board that day.",
    "Nobody had expected the ice in the strait to break so early in the spring.",
    "Fares for islanders will stay as they are until the end of the year.",
]


def united(texts: dict[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    articles = pl.DataFrame(
        {"article": list(texts), "text": list(texts.values()), "date": ["2019-05-06"] * len(texts)}
    )
    segments = articles.select(
        "article",
        segment=pl.lit(0, dtype=pl.Int64),
        paragraph=pl.lit(0, dtype=pl.Int64),
        role=pl.lit("body"),
        start=pl.lit(0, dtype=pl.Int64),
        end=pl.col("text").str.len_chars().cast(pl.Int64),
    )
    tokens = tokenise(articles, segments)
    runs = find_runs(tokens)
    edited = find_edited(tokens, find_copies(tokens, articles))
    assert edited.schema == EDITED
    return runs, unite_runs(runs, edited)


def marks(runs: pl.DataFrame, article: str) -> list[tuple[int, int]]:
    return runs.filter(pl.col("article") == article).select("hash", "n_tokens").rows()


def test_an_edited_sentence_of_a_copy_is_the_same_passage():
    edited = [WIRE[0].replace("sailed", "left port"), *WIRE[1:3], WIRE[3].replace("Fares", "Rates")]
    before, after = united({"a": " ".join(WIRE), "b": " ".join(edited)})
    assert len(set(marks(before, "a")) & set(marks(before, "b"))) == 2
    assert marks(after, "a") == marks(after, "b") == marks(before, "a")
    assert after.drop("hash", "n_tokens").equals(before.drop("hash", "n_tokens"))
    assert after.schema == before.schema


def test_a_sentence_half_rewritten_stays_its_own():
    own = "The ferry to the northern islands was late again and nobody at the harbour said why."
    before, after = united({"a": " ".join(WIRE), "b": " ".join([own, *WIRE[1:]])})
    assert marks(after, "b")[0] == marks(before, "b")[0] != marks(after, "a")[0]


def test_articles_that_are_no_copies_keep_their_runs():
    own = "A cutter sank off the southern cape at dawn on Monday. All of her crew swam ashore."
    before, after = united({"a": " ".join(WIRE), "b": f"{WIRE[0]} {own} {own[::-1]}"})
    assert after.equals(before)
