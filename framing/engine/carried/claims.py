"""Claims that articles on events carry: sentences that say the same in several."""

from __future__ import annotations

import polars as pl

from framing.compare.coverage.claims import find_claims
from framing.compare.coverage.likeness import read_sentences
from framing.engine.carried.quotations import find_quotes
from framing.engine.carried.schema import as_carried, short_id
from framing.engine.carried.sentences import find_event_sentences, named_types, words_within
from framing.engine.run import Run
from framing.records.scope import Scope

_MOST_QUOTED = 0.5  # of the words


def find_claim_mentions(run: Run, scope: Scope) -> pl.DataFrame:
    """Sentences that say what a sentence of another article on the event says, too."""
    rows = find_event_sentences(run, scope)
    tokens = words_within(run.tokens.select("article", "start", "type"), rows, "sentence")
    tokens = _without_quotations(run, tokens)
    rows = rows.join(tokens, on="sentence", how="semi", maintain_order="left")
    sentences = read_sentences(
        rows.select("sentence", "article", "event").sort("sentence"),
        tokens.select("sentence", "type"),
        names=named_types(run),
        wordings=_wordings(run, rows),
    )
    claims = find_claims(sentences).join(rows, on="sentence")
    texts = rows.select(claim="sentence", label="text")
    return as_carried(claims.join(texts, on="claim").with_columns(
        kind=pl.lit("claims"),
        item=pl.col("claim").map_elements(short_id, return_dtype=pl.String), carries=True,
        label=pl.col("label").str.replace_all(r"\s+", " "),
    ))  # fmt: skip


def _without_quotations(run: Run, tokens: pl.DataFrame) -> pl.DataFrame:
    """Words of sentences that are not, for the most part, quotations."""
    marks = find_quotes(run)
    quoted = words_within(tokens.drop("last"), marks, "passage").select("article", "start")
    share = (
        tokens.join(
            quoted.with_columns(is_quoted=1), on=["article", "start"], how="left",
            maintain_order="left",
        )
        .group_by("sentence")
        .agg(share=pl.col("is_quoted").sum() / pl.len())
        .filter(pl.col("share") < _MOST_QUOTED)
    )  # fmt: skip
    return tokens.join(share, on="sentence", how="semi", maintain_order="left")


def _wordings(run: Run, rows: pl.DataFrame) -> dict[str, dict[str, frozenset[str]]]:
    """By sentence which wordings of which facts it has."""
    facts = run.facts(run.study.options.syntax).select("article", "start", "fact", "wording")
    found: dict[str, dict[str, frozenset[str]]] = {}
    placed = words_within(facts.sort("article", "start"), rows, "sentence")
    for sentence, fact, wording in placed.select("sentence", "fact", "wording").iter_rows():
        told = found.setdefault(sentence, {})
        told[fact] = told.get(fact, frozenset()) | {wording}
    return found
