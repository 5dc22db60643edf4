"""docs/measured.md and what reports print are the same figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.annotate.validity import Validity, load_validity

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "measured.md").read_text("utf-8")
SCORED = [validity for validity in load_validity() if validity.scores]


@pytest.mark.parametrize("validity", SCORED, ids=lambda v: v.detector)
def test_every_printed_score_stands_on_the_page(validity: Validity) -> None:
    missing = {k: v for k, v in validity.scores.items() if f"{v:.3f}" not in PAGE}
    assert not missing, f"docs/measured.md lacks {missing} of {validity.detector}"
