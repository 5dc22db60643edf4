#!/usr/bin/env python3
"""Does a plan of coding keep its word? Pilot, plan, draw that many more, and the width they give.

Usage: scripts/simulate_plan.py [--sets 200] [--out docs/simulation_plan.md]

The worlds are those of scripts/simulate_correction.py. A pilot is coded, the plan says how many
units in all give the difference of the two groups an interval of the wished width, so many are
drawn by the same design (the pilot among them), coded, and corrected. A row "assumed" is planned
before anything is coded, from the tool's true accuracy.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent))
from simulate_correction import CELLS, LABELS, Cell, code, draw_world

from framing.compare.coding.corrected.errors import Error
from framing.compare.coding.corrected.expected import articles_error, assume_chance, learn_chance
from framing.compare.coding.corrected.plan import Strata, expect_width, find_size, make_target
from framing.compare.coding.corrected.response import weigh_response
from framing.compare.coding.corrected.shares import unit_shares
from framing.compare.coding.corrected.table import Settings, correct_shares
from framing.compare.coding.corrected.units import Coded, build_coded
from framing.engine.coding.draw import allocate, with_strata

TARGET = Path(__file__).resolve().parent.parent / "docs" / "simulation_plan.md"
# Cell, claim, wished width, units of the pilot (0: nothing is coded, accuracy is assumed).
PLANS = (
    ("simple within outlets", "these_articles", 0.15, 300),
    ("simple within outlets", "these_outlets", 0.19, 300),
    ("by predicted label", "these_articles", 0.12, 300),
    ("by predicted label", "these_outlets", 0.19, 300),
    ("by event and predicted label", "these_articles", 0.12, 300),
    ("articles much alike", "these_outlets", 0.26, 300),
    ("a good tool", "these_articles", 0.06, 300),
    ("rare label", "these_articles", 0.05, 600),
    ("by predicted label", "these_articles", 0.12, 0),
    ("simple within outlets", "these_articles", 0.15, 0),
)


def plan(
    units: pl.DataFrame, coded: Coded, cell: Cell, *, claim: str, width: float, done: int
) -> tuple[int | None, float]:
    """How many units for the difference of the groups, and the width that is expected of them."""
    placed = with_strata(units, cell.by)["stratum"]
    number = (placed.rank("dense").cast(pl.Int64) - 1).to_numpy()
    strata = Strata(number, np.bincount(number), partial(allocate, allocation="even"))
    shares = [
        unit_shares(coded, (coded.sides["group"] == name).to_numpy(), outlets_equal=True)
        for name in "AB"
    ]
    right = float((units["truth"] == (units["predicted"] == "yes")).mean() or 0.0)
    articles = Error(0.0, 1.0)
    if claim == "these_outlets":
        articles = articles_error(coded, shares, label=0, learned=done > 0)
    target = make_target(
        "yes",
        names=("A", "B"),
        shares=[share for share, _ in shares],
        machine=(coded.predicted == 0).astype(np.float64),
        chance=learn_chance(coded, 0) if done else assume_chance(coded, 0, right),
        articles=articles,
    )
    n = find_size(target, strata, width=width, level=0.95, done=done)
    return n, expect_width(target, strata, n or units.height, level=0.95)


def ask(name: str, claim: str, width: float, pilot: int, number: int) -> dict[str, Any]:
    """One data set: how many were planned, and how wide the interval became."""
    generator = np.random.default_rng([31, number])
    cell = replace(CELLS[name], coded=pilot or 1)
    units, _ = draw_world(cell, generator)
    drawn, codes = code(units, replace(cell, coded=pilot or 8), number)
    coded = build_coded(units, weigh_response(drawn, codes).coded, labels=LABELS, seed=number)
    n, expected = plan(units, coded, cell, claim=claim, width=width, done=pilot)
    if n is None:
        return {"n": None, "expected": expected, "width": None}
    drawn, codes = code(units, replace(cell, coded=n), number)
    coded = build_coded(units, weigh_response(drawn, codes).coded, labels=LABELS, seed=number)
    table = correct_shares(coded, settings=Settings("v", claim, 0.95), kinds=("group",))
    row = table.filter(unit="difference", label="yes", method="corrected")
    got = row["high"][0] - row["low"][0] if row.height and row["low"][0] is not None else None
    return {"n": n, "expected": expected, "width": got}


def simulate(given: tuple[str, str, float, int], sets: int) -> dict[str, Any]:
    """A row of the page."""
    rows = [ask(*given, number) for number in range(sets)]
    told = [row for row in rows if row["width"] is not None]
    widths = [row["width"] for row in told]
    name, claim, width, pilot = given
    return {
        "cell": name, "claim": claim, "pilot": pilot or "assumed", "wished": width,
        "out of reach": sum(row["n"] is None for row in rows) / sets,
        "units": float(np.median([row["n"] for row in told])) if told else None,
        "median": float(np.median(widths)) if told else None,
        "low": float(np.quantile(widths, 0.1)) if told else None,
        "high": float(np.quantile(widths, 0.9)) if told else None,
    }  # fmt: skip


def render(rows: list[dict[str, Any]], *, sets: int, command: str) -> str:
    """The page of the documentation."""
    head = (__doc__ or "").split("\n\n")[2].strip()
    lines = [
        "# Does a plan of coding keep its word?",
        "",
        f"Written by `{command}`. {head}",
        "",
        f"{sets} data sets a row, with 120 articles. `units` is the median of units planned, "
        "`width` the median of the",
        "widths that they gave, with the quantiles .1 and .9; `off` is that median against the "
        "wish.",
        "",
        "| world and drawing | claim | pilot | wished | out of reach | units | width | off |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        if row["median"] is None:
            continue
        off = row["median"] / row["wished"] - 1
        lines.append(
            f"| {row['cell']} | {row['claim']} | {row['pilot']} | {row['wished']} | "
            f"{row['out of reach']:.2f} | {row['units']:.0f} | {row['median']:.3f} "
            f"({row['low']:.3f} to {row['high']:.3f}) | {off:+.0%} |"
        )
    return "\n".join(lines) + "\n" + _READING


_READING = """
What it says:
- The median width is the wished one, or a little narrower; one plan may miss by a tenth, since a
  pilot only roughly tells how often the tool errs, and how much articles differ.
- Of a rare label the floor decides (20 coded units that bear it on each side, 29 expected so that
  chance rarely leaves fewer): more units are planned than the width alone needs.
- Claim these_outlets: what articles add no coding takes away. Where it alone is wider than the
  wish, the plan says so (`out of reach`) and asks for more articles.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sets", type=int, default=200, help="data sets a row")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=TARGET)
    args = parser.parse_args()
    with ProcessPoolExecutor(args.jobs) as pool:
        rows = list(pool.map(partial(simulate, sets=args.sets), PLANS))
    named = " ".join(["scripts/simulate_plan.py", *sys.argv[1:]])
    args.out.write_text(render(rows, sets=args.sets, command=named), "utf-8")
    print(args.out)


if __name__ == "__main__":
    main()
