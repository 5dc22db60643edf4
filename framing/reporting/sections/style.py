"""Style: length, readability, diversity; a background and never a finding of its own."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.formats import interval, number, visible
from framing.reporting.model import Figure, Section, Table, Text

# Measure -> (label, unit, decimals)
MEASURES = {
    "n_words": ("Length", "words an article", 0),
    "words_per_sentence": ("Sentence length", "words a sentence", 1),
    "flesch_kincaid_grade": ("Flesch-Kincaid grade", "school years", 1),
    "flesch_reading_ease": ("Flesch reading ease", "points, more is easier", 0),
    "syllables_per_word": ("Syllables a word", "syllables", 2),
    "mtld": ("Lexical diversity (MTLD)", "words, more is more varied", 0),
}
HALVINGS = 200
MAX_MARKS = 40  # articles an outlet that are drawn one by one; above, quartiles
MAX_READ = 10  # articles an outlet in the table of tier reading
DRAWN = ("n_words", "words_per_sentence", "flesch_kincaid_grade", "mtld")


def build_style(desk: Desk) -> Section:
    """Means by outlet beside the spread of single articles."""
    shares = desk.inputs.style.filter(pl.col("unit") == "outlet")
    if shares.is_empty():
        return Section("style", "Style", ("No article is long enough to be measured.",))
    lead = (
        "Values of single articles; they say how a text is written, not what it says."
        if desk.is_reading
        else style_sentence(desk)
    )
    return Section(
        "style",
        "Style",
        (lead,),
        figures=(_figure(desk),),
        tables=(_readings(desk) if desk.is_reading else _table(desk, shares),),
        reading="Readability formulas count syllables and words. They differ between topics and "
        "with the share of quotations, and say nothing of quality.",
        method="textstat's formulas on the body, own sentence and syllable counts (Flesch 1948; "
        "Kincaid et al. 1975); MTLD (McCarthy & Jarvis 2010) from 100 words on. The version of "
        "textstat stands in the manifest: other versions give other values.",
        code=desk.command("style"),
        explained=(*MEASURES, "mattr"),
    )


def style_sentence(desk: Desk, measure: str = "flesch_kincaid_grade") -> str:
    """Whether outlets differ by more than the halves of one outlet do."""
    between, within = spreads(desk, measure)
    if between is None or within is None:
        return "There are too few articles an outlet to set differences of style in proportion."
    label, unit, digits = MEASURES[measure]
    means = f"{label}: outlet means lie {number(between, digits)} {unit} apart"
    inside = f"random halves of one outlet up to {number(within, digits)}"
    if between <= within:
        same = "No difference in readability beyond what two halves of one outlet show"
        return f"{same} ({means}, {inside})."
    return f"{means}; {inside}."


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
    for k, (outlet, _) in enumerate(desk.outlets):
        own = values.filter(pl.col("outlet") == outlet).sort("article")["value"].to_numpy()
        if len(own) < 2:
            continue
        means.append(float(own.mean()))
        draw = np.random.Generator(np.random.Philox(key=[desk.inputs.options.seed, k]))
        for _ in range(HALVINGS):
            mixed = own[draw.permutation(len(own))]
            half = len(own) // 2
            noise.append(abs(float(mixed[:half].mean() - mixed[half:].mean())))
    if len(means) < 2:
        return None, None
    return max(means) - min(means), float(np.quantile(noise, 0.95))


def _table(desk: Desk, rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    for outlet, _ in desk.outlets:
        for measure, (label, unit, digits) in MEASURES.items():
            found = rows.filter((pl.col("outlet") == outlet) & (pl.col("measure") == measure))
            for row in found.iter_rows(named=True):
                bounds = interval(row["low"], row["high"], digits)
                value = f"{number(row['estimate'], digits)} {bounds}".strip()
                out.append(
                    (
                        (visible(outlet),),
                        (label,),
                        (unit,),
                        (value,),
                        (str(row["n_articles"]),),
                        (row["flag"] or "",),
                    )
                )
    columns = ("Outlet", "Measure", "Unit", "Mean", "Articles", "Note")
    explained = ((3, "style_mean"), (4, "n_articles"))
    return Table("t-style", "Style by outlet", columns, tuple(out), (3, 4), explained=explained)


def _readings(desk: Desk) -> Table:
    """Values of single articles: a mean of one or two would look like more."""
    values = desk.inputs.style_articles.drop_nulls("value")
    out: list[tuple[Text, ...]] = []
    for outlet, _ in desk.outlets:
        own = values.filter(pl.col("outlet") == outlet)
        for article in sorted(set(own["article"]))[:MAX_READ]:
            here = dict(
                own.filter(pl.col("article") == article).select("measure", "value").iter_rows()
            )
            cells: list[Text] = [(visible(outlet),), (desk.article_link(article, article),)]
            cells += [(number(here.get(m), digits),) for m, (_, _, digits) in MEASURES.items()]
            out.append(tuple(cells))
    columns = ("Outlet", "Article", *(f"{label} ({unit})" for label, unit, _ in MEASURES.values()))
    explained = tuple(enumerate(MEASURES, start=2))
    return Table("t-style", "Style by article", columns, tuple(out), tuple(range(2, 8)),
                 explained=explained)  # fmt: skip


def _figure(desk: Desk) -> Figure:
    rows = desk.inputs.style_articles.filter(pl.col("measure").is_in(DRAWN)).drop_nulls("value")
    labels = {m: f"{MEASURES[m][0]}\n({MEASURES[m][1]})" for m in DRAWN}
    house = desk.house
    order = {outlet: k for k, (outlet, _) in enumerate(desk.outlets)}
    data = rows.select(
        "outlet", "group", "value",
        panel=pl.col("measure").replace_strict(labels),
        k=pl.col("measure").replace_strict({m: k for k, m in enumerate(DRAWN)}),
        row=pl.col("outlet").replace_strict(order),
        colour=pl.col("outlet").replace_strict(house.colours),
        mark=pl.col("group").replace_strict({g: m[0] for g, m in house.marks.items()}),
    ).sort("k", "row", "value").with_columns(has_mean=pl.lit(not desk.is_reading))  # fmt: skip
    crowded = data.height and max(data.group_by("outlet", "k").len()["len"]) > MAX_MARKS
    title = "Style: middle half of the articles" if crowded else "Style: each mark an article"
    data = data.with_columns(crowded=pl.lit(bool(crowded)))
    if not desk.is_reading:
        title += ", each line a mean"
    said = ", ".join(MEASURES[m][0] for m in DRAWN)
    alt = f"{title}. Strips of marks by outlet for {said}; values in the table."
    return Figure("f-style", "style", title, alt, desk.source_note(), data)
