"""Naming practice by article: one side's name, both in one breath, both apart, neutral, none."""

from __future__ import annotations

import polars as pl

from framing.annotate.names.practice import OWN, PRACTICES, article_practices, contested_sides
from framing.reporting.desk import Desk
from framing.reporting.formats import visible
from framing.reporting.glossary import explain
from framing.reporting.messages import N_, _
from framing.reporting.model import Table, Text
from framing.reporting.sections.common import of_outlet, one

_NOTE = N_(
    "The first practice that holds, in the article's own words: both sides' names given together "
    "(a gloss, a slash, a bracket, “or”), both but apart, one side's, neutral wordings alone, "
    "none. Wire copy is left out. First mention (below the headline) and headline count the "
    "articles that give each name there, whoever uses it, wire copy included."
)

_PRACTICES = {
    "one breath": N_("Both in one breath"),
    "apart": N_("Both, apart"),
    "neutral": N_("Neutral"),
    "none": N_("None"),
}


def practice_table(desk: Desk, entity: str) -> Table | None:
    """Articles of each outlet by practice; None for an entity that no two sides name."""
    sides = contested_sides(desk.inputs.codebook).get(entity)
    if sides is None:
        return None
    rows = desk.names.filter(pl.col("entity") == entity)
    found = article_practices(desk.names, desk.measured, entities=(entity,)).filter(
        pl.col("voice") == OWN
    )
    kinds = [
        (practice, side, _said(desk, practice, side))
        for practice in PRACTICES
        for side in (sides if practice == "one side" else (None,))
    ]
    out: list[tuple[Text, ...]] = []
    for outlet, _group in desk.outlets:
        here = found.join(
            of_outlet(desk.measured, outlet).select("article"), on="article", how="semi"
        )
        cells: list[Text] = [(visible(outlet),)]
        for practice, side, said in kinds:
            articles = here.filter(
                (pl.col("practice") == practice)
                & pl.col("side").eq_missing(pl.lit(side, dtype=pl.String))
            )
            cells.append(
                _count(desk, articles, rows, _("{outlet}: {what}").format(outlet=outlet, what=said))
            )
        cells.append((str(here.height),))
        own = of_outlet(rows, outlet)
        first = _("{outlet}, first mention").format(outlet=outlet)
        cells.append(_names(desk, own.filter("first"), first))
        headline = _("{outlet}, headline").format(outlet=outlet)
        cells.append(_names(desk, own.filter(pl.col("role") == "title"), headline))
        out.append(tuple(cells))
    columns = (
        _("Outlet"), *(kind[-1] for kind in kinds), _("Articles"), _("First mention"),
        _("Headline"),
    )  # fmt: skip
    caption = _("Articles by how they name {entity} in their own words")
    caption = caption.format(entity=desk.labels.entities[entity])
    numbers = tuple(range(1, len(kinds) + 2))
    return Table(f"t-names-practice-{entity}", caption, columns, tuple(out), numbers, _(_NOTE),
                 explained=_explained(len(kinds)))  # fmt: skip


def _explained(n_kinds: int) -> tuple[tuple[int, str], ...]:
    whole = n_kinds + 1
    return (
        *explain("naming_practice", *range(1, whole)),
        (whole, "n_articles"),
        *explain("articles", whole + 1, whole + 2),
    )


def _said(desk: Desk, practice: str, side: str | None) -> str:
    """A practice as the head of a column."""
    if practice == "one side":
        return _("Only {side}'s").format(side=desk.labels.side(side))
    return _(_PRACTICES[practice])


def _count(desk: Desk, articles: pl.DataFrame, rows: pl.DataFrame, title: str) -> Text:
    """How many articles, opening the names in own words that make the practice."""
    if articles.is_empty():
        return ("–",)
    own = rows.filter(pl.col("use").is_in(["own", "both"]))
    passages = own.join(articles.select("article"), on="article", how="semi", maintain_order="left")
    return one(desk.cite(str(articles.height), passages, title, by_article=True))


def _names(desk: Desk, rows: pl.DataFrame, title: str) -> Text:
    """The names of some mentions, each with the number of articles."""
    parts: list[Text] = []
    for key, label in desk.labels.names.items():
        here = rows.filter((pl.col("entity") == key[0]) & (pl.col("name") == key[1]))
        if not here.is_empty():
            words = f"{label} {here['article'].n_unique()}"
            parts.append(
                one(
                    desk.cite(
                        words,
                        here,
                        _("{what}: “{name}”").format(what=title, name=label),
                        by_article=True,
                    )
                )
            )
    if not parts:
        return ("–",)
    joined = [piece for part in parts for piece in ("; ", *part)]
    return tuple(joined[1:])
