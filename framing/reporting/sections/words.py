"""Words: what each group uses more than the others, as differences to read."""

from __future__ import annotations

import polars as pl

from framing.compare.design import INFERENTIAL
from framing.compare.words.keyness import Keyness
from framing.reporting.charts.words import side_name, words_figure
from framing.reporting.desk import Desk
from framing.reporting.formats import interval, number, of, significant, slug, visible
from framing.reporting.glossary import explain
from framing.reporting.labels import VOICES
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.terms import (
    LISTED,
    TermFilter,
    chosen_terms,
    is_function,
    walk_terms,
)

PER = 1000  # from rates per million to rates per 1,000 words
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
        return Section("words", "Words", (why,), code=desk.command("kwic", _pattern(desk)))
    keep = TermFilter(desk.inputs.outlets, desk.measured)
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
        (
            (_counted(desk),),
            *((f"{_pair(k)}: {'; '.join(_hidden(k, keep))}.",) for k in found if _hidden(k, keep)),
        ),
        figures=tuple(words_figure(desk, k, keep) for k in found),
        tables=tuple(_table(desk, k, keep) for k in found),
        reading="A log ratio of 1 means twice the rate, of 2 four times. A line is the interval; "
        "a hollow mark has none, because the word is not found on one side. The passages "
        "decide what a difference means, not the number.",
        method="log₂ of the ratio of rates, zero counts as 0.5 (Hardie 2014), interval from "
        "resampled articles; order by log-odds with informative Dirichlet prior (Monroe, "
        "Colaresi & Quinn 2008, doi:10.1093/pan/mpn018). G2 is in the CSV as an ordering, never "
        f"a test. {_tests(found)}",
        code="\n".join(_command(desk, k) for k in found),
        explained=_explained(found),
    )


def _explained(found: list[Keyness]) -> tuple[str, ...]:
    """What orders and judges words, in the table or in tables/words.csv; p only where it is."""
    always = ("log_ratio", "log_odds", "g2", "percent_diff", "tdk", "dispersion", "mantel_haenszel")
    tests = {"p": "p_value", "p_adjusted": "p_adjusted", "q": "q_value"}
    there = [key for c, key in tests.items() if any(k.words[c].count() for k in found)]
    return (*always, *there, *(["attainable_p"] if there else []))


def _tests(found: list[Keyness]) -> str:
    """How p comes about, or why there is none."""
    said = sorted({m for k in found for m in k.words.drop_nulls("p")["p_method"]})
    return f"p: {'; '.join(said)}." if said else "No p: the tier does not allow one."


def _pattern(desk: Desk) -> str:
    return next(iter(desk.labels.names.values()), "word").casefold()


def _command(desk: Desk, keyness: Keyness) -> str:
    others = [] if keyness.pair.b == "all others" else ["--versus", keyness.pair.b]
    return desk.command("words", "--group", keyness.pair.a, *others)


def _pair(keyness: Keyness) -> str:
    return f"Outlets of {keyness.pair.a} against {side_name(keyness.pair.b)}"


def _counted(desk: Desk) -> str:
    """Which words count."""
    scope = desk.inputs.scope
    voices = " and ".join(VOICES.get(v, v) for v in scope.voice) or "all voices"
    return (
        f"Words of these parts count: {', '.join(scope.role)}; {voices}. Rates are weighted "
        f"({scope.copies}), counts n are as printed."
    )


def _hidden(keyness: Keyness, keep: TermFilter) -> tuple[str, ...]:
    """What stands in the CSV but not here, and why."""
    said = [text.replace("`", "") for text in keyness.hidden]
    closed = keyness.words.select(is_function()).to_series()
    n = int(closed.sum())
    if n:
        said.append(f"{n} terms of function words alone stand in tables/words.csv but not here")
    reasons = list(walk_terms(keyness.words, LISTED, keep)[1].values())
    for why, what in (("name", "parts of outlets' names"), ("date", "numbers and dates")):
        if why in reasons:
            said.append(f"left out of the list as {what}: {reasons.count(why)}")
    return tuple(said)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _total(words: pl.DataFrame, side: str) -> str:
    """Weighted words of a side: what its rates are rates of."""
    row = words.filter(pl.col(f"rate_{side}") > 0).head(1)
    if row.is_empty():
        return number(None)
    return number(row[f"n_eff_{side}"][0] / row[f"rate_{side}"][0] * 1e6)


def _p(value: float | None) -> str:
    return number(value, 3)


def _rate(per_million: float | None) -> str:
    return significant(None if per_million is None else per_million / PER)


def _table(desk: Desk, keyness: Keyness, keep: TermFilter) -> Table:
    a, b = keyness.pair.a, keyness.pair.b
    of_a, of_b = side_name(a), side_name(b)
    units = desk.inputs.design.units
    is_a = pl.col("group") == a
    is_b = pl.col("group") == b if b in set(units["group"]) else ~is_a
    n_a, n_b = (units.filter(side)["unit"].n_unique() for side in (is_a, is_b))
    passages = desk.inputs.word_passages
    tested = keyness.words["p_adjusted"].is_not_null().any()
    out: list[tuple[Text, ...]] = []
    for row in chosen_terms(keyness.words, LISTED, keep).iter_rows(named=True):
        here = passages.filter(pl.col("term") == row["term"])
        title = f"“{row['term']}”"
        out.append(
            (
                (visible(row["term"]),),
                (desk.cite(f"{row['n_a']:,}", here.filter(is_a), f"{title}, {of_a}", most=SHOWN),),
                (desk.cite(f"{row['n_b']:,}", here.filter(is_b), f"{title}, {of_b}", most=SHOWN),),
                (_rate(row["rate_a"]),),
                (_rate(row["rate_b"]),),
                (
                    f"{number(row['log_ratio'], 1)} "
                    + interval(row["log_ratio_low"], row["log_ratio_high"]),
                ),
                (of(row["n_articles_a"], n_a),),
                (of(row["n_articles_b"], n_b),),
                *(((_p(row["p_adjusted"]),),) if tested else ()),
                (row["flag"],),
            )
        )
    columns = (
        "Term", f"n, {of_a}", f"n, {of_b}", f"Per 1,000 words, {of_a}",
        f"Per 1,000 words, {of_b}", "Log ratio", f"Distinct articles, {of_a}",
        f"Distinct articles, {of_b}", *(("p, for all terms at once",) if tested else ()), "Note",
    )  # fmt: skip
    note = (
        f"Weighted words in all: {of_a} {_total(keyness.words, 'a')}, {of_b} "
        f"{_total(keyness.words, 'b')}; rates are weighted counts per 1,000 of them."
    )
    key = f"t-words-{slug(a)}-{slug(b)}"
    return Table(
        key,
        f"Words: {_lower(_pair(keyness))}",
        columns,
        tuple(out),
        tuple(range(1, 8 + tested)),
        note,
        explained=(
            *explain("mentions", 1, 2),
            *explain("rate", 3, 4),
            (5, "log_ratio"),
            *explain("articles", 6, 7),
            *(explain("p_adjusted", 8) if tested else ()),
        ),
    )
