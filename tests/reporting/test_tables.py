from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.reporting import tables
from framing.reporting.tables import round_significant, to_csv, to_json, to_text


def test_six_significant_digits() -> None:
    frame = pl.DataFrame({"x": [1234567.891, 0.000123456789, -2 / 3, 0.0, None]})
    assert round_significant(frame)["x"].to_list() == [1234570.0, 0.000123457, -0.666667, 0.0, None]


def test_undefined_is_empty_never_nan() -> None:
    frame = pl.DataFrame({"x": [float("nan"), float("inf")], "s": [None, ""]})
    assert to_csv(frame) == "x,s\n,\n,\n"
    assert json.loads(to_json(frame)) == [{"x": None, "s": None}, {"x": None, "s": ""}]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_formulas_are_neutralised(cell: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(pl.DataFrame({"term": [cell]})), newline="")))
    assert rows[1][0] == f"'{cell}"


def test_negative_numbers_stay_numbers() -> None:
    assert to_csv(pl.DataFrame({"x": [-1.5], "n": [-2]})) == "x,n\n-1.5,-2\n"


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_csv_loses_nothing(cells: list[str]) -> None:
    written = to_csv(pl.DataFrame({"a": cells, "b": ["end"] * len(cells)}))
    rows = list(csv.reader(io.StringIO(written, newline="")))
    for cell, row in zip(cells, rows[1:], strict=True):
        assert row == [f"'{cell}" if row[0] != cell else cell, "end"]


def test_text_cuts_nothing_off_and_keeps_rows_on_one_line() -> None:
    long = "x" * 300
    lines = to_text(pl.DataFrame({"term": [long, "a\nb\x1b[2J"], "n": [1, 20]})).splitlines()
    assert len(lines) == 3
    assert long in lines[1]
    assert "\x1b" not in lines[2]
    assert len({len(line) for line in lines}) == 1


def test_wide_characters_take_two_columns() -> None:
    lines = to_text(pl.DataFrame({"term": ["千岛", "abcd"], "n": [1, 2]})).splitlines()
    assert lines[1] == "千岛  1"
    assert lines[2] == "abcd  2"


_CELLS = st.text(st.sampled_from("=+-@\t\r\n\x1c\x85\u2003 ,\"'a＝é0"), max_size=4)


@given(st.lists(st.tuples(st.none() | _CELLS, st.none() | _CELLS), max_size=9), st.integers(1, 4))
def test_csv_is_the_same_cell_by_cell_and_in_blocks(rows, size):
    schema = {"a": pl.String, "b": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    frame = frame.with_columns(n=pl.int_range(pl.len()) - 2, x=(pl.int_range(pl.len()) - 1) / 3)
    lines = [",".join(tables._cell(value) for value in row) for row in
             [frame.columns, *round_significant(frame).iter_rows()]]  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_ROWS", size)
        assert to_csv(frame) == "".join(f"{line}\n" for line in lines)
        alone = [cell or '""' for cell in _alone(frame)]
        assert to_csv(frame.select("a")) == "".join(f"{cell}\n" for cell in ["a", *alone])


def _alone(frame):
    return [tables._cell(value) for value in frame["a"]]
