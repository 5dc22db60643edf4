from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.errors import UsageError
from framing.records.scope import Scope

BOOK = """\
sides: [North, South]
actors:
  north: {side: North, names: [north]}
  south: {side: South, names: [south]}
  sur: {side: South, names: ["sol sur"]}
names:
  islands:
    wordings:
      blue: {side: North, patterns: [blue islands]}
      green: {side: South, patterns: [green islands]}
      disputed: {side: neutral, patterns: [disputed islands]}
  port:
    wordings:
      harbour: {side: neutral, patterns: [lakeport harbour]}
"""
TEXTS = {
    "a1": "The ferry to the Blue Islands sailed. The Blue Islands are green in the spring.",
    "a2": "Called the Blue Islands in North and the Green Islands in South, they are small.",
    "a3": "The Blue Islands are quiet today. Boats from town reach the Green Islands by noon.",
    "b1": "The disputed islands, and Lakeport harbour, are quiet in the morning rain.",
    "b2": "Nothing happened in town on Tuesday, and every boat stayed where it was.",
    "g1": "Minister Sol Sur said the Green Islands were quiet in the autumn of that year.",
    "g2": "The Blue Islands, which South calls the Green Islands, have forty houses.",
    "g3": "The Blue Islands were calm on Friday after the storm had passed over them.",
}
OUTLETS = {"a": "Alpha", "b": "Beta", "g": "Gamma"}


@pytest.fixture
def run(make_study):
    titles = {"a1": "Green Islands ferry sails", "g1": "Disputed islands quiet after storm"}
    rows = "".join(
        f"{k}.txt,{OUTLETS[k[0]]},2019-05-06,{'XY' if k == 'g3' else ''}\n" for k in TEXTS
    )
    gone = ("alpha_talks", "beta_ferry", "gamma_talks")
    changes: dict[str, str | None] = {f"articles/{name}.txt": None for name in gone}
    for k, text in TEXTS.items():
        changes[f"articles/{k}.txt"] = f"{titles.get(k, f'Report {k} of the day')}\n\n{text}\n"
    changes["articles.csv"] = f"file,outlet,date,wire\n{rows}"
    changes["codebook/codebook.yaml"] = BOOK
    changes["study.toml"] = '[study]\nid = "t"\nquestion = "How?"\nlanguage = "en"\n'
    return framing.open_study(make_study(changes))


def by_file(run, frame: pl.DataFrame) -> pl.DataFrame:
    files = run.measured.select("article", "file")
    return frame.join(files, on="article").sort("file")


def test_the_practice_of_each_article(run):
    rows = by_file(run, framing.names(run, show="articles"))
    shown = ("file", "practice", "side", "alone", "practice_any", "side_any", "n_own", "n")
    assert rows.select(shown).rows() == [
        ("a1.txt", "apart", None, "North; South", "apart", None, 3, 3),
        ("a2.txt", "one breath", None, None, "one breath", None, 2, 2),
        ("a3.txt", "apart", None, "North; South", "apart", None, 2, 2),
        ("b1.txt", "neutral", None, None, "neutral", None, 1, 1),
        ("b2.txt", "none", None, None, "none", None, 0, 0),
        ("g1.txt", "neutral", None, None, "one side", "South", 1, 2),
        ("g2.txt", "one breath", None, None, "one breath", None, 1, 2),
        ("g3.txt", None, None, None, "one side", "North", 0, 1),
    ]
    assert set(rows["entity"]) == {"islands"}  # nobody contests the port


def test_headline_and_first_mention_are_kept_apart(run):
    rows = by_file(run, framing.names(run, show="articles"))
    assert rows.select("file", "headline", "first", "first_use").rows() == [
        ("a1.txt", "green", "blue", "own"),
        ("a2.txt", None, "blue; green", "both"),
        ("a3.txt", None, "blue", "own"),
        ("b1.txt", None, "disputed", "own"),
        ("b2.txt", None, None, None),
        ("g1.txt", "disputed", "green", "paraphrased"),
        ("g2.txt", None, "blue; green", "own; glossed"),
        ("g3.txt", None, "blue", "wire"),
    ]
    first = framing.names(run, show="mentions", first=True)
    assert first.filter(pl.col("entity") == "islands")["article"].n_unique() == 7
    headlines = framing.names(run, show="mentions", places=("title",))
    assert set(headlines["place"]) == {"title"}
    assert sorted(headlines["name"]) == ["disputed", "green"]


def test_shares_of_articles_by_practice(run):
    rows = framing.names(run, show="practice")

    def share(outlet: str, voice: str) -> dict[tuple[str, str | None], float]:
        here = rows.filter((pl.col("outlet") == outlet) & (pl.col("voice") == voice))
        return {
            (practice, side): estimate
            for practice, side, estimate in here.select("practice", "side", "estimate").iter_rows()
            if estimate
        }

    assert share("Alpha", "outlet") == {("apart", None): 2 / 3, ("one breath", None): 1 / 3}
    assert share("Beta", "outlet") == {("neutral", None): 0.5, ("none", None): 0.5}
    # Wire copy is nobody's choice of words but the agency's: it has no practice of its own.
    assert share("Gamma", "outlet") == {("neutral", None): 0.5, ("one breath", None): 0.5}
    assert share("Gamma", "any") == {
        ("one side", "South"): 1 / 3,
        ("one side", "North"): 1 / 3,
        ("one breath", None): 1 / 3,
    }
    whole = rows.group_by("unit", "outlet", "group", "voice").agg(pl.col("estimate").sum())
    assert whole["estimate"].to_list() == pytest.approx([1.0] * whole.height)


def test_shares_of_sides_in_own_words_and_their_bound(run):
    rows = framing.names(run, show="sides").filter(pl.col("unit") == "outlet")
    shown = ("outlet", "side", "estimate", "n", "n_total", "with_paraphrased", "n_paraphrased")
    assert rows.select(shown).rows() == [
        ("Alpha", "North", 0.6, 3, 5, 0.6, 0),
        ("Alpha", "South", 0.4, 2, 5, 0.4, 0),
        ("Alpha", "neutral", 0.0, 0, 5, 0.0, 0),
        ("Beta", "North", 0.0, 0, 1, 0.0, 0),
        ("Beta", "South", 0.0, 0, 1, 0.0, 0),
        ("Beta", "neutral", 1.0, 1, 1, 1.0, 0),
        ("Gamma", "North", 0.5, 1, 2, pytest.approx(1 / 3), 0),
        ("Gamma", "South", 0.0, 0, 2, pytest.approx(1 / 3), 1),
        ("Gamma", "neutral", 0.5, 1, 2, pytest.approx(1 / 3), 0),
    ]


def test_practices_in_headlines(run):
    rows = by_file(run, framing.names(run, show="articles", places=("title",)))
    named = rows.filter(pl.col("practice") != "none")
    assert named.select("file", "practice", "side").rows() == [
        ("a1.txt", "one side", "South"),
        ("g1.txt", "neutral", None),
    ]


def test_a_practice_of_the_teaching_corpus_is_too_rare_for_an_interval(kurils):
    rows = framing.names(kurils, show="practice").filter(
        (pl.col("group") == "India") & (pl.col("voice") == "outlet") & (pl.col("outlet").is_null())
    )
    breath = rows.row(by_predicate=pl.col("practice") == "one breath", named=True)
    assert (breath["n"], breath["n_articles"]) == (3, 5)
    # Two articles without it are too few for an interval that covers as often as it says.
    assert breath["low"] is None
    assert breath["flag"] == "fewer than 3 articles with it, or without it: no interval"


@pytest.mark.parametrize("show", ["sides", "practice", "articles"])
def test_tables_keep_their_columns_where_nothing_is_found(run, show):
    nothing = framing.names(run, show=show, scope=Scope(outlets=("Beta",), role=("caption",)))
    assert nothing.columns == framing.names(run, show=show).columns
    if show == "articles":
        assert nothing["practice"].to_list() == ["none", "none"]


def test_what_cannot_be_shown_is_an_error(run, make_study):
    with pytest.raises(UsageError, match="show 'side' is unknown; allowed: shares, sides"):
        framing.names(run, show="side")
    with pytest.raises(UsageError, match="place 'headline' is unknown; allowed: title"):
        framing.names(run, places=("headline",))
    book = "names:\n  port:\n    wordings:\n      h: {side: neutral, patterns: [harbour]}\n"
    other = framing.open_study(make_study({"codebook/codebook.yaml": book}, "other"))
    with pytest.raises(UsageError, match="no entity that two sides name"):
        framing.names(other, show="practice")
