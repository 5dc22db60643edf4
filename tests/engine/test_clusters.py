from __future__ import annotations

import random

import polars as pl
import pytest

import framing
from framing.errors import UsageError

BOOK = """\
sides: []
frames:
  problem: {flood: {indicators: [flood]}, frost: {indicators: [frost]}}
  cause: {rain: {indicators: [rain]}}
  remedy: {dyke: {indicators: [dyke]}, coal: {indicators: [coal]}}
"""
KINDS = (("flood", "rain", "dyke"), ("frost", "coal"))


def study(make_study, n: int, *, events: bool = True):
    """n articles of two outlets, a flood and a frost in turn."""
    changes: dict[str, str | None] = dict.fromkeys(
        ("articles/alpha_talks.txt", "articles/beta_ferry.txt", "articles/gamma_talks.txt")
    )
    rows = ["file,outlet,date,event"]
    for k in range(n):
        chance = random.Random(k)
        own = [" ".join("".join(chance.choices("abdeklmnorstu", k=7)) for _ in range(8))
               for _ in range(6)]  # fmt: skip
        told = "".join(f"The {word} {own.pop()}. " for word in KINDS[k % 3 == 0])
        changes[f"articles/{k:03}.txt"] = f"Title {k} {own.pop()}\n\n{told}{'. '.join(own)}.\n"
        rows.append(f"{k:03}.txt,{('Alpha', 'Gamma')[k % 2]},2019-05-06,{'one' * events}")
    changes["articles.csv"] = "\n".join(rows) + "\n"
    changes["codebook/codebook.yaml"] = BOOK
    changes["study.toml"] = '[study]\nid = "t"\nquestion = "How?"\nlanguage = "en"\n'
    return framing.open_study(make_study(changes))


def test_articles_with_like_elements_are_a_group(make_study):
    rows = framing.frames(study(make_study, 60), show="clusters")
    found = {
        (r["cluster"], f"{r['element']}.{r['indicator']}"): r["share"] for r in rows.to_dicts()
    }
    assert rows.group_by("cluster").agg(pl.col("n").first()).sort("cluster").rows() == [
        (1, 40),
        (2, 20),
    ]
    assert [found[1, k] for k in ("problem.flood", "cause.rain", "remedy.dyke")] == [1.0] * 3
    assert [found[2, k] for k in ("problem.frost", "remedy.coal", "cause.rain")] == [1.0, 1.0, 0.0]
    assert rows["stability"].min() > 0.95 and set(rows["flag"]) == {""}


def test_too_few_articles_are_refused_with_the_minimum(make_study):
    with pytest.raises(
        UsageError, match=r"no clusters: 40 distinct articles .* at least 50 articles"
    ):
        framing.frames(study(make_study, 40), show="clusters")


def test_tier_reading_is_refused(make_study):
    with pytest.raises(UsageError, match=r"no clusters in tier reading"):
        framing.frames(study(make_study, 60, events=False), show="clusters")
