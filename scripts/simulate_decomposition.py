#!/usr/bin/env python3
"""Does the decomposition recover the truth? Simulated outlets, bias and coverage of its intervals.

Usage: scripts/simulate_decomposition.py [--sets 1000] [--out docs/simulation_decomposition.md]

Every article falls on an event by its outlet's own probabilities, has 1 + Poisson mentions, and
each of them is the item with a chance drawn for this article round that of its outlet and event
(a beta-binomial: articles, not mentions, vary). Some articles fall on an event that only
one side covers, or on none. The truth of a data set is the same split of the probabilities, on the
events that both sides happen to cover in it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import build_side, build_units, compare_sides
from framing.compare.resampling.bounds import Resampling
from framing.compare.split.decompose import Question, decompose_rates
from framing.compare.split.parts import PARTS, split_difference

Floats = NDArray[np.float64]
TARGET = Path(__file__).resolve().parent.parent / "docs" / "simulation_decomposition.md"
N_ARTICLES = (5, 10, 20, 30, 50, 100)
N_EVENTS = (3, 10)
MENTIONS = 4  # of the entity, a mean article
SPREAD = 4.0  # of the beta: a share of .5 has a standard deviation of .22 between articles
OUTSIDE = 0.15  # of articles, on an event of one side's own; as many have no event
SHOWN = ("difference", "agenda", "wording", "unmatched_a")
SEED = 20


@dataclass(frozen=True, slots=True)
class World:
    """The truth. Rows are outlets (side A first); columns shared events, own events, no event."""

    side: tuple[int, ...]
    chance: Floats  # that an article falls there
    rate: Floats  # share of the item there


def build_world(n_events: int, *, n_outlets: int, outlet_effect: float) -> World:
    """Two sides that differ in agenda and in wording, with some unmatched on either."""
    generator = np.random.default_rng([n_events, n_outlets])
    place = np.linspace(-1, 1, n_events)
    side = tuple(k // n_outlets for k in range(2 * n_outlets))
    chance, rate = np.empty((len(side), n_events + 2)), np.empty((len(side), n_events + 2))
    for k, s in enumerate(side):
        lean = 0.8 if s == 0 else -0.5
        share = np.exp(lean * place)
        chance[k] = [*(1 - 2 * OUTSIDE) * share / share.sum(), OUTSIDE, OUTSIDE]
        own = outlet_effect * generator.uniform(-1, 1)
        shared = 0.45 + 0.2 * place + (0.12 if s == 0 else 0.0) + own
        rate[k] = [*shared, 0.3 + own, 0.5 + own]
    return World(side, chance, np.clip(rate, 0.05, 0.95))


def draw_articles(world: World, n: int, generator: np.random.Generator) -> pl.DataFrame:
    """n articles an outlet: ``article``, ``outlet``, ``group``, ``event``, ``top``, ``bottom``."""
    rows = []
    n_cells = world.chance.shape[1]
    for k, s in enumerate(world.side):
        cell = generator.choice(n_cells, size=n, p=world.chance[k])
        bottom = 1 + generator.poisson(MENTIONS - 1, size=n)
        mean = world.rate[k, cell]
        top = generator.binomial(bottom, generator.beta(mean * SPREAD, (1 - mean) * SPREAD))
        for i in range(n):
            event = f"e{cell[i]:02}" if cell[i] < n_cells - 2 else f"own {s}"
            rows.append(
                (f"o{k}/{i:03}", f"o{k}", "AB"[s], None if cell[i] == n_cells - 1 else event,
                 float(top[i]), float(bottom[i]))
            )  # fmt: skip
    schema = dict.fromkeys(("article", "outlet", "group", "event"), pl.String)
    return pl.DataFrame(
        rows, schema={**schema, "top": pl.Float64, "bottom": pl.Float64}, orient="row"
    )


def find_truth(world: World, shared: set[str]) -> dict[str, float]:
    """The parts of the true rates, with outlets equal, on the events that are shared in a set."""
    n_events = world.chance.shape[1] - 2
    inside = [k for k in range(n_events) if f"e{k:02}" in shared]
    cells = []
    side = np.array(world.side)
    for s in (0, 1):
        bottom = world.chance[side == s].mean(axis=0)
        top = (world.chance * world.rate)[side == s].mean(axis=0)
        for values in (top, bottom):
            rest = values[:-1].sum() - values[inside].sum()
            cells.append(np.array([*values[inside], rest, values[-1]]))
    found = split_difference(cells[0], cells[1], cells[2], cells[3])
    return dict(zip(PARTS, found.tolist(), strict=True))


def ask(articles: pl.DataFrame, resampling: Resampling) -> dict[str, object]:
    """What the tool says of a data set."""
    copies = articles.select("article", unit="article", n_carriers=pl.lit(1))
    units = build_units(articles, copies).with_columns(side=pl.col("group").str.to_lowercase())
    a, b = (build_side(units.filter(pl.col("side") == s), s) for s in "ab")
    rows = articles.with_columns(
        measure=pl.lit("names"), per=pl.lit("share"), within=pl.lit(""), item=pl.lit("x"),
        n=pl.col("top").cast(pl.Int64),
    )  # fmt: skip
    question = Question(compare_sides(a, b), "simulated")
    found = decompose_rates(rows, rows, units=units, question=question, resampling=resampling)
    return found.row(0, named=True)


def simulate(
    n: int, n_events: int, *, n_outlets: int, effect: float, sets: int, replicates: int, seed: int
) -> list[dict[str, object]]:
    """One cell of the grid: a row a part."""
    world = build_world(n_events, n_outlets=n_outlets, outlet_effect=effect)
    error: dict[str, list[float]] = {part: [] for part in SHOWN}
    covered: dict[str, list[bool]] = {part: [] for part in SHOWN}
    width: dict[str, list[float]] = {part: [] for part in SHOWN}
    reasons: Counter[str] = Counter()
    for number in range(sets):
        generator = np.random.default_rng([seed, n, n_events, n_outlets, number])
        articles = draw_articles(world, n, generator)
        row = ask(articles, Resampling(number, replicates, 0.95))
        on = [set(articles.filter(pl.col("group") == g)["event"].drop_nulls()) for g in ("A", "B")]
        truth = find_truth(world, on[0] & on[1])
        reasons[str(row["flag"])] += 1
        for part in SHOWN:
            if row[part] is None:
                continue
            error[part].append(row[part] - truth[part])
            if row[f"{part}_low"] is not None:
                low, high = row[f"{part}_low"], row[f"{part}_high"]
                covered[part].append(low <= truth[part] <= high)
                width[part].append(high - low)
    whole = find_truth(world, {f"e{k:02}" for k in range(n_events)})
    return [
        {
            "articles": n, "events": n_events, "outlets": n_outlets, "effect": effect,
            "part": part, "truth": whole[part],
            "bias": float(np.mean(error[part])) if error[part] else None,
            "sd": float(np.std(error[part])) if error[part] else None,
            "told": len(covered[part]) / sets,
            "coverage": float(np.mean(covered[part])) if covered[part] else None,
            "width": float(np.mean(width[part])) if width[part] else None,
            "reason": reasons.most_common(1)[0][0],
        }
        for part in SHOWN
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sets", type=int, default=1000, help="data sets a cell")
    parser.add_argument("--replicates", type=int, default=999)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--articles", type=int, nargs="+", default=N_ARTICLES)
    parser.add_argument("--events", type=int, nargs="+", default=N_EVENTS)
    parser.add_argument("--outlets", type=int, nargs="+", default=(1, 3))
    parser.add_argument("--effect", type=float, default=0.1)
    parser.add_argument("--out", type=Path, help=f"default: {TARGET.name}")
    args = parser.parse_args()
    rows = []
    for n_outlets in args.outlets:
        for n_events in args.events:
            for n in args.articles:
                began = time.time()
                rows += simulate(
                    n, n_events, n_outlets=n_outlets, effect=args.effect if n_outlets > 1 else 0,
                    sets=args.sets, replicates=args.replicates, seed=args.seed,
                )  # fmt: skip
                for row in rows[-len(SHOWN) :]:
                    line = " ".join(
                        f"{k}={v:.3f}" if isinstance(v, float) else f"{k}={v}"
                        for k, v in row.items()
                    )
                    print(line, file=sys.stderr)
                print(f"{time.time() - began:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
