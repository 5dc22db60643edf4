"""Figures of words: how strongly two sides differ in a word, against how often it stands."""

from __future__ import annotations

import polars as pl

from framing.compare.words.keyness import Keyness
from framing.reporting.desk import Desk
from framing.reporting.formats import interval, number, slug, visible
from framing.reporting.messages import _
from framing.reporting.model import Figure
from framing.reporting.sections.terms import TermFilter, chosen_terms

PER_SIDE = 10  # terms of either sign


def words_figures(desk: Desk) -> list[Figure]:
    """A figure for each comparison with terms."""
    keep = TermFilter(desk.inputs.outlets, desk.measured)
    return [words_figure(desk, k, keep) for k in desk.inputs.keyness if k.words.height]


def side_name(name: str) -> str:
    """A side as what it is: outlets of a group, never a nation."""
    if name == "all others":
        return _("the other outlets")
    return _("outlets of {group}").format(group=visible(name))


def words_figure(desk: Desk, keyness: Keyness, keep: TermFilter) -> Figure:
    """The first terms of either sign."""
    a, b = side_name(keyness.pair.a), side_name(keyness.pair.b)
    data = chosen_terms(keyness.words, PER_SIDE, keep).select(
        pl.col("term").map_elements(visible, return_dtype=pl.String),
        "log_ratio", low="log_ratio_low", high="log_ratio_high",
        n_a="n_a", n_b="n_b", k_a="n_articles_a", k_b="n_articles_b", a=pl.lit(a), b=pl.lit(b),
    ).sort(pl.col("log_ratio").abs().round(9), "term", descending=[True, False])  # fmt: skip
    title = _("Words: {a} against {b}, by strength and frequency").format(a=a, b=b)
    said = "; ".join(
        _("{term} {ratio} {bounds}, n {n_a} : {n_b}").format(
            term=row["term"], ratio=number(row["log_ratio"], 1),
            bounds=interval(row["low"], row["high"]), n_a=row["n_a"], n_b=row["n_b"],
        ).replace(" ,", ",")
        for row in data.iter_rows(named=True)
    )  # fmt: skip
    alt = _("{title}. Dots with intervals, log ratio by number of uses: {said}.")
    source = _("Hollow: not found on one side, no interval. {source}")
    return Figure(
        f"f-words-{slug(keyness.pair.a)}-{slug(keyness.pair.b)}", "words", title,
        alt.format(title=title, said=said), source.format(source=desk.source_note()), data,
    )  # fmt: skip
