"""Words: what each group uses more than the others, as differences to read."""

from __future__ import annotations

import polars as pl

from framing.compare.design import INFERENTIAL
from framing.compare.words.keyness import Keyness
from framing.reporting.charts.words import side_name, words_figure
from framing.reporting.desk import Desk
from framing.reporting.formats import (
    commas,
    interval,
    join,
    number,
    of,
    significant,
    slug,
    visible,
)
from framing.reporting.glossary import explain
from framing.reporting.labels import voice_label
from framing.reporting.messages import _, below, n_
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
            _("Words are not compared: there are too few articles or no shared event.")
            if desk.is_reading
            else _("No word stands in enough articles to be compared.")
        )
        return Section("words", _("Words"), (why,), code=desk.command("kwic", _pattern(desk)))
    keep = TermFilter(desk.inputs.outlets, desk.measured)
    lead = (
        _(
            "Words that one group's outlets use at another rate than the others, to be read in "
            "their passages; with a few articles a side such a list comes up even where nothing "
            "differs."
        )
        if desk.inputs.design.tier != INFERENTIAL
        else _("Words that one group's outlets use at another rate than the others.")
    )
    return Section(
        "words",
        _("Words"),
        (lead,),
        (
            (_counted(desk),),
            *((f"{_pair(k)}: {'; '.join(_hidden(k, keep))}.",) for k in found if _hidden(k, keep)),
        ),
        figures=tuple(words_figure(desk, k, keep) for k in found),
        tables=tuple(_table(desk, k, keep) for k in found),
        reading=_(
            "A log ratio of 1 means twice the rate, of 2 four times. A line is the interval; a "
            "hollow mark has none, because the word is not found on one side. The passages decide "
            "what a difference means, not the number."
        ),
        method=_(
            "log₂ of the ratio of rates, zero counts as 0.5 (Hardie 2014), interval from resampled "
            "articles; order by log-odds with informative Dirichlet prior (Monroe, Colaresi & "
            "Quinn 2008, doi:10.1093/pan/mpn018). G2 is in the CSV as an ordering, never a test. "
            "{tests}"
        ).format(tests=_tests(found)),
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
    if not said:
        return _("No p: the tier does not allow one.")
    return _("p: {how}.").format(how="; ".join(map(below, said)))


def _pattern(desk: Desk) -> str:
    return next(iter(desk.labels.names.values()), "word").casefold()


def _command(desk: Desk, keyness: Keyness) -> str:
    others = [] if keyness.pair.b == "all others" else ["--versus", keyness.pair.b]
    return desk.command("words", "--group", keyness.pair.a, *others)


def _pair(keyness: Keyness) -> str:
    said = _("Outlets of {group} against {others}")
    return said.format(group=keyness.pair.a, others=side_name(keyness.pair.b))


def _titled(keyness: Keyness) -> str:
    said = _("Words: outlets of {group} against {others}")
    return said.format(group=keyness.pair.a, others=side_name(keyness.pair.b))


def _counted(desk: Desk) -> str:
    """Which words count."""
    scope = desk.inputs.scope
    said = _(
        "Words of these parts count: {parts}; {voices}. Rates are weighted ({copies}), counts n "
        "are as printed."
    )
    return said.format(
        parts=commas(list(map(below, scope.role))),
        voices=join(list(map(voice_label, scope.voice))) or _("all voices"),
        copies=below(scope.copies),
    )


def _hidden(keyness: Keyness, keep: TermFilter) -> tuple[str, ...]:
    """What stands in the CSV but not here, and why."""
    said = [below(text.replace("`", "")) for text in keyness.hidden]
    closed = keyness.words.select(is_function()).to_series()
    n = int(closed.sum())
    if n:
        told = n_(
            "{n} term of function words alone stands in {file} but not here",
            "{n} terms of function words alone stand in {file} but not here",
            n,
        )
        said.append(told.format(n=n, file="tables/words.csv"))
    reasons = list(walk_terms(keyness.words, LISTED, keep)[1].values())
    for why, told in (
        ("name", _("left out of the list as parts of outlets' names: {n}")),
        ("date", _("left out of the list as numbers and dates: {n}")),
    ):
        if why in reasons:
            said.append(told.format(n=reasons.count(why)))
    return tuple(said)


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
                (desk.cite(number(row["n_a"]), here.filter(is_a), f"{title}, {of_a}", most=SHOWN),),
                (desk.cite(number(row["n_b"]), here.filter(is_b), f"{title}, {of_b}", most=SHOWN),),
                (_rate(row["rate_a"]),),
                (_rate(row["rate_b"]),),
                (
                    f"{number(row['log_ratio'], 1)} "
                    + interval(row["log_ratio_low"], row["log_ratio_high"]),
                ),
                (of(row["n_articles_a"], n_a),),
                (of(row["n_articles_b"], n_b),),
                *(((_p(row["p_adjusted"]),),) if tested else ()),
                (below(row["flag"]),),
            )
        )
    columns = (
        _("Term"),
        *(_("n, {outlets}").format(outlets=side) for side in (of_a, of_b)),
        *(_("Per {n} words, {outlets}").format(n=number(PER), outlets=side)
          for side in (of_a, of_b)),
        _("Log ratio"),
        *(_("Distinct articles, {outlets}").format(outlets=side) for side in (of_a, of_b)),
        *((_("p, for all terms at once"),) if tested else ()),
        _("Note"),
    )  # fmt: skip
    note = _(
        "Weighted words in all: {a} {n_a}, {b} {n_b}; rates are weighted counts per {n} of them."
    ).format(
        a=of_a, n_a=_total(keyness.words, "a"), b=of_b, n_b=_total(keyness.words, "b"),
        n=number(PER),
    )  # fmt: skip
    key = f"t-words-{slug(a)}-{slug(b)}"
    return Table(
        key,
        _titled(keyness),
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
