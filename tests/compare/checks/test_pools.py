"""Articles that simulated corpora are drawn from."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from framing.compare.checks.cells import RATE, Cells
from framing.compare.checks.pools import build_pool, count_drawn


def test_uses_in_copies_alone_are_not_drawn_from():
    """A copy's second row is not drawn; a use that weighs under a half rounds to none."""
    columns = pl.DataFrame(
        {"unit": ["u", "u", "v"], "outlet": ["A", "B", "B"], "side": ["a", "b", "b"]}
    ).with_columns(stratum=pl.lit("s"), event=pl.lit("e"))
    top = np.array([[2.0, 0.0, 1.0], [0.0, 3.0, 0.0], [0.3, 0.0, 0.4]])
    items = pl.DataFrame({"term": ["both", "copy", "part"]})
    whole = np.zeros(3, dtype=np.int64)
    cells = Cells(items, columns, csr_array(top), np.full((1, 3), 100.0), whole, RATE)
    assert count_drawn(cells).tolist() == [2, 0, 0]
    bases = [build_pool(cells, k, measure="words", item=str(k)).base for k in range(3)]
    assert bases == [150.0, 0.0, 0.0]  # 3 uses in 200 words; those of no use have base 0
