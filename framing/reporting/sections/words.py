"""Words: what each group uses more than the others, as differences to read."""

from __future__ import annotations

import polars as pl

from framing.compare.design import INFERENTIAL
from framing.compare.words import Keyness
from framing.language.english import load_words
from framing.reporting.desk import Desk
from framing.reporting.formats import interval, number, of, visible
from framing.reporting.model import Figure, Section, Table, Text

PER_SIDE = 8  # terms of either sign in the figure
LISTED = 15  # and in the table
SHOWN = 5  # passages a count: the lists are long and meant for a first look


def build_words(desk: Desk) -> Section:
    """Tables and figures of keyness; in tier reading the reason why there are none."""
    found = [k for k in desk.inputs.keyness if k.words.height]
    if not found:
        why = (
            "Words are not compared: there are too few articles or no shared event."
            if desk.is_reading
            else "No word stands in enough articles to be compared."
        )
        return Section("words", "Words", (why,), code="framing kwic STUDY PATTERN")
    lead = (
        "Words that one group's outlets use at another rate than the others, to be read in their "
        "passages; with a few articles a side such a list comes up even where nothing differs."
        if desk.inputs.design.tier != INFERENTIAL
        else "Words that one group's outlets use at another rate than the others."
    )
    return Section(
        "words",
        "Words",
        (lead,),
        tuple((f"{_pair(k)}: {'; '.join(_hidden(k))}.",) for k in found if _hidden(k)),
        figures=tuple(_figure(desk, k) for k in found),
        tables=tuple(_table(desk, k) for k in found),
        reading="A log ratio of 1 means twice the rate, of 2 four times. A line is the interval; "
        "a hollow mark has none, because the word is not found on one side. The passages "
        "decide what a difference means, not the number.",
        method="log₂ of the ratio of rates, zero counts as 0.5 (Hardie 2014), interval from "
        "resampled articles; order by log-odds with informative Dirichlet prior (Monroe, "
        "Colaresi & Quinn 2008, doi:10.1093/pan/mpn018). G2 is in the CSV as an ordering, never "
        "a test; p and q are empty until units are permuted.",
        code="framing words STUDY --group A --versus B",
    )


def _pair(keyness: Keyness) -> str:
    """Sides as what they are: outlets of a group, never a nation."""
    others = keyness.pair.b
    b = others if others == "all others" else f"outlets of {others}"
    return f"Outlets of {keyness.pair.a} against {b}"


def chosen_terms(words: pl.DataFrame, per_side: int = PER_SIDE) -> pl.DataFrame:
    """The first terms of either sign: no function words alone, no part of a longer term."""
    words = words.filter(~_is_function())
    kept: list[dict[str, object]] = []
    for sign in (1, -1):
        here = words.filter(pl.col("log_ratio").is_not_null() & (pl.col("log_ratio") * sign > 0))
        side: list[dict[str, object]] = []
        for row in here.iter_rows(named=True):
            if len(side) == per_side:
                break
            if not any(_repeats(row, other) for other in side):
                side.append(row)
        kept += side
    return pl.DataFrame(kept, schema=words.schema, orient="row").sort(
        "log_ratio", "term", descending=[True, False]
    )


def _is_function() -> pl.Expr:
    """Whether every word of a term belongs to a closed class ("of the", "its")."""
    closed = sorted(load_words("function_words.txt"))
    return pl.col("term").str.split(" ").list.eval(pl.element().is_in(closed)).list.all()


def _hidden(keyness: Keyness) -> tuple[str, ...]:
    n = keyness.words.filter(_is_function()).height
    said = f"{n} terms of function words alone stand in `framing words` but not here"
    return (*keyness.hidden, said) if n else keyness.hidden


def _repeats(row: dict[str, object], other: dict[str, object]) -> bool:
    """Whether a term is part of another (or the reverse) with the same counts."""
    short, long = sorted((f" {row['term']} ".casefold(), f" {other['term']} ".casefold()), key=len)
    same = all(row[k] == other[k] for k in ("n_a", "n_b"))
    return same and short in long


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _table(desk: Desk, keyness: Keyness) -> Table:
    a, b = keyness.pair.a, keyness.pair.b
    units = desk.inputs.design.units
    is_a = pl.col("group") == a
    is_b = pl.col("group") == b if b in set(units["group"]) else ~is_a
    n_a, n_b = (units.filter(side)["unit"].n_unique() for side in (is_a, is_b))
    passages = desk.inputs.word_passages
    out: list[tuple[Text, ...]] = []
    for row in chosen_terms(keyness.words, LISTED).iter_rows(named=True):
        here = passages.filter(pl.col("term") == row["term"])
        title = f"“{row['term']}”"
        out.append(
            (
                (visible(row["term"]),),
                (desk.cite(f"{row['n_a']:,}", here.filter(is_a), f"{title}, {a}", most=SHOWN),),
                (desk.cite(f"{row['n_b']:,}", here.filter(is_b), f"{title}, {b}", most=SHOWN),),
                (number(row["rate_a"]),),
                (number(row["rate_b"]),),
                (
                    f"{number(row['log_ratio'], 1)} "
                    + interval(row["log_ratio_low"], row["log_ratio_high"]),
                ),
                (of(row["n_articles_a"], n_a),),
                (of(row["n_articles_b"], n_b),),
                (row["flag"],),
            )
        )
    columns = (
        "Term", f"n {a}", f"n {b}", f"{a} per million", f"{b} per million", "Log ratio",
        f"Distinct articles, {a}", f"Distinct articles, {b}", "Note",
    )  # fmt: skip
    key = f"t-words-{_slug(a)}-{_slug(b)}"
    return Table(key, f"Words: {_lower(_pair(keyness))}", columns, tuple(out), tuple(range(1, 8)))


def _slug(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.casefold())


def _figure(desk: Desk, keyness: Keyness) -> Figure:
    data = chosen_terms(keyness.words).select(
        pl.col("term").map_elements(visible, return_dtype=pl.String),
        "log_ratio", low="log_ratio_low", high="log_ratio_high",
        n_a="n_a", n_b="n_b", k_a="n_articles_a", k_b="n_articles_b",
        a=pl.lit(keyness.pair.a), b=pl.lit(keyness.pair.b),
    )  # fmt: skip
    title = f"Words: {_lower(_pair(keyness))}"
    said = ", ".join(f"{t} {number(v, 1)}" for t, v in data.select("term", "log_ratio").iter_rows())
    key = f"f-words-{_slug(keyness.pair.a)}-{_slug(keyness.pair.b)}"
    alt = f"{title}. Dots with intervals of the log ratio: {said}."
    source = f"Hollow: not found on one side, no interval. {desk.source_note()}"
    return Figure(key, "words", title, alt, source, data)
