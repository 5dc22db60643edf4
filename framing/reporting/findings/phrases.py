"""Building sentences of words and links, and the small line of doubt under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from framing.compare.design import INFERENTIAL
from framing.reporting.desk import Desk
from framing.reporting.formats import FEW, join, visible
from framing.reporting.messages import _, n_
from framing.reporting.model import Finding, Link, Text

MAX_OUTLETS = 6  # named in a sentence; the section has all
MAX_NAMED = 3  # of a group, in passing
SELDOM = 0.10  # of deals at random
Parts = Sequence[str | Link]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding and what its place in the answer follows from.

    ``kind`` of evidence is its place in ``EVIDENCE``; ``holds`` under both estimands and without
    wire copy; ``noise`` is the share of shuffles that give as much. ``differs`` is false where
    the finding says that nothing differs, None where it compares nothing.
    """

    finding: Finding
    evidence: int
    differs: bool | None = True
    holds: bool = True
    noise: float = 0.0

    @property
    def order(self) -> tuple[int, bool, float, str]:
        """Sorts findings by the written rule (docs/statistics.md, The answer)."""
        return (self.evidence, not self.holds, round(self.noise, 9), self.finding.kind)


# What was counted in the text itself first, what a model says last.
IN_TEXT, BY_RULES, WORDS, NOT_FOUND, BY_MODEL, NO_COMPARISON = range(6)


def finding(desk: Desk, kind: str, parts: Parts, *, doubt: Parts = (), claim: str = "") -> Finding:
    """A finding that speaks of these articles, or of these outlets where the tier allows it."""
    claim = claim or ("these_articles" if desk.is_reading else "these_outlets")
    return Finding(kind, merged(parts), claim, merged(doubt))


def merged(parts: Parts) -> Text:
    """Neighbouring strings as one."""
    out: list[str | Link] = []
    for part in parts:
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] = out[-1] + part
        elif part != "":
            out.append(part)
    return tuple(out)


def listed(items: Sequence[Parts], last: str = "") -> list[str | Link]:
    """Items of words and links with commas and an "and"; surplus ones are counted."""
    last = last or _("and")
    kept = list(items[:MAX_OUTLETS])
    if len(items) > MAX_OUTLETS:
        n = len(items) - MAX_OUTLETS
        kept.append([n_("{n} more", "{n} more", n).format(n=n)])
    out: list[str | Link] = []
    for k, item in enumerate(kept):
        if k:
            out.append(f" {last} " if k == len(kept) - 1 else ", ")
        out += item
    return out


def joined(parts: Sequence[Parts], between: str = "; ") -> list[str | Link]:
    """Clauses one after another."""
    out: list[str | Link] = []
    for k, part in enumerate(parts):
        out += [between if k else "", *part]
    return out


def noise_said(desk: Desk, share: float) -> str:
    """How often articles dealt out at random lie as far apart; a number where p may stand."""
    if desk.inputs.design.tier != INFERENTIAL:
        return (
            _("the same articles, dealt out to the outlets at random, hardly ever differ as much")
            if share <= SELDOM
            else _("the same articles, dealt out to the outlets at random, often differ as much")
        )
    k = round(100 * share)
    if k < 1:
        return _("dealt out to the outlets at random, the same articles differ as much in fewer "
                 "than 1 of 100 cases")  # fmt: skip
    form = _(
        "dealt out to the outlets at random, the same articles differ as much in {k} of 100 cases"
    )
    return form.format(k=k)


def few_said(n_articles: Sequence[int]) -> str:
    """How many articles each outlet has, and why that gives no interval."""
    low, high = min(n_articles), max(n_articles)
    if low == high:
        said = n_("{low} article an outlet", "{low} articles an outlet", low)
    else:
        said = _("{low} to {high} articles an outlet")
    if high < FEW:
        said = _("{articles}, so no interval (from {few} on)").format(articles=said, few=FEW)
    elif low < FEW:
        said = _("{articles}, and no interval under {few}").format(articles=said, few=FEW)
    return said.format(low=low, high=high)


def outlets_of(desk: Desk, group: str) -> str:
    """A group by its outlets, so that nothing is said of a country; many are counted."""
    own = [visible(outlet) for outlet, of in desk.outlets if of == group]
    if len(own) > MAX_NAMED:
        return _("the {n} outlets of {group} here").format(n=len(own), group=visible(group))
    return join(own)


def sentence(parts: Sequence[Parts]) -> list[str | Link]:
    """Clauses as one sentence: a capital at the beginning, a stop at the end."""
    out = list(merged(joined([part for part in parts if part])))
    first = out[0]
    if isinstance(first, str):
        out[0] = first[:1].upper() + first[1:]
    return [*out, "."]


def own_articles(desk: Desk) -> pl.DataFrame:
    """Articles that are the outlet's own text."""
    return desk.measured.filter(~pl.col("is_wire"))


def in_own(desk: Desk, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of articles that are the outlet's own text."""
    own = own_articles(desk).select("article")
    return rows.join(own, on="article", how="semi", maintain_order="left")
