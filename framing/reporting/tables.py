"""Tables as CSV, JSON and text: the same rows, the same bytes, nothing that a sheet executes."""

from __future__ import annotations

import json
import re

import polars as pl

from framing.records.formulas import is_formula

DIGITS = 6
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
    lines = [",".join(_cell(name) for name in frame.columns)]
    rows = round_significant(frame).iter_rows()
    # An empty line would be no row: a lone empty cell is written in quotes.
    lines += [",".join(_cell(value) for value in row) or '""' for row in rows]
    return "".join(f"{line}\n" for line in lines)


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
