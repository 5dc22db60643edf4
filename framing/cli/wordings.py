"""Suggested wordings as a page to read and as YAML to paste."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import printable

if TYPE_CHECKING:
    import polars as pl


def wordings_page(rows: pl.DataFrame) -> Iterator[str] | None:
    """Lines to read of suggested wordings; None of other rows."""
    if "cluster" not in rows.columns:
        return None
    return _lines(rows, width=max(shutil.get_terminal_size((100, 24)).columns, 60))


def _lines(rows: pl.DataFrame, *, width: int) -> Iterator[str]:
    for cluster in rows.partition_by("cluster", maintain_order=True) if rows.height else []:
        names = printable(" · ".join(cluster["wording"].to_list()))
        head = f"{cluster['cluster'][0]}. {names}   score {max(cluster['score'].to_list()):.2f}"
        yield click.style(head, bold=True)
        shown: set[tuple[Any, ...]] = set()
        for row in cluster.iter_rows(named=True):
            yield from _wrapped(_counts(row), width, 3)
            yield from _wrapped(_reasons(row), width, 6)
            for side in ("", "other_"):
                at = (row[f"{side}article"], row[f"{side}start"] // 200)
                if at not in shown:
                    shown.add(at)
                    yield from _wrapped(
                        f"{row[f'{side}article']}: {row[f'{side}passage']}", width, 6
                    )
        yield ""


def _counts(row: dict[str, Any]) -> str:
    known = f"   known: {row['known']}" if row["known"] else ""
    articles = "article" if row["n_articles"] == 1 else "articles"
    return (
        f"{row['wording']}: {row['n']} uses, {row['n_own']} own, in {row['n_articles']} "
        f"{articles}: {row['outlets']}{known}"
    )


def _reasons(row: dict[str, Any]) -> str:
    parts = ", ".join(
        f"{part} {row[part]:.2f}"
        for part in ("said", "slots", "company", "kin", "apart", "contrast", "weight")
    )
    return f"beside {row['beside']}: {row['evidence']} [score {row['score']:.2f}: {parts}]"


def _wrapped(text: str, width: int, indent: int) -> list[str]:
    blank = " " * indent
    return textwrap.wrap(
        printable(text), width, initial_indent=blank, subsequent_indent=f"{blank}  "
    )


def wordings_yaml(rows: pl.DataFrame) -> str:
    """Entries of a codebook; other rows have none."""
    from framing.codebook.entries import write_names
    from framing.errors import UsageError

    if "cluster" not in rows.columns:
        raise UsageError(
            "--format yaml writes suggestions; allowed: with --suggest, else csv, json"
        )
    return write_names(rows)
