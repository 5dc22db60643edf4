"""Many ways to say whose the islands are: a test of the codebook, never its accuracy on news."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from framing.annotate.layers import Layers, annotate
from framing.codebook.load import load_codebook
from framing.errors import Problem
from tests.annotate.texts import tables_of

HERE = Path(__file__).parent
KURILS = HERE.parents[2] / "corpora" / "kurils" / "codebook"
POSITIONS = {"+": {"favour"}, "-": {"against"}, "~": {"mixed"}, "0": set()}
# A presupposition ("should never have been taken illegally"), an adjective before its noun, and a
# speaker in apposition to a noun of no side.
KNOWN_WRONG = 3


def lines() -> list[tuple[str, str]]:
    text = (HERE / "formulations.txt").read_text("utf-8")
    pairs = (line.split("|", 1) for line in text.splitlines() if line and line[0] != "#")
    return [(mark.strip(), sentence.strip()) for mark, sentence in pairs]


@pytest.fixture(scope="module")
def layers() -> Layers:
    problems: list[Problem] = []
    codebook = load_codebook(KURILS, problems)
    assert problems == []
    texts = [f"Ministers meet\n\n{sentence}\n" for _, sentence in lines()]
    articles, parts = tables_of(*texts)
    return annotate(articles, **parts, codebook=codebook)


def test_formulations(layers: Layers) -> None:
    stated = layers.stances.filter(pl.col("mood") == "statement")
    wrong = [
        sentence
        for k, (mark, sentence) in enumerate(lines())
        if set(stated.filter(pl.col("article") == f"o/{k}")["position"]) != POSITIONS[mark]
    ]
    assert len(wrong) <= KNOWN_WRONG, wrong


def test_every_stance_has_its_evidence(layers: Layers) -> None:
    evidence = layers.evidence
    assert set(evidence["id"]) == set(layers.stances["id"])
    texts = dict(layers.stances.select("id", "text").iter_rows())
    first = evidence.filter(pl.col("k") == 0)
    assert set(first["part"]) == {"pattern"}
    assert all(texts[row["id"]] == row["text"] for row in first.iter_rows(named=True))
    assert first.filter(~pl.col("where").str.contains(r"^kurils\.yaml:\d+$")).is_empty()
    holders = evidence.filter(pl.col("part") == "holder")
    assert holders.height == layers.stances.height
