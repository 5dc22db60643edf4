"""Attribution on the development part of PolNeAR: pinned, lowered only on purpose.

Data and scorer are read in place; without them the test is skipped.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

from framing.annotate.validity import load_validity

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "score_attribution"


@pytest.fixture(scope="module")
def measured(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    texts = sorted((shared / "data/polnear/dev/text").glob("*.txt"))
    gold = sorted((shared / "data/polnear/dev/attributions").glob("*.ann"))
    if not texts or not gold:
        pytest.skip("../shared/data/polnear is absent: attribution is not scored here")
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in (*texts, *gold))).hexdigest()
    assert digest[:16] == "699c9cab656f7ef1", "the gold changed: measure anew"
    loader = SourceFileLoader("score_attribution", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    folder = tmp_path_factory.mktemp("polnear")
    module.write_attributions(texts, folder / "found.csv")
    scorer = [sys.executable, shared / "score/score_attribution.py", folder / "found.csv"]
    out = folder / "scores.json"
    subprocess.run([*scorer, "--split", "dev", "--boot", "2", "--json", out], check=True,
                   capture_output=True)  # fmt: skip
    return flat(json.loads(out.read_text("utf-8")))


def flat(scores: object) -> dict[str, float]:
    """Every number of the scorer's answer by its name."""
    found: dict[str, float] = {}
    if isinstance(scores, dict):
        for name, value in scores.items():
            if isinstance(value, int | float):
                found.setdefault(name, float(value))
            else:
                found |= flat(value)
    return found


def test_the_printed_scores_are_the_measured_ones(measured: dict[str, float]) -> None:
    printed = next(v for v in load_validity() if v.detector.startswith("Attributions")).scores
    assert {name: round(measured[name], 3) for name in printed} == printed


def test_the_pins_hold(measured: dict[str, float]) -> None:
    pins = {"direct_F1": 0.955, "direct_source_end_to_end": 0.84, "span_F1": 0.705,
            "source_acc": 0.90, "cue_acc": 0.90}  # fmt: skip
    for name, least in pins.items():
        assert measured[name] >= least, (name, measured[name])
