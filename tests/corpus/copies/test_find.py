from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from framing.corpus.copies import find_copies
from framing.corpus.copies.groups import WHOLE
from framing.counts.tokens import tokenise
from framing.records.tables import COPIES

WIRE = [
    "An international forum on investment closed on Friday with eleven agreements.",
    "Anyone who wants to build will find land and power and an office.",
    "He stressed that foreign companies were as welcome as any others are.",
    "The regional government summed up the two days in one statement.",
]
OWN = [
    "The hall was cold and the coffee in the lobby was colder.",
    "Nobody of those who came had read the agreements before signing them.",
    "A fish plant on the southern island is looking for a partner.",
    "Delegates left by the last ferry of the day before the storm.",
]
OTHER = [
    "Prices of salmon fell again in every harbour along the coast.",
    "Two cutters collided in thick fog near the lighthouse at dawn.",
    "Teachers asked for new stoves because winter had come too early.",
    "The museum lent three maps to a school across the strait.",
]


def tokens_of(articles: pl.DataFrame) -> pl.DataFrame:
    segments = articles.select(
        "article",
        segment=pl.lit(0, dtype=pl.Int64),
        paragraph=pl.lit(0, dtype=pl.Int64),
        role=pl.lit("body"),
        start=pl.lit(0, dtype=pl.Int64),
        end=pl.col("text").str.len_chars().cast(pl.Int64),
    )
    return tokenise(articles, segments)


def table(texts: dict[str, str], dates: dict[str, str] | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {"article": list(texts), "text": list(texts.values())},
        schema={"article": pl.String, "text": pl.String},
    ).with_columns(date=pl.Series([(dates or {}).get(a) for a in texts], dtype=pl.String))


def copies(
    texts: dict[str, str], dates: dict[str, str] | None = None
) -> dict[str, tuple[str, int]]:
    articles = table(texts, dates)
    found = find_copies(tokens_of(articles), articles)
    assert dict(found.schema) == COPIES
    assert found["article"].is_sorted() and found.height == len(texts)
    return {row[0]: row[1:] for row in found.iter_rows()}


def text(*sentences: str) -> str:
    return " ".join(sentences)


def invented(name: str, n: int) -> list[str]:
    """Words that no other name shares but for chance: every story its own."""
    rng = np.random.default_rng(list(name.encode()))
    return [f"w{k}" for k in rng.integers(0, 5000, n)]


def test_copies_to_the_letter_are_one_group_named_after_the_first():
    found = copies(
        {"a": text(*WIRE), "b": text(*WIRE), "c": text(*OWN)},
        {"a": "2019-06-22", "b": "2019-06-21", "c": "2019-06-20"},
    )
    assert found == {"a": ("b", 2), "b": ("b", 2), "c": ("c", 1)}


def test_a_shortened_or_lengthened_copy_is_found():
    short, long = text(*WIRE[:2]), text(*WIRE, *OWN)
    assert copies({"a": text(*WIRE), "b": short, "c": long}) == {
        "a": ("a", 3),
        "b": ("a", 3),
        "c": ("a", 3),
    }


def test_a_copy_with_every_sentence_touched_is_found():
    words = text(*WIRE).split()
    words[4::5] = ["changed"] * len(words[4::5])
    assert copies({"a": text(*WIRE), "b": " ".join(words)})["b"] == ("a", 2)


def test_a_copy_in_another_order_is_found():
    assert copies({"a": text(*WIRE), "b": text(*reversed(WIRE))})["b"] == ("a", 2)


def test_case_quotation_marks_and_breaks_make_no_difference():
    other = "\n".join(s.upper().replace("'", "’") for s in WIRE)
    assert copies({"a": text(*WIRE), "b": other})["b"] == ("a", 2)


def test_different_stories_on_one_event_are_no_copies():
    assert copies({"a": text(*WIRE), "b": text(*OWN)}) == {"a": ("a", 1), "b": ("b", 1)}
    # One shared quotation in five sentences.
    found = copies({"a": text(*WIRE), "b": text(WIRE[1], *OWN)})
    assert found == {"a": ("a", 1), "b": ("b", 1)}


def test_six_tenths_of_the_shorter_is_the_border():
    shared, own, longer = invented("shared", 60), invented("own", 40), invented("longer", 90)
    both = {"a": " ".join(shared + own), "b": " ".join(longer[:45] + shared + longer[45:])}
    assert copies(both)["b"] == ("a", 2)
    both["a"] += " more"
    assert copies(both)["b"] == ("b", 1)


@pytest.mark.parametrize("n, group", [(7, 1), (8, 2)])
def test_fewer_than_eight_words_are_no_copy(n, group):
    line = " ".join(OWN[0].split()[:n])
    assert copies({"a": line, "b": line})["b"][1] == group


def test_overlaps_do_not_chain():
    # a ~ b and b ~ c share two thirds each, a and c nothing.
    parts = {k: invented(k, 100) for k in "wxyz"}
    a, b, c = parts["w"] + parts["x"], parts["x"] + parts["y"], parts["y"] + parts["z"]
    a, c = a[50:], c[:150]
    found = copies({"a": " ".join(a), "b": " ".join(b), "c": " ".join(c)})
    assert found["a"][0] != found["c"][0]
    assert max(n for _, n in found.values()) == 2


def test_two_halves_of_one_text_are_copies_of_it():
    words = invented("whole", 200)
    halves = {"a": words, "b": words[:100], "c": words[100:]}
    assert {u for u, _ in copies({k: " ".join(v) for k, v in halves.items()}).values()} == {"a"}


def test_a_digest_of_many_texts_joins_none_of_them():
    stories = {k: invented(k, 120) for k in "abcde"}
    digest = [word for story in stories.values() for word in story]
    texts = {k: " ".join(v) for k, v in stories.items()} | {"z": " ".join(digest)}
    assert {n for _, n in copies(texts).values()} == {1}


@pytest.mark.parametrize("n_inset", [60, 80, 100])
@pytest.mark.parametrize("n_own", [80, 150, 400])
def test_an_inset_in_many_articles_chains_none(n_inset, n_own):
    inset = invented("inset", n_inset)
    texts = {}
    for k in range(60):
        own = invented(f"own{k}", n_own)
        texts[f"a{k:02}"] = " ".join(own[: n_own // 2] + inset + own[n_own // 2 :])
    assert {n for _, n in copies(texts).values()} == {1}


def test_the_inset_as_an_article_of_its_own_ties_no_others_together():
    inset = invented("inset", 80)
    texts = {f"a{k}": " ".join(inset + invented(f"own{k}", 150)) for k in range(9)}
    assert {n for _, n in copies(texts | {"z": " ".join(inset)}).values()} == {1}


def test_a_text_with_many_carriers_is_one_group_however_each_edits_it():
    words = invented("wire", 300)
    rng = np.random.default_rng(3)
    texts = {}
    for k in range(120):
        edited = np.array(words)
        changed = rng.choice(300, 45, replace=False)
        edited[changed] = [f"x{k}y{m}" for m in changed]
        texts[f"a{k:03}"] = " ".join([*invented(f"intro{k}", 40), *edited])
    assert set(copies(texts).values()) == {("a000", 120)}


@pytest.mark.parametrize("whole", [0, 1000])
def test_texts_that_drift_apart_make_the_same_groups_however_long_the_search(monkeypatch, whole):
    words = invented("wire", 800)
    texts = {f"a{k:03}": " ".join(words[10 * k : 10 * k + 100]) for k in range(70)}
    found = copies(texts)
    starts: dict[str, list[int]] = {}
    for k, (unit, _) in enumerate(found.values()):
        starts.setdefault(unit, []).append(k)
    # One middle is settled a round: there are more than those that look at all they hang with.
    assert len(starts) > WHOLE
    assert all(10 * (max(group) - min(group)) <= 80 for group in starts.values())
    monkeypatch.setattr("framing.corpus.copies.groups.WHOLE", whole)
    assert copies(texts) == found


def test_more_articles_than_can_be_numbered_are_an_error(monkeypatch):
    monkeypatch.setattr("framing.corpus.copies.candidates._ARTICLE", 2)
    texts = {name: text(*WIRE) for name in "abcd"}
    assert set(copies(texts).values()) == {("a", 4)}
    with pytest.raises(ValueError, match="5 articles; allowed: up to 4 at once"):
        copies(texts | {"e": text(*WIRE)})


def test_the_order_of_articles_makes_no_difference():
    words = invented("wire", 200)
    texts = {"d": text(*OWN), "c": " ".join(words), "b": " ".join(words[:120]), "a": text(*WIRE)}
    turned = dict(reversed(texts.items()))
    assert copies(texts) == copies(turned)
    articles = table(texts)
    # Words may come in another order of articles than the articles do.
    assert find_copies(tokens_of(table(turned)), articles).equals(
        find_copies(tokens_of(articles), articles)
    )


def test_words_of_an_article_that_stand_apart_are_an_error():
    articles = table({"a": text(*WIRE), "b": text(*OWN)})
    tokens = tokens_of(articles)
    with pytest.raises(ValueError, match="must stand together"):
        find_copies(pl.concat([tokens, tokens.head(3)]), articles)


def test_a_text_that_repeats_itself_is_a_copy_of_itself():
    refrain = text(*OTHER[:2])
    long = " ".join([refrain] * 8)
    assert copies({"a": long, "b": long})["b"] == ("a", 2)


def test_without_dates_the_first_id_names_the_group_and_dated_ones_go_before():
    both = {"a": text(*WIRE), "b": text(*WIRE)}
    assert copies(both)["b"] == ("a", 2)
    assert copies(both, {"b": "2019-06-21"})["a"] == ("b", 2)


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "", "b": "..."}, {"a": "one"}])
def test_few_articles_without_words(texts):
    assert copies(texts) == {name: (name, 1) for name in texts}
