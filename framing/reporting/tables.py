"""Tables as CSV, JSON and text: the same rows, the same bytes, nothing that a sheet executes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import polars as pl

from framing.records.formulas import BLANKS, FORMULA, is_formula

DIGITS = 6
EMPTY = '""'
_ROWS = 50_000  # of a table written at once: bounds memory
_QUOTED = re.compile(r'[",\r\n]')


def round_significant(frame: pl.DataFrame) -> pl.DataFrame:
    """Floats to 6 significant digits; NaN and infinities become null.

    >>> round_significant(pl.DataFrame({"x": [0.12345678, float("nan")]}))["x"].to_list()
    [0.123457, None]
    """
    floats = pl.col(pl.Float64, pl.Float32)
    return frame.with_columns(pl.when(floats.is_finite()).then(floats.round_sig_figs(DIGITS) + 0.0))


def encoded(text: str) -> bytes:
    """Text as UTF-8. Articles may hold half a surrogate pair, which becomes a question mark.

    >>> encoded("a\\ud800")
    b'a?'
    """
    return text.encode("utf-8", "replace")


def to_csv(frame: pl.DataFrame) -> str:
    """A table as CSV with a header, lines ending in a line feed.

    Text that a spreadsheet would run as a formula gets an apostrophe in front.

    >>> to_csv(pl.DataFrame({"term": ["=1+1", "a"], "n": [-1, 2]}))
    "term,n\\n'=1+1,-1\\na,2\\n"
    """
    return "".join(csv_blocks(frame))


def csv_blocks(frame: pl.DataFrame) -> Iterator[str]:
    """The same in pieces of whole lines: the header, then many rows at a time."""
    yield ",".join(_cell(name) for name in frame.columns) + "\n"
    for start in range(0, frame.height, _ROWS):
        rows = round_significant(frame.slice(start, _ROWS))
        cells = [_cells(column).alias(str(k)) for k, column in enumerate(rows.get_columns())]
        lines = pl.select(pl.concat_str(cells, separator=",")).to_series()
        # An empty line would be no row: a lone empty cell is written in quotes.
        yield "".join(f"{line or EMPTY}\n" for line in lines)


def _cells(column: pl.Series) -> pl.Series:
    """Cells of a column as ``_cell`` writes them; text and whole numbers without a loop."""
    if column.dtype.is_integer():
        return column.cast(pl.String).fill_null("")
    if column.dtype != pl.String:
        return pl.Series([_cell(value) for value in column], dtype=pl.String)
    text = pl.lit(column)
    bare = text.str.strip_chars_start(BLANKS)
    runs = text.str.head(1).is_in(list(FORMULA)) | bare.str.head(1).is_in(list(FORMULA))
    kept = pl.when(runs).then(pl.lit("'") + text).otherwise(text)
    quoted = pl.lit('"') + kept.str.replace_all('"', '""', literal=True) + pl.lit('"')
    cells = pl.when(text.str.contains(r'[",\r\n]')).then(quoted).otherwise(kept).fill_null("")
    return pl.select(cells).to_series()


def _cell(value: object) -> str:
    if not isinstance(value, str):
        return _plain(value)
    text = f"'{value}" if is_formula(value) else value
    # The csv module leaves a lone carriage return unquoted, which readers take for a new row.
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def to_json(frame: pl.DataFrame) -> str:
    """A table as a JSON list of records, columns in their order.

    >>> to_json(pl.DataFrame({"n": [1]}))
    '[\\n {\\n  "n": 1\\n }\\n]\\n'
    """
    rows = list(round_significant(frame).iter_rows(named=True))
    return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False, default=str) + "\n"


def to_text(frame: pl.DataFrame) -> str:
    """A plain table for terminals: nothing cut off, numbers to the right.

    >>> print(to_text(pl.DataFrame({"term": ["a", "bcd"], "n": [10, 2]})), end="")
    term   n
    a     10
    bcd    2
    """
    rounded = round_significant(frame)
    cells = [[_one_line(_plain(v)) for v in row] for row in rounded.iter_rows()]
    header = list(rounded.columns)
    columns = list(zip(header, *cells, strict=True))
    widths = [max(_width(cell) for cell in column) for column in columns]
    right = [kind.is_numeric() for kind in rounded.dtypes]
    lines = []
    for row in [header, *cells]:
        padded = [
            " " * (w - _width(c)) + c if r else c + " " * (w - _width(c))
            for c, w, r in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return "".join(f"{line}\n" for line in lines)


def _one_line(text: str) -> str:
    """Control characters would move the cursor; a line break would break the row."""
    return "".join(c if c.isprintable() else " " for c in text)


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
