"""A layer of a run against gold annotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

import polars as pl

from framing.annotate.portrayal.model import TONES
from framing.compare.evaluation import count_confusion, pair_passages, score_layer
from framing.engine.mentions import resampling
from framing.engine.run import Run
from framing.errors import UsageError, suggest
from framing.records.gold import Gold, Pairing, Passage
from framing.records.tables import MISTAKES, table

Answer = Literal["scores", "confusion", "errors"]
_NO_LABELS = ("id", "article", "start", "end", "text", "sentence", "rule", "parent")
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_AROUND = 60  # characters of context on each side of an error


def _attributions(run: Run) -> pl.DataFrame:
    """One row a piece of content; ``source`` and ``cue`` are the words as they stand."""
    layers = run.layers
    texts = dict(run.measured.select("article", "text").iter_rows())
    spans = layers.spans.sort("id", "part", "k")
    said: dict[tuple[str, str], list[str]] = {}
    for name, article, part, _, start, end in spans.iter_rows():
        said.setdefault((part, name), []).append(texts[article][start:end])
    names = layers.attributions["id"].to_list()
    words = {
        part: pl.Series([" ".join(said.get((part, name), ())) for name in names], dtype=pl.String)
        for part in ("source", "cue")
    }
    pieces = spans.filter(pl.col("part") == "content").select("id", "start", "end")
    rows = layers.attributions.drop("start", "end").rename({"cue": "cue_lemma"})
    return rows.with_columns(**words).join(pieces, on="id", maintain_order="left")


def _quotations(run: Run) -> pl.DataFrame:
    """Pairs of quotation marks that report speech, with the labels of their attribution."""
    marks = run.layers.spans.filter(pl.col("part") == "quote").select("id", "k", "start", "end")
    rows = _attributions(run).drop("start", "end").unique("id", maintain_order=True)
    joined = rows.join(marks, on="id", maintain_order="left")
    # Marks within a nested attribution belong to the innermost one, which comes last.
    joined = joined.unique(["article", "start", "end"], keep="last", maintain_order=True)
    return joined.with_columns(id=pl.format("{}:{}", "id", "k")).drop("k")


LAYERS: dict[str, Callable[[Run], pl.DataFrame]] = {
    "names": lambda run: run.layers.names,
    "attributions": _attributions,
    "quotations": _quotations,
    "indirect": lambda run: _attributions(run).filter(pl.col("quotation") != "direct"),
    # What a question or a condition leaves open is nobody's position.
    "stances": lambda run: run.layers.stances.filter(pl.col("mood") == "statement"),
    "facts": lambda run: run.layers.facts,
    "portrayals": lambda run: run.portrayals().drop(TONES),
    "indicators": lambda run: run.layers.indicators,
}
# What the commands are called does, too.
_ALIASES = {
    "voices": "attributions",
    "stance": "stances",
    "frames": "indicators",
    "portrayal": "portrayals",
}


def find_passages(run: Run, layer: str) -> list[Passage]:
    """The passages of a layer with every column that can be a label.

    Raises
    ------
    UsageError
        For a layer that is not in ``LAYERS``.
    """
    rows = _rows(run, layer)
    labels = [column for column in rows.columns if column not in _NO_LABELS]
    passages: dict[str, Passage] = {}
    for row in rows.sort("article", "start", "end", "id").iter_rows(named=True):
        piece = (row["start"], row["end"])
        known = passages.get(row["id"])
        pieces = (*known.pieces, piece) if known else (piece,)
        values = {c: _as_label(row[c]) for c in labels}
        passages[row["id"]] = Passage(row["article"], pieces, values, id=row["id"])
    return list(passages.values())


def _as_label(value: object) -> str:
    """A cell as it is compared: "the ministry" and "Ministry" apart, "ministry" and it alike."""
    text = "" if value is None else str(value)
    return text.lower() if isinstance(value, bool) else _ARTICLE.sub("", text)


def evaluate_layer(
    run: Run,
    layer: str,
    *,
    gold: Gold,
    columns: Mapping[str, str],
    where: Mapping[str, str],
    iou: float,
    show: Answer,
    confuse: str = "",
) -> pl.DataFrame:
    """Scores, confusion or errors of a layer (see ``framing.study.evaluate.evaluate``).

    Parameters
    ----------
    columns
        Column of the gold -> column of the layer; others are compared by their own name.
    where
        Only passages with these labels, on both sides.
    confuse
        The column whose labels are confused; for ``show="confusion"``.
    """
    found = find_passages(run, layer)
    theirs = _known_columns(run, layer)
    renamed = {column: columns.get(column, column) for column in gold.columns}
    if missing := sorted(set(columns) - set(gold.columns)):
        raise UsageError(f"the gold has no column {missing[0]!r}; it has: {', '.join(renamed)}")
    if wrong := sorted(c for c in (*columns.values(), *where) if c not in theirs):
        raise UsageError(f"layer {layer} has no column {wrong[0]!r}; allowed: {', '.join(theirs)}")
    shared = [ours for ours in renamed.values() if ours in theirs]
    if lost := [c for c in where if c not in shared]:
        raise UsageError(
            f"--where {lost[0]}: the gold has no such column; allowed: {', '.join(shared)}"
        )
    passages = [
        Passage(
            p.article,
            p.pieces,
            {renamed[c]: _as_label(value) for c, value in p.labels.items()},
            annotator=p.annotator,
            line=p.line,
        )
        for p in gold.passages
    ]
    kept = Gold(tuple(p for p in passages if _fits(p, where)), gold.annotators, tuple(shared))
    pairings = pair_passages(kept, [p for p in found if _fits(p, where)], iou=iou)
    if show == "errors":
        return _list_errors(run, pairings, shared)
    if show == "confusion":
        if confuse not in shared:
            raise UsageError(
                f"confusion of {confuse!r}: no label of both; allowed: {', '.join(shared)}"
            )
        return count_confusion(pairings, layer=layer, column=confuse)
    units = dict(run.copies.select("article", "unit").iter_rows())
    return score_layer(
        pairings, layer=layer, columns=shared, units=units, resampling=resampling(run)
    )


def _known_columns(run: Run, layer: str) -> list[str]:
    return [column for column in _rows(run, layer).columns if column not in _NO_LABELS]


def _rows(run: Run, layer: str) -> pl.DataFrame:
    name = _ALIASES.get(layer, layer)
    if name not in LAYERS:
        near = suggest(layer, (*LAYERS, *_ALIASES))
        raise UsageError(f"layer {layer!r}; allowed: {', '.join(LAYERS)}. {near}".rstrip())
    return LAYERS[name](run)


def _fits(passage: Passage, where: Mapping[str, str]) -> bool:
    return all(passage.labels[column] == _as_label(value) for column, value in where.items())


def _list_errors(run: Run, pairings: list[Pairing], columns: list[str]) -> pl.DataFrame:
    """Missed, spurious and wrongly labelled passages in context, the longest first."""
    texts = dict(run.measured.select("article", "text").iter_rows())
    rows: list[dict[str, object]] = []
    for p in pairings:
        text = texts[p.article]
        missed = set(range(len(p.gold))) - {i for i, _ in p.pairs}
        spurious = set(range(len(p.found))) - {j for _, j in p.pairs}
        for i in sorted(missed):
            rows.append(_error("missed", text, p.gold[i], p.gold[i], None, columns))
        for j in sorted(spurious):
            rows.append(_error("spurious", text, p.found[j], None, p.found[j], columns))
        for i, j in p.pairs:
            wrong = [c for c in columns if p.gold[i].labels[c] != p.found[j].labels[c]]
            if wrong:
                rows.append(_error("label", text, p.gold[i], p.gold[i], p.found[j], wrong))
    rows.sort(key=_badness)
    return table(rows, MISTAKES)


def _badness(row: dict[str, object]) -> tuple[object, ...]:
    size = len(str(row["context"])) if row["error"] != "label" else 0
    return (-size, row["article"], row["start"], row["error"], row["id"])


def _error(
    kind: str,
    text: str,
    at: Passage,
    gold: Passage | None,
    found: Passage | None,
    columns: list[str],
) -> dict[str, object]:
    start, end = at.pieces[0][0], at.pieces[-1][1]
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    context = f"{before}[{text[start:end]}]{after}"
    return {
        "error": kind,
        "article": at.article,
        "start": start,
        "end": end,
        "gold": _said(gold, columns),
        "found": _said(found, columns),
        "context": " ".join(context.split()),
        "line": gold.line if gold else None,
        "id": found.id if found else None,
    }


def _said(passage: Passage | None, columns: list[str]) -> str:
    return ", ".join(f"{c}={passage.labels[c]}" for c in columns) if passage else ""
