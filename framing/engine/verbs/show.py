"""One article with its roles and every mark on it."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.corpus.segments import build_segments, outlet_names
from framing.engine.run import Run
from framing.errors import UsageError

MARK_LAYERS = ("names", "attributions", "stances", "facts", "indicators")
REPEATS = "repeats"  # the layer of passages that the outlet repeats in other articles
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
    "indicators": pl.concat_str("element", pl.lit(": "), "indicator"),
    "facts": pl.concat_str("fact", pl.lit(": "), "wording", pl.lit(" ("), "grammar", pl.lit(")")),
}


def find_article(run: Run, wanted: str) -> str:
    """The id of the article that an id, a file name, or a part of an id or title means.

    What fits in the strictest way counts: a whole id or file (``table.csv:12`` for a row), the
    beginning of an id, a file's name without folder or ending, a part of an id or title. Articles
    in any language are found.

    Raises
    ------
    UsageError
        Where nothing fits, or several articles do in the strictest way that fits.
    """
    articles = run.study.articles
    plain = wanted.strip().casefold()
    article, file = pl.col("article"), pl.col("file")
    name = file.str.split("/").list.last()
    stem = name.str.replace(r"\.[^.]*$", "")
    row = pl.format("{}:{}", file, pl.col("row"))
    title = pl.col("title").fill_null("").str.to_lowercase()
    ways = (
        (article == wanted) | (file == wanted) | (row == wanted),
        article.str.starts_with(wanted),
        (name == wanted) | (stem == wanted) | (file.str.replace(r"\.[^.]*$", "") == wanted),
        article.str.contains(plain, literal=True) | title.str.contains(plain, literal=True),
    )
    for way in ways:
        found = articles.filter(way) if plain else articles.head(0)
        if found.height == 1:
            return str(found["article"][0])
        if found.height:
            some = ", ".join(found["article"].head(5))
            raise UsageError(f"{wanted!r} fits {found.height} articles: {some}")
    examples = ", ".join(articles["article"].head(3))
    raise UsageError(f"no article {wanted!r}; ids look like: {examples}")


def describe_article(run: Run, article: str) -> dict[str, Any]:
    """The row of an article in the articles table."""
    return run.study.articles.row(by_predicate=pl.col("article") == article, named=True)


def find_marks(run: Run, article: str) -> pl.DataFrame:
    """Segments and annotations of one article; of one that is not in English, segments alone.

    Returns
    -------
    DataFrame
        ``layer`` (``segment``, ``repeats`` or a layer's name), ``what`` (the role, or what was
        found), ``start``, ``end``, ``text``; sorted by start, longest first.
    """
    text = str(describe_article(run, article)["text"])
    segments = _segments(run, article)
    parts = [segments.select(layer=pl.lit("segment"), what="role", start="start", end="end")]
    here = pl.col("article") == article
    if _is_measured(run, article):
        for layer in MARK_LAYERS:
            table: pl.DataFrame = getattr(run.layers, layer)
            parts.append(
                table.filter(here).select(
                    layer=pl.lit(layer), what=_WHAT[layer], start="start", end="end"
                )
            )
        parts.append(_repeats(run.repeats.filter(here)))
    rows = pl.concat(parts).sort(["start", "end", "layer"], descending=[False, True, False])
    return rows.with_columns(
        text=pl.Series(
            [text[a:b] for a, b in rows.select("start", "end").iter_rows()], dtype=pl.String
        )
    )


def find_role_rows(run: Run, article: str) -> pl.DataFrame:
    """The parts of an article as rows of ``roles.csv``: copy one, write another role.

    Returns
    -------
    DataFrame
        ``article`` (its file, or its id where a file holds many), ``text``, ``role``.
    """
    meta = describe_article(run, article)
    text = str(meta["text"])
    rows = [
        (article if meta["row"] else meta["file"], " ".join(text[start:end].split()), role)
        for role, start, end in _segments(run, article).select("role", "start", "end").iter_rows()
    ]
    schema = {"article": pl.String, "text": pl.String, "role": pl.String}
    return pl.DataFrame([row for row in rows if row[1]], schema=schema, orient="row")


def _is_measured(run: Run, article: str) -> bool:
    return bool(describe_article(run, article)["language"] == "en")


def _segments(run: Run, article: str) -> pl.DataFrame:
    """Roles of one article: those of the run, or found here where it is not measured."""
    here = pl.col("article") == article
    if _is_measured(run, article):
        return run.segments.filter(here)
    return build_segments(
        run.study.articles.filter(here),
        outlet_names=outlet_names(run.study.outlets),
        corrections=run.study.corrections,
    )


def _repeats(rows: pl.DataFrame) -> pl.DataFrame:
    """Passages that stand in other articles of the outlet: in how many."""
    others = pl.when(pl.col("repeats") == 1).then(pl.lit("article")).otherwise(pl.lit("articles"))
    what = pl.format("in {} other {} of {}", "repeats", others, "outlet")
    house = rows.filter(pl.col("repeats") > 0)
    return house.select(layer=pl.lit(REPEATS), what=what, start="start", end="end")
