"""The verb try: a text that is in no study, read with a study's codebook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

import polars as pl

from framing.engine.mentions import mention_rows, spoken
from framing.engine.run import Run
from framing.engine.verbs.show import find_marks
from framing.engine.verbs.style import style
from framing.errors import UsageError
from framing.records.scope import Scope
from framing.records.tables import ARTICLES, CODED, OUTLETS, TRIED, TRIED_MARKS, empty, table

MAX_CHARACTERS = 100_000
MEASURES = (
    "words", "names", "sources", "cues", "stance", "facts", "indicators", "tone", "style",
)  # fmt: skip
_OUTLET, _ARTICLE = "your text", "pasted/text"


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """A pasted text as the tool reads it.

    Attributes
    ----------
    run
        A run of this text alone, as the only article of the outlet "your text".
    marks
        Schema ``TRIED_MARKS``: every segment and annotation, sorted by start.
    counts
        Schema ``TRIED``.
    """

    run: Run
    marks: pl.DataFrame
    counts: pl.DataFrame


def try_text(run: Run, text: str, *, original: str = "") -> Tried:
    """Read a text with the codebook of a study; nothing is kept, the study stays as it is.

    Parameters
    ----------
    run
        From ``framing.open_study``: its codebook is used, no article of it.
    text
        English, up to 100,000 characters. Of several lines the first may be the headline.
    original
        What the text was rewritten from: counted beside it.

    Raises
    ------
    UsageError
        For a text without words, or too long a one.

    Notes
    -----
    One text is no sample: the numbers describe it, and compare it with its original alone.
    """
    own = _alone(run, text)
    counts = _counts(own)
    if original:
        counts = _beside(counts, _counts(_alone(run, original)))
    return Tried(own, _marks(own), counts.select(pl.col(c).cast(of) for c, of in TRIED.items()))


def _beside(counts: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Both texts' counts, in the order of the measures."""
    keys = ["measure", "item"]
    both = counts.drop("original").join(
        before.select(*keys, original="value"), on=keys, how="full", coalesce=True
    )
    return both.with_columns(
        pl.col("flag").fill_null(""), _value_or_zero("original"), _value_or_zero("value")
    ).sort(pl.col("measure").cast(pl.Enum(MEASURES)), "item")


def _value_or_zero(column: str) -> pl.Expr:
    """What one of the two texts lacks it has 0 times; readability of a short text stays unknown."""
    return pl.when(pl.col("measure") == "style").then(column).otherwise(pl.col(column).fill_null(0))


def _alone(run: Run, text: str) -> Run:
    """A run of one article, cached nowhere."""
    if not any(letter.isalnum() for letter in text):
        raise UsageError("the text has no words; allowed: a sentence or more in English")
    if len(text) > MAX_CHARACTERS:
        raise UsageError(
            f"the text has {len(text):,} characters; allowed: up to {MAX_CHARACTERS:,}. "
            "Next: make longer ones a study (framing new)"
        )
    first, _, rest = text.strip().partition("\n")
    title = first.strip() if rest.strip() else None
    # A single line is a paragraph; layout alone would take it for a headline.
    roles = {} if title else {("*", first.strip()): "body"}
    outlet: dict[str, object] = {
        **dict.fromkeys(OUTLETS, ""),
        "outlet": _OUTLET,
        "name": _OUTLET,
        "group": _OUTLET,
    }
    article = {
        **dict.fromkeys(ARTICLES), "article": _ARTICLE, "outlet": _OUTLET, "group": _OUTLET,
        "title": title, "language": "en", "file": "", "row": 0, "text": text,
    }  # fmt: skip
    alone = replace(
        run.study,
        cache=None,
        options=replace(run.study.options, scope=Scope()),
        outlets=table([outlet], OUTLETS),
        articles=table([article], ARTICLES),
        corrections=roles,
        coded=empty(CODED),
        samples=(),
    )
    return Run(alone)


def _marks(run: Run) -> pl.DataFrame:
    """Segments and annotations, each annotation with its voice."""
    layers = run.layers
    voiced = [layers.names, layers.stances, layers.facts, layers.indicators, layers.portrayals]
    names = ("names", "stances", "facts", "indicators", "portrayals")
    voices = pl.concat(
        rows.select("start", "end", "voice", layer=pl.lit(name))
        for name, rows in zip(names, voiced, strict=True)
    ).unique(["layer", "start", "end"], keep="first", maintain_order=True)
    tones = layers.portrayals.select(
        layer=pl.lit("portrayals"),
        what=pl.format("{}: {}", "actor", "tone"),
        start="start",
        end="end",
        text="text",
    )
    return (
        pl.concat([find_marks(run, _ARTICLE), tones])
        .join(voices, on=["layer", "start", "end"], how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("layer") == "attributions")
            .then(pl.lit("source"))
            .otherwise("voice")
            .alias("voice")
        )
        .sort(["start", "end", "layer", "what"], descending=[False, True, False, False])
        .select(pl.col(c).cast(of) for c, of in TRIED_MARKS.items())
    )


def _counts(run: Run) -> pl.DataFrame:
    """What the text has, in the order of the report's sections."""
    scope, layers = run.study.options.scope, run.layers

    def rows(layer: pl.DataFrame) -> pl.DataFrame:
        return mention_rows(run, layer, scope)

    words = run.weighted_tokens(scope).with_columns(voice=run.voices)
    words = words.filter((pl.col("weight") > 0) & pl.col("type").str.contains(r"\w"))
    speech = rows(spoken(layers.attributions)).with_columns(pl.col("side").fill_null("no side"))
    parts = (
        _count("words", words, pl.col("voice")),
        _count("names", rows(layers.names), pl.format("{}, {}", "name", "mode")),
        _count("sources", speech, pl.col("side")),
        _count("cues", speech.drop_nulls("cue_class"), pl.col("cue_class")),
        _count(
            "stance", rows(layers.stances),
            pl.format("{}, {} ({}), {}", "target", "position", "kind", "voice"),
        ),
        _count(
            "facts", rows(layers.facts),
            pl.format("{}: {} ({}), {}", "fact", "wording", "grammar", "voice"),
        ),
        _count("indicators", rows(layers.indicators), pl.format("{}: {}", "element", "indicator")),
        _count("tone", rows(layers.portrayals), pl.format("{}: {}, {}", "actor", "tone", "voice")),
        _style(run),
    )  # fmt: skip
    return table(list(chain.from_iterable(parts)), TRIED)


def _count(measure: str, rows: pl.DataFrame, item: pl.Expr) -> list[dict[str, object]]:
    found = rows.select(item=item).group_by("item").len().sort("item")
    return [
        {"measure": measure, "item": item, "original": None, "value": float(n), "flag": ""}
        for item, n in found.iter_rows()
    ]


def _style(run: Run) -> list[dict[str, object]]:
    """Readability of the body; a row that says so where there is none."""
    rows = style(run, articles=True).filter(pl.col("measure") != "n_words").drop_nulls("value")
    row = {"measure": "style", "original": None, "flag": ""}
    if rows.is_empty():
        return [{**row, "item": "readability", "value": None, "flag": "fewer than 100 words"}]
    return [
        {**row, "item": item, "value": value}
        for item, value in rows.select("measure", "value").iter_rows()
    ]
