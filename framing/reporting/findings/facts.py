"""Fact wording: which verb each outlet uses for the same fact, with an agent or without."""

from __future__ import annotations

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.findings.names import own_articles
from framing.reporting.findings.phrases import finding, listed
from framing.reporting.formats import of, visible
from framing.reporting.model import Finding, Link
from framing.reporting.sections.common import of_outlet


def facts_finding(desk: Desk) -> Finding | None:
    """The fact that most outlets tell in their own voice."""
    own = own_articles(desk)
    counts = (pl.col("voice") == "outlet") & (pl.col("status") == "told")
    rows = desk.inputs.facts.filter(counts).join(
        own.select("article"), on="article", how="semi", maintain_order="left"
    )
    if rows.is_empty():
        return None
    spread = rows.group_by("fact").agg(pl.col("outlet").n_unique())
    fact = spread.sort("outlet", "fact", descending=[True, False])["fact"][0]
    rows = rows.filter(pl.col("fact") == fact)
    n_own = dict(own.group_by("outlet").len().iter_rows())
    if desk.is_reading:
        return _readings(desk, fact, rows, n_own)
    clauses: list[list[str | Link]] = []
    for wording in sorted(set(rows["wording"])):
        here = rows.filter(pl.col("wording") == wording)
        users = [
            _use(desk, outlet, of_outlet(here, outlet), n_own[outlet])
            for outlet, _ in desk.outlets
            if not of_outlet(here, outlet).is_empty()
        ]
        verb = "writes" if len(users) == 1 else "write"
        clauses.append([*listed(users), f" {verb} {_words(here)}, {_agency(here)}"])
    silent = [visible(o) for o, _ in desk.outlets if o in n_own and of_outlet(rows, o).is_empty()]
    parts: list[str | Link] = [f"{desk.labels.facts[fact]}: "]
    for k, clause in enumerate(clauses):
        parts += ["; " if k else "", *clause]
    if silent:
        told: list[list[str | Link]] = [[outlet] for outlet in silent]
        parts += ["; no such wording is found in the own words of ", *listed(told, "or")]
    return finding(
        desk, "facts", [*parts, ". Counts of articles, quotations and wire copy left out."]
    )


def _readings(desk: Desk, fact: str, rows: pl.DataFrame, n_own: dict[str, int]) -> Finding:
    """A sentence an outlet, none set against another."""
    parts: list[str | Link] = [f"{desk.labels.facts[fact]}, in the outlet's own words. "]
    for outlet, _ in desk.outlets:
        here = of_outlet(rows, outlet)
        said: list[list[str | Link]] = []
        for wording in sorted(set(here["wording"])):
            mine = here.filter(pl.col("wording") == wording)
            said.append([f"{_words(mine)}, {_agency(mine)} (", _k(desk, mine, n_own[outlet]), ")"])
        if said:
            parts += [f"{visible(outlet)} writes ", *listed(said), ". "]
    return finding(desk, "facts", [*parts, "Counts of articles."])


def _use(desk: Desk, outlet: str, rows: pl.DataFrame, n_articles: int) -> list[str | Link]:
    return [f"{visible(outlet)} (", _k(desk, rows, n_articles), ")"]


def _k(desk: Desk, rows: pl.DataFrame, n_articles: int) -> Link | str:
    """In how many of an outlet's own articles."""
    title = f"{rows['outlet'][0]}: {desk.labels.facts[rows['fact'][0]]}"
    k = of(rows["article"].n_unique(), n_articles)
    return desk.cite(k, rows, title, by_article=True)


def _words(rows: pl.DataFrame) -> str:
    forms = rows.with_columns(form=pl.col("text").str.to_lowercase()).group_by("form").len()
    first = forms.sort("len", "form", descending=[True, False])["form"].head(2)
    return " or ".join(f"“{visible(form)}”" for form in first)


def _agency(rows: pl.DataFrame) -> str:
    stated = rows.height - rows["agent"].null_count()
    if stated == 0:
        return "without saying by whom"
    if stated == rows.height:
        return "saying by whom"
    return f"saying by whom in {of(stated, rows.height)}"
