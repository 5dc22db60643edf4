"""Real exports, read where they lie: every article is found whole."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

PLACE = Path(__file__).parents[2] / "scripts/scores/exports.py"
spec = importlib.util.spec_from_file_location("exports_score", PLACE)
assert spec and spec.loader
exports = importlib.util.module_from_spec(spec)
spec.loader.exec_module(exports)


@pytest.mark.parametrize(("name", "expected"), exports.EXPECTED.items())
def test_every_article_of_an_export_has_outlet_day_title_and_body(shared, name, expected):
    path = shared / "data/exports" / name
    if not path.is_file():
        pytest.skip(f"{path} is not there: real exports are not in the clone")
    form, counts = exports.score_export(path)
    assert form == name.partition("/")[0]
    assert counts == {
        **dict.fromkeys(("articles", "outlet", "day", "title", "body"), expected), "problems": 0,
    }  # fmt: skip
