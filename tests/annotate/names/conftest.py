"""A second invented dispute, with names inside of names, and a way to read the names of a text."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from framing.annotate.layers import annotate
from framing.codebook.load import load_codebook
from framing.corpus.segments import build_segments
from framing.corpus.sentences import build_sentences
from framing.counts.tokens import tokenise
from framing.errors import Problem
from framing.records.codebook import Codebook

CODEBOOK = """\
codebook: mornes
sides: [Sorinia, Velia]
actors:
  sorinia: {side: Sorinia, type: official, names: [(sorinia|soria|sorinian|sorinians)]}
  velia: {side: Velia, type: official, names: [(velia|velport|velian|velians)]}
  darin: {side: Sorinia, type: official, names: ["[ivo] darin"]}
  kessel: {side: Velia, type: official, names: ["[una] kessel"]}
names:
  isles:
    wordings:
      s: {side: Sorinia, patterns: [(south|southern) morne (islands|isles), southern mornes]}
      v: {side: Velia, patterns: ["=Outer =Territories"]}
      n: {side: neutral, patterns: [disputed (islands|isles), four islands]}
    other: [outer territories championship]
  chain:
    wordings:
      c: {side: neutral, patterns: [morne (islands|isles|chain), mornes]}
"""

ReadNames = Callable[..., pl.DataFrame]


@pytest.fixture(scope="session")
def mornes(tmp_path_factory: pytest.TempPathFactory) -> Codebook:
    path = tmp_path_factory.mktemp("codebook") / "mornes.yaml"
    path.write_text(CODEBOOK, "utf-8")
    problems: list[Problem] = []
    codebook = load_codebook(path, problems)
    assert problems == []
    return codebook


@pytest.fixture
def read_names(mornes: Codebook) -> ReadNames:
    """The table of names of one text, by default under a headline that holds none."""

    def run(body: str, *, title: str = "Ferry sails") -> pl.DataFrame:
        text = f"{title}\n\n{body}\n"
        columns = dict.fromkeys(("article", "outlet", "title", "text", "wire"), pl.String)
        articles = pl.DataFrame([("o/1", "O", None, text, None)], schema=columns, orient="row")
        segments = build_segments(articles, outlet_names={})
        return annotate(
            articles,
            segments=segments,
            tokens=tokenise(articles, segments),
            sentences=build_sentences(articles, segments),
            codebook=mornes,
        ).names

    return run
