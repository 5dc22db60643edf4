"""Variables of sentences: voice, stance, how a fact is told, glosses, frame elements."""

from __future__ import annotations

import polars as pl

from framing.counts.voices import starts_inside
from framing.engine.coding.inside import place_inside
from framing.engine.coding.instructions import MOST, describe_labels, examples_of, joined
from framing.engine.coding.kinds.kind import NONE, YES_NO, Kind, one_of, values_inside
from framing.engine.mentions import spoken
from framing.engine.run import Run
from framing.records.codebook import POSITIONS, Codebook, ElementVariable, Fact, Target
from framing.records.coding import Variable

SEVERAL = "several"


def sentence_kinds(book: Codebook) -> list[Kind]:
    """Those that a codebook makes."""
    return [
        _voice(),
        *(_stance(target) for target in book.targets),
        *(_fact(fact) for fact in book.facts),
        *([_gloss()] if book.entities else []),
    ]


def sentence_rows(run: Run) -> pl.DataFrame:
    """Sentences of running text as rows of a layer."""
    texts = dict(run.measured.select("article", "text").iter_rows())
    rows = run.sentences.select("article", "start", "end")
    said = [texts[article][start:end] for article, start, end in rows.iter_rows()]
    empty = pl.lit(None, dtype=pl.String)
    return rows.with_columns(
        text=pl.Series(said, dtype=pl.String), id=empty, rule=empty, parent=empty
    )


# Parts of an attribution that only tell whose words they are; and so many words beside them are
# taken for who that is, when and where it was said ("an expert in Delhi", "by telephone"), not for
# something that is told. Set by one reading of the teaching corpus.
_TELLING = ("cue", "source")
_CIRCUMSTANCE = 7


def _voice() -> Kind:
    variable = Variable(
        id="voice",
        unit="sentence",
        labels=("outlet", "source", "both"),
        question="Whose words are these?",
        instructions=describe_labels(
            [
                ("outlet", "the outlet says it itself", ["The ferry sailed on Tuesday."]),
                (
                    "source",
                    "the whole sentence is what somebody said, wrote or thought, word for word "
                    "or retold",
                    ['"The ferry is safe."', "It was safe, she added."],
                ),
                (
                    "both",
                    "a part is somebody's, a part is the outlet's",
                    ["The ferry sailed with forty people on board; it is safe, the captain said."],
                ),
            ],
            after="Who says it, to whom, where and when (*the captain told reporters on Friday*) "
            "is not counted: if all the rest is somebody's, the sentence is **source**. Copy of "
            "an agency is the outlet's.",
        ),
    )
    return Kind(variable, sentence_rows, _label_voice)


def _label_voice(run: Run, units: pl.DataFrame) -> pl.Series:
    """Reported words make the label; those that tell who says it, to whom and when do not count."""
    speech = spoken(run.layers.attributions).select("id")
    spans = run.layers.spans.filter(pl.col("part").is_in(_TELLING)).join(speech, on="id")
    told = starts_inside(run.tokens, spans)
    tokens = run.tokens.select(
        "article", at="start", source=run.voices == "source", told=pl.Series(told)
    )
    counted = (
        place_inside(units, tokens)
        .group_by("article", "begins")
        .agg(
            source=pl.col("source").sum(),
            outlet=(~pl.col("source") & ~pl.col("told")).sum(),
        )
    )
    joined = units.select("article", "start").join(
        counted, left_on=["article", "start"], right_on=["article", "begins"], how="left",
        maintain_order="left",
    )  # fmt: skip
    label = (
        pl.when(pl.col("source") == 0)
        .then(pl.lit("outlet"))
        .when(pl.col("outlet") <= _CIRCUMSTANCE)
        .then(pl.lit("source"))
        .when(pl.col("outlet").is_not_null())
        .then(pl.lit("both"))
    )
    return joined.select(label.alias("predicted"))["predicted"]


def _stance(target: Target) -> Kind:
    about = target.label or target.id
    rules = {p: [r.pattern for r in target.rules if r.position == p] for p in POSITIONS}
    meanings = {
        "favour": "somebody in it, or the outlet, is for it",
        "against": "somebody in it, or the outlet, is against it",
        "mixed": "positions for and against stand in it, or one that is neither",
    }
    variable = Variable(
        id=f"stance:{target.id}",
        unit="sentence",
        labels=(*POSITIONS, NONE),
        question=f"Does the sentence take a position toward: {about}?",
        instructions=describe_labels(
            [
                *((p, meanings[p], examples_of(rules[p], is_clause=True)) for p in POSITIONS),
                (NONE, "no position toward it; also where the matter is only mentioned", []),
            ],
            before=target.note,
            after="It does not matter whose position it is. Other wordings count as well.",
        ),
    )
    return Kind(variable, sentence_rows, lambda run, units: _label_stance(run, units, target.id))


def _label_stance(run: Run, units: pl.DataFrame, target: str) -> pl.Series:
    found = run.layers.stances.filter(pl.col("target") == target)
    hits = found.select("article", at="start", value="position")
    return one_of(values_inside(units, hits), several="mixed")


def _fact(fact: Fact) -> Kind:
    wordings = [
        (
            wording.id,
            joined(wording.label, wording.note),
            list(dict.fromkeys(act.lemma for act in wording.acts if act.kind == "verb"))[:MOST]
            or examples_of(wording.patterns),
        )
        for wording in fact.wordings
    ]
    variable = Variable(
        id=f"fact:{fact.id}",
        unit="sentence",
        labels=tuple(dict.fromkeys((*(w.id for w in fact.wordings), SEVERAL, NONE))),
        question=f"In which words is it told: {fact.label or fact.id}?",
        instructions=describe_labels(
            [
                *wordings,
                (SEVERAL, "more than one of these", []),
                (NONE, "the sentence does not tell it", []),
            ],
            before=fact.note,
            after="Any form of a word counts, also a noun (*seizure*). Whose words they are does "
            "not matter.",
        ),
    )
    return Kind(variable, sentence_rows, lambda run, units: _label_fact(run, units, fact.id))


def _label_fact(run: Run, units: pl.DataFrame, fact: str) -> pl.Series:
    found = run.facts(run.study.options.syntax).filter(pl.col("fact") == fact)
    return one_of(
        values_inside(units, found.select("article", at="start", value="wording")), several=SEVERAL
    )


def _gloss() -> Kind:
    variable = Variable(
        id="gloss",
        unit="sentence",
        labels=("gloss", NONE),
        question="Does the sentence tell that somebody calls the thing by another name?",
        instructions=describe_labels(
            [
                (
                    "gloss",
                    "a name is explained, or told to be somebody's",
                    ["the Green Lake, which the South calls Blue Lake", "known as X in the North"],
                ),
                (NONE, "names are only used, also where they stand in a quotation", []),
            ]
        ),
    )
    return Kind(variable, sentence_rows, _label_gloss)


def _label_gloss(run: Run, units: pl.DataFrame) -> pl.Series:
    is_gloss = (pl.col("mode") == "glossed") | pl.col("gloss").is_not_null()
    hits = run.layers.names.filter(is_gloss).select("article", at="start", value=pl.lit("gloss"))
    return one_of(values_inside(units, hits), several="gloss")


def frame_variable(entry: ElementVariable, unit: str) -> Variable:
    """A variable of a frame element, asked of a sentence or of an article."""
    asked = entry.question or f"Does the article tell as its {entry.element}: {entry.label}?"
    if unit == "sentence":
        asked = asked.replace("the article", "the sentence")
    return Variable(
        id=f"frame:{entry.key}",
        unit=unit,
        labels=YES_NO,
        question=asked,
        instructions=describe_labels(
            [
                (
                    "yes",
                    joined(entry.label, entry.note),
                    examples_of(entry.patterns, is_clause=True),
                ),
                ("no", "it does not", []),
            ],
            after="The examples only hint at it: what the text says as a whole decides.",
        ),
    )


def sentence_frame(entry: ElementVariable) -> Kind:
    """The same, of sentences."""
    return Kind(
        frame_variable(entry, "sentence"),
        sentence_rows,
        lambda run, units: label_frame(run, units, entry),
    )


def label_frame(run: Run, units: pl.DataFrame, entry: ElementVariable) -> pl.Series:
    """Yes where a passage that indicates it stands."""
    here = (pl.col("element") == entry.element) & (pl.col("indicator") == entry.id)
    hits = run.layers.indicators.filter(here).select("article", at="start", value=pl.lit("yes"))
    return one_of(values_inside(units, hits), several="yes").replace(NONE, "no")
