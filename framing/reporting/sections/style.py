"""Style: length, readability, diversity; a background and never a finding of its own."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import commas, interval, number, visible
from framing.reporting.messages import N_, _, below
from framing.reporting.model import Figure, Section, Table, Text

# Measure -> (label, unit, decimals)
MEASURES = {
    "n_words": (N_("Length"), N_("words an article"), 0),
    "words_per_sentence": (N_("Sentence length"), N_("words a sentence"), 1),
    "flesch_kincaid_grade": (N_("Flesch-Kincaid grade"), N_("school years"), 1),
    "flesch_reading_ease": (N_("Flesch reading ease"), N_("points, more is easier"), 0),
    "syllables_per_word": (N_("Syllables a word"), N_("syllables"), 2),
    "mtld": (N_("Lexical diversity (MTLD)"), N_("words, more is more varied"), 0),
}
HALVINGS = 200
MAX_MARKS = 40  # articles an outlet that are drawn one by one; above, quartiles
MAX_READ = 10  # articles an outlet in the table of tier reading
DRAWN = ("n_words", "words_per_sentence", "flesch_kincaid_grade", "mtld")


def build_style(desk: Desk) -> Section:
    """Means by outlet beside the spread of single articles."""
    shares = desk.inputs.style.filter(pl.col("unit") == "outlet")
    if shares.is_empty():
        return Section("style", _("Style"), (_("No article is long enough to be measured."),))
    lead = (
        _("Values of single articles; they say how a text is written, not what it says.")
        if desk.is_reading
        else style_sentence(desk)
    )
    return Section(
        "style",
        _("Style"),
        (lead,),
        figures=(_figure(desk),),
        tables=(_readings(desk) if desk.is_reading else _table(desk, shares),),
        reading=_(
            "Readability formulas count syllables and words. They differ between topics and with "
            "the share of quotations, and say nothing of quality."
        ),
        method=_(
            "textstat's formulas on the body, own sentence and syllable counts (Flesch 1948; "
            "Kincaid et al. 1975); MTLD (McCarthy & Jarvis 2010) from 100 words on. The version of "
            "textstat stands in the manifest: other versions give other values."
        ),
        code=desk.command("style"),
        explained=(*MEASURES, "mattr"),
    )


def style_sentence(desk: Desk, measure: str = "flesch_kincaid_grade") -> str:
    """Whether outlets differ by more than the halves of one outlet do."""
    between, within = spreads(desk, measure)
    if between is None or within is None:
        return _("There are too few articles an outlet to set differences of style in proportion.")
    label, unit, digits = MEASURES[measure]
    said = (
        _(
            "No difference in readability beyond what two halves of one outlet show ({measure}: "
            "outlet means lie {between} {unit} apart, random halves of one outlet up to {within})."
        )
        if between <= within
        else _(
            "{measure}: outlet means lie {between} {unit} apart; random halves of one outlet up to "
            "{within}."
        )
    )
    return said.format(
        measure=_(label), unit=_(unit), between=number(between, digits),
        within=number(within, digits),
    )  # fmt: skip


def spreads(desk: Desk, measure: str) -> tuple[float | None, float | None]:
    """How far outlet means lie apart, and how far the halves of one outlet do.

    Each outlet's articles (versions of one text are one) are halved at random ``HALVINGS`` times;
    of the differences between half means the 95th percentile is what noise gives.
    """
    values = (
        desk.inputs.style_articles.filter(pl.col("measure") == measure)
        .drop_nulls("value")
        .join(desk.inputs.copies.select("article", "unit"), on="article")
        .group_by("outlet", "unit")
        .agg(pl.col("value").mean(), pl.col("article").min())
    )
    means: list[float] = []
    noise: list[float] = []
    for k, (outlet, _group) in enumerate(desk.outlets):
        own = values.filter(pl.col("outlet") == outlet).sort("article")["value"].to_numpy()
        if len(own) < 2:
            continue
        means.append(float(own.mean()))
        draw = np.random.Generator(np.random.Philox(key=[desk.inputs.options.seed, k]))
        for _halving in range(HALVINGS):
            mixed = own[draw.permutation(len(own))]
            half = len(own) // 2
            noise.append(abs(float(mixed[:half].mean() - mixed[half:].mean())))
    if len(means) < 2:
        return None, None
    return max(means) - min(means), float(np.quantile(noise, 0.95))


def _table(desk: Desk, rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    for outlet, _group in desk.outlets:
        for measure, (label, unit, digits) in MEASURES.items():
            found = rows.filter((pl.col("outlet") == outlet) & (pl.col("measure") == measure))
            for row in found.iter_rows(named=True):
                bounds = interval(row["low"], row["high"], digits)
                value = f"{number(row['estimate'], digits)} {bounds}".strip()
                out.append(
                    (
                        (visible(outlet),),
                        (_(label),),
                        (_(unit),),
                        (value,),
                        (str(row["n_articles"]),),
                        (below(row["flag"] or ""),),
                    )
                )
    columns = (_("Outlet"), _("Measure"), _("Unit"), _("Mean"), _("Articles"), _("Note"))
    explained = ((3, "style_mean"), (4, "n_articles"))
    return Table("t-style", _("Style by outlet"), columns, tuple(out), (3, 4), explained=explained)


def _readings(desk: Desk) -> Table:
    """Values of single articles: a mean of one or two would look like more."""
    values = desk.inputs.style_articles.drop_nulls("value")
    out: list[tuple[Text, ...]] = []
    for outlet, _group in desk.outlets:
        own = values.filter(pl.col("outlet") == outlet)
        for article in sorted(set(own["article"]))[:MAX_READ]:
            here = dict(
                own.filter(pl.col("article") == article).select("measure", "value").iter_rows()
            )
            cells: list[Text] = [(visible(outlet),), (desk.article_link(article, article),)]
            cells += [(number(here.get(m), digits),) for m, (*_label, digits) in MEASURES.items()]
            out.append(tuple(cells))
    measures = (f"{_(label)} ({_(unit)})" for label, unit, _digits in MEASURES.values())
    columns = (_("Outlet"), _("Article"), *measures)
    explained = tuple(enumerate(MEASURES, start=2))
    return Table("t-style", _("Style by article"), columns, tuple(out), tuple(range(2, 8)),
                 explained=explained)  # fmt: skip


def _figure(desk: Desk) -> Figure:
    rows = desk.inputs.style_articles.filter(pl.col("measure").is_in(DRAWN)).drop_nulls("value")
    labels = {m: f"{_(MEASURES[m][0])}\n({_(MEASURES[m][1])})" for m in DRAWN}
    house = desk.house
    order = {outlet: k for k, (outlet, _group) in enumerate(desk.outlets)}
    data = rows.select(
        "outlet", "group", "value",
        panel=pl.col("measure").replace_strict(labels),
        k=pl.col("measure").replace_strict({m: k for k, m in enumerate(DRAWN)}),
        row=pl.col("outlet").replace_strict(order),
        colour=pl.col("outlet").replace_strict(house.colours),
        mark=pl.col("group").replace_strict({g: m[0] for g, m in house.marks.items()}),
    ).sort("k", "row", "value").with_columns(has_mean=pl.lit(not desk.is_reading))  # fmt: skip
    crowded = data.height and max(data.group_by("outlet", "k").len()["len"]) > MAX_MARKS
    title = _("Style: middle half of the articles") if crowded else _("Style: each mark an article")
    data = data.with_columns(crowded=pl.lit(bool(crowded)))
    if not desk.is_reading:
        title = (
            _("Style: middle half of the articles, each line a mean")
            if crowded
            else _("Style: each mark an article, each line a mean")
        )
    alt = _("{title}. Strips of marks by outlet for {measures}; values in the table.").format(
        title=title, measures=commas([_(MEASURES[m][0]) for m in DRAWN])
    )
    return Figure("f-style", "style", title, alt, desk.source_note(), data)
