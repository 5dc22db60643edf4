from __future__ import annotations

import polars as pl
import pytest

from framing.corpus.articles import build_articles, outlet_lookup, read_date
from framing.corpus.readers import Item
from framing.errors import Problem
from framing.records.tables import ARTICLES, LEDGER, OUTLETS

TEXT = "Ministers meet on islands\n\nThe ministers of both countries met on the islands on Friday."


def outlets(*rows: tuple[str, str, str]) -> pl.DataFrame:
    filled = [
        {**dict.fromkeys(OUTLETS, ""), "outlet": o, "name": n, "group": g} for o, n, g in rows
    ]
    return pl.DataFrame(filled, schema=OUTLETS)


OUTLET_ROWS = outlets(("Alpha", "The Alpha Daily", "N"), ("Beta", "Beta", "S"))


def build(
    items: list[Item], index: dict[str, dict[str, str]] | None = None, language: str = "en"
) -> tuple[pl.DataFrame, pl.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    articles, ledger = build_articles(
        items, outlets=OUTLET_ROWS, index=index or {}, language=language, problems=problems
    )
    assert (dict(articles.schema), dict(ledger.schema)) == (ARTICLES, LEDGER)
    assert ledger.height == len(items)
    return articles, ledger, problems


def test_an_item_becomes_an_article():
    fields = {"outlet": "alpha", "date": "2019-05-06T10:00Z", "title": "A title", "wire": "TASS"}
    articles, ledger, problems = build([Item("a.txt", 0, TEXT, fields)])
    assert problems == []
    row = articles.to_dicts()[0]
    assert row["article"].startswith("alpha/a-title-")
    assert row["article"].endswith(row["hash"][:8])
    assert (row["outlet"], row["group"], row["date"], row["wire"], row["text"], row["event"]) == (
        "Alpha", "N", "2019-05-06", "TASS", TEXT, None,
    )  # fmt: skip
    assert ledger.rows() == [("a.txt", 0, "imported", row["article"], "")]


def test_an_id_depends_on_the_text_and_its_names_never_on_place_or_order():
    items = [
        Item("all.csv", row, f"{TEXT} {row}", {"outlet": "Alpha", "title": f"Title {row}"})
        for row in range(2, 6)
    ]
    moved = [Item("other.jsonl", 90 - i.row, i.text, i.fields) for i in reversed(items)]
    first, again = build(items)[0], build(moved)[0]
    assert first["article"].to_list() == again["article"].to_list()
    assert first["article"].is_sorted() and first["article"].n_unique() == 4


@pytest.mark.parametrize(
    ("item", "start"),
    [
        (Item("sub/My file.txt", 0, TEXT, {"outlet": "Alpha"}), "alpha/my-file-"),
        (Item("all.csv", 7, TEXT, {"outlet": "Alpha"}), "alpha/ministers-meet-on-"),
        (Item("a.txt", 0, TEXT, {"outlet": "Alpha", "title": "Курилы"}), "alpha/a-"),
        (Item("Курилы.txt", 0, TEXT, {"outlet": "Alpha"}), "alpha/article-"),
        (Item("a.txt", 0, TEXT, {"outlet": "Alpha", "title": "É " + "x" * 80}), "alpha/e-"),
    ],
)
def test_the_readable_part_of_an_id(item, start):
    assert build([item])[0]["article"][0].startswith(start)


def test_the_same_article_twice_is_used_once_and_told():
    fields = {"outlet": "Alpha", "title": "A title"}
    items = [Item("a.txt", 0, TEXT, fields), Item("all.csv", 3, TEXT, fields)]
    articles, ledger, problems = build(items)
    assert articles.height == 1
    assert ledger["fate"].to_list() == ["imported", "duplicate"]
    assert [(p.file, p.line, p.found, p.fatal) for p in problems] == [
        ("all.csv", 3, "the same text of Alpha stands in a.txt.", False)
    ]


def test_the_same_article_under_another_title_or_file_name_is_found_too():
    items = [
        Item("a.txt", 0, TEXT, {"outlet": "Alpha", "title": "A title"}),
        Item("b.txt", 0, TEXT, {"outlet": "Alpha", "title": "A title, updated"}),
        Item("c.txt", 0, TEXT, {"outlet": "Alpha"}),
    ]
    assert build(items)[1]["fate"].to_list() == ["imported", "duplicate", "duplicate"]


def test_one_text_in_two_outlets_is_two_articles():
    items = [Item(f"{o}.txt", 0, TEXT, {"outlet": o}) for o in ("Alpha", "Beta")]
    articles, _, problems = build(items)
    assert (articles["outlet"].to_list(), problems) == (["Alpha", "Beta"], [])


@pytest.mark.parametrize(
    ("item", "found", "step"),
    [
        (Item("a.txt", 0, " \n", {"outlet": "Alpha"}), "the article is empty.", ""),
        (Item("a.csv", 4, TEXT, {"outlet": " "}), "the article has no outlet.", "articles.csv"),
        (Item("a.csv", 4, TEXT, {"outlet": "Alhpa"}), "unknown outlet 'Alhpa'.", "mean 'Alpha'?"),
        (Item("a.csv", 4, TEXT, {"outlet": "ALFA"}), "unknown outlet 'ALFA'.", "mean 'Alpha'?"),
        (Item("a.csv", 4, TEXT, {"outlet": "Omega"}), "unknown outlet 'Omega'.", "add a row to"),
        (Item("a.csv", 4, TEXT, {"outlet": "The Alfa Daily"}), "unknown outlet", "mean 'Alpha'?"),
    ],
)
def test_an_item_that_cannot_be_used_is_told_and_in_the_ledger(item, found, step):
    articles, ledger, problems = build([item])
    assert articles.height == 0
    assert ledger.select("file", "row", "fate").rows() == [(item.file, item.row, "skipped")]
    ((problem),) = problems
    assert (problem.file, problem.line, problem.fatal) == (item.file, item.row, False)
    assert found in problem.found and step in problem.step
    assert "outlet" not in found or "Alpha" in problem.allowed or "outlets.csv" in problem.allowed


@pytest.mark.parametrize("name", ["Alpha", "ALPHA", " alpha ", "the alpha daily"])
def test_an_outlet_is_known_by_id_and_name_in_any_case(name):
    assert build([Item("a.txt", 0, TEXT, {"outlet": name})])[0]["outlet"].to_list() == ["Alpha"]


def test_an_id_goes_before_another_outlets_name():
    known = outlet_lookup(outlets(("A", "B", "N"), ("B", "C", "S")))
    assert known["b"]["outlet"] == "B"


@pytest.mark.parametrize("value", ["06.05.2019", "May 6, 2019", "2019-13-01", "2019", "soon"])
def test_an_unreadable_date_is_told_and_the_article_kept(value):
    articles, ledger, problems = build([Item("a.txt", 0, TEXT, {"outlet": "Alpha", "date": value})])
    assert articles["date"].to_list() == [None]
    assert ledger["fate"].to_list() == ["imported"]
    assert [(p.found, p.allowed) for p in problems] == [
        (f"unreadable date {value!r}.", "YYYY-MM-DD, as 2019-11-06.")
    ]


def test_the_index_speaks_for_files_and_where_rows_are_silent():
    index = {"a.txt": {"outlet": "Beta", "event": "talks"}}
    items = [
        Item("a.txt", 0, TEXT, {"outlet": "Alpha", "title": "Own"}),
        Item("a.txt", 2, TEXT + "!", {"outlet": "Alpha"}),
    ]
    rows = build(items, index)[0].select("outlet", "event", "title").rows()
    assert sorted(rows, key=str) == [("Alpha", "talks", None), ("Beta", "talks", "Own")]


def test_the_language_is_the_articles_else_the_outlets_else_the_studys_else_detected():
    def language(**given):
        items = [Item("a.txt", 0, TEXT, {"outlet": "Alpha", **given})]
        return build(items, language=given.pop("study", ""))[0]["language"][0]

    assert language(language="de", study="ru") == "de"
    assert language(study="ru") == "ru"
    assert language() == "en"


@pytest.mark.parametrize(
    ("value", "step"),
    [
        ("06/11/2019", "2019-11-06 if 6 November is meant, 2019-06-11 if 11 June is meant;"),
        ("13.05.2019", "write 2019-05-13 if 13 May is meant; until then"),
        ("May 6, 2019", "write 2019-05-06 if 6 May is meant;"),
        ("Monday, 6th Sept. 2019", "write 2019-09-06 if 6 September is meant;"),
        ("2019/5/6", "write 2019-05-06 if 6 May is meant;"),
        ("2019-13-01", "the article is kept without a date."),
        ("31 Brumaire 1799", "the article is kept without a date."),
    ],
)
def test_what_a_date_may_mean_is_said_and_never_guessed(value, step):
    day, unread = read_date(value)
    assert day is None and step in unread[2]


def test_outlets_without_ascii_letters_keep_their_articles_apart():
    outlets = pl.DataFrame(
        [dict.fromkeys(OUTLETS, "") | {"outlet": name, "name": name, "group": name}
         for name in ("Правда", "Известия", "A.B", "A B")],
        schema=OUTLETS,
    )  # fmt: skip
    items = [Item(f"{k}.txt", 0, TEXT, {"outlet": o}) for k, o in enumerate(outlets["outlet"])]
    articles = build_articles(items, outlets=outlets, index={}, language="en", problems=[])[0]
    assert articles["article"].n_unique() == 4
