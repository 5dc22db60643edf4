"""A second invented dispute, with names inside of names, and a way to read the names of a text."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from framing.annotate.layers import annotate
from framing.records.codebook import Codebook
from tests.annotate.texts import load_text, tables_of

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
    return load_text(CODEBOOK, tmp_path_factory.mktemp("codebook"))


@pytest.fixture
def read_names(mornes: Codebook) -> ReadNames:
    """The table of names of one text, by default under a headline that holds none."""

    def run(body: str, *, title: str = "Ferry sails") -> pl.DataFrame:
        articles, parts = tables_of(f"{title}\n\n{body}\n")
        return annotate(articles, **parts, codebook=mornes).names

    return run
