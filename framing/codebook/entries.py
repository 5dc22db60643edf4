"""Suggested wordings as entries of a codebook: YAML to read, correct and paste."""

from __future__ import annotations

import json

import polars as pl

from framing.codebook.patterns import compile_pattern
from framing.errors import PatternError
from framing.language.words import slug

_HEAD = """\
# Suggested by `framing names STUDY --suggest`. These are suggestions: read the passages, keep what
# names one thing, delete the rest, and give each wording its side (one of the codebook's `sides`).
# A wording without `side` counts as neutral.
names:
"""


def write_names(rows: pl.DataFrame) -> str:
    """Entries under ``names:`` for a table with schema ``WORDINGS``; sides are left to do.

    Clusters whose wordings the codebook knows all are left out; a known wording in another cluster
    is a comment.
    """
    parts, taken = [_HEAD], set[str]()
    clusters = rows.partition_by("cluster", maintain_order=True) if rows.height else []
    for cluster in clusters:
        new = [row for row in cluster.iter_rows(named=True) if _is_new(row)]
        if not new:
            continue
        label = " / ".join(cluster["wording"].to_list())
        name = _unused("_or_".join(_name(row["wording"]) for row in new[:2]), taken)
        score = max(cluster["score"].to_list())
        parts.append(f"  {name}:\n    label: {_quoted(label)}\n")
        parts.append(
            f"    note: {_quoted(f'TODO: is this one thing? Suggested, score {score:.2f}.')}\n"
        )
        parts += [
            f"    # the codebook knows {_quoted(row['wording'])}: {row['known']}\n"
            for row in cluster.iter_rows(named=True)
            if row["known"] is not None
        ]
        parts.append("    wordings:\n")
        inside: set[str] = set()
        for row in new:
            parts.append(_wording(row, inside))
    if len(parts) == 1:
        parts.append("  {}  # nothing to suggest that the codebook does not know\n")
    return "".join(parts)


def _is_new(row: dict[str, object]) -> bool:
    return row["known"] is None and any(map(_compiles, str(row["forms"]).split("; ")))


def _wording(row: dict[str, object], taken: set[str]) -> str:
    forms = str(row["forms"]).split("; ")
    patterns = ", ".join(_quoted(form) for form in forms if _compiles(form))
    note = f"{row['n']} uses ({row['n_own']} own) in {row['n_articles']} articles: {row['outlets']}"
    return (
        f"      {_unused(_name(str(row['wording'])), taken)}:\n"
        f"        # side: TODO\n"
        f"        patterns: [{patterns}]\n"
        f"        note: {_quoted(note)}\n"
    )


def _name(wording: str) -> str:
    """An id: small letters, digits, underscores, a letter first."""
    found = slug(wording, 40).replace("-", "_")
    return found if found[:1].isalpha() else f"w_{found}".rstrip("_")


def _unused(name: str, taken: set[str]) -> str:
    found, n = name, 2
    while found in taken:
        found, n = f"{name}_{n}", n + 1
    taken.add(found)
    return found


def _quoted(text: str) -> str:
    """A string in double quotes, which YAML reads as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _compiles(form: str) -> bool:
    try:
        compile_pattern(form)
    except PatternError:
        return False
    return True
