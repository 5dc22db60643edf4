"""Weights against sums done by hand."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.segments import build_segments
from framing.counts.tokens import MIN_RUN, find_runs, tokenise
from framing.counts.weights import (
    articles_in_scope,
    find_passages,
    find_repeats,
    run_weights,
    weigh_tokens,
)
from framing.records.scope import Scope
from framing.records.tables import SEGMENTS

WIRE = "The forum closed on Friday with eleven agreements."  # 8 words
HOUSE = "Both states have never signed a treaty."  # 7 words
CAPTION = "Two ministers shake hands in Rome."  # 6 words
SHORT = "He said so again today."  # 5 words: no repeat unless a whole line of three articles

# article, outlet, group, event, [(role, text)]
CORPUS = [
    (
        "A/1",
        "A",
        "N",
        "e1",
        [("title", "Title one here"), ("body", f"{WIRE} {SHORT}"), ("body", HOUSE)],
    ),
    (
        "A/2",
        "A",
        "N",
        "e2",
        [("caption", CAPTION), ("caption", CAPTION), ("body", f"{HOUSE} {SHORT}")],
    ),
    ("A/3", "A", "N", None, [("body", WIRE)]),
    ("B/1", "B", "N", "e1", [("body", WIRE), ("furniture", "Share it")]),
    ("C/1", "C", "S", "e1", [("body", f"{WIRE} {CAPTION}")]),
]


def tables(corpus=CORPUS):
    articles, segments = [], []
    for article, outlet, group, event, parts in corpus:
        text = ""
        for k, (role, passage) in enumerate(parts):
            segments.append((article, k, k, role, len(text), len(text) + len(passage) + 1))
            text += passage + "\n"
        articles.append((article, outlet, group, event, text))
    names = ("article", "outlet", "group", "event", "text")
    articles = pl.DataFrame(articles, schema=dict.fromkeys(names, pl.String), orient="row")
    return articles, pl.DataFrame(segments, schema=SEGMENTS, orient="row")


def weigh(scope: Scope, corpus=CORPUS, **more) -> pl.DataFrame:
    articles, segments = tables(corpus)
    tokens = tokenise(articles, segments)
    if scope.voice:
        tokens = tokens.with_columns(
            voice=pl.when(pl.col("type") == "he").then(pl.lit("source")).otherwise(pl.lit("outlet"))
        )
    return tokens.with_columns(weight=weigh_all(tokens, articles, segments, scope, **more))


def weigh_all(tokens, articles, segments, scope: Scope, shared_events=()) -> pl.Series:
    kept = articles_in_scope(articles, scope, shared_events)
    weights = run_weights(find_passages(find_runs(tokens), segments), kept, scope)
    return weigh_tokens(tokens, segments=segments, kept=kept, weights=weights, scope=scope)


def passages_of(articles, segments) -> pl.DataFrame:
    return find_passages(find_runs(tokenise(articles, segments)), segments)


def per_article(scope: Scope, word: str) -> dict[str, float]:
    """Summed weight of a word by article."""
    rows = weigh(scope).filter(pl.col("type") == word)
    sums = rows.group_by("article").agg(pl.col("weight").sum()).sort("article")
    return {article: round(weight, 12) for article, weight in sums.iter_rows()}


AUTHORED, PUBLISHED = Scope(), Scope(copies="published", repeats="all")


def test_a_wire_sentence_weighs_one_in_each_group():
    # In N: 2 outlets carry it, A in two articles: 1/2/2 and 1/2. In S: C alone.
    assert per_article(AUTHORED, "forum") == {"A/1": 0.25, "A/3": 0.25, "B/1": 0.5, "C/1": 1.0}
    assert per_article(PUBLISHED, "forum") == {"A/1": 1, "A/3": 1, "B/1": 1, "C/1": 1}


def test_a_house_sentence_weighs_one_in_its_outlet():
    assert per_article(AUTHORED, "treaty") == {"A/1": 0.5, "A/2": 0.5}
    assert per_article(PUBLISHED, "treaty") == {"A/1": 1, "A/2": 1}


def test_a_caption_that_stands_twice_weighs_one():
    assert per_article(AUTHORED, "rome") == {"A/2": 1.0, "C/1": 1.0}
    assert per_article(PUBLISHED, "rome") == {"A/2": 2.0, "C/1": 1.0}


def test_copies_and_repeats_are_set_apart():
    copies = Scope(repeats="all")
    assert per_article(copies, "forum") == {"A/1": 0.5, "A/3": 0.5, "B/1": 0.5, "C/1": 1.0}
    assert per_article(copies, "rome") == {"A/2": 2.0, "C/1": 1.0}
    repeats = Scope(copies="published", repeats="once")
    assert per_article(repeats, "forum") == {"A/1": 0.5, "A/3": 0.5, "B/1": 1.0, "C/1": 1.0}
    assert per_article(repeats, "treaty") == {"A/1": 0.5, "A/2": 0.5}


def test_short_sentences_that_recur_keep_their_weight():
    assert per_article(AUTHORED, "today") == {"A/1": 1.0, "A/2": 1.0}


def test_every_word_of_a_run_has_its_weight():
    rows = weigh(AUTHORED).filter(pl.col("article") == "A/3")
    assert rows["weight"].to_list() == [0.25] * 8


@pytest.mark.parametrize(
    ("scope", "counted"),
    [
        (AUTHORED, {"title", "forum", "treaty", "rome", "today"}),
        (Scope(role=("title",)), {"title"}),
        (Scope(role=("furniture", "caption")), {"share", "rome"}),
        (Scope(outlets=("B",)), {"forum"}),
        (Scope(events=("e2",)), {"rome", "treaty", "today"}),
        (Scope(events=("e1",), outlets=("C",)), {"forum", "rome"}),
        (Scope(voice=("source",)), {"he"}),
        (
            Scope(voice=("outlet", "source"), outlets=("A",)),
            {"forum", "he", "title", "rome", "treaty", "today"},
        ),
        (Scope(events=("none",)), set()),
    ],
)
def test_what_a_scope_leaves_out_weighs_nothing(scope, counted):
    found = set(weigh(scope).filter(pl.col("weight") > 0)["type"])
    marks = {"title", "forum", "treaty", "rome", "today", "share", "he"}
    assert found & marks - ({"he"} - counted) == counted & marks


def test_the_word_shared_stands_for_the_shared_events():
    rows = weigh(Scope(events=("shared", "e2")), shared_events=("e1",))
    assert set(rows.filter(pl.col("weight") > 0)["article"]) == {"A/1", "A/2", "B/1", "C/1"}
    rows = weigh(Scope(events=("shared",)), shared_events=())
    assert rows["weight"].sum() == 0


def test_repeats_say_how_often_a_run_stands_and_where():
    articles, segments = tables()
    found = find_repeats(passages_of(articles, segments), articles)
    columns = (
        "article",
        "n_tokens",
        "n_in_article",
        "n_in_outlet",
        "n_in_group",
        "n_outlets",
        "repeats",
    )
    assert sorted(found.select(columns).rows()) == [
        ("A/1", 7, 1, 2, 1, 1, 1),
        ("A/1", 8, 1, 2, 2, 3, 1),
        ("A/2", 6, 2, 1, 1, 2, 0),
        ("A/2", 6, 2, 1, 1, 2, 0),
        ("A/2", 7, 1, 2, 1, 1, 1),
        ("A/3", 8, 1, 2, 2, 3, 1),
        ("B/1", 8, 1, 1, 2, 3, 0),
        ("C/1", 6, 1, 1, 1, 2, 0),
        ("C/1", 8, 1, 1, 1, 3, 0),
    ]


FOLLOW, BACKGROUND = "Follow us", "Background"


def house(n_articles: int, *parts: str, outlet: str = "A", group: str = "N"):
    """Articles of one outlet, each with a sentence of its own and the same lines."""
    return [
        (
            f"{outlet}/{k}",
            outlet,
            group,
            None,
            [("body", f"It rained {k} times."), *(("body", p) for p in parts)],
        )
        for k in range(n_articles)
    ]


def weights_of(corpus, word: str) -> list[float]:
    return weigh(AUTHORED, corpus).filter(pl.col("type") == word)["weight"].to_list()


def test_a_short_line_of_three_articles_is_house_text_once_in_its_outlet():
    assert weights_of(house(3, FOLLOW), "follow") == pytest.approx([1 / 3] * 3)
    assert weights_of(house(2, FOLLOW), "follow") == [1.0, 1.0]
    assert weights_of(house(4, FOLLOW, FOLLOW), "follow") == pytest.approx([1 / 8] * 8)


def test_short_lines_of_two_outlets_are_no_copies_of_each_other():
    corpus = house(3, BACKGROUND) + house(3, BACKGROUND, outlet="B")
    assert weights_of(corpus, "background") == pytest.approx([1 / 3] * 6)
    corpus = house(3, BACKGROUND) + house(2, BACKGROUND, outlet="B")
    assert weights_of(corpus, "background") == pytest.approx([1 / 3] * 3 + [1.0] * 2)


def test_a_short_sentence_amid_a_paragraph_is_no_house_line():
    assert weights_of(house(5, f"{SHORT} It rained."), "today") == [1.0] * 5


def test_published_counts_house_lines_as_often_as_they_stand():
    rows = weigh(PUBLISHED, house(3, FOLLOW)).filter(pl.col("type") == "follow")
    assert rows["weight"].to_list() == [1.0] * 3


def test_repeats_of_a_short_line_count_the_other_articles_of_its_outlet():
    articles, segments = tables(house(4, FOLLOW) + house(1, FOLLOW, outlet="B"))
    found = find_repeats(passages_of(articles, segments), articles)
    assert found.columns[-1] == "repeats"
    assert (
        found.select("outlet", "n_tokens", "n_in_outlet", "repeats").rows() == [("A", 2, 4, 3)] * 4
    )


sentences = st.sampled_from(
    [WIRE, HOUSE, CAPTION, SHORT, "Once only it rained on the wide square."]
)
random_corpora = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C", "D"]), st.lists(sentences, min_size=1, max_size=5)),
    min_size=1,
    max_size=6,
).map(
    lambda raw: [
        (f"{outlet}/{k}", outlet, "N" if outlet in "AB" else "S", None, [("body", " ".join(parts))])
        for k, (outlet, parts) in enumerate(raw)
    ]
)


@given(random_corpora)
def test_each_group_counts_each_long_sentence_once(corpus):
    articles, segments = tables(corpus)
    tokens = tokenise(articles, segments)
    runs = find_runs(tokens)
    weighed = weigh(AUTHORED, corpus).join(runs, on=["article", "run"])
    sums = (
        weighed.join(articles.select("article", "group"), on="article")
        .group_by("group", "hash", "n_tokens")
        .agg(pl.col("weight").sum(), pl.len())
    )
    for n, weight, length in sums.select("n_tokens", "weight", "len").iter_rows():
        assert weight == pytest.approx(n if n >= MIN_RUN else length, rel=1e-12)


@given(random_corpora, st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_no_weight(corpus, random):
    mixed = list(corpus)
    random.shuffle(mixed)
    columns = ["article", "position", "weight"]
    one = weigh(AUTHORED, corpus).select(columns).sort(columns)
    assert one.equals(weigh(AUTHORED, mixed).select(columns).sort(columns))


def test_a_headline_in_a_list_of_links_is_no_repeat():
    headline = "Ministers of both countries discuss the Blue Islands in Lakeport"
    texts = {
        "A/1": f"{headline}\n\nThey met on Monday.\n",
        "A/2": f"Other\n\nIt rained.\n\nRelated Stories\n\n{headline}\n",
    }
    articles = pl.DataFrame(
        [(a, "A", "N", None, "", t) for a, t in texts.items()],
        schema={"article": pl.String, "outlet": pl.String, "group": pl.String,
                "event": pl.String, "title": pl.String, "text": pl.String},
        orient="row",
    )  # fmt: skip
    segments = build_segments(articles, outlet_names={})
    tokens = tokenise(articles, segments)
    weight = weigh_all(tokens, articles, segments, Scope())
    title = tokens.with_columns(weight=weight).filter(pl.col("surface") == "Ministers")
    assert title.select("article", "weight").rows() == [("A/1", 1.0), ("A/2", 0.0)]
