"""Naming practice: whose name an outlet uses alone in its own words, who gives both at once."""

from __future__ import annotations

import polars as pl

from framing.records.codebook import NEUTRAL
from framing.reporting.desk import Desk
from framing.reporting.findings.phrases import finding, listed
from framing.reporting.formats import of, plural, visible
from framing.reporting.model import Finding, Link
from framing.reporting.sections.common import of_outlet

_TOGETHER = pl.col("gloss") == "symmetric"
_ALONE = (
    (pl.col("mode") == "own")
    & (pl.col("voice") == "outlet")
    & (pl.col("side") != NEUTRAL)
    & pl.col("gloss").is_null()
)


def contested(desk: Desk) -> list[str]:
    """Entities that at least two sides have names of their own for."""
    return [
        e.id
        for e in desk.inputs.codebook.entities
        if len({w.side for w in e.wordings if w.side != NEUTRAL}) > 1
    ]


def names_findings(desk: Desk) -> list[Finding]:
    """One sentence a contested entity that is named at all."""
    found = []
    for entity in contested(desk):
        rows = desk.inputs.names.mentions.filter(pl.col("entity") == entity)
        sentence = _sentence(desk, entity, rows)
        if sentence:
            found.append(sentence)
    return found


def own_articles(desk: Desk) -> pl.DataFrame:
    """Articles that are the outlet's own text."""
    return desk.measured.filter(~pl.col("is_wire"))


def _sentence(desk: Desk, entity: str, rows: pl.DataFrame) -> Finding | None:
    """Outlets by practice: one name alone, both alone, both in one breath."""
    own = own_articles(desk)
    n_own = dict(own.group_by("outlet").len().iter_rows())
    rows = rows.join(own.select("article"), on="article", how="semi", maintain_order="left")
    by_names: dict[tuple[str, ...], list[list[str | Link]]] = {}
    together: list[list[str | Link]] = []
    for outlet, _ in desk.outlets:
        here = of_outlet(rows, outlet)
        alone = here.filter(_ALONE)
        names = tuple(sorted(set(alone["name"])))
        if names:
            by_names.setdefault(names, []).append(_use(desk, outlet, alone, n_own[outlet]))
        both = here.filter(_TOGETHER & (pl.col("voice") == "outlet"))
        if not both.is_empty() and not names:
            k = of(both["article"].n_unique(), n_own[outlet])
            said = desk.cite(k, both, f"{outlet}: both names in one breath")
            together.append([f"{visible(outlet)} (", said, ")"])
    if not by_names and not together:
        return None
    parts: list[str | Link] = []
    for names, outlets in sorted(by_names.items(), key=lambda item: (len(item[0]), item[0])):
        labels = " and ".join(f"“{desk.labels.names[entity, n]}”" for n in names)
        verb = "uses" if len(outlets) == 1 else "use"
        only = "only " if len(names) == 1 else ""
        parts += ["; " if parts else "", *listed(outlets), f" {verb} {only}{labels}"]
    if together:
        verb = "gives" if len(together) == 1 else "give"
        parts += ["; " if parts else "", *listed(together)]
        parts += [f" {verb} the sides' names in one breath and neither alone"]
    label = desk.labels.entities[entity]
    return finding(
        desk, "names", [f"Naming {label} in their own words: ", *parts, f". {_limits(desk)}"]
    )


def _use(desk: Desk, outlet: str, rows: pl.DataFrame, n_articles: int) -> list[str | Link]:
    words = (
        f"{plural(rows.height, 'time')} in {of(rows['article'].n_unique(), n_articles)} articles"
    )
    title = f"{outlet}: names in its own words"
    return [f"{visible(outlet)} (", desk.cite(words, rows, title), ")"]


def _limits(desk: Desk) -> str:
    out = "Captions and names given as somebody's name are left out"
    if desk.measured["is_wire"].any():
        out = "Wire copy, captions and names given as somebody's name are left out"
    return f"{out}; these are counts, without interval."
