#!/usr/bin/env python3
"""Does the decomposition recover the truth? Simulated outlets, bias and coverage of its intervals.

Usage: scripts/simulate_decomposition.py [--sets 500] [--out docs/simulation_decomposition.md]

Every article falls on an event by its outlet's own probabilities, has 1 + Poisson mentions, and
each of them is the item with a chance drawn for this article round that of its outlet and event
(a beta-binomial: articles, not mentions, vary). Some articles fall on an event that only
one side covers, or on none. The truth of a data set is the same split of the probabilities, on the
events that both sides happen to cover in it.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.design import build_side, build_units, compare_sides
from framing.compare.resampling.bounds import INTERVALS, Resampling
from framing.compare.split.decompose import Question, decompose_rates
from framing.compare.split.parts import PARTS, split_difference

Floats = NDArray[np.float64]
TARGET = Path(__file__).resolve().parent.parent / "docs" / "simulation_decomposition.md"
N_ARTICLES = (5, 10, 30, 100)
N_EVENTS = (3, 10)
N_OUTLETS = (1, 3)  # a side
EFFECT = 0.1  # at most so much an outlet's rate lies off its side's, where there are 3
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
    n: int,
    n_events: int,
    *,
    n_outlets: int,
    effect: float,
    sets: int,
    replicates: int,
    seed: int,
    interval: str = "t",
) -> list[dict[str, object]]:
    """One cell of the grid: a row a part."""
    world = build_world(n_events, n_outlets=n_outlets, outlet_effect=effect)
    error: dict[str, list[float]] = {part: [] for part in SHOWN}
    covered: dict[str, list[bool]] = {part: [] for part in SHOWN}
    width: dict[str, list[float]] = {part: [] for part in SHOWN}
    for number in range(sets):
        generator = np.random.default_rng([seed, n, n_events, n_outlets, number])
        articles = draw_articles(world, n, generator)
        row = ask(articles, Resampling(number, replicates, 0.95, interval))
        on = [set(articles.filter(pl.col("group") == g)["event"].drop_nulls()) for g in ("A", "B")]
        truth = find_truth(world, on[0] & on[1])
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
        }
        for part in SHOWN
    ]  # fmt: skip


def render(rows: list[dict[str, object]], *, sets: int, interval: str, command: str) -> str:
    """The page of the documentation."""
    head = (__doc__ or "").split("\n\n")[2].strip()
    error = np.sqrt(0.95 * 0.05 / sets)
    lines = [
        "# Does the decomposition recover the truth?",
        "",
        f"Written by `{command}`. {head}",
        "",
        f"{sets} data sets a row, intervals `{interval}` (the default of a study is t), "
        "nominal 95 %. The",
        f"Monte-Carlo error of a coverage of .95 is {error:.3f} where all sets have an interval.",
        "`articles` is of each outlet, `outlets` of each side; with 3 a side each has a rate of",
        "its own. `bias` and `sd` are of the estimate round the truth of its data set; `told` is",
        "the share of data sets that get an interval (the others get the reason), `coverage` is",
        "of those.",
        "",
        "| outlets | events | articles | part | truth | bias | sd | told | coverage | width |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        numbers = (
            "-" if row[name] is None else f"{row[name]:.3f}"
            for name in ("truth", "bias", "sd", "told", "coverage", "width")
        )
        first = (row[name] for name in ("outlets", "events", "articles", "part"))
        lines.append(f"| {' | '.join(map(str, first))} | {' | '.join(numbers)} |")
    return "\n".join(lines) + "\n" + _READING


_READING = """
What it says:
- The parts recover the truth. Agenda is drawn towards 0 where events have few articles (an event
  that a side rarely covers is shared only when it happens to be covered more); there the tool
  mostly prints no interval.
- Printed intervals of agenda and wording hold .95 to .985 where more than a tenth of the data
  sets have one: they are rather wide than narrow.
- Intervals of the unmatched part are a little narrow: .91 to .96 (it rests on an eighth of the
  articles here, and their rate is not far from its limit).
- 5 articles a side: a difference with its interval, agenda and wording without one.
- Rules and stretching were chosen on other data sets of the same world (another seed). With
  percentile intervals of the bootstrap (`--interval percentile`) on the same data sets wording has
  .95 to .98, agenda .95 to .99, unmatched .92 to .98.
"""


def _cell(given: dict[str, Any]) -> list[dict[str, object]]:
    return simulate(**given)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sets", type=int, default=500, help="data sets a cell")
    parser.add_argument("--replicates", type=int, default=499)
    parser.add_argument("--interval", choices=INTERVALS, default="t")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--articles", type=int, nargs="+", default=N_ARTICLES)
    parser.add_argument("--events", type=int, nargs="+", default=N_EVENTS)
    parser.add_argument("--outlets", type=int, nargs="+", default=N_OUTLETS)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=TARGET)
    args = parser.parse_args()
    grid = [
        {
            "n": n, "n_events": n_events, "n_outlets": n_outlets,
            "effect": EFFECT if n_outlets > 1 else 0.0,
            "sets": args.sets, "replicates": args.replicates, "seed": args.seed,
            "interval": args.interval,
        }
        for n_outlets in args.outlets
        for n_events in args.events
        for n in args.articles
    ]  # fmt: skip
    rows: list[dict[str, object]] = []
    with ProcessPoolExecutor(args.jobs) as pool:
        for found in pool.map(_cell, grid):
            rows += found
            print(json.dumps(found), file=sys.stderr, flush=True)
    named = " ".join(["scripts/simulate_decomposition.py", *sys.argv[1:]])
    page = render(rows, sets=args.sets, interval=args.interval, command=named)
    args.out.write_text(page, "utf-8")
    print(args.out)


if __name__ == "__main__":
    main()
