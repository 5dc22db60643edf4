"""An invented transfer of islands, told by verbs, nouns and middles of the codebook."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from framing.annotate.facts import Read
from framing.annotate.layers import annotate, annotate_facts
from framing.records.codebook import Codebook
from tests.annotate.texts import load_text, tables_of

CODEBOOK = """\
codebook: transfer
sides: [Nordia, Sudria]
actors:
  nordia:
    side: Nordia
    names: ["[the] nordian union", =Nordia, nordian (troops|forces|army|navy|government)]
  sudria: {side: Sudria, names: [=Sudria, sudrian (troops|army|government)]}
facts:
  transfer:
    object: [(islands|islets|archipelago)]
    wordings:
      seized:
        verbs: [seize, occupy, annex, take, take over, capture]
        nouns: [seizure, occupation, annexation, takeover]
        agents: ["@nordia", nordian]
      handed_over:
        verbs: [hand over, cede, transfer, give, return]
        nouns: [handover, transfer, cession, return]
        recipients: ["@nordia"]
        needs: [recipient]
      joined:
        middle: [become part of, come under, pass to, fall to, change hands]
        recipients: ["@nordia", nordian]
"""

Tell = Callable[..., pl.DataFrame]


@pytest.fixture(scope="session")
def transfer(tmp_path_factory: pytest.TempPathFactory) -> Codebook:
    return load_text(CODEBOOK, tmp_path_factory.mktemp("codebook"))


@pytest.fixture
def tell(transfer: Codebook) -> Tell:
    """The facts that a text tells."""

    def run(text: str, title: str = "Ministers meet", read: Read | None = None) -> pl.DataFrame:
        articles, parts = tables_of(f"{title}\n\n{text}\n")
        if read:
            return annotate_facts(articles, **parts, codebook=transfer, read=read)
        return annotate(articles, **parts, codebook=transfer).facts

    return run
