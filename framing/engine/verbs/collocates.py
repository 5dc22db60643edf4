"""The verb collocates: the company that a word or a name keeps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from framing.compare.collocates.association import MIN_ARTICLES, Question, associate
from framing.compare.collocates.company import Company, count_company
from framing.compare.collocates.differences import compare_collocates
from framing.compare.design import DESCRIPTIVE, MIN_DESCRIPTIVE, READING, Pair
from framing.counts.tokens import display_forms
from framing.engine.mentions import resampling
from framing.engine.nodes import Node, node_hits, read_node
from framing.engine.run import Run
from framing.engine.streams import stretches
from framing.engine.verbs.words import find_sides
from framing.errors import UsageError
from framing.language.english import function_types
from framing.measures.collocation import node_words, words_near
from framing.records.scope import Scope
from framing.records.tables import COLLOCATE_DIFFERENCES, COLLOCATES, empty

WINDOW = 5
N_INTERVALS = 500
_SIDES = ("group", "outlet")


class Collocates(NamedTuple):
    """Collocates of each side, or of two sides against each other, and how they were found.

    ``sides`` has schema ``COLLOCATES``, ``differences`` schema ``COLLOCATE_DIFFERENCES``; the one
    that was not asked for is empty. ``node`` and ``span`` say what was looked for and how far,
    ``tier`` what may be said, ``hidden`` what a threshold left out.
    """

    sides: pl.DataFrame
    differences: pl.DataFrame
    node: Node
    span: str
    tier: str
    n_uses: dict[str, int]
    hidden: tuple[str, ...]


def collocates(
    run: Run,
    node: str,
    *,
    scope: Scope | None = None,
    window: int | None = None,
    sentence: bool = False,
    by: str = "group",
    versus: tuple[str, str] | None = None,
    content: bool = False,
    min_articles: int | None = None,
    n_intervals: int = N_INTERVALS,
) -> Collocates:
    """Which words stand near a node, on each side or on one side more than on another.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    node
        A word or pattern; ``@id`` is an actor, an entity, a set or (``@entity.name``) a name of
        the codebook, with all its forms.
    scope
        Default: the study's. Words out of scope keep their places in a window and do not count.
    window
        So many words on either side, within the segment (title, body, caption ...), over the ends
        of sentences. Default: 5.
    sentence
        The whole sentence instead.
    by
        ``group`` or ``outlet``.
    versus
        Two groups or outlets to set against each other.
    content
        Leave out function words (``language/english/function_words.txt``).
    min_articles
        Least number of distinct articles in which a collocate stands near the node. Default: 3,
        in tier reading 1.
    n_intervals
        How many collocates, from the top, get an interval.

    Returns
    -------
    Collocates

    Raises
    ------
    UsageError
        For a side, a ``by`` or an id that is not there, or a window that is no number from 1 on.
    PatternError
        For a pattern that cannot be read.
    """
    if by not in _SIDES:
        raise UsageError(f"by {by!r} is unknown; allowed: {', '.join(_SIDES)}")
    if window is not None and (sentence or window < 1):
        raise UsageError(
            f"window {window}" + " with sentence" * sentence + "; allowed: a window of 1 word or "
            "more, or the sentence, not both"
        )
    scope = scope or run.study.options.scope
    width = None if sentence else window or WINDOW
    found = read_node(node, run.study.codebook)
    design = run.design_in(scope)
    pair: Pair | None = None
    units = design.units
    if versus:
        units, pair = find_sides(run, *versus, scope)
    articles = units["article"].implode()
    tokens = _marked_tokens(run, found, scope, width).filter(pl.col("article").is_in(articles))
    company = count_company(_countable(tokens, content), units)
    forms = display_forms(tokens.filter((pl.col("weight") > 0) & pl.col("is_near")))
    shown = dict(zip(forms["type"], forms["shown"], strict=True))
    tier = pair.tier if pair else _tier_of_sides(design.tier, company, by)
    question = Question(
        node=node,
        scope=str(scope),
        tier=tier,
        min_articles=min_articles or (1 if tier == READING else MIN_ARTICLES),
        n_intervals=n_intervals,
        resampling=resampling(run),
    )
    sides, differences = empty(COLLOCATES), empty(COLLOCATE_DIFFERENCES)
    if pair:
        differences, hidden = compare_collocates(
            company, units, pair=pair, question=question, shown=shown
        )
    else:
        sides, hidden = associate(company, units, by=by, question=question, shown=shown)
    span = "the sentence" if width is None else f"{width} words on either side"
    return Collocates(
        sides, differences, found, span, tier, _uses(company, units, by, pair), hidden
    )


def _marked_tokens(run: Run, node: Node, scope: Scope, width: int | None) -> pl.DataFrame:
    """All tokens with their weight, and whether they are of the node or near it."""
    tokens = run.weighted_tokens(scope)
    first, last = node_hits(run, node, tokens)
    begins, ends = stretches(run, tokens, by_sentence=width is None)
    opens = np.zeros(tokens.height, dtype=bool)
    opens[first] = True
    return tokens.with_columns(
        opens=pl.Series(opens),
        is_node=pl.Series(node_words(first, last, n_words=tokens.height)),
        is_near=pl.Series(words_near(first, last, begins=begins, ends=ends, window=width)),
    )


def _countable(tokens: pl.DataFrame, content: bool) -> pl.DataFrame:
    """Without function words, where only words of content are asked for.

    They stay in the text, so that windows are as wide as they were, and among the words there
    are; they are only no collocates.
    """
    if not content:
        return tokens.with_columns(is_listed=pl.lit(True))
    return tokens.with_columns(is_listed=~pl.col("type").is_in(sorted(function_types())))


def _tier_of_sides(tier: str, company: Company, by: str) -> str:
    """One side alone is compared with nobody: its own number of articles decides."""
    if company.docs[by].n_unique() > 1:
        return tier
    return READING if company.docs["unit"].n_unique() < MIN_DESCRIPTIVE else DESCRIPTIVE


def _uses(company: Company, units: pl.DataFrame, by: str, pair: Pair | None) -> dict[str, int]:
    """How often each side uses the node."""
    docs = company.docs
    if pair:
        name = pl.col("side").replace_strict({"a": pair.a, "b": pair.b})
        docs = docs.join(units.select("article", name.alias("side")), on="article")
        by = "side"
    return dict(docs.group_by(by).agg(pl.col("n_node").sum()).sort(by).iter_rows())
