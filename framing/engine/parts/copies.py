"""Copies of the whole corpus: found once, then kept beside the stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from framing.corpus.copies import find_copies
from framing.corpus.copies.passages import find_edited

if TYPE_CHECKING:
    from framing.engine.run import Run


def read_copies(run: Run) -> pl.DataFrame:
    """Schema ``COPIES``."""
    return run.keep("copies", lambda: find_copies(run.running_words, run.measured))


def read_edited(run: Run) -> pl.DataFrame:
    """Schema ``EDITED``: small, rows for edited runs of copies alone."""
    return run.keep("edited-runs", lambda: find_edited(run.running_words, run.copies))
