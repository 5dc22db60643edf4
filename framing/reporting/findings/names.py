"""Naming practice: whose name an outlet uses alone in its own words, who gives both at once."""

from __future__ import annotations

import polars as pl

from framing.annotate.names.practice import contested_sides
from framing.records.codebook import NEUTRAL
from framing.records.numerals import plural
from framing.reporting.desk import Desk
from framing.reporting.findings.phrases import finding, listed
from framing.reporting.formats import of, visible
from framing.reporting.model import Finding, Link
from framing.reporting.sections.common import of_outlet

_TOGETHER = pl.col("use") == "both"
_ALONE = (pl.col("use") == "own") & (pl.col("side") != NEUTRAL)


def contested(desk: Desk) -> list[str]:
    """Entities that at least two sides have names of their own for."""
    return list(contested_sides(desk.inputs.codebook))


def names_findings(desk: Desk) -> list[Finding]:
    """One sentence a contested entity that is named at all."""
    found = []
    for entity in contested(desk):
        rows = desk.names.filter(pl.col("entity") == entity)
        sentence = _sentence(desk, entity, rows)
        if sentence:
            found.append(sentence)
    return found


def own_articles(desk: Desk) -> pl.DataFrame:
    """Articles that are the outlet's own text."""
    return desk.measured.filter(~pl.col("is_wire"))


def _sentence(desk: Desk, entity: str, rows: pl.DataFrame) -> Finding | None:
    """Outlets by practice: one name alone, both alone, both in one breath."""
    n_own = dict(own_articles(desk).group_by("outlet").len().iter_rows())
    by_names: dict[tuple[str, ...], list[list[str | Link]]] = {}
    together: list[list[str | Link]] = []
    readings: list[str | Link] = []
    for outlet, _ in desk.outlets:
        here = of_outlet(rows, outlet)
        alone, both = here.filter(_ALONE), here.filter(_TOGETHER)
        names = tuple(sorted(set(alone["name"])))
        if names:
            use = _use(desk, outlet, alone, both, n_own[outlet])
            by_names.setdefault(names, []).append(use)
            readings += [*use, f" uses {_quoted(desk, entity, names)}. "]
        elif not both.is_empty():
            use = [f"{visible(outlet)} (", _both(desk, outlet, both, n_own[outlet]), ")"]
            together.append(use)
            readings += [*use, " gives both names in one breath. "]
    if not by_names and not together:
        return None
    head = f"Of the sides' names for {desk.labels.entities[entity]}, in the outlet's own words: "
    if desk.is_reading:  # each outlet for itself, none set against another
        return finding(desk, "names", [head, *readings, _limits(desk)])
    parts: list[str | Link] = []
    for names, outlets in sorted(by_names.items(), key=lambda item: (len(item[0]), item[0])):
        verb = "uses" if len(outlets) == 1 else "use"
        only = "only " if len(names) == 1 else ""
        said = _quoted(desk, entity, names)
        parts += ["; " if parts else "", *listed(outlets), f" {verb} {only}{said} by itself"]
    if together:
        verb = "gives" if len(together) == 1 else "give"
        parts += ["; " if parts else "", *listed(together)]
        parts += [f" {verb} both names in one breath and neither by itself"]
    return finding(desk, "names", [head, *parts, f". {_limits(desk)}"])


def _quoted(desk: Desk, entity: str, names: tuple[str, ...]) -> str:
    return " and ".join(f"“{desk.labels.names[entity, n]}”" for n in names)


def _both(desk: Desk, outlet: str, rows: pl.DataFrame, n_articles: int) -> Link | str:
    k = of(rows["article"].n_unique(), n_articles)
    noun = "article" if n_articles == 1 else "articles"
    return desk.cite(f"{k} {noun}", rows, f"{outlet}: both names in one breath", by_article=True)


def _use(
    desk: Desk, outlet: str, alone: pl.DataFrame, both: pl.DataFrame, n_articles: int
) -> list[str | Link]:
    """An outlet with its counts: each number opens what it counts."""
    title = f"{outlet}: sides' names in its own words"
    k = of(alone["article"].n_unique(), n_articles)
    parts: list[str | Link] = [
        f"{visible(outlet)} (", desk.cite(plural(alone.height, "time"), alone, title), " in ",
        desk.cite(f"{k} {'article' if n_articles == 1 else 'articles'}", alone, title,
                  by_article=True),
    ]  # fmt: skip
    if not both.is_empty():
        parts += ["; both in one breath in ", _both(desk, outlet, both, n_articles)]
    return [*parts, ")"]


def _limits(desk: Desk) -> str:
    """What the counts leave out, each of which has a column of its own in the table."""
    wire = "wire copy, " if desk.measured["is_wire"].any() else ""
    return (
        f"Neutral wordings, captions, {wire}quotations, indirect speech and one-sided glosses "
        "(“which X calls ...”) are counted apart; these are counts, without interval."
    )
