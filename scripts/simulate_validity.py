"""How often the intervals of validity cover, and how often equal errors are called unequal.

A world is drawn of articles of two groups; a sample is drawn as ``framing sample`` draws (within
outlet and the tool's label) and coded without mistake; intervals and p are those of the tool.

Run: python scripts/simulate_validity.py 400
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl

from framing.compare.coding.validity.apart import Apart, compare_errors
from framing.compare.coding.validity.labelled import label_units
from framing.compare.coding.validity.tables import score_labels
from framing.compare.design import Design, build_design
from framing.compare.resampling.bounds import Resampling
from framing.engine.coding.draw import draw_units
from framing.records.coding import Sample, Variable
from framing.records.tables import CODES, COPIES, OUTLETS, UNITS

HOW = Resampling(1, 99, 0.95, interval="t")
LABELS = ("yes", "no")
OUTLETS_OF = {"A": "North", "B": "North", "C": "South", "D": "South"}
N_ARTICLES, N_EVENTS, N_SAMPLE = 12, 6, 320  # articles an outlet, events, units that are coded
RECALL, FALSE, SHARE = 0.7, 0.06, 0.12  # of the tool; of the label, spread over articles


def draw_world(rng: np.random.Generator) -> pl.DataFrame:
    """All units: what they are (``truth``), and what the tool says (``predicted``)."""
    rows = []
    for outlet, group in OUTLETS_OF.items():
        for k in range(N_ARTICLES):
            n = int(rng.integers(10, 40))
            # Articles differ in how much of the label they have and in how well they are read.
            share, recall, false = (
                rng.beta(mean * 8, (1 - mean) * 8) for mean in (SHARE, RECALL, FALSE)
            )
            truth = rng.random(n) < share
            tool = np.where(truth, rng.random(n) < recall, rng.random(n) < false)
            article = f"{outlet}{k:02}"
            for j in range(n):
                rows.append(
                    {
                        **dict.fromkeys(UNITS), "unit": f"{article}-{j}", "kind": "sentence",
                        "article": article, "outlet": outlet, "group": group,
                        "event": f"e{k % N_EVENTS}", "start": j, "end": j + 1, "weight": 1.0,
                        "predicted": LABELS[not tool[j]], "truth": LABELS[not truth[j]],
                    }
                )  # fmt: skip
    return pl.DataFrame(rows, schema={**UNITS, "truth": pl.String}, orient="row")


def code_sample(world: pl.DataFrame, seed: int) -> Sample:
    """A sample of the world, coded by one who makes no mistake."""
    units = draw_units(world.drop("truth"), n=N_SAMPLE, by=("outlet", "predicted"), seed=seed)
    truth = dict(world.select("unit", "truth").iter_rows())
    codes = pl.DataFrame(
        [
            {**dict.fromkeys(CODES), "unit": u, "label": truth[u], "coder": "a",
             "phase": "independent"}
            for u in units["unit"]
        ],
        schema=CODES,
    )  # fmt: skip
    variable = Variable("v", "sentence", LABELS, "?")
    return Sample("s", variable, world.height, False, seed, "", (), units, codes, Path("s"))


def design_of(world: pl.DataFrame) -> Design:
    articles = world.select("article", "outlet", "group", "event").unique("article")
    articles = articles.sort("article")
    copies = articles.select("article", unit="article")
    outlets = articles.select("outlet", "group").unique().sort("outlet")
    none = pl.lit(None)
    return build_design(
        articles,
        copies.with_columns(**{c: none for c in COPIES if c not in copies.columns}),
        outlets.with_columns(**{c: none for c in OUTLETS if c not in outlets.columns}),
    )


def expected(seed: int, n_worlds: int = 300) -> dict[str, float]:
    """What the measures are over many articles: the worlds' units thrown together."""
    rng = np.random.default_rng(seed)
    both = tool = truth = n = same = 0
    for _ in range(n_worlds):
        world = draw_world(rng)
        t, c = world["predicted"] == "yes", world["truth"] == "yes"
        both, tool, truth = both + (t & c).sum(), tool + t.sum(), truth + c.sum()
        n, same = n + world.height, same + (t == c).sum()
    return {
        "accuracy": same / n, "precision": both / tool, "recall": both / truth,
        "F1": 2 * both / (tool + truth), "surplus": (tool - truth) / n,
    }  # fmt: skip


def main(n_runs: int) -> None:
    true = expected(99)
    rng = np.random.default_rng(1)
    covered: dict[str, list[bool]] = {name: [] for name in true}
    raw, weighted, rejected, apart = [], [], [], []
    for run in range(n_runs):
        world = draw_world(rng)
        sample = code_sample(world, run)
        labelled = label_units(sample, world.drop("truth"))
        design = design_of(world)
        scores = score_labels(labelled, LABELS, design=design, resampling=HOW).filter(
            (pl.col("unit") == "all") & (pl.col("label").is_null() | (pl.col("label") == "yes"))
        )
        for row in scores.iter_rows(named=True):
            if row["measure"] in true and row["low"] is not None:
                covered[row["measure"]].append(row["low"] <= true[row["measure"]] <= row["high"])
            if row["measure"] == "recall":
                raw.append(row["n_right"] / row["n"])
                weighted.append(row["estimate"])
        how = Apart(design, "", HOW, permutations=199)
        error = compare_errors(labelled, LABELS, sides=("North", "South"), how=how).row(
            0, named=True
        )
        if error["p"] is not None:
            rejected.append(error["p"] <= 0.05)
        if error["low"] is not None:
            apart.append(not error["low"] <= 0 <= error["high"])
    for name, hits in covered.items():
        print(f"{name}: true {true[name]:.3f}, covered {np.mean(hits):.1%} of {len(hits)}")
    print(f"recall: weighted {np.mean(weighted):.3f}, raw {np.mean(raw):.3f}")
    print(f"equal errors: p <= .05 in {np.mean(rejected):.1%} of {len(rejected)}; "
          f"interval without 0 in {np.mean(apart):.1%} of {len(apart)}")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
