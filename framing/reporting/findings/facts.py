"""Fact wording: which verb each outlet uses for the same fact, with an agent or without."""

from __future__ import annotations

import polars as pl

from framing.compare.checks.outlets import Shuffled
from framing.reporting.desk import Desk
from framing.reporting.findings.noise import EACH, told_facts
from framing.reporting.findings.phrases import (
    IN_TEXT,
    Told,
    few_said,
    finding,
    joined,
    listed,
    noise_said,
    own_articles,
    sentence,
)
from framing.reporting.formats import of, visible
from framing.reporting.messages import _, n_, tell
from framing.reporting.model import Finding, Link, Text
from framing.reporting.sections.common import of_outlet


def facts_findings(desk: Desk, noise: Shuffled) -> list[Told]:
    """One sentence a fact whose wording differs between outlets beyond noise."""
    rows = told_facts(desk)
    n_own = _n_own(desk)
    found = []
    for fact in sorted(set(rows["fact"])):
        share = noise.each.get(f"facts:{fact}", 1.0)
        here = rows.filter(pl.col("fact") == fact)
        if share <= EACH and here["wording"].n_unique() > 1:
            said = _compared(desk, fact, here, n_own, share)
            found.append(Told(said, IN_TEXT, noise=share))
    return found


def facts_reading(desk: Desk) -> Finding | None:
    """In tier reading: the fact that most outlets tell, a sentence an outlet."""
    rows = told_facts(desk)
    if rows.is_empty():
        return None
    spread = rows.group_by("fact").agg(pl.col("outlet").n_unique())
    fact = spread.sort("outlet", "fact", descending=[True, False])["fact"][0]
    rows, n_own = rows.filter(pl.col("fact") == fact), _n_own(desk)
    parts: list[Text] = [(_("{fact}, in own words.").format(fact=desk.labels.facts[fact]),)]
    for outlet, _group in desk.outlets:
        here = of_outlet(rows, outlet)
        said: list[Text] = []
        for wording in sorted(set(here["wording"])):
            mine = here.filter(pl.col("wording") == wording)
            said.append((f"{_words(mine)}, {_agency(mine)} (", _k(desk, mine, n_own[outlet]), ")"))
        if said:
            form = _("{outlet} writes {words}.")
            parts.append(tell(form, outlet=visible(outlet), words=tuple(listed(said))))
    return finding(desk, "facts", joined(parts, " "), doubt=[_("Counts of articles.")])


def _compared(
    desk: Desk, fact: str, rows: pl.DataFrame, n_own: dict[str, int], noise: float
) -> Finding:
    """A clause a wording, with the outlets that use it."""
    clauses: list[Text] = []
    for wording in sorted(set(rows["wording"])):
        here = rows.filter(pl.col("wording") == wording)
        users = [
            _use(desk, outlet, of_outlet(here, outlet), n_own[outlet])
            for outlet, _group in desk.outlets
            if not of_outlet(here, outlet).is_empty()
        ]
        form = n_("{outlets} writes {words}, {agency}", "{outlets} write {words}, {agency}",
                  len(users))  # fmt: skip
        clauses.append(
            tell(form, outlets=tuple(listed(users)), words=_words(here), agency=_agency(here))
        )
    silent: list[Text] = [
        (visible(o),) for o, _group in desk.outlets if o in n_own and of_outlet(rows, o).is_empty()
    ]
    if silent:
        form = _("no such wording is found in {outlets}")
        clauses.append(tell(form, outlets=tuple(listed(silent, _("or")))))
    doubt = (
        _("Counts of articles; quotations and wire copy are left out"),
        few_said(list(n_own.values())),
        noise_said(desk, noise),
    )
    parts: list[str | Link] = [f"{desk.labels.facts[fact]}: ", *joined(clauses), "."]
    return finding(desk, "facts", parts, doubt=sentence([(one,) for one in doubt]))


def _n_own(desk: Desk) -> dict[str, int]:
    return dict(own_articles(desk).group_by("outlet").len().sort("outlet").iter_rows())


def _use(desk: Desk, outlet: str, rows: pl.DataFrame, n_articles: int) -> Text:
    return (f"{visible(outlet)} (", _k(desk, rows, n_articles), ")")


def _k(desk: Desk, rows: pl.DataFrame, n_articles: int) -> Link | str:
    """In how many of an outlet's own articles."""
    title = f"{rows['outlet'][0]}: {desk.labels.facts[rows['fact'][0]]}"
    k = of(rows["article"].n_unique(), n_articles)
    return desk.cite(k, rows, title, by_article=True)


def _words(rows: pl.DataFrame) -> str:
    forms = rows.with_columns(form=pl.col("text").str.to_lowercase()).group_by("form").len()
    first = forms.sort("len", "form", descending=[True, False])["form"].head(2)
    return f" {_('or')} ".join(f"“{visible(form)}”" for form in first)


def _agency(rows: pl.DataFrame) -> str:
    stated = rows.height - rows["agent"].null_count()
    if stated == 0:
        return _("without saying by whom")
    if stated == rows.height:
        return _("saying by whom")
    return _("saying by whom in {k}").format(k=of(stated, rows.height))
