"""The verb power: how many articles would show a difference, and what these could have shown."""

from __future__ import annotations

import numpy as np
import polars as pl

from framing.compare.checks.cells import MEAN, RATE, Cells
from framing.compare.checks.pools import Pool, build_pool, count_drawn
from framing.compare.checks.power import Grid, critical_scores, plan_words, simulate_power
from framing.compare.checks.ratios import find_differences
from framing.compare.checks.smallest import smallest_ratios, smallest_rows
from framing.compare.design import READING
from framing.engine.cells import MEASURES, build_layer, choose_sides, everybody, item_labels
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope
from framing.records.tables import POWER, SMALLEST

_RATES = (3.0, 10.0, 30.0)  # of the words simulated where none is asked for, per 10,000
_N_ARTICLES = 5  # that such a word stands in, where there is one
_N_SHARES = 2
_SOME = 0.05  # shares of items simulated where none is asked for lie between this and 1 - this
_WHY, _ALONE = "tier reading: no interval", "no two groups with articles: no difference"
_EASE = "flesch_reading_ease"


def power(
    run: Run | None = None,
    *,
    measure: str = "words",
    items: tuple[str, ...] = (),
    group: str = "",
    versus: str = "",
    scope: Scope | None = None,
    grid: Grid | None = None,
    now: bool = False,
    rate: float | None = None,
    dispersion: float = 0.0,
    words: int = 400,
) -> pl.DataFrame:
    """How many articles of each outlet would show a difference of a given size.

    Simulated from the study's own articles (both sides drawn from all articles in scope, a
    difference put in, the rule of intervals applied), or from ``rate`` and ``dispersion``, before
    any article is collected. Assumed: articles are alike but for chance and drawn independently;
    for claim ``these_outlets`` no outlet has a manner of its own; for claim ``group`` outlets are
    the unit and are drawn whole.

    Parameters
    ----------
    run
        From ``framing.open_study``; None with ``rate``.
    measure
        ``words``, ``names``, ``voices``, ``stance`` or ``readability``.
    items
        Which of its items, as the table spells them; default: some that stand for others.
    group, versus
        The two sides; default: the two groups with most articles (``now``), or everybody.
    scope
        Default: the study's.
    grid
        Sizes, numbers of articles, outlets a side, claim; seed and level are the study's.
    now
        Instead, the smallest difference that these articles could have shown, with power 0.8.
    rate, dispersion, words
        Uses per 10,000 words, overdispersion (variance = mean + dispersion x mean squared),
        words an article.

    Returns
    -------
    DataFrame
        Schema ``POWER``: ``size`` is added to a share or mean, or a factor of a word's rate;
        ``power`` with its Monte-Carlo standard ``error``; of words from 20 articles a side also
        ``power_adjusted``, by a score beyond the largest of all words (max-T); ``n_needed``
        articles an outlet for ``power`` 0.8. With ``now`` schema ``SMALLEST``: 2.8 standard
        errors (more with few articles); log2 of a ratio for words.

    Raises
    ------
    UsageError
        For an unknown measure, item or side; neither study nor rate; a number out of range.
    """
    grid = grid or Grid()
    _check(grid, rate, dispersion, words)
    if rate is not None:
        if grid.claim == "group":
            raise UsageError("claim group; allowed with a rate: these_outlets, since numbers by "
                             "hand say nothing of outlets. Next: give a study")  # fmt: skip
        return plan_words(rate=rate, dispersion=dispersion, words=words, grid=grid)
    if run is None:
        raise UsageError("neither a study nor a rate; allowed: one of them. Next: give --rate")
    if measure not in MEASURES:
        raise UsageError(f"measure {measure!r} is unknown; allowed: {', '.join(MEASURES)}")
    scope = scope or run.study.options.scope
    if now:
        return _now(run, measure, items, (group, versus), scope)
    return _simulated(run, measure, items, (group, versus), scope, grid)


def _check(grid: Grid, rate: float | None, dispersion: float, words: int) -> None:
    for name, value, allowed, right in (
        (
            "rate",
            1.0 if rate is None else rate,
            "above 0, to 10000",
            rate is None or 0 < rate <= 1e4,
        ),
        ("dispersion", dispersion, "0 to 100", 0 <= dispersion <= 100),
        ("words", words, "1 or more", words >= 1),
        ("n", min(grid.ns, default=0), "2 or more", min(grid.ns, default=0) >= 2),
        ("size", min(grid.sizes, default=1.0), "above 0", min(grid.sizes, default=1.0) > 0),
        ("outlets", grid.outlets, "1 or more", grid.outlets >= 1),
        ("replicates", grid.replicates, "1 or more", grid.replicates >= 1),
    ):
        if not right:
            raise UsageError(f"{name} is {value:g}; allowed: {allowed}")


def _simulated(
    run: Run,
    measure: str,
    items: tuple[str, ...],
    names: tuple[str, str],
    scope: Scope,
    grid: Grid,
) -> pl.DataFrame:
    if names[0]:
        sides, pair = choose_sides(run, *names, scope)
    else:
        sides, pair = everybody(run, scope)
    cells = build_layer(run, measure, sides=sides, pair=pair, scope=scope).cells
    rows = _find_items(cells, items, measure)
    labels = item_labels(cells)
    pools = [build_pool(cells, row, measure=measure, item=labels[row]) for row in rows]
    critical = critical_scores(cells, grid)
    found = [simulate_power(pool, _grid_for(pool, grid), critical=critical) for pool in pools]
    return pl.concat([pl.DataFrame(schema=POWER), *found])


def _grid_for(pool: Pool, grid: Grid) -> Grid:
    """The grid, its sizes refused where they do not suit the kind of number."""
    if pool.kind == RATE and any(size <= 1 for size in grid.sizes):
        raise UsageError("size of a word's difference is a factor; allowed: above 1")
    if pool.kind not in (RATE, MEAN) and any(size >= 1 for size in grid.sizes):
        raise UsageError("size of a difference of shares; allowed: above 0, below 1")
    return grid


def _find_items(cells: Cells, items: tuple[str, ...], measure: str) -> list[int]:
    """Rows of the items asked for, else of some that stand for others."""
    labels = item_labels(cells)
    place = {label: k for k, label in enumerate(labels)}
    for item in items:
        if item not in place:
            some = ", ".join(sorted(labels, key=lambda x: (x[:1] != item[:1], x))[:10])
            raise UsageError(f"no item {item!r} in {measure}; allowed, for example: {some or '-'}")
    if items or not labels:
        return [place[item] for item in items]
    if cells.kind == MEAN:
        return [place.get(_EASE, 0)]  # texts too short for it have a length alone
    top = np.asarray(cells.top.sum(axis=1))
    n_drawn = count_drawn(cells)
    ratio = top / np.maximum(cells.bottom.sum(axis=1)[cells.whole], 1e-300)
    if cells.kind == RATE:
        often = n_drawn >= max(1, min(_N_ARTICLES, n_drawn.max()))
        per_rate = np.where(often, np.maximum(ratio * 1e4, 1e-9), np.inf)
        away = [np.abs(np.log(per_rate / rate)) for rate in _RATES]
        return list(dict.fromkeys(int(np.argmin(each)) for each in away))
    fit = np.flatnonzero((ratio > _SOME) & (ratio < 1 - _SOME) & (n_drawn > 0))
    fit = fit if len(fit) else np.arange(len(labels))
    return [int(k) for k in fit[np.argsort(-top[fit], kind="stable")][:_N_SHARES]]


def _now(
    run: Run, measure: str, items: tuple[str, ...], names: tuple[str, str], scope: Scope
) -> pl.DataFrame:
    sides, pair = choose_sides(run, *names, scope)
    cells = build_layer(run, measure, sides=sides, pair=pair, scope=scope).cells
    level = run.study.options.level
    found = find_differences(cells)
    rows = smallest_rows(cells, found, level=level).with_columns(
        item=pl.Series(item_labels(cells), dtype=pl.String)
    )
    kind = "log2 ratio" if cells.kind == RATE else f"difference of {cells.kind}s"
    if items or cells.kind == RATE:
        chosen = _find_items(cells, items, measure) if items else []
        rows = rows[chosen]
    if cells.kind == RATE:
        rows = pl.concat(
            [_by_rate(smallest_ratios(cells, found, level=level)), rows], how="diagonal"
        )
    rows = rows.with_columns(
        measure=pl.lit(measure),
        kind=pl.lit(kind),
        a=pl.lit(pair.a),
        b=pl.lit(pair.b or None, pl.String),
        claim=pl.lit("these_articles" if pair.tier == READING else "these_outlets"),
        scope=pl.lit(str(scope)),
    )
    if pair.tier == READING:
        blank = [pl.lit(None, pl.Float64).alias(c) for c in ("low", "high", "level", "smallest")]
        rows = rows.with_columns(*blank, flag=pl.lit(_WHY if pair.b else _ALONE))
    return pl.concat([pl.DataFrame(schema=SMALLEST), rows], how="diagonal_relaxed").select(
        pl.col(name).cast(kind) for name, kind in SMALLEST.items()
    )


def _by_rate(rates: pl.DataFrame) -> pl.DataFrame:
    """Rows for words of a rate, as rows for items."""
    said = pl.format("words of about {} in 10,000", pl.col("rate").cast(pl.Int64))
    return rates.select(item=said, smallest="smallest", flag="flag")
