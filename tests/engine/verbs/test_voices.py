"""The verb voices: what its shares are of."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.engine.run import Run
from framing.errors import UsageError


@pytest.mark.parametrize("by", ["side", "source_type", "source_form"])
def test_shares_add_up_to_the_rows(kurils: Run, by: str) -> None:
    shares = framing.voices(kurils, shares=True, by=by).filter(pl.col("unit") == "outlet")
    totals = shares.group_by("outlet").agg(pl.col("estimate").sum())["estimate"].to_list()
    assert totals == pytest.approx([1.0] * len(totals), abs=1e-5)
    rows = framing.voices(kurils)
    counted = dict(shares.group_by(by).agg(pl.col("n").sum()).iter_rows())
    assert counted == dict(rows.group_by(pl.col(by).fill_null("none")).len().iter_rows()) | {
        item: 0 for item, n in counted.items() if n == 0
    }


def test_sources_without_a_name_are_counted(kurils: Run) -> None:
    unnamed = framing.voices(kurils).filter(pl.col("source_form") == "unnamed")
    assert unnamed.height > 0
    assert not set(unnamed["speaker"]) & {"Taro Kono", "Sergey Lavrov"}


def test_an_unknown_grouping_is_refused(kurils: Run) -> None:
    with pytest.raises(UsageError, match="by 'colour' is unknown; allowed: side, source_type"):
        framing.voices(kurils, shares=True, by="colour")
