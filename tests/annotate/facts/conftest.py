"""An invented transfer of islands, told by verbs, nouns and middles of the codebook."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from framing.annotate.facts import Read
from framing.annotate.layers import annotate, annotate_facts
from framing.codebook.load import load_codebook
from framing.corpus.segments import build_segments
from framing.corpus.sentences import build_sentences
from framing.counts.tokens import tokenise
from framing.errors import Problem
from framing.records.codebook import Codebook

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
    path = tmp_path_factory.mktemp("codebook") / "transfer.yaml"
    path.write_text(CODEBOOK, "utf-8")
    problems: list[Problem] = []
    codebook = load_codebook(path, problems)
    assert problems == []
    return codebook


@pytest.fixture
def tell(transfer: Codebook) -> Tell:
    """The facts that a text tells."""

    def run(text: str, title: str = "Ministers meet", read: Read | None = None) -> pl.DataFrame:
        columns = dict.fromkeys(("article", "outlet", "title", "text", "wire"), pl.String)
        whole = f"{title}\n\n{text}\n"
        row = ("o/1", "The Example", None, whole, None)
        articles = pl.DataFrame([row], schema=columns, orient="row")
        segments = build_segments(articles, outlet_names={})
        tables = {
            "segments": segments,
            "tokens": tokenise(articles, segments),
            "sentences": build_sentences(articles, segments),
        }
        if read:
            return annotate_facts(articles, **tables, codebook=transfer, read=read)
        return annotate(articles, **tables, codebook=transfer).facts

    return run
