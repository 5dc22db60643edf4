"""Rows of what was found and what was not, against sums by hand."""

from __future__ import annotations

import polars as pl
import pytest

from framing.compare.coverage.omissions import build_matrix, build_omissions

ARTICLES = pl.DataFrame(
    [
        ("a1", "Alpha", "N", "talks", "a1", 100),
        ("a2", "Alpha", "N", "talks", "a2", 100),
        ("b1", "Beta", "N", "talks", "b1", 100),
        ("c1", "Gamma", "S", "talks", "c1", 100),
        ("d1", "Delta", "S", "talks", "d1", 100),
        ("e1", "Eta", "S", "talks", "d1", 100),  # a copy of d1
        ("f1", "Alpha", "N", "ferry", "f1", 100),
        ("f2", "Beta", "N", "ferry", "f2", 50),
    ],
    schema=["article", "outlet", "group", "event", "unit", "n_words"],
    orient="row",
)


def mentions(*rows: tuple[str, str, str, bool]) -> pl.DataFrame:
    """(item, event, article, carries)"""
    return pl.DataFrame(
        [(e, "actors", i, i.upper(), a, 3, 9, "Ana N", "named", c) for i, e, a, c in rows],
        schema={
            **dict.fromkeys(("event", "kind", "item", "label", "article"), pl.String),
            "start": pl.Int64, "end": pl.Int64, "text": pl.String, "how": pl.String,
            "carries": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip


def row(found: pl.DataFrame, **where: str) -> dict[str, object]:
    return found.row(by_predicate=pl.all_horizontal(pl.col(k) == v for k, v in where.items()),
                     named=True)  # fmt: skip


ANA = [("ana", "talks", "b1", True), ("ana", "talks", "c1", True), ("ana", "talks", "c1", True)]


def test_counts_by_outlet_and_the_chance_of_none():
    found = build_omissions(mentions(*ANA), ARTICLES, by="outlet")
    assert found.height == 5
    alpha = row(found, outlet="Alpha")
    # Others: b1, c1 and the text of d1 and e1: 2 of 3. Two own articles of average length:
    # s is Beta(2.5, 1.5), E (1 - s)^2 = 1.5 * 2.5 / 20.
    assert (alpha["n_units_with"], alpha["n_units"]) == (2, 3)
    assert (alpha["n_outlets_with"], alpha["n_outlets"]) == (2, 4)
    assert alpha["chance_none"] == pytest.approx(1.5 * 2.5 / 20, abs=1e-9)
    assert (alpha["found"], alpha["n_articles_with"], alpha["n_articles"]) == (0, 0, 2)
    assert (alpha["prior"], alpha["text"], alpha["flag"]) == ("Jeffreys", None, "")
    # Delta's text is its copy's, too: others are a1, a2, b1, c1, 2 of 4.
    delta = row(found, outlet="Delta")
    assert (delta["n_units_with"], delta["n_units"]) == (2, 4)
    assert delta["chance_none"] == pytest.approx(2.5 / 5, abs=1e-9)
    gamma = row(found, outlet="Gamma")
    assert (gamma["found"], gamma["n_articles_with"], gamma["how"]) == (2, 1, "2 named")
    assert (gamma["chance_none"], gamma["article"], gamma["start"]) == (None, "c1", 3)


def test_the_most_telling_comes_first_and_what_was_found_last():
    rows = [*ANA, ("bo", "talks", "b1", True), ("cy", "ferry", "f1", True)]
    found = build_omissions(mentions(*rows), ARTICLES, by="outlet")
    missing = found.filter(found=0)
    assert found.head(missing.height).equals(missing)
    assert missing.select("item", "outlet").row(0) == ("ana", "Alpha")
    chances = missing["chance_none"].drop_nulls()
    assert chances.is_sorted() and missing["chance_none"].tail(1).item() is None


def test_few_other_articles_give_no_chance_but_the_reason():
    found = build_omissions(mentions(("cy", "ferry", "f1", True)), ARTICLES, by="outlet")
    beta = row(found, outlet="Beta")
    assert beta["chance_none"] is None and beta["prior"] is None
    assert beta["flag"] == "no chance: 1 other distinct article, 3 are needed"
    assert row(found, outlet="Alpha")["flag"] == ""
    assert set(found["outlet"]) == {"Alpha", "Beta"}  # others have no article on the event


def test_a_copy_that_has_more_is_told():
    found = build_omissions(mentions(("bo", "talks", "e1", True)), ARTICLES, by="outlet")
    delta = row(found, outlet="Delta")
    assert delta["chance_none"] is None
    assert delta["flag"] == (
        "a copy of the same text elsewhere has it; no chance: no other text has it"
    )
    # For Alpha the copies are one text of three.
    assert (row(found, outlet="Alpha")["n_units_with"]) == 1


def test_groups_are_sides_too():
    found = build_omissions(mentions(("bo", "talks", "b1", True)), ARTICLES, by="group")
    south = row(found, group="S")
    assert (south["outlet"], south["n_articles"], south["n_outlets"]) == (None, 3, 2)
    # Own texts: c1 and that of d1 and e1; others a1, a2, b1: 1 of 3, s is Beta(1.5, 2.5).
    assert south["chance_none"] == pytest.approx(2.5 * 3.5 / 20, abs=1e-9)


def test_what_is_spoken_of_and_not_carried_is_said():
    rows = [("war", "talks", "b1", True), ("war", "talks", "c1", False)]
    found = build_omissions(mentions(*rows), ARTICLES, by="outlet")
    gamma = row(found, outlet="Gamma")
    assert (gamma["found"], gamma["how"], gamma["text"]) == (0, "1 named", None)


def test_the_order_of_rows_does_not_matter():
    rows = mentions(*ANA, ("bo", "talks", "e1", True))
    one = build_omissions(rows, ARTICLES, by="outlet")
    assert one.equals(build_omissions(rows.reverse(), ARTICLES, by="outlet"))


def test_no_mention_no_rows():
    assert build_omissions(mentions(), ARTICLES, by="outlet").is_empty()


def test_an_outlet_without_words_in_scope_is_not_said_to_have_no_article():
    found = build_omissions(mentions(*ANA), ARTICLES.filter(pl.col("outlet") != "Beta"), by="group")
    coverage = pl.DataFrame(
        [("talks", o, g, "not searched", n) for o, g, n in
         (("Alpha", "N", 2), ("Gamma", "S", 1), ("Zeta", "W", 3), ("Xi", "E", 0))],
        schema=["event", "outlet", "group", "coverage", "n_articles"], orient="row",
    )  # fmt: skip
    wide = build_matrix(found, coverage, by="group")
    assert wide.select("E", "N", "S", "W").row(0) == (
        "no article: not searched", "not found in 2", "in 1 of 3", "nothing in scope",
    )  # fmt: skip


def test_the_matrix_says_what_having_no_article_means():
    rows = [*ANA, ("cy", "ferry", "f1", True)]
    found = build_omissions(mentions(*rows), ARTICLES, by="outlet")
    coverage = pl.DataFrame(
        [(e, o, g, "searched, none", ARTICLES.filter(event=e, outlet=o).height)
         for e in ("talks", "ferry")
         for o, g in ARTICLES.select("outlet", "group").unique().rows()],
        schema=["event", "outlet", "group", "coverage", "n_articles"], orient="row",
    )  # fmt: skip
    wide = build_matrix(found, coverage, by="outlet")
    assert wide.columns == ["event", "kind", "item", "label", "Alpha", "Beta", "Delta", "Eta",
                            "Gamma"]  # fmt: skip
    assert wide.rows() == [
        ("talks", "actors", "ana", "ANA", "not found in 2", "in 1 of 1", "not found in 1",
         "not found in 1", "in 1 of 1"),
        ("ferry", "actors", "cy", "CY", "in 1 of 1", "not found in 1",
         *["no article: searched, none"] * 3),
    ]  # fmt: skip
