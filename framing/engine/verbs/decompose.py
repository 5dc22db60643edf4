"""The verb decompose: a difference in agenda, wording, and what only one side covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from framing.compare.design import READING, Pair
from framing.compare.split.decompose import WEIGHTS, Question, decompose_rates
from framing.compare.split.events import decompose_events
from framing.engine.mentions import resampling
from framing.engine.rates import article_rates, layer_scope
from framing.engine.run import Run
from framing.engine.verbs.words import find_sides
from framing.errors import UsageError
from framing.records.scope import Scope


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A difference, split.

    Attributes
    ----------
    parts
        Schema ``SPLIT``: one row an item.
    events
        Schema ``EVENT_PARTS``: what each event adds to each item's parts.
    pair
        The two sides, their tier, the events that both cover.
    notes
        What to read first, in plain words; above all that no event is shared, where that is so.
    """

    parts: pl.DataFrame
    events: pl.DataFrame
    pair: Pair
    notes: tuple[str, ...]


def decompose(
    run: Run,
    *,
    group: str,
    versus: str = "",
    layer: str = "names",
    terms: Sequence[str] = (),
    kind: str = "mentions",
    weights: str = "equal",
    scope: Scope | None = None,
) -> Decomposition:
    """Split the difference of two sides into agenda, wording and unmatched.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    group, versus
        A group or an outlet, and another; empty means everybody else.
    layer
        ``names``, ``stance``, ``voices``, ``words``, ``style``; see
        ``framing.engine.rates.article_rates``.
    terms
        For ``words``: words, n-grams or patterns of the codebook's language (``@id`` too).
    kind
        ``mentions`` (pooled) or ``articles`` (mean of article shares).
    weights
        ``equal``: each outlet of a side counts the same; ``pooled``: by its mentions.
    scope
        Default: the study's.

    Returns
    -------
    Decomposition
        Parts add up to the difference. In tier ``reading`` or without a shared event there are
        counts and the reason why there is no more.

    Raises
    ------
    UsageError
        For an unknown side, layer, kind or weighting, or a broken term.
    """
    if weights not in WEIGHTS:
        raise UsageError(f"weights {weights!r} is unknown; allowed: {', '.join(WEIGHTS)}")
    scope = layer_scope(layer, scope or run.study.options.scope)
    units, pair = find_sides(run, group, versus, scope)
    top, bottom = (
        rows.join(units.select("article"), on="article", how="semi", maintain_order="left")
        for rows in article_rates(run, layer, scope=scope, terms=terms, kind=kind)
    )
    question = Question(pair, str(scope), kind=kind, weights=weights)
    return Decomposition(
        decompose_rates(top, bottom, units=units, question=question, resampling=resampling(run)),
        decompose_events(top, bottom, units=units, question=question),
        pair,
        _notes(units, pair),
    )


def _notes(units: pl.DataFrame, pair: Pair) -> tuple[str, ...]:
    sides = f"{pair.a} against {pair.b}"
    tier = f"tier: {pair.tier} ({sides})"
    if not pair.shared_events:
        return (f"no event is shared by {pair.a} and {pair.b}: there is nothing to split", tier)
    n = units["event"].drop_nulls().n_unique()
    k = len(pair.shared_events)
    notes = [tier, f"{k} of {n} event{'s' * (n != 1)} {'is' if k == 1 else 'are'} shared"]
    if pair.tier == READING:
        notes.append("fewer than 5 distinct articles on a side: counts, no decomposition")
    return tuple(notes)
