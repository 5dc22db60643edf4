from __future__ import annotations

import polars as pl
import pytest

from framing.compare.apart import null
from framing.compare.resampling.permutation import Count, exchange

ROWS = pl.DataFrame(
    {
        "article": list("abcdefgh"),
        "unit": list("abcdefgh"),
        "side": list("xyxyxyxy"),
        "event": ["e"] * 8,
        "outlet": list("pqpqpqpq"),
    }
)


@pytest.mark.parametrize(
    ("power", "said"), [(5, "700000"), (6, "10^6"), (12, "10^12"), (6000, "10^6000")]
)
def test_a_number_of_relabellings_of_any_length_is_said(power, said, monkeypatch):
    monkeypatch.setattr(null, "count_relabellings", lambda plan: Count(7 * 10**power, 0.0))
    found = null._method(exchange(ROWS), 9)
    assert found == f"permutation of articles within events, 9 of {said} relabellings"
