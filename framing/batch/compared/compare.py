"""Two reports compared: findings, numbers, and what they were made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from framing.batch.compared.changes import (
    CHANGED,
    FINDING,
    FORM,
    GONE,
    NEW,
    NUMBER,
    RESULTS,
    ROWS,
    WHY,
    Change,
)
from framing.batch.compared.numbers import find_numbers
from framing.batch.compared.reports import Written, open_report
from framing.batch.compared.why import find_forms, find_reasons
from framing.records.numerals import plural

if TYPE_CHECKING:
    import polars as pl

LISTED = 20  # changes of a kind that the text names


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every difference of B from A."""

    a: Written
    b: Written
    changes: tuple[Change, ...]

    @property
    def is_same(self) -> bool:
        """Whether findings and tables are the same, whatever they were made with."""
        return not any(change.part in RESULTS for change in self.changes)

    def of(self, *parts: str) -> list[Change]:
        """The changes of some parts."""
        return [change for change in self.changes if change.part in parts]


def compare_runs(a: str | Path, b: str | Path) -> pl.DataFrame:
    """What changed between two reports, and why.

    Parameters
    ----------
    a, b
        Folders that ``framing report`` or ``framing batch`` wrote; A is the older one.

    Returns
    -------
    DataFrame
        One row a difference: part (finding, number, rows, form, why), table, item, column, change
        (new, gone, changed), values a and b with their intervals, and whether these overlap.
        Without rows of the parts finding, number and rows the two say the same.

    Raises
    ------
    UsageError
        Where a folder holds no report.
    """
    return rows_of(compare(Path(a), Path(b)))


def compare(a: Path, b: Path) -> Comparison:
    """Every difference of the report in B from that in A."""
    one, two = open_report(a), open_report(b)
    changes = (
        *_findings(one, two),
        *find_numbers(one, two),
        *find_forms(one, two),
        *find_reasons(one, two),
    )
    return Comparison(one, two, changes)


def rows_of(comparison: Comparison) -> pl.DataFrame:
    """One row a difference."""
    import polars as pl

    names = [field.name for field in fields(Change)]
    rows = [astuple(change) for change in comparison.changes]
    schema = dict.fromkeys(names[:-1], pl.String) | {"is_main": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row").drop("is_main")


def _findings(a: Written, b: Written) -> Iterator[Change]:
    """Findings that came or went; one of a kind on either side is that finding, changed."""
    mine, other = (list(x.manifest.get("findings", [])) for x in (a, b))
    gone = [f for f in mine if f["text"] not in {g["text"] for g in other}]
    new = [f for f in other if f["text"] not in {g["text"] for g in mine}]
    for finding in gone:
        twin = next((f for f in new if f["kind"] == finding["kind"]), None)
        if twin:
            new.remove(twin)
            yield Change(FINDING, finding["kind"], "", "", CHANGED, finding["text"], twin["text"])
        else:
            yield Change(FINDING, finding["kind"], "", "", GONE, finding["text"])
    for finding in new:
        yield Change(FINDING, finding["kind"], "", "", NEW, b=finding["text"])
    if not gone and not new and mine != other:
        yield Change(FINDING, "order", "", "", CHANGED, _order(mine), _order(other))


def _order(findings: Sequence[dict[str, str]]) -> str:
    return ", ".join(finding["kind"] for finding in findings)


def render_comparison(comparison: Comparison) -> Iterator[str]:
    """The comparison in lines to read."""
    reasons = comparison.of(WHY)
    yield _verdict(comparison, reasons)
    for title, changes in (
        ("Findings", comparison.of(FINDING)),
        ("Numbers", sorted((c for c in comparison.of(NUMBER) if c.is_main), key=_weight)),
        ("Tables of passages and articles", comparison.of(ROWS)),
        ("Why", reasons),
    ):
        if changes:
            yield ""
            yield f"{title} ({len(changes)})"
            yield from (f"  {_line(change)}" for change in changes[:LISTED])
        if len(changes) > LISTED:
            yield f"  and {len(changes) - LISTED} more (--format csv)"
    behind = sum(not c.is_main for c in comparison.of(NUMBER))
    if behind:
        yield f"  {plural(behind, 'number')} beside these changed, too (--format csv)"


def _weight(change: Change) -> int:
    """What is read first: intervals apart, other changes, rows that came or went, empty ones."""
    if change.change == CHANGED:
        return 0 if change.intervals == "apart" else 1
    return 3 if (change.a or change.b or "0") == "0" else 2


def _verdict(comparison: Comparison, reasons: list[Change]) -> str:
    if not comparison.is_same:
        counts = Counter(c.intervals for c in comparison.of(NUMBER) if c.is_main)
        apart = f"; {plural(counts['apart'], 'interval')} apart" if counts["apart"] else ""
        return f"The reports differ: {_counted(comparison)}{apart}."
    forms = comparison.of(FORM)
    looks = f" {plural(len(forms), 'page or figure', 'pages or figures')} differ." if forms else ""
    if not reasons:
        return f"The same numbers and findings, made from the same.{looks}"
    kinds = {c.table for c in reasons}
    other = "other version" if kinds <= {"version"} else "made from other inputs or settings"
    return f"Same numbers and findings, {other}.{looks}"


def _counted(comparison: Comparison) -> str:
    named = ((FINDING, "finding"), (NUMBER, "number"), (ROWS, "table of rows"))
    found = [(len(comparison.of(part)), name) for part, name in named]
    several = {"table of rows": "tables of rows"}
    return ", ".join(plural(n, name, several.get(name, "")) for n, name in found if n)


def _line(change: Change) -> str:
    item = ", ".join(part.partition("=")[2] or part for part in change.item.split("; "))
    where = " ".join(part for part in (change.table, item, change.column) if part)
    a = _value(change.a, change.a_low, change.a_high)
    b = _value(change.b, change.b_low, change.b_high)
    if change.change == CHANGED:
        values = f": {a or 'nothing'} -> {b or 'nothing'}" if a or b else ""
        over = f" (intervals {change.intervals})" if change.intervals else ""
        return f"{where}{values}{over}" if values else f"{where}: changed"
    value = a or b
    return f"{change.change}: {where}{f' {value}' if value else ''}"


def _value(value: str, low: str, high: str) -> str:
    return f"{value} [{low}, {high}]" if low and high else value
