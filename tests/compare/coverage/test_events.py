from __future__ import annotations

import polars as pl

from framing.compare.coverage.events import build_coverage
from framing.records.study import Event, Sampling

ARTICLES = pl.DataFrame(
    [
        ("a2", "Alpha", "talks", None),
        ("a1", "Alpha", "talks", "2019-05-07"),
        ("a3", "Alpha", "talks", "2019-05-06"),
        ("g1", "Gamma", "talks", None),
        ("g3", "Gamma", None, None),
        ("g2", "Gamma", None, None),
        ("b1", "Beta", "new", None),
    ],
    schema=["article", "outlet", "event", "date"],
    orient="row",
)
OUTLETS = pl.DataFrame({"outlet": ["Gamma", "Alpha", "Beta"], "group": ["South", "North", "North"]})


def cells(kind: str) -> list[tuple[object, ...]]:
    found = build_coverage(
        ARTICLES, OUTLETS, events=[Event("talks", "Talks")], sampling=Sampling(kind=kind)
    )
    return found.select("event", "name", "outlet", "coverage", "n_articles", "article").rows()


def test_every_event_meets_every_outlet_and_loose_articles_come_last():
    assert cells("complete") == [
        ("talks", "Talks", "Alpha", "covered", 3, "a3"),
        ("talks", "Talks", "Beta", "searched, none", 0, None),
        ("talks", "Talks", "Gamma", "covered", 1, "g1"),
        ("new", "new", "Alpha", "searched, none", 0, None),
        ("new", "new", "Beta", "covered", 1, "b1"),
        ("new", "new", "Gamma", "searched, none", 0, None),
        (None, None, "Gamma", "no event", 1, "g2"),
        (None, None, "Gamma", "no event", 1, "g3"),
    ]


def test_only_a_complete_sample_says_that_it_was_searched():
    for kind in ("", "convenience", "odd"):
        assert {row[3] for row in cells(kind)} == {"covered", "not searched", "no event"}
