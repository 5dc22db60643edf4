"""One article with its roles and every mark on it."""

from __future__ import annotations

import polars as pl

from framing.engine.run import Run
from framing.errors import UsageError

MARK_LAYERS = ("names", "attributions", "stances", "facts")
_WHAT = {
    "names": pl.concat_str("name", pl.lit(" ("), "mode", pl.lit(")")),
    "attributions": pl.concat_str(
        "speaker",
        pl.lit(" ("),
        "quotation",
        pl.lit(", "),
        pl.col("cue").fill_null("-"),
        pl.lit(")"),
    ),
    "stances": pl.concat_str("position", pl.lit(" "), "target", pl.lit(" ("), "kind", pl.lit(")")),
    "facts": pl.concat_str("fact", pl.lit(": "), "wording", pl.lit(" ("), "grammar", pl.lit(")")),
}


def find_article(run: Run, wanted: str) -> str:
    """The id of the article that an id, the beginning of one or a file name means."""
    articles = run.measured
    exact = articles.filter((pl.col("article") == wanted) | (pl.col("file") == wanted))
    found = exact if exact.height else articles.filter(pl.col("article").str.starts_with(wanted))
    if found.height == 1:
        return str(found["article"][0])
    if not found.height:
        examples = ", ".join(articles["article"].head(3))
        raise UsageError(f"no measured article {wanted!r}; ids look like: {examples}")
    raise UsageError(f"{wanted!r} fits {found.height} articles: {', '.join(found['article'][:5])}")


def find_marks(run: Run, article: str) -> pl.DataFrame:
    """Segments and annotations of one article.

    Returns
    -------
    DataFrame
        ``layer`` (``segment`` or a layer's name), ``what`` (the role, or what was found),
        ``start``, ``end``, ``text``; sorted by start, longest first.
    """
    text = run.measured.filter(pl.col("article") == article)["text"][0]
    here = pl.col("article") == article
    parts = [
        run.segments.filter(here).select(
            layer=pl.lit("segment"), what="role", start="start", end="end"
        )
    ]
    for layer in MARK_LAYERS:
        table: pl.DataFrame = getattr(run.layers, layer)
        parts.append(
            table.filter(here).select(
                layer=pl.lit(layer), what=_WHAT[layer], start="start", end="end"
            )
        )
    rows = pl.concat(parts).sort(["start", "end", "layer"], descending=[False, True, False])
    return rows.with_columns(
        text=pl.Series(
            [text[a:b] for a, b in rows.select("start", "end").iter_rows()], dtype=pl.String
        )
    )
