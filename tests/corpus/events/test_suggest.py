from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from framing.corpus.events import suggest_events
from framing.corpus.events.grouping import group_pairs
from framing.corpus.events.likeness import CAP, FLOOR, N_USUAL, POWER, UNDATED, Pairs, find_pairs
from framing.corpus.events.naming import name_events
from framing.corpus.events.openings import PAIR, STEM, weigh_openings
from framing.corpus.segments import build_segments
from framing.counts.tokens import tokenise

ROOT = Path(__file__).parents[3]

# Three invented stories; each told three times, and one text of its own.
FERRY = (
    "Ferry to Blue Islands sails again\n\nThe ferry to the Blue Islands sailed on Tuesday for "
    "the first time since the March storm. Captain Bo Sund said forty passengers were on board.",
    "Blue Islands ferry back after storm\n\nPassengers cheered in Lakeport as the ferry to the "
    "Blue Islands left on Tuesday. The March storm had broken its rudder, captain Bo Sund said.",
    "Ferry sails for Blue Islands with forty on board\n\nLakeport's ferry, broken by the storm in "
    "March, carried forty passengers to the Blue Islands.",
)
BUDGET = (
    "Parliament adopts budget after long night\n\nThe parliament of North adopted the budget at "
    "dawn on Friday, with money for schools. Finance minister Ana Norte called the vote a relief.",
    "Budget passes by one vote\n\nBy a single vote the parliament in North passed the budget early "
    "on Friday. Minister Ana Norte promised money for schools and roads.",
    "One vote saves Norte's budget\n\nFinance minister Ana Norte won her budget by one vote at "
    "dawn. The parliament of North had sat all night over schools and roads.",
)
TURTLE = (
    "Turtle found in swimming pool\n\nA turtle as large as a table was found in the public pool "
    "of Greenford. Zoo keeper Ole Lund took the animal away in a van.",
    "Greenford pool closed for turtle\n\nThe public pool of Greenford closed on Sunday because of "
    "a turtle. Keeper Ole Lund of the zoo caught the animal.",
    "Zoo takes turtle from pool\n\nOle Lund, a keeper at the zoo, carried a large turtle out of "
    "the Greenford swimming pool on Sunday.",
)
ALONE = "Bakers fear price of flour\n\nFlour costs twice what it did, bakers complain in Lakeport."
STORIES = {"ferry": FERRY, "budget": BUDGET, "turtle": TURTLE}


def articles_of(texts: dict[str, str], dates: dict[str, str] | None = None) -> pl.DataFrame:
    rows = [(name, "Alpha", None, text, (dates or {}).get(name)) for name, text in texts.items()]
    columns = ["article", "outlet", "title", "text", "date"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def suggest(articles: pl.DataFrame, **more) -> pl.DataFrame:
    segments = build_segments(articles.sort("article"), outlet_names={})
    tokens = tokenise(articles.sort("article"), segments)
    return suggest_events(articles, tokens, segments=segments, **more)


def groups(found: pl.DataFrame) -> set[frozenset[str]]:
    return {frozenset(rows["article"]) for _, rows in found.group_by("event")}


TEXTS = {f"{story}-{k}": t for story, texts in STORIES.items() for k, t in enumerate(texts)}
TEXTS["alone"] = ALONE
THREE = {frozenset(f"{story}-{k}" for k in range(3)) for story in STORIES}


def test_articles_on_what_happened_fall_together_and_others_stay_out():
    found = suggest(articles_of(TEXTS))
    assert groups(found) == THREE
    assert found.columns == ["event", "article", "source", "similarity", "words"]
    assert set(found["source"]) == {"suggested"}
    assert found["similarity"].is_between(0.11, 1).all()
    assert "alone" not in set(found["article"])


def test_an_event_is_named_by_its_first_day_and_shared_words():
    dates = {name: f"2019-05-0{6 + int(name[-1])}" for name in TEXTS if name != "alone"}
    found = suggest(articles_of(TEXTS, dates))
    assert groups(found) == THREE
    (ferry,) = set(found.filter(pl.col("article") == "ferry-0")["event"])
    assert ferry.startswith("2019-05-06-") and "ferry" in ferry.split("-")
    assert found.filter(pl.col("event") == ferry)["words"][0].split() == ferry.split("-")[3:]


@given(order=st.permutations(sorted(TEXTS)))
@settings(max_examples=10)
def test_the_order_of_articles_does_not_matter(order):
    shuffled = suggest(articles_of({name: TEXTS[name] for name in order}))
    assert shuffled.equals(suggest(articles_of(TEXTS)))


def test_dates_farther_apart_than_the_window_keep_articles_apart():
    same = {name: text for name, text in TEXTS.items() if not name.startswith("budget")}
    dates = {"ferry-0": "2019-05-06", "ferry-1": "2019-05-09", "ferry-2": "2019-05-16",
             "turtle-0": "2019-05-06", "turtle-1": "2020-05-06"}  # fmt: skip
    found = suggest(articles_of(same, dates))
    # An article without date is near every day: the second turtle goes with one of the others.
    (turtles,) = (g for g in groups(found) if "turtle-2" in g)
    assert groups(found) - {turtles} == {frozenset({"ferry-0", "ferry-1"})}
    assert len(turtles) == 2
    wide = suggest(articles_of(same, dates), window=10, span=10)
    assert frozenset({"ferry-0", "ferry-1", "ferry-2"}) in groups(wide)


def test_a_story_may_go_on_within_its_span_only():
    texts = {f"day-{k}": FERRY[0] + f" Day {k}." for k in range(6)}
    texts |= {f"other-{k}": t for k, t in enumerate((*BUDGET, *TURTLE))}
    dates = {f"day-{k}": f"2019-05-{1 + 3 * k:02}" for k in range(6)}
    longest = 0
    for group in groups(suggest(articles_of(texts, dates), window=3, span=6)):
        days = [int(dates[name][-2:]) for name in group if name in dates]
        longest = max(longest, max(days, default=0) - min(days, default=0))
    assert longest == 6
    whole = suggest(articles_of(texts, dates), window=3, span=15)
    assert frozenset(dates) in groups(whole)


def test_many_copies_and_a_retelling_are_one_event():
    texts = {f"copy-{k:02}": FERRY[0] for k in range(30)} | {"told": FERRY[1]}
    texts |= {name: text for name, text in TEXTS.items() if not name.startswith("ferry")}
    copies = frozenset(name for name in texts if name.startswith("copy"))
    units = pl.DataFrame(
        [(name, "copy-00" if name in copies else name) for name in texts],
        schema=["article", "unit"], orient="row",
    )  # fmt: skip
    found = groups(suggest(articles_of(texts), units=units))
    assert copies | {"told"} in found and len(found) == 3
    # Where copies are not known, a word of thirty of them seems common: only they are a group.
    assert copies in groups(suggest(articles_of(texts)))


def test_given_events_stay_and_others_join_them():
    settled = {"ferry-0": "sailing", "budget-0": "Vote, 2019", "turtle-0": ""}
    found = suggest(articles_of(TEXTS), given=settled)
    events = dict(found.select("article", "event").iter_rows())
    assert events["ferry-1"] == events["ferry-2"] == events["ferry-0"] == "sailing"
    assert events["budget-1"] == "Vote, 2019"
    assert "turtle-0" not in events and events["turtle-1"] == events["turtle-2"]
    given_rows = found.filter(pl.col("source") == "given")
    assert set(given_rows["article"]) == {"ferry-0", "budget-0"}


def test_two_given_events_are_never_joined():
    found = suggest(articles_of(TEXTS), given={"ferry-0": "one", "ferry-1": "two"})
    events = dict(found.select("article", "event").iter_rows())
    assert events["ferry-2"] in ("one", "two")
    joined = found.filter(pl.col("event") == events["ferry-2"])
    assert set(joined["article"]) & {"ferry-0", "ferry-1"} != {"ferry-0", "ferry-1"}


def test_settled_groups_that_nobody_joins_are_not_rows():
    found = suggest(articles_of(TEXTS), given=dict.fromkeys((f"ferry-{k}" for k in range(3)), "f"))
    assert groups(found) == {g for g in THREE if "ferry-0" not in g}


@pytest.mark.parametrize("texts", [{}, {"a": ALONE}, {"a": "!", "b": "?"}, {"a": ALONE, "b": "x"}])
def test_where_nothing_is_alike_there_is_no_row(texts):
    found = suggest(articles_of(texts))
    assert found.is_empty()
    assert found.columns == ["event", "article", "source", "similarity", "words"]


def test_a_higher_threshold_gives_fewer_rows():
    sizes = [suggest(articles_of(TEXTS), threshold=t).height for t in (0.05, 0.2, 0.5, 1.0)]
    assert sizes == sorted(sizes, reverse=True) and sizes[-1] == 0


# --- the parts --------------------------------------------------------------------------------


def test_openings_by_hand():
    """Two articles of two words each: both share all, a third has nothing."""
    texts = {"a": "Ferry sails\n\n", "b": "Ferry sails\n\n", "c": "Budget\n\n"}
    articles = articles_of(texts)
    segments = pl.DataFrame(
        [(a, 0, 0, "body", 0, len(t)) for a, t in texts.items()],
        schema=["article", "segment", "paragraph", "role", "start", "end"], orient="row",
    )  # fmt: skip
    found = weigh_openings(articles["article"], tokenise(articles, segments), segments=segments)
    # ferry, sails; their stems ferri, sail; the pair. All of one rarity: worth alone decides.
    worth = np.array([1, 1, STEM, STEM, PAIR])
    row = found.matrix[[0]].toarray()[0]
    assert row[row > 0] == pytest.approx(worth / np.sqrt((worth**2).sum()))
    assert found.matrix[[2]].nnz == 0
    assert found.words.select("doc", "type", "first").rows() == [
        (0, "ferry", 0), (0, "sails", 1), (1, "ferry", 0), (1, "sails", 1),
    ]  # fmt: skip


def test_scores_by_hand():
    matrix = csr_matrix(np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [1.0, 0.0]]))
    days = np.array([1, 1, 9, UNDATED])
    pairs = find_pairs(matrix, days, window=3)
    assert list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == [
        (0, 1), (0, 3), (1, 3),  # 1 and 2 are alike, but a week apart; 2 and 3 share nothing
    ]  # fmt: skip

    def usual(*cosines: float) -> float:
        return min(FLOOR + sum(c - FLOOR for c in cosines) / N_USUAL, CAP)

    nears = {0: usual(0.6, 1.0), 1: usual(0.6, 0.6), 3: usual(1.0, 0.6)}
    expected = [
        c * (FLOOR / (nears[i] * nears[j]) ** 0.5) ** POWER
        for i, j, c in ((0, 1, 0.6), (0, 3, 1.0), (1, 3, 0.6))
    ]
    assert pairs.score == pytest.approx(expected)


def _pairs(*rows: tuple[int, int, float]) -> Pairs:
    first, second, score = zip(*rows, strict=True)
    return Pairs(np.array(first), np.array(second), np.array(score))


def _group(pairs: Pairs, n: int, **more) -> list[int]:
    options = {"days": [UNDATED] * n, "given": [None] * n, "window": 3, "span": 7, **more}
    return group_pairs(pairs, threshold=0.5, **options)


def test_groups_join_by_average():
    # 0 and 1 join first; 2 has 0.9 to one and 0.3 to the other: 0.6 on average, enough.
    pairs = _pairs((0, 1, 1.0), (0, 2, 0.9), (1, 2, 0.3), (2, 3, 0.8))
    assert _group(pairs, 4) == [0, 0, 2, 2]
    assert _group(_pairs((0, 1, 1.0), (0, 2, 0.9), (1, 2, 0.3)), 3) == [0, 0, 0]
    assert _group(_pairs((0, 1, 1.0), (0, 2, 0.9)), 3) == [0, 0, 2]


def test_pairs_out_of_reach_in_time_do_not_lower_the_average():
    pairs = _pairs((0, 1, 1.0), (1, 2, 0.9))
    assert _group(pairs, 3, days=[1, 3, 5], window=2) == [0, 0, 0]
    assert _group(pairs, 3, days=[1, 3, 5], window=2, span=3) == [0, 0, 2]
    assert _group(pairs, 3, days=[1, 3, 3], window=2) == [0, 0, 2]


@given(st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_groups_do_not_depend_on_the_order_of_pairs(rng: random.Random):
    n = 12
    rows = [(i, j, rng.choice((0.2, 0.5, 0.9))) for j in range(n) for i in range(j)]
    rows = rng.sample(rows, 30)
    first = _group(_pairs(*rows), n)
    rng.shuffle(rows)
    assert _group(_pairs(*rows), n) == first


def test_ids_are_unlike_each_other_and_others():
    days = [(k, None) for k in range(4)]
    words = {0: ["shared"], 1: ["ferry", "talks"], 2: ["ferry", "talks"], 3: []}
    assert name_events(days, words, taken=["Ferry_Talks"]) == {
        0: "shared-2", 1: "ferry-talks-2", 2: "ferry-talks-3", 3: "event",
    }  # fmt: skip


def test_the_gold_half_that_chose_nothing(shared):
    """Lowering a figure is a deliberate act; it was set with every choice made on the other."""
    path = ROOT / "scripts/scores/events.py"
    spec = importlib.util.spec_from_file_location("events_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not (shared / "data/same-event/triples.csv").is_file():
        pytest.skip(f"{shared}/data/same-event is not there")
    figures = module.measure(shared)
    assert figures["held out"]["bcubed_F1"] >= 0.895
    assert figures["tuned"]["bcubed_F1"] >= 0.92
    assert figures["whole"]["bcubed_F1"] >= 0.875
