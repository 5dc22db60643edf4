"""One label a unit: adjudicated before agreed, and none where coders differ."""

import polars as pl

from framing.compare.coding.truth import settle_labels
from framing.records.tables import CODES


def _codes(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    full = [dict(zip(("unit", "coder", "label", "phase"), row, strict=True)) for row in rows]
    return pl.DataFrame([{**dict.fromkeys(CODES), **row} for row in full], schema=CODES)


def test_labels_are_settled_by_adjudication_agreement_or_the_only_coder() -> None:
    found = settle_labels(
        _codes(
            ("u1", "ana", "outlet", "independent"),
            ("u1", "bo", "outlet", "independent"),
            ("u2", "ana", "outlet", "independent"),
            ("u2", "bo", "source", "independent"),
            ("u2", "bo", "outlet", "discussed"),
            ("u3", "ana", "outlet", "independent"),
            ("u3", "bo", "source", "independent"),
            ("u3", "teacher", "both", "adjudicated"),
            ("u4", "bo", "source", "independent"),
            ("u5", "teacher", "source", "adjudicated"),
        )
    )
    assert found.rows() == [
        ("u1", "outlet", "agreed", 2),
        ("u3", "both", "adjudicated", 2),
        ("u4", "source", "one coder", 1),
        ("u5", "source", "adjudicated", 0),
    ]


def test_nothing_coded_settles_nothing() -> None:
    assert settle_labels(_codes()).is_empty()
