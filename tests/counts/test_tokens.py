from __future__ import annotations

import hashlib
import itertools

import polars as pl
import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from framing.corpus.segments import build_segments
from framing.counts.tokens import display_forms, find_runs, number_words, tokenise
from framing.language.words import STOP, WORD, fold
from framing.records.tables import RUNS, SEGMENTS, TOKENS

texts = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=80)
news = st.lists(
    st.sampled_from(
        ["КУРИЛЫ", "Straße", "İzmir", "cafe\u0301", "U.S.", "don’t", "trea\u00adty", "1,500",
         "中国", "𝔘nicode", "👍", ". ", ".” ", "\n", "\r\n", "\n\n", " ", ", ", "-", "\u2028"]
    ),
    max_size=25,
).map("".join)  # fmt: skip
corpora = st.lists(st.one_of(texts, news), max_size=4)


def tables(passages: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    articles = pl.DataFrame(
        [(f"o/a{k}", "o", None, text) for k, text in enumerate(passages)],
        schema=dict.fromkeys(("article", "outlet", "title", "text"), pl.String),
        orient="row",
    )
    return articles, build_segments(articles, outlet_names={})


def runs(passages: list[str]) -> pl.DataFrame:
    """Runs of passages that are one segment each."""
    articles, _ = tables(passages)
    rows = [(f"o/a{k}", 0, 0, "body", 0, len(text)) for k, text in enumerate(passages) if text]
    return find_runs(tokenise(articles, pl.DataFrame(rows, schema=SEGMENTS, orient="row")))


@given(corpora)
@example(["", "👍", "КУРИЛЫ 👍 Straße\r\nU.S. İzmir"])
def test_offsets_are_true_and_no_word_is_lost(passages):
    articles, segments = tables(passages)
    tokens = tokenise(articles, segments)
    assert dict(tokens.schema) == TOKENS
    text = dict(articles.select("article", "text").iter_rows())
    for row in tokens.iter_rows(named=True):
        assert text[row["article"]][row["start"] : row["end"]] == row["surface"]
        assert row["type"] == fold(row["surface"])
    expected = [
        (article, segment, match.group())
        for article, segment, start, end in segments.select(
            "article", "segment", "start", "end"
        ).iter_rows()
        for match in regex.finditer(WORD, text[article][start:end])
    ]
    assert tokens.select("article", "segment", "surface").rows() == expected
    for part in tokens.partition_by("article"):
        assert part["position"].to_list() == list(range(part.height))
        assert part["start"].is_sorted() and part["run"].is_sorted()


@given(st.one_of(texts, news))
def test_a_run_ends_at_stops_line_breaks_and_segments_and_nowhere_else(text):
    articles, segments = tables([text])
    tokens = tokenise(articles, segments)
    rows = list(tokens.select("segment", "run", "start", "end").iter_rows())
    for (s1, r1, _, e1), (s2, r2, b2, _) in itertools.pairwise(rows):
        stops = s1 != s2 or regex.search(STOP, text[e1:b2]) is not None
        assert (r2 - r1) == int(stops)


def test_the_order_of_articles_changes_nothing():
    articles, segments = tables(["One two. Three", "Four\nfive", "Six"])
    turned = tokenise(articles.reverse(), segments)
    assert turned.equals(tokenise(articles, segments))


def test_nothing_to_tokenise():
    articles, segments = tables([])
    tokens = tokenise(articles, segments)
    assert (tokens.height, dict(tokens.schema)) == (0, TOKENS)
    assert (find_runs(tokens).height, dict(find_runs(tokens).schema)) == (0, RUNS)
    articles, segments = tables(["...", "—"])
    assert tokenise(articles, segments).height == 0


words = st.lists(st.sampled_from(["Aa", "bB", "c", "d-d", "dd"]), min_size=1, max_size=7)


@given(st.lists(words, min_size=1, max_size=6))
@example([["Aa", "bB", "bB", "Aa"], ["bB", "Aa", "Aa", "bB"]])
@example([["Aa", "Aa"], ["Aa"]])
def test_runs_have_equal_hashes_exactly_when_their_words_are_equal(sequences):
    found = runs([" ".join(sequence) for sequence in sequences])
    keys = [tuple(fold(word) for word in sequence) for sequence in sequences]
    for hash_a, key_a in zip(found["hash"], keys, strict=True):
        for hash_b, key_b in zip(found["hash"], keys, strict=True):
            assert (hash_a == hash_b) == (key_a == key_b)


def test_a_run_knows_its_place():
    found = runs(["One two. “Three four,” five!\nSix"])
    text = "One two. “Three four,” five!\nSix"
    assert [
        (run, n, text[start:end])
        for run, n, start, end in found.select("run", "n_tokens", "start", "end").iter_rows()
    ] == [(0, 2, "One two"), (1, 3, "Three four,” five"), (2, 1, "Six")]


def test_the_hash_of_a_run_is_the_same_on_every_machine():
    assert (
        runs(["The talks began"])["hash"].to_list() == runs(["the talks’s began"])["hash"].to_list()
    )
    # Pinned: caches and copy groups of different machines must agree.
    assert runs(["talks"])["hash"].to_list() == [
        int.from_bytes(hashlib.blake2b(b"talks", digest_size=8).digest(), "little")
        * 0x9E3779B97F4A7C15 % (1 << 64)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bio-weapon bioweapon Bio-weapon", {"bioweapon": "bio-weapon"}),
        ("bio-weapon bioweapon", {"bioweapon": "bio-weapon"}),
        ("US U.S. US’s", {"u.s.": "u.s."}),
        ("Russia’s Russia's", {"russia": "russia"}),
    ],
)
def test_tables_show_the_commonest_spelling_ties_by_alphabet(text, shown):
    articles, segments = tables([text])
    forms = display_forms(tokenise(articles, segments))
    assert dict(forms.iter_rows()) == shown


def test_a_type_that_was_changed_is_counted_as_it_stands_now():
    articles = pl.DataFrame({"article": ["a"], "text": ["one two one"]})
    segments = pl.DataFrame([("a", 0, 0, "body", 0, 11)], schema=SEGMENTS, orient="row")
    tokens = tokenise(articles, segments)
    assert number_words(tokens)[0].to_list() == ["one", "two"]
    changed = tokens.with_columns(type=pl.col("type").replace({"two": "2"}))
    types, number = number_words(changed)
    assert (types.to_list(), number.to_list()) == (["2", "one"], [1, 0, 1])
