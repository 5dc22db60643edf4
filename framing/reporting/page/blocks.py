"""The store of a report as blocks of the page: an index of all passages, and texts in parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from framing.reporting.formats import visible
from framing.reporting.model import Report, Store
from framing.reporting.page.columns import pack, steps
from framing.reporting.spreads import safe_url


def has_files(store: Store) -> bool:
    """Whether the texts lie beside the page and not in it."""
    return store.articles.height > store.most_inside


def pack_index(report: Report) -> str:
    """Everything but texts: articles, passages, and which passages each number opens."""
    store = report.store
    articles, passages = store.articles, store.passages
    events = [key for key, _ in store.events]
    coded = {name: _coded(passages[name]) for name in ("layer", "voice", "place", "note")}
    wire, language = (_coded(articles[name].fill_null("")) for name in ("wire", "language"))
    head: dict[str, Any] = {
        "texts": store.texts,
        "part": store.per_file,
        "n_parts": n_parts(store),
        "files": has_files(store),
        "events": [name for _, name in store.events],
        "outlets": [
            [visible(outlet), visible(group), colour, mark]
            for outlet, group, colour, mark in store.outlets.iter_rows()
        ],
        "articles": {
            "id": articles["id"].to_list(),
            "name": articles["article"].to_list(),
            "title": articles["title"].fill_null("").to_list(),
            "date": articles["date"].fill_null("").to_list(),
            "url": [safe_url(url) for url in articles["url"].fill_null("")],
        },
        "wires": wire[0],
        "languages": language[0],
        "values": {name: values for name, (values, _) in coded.items()},
        "evidence": [[e.id, e.title, e.n_articles] for e in report.evidence],
    }
    columns: dict[str, ArrayLike] = {
        "article.outlet": _position(articles["outlet"], store.outlets["outlet"].to_list()),
        "article.event": _position(articles["event"], events),
        "article.wire": wire[1],
        "article.language": language[1],
        "at": steps(passages["at"]),
        "start": passages["start"],
        "length": passages["end"] - passages["start"],
        **{name: codes for name, (_, codes) in coded.items()},
        **_members(report),
    }
    if has_files(store):
        # The words of a passage are needed to filter, before any text is loaded.
        head["matches"], columns["match"] = _matches(store)
    return pack(head, columns)


def n_parts(store: Store) -> int:
    """How many blocks of texts there are."""
    return -(-store.articles.height // store.per_file)


def pack_part(store: Store, part: int) -> str:
    """The texts of some articles as far as they are kept, with their paragraphs and marks."""
    low = part * store.per_file
    high = min(low + store.per_file, store.articles.height)
    here = (pl.col("at") >= low) & (pl.col("at") < high)
    kept = store.kept.filter(here)
    texts = store.articles["text"][low:high].to_list()
    marks = store.marks.filter(here)
    segments = store.segments.filter(here)
    kinds, notes, roles = _coded(marks["kind"]), _coded(marks["note"]), _coded(segments["role"])
    head = {
        "first": low,
        "pieces": [
            texts[at - low][start:end]
            for at, start, end in kept.select("at", "start", "end").iter_rows()
        ],
        "kinds": kinds[0], "notes": notes[0], "roles": roles[0],
    }  # fmt: skip
    columns: dict[str, ArrayLike] = {
        **_spans("kept", kept, low),
        "kept.skipped": kept["skipped"],
        **_spans("segment", segments, low),
        "segment.role": roles[1],
        "segment.paragraph": segments["paragraph"],
        **_spans("mark", marks, low),
        "mark.kind": kinds[1],
        "mark.note": notes[1],
        **_spans("tie", (ties := store.ties.filter(here)), low),
        "tie.number": ties["tie"],
    }
    return pack(head, columns)


def _spans(name: str, rows: pl.DataFrame, low: int) -> dict[str, ArrayLike]:
    return {
        f"{name}.at": steps(rows["at"] - low),
        f"{name}.start": rows["start"],
        f"{name}.length": rows["end"] - rows["start"],
    }


def _coded(values: pl.Series) -> tuple[list[str], NDArray[np.int64]]:
    """The different values in the order of the alphabet, and the place of each among them."""
    kinds = values.unique().sort()
    codes = values.to_frame("value").join(
        kinds.to_frame("value").with_row_index("code"), on="value", maintain_order="left"
    )
    return [visible(" ".join(v.split())) for v in kinds], codes["code"].to_numpy().astype(np.int64)


def _position(values: pl.Series, order: list[str]) -> NDArray[np.int64]:
    """Places in a list, from 1; 0 for what is not in it."""
    table = {value: k for k, value in enumerate(order, start=1)}
    return values.replace_strict(table, default=0, return_dtype=pl.Int64).fill_null(0).to_numpy()


def _members(report: Report) -> dict[str, ArrayLike]:
    """The passages of each number as rows of the index: how many, and steps between them."""
    numbered = report.store.passages.select("layer", "id").with_row_index("row")
    frames = [
        pl.DataFrame({"id": e.mentions}).select(
            "id", evidence=pl.lit(k, pl.Int64), layer=pl.lit(e.layer)
        )
        for k, e in enumerate(report.evidence)
    ]
    if not frames:
        return {"members": [], "members.count": []}
    found = (
        pl.concat(frames)
        .join(numbered, on=["layer", "id"])
        .unique(["evidence", "row"])
        .sort("evidence", "row")
    )
    before = pl.col("row").cast(pl.Int64)
    moved = found.select("evidence", step=before - before.shift(1).over("evidence").fill_null(0))
    counts = np.bincount(moved["evidence"].to_numpy(), minlength=len(report.evidence))
    return {"members": moved["step"], "members.count": counts}


def _matches(store: Store) -> tuple[list[str], NDArray[np.int64]]:
    """The words of passages, each wording once."""
    texts = store.articles.select("at", "text")
    words = (
        store.passages.select("at", "start", "end")
        .join(texts, on="at", maintain_order="left")
        .select(pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")))
    )
    return _coded(words["text"])
