"""Where the tool's label is not the settled one: the unit in its context, and the tool's reason."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from framing.compare.coding.truth import ONE_CODER
from framing.compare.coding.validity.labelled import GONE
from framing.engine.coding.why import NOTHING, Hit, find_hits
from framing.engine.run import Run
from framing.records.coding import Sample
from framing.records.tables import LABEL_ERRORS, table

NOT_FOUND = "(not found)"
_AROUND = 80  # characters of context on each side of a unit
_LONGEST = 400  # characters of a unit


def list_mistakes(run: Run, sample: Sample, labelled: pl.DataFrame) -> pl.DataFrame:
    """Units whose labels differ, or that the tool no longer finds.

    Returns
    -------
    DataFrame
        Schema ``LABEL_ERRORS``: labels settled by several people come before those of one
        coder; of these, units that stand for more of the population come first. ``context`` has
        the unit in brackets, and what the tool's rules found in it in guillemets.
    """
    wrong = labelled.filter(
        pl.col("label").is_not_null() & (pl.col("tool").ne_missing(pl.col("label")))
    )
    texts = dict(run.measured.select("article", "text").iter_rows())
    hits = find_hits(run, sample.variable.id, wrong)
    notes = _notes(sample.codes, texts, dict(wrong.select("unit", "article").iter_rows()))
    rows: list[dict[str, object]] = []
    for row in wrong.iter_rows(named=True):
        own = hits.get(row["unit"], [])
        is_gone = row["tool"] is None
        rules = dict.fromkeys(hit.rule for hit in own if hit.rule)
        rows.append(
            {
                "sample": sample.id,
                "variable": sample.variable.id,
                **{c: row[c] for c in _KEPT},
                "tool": NOT_FOUND if is_gone else row["tool"],
                "settled": row["label"],
                "how": row["settled"],
                "context": mark_unit(texts.get(row["article"], ""), row["start"], row["end"], own),
                "rule": ", ".join(rules) or None,
                "why": None if is_gone else " | ".join(hit.said for hit in own) or NOTHING,
                "note": notes.get(row["unit"]),
            }
        )
    return table(rows, LABEL_ERRORS).sort(
        pl.col("how") == GONE,
        pl.col("how") == ONE_CODER,
        -pl.col("weight").fill_null(0),
        "article",
        "start",
    )


_KEPT = ("unit", "article", "outlet", "group", "event", "start", "end", "n_coders", "weight")


def mark_unit(text: str, start: int, end: int, hits: Sequence[Hit] = ()) -> str:
    """The unit in brackets with a few words around it, in one line.

    >>> mark_unit("One. He said so. Two.", 5, 16, [Hit(8, 12, "r", "")])
    'One. [He «said» so.] Two.'
    """
    last = min(end, start + _LONGEST)
    cuts = [(hit.start, "«") for hit in hits] + [(hit.end, "»") for hit in hits]
    marks = [(start, "["), *(cut for cut in cuts if start <= cut[0] <= last)]
    marks.append((last, "]" if last == end else " …]"))
    first = max(0, start - _AROUND)
    out, at = [], first
    # Where several marks stand at one place, what ends comes before what begins, inside the unit.
    order = {"[": 0, "»": 1, "«": 2, "]": 3, " …]": 3}
    for place, mark in sorted(marks, key=lambda m: (m[0], order[m[1]])):
        out += [text[at:place], mark]
        at = place
    return " ".join("".join([*out, text[at : end + _AROUND] if last == end else ""]).split())


def _notes(codes: pl.DataFrame, texts: dict[str, str], homes: dict[str, str]) -> dict[str, str]:
    """What coders wrote to a unit, and the words that they marked."""
    found: dict[str, list[str]] = {}
    said = codes.filter(pl.col("unit").is_in(list(homes)))
    for unit, start, end, note in said.select("unit", "start", "end", "note").iter_rows():
        text = texts.get(homes[unit], "")
        marked = f"marked “{text[start:end]}”" if start is not None and end is not None else ""
        line = "; ".join(filter(None, (note, marked)))
        if line and line not in found.setdefault(unit, []):
            found[unit].append(" ".join(line.split()))
    return {unit: " / ".join(lines) for unit, lines in found.items() if lines}
