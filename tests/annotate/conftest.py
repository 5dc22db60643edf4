"""One invented dispute, and a short way from a text to its layers of annotation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from framing.annotate.layers import Layers, annotate
from framing.records.codebook import Codebook
from tests.annotate.texts import load_text, tables_of

CODEBOOK = """\
codebook: dispute
sides: [North, South]
actors:
  north: {side: North, type: official, names: [(north|northern)]}
  south: {side: South, type: official, names: [(south|southern), "[the] south"]}
  norte: {side: North, type: official, names: ["[ana] norte"]}
  sur: {side: South, type: official, names: ["[sol] sur"]}
names:
  islands:
    wordings:
      blue: {side: North, patterns: [blue (islands|islets)]}
      green: {side: South, patterns: [green (islands|islets)]}
      disputed: {side: neutral, patterns: [disputed islands]}
    other: [blue islands park]
sets:
  place: [(islands|territory)]
  be: [(is|are|were)]
holders: ["for holder:@south"]
stance:
  north_owns:
    sides: {North: favour, South: against}
    favour:
      - "holder:@south ~3 accept northern rule"
      - islands ~2 (belong|belongs|belonged) to @north
      - not [up] for sale
    against:
      - islands ~2 (belong|belongs|belonged) to @south
      - (islands|territory) ~2 (belong|belongs) to @south by right
      - illegally occupied
    mixed:
      - {pattern: rival claims, kind: wording}
    ours: ["@place ~5 @be ours"]
    theirs: ["@place @be theirs"]
    other: ["@place @be under northern administration"]
facts:
  taking:
    target: north_owns
    wordings:
      seized:
        position: against
        acts:
          - agent:@north ~3 act:seized ~3 islands
          - islands ~3 act:seized [by agent:@north]
          - act:seizure of ~3 islands
      handed_over:
        position: favour
        acts: ["islands ~3 act:(handed over) to recipient:@north"]
      changed_hands:
        acts: [islands ~2 changed hands]
frames:
  problem:
    quarrel: {question: Is the quarrel the problem?, indicators: [(quarrel|dispute)]}
  cause:
    old_war: {indicators: [the old war, war]}
    seizure: {indicators: ["@north ~3 seized"]}
  evaluation:
    shame: {indicators: [shameful*]}
  remedy:
    talks: {indicators: [(further|new) talks]}
    by_hand: {question: Is a vote the remedy?, indicators: []}
  combinations:
    talk_it_out: {elements: [problem.quarrel, remedy.talks]}
    old_wrong: {elements: [cause.old_war, evaluation.shame, remedy.talks]}
retrieve:
  soft_words: {kind: euphemism, patterns: [{pattern: visit by night, note: raid}, night]}
"""

Annotate = Callable[..., Layers]


@pytest.fixture(scope="session")
def dispute(tmp_path_factory: pytest.TempPathFactory) -> Codebook:
    return load_text(CODEBOOK, tmp_path_factory.mktemp("codebook"))


@pytest.fixture
def annotate_text(dispute: Codebook) -> Annotate:
    """Layers of one text (or of several); a line is a paragraph, the title goes before."""

    def run(*bodies: str, title: str = "Ministers meet", wire: str | None = None) -> Layers:
        texts = [f"{title}\n\n{body}\n" for body in bodies]
        articles, parts = tables_of(*texts, wire=wire)
        return annotate(articles, **parts, codebook=dispute)

    return run
