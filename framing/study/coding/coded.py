"""Rows coded by hand: ``coding/coded.csv``, checked row by row."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from framing.errors import Problem, suggest
from framing.records.coding import SHEET, blind_code
from framing.records.tables import CODED
from framing.study.lists import by_file
from framing.study.tables import Row, read_rows

_NEEDED = ("article", "variable", "label")


def read_coded(path: Path, articles: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """Rows of hand coding: which label a coder gave an article for a variable.

    An article is named by its id, its file (``table.csv:12`` for a row) or the code of a blind
    sheet. A row without label is not coded yet and left out. A second row of the same coder for
    the same article and variable is a problem; the first counts.

    Parameters
    ----------
    path
        A CSV file with ``article``, ``variable``, ``label`` and, if several people coded,
        ``coder``; the other columns of a coding sheet may stay.
    articles
        Schema ``ARTICLES``.
    problems
        Receives what is wrong, with file and row.

    Returns
    -------
    DataFrame
        Schema ``CODED``, sorted by variable, article, coder.
    """
    names = by_file(articles)
    names |= {blind_code(article): article for article in articles["article"]}
    seen: dict[tuple[str, str, str], int] = {}
    found: list[tuple[str, str, str, str, int]] = []
    for row in read_rows(path, _NEEDED, SHEET, problems):
        said, variable = row.cells["article"], row.cells["variable"]
        label, coder = row.cells["label"], row.cells.get("coder", "")
        if not label:
            continue
        if said not in names or not variable:
            problems.append(_unknown(row, path, names))
            continue
        key = (variable, names[said], coder)
        if key in seen:
            problems.append(_twice(row, path, seen[key]))
            continue
        seen[key] = row.line
        found.append((names[said], variable, label, coder, row.line))
    table = pl.DataFrame(found, schema=CODED, orient="row")
    return table.sort("variable", "article", "coder")


def _unknown(row: Row, path: Path, names: dict[str, str]) -> Problem:
    said = row.cells["article"]
    if said in names:
        return Problem(
            path.name, row.line, "the row names no variable.", "a name, as problem.lack."
        )
    return Problem(
        path.name,
        row.line,
        f"unknown article {said!r}.",
        "an article id, its file, or the code of a blind sheet.",
        suggest(said, names),
    )


def _twice(row: Row, path: Path, first: int) -> Problem:
    coder = row.cells.get("coder", "")
    by = f" by {coder!r}" if coder else ""
    return Problem(
        path.name,
        row.line,
        f"{row.cells['article']!r} is coded twice for {row.cells['variable']!r}{by} "
        f"(first in line {first}).",
        "one row an article, variable and coder.",
        "the first row counts; name the coders in a column coder if there are two.",
    )
