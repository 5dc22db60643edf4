"""The verb divergence: how different the groups or outlets are at all."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from framing.compare.apart.divergence import OTHER_EVENTS as BY_EVENT
from framing.compare.apart.divergence import Plan, measure_divergence, measure_other_events
from framing.compare.apart.rows import Row, make_row
from framing.compare.apart.sides import Sides, build_sides
from framing.compare.apart.texts import Corpus, gather_texts
from framing.compare.design import build_units
from framing.compare.resampling.permutation import CLAIMS
from framing.counts.chosen import Counted, choose_counts, count_all
from framing.engine.giveaways import (
    BODY_ROLES,
    Giveaways,
    add_taken,
    count_taken,
    list_giveaways,
    take_out,
    weigh_rest,
)
from framing.engine.parts.part import Part
from framing.engine.parts.weights.jobs import Weighing
from framing.engine.run import Run
from framing.errors import UsageError
from framing.learn.outlets_rows import ARTICLES, OTHER_EVENTS, OTHER_OUTLETS, measure_accuracy
from framing.records.scope import Scope
from framing.records.tables import APART, table

BY = ("group", "outlet")


def divergence(
    run: Run,
    *,
    by: str = "group",
    scope: Scope | None = None,
    max_n: int = 1,
    min_articles: int = 5,
    claim: str = "these_outlets",
    permutations: int = 199,
    giveaways: bool = False,
    contested: bool = True,
    top: int = 25,
    accuracy: bool = False,
    leave_event: bool = False,
    leave_outlet: bool = False,
) -> pl.DataFrame:
    """How different the groups, or outlets, are at all.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    by
        ``group`` or ``outlet``: whose texts are told apart.
    scope
        Default: the study's. Of its roles only standfirst and body count, unless it has neither
        or ``giveaways`` is set.
    max_n
        Longest n-gram of the divergence, 1 to 3.
    min_articles
        Terms in fewer distinct articles, whoever they are of, are left out.
    claim
        ``these_outlets`` permutes articles within events, ``group`` whole outlets.
    permutations
        Replicates of the null; 0 for none.
    giveaways
        Leave in titles, captions, outlet and agency names and house sentences.
    contested
        Leave in the contested names of the codebook.
    top
        How many terms are listed.
    accuracy
        Also how often a classifier of words and pairs tells the side of an article that it has not
        seen (balanced accuracy, five folds, copies held out together).
    leave_event, leave_outlet
        The same for articles on events, or of outlets, that it has not seen; ``leave_event`` also
        gives the divergence for a reader who knows other events only.

    Returns
    -------
    DataFrame
        Schema ``APART``: rows ``divergence`` (all sides, each pair), ``accuracy`` with the recall
        of each side, ``term`` (what it adds to the divergence), ``divergence in event``,
        ``removed``, ``left out``, ``hidden``.

    Raises
    ------
    UsageError
        For values that are not allowed.
    """
    _demand(by=by, max_n=max_n, min_articles=min_articles, claim=claim, permutations=permutations)
    if by == "outlet" and (claim == "group" or leave_outlet):
        named = "claim 'group'" if claim == "group" else "leave_outlet"
        raise UsageError(f"{named} speaks of groups; allowed: with by = 'group'")
    given = scope or run.study.options.scope
    scope = given if giveaways else body_scope(given)
    units = build_units(run.articles_in(scope), run.copies)
    sides = build_sides(units, by=by)
    asked = {ARTICLES: accuracy, OTHER_EVENTS: leave_event, OTHER_OUTLETS: leave_outlet}
    taken = Giveaways(contested=not contested)
    if not giveaways:
        taken = list_giveaways(run, contested=not contested)
    longest = max(max_n, 2) if any(asked.values()) else max_n
    counted, removed = _count(run, scope, taken, max_n=longest)
    own = sides.rows["article"]
    terms = choose_counts(counted, max_n=max_n, min_articles=2, articles=own)
    corpus = gather_texts(terms, sides, min_articles=min_articles)
    options = run.study.options
    plan = Plan(claim, options.seed, permutations, options.level, top)
    rows = measure_divergence(corpus, sides, whole=f"all {by}s", plan=plan, workers=run.workers)
    if leave_event:
        rows[1:1] = measure_other_events(
            corpus, sides, whole=f"all {by}s", plan=plan, workers=run.workers
        )
    if any(asked.values()):
        terms = choose_counts(counted, max_n=2, min_articles=2, articles=own)
        pairs = gather_texts(terms, sides, min_articles=2)
        told = [
            row
            for measure in asked
            if asked[measure]
            for row in measure_accuracy(
                pairs, sides, measure=measure, whole=f"all {by}s", plan=plan
            )
        ]
        n_whole = sum(str(row["measure"]) in ("divergence", BY_EVENT) for row in rows)
        rows[n_whole:n_whole] = told
    rows += _left_out(sides, removed, corpus, min_articles)
    return table([{**row, "scope": str(scope)} for row in rows], APART)


def _demand(*, by: str, max_n: int, min_articles: int, claim: str, permutations: int) -> None:
    for name, value, allowed in (("by", by, BY), ("claim", claim, CLAIMS)):
        if value not in allowed:
            raise UsageError(f"{name} is {value!r}; allowed: {', '.join(allowed)}")
    if not 1 <= max_n <= 3:
        raise UsageError(f"max_n is {max_n}; allowed: 1, 2, 3")
    if min_articles < 2:
        raise UsageError(f"min_articles is {min_articles}; allowed: 2 or more")
    if permutations < 0:
        raise UsageError(f"permutations is {permutations}; allowed: 0 or more")


def body_scope(scope: Scope) -> Scope:
    """The scope without titles and captions, where it has more than these."""
    role = tuple(role for role in scope.role if role in BODY_ROLES)
    return replace(scope, role=role or scope.role)


def _count(run: Run, scope: Scope, taken: Giveaways, *, max_n: int) -> tuple[Counted, list[Row]]:
    """Terms in at least two articles, and rows of what was taken out of them."""
    weighing = run.weighing(scope)
    removed = [run.corpus.merge_parts("other roles", count_other_roles, weighing, add=add_taken)]
    if run.corpus.is_parted:
        layers = weighing.layers or taken.contested
        counted = run.counts.count_parts(
            weigh_rest, weighing, taken, max_n=max_n, least=2, layers=layers
        )
        removed.append(
            run.corpus.merge_parts(
                "giveaways", count_taken, weighing, taken, add=add_taken, layers=layers
            )
        )
    else:
        tokens, found = take_out(run.weighted_tokens(scope), run.corpus.whole, taken)
        counted = count_all(tokens, max_n=max_n, least=2)
        removed.append(found)
    removed[0] = removed[0].sort("what")
    return counted, [
        make_row("removed", **row) for some in removed for row in some.iter_rows(named=True)
    ]


def count_other_roles(part: Part, weighing: Weighing) -> pl.DataFrame:
    """Words of a partition in roles that the scope leaves out: titles, datelines, captions ..."""
    roles = part.table("segments").filter(~pl.col("role").is_in(weighing.scope.role))
    tokens = part.table("tokens")
    if weighing.kept is not None:
        tokens = tokens.join(weighing.kept.of(part), on="article", how="semi")
    return (
        tokens.join(roles.select("article", "segment", what="role"), on=["article", "segment"])
        .group_by("what")
        .agg(n=pl.len().cast(pl.Int64), n_articles=pl.col("article").n_unique().cast(pl.Int64))
        .sort("what")
    )


def _left_out(sides: Sides, removed: list[Row], corpus: Corpus, min_articles: int) -> list[Row]:
    """What does not count: words taken out, sides too small, terms too rare."""
    rows = [*removed]
    rows += [make_row("left out", name, flag=reason) for name, reason in sides.left_out]
    if corpus.n_hidden:
        what = f"{corpus.n_hidden} terms in fewer than {min_articles} distinct articles"
        rows.append(make_row("hidden", what, n=corpus.uses_hidden))
    return rows
