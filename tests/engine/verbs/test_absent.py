"""What is absent in every spelling, and what only looks so."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from scipy.special import betaln

import framing
from framing.cli import main
from framing.compare.words.absent import Searched, find_missing
from framing.records.scope import Scope
from framing.records.tables import ABSENT

ALPHA = (
    "Notes from the harbour\n\nA bio-weapon was found. Bio weapons are banned, and WUHAN said so. "
    "The Kuril chain is available; the country\u2019s labour is not. The organisation slept.\n"
)
GAMMA = (
    "Notes from the town\n\nBioweapon talk is loud in Wuhan. The Kurils and a lab are far, and "
    "Norte's organization of a part-time colour shop in another countries' harbor is apart.\n"
)


@pytest.fixture
def run(make_study):
    changes = {
        "articles/alpha_talks.txt": ALPHA,
        "articles/beta_ferry.txt": "Nothing much\n\nThe ferry was late.\n",
        "articles/gamma_talks.txt": GAMMA,
    }
    return framing.open_study(make_study(changes))


def found(run, *terms, **more):
    rows = framing.absent(run, *terms, by="outlet", **more).rows
    assert rows.schema == ABSENT
    return {(r["term"], r["outlet"]): r for r in rows.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("term", "alpha", "gamma"),
    [
        ("bioweapon", "bio-weapon 1, Bio weapons 1", "Bioweapon 1"),
        ("bio-weapon", "bio-weapon 1, Bio weapons 1", "Bioweapon 1"),
        ("bio weapons", "bio-weapon 1, Bio weapons 1", "Bioweapon 1"),
        ("BIOWEAPONS", "bio-weapon 1, Bio weapons 1", "Bioweapon 1"),
        ("Wuhan", "WUHAN 1", "Wuhan 1"),
        ("Kurils", "Kuril 1", "Kurils 1"),
        ("kuril", "Kuril 1", "Kurils 1"),
        ("country", "country 1", "countries 1"),
        ("countries", "country 1", "countries 1"),
        ("country's", "country 1", "countries 1"),
        ("organisation", "organisation 1", "organization 1"),
        ("harbour", "harbour 1", "harbor 1"),
    ],
)
def test_no_spelling_makes_a_word_absent(run, term, alpha, gamma):
    rows = found(run, term)
    for outlet, forms in (("Alpha", alpha), ("Gamma", gamma)):
        row = rows[term, outlet]
        assert row["found"] == "found"
        assert sorted(row["forms"].split(", ")) == sorted(forms.split(", "))
    beta = rows[term, "Beta"]
    assert (beta["found"], beta["n"], beta["forms"]) == ("not found", 0, None)
    assert beta["said"] == "not found in the 1 articles of Beta"
    assert beta["n_others"] == rows[term, "Alpha"]["n"] + rows[term, "Gamma"]["n"]


def test_a_word_inside_another_is_no_use_of_it(run):
    rows = found(run, "lab", "apart", "part")
    assert rows["lab", "Alpha"]["found"] == "not found"  # available, labour
    assert rows["lab", "Gamma"]["forms"] == "lab 1"
    # "a part" is no spelling of "apart": a function word does not make half a compound.
    assert rows["apart", "Gamma"]["forms"] == "apart 1"
    assert rows["part", "Gamma"]["found"] == "not found"  # part-time is a word of its own


def test_all_forms_of_a_codebook_entry_are_one_term(make_study):
    changes = {"articles/alpha_talks.txt": "News\n\nMinister Norte came by boat.\n",
               "articles/gamma_talks.txt": "News\n\nThe North came.\n"}  # fmt: skip
    run = framing.open_study(make_study(changes))
    rows = found(run, "Norte", "@north", "boat")
    for term in ("Norte", "@north"):
        assert rows[term, "Alpha"]["forms"] == "Norte 1"
        assert rows[term, "Gamma"]["forms"] == "North 1"
        assert rows[term, "Gamma"]["entry"] == "all names of north"
    gamma = rows["Norte", "Gamma"]
    assert (gamma["found"], gamma["n"], gamma["n_term"]) == ("other forms only", 1, 0)
    assert gamma["said"] == "in 1 of 1 articles of Gamma, in other forms"
    assert rows["@north", "Gamma"]["found"] == rows["Norte", "Alpha"]["found"] == "found"
    assert rows["boat", "Gamma"]["found"] == "not found" and rows["boat", "Gamma"]["entry"] is None


def test_a_word_inside_a_longer_name_is_a_use_of_the_word(kurils):
    # "Kurils" is a form of one name, "Southern Kurils" of another.
    rows = framing.absent(kurils, "Southern Kurils", "Kurils", by="outlet").rows
    n = {(t, o): k for t, o, k in rows.select("term", "outlet", "n").iter_rows()}
    texts = kurils.study.articles.filter(pl.col("text").str.contains("Kurils"))
    for outlet in set(texts["outlet"]):
        assert n["Kurils", outlet] > 0


def test_what_stands_outside_the_scope_is_not_called_absent(run):
    scope = Scope(role=("title",))
    rows = found(run, "Wuhan", "notes", scope=scope)
    row = rows["Wuhan", "Alpha"]
    assert (row["found"], row["n"], row["n_outside"]) == ("outside the scope only", 0, 1)
    assert row["said"] == "in Alpha only outside the scope"
    assert rows["notes", "Alpha"]["found"] == "found"
    only = framing.absent(run, "Wuhan", by="outlet", scope=Scope(outlets=("Alpha", "Beta"))).rows
    assert set(only["outlet"]) == {"Alpha", "Beta"}


def test_articles_without_a_word_in_scope_were_not_searched(kurils):
    found = framing.absent(kurils, "islands", by="group", scope=Scope(role=("caption",)))
    captions = kurils.segments.filter(role="caption").join(kurils.measured, on="article")
    n = dict(captions.group_by("group").agg(pl.col("article").n_unique()).iter_rows())
    rows = {r["group"]: r for r in found.rows.iter_rows(named=True)}
    for group in ("China", "India", "Russia"):
        if group in n:
            assert rows[group]["n_articles_searched"] <= n[group]
        else:
            assert group not in rows and f"{group}: no word in scope" in found.hidden


def test_a_term_that_nobody_uses(run):
    rows = found(run, "zebra", "zebra crossing")
    assert {r["flag"] for r in rows.values()} == {"found nowhere"}
    assert all(r["chance"] is None for r in rows.values()) and len(rows) == 6


def test_tier_reading_gives_counts_and_no_chance(run):
    result = framing.absent(run, "Wuhan", by="outlet")
    assert result.tier == "reading"
    beta = result.rows.filter(outlet="Beta").row(0, named=True)
    assert beta["flag"] == "tier reading: counts, no chance" and beta["chance"] is None
    listed = framing.absent(run, min_articles=1)
    assert set(listed.rows["found"]) == {"not found"} and listed.rows["chance"].null_count() > 0
    assert "bioweapon" not in set(listed.rows["term"])


@pytest.mark.parametrize(
    ("args", "more", "message"),
    [
        (("x",), {"by": "event"}, "by 'event' is unknown"),
        (("@nobody_here",), {}, "no id '@nobody_here' in the codebook; allowed: islands"),
        (("x",), {"scope": Scope(outlets=("Beta",))}, "only articles of North here; allowed: two"),
    ],
)
def test_what_is_not_there_is_told(run, args, more, message):
    with pytest.raises(framing.errors.FramingError, match=message):
        framing.absent(run, *args, **more)


def made_up(n_own: int, k: dict[str, int], n_others: int = 12, house: bool = False) -> Searched:
    """Articles of 100 words in two events; term number i stands in the first k[i] others."""
    rows = [("own", f"o{j:02}", f"e{j % 2}") for j in range(n_own)]
    rows += [("rest", f"r{j:02}", f"e{j % 2}") for j in range(n_others)]
    docs = pl.DataFrame(
        [(a, a, g, g, e, 100.0) for g, a, e in rows],
        schema=["article", "unit", "outlet", "group", "event", "words"],
        orient="row",
    )
    cells = [
        (int(i), f"r{j:02}", 1, 1, 1 / n if house else 1.0, 0)
        for i, n in k.items()
        for j in range(n)
    ]
    schema = {"item": pl.Int64, "article": pl.String, "n": pl.Int64, "n_term": pl.Int64,
              "n_eff": pl.Float64, "n_outside": pl.Int64}  # fmt: skip
    return Searched(
        docs,
        docs.select("article", "outlet", "group"),
        pl.DataFrame(cells, schema=schema, orient="row"),
    )


def by_hand(k: int, n: int, own: float) -> float:
    """Posterior mean of (1 - s) ** own, s ~ Beta(k + 1/2, n - k + 1/2)."""
    return float(np.exp(betaln(k + 0.5, n - k + 0.5 + own) - betaln(k + 0.5, n - k + 0.5)))


def test_the_chance_of_finding_none_is_that_of_the_beta_binomial():
    searched = made_up(7, {"0": 6, "1": 9, "2": 11})
    found = find_missing(searched, by="group", side="own", min_articles=5, chosen=False)
    chances = dict(found.rows.select("item", "chance").iter_rows())
    expected = {i: by_hand(k, 12, 7) for i, k in enumerate((6, 9, 11))}
    assert chances == pytest.approx(expected, rel=1e-6)
    sums = dict(found.rows.select("item", "expected").iter_rows())
    assert sums == pytest.approx(
        {2: expected[2], 1: expected[2] + expected[1], 0: sum(expected.values())}, rel=1e-6
    )
    assert found.hidden == (
        "3 of 3 terms are not found; were all used at the others' rate, about 0 would be missing "
        "by chance",
    )


def test_short_articles_make_absence_less_odd():
    long = made_up(7, {"0": 6})
    short_docs = long.docs.with_columns(
        words=pl.when(pl.col("group") == "own").then(25.0).otherwise("words")
    )
    short = Searched(short_docs, long.every, long.cells)
    one, two = (
        find_missing(s, by="group", side="own", min_articles=5, chosen=True).rows["chance"][0]
        for s in (long, short)
    )
    assert two == pytest.approx(by_hand(6, 12, 7 / 4), rel=1e-6) and two > one


def test_a_house_sentence_is_one_use_and_not_that_of_every_article():
    searched = made_up(7, {"0": 12}, house=True)
    row = find_missing(searched, by="group", side="own", min_articles=5, chosen=True).rows
    assert row["n_articles_others"][0] == 12
    assert row["chance"][0] == pytest.approx(by_hand(0, 12, 7), rel=1e-6)


def test_terms_under_the_threshold_are_counted():
    searched = made_up(7, {"0": 6, "1": 4, "2": 1})
    found = find_missing(searched, by="group", side="own", min_articles=5, chosen=False)
    assert found.rows["item"].to_list() == [0]
    assert found.hidden[0] == (
        "2 terms (5 uses) that others use in fewer than 5 distinct articles were not looked at"
    )


def test_others_beside_the_shared_events_say_nothing():
    searched = made_up(7, {"0": 6})
    apart = searched.docs.with_columns(
        event=pl.when(pl.col("article").is_in([f"r{j:02}" for j in range(6)]))
        .then(pl.lit("elsewhere"))
        .otherwise("event")
    )
    searched = Searched(apart, searched.every, searched.cells)
    row = find_missing(searched, by="group", side="own", min_articles=5, chosen=True).rows
    assert row["chance"][0] is None
    assert row["flag"][0] == "others use it only beside the shared events: no chance"


def test_the_command(kurils_folder):
    args = ("absent", str(kurils_folder))
    result = CliRunner().invoke(main, (*args, "Nemuro", "--by", "group"))
    assert result.exit_code == 0, result.output
    # One entry lists the town with others: its own spelling is missing, other forms are not.
    assert "in other forms" in result.stdout
    listed = CliRunner().invoke(main, (*args, "--top", "2", "--content"))
    assert "would be missing by chance" in listed.stderr and "not looked at" in listed.stderr
    assert len(listed.stdout.splitlines()) <= 1 + 3 * 2
