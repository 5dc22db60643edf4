"""Tables of two reports, row by row: each number with its old and new value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from framing.batch.compared.changes import CHANGED, GONE, NEW, NUMBER, ROWS, Change
from framing.batch.compared.reports import Written, read_table

# Columns that say what a row is about, in the order in which a row is named by them.
_NAMING = (
    "side_a", "side_b", "a", "b", "unit", "outlet", "group", "event", "phase", "period", "measure",
    "per", "within", "found_by", "null", "what", "kind", "entity", "target", "item", "name", "term",
    "fact", "wording", "frame", "element", "variable", "value_of", "actor", "mode", "position",
    "voice", "side", "tone", "sample", "statistic", "label", "coder", "other", "method",
)  # fmt: skip
# Numbers that a row is about, the others stand behind them.
_MAIN = ("estimate", "difference", "agenda", "log_ratio", "rates", "findings_real", "value")
_EXPLAINING = frozenset(("columns",))  # a table of what the others' columns mean
_WORDS = frozenset(("flag", "scope", "claim", "weights", "strata", "interval", "p_method", "how"))


def find_numbers(a: Written, b: Written) -> list[Change]:
    """Rows that came or went, and numbers that changed, in the order of tables and rows."""
    mine, other = a.tables(), b.tables()
    found: list[Change] = []
    for name in sorted((mine.keys() | other.keys()) - _EXPLAINING):
        if name not in mine or name not in other:
            found.append(Change(ROWS, name, "whole table", "", NEW if name in other else GONE))
        elif mine[name].read_bytes() != other[name].read_bytes():
            found += _compare(name, mine[name], other[name])
    return found


def _compare(name: str, a: Path, b: Path) -> list[Change]:
    columns_a, rows_a = read_table(a)
    columns_b, rows_b = read_table(b)
    naming = [c for c in _NAMING if c in columns_a and c in columns_b]
    is_of_passages = {"start", "segment"} & {*columns_a}
    if not naming or is_of_passages or "article" in columns_a or not rows_a + rows_b:
        return _counted(name, rows_a, rows_b)
    mine, other = _keyed(columns_a, rows_a, naming), _keyed(columns_b, rows_b, naming)
    found: list[Change] = []
    for key in dict.fromkeys((*mine, *other)):
        found += _row(name, key, mine.get(key), other.get(key))
    # What differs may be in words alone (a flag), or in the order of rows.
    return found or _counted(name, rows_a, rows_b)


def _counted(name: str, a: list[list[str]], b: list[list[str]]) -> list[Change]:
    """A table of passages or articles: how many rows it has, and how many are the same."""
    same = sum((Counter(map(tuple, a)) & Counter(map(tuple, b))).values())
    item = f"{same} rows are the same"
    return [Change(ROWS, name, item, "rows", CHANGED, str(len(a)), str(len(b)))]


def _keyed(
    columns: Sequence[str], rows: list[list[str]], naming: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Rows by what they are about; of several about the same, by their order."""
    seen: Counter[str] = Counter()
    keyed = {}
    for cells in rows:
        row = dict(zip(columns, cells, strict=False))
        key = "; ".join(f"{c}={row[c]}" for c in naming if row[c])
        seen[key] += 1
        keyed[key if seen[key] == 1 else f"{key} ({seen[key]})"] = row
    return keyed


def _row(
    name: str, key: str, a: dict[str, str] | None, b: dict[str, str] | None
) -> Iterator[Change]:
    there = b if a is None else a
    assert there is not None
    main = next((c for c in _MAIN if c in there), "")
    if a is None or b is None:
        change = NEW if a is None else GONE
        yield _number(name, key, main, change, a or {}, b or {}, main)
        return
    for column in a:
        if column.endswith(("low", "high")) or column in _WORDS or column not in b:
            continue
        moved = a[column] != b[column] or _bounds(a, column, main) != _bounds(b, column, main)
        if moved and _is_number(a[column]) and _is_number(b[column]):
            yield _number(name, key, column, CHANGED, a, b, main)


def _number(
    name: str, key: str, column: str, change: str, a: dict[str, str], b: dict[str, str], main: str
) -> Change:
    (a_low, a_high), (b_low, b_high) = _bounds(a, column, main), _bounds(b, column, main)
    return Change(
        NUMBER, name, key, column, change, a.get(column, ""), b.get(column, ""),
        a_low, a_high, b_low, b_high,
        _overlap(a_low, a_high, b_low, b_high), is_main=column == main,
    )  # fmt: skip


def _bounds(row: dict[str, str], column: str, main: str) -> tuple[str, str]:
    """The interval of a number: its own columns, or those of the row's main number."""
    if f"{column}_low" in row:
        return row[f"{column}_low"], row.get(f"{column}_high", "")
    if column == main and "low" in row:
        return row["low"], row.get("high", "")
    return "", ""


def _overlap(a_low: str, a_high: str, b_low: str, b_high: str) -> str:
    """``overlap``, ``apart``, or empty where an interval is missing.

    >>> _overlap("0.1", "0.3", "0.3", "0.5"), _overlap("0.1", "0.2", "0.3", "0.5")
    ('overlap', 'apart')
    """
    if not all(map(_is_filled, (a_low, a_high, b_low, b_high))):
        return ""
    meet = float(a_low) <= float(b_high) and float(b_low) <= float(a_high)
    return "overlap" if meet else "apart"


def _is_filled(text: str) -> bool:
    return bool(text) and _is_number(text)


def _is_number(text: str) -> bool:
    """Whether a cell holds a number, or may hold one: an empty cell is a number without a value."""
    try:
        float(text or "0")
    except ValueError:
        return False
    return True
