"""Noun phrases, persons and links between phrases, on invented sentences."""

from __future__ import annotations

import polars as pl
import pytest

from framing.annotate.names.flow import BLANK, COMMA, OTHER, SLASH, build_flow
from framing.annotate.names.links import find_links, find_places
from framing.annotate.names.persons import find_persons
from framing.annotate.names.phrases import Phrases, find_phrases
from framing.counts.tokens import tokenise


def flow_of(*texts: str):
    articles = pl.DataFrame(
        {"article": [f"a/{k}" for k in range(len(texts))], "text": list(texts)},
        schema={"article": pl.String, "text": pl.String},
    )
    whole = articles.select(
        "article",
        segment=pl.lit(0, dtype=pl.Int64),
        paragraph=pl.lit(0, dtype=pl.Int64),
        role=pl.lit("body"),
        start=pl.lit(0, dtype=pl.Int64),
        end=pl.col("text").str.len_chars().cast(pl.Int64),
    )
    return build_flow(tokenise(articles, whole).with_columns(weight=1.0), articles)


def spelled(flow, phrases: Phrases) -> list[str]:
    return [" ".join(flow.vocabulary[w] for w in words) for words in phrases.words]


def found_in(*texts: str, least: int = 1) -> set[str]:
    flow = flow_of(*texts)
    return set(spelled(flow, find_phrases(flow, min_articles=least, persons=find_persons(flow))))


def test_gaps_are_read_from_the_characters_also_beyond_ascii():
    flow = flow_of("Ärger im Osten, Nord/Süd. Ende", "😀 one two")
    assert flow.gap.tolist() == [BLANK, BLANK, COMMA | BLANK, SLASH, OTHER, OTHER, BLANK, OTHER]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They met in the harbour of the old town.", {"harbour", "town"}),
        ("The council sent undocumented workers to the gate.",
         {"council", "undocumented workers", "gate"}),
        ("The minister spoke of the disputed islands and the disputed treaty.",
         {"minister", "disputed islands", "disputed treaty"}),
        ("In March the army's last brigade left the ruined bridge on Monday.",
         {"army", "brigade", "ruined bridge"}),
    ],
)  # fmt: skip
def test_noun_phrases_end_at_function_words_verbs_and_possessives(text, wanted):
    assert found_in(text) == wanted


def test_a_name_inside_a_longer_phrase_counts_where_it_also_stands_alone():
    texts = ("We saw the Blue Islands dispute.", "She left the Blue Islands.")
    flow = flow_of(*texts)
    phrases = find_phrases(flow, min_articles=2)
    assert spelled(flow, phrases) == ["blue islands"] or spelled(flow, phrases) == ["blue island"]
    assert len(phrases.phrase) == 2 and phrases.is_name.tolist() == [True]


def test_persons_are_left_out_by_title_and_given_name():
    flow = flow_of(
        "It was late when President Ana Norte met the envoy. Later Norte flew home from the Isles.",
        "For hours Ana Sund spoke at the Foreign Ministry.",
    )
    persons = find_persons(flow)
    assert {t for t, is_one in zip(flow.vocabulary, persons, strict=True) if is_one} == {
        "norte", "sund",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "x", "y", "owner"),
    [
        ("It borders the Green Isles, which Norland calls the Blue Islands, to the south.",
         "called", "green isles", "blue islands", "Norland"),
        ("They fish near the Green Isles, known in Norland as the Blue Islands.",
         "called", "green isles", "blue islands", "Norland"),
        ("The Green Isles/Blue Islands are cold in winter.",
         "slash", "green isles", "blue islands", ""),
        ("They met on the Green Isles (the Blue Islands) in winter.",
         "brackets", "green isles", "blue islands", ""),
        ("They met on the Green Isles, or the Blue Islands, in winter.",
         "or", "green isles", "blue islands", ""),
        ("We saw the reefs off Norland, which are called the Blue Islands there.",
         "called", "reefs", "blue islands", ""),
    ],
)  # fmt: skip
def test_what_a_text_says_outright(text, kind, x, y, owner):
    flow = flow_of(text, "In winter the Green Isles and the Blue Islands and the reefs of Norland.")
    phrases = find_phrases(flow, min_articles=1)
    links = find_links(
        flow, find_places(flow), phrase=phrases.phrase, first=phrases.first, last=phrases.last
    )
    (link,) = links
    names = spelled(flow, phrases)
    assert link.kind == kind
    assert [names[phrases.phrase[k]].rstrip("s") for k in (link.x, link.y)] == [
        x.rstrip("s"), y.rstrip("s"),
    ]  # fmt: skip
    first, last = link.owner
    assert " ".join(flow.vocabulary[w] for w in flow.word[first:last]) == owner.lower()


@pytest.mark.parametrize(
    "text",
    [
        "The envoy called for talks with the council.",
        "They sold boats, nets, or the engines, to the council.",
        "The council called the harbour a trap.",
    ],
)
def test_what_links_nothing(text):
    flow = flow_of(text)
    phrases = find_phrases(flow, min_articles=1)
    arrays = {"phrase": phrases.phrase, "first": phrases.first, "last": phrases.last}
    assert find_links(flow, find_places(flow), **arrays) == []
