"""Leave-out divergence of all sides and of each pair, with null and interval, and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from framing.compare.apart.null import Null, permutation_null
from framing.compare.apart.rows import Row, counts_of, make_row, told_of
from framing.compare.apart.sides import Sides
from framing.compare.apart.subsamples import MIN_SIDE, Interval, subsample_interval
from framing.compare.apart.texts import Corpus, restrict
from framing.compare.design import DESCRIPTIVE, MIN_DESCRIPTIVE, READING
from framing.compare.resampling.blocks import Workers
from framing.compare.resampling.permutation import exchange
from framing.measures.divergence import Texts, contributions, divergences, lay_out

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
OTHER_EVENTS = "divergence on other events"
# Of the way from chance to 1: in simulation the interval then held the true value in 61-94 % (as
# many articles' mean in 94-98 %), below it in 94-99 %; scripts/simulate_divergence.
STRONG = 0.17
_PER_CELL = 60  # what a cell costs, in multiplications: it is gathered, not multiplied
MIN_USERS = 3  # articles of a side that must use a term below tier inferential


@dataclass(frozen=True, slots=True)
class Plan:
    """How the null is made, and how many terms are listed."""

    claim: str
    seed: int
    permutations: int
    level: float
    top: int


def measure_divergence(
    corpus: Corpus, sides: Sides, *, whole: str, plan: Plan, workers: Workers | None = None
) -> list[Row]:
    """Divergence of all sides, of each pair, then its parts by term and by event.

    Parameters
    ----------
    corpus
        Texts of all sides.
    sides
        Who is compared; what tier ``reading`` does not allow is a row with the reason.
    whole
        What all sides together are called.
    plan
        Null and list.
    workers
        Who makes nulls and subsamples, where that is worth it.
    """
    rows = [_one(corpus, sides, what=whole, plan=plan, workers=workers)]
    if len(sides.pairs) > 1:
        for pair in sides.pairs:
            inside = corpus.rows["side"].is_in([pair.a, pair.b]).to_numpy()
            own = restrict(corpus, inside)
            rows.append(
                _one(own, sides.only(pair), what=f"{pair.a} | {pair.b}", plan=plan, workers=workers)
            )
    if sides.tier != READING:
        rows += _terms(corpus, sides, plan.top)
        rows += _events(corpus, sides)
    return rows


def measure_other_events(
    corpus: Corpus, sides: Sides, *, whole: str, plan: Plan, workers: Workers | None = None
) -> list[Row]:
    """Divergence of all sides when the reader knows other events only.

    Of articles on events that at least two sides cover; each is left out with all articles on its
    event. What one event brings (who was there, where) then tells nothing, and where events have
    few articles a side this is nearer 1/G under no difference than leaving out an article.
    """
    shared = corpus.rows["event"].is_in(list(sides.shared_events)).fill_null(False).to_numpy()
    return [
        _one(restrict(corpus, shared), sides, what=whole, plan=plan, workers=workers, by_event=True)
    ]


@dataclass(frozen=True, slots=True)
class _Divergence:
    """The divergence of texts as a function of labels that goes by pickle."""

    texts: Texts
    n_groups: int

    def __call__(self, labels: Ints) -> Floats:
        return divergences(self.texts, labels, n_groups=self.n_groups)

    @property
    def work(self) -> float:
        """About how many multiplications one labelling takes."""
        return float(_PER_CELL * self.texts.counts.nnz)


def _one(
    corpus: Corpus,
    sides: Sides,
    *,
    what: str,
    plan: Plan,
    workers: Workers | None,
    by_event: bool = False,
) -> Row:
    """One divergence with its null, or the reason why there is none."""
    measure = OTHER_EVENTS if by_event else "divergence"
    told = counts_of(sides, corpus, claim=plan.claim)
    if sides.tier == READING:
        return make_row(measure, what, **{**told, "flag": sides.why_reading()})
    left_out = corpus.events if by_event else corpus.units
    n_groups = len(sides.names)
    statistic = _Divergence(lay_out(corpus.counts, left_out), n_groups)
    how: dict[str, Any] = {"work": statistic.work, "workers": workers}
    estimate = float(statistic(corpus.labels[np.newaxis])[0])
    if not np.isfinite(estimate):
        least = "events" if by_event else "articles"
        flag = f"a side has fewer than two {least} with such terms: undefined"
        return make_row(measure, what, **{**told, "flag": flag})
    null = permutation_null(
        statistic,
        corpus,
        observed=estimate,
        plan=exchange(sides.rows, claim=plan.claim),
        tier=sides.tier,
        seed=plan.seed,
        replicates=plan.permutations,
        **how,
    )
    reason = _why_no_interval(sides, plan, by_event=by_event)
    interval = Interval(None, None, reason)
    if not reason:
        interval = subsample_interval(
            statistic, corpus, observed=estimate, level=plan.level, seed=plan.seed, **how
        )
    chance = 1 / n_groups
    strong = interval.low is not None and (estimate - chance) / (1 - chance) > STRONG
    flags = (
        interval.reason,
        _shifted(null, interval, chance),
        "so large a difference reads low: the interval is of as many articles" if strong else "",
    )
    bounds = {"low": interval.low, "high": interval.high, "estimate": estimate}
    level = None if interval.low is None else plan.level
    return make_row(measure, what, **{**told, **told_of(null, flags=flags), **bounds}, level=level)


def _why_no_interval(sides: Sides, plan: Plan, *, by_event: bool) -> str:
    if by_event:
        return "events are left out: no interval"
    if plan.claim == "group":
        return "claim group: no interval"
    if min(side.n_distinct for side in sides.sides) < MIN_SIDE:
        return f"a side with fewer than {MIN_SIDE} distinct articles: no interval"
    return ""


def _shifted(null: Null, interval: Interval, chance: float) -> str:
    """A warning where no difference does not read 1/G, beside what the interval tells apart."""
    if null.mean is None or interval.low is None or interval.high is None:
        return ""
    reach = (interval.high - interval.low) / 2
    if abs(null.mean - chance) < reach / 2:
        return ""
    return "no difference does not read as chance here: compare with null_mean"


def _terms(corpus: Corpus, sides: Sides, top: int) -> list[Row]:
    """The terms that add most, with how many articles of each side they stand in."""
    texts = lay_out(corpus.counts, corpus.units)
    labels, n_groups = corpus.labels, len(sides.names)
    added = contributions(texts, labels, n_groups=n_groups)
    member = csr_array(
        (np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(n_groups, len(labels))
    )
    present = corpus.n.sign()
    spread = (member @ present).toarray().astype(np.int64)
    rate = (member @ corpus.counts).toarray() / np.asarray(member @ texts.total)[:, np.newaxis]
    uses = np.asarray(corpus.n.sum(axis=0)).astype(np.int64)
    enters = np.isfinite(added) & (added > 0)
    if sides.tier == DESCRIPTIVE:
        enters &= spread.max(axis=0) >= MIN_USERS
    order = np.lexsort((corpus.terms["types"].to_numpy(), -added.round(12)))
    n_of = [side.n_distinct for side in sides.sides]
    rows = []
    for j in [j for j in order if enters[j]][:top]:
        where = ", ".join(
            f"{name} {spread[g, j]} of {n_of[g]}" for g, name in enumerate(sides.names)
        )
        rows.append(
            make_row(
                "term",
                corpus.terms["types"][int(j)],
                side=sides.names[int(np.argmax(rate[:, j]))],
                estimate=float(added[j]),
                n=int(uses[j]),
                n_articles=int(corpus.terms["n_articles"][int(j)]),
                where=where,
                claim="these_articles",
            )
        )
    return rows


def _events(corpus: Corpus, sides: Sides) -> list[Row]:
    """Divergence within each event that at least two sides have enough distinct articles on."""
    rows = []
    for event in sides.shared_events:
        here = corpus.rows.with_row_index("at").filter(pl.col("event") == event)
        n = here.group_by("side").agg(pl.col("unit").n_unique()).sort("side")
        enough = n.filter(pl.col("unit") >= MIN_DESCRIPTIVE)
        if enough.height < 2:
            continue
        inside = here.filter(pl.col("side").is_in(enough["side"].implode()))
        chosen = np.zeros(corpus.rows.height, dtype=bool)
        chosen[inside["at"].to_numpy()] = True
        own = restrict(corpus, chosen)
        texts: Texts = lay_out(own.counts, own.units)
        found = divergences(texts, own.labels[np.newaxis], n_groups=enough.height)[0]
        absent = [name for name in sides.names if name not in set(enough["side"])]
        rows.append(
            make_row(
                "divergence in event",
                event,
                estimate=float(found) if np.isfinite(found) else None,
                chance=1 / enough.height,
                n=int(own.n.sum()),
                n_articles=inside["unit"].n_unique(),
                n_events=1,
                where=", ".join(f"{side} {k}" for side, k in enough.iter_rows()),
                claim="these_articles",
                flag=f"without {', '.join(absent)}: fewer than {MIN_DESCRIPTIVE} distinct articles"
                if absent
                else "",
            )
        )
    return rows
