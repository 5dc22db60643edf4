"""False findings among words where nothing differs: permutation beside the word-level G2 test.

Makes data sets in which both sides draw from the same distribution: articles of unequal length,
terms that come in bursts, events with their own words that the sides cover unequally; in some
cells every outlet has a style of its own. Counts how many data sets have any finding, and writes
docs/simulation_findings.md with its figure.

    python scripts/simulate_findings.py --sets 2000
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import beta, chi2

from framing.compare.resampling.permutation import Exchange, exchange
from framing.compare.words.scores import permute_words
from framing.measures.keyness import g2

ROOT = Path(__file__).resolve().parent.parent
Floats = NDArray[np.float64]

N_TERMS = 300
RELABELLINGS = 199  # 10 of 200 are exactly .05
EVENT_SD, BURST, BURST_TIMES, SHAPE = 0.7, 0.05, 6.0, 1.5
MIN_ARTICLES, MIN_OUTLETS = 5, 2  # the filter of tier inferential


@dataclass(frozen=True, slots=True)
class Cell:
    """One design: ``outlet_sd`` is that of the log rates of outlets; ``longer`` of side b."""

    claim: str
    n_outlets: int  # a side
    per_outlet: int
    outlet_sd: float = 0.0
    fewer: float = 1.0  # articles of an outlet of side b, as a share of those of side a
    longer: float = 1.0  # words of an article of side b, as a multiple
    alike: bool = False  # whether both sides cover the events in one proportion
    n_events: int = 10


@dataclass(frozen=True, slots=True)
class Result:
    """Data sets with any finding, of ``n``; terms tested and found by G2, means a data set."""

    cell: Cell
    n: int
    max_t: int
    g2_bonferroni: int
    g2_uncorrected: int
    n_terms: float
    n_found: float


@dataclass(frozen=True, slots=True)
class Design:
    """Who wrote what about which event: the same in every data set of a cell."""

    side: NDArray[np.str_]
    outlet: NDArray[np.int64]
    event: NDArray[np.int64]
    plan: Exchange


CELLS = (
    *(Cell("these_outlets", 2, n) for n in (10, 30, 100)),
    Cell("these_outlets", 2, 30, alike=True),
    Cell("these_outlets", 2, 30, fewer=0.34, longer=2.0),
    *(Cell("group", 4, n, outlet_sd=0.4) for n in (5, 10, 30)),
    *(Cell("these_outlets", 4, n, outlet_sd=0.4) for n in (5, 10, 30)),
)


def make_design(cell: Cell, seed: int) -> Design:
    """Articles of both sides; each side covers the events in proportions of its own."""
    dice = np.random.default_rng([seed, 1])
    side, outlet, event = [], [], []
    for s, name in enumerate("ab"):
        chance = dice.dirichlet(np.full(cell.n_events, 3.0))
        n = max(round(cell.per_outlet * (cell.fewer if s else 1.0)), 1)
        for o in range(cell.n_outlets):
            side += [name] * n
            outlet += [s * cell.n_outlets + o] * n
            event += dice.choice(cell.n_events, n, p=chance).tolist()
    if cell.alike:
        event = [k % cell.n_events for k in range(len(side))]
    units = [f"u{k:05}" for k in range(len(side))]
    rows = pl.DataFrame(
        {
            "article": units,
            "unit": units,
            "side": side,
            "event": [f"e{k:03}" for k in event],
            "outlet": [f"o{k:03}" for k in outlet],
        }
    )
    plan = exchange(rows, claim=cell.claim)
    return Design(np.array(side), np.array(outlet), np.array(event), plan)


def draw_counts(cell: Cell, design: Design, dice: np.random.Generator) -> tuple[Floats, Floats]:
    """Terms by articles, and words of articles; side is nowhere in the rates."""
    n = len(design.side)
    longer = np.where(design.side == "b", cell.longer, 1.0)
    words = np.maximum(dice.lognormal(np.log(400), 0.5, n) * longer, 60).round()
    base = 0.15 / (np.arange(N_TERMS) + 10.0)[:, np.newaxis]
    events = np.exp(dice.normal(0, EVENT_SD, (N_TERMS, cell.n_events)))[:, design.event]
    outlets = np.exp(dice.normal(0, cell.outlet_sd, (N_TERMS, 2 * cell.n_outlets)))
    bursts = np.where(dice.random((N_TERMS, n)) < BURST, BURST_TIMES, 1.0)
    mixing = dice.gamma(SHAPE, 1 / SHAPE, (N_TERMS, n))
    rate = base * events * outlets[:, design.outlet] * bursts * mixing
    counts = dice.poisson(np.minimum(rate, 0.5) * words).astype(np.float64)
    # The rest of an article's words are of other terms: they never number less than these.
    return counts, np.maximum(words, counts.sum(axis=0))


def eligible(counts: Floats, design: Design) -> NDArray[np.bool_]:
    """The filter that is blind to sides: 5 articles and 2 outlets."""
    held = counts > 0
    outlets = np.stack([held[:, design.outlet == o].any(axis=1) for o in set(design.outlet)])
    return (held.sum(axis=1) >= MIN_ARTICLES) & (outlets.sum(axis=0) >= MIN_OUTLETS)


def run_cell(cell: Cell, *, n_sets: int, seed: int = 1) -> Result:
    """How many of the data sets have a finding at .05."""
    design = make_design(cell, seed)
    is_a = design.side == "a"
    found = np.zeros(3, dtype=np.int64)
    n_terms, n_found = 0, 0
    for k in range(n_sets):
        dice = np.random.default_rng([seed, 2, k])
        counts, words = draw_counts(cell, design, dice)
        counts = counts[eligible(counts, design)]
        tested = permute_words(
            csr_array(counts), words=words, plan=design.plan, seed=k, replicates=RELABELLINGS
        )
        scores = g2(
            counts[:, is_a].sum(axis=1),
            counts[:, ~is_a].sum(axis=1),
            total_a=words[is_a].sum(),
            total_b=words[~is_a].sum(),
        )
        p = chi2.sf(np.abs(scores), 1)
        below = (p < 0.001).sum()
        hits = (np.nanmin(tested.p_adjusted) <= 0.05, p.min() < 0.05 / len(p), below > 0)
        found += np.array(hits, dtype=np.int64)
        n_terms += len(p)
        n_found += int(below)
    return Result(cell, n_sets, *found.tolist(), n_terms / n_sets, n_found / n_sets)


def margin(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share, after Clopper and Pearson."""
    low = beta.ppf(0.025, hits, n - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, n - hits) if hits < n else 1.0
    return float(low), float(high)


def describe(cell: Cell) -> str:
    """A design in words."""
    said = f"{cell.n_outlets} outlets a side, {cell.per_outlet} articles each"
    if cell.alike:
        said += "; events covered alike"
    if cell.fewer != 1 or cell.longer != 1:
        said += f"; side b a third as many, {cell.longer:g} times as long"
    return said


def write_page(results: list[Result], *, n_seconds: float, command: str) -> str:
    """The page: what was simulated, how many data sets had a finding."""
    blocks = (
        ("Claim about these outlets, outlets without a style of their own",
         "Articles change places within events. The test is exact where articles of both sides "
         "could change places. In the last row they could not: rates are equal, but side b has "
         "fewer and longer articles, which vary differently. There max-T finds too much; where "
         "sides differ so much in number and length of articles, its p is not to be relied on.",
         [r for r in results if r.cell.claim == "these_outlets" and not r.cell.outlet_sd]),
        ("Claim about groups, outlets with a style of their own",
         "Whole outlets change places (all 70 ways of 4 against 4). Outlets differ, groups do not.",
         [r for r in results if r.cell.claim == "group"]),
        ("What the wrong claim would do: articles permuted, outlets with a style of their own",
         "The same data as before, tested by permuting articles. These outlets do differ, so this "
         "is no error of that test; it would be one to read its findings as about groups.",
         [r for r in results if r.cell.claim == "these_outlets" and r.cell.outlet_sd]),
    )  # fmt: skip
    lines = [TOP.format(n_terms=N_TERMS, relabellings=RELABELLINGS, sd=EVENT_SD,
                        burst=round(100 * BURST), times=BURST_TIMES, command=command,
                        minutes=round(n_seconds / 60))]  # fmt: skip
    for title, said, rows in blocks:
        lines += [f"## {title}", "", said, "", HEAD]
        lines += [_row(r) for r in rows]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


TOP = """# False findings of words

Written by `{command}` ({minutes} minutes on one core of a shared machine).

Each data set has {n_terms} terms (those tested stand in 5 articles and 2 outlets) and two sides
that do not differ: articles of 60 words and more (median 400), rates of a term that vary between
articles (gamma of shape 1.5) and come in bursts ({burst} % of articles, {times:g} times the rate),
ten events with words of their own (log rates with a standard deviation of {sd}), which the sides
cover unequally where nothing else is said. In some cells each outlet has log rates of its own
(standard deviation 0.4).

Shares of data sets with at least one finding at .05, with 95 % intervals (Clopper and Pearson):
*max-T* as `framing words` has it ({relabellings} relabellings, `p_adjusted`); *G2, Bonferroni* and
*G2, p < .001*: log likelihood of words with its chi-square p, as peers test it, corrected for the
number of terms or not. The last column is how many terms G2 calls significant at .001, on average.

![Shares of data sets with a finding](simulation_findings.png)
"""
HEAD = (
    "| design | data sets | terms | max-T | G2, Bonferroni | G2, p < .001 | terms found by it |\n"
    "|---|---|---|---|---|---|---|"
)


def _row(result: Result) -> str:
    cells = []
    for hits in (result.max_t, result.g2_bonferroni, result.g2_uncorrected):
        low, high = margin(hits, result.n)
        cells.append(f"{100 * hits / result.n:.1f} % ({100 * low:.1f}–{100 * high:.1f})")
    return (
        f"| {describe(result.cell)} | {result.n} | {result.n_terms:.0f} | {' | '.join(cells)} "
        f"| {result.n_found:.0f} |"
    )


def plot_results(results: list[Result], file: Path) -> None:
    """Shares with intervals, a row a design, 5 % as a line."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, ax = pyplot.subplots(figsize=(8, 0.35 * len(results) + 1.2), layout="constrained")
    kinds = (("max_t", "max-T", "#0072b2"), ("g2_bonferroni", "G2, Bonferroni", "#d55e00"))
    for y, result in enumerate(reversed(results)):
        for name, label, colour in kinds:
            hits = getattr(result, name)
            low, high = margin(hits, result.n)
            ax.plot([low, high], [y, y], color=colour, lw=2)
            ax.plot(hits / result.n, y, "o", color=colour, ms=5, label=label if not y else None)
    names = [
        f"{r.cell.claim}{', styles' if r.cell.outlet_sd else ''}: {describe(r.cell)}"
        for r in reversed(results)
    ]
    ax.set_yticks(range(len(names)), names, fontsize=7)
    ax.axvline(0.05, color="0.5", lw=1, ls="--")
    ax.set_xlim(-0.02, 1.02)
    ax.set_xlabel("data sets with a finding", fontsize=8)
    ax.legend(fontsize=7, loc="upper center", frameon=False)
    figure.savefig(file, dpi=110, metadata={"Software": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=2000, help="data sets a cell")
    parser.add_argument("--cache", type=Path, help="JSON lines of cells that are done already")
    args = parser.parse_args()
    started = time.monotonic()
    done: dict[str, Result] = {}
    if args.cache and args.cache.exists():
        for line in args.cache.read_text().splitlines():
            row = json.loads(line)
            cell = Cell(**row.pop("cell"))
            done[repr(cell)] = Result(cell=cell, **row)
    results = []
    for cell in CELLS:
        result = done.get(repr(cell)) or run_cell(cell, n_sets=args.sets)
        results.append(result)
        print(_row(result), f"{time.monotonic() - started:.0f} s", flush=True)
        if args.cache and repr(cell) not in done:
            with args.cache.open("a") as file:
                file.write(json.dumps(asdict(result)) + "\n")
    command = f"python scripts/simulate_findings.py --sets {args.sets}"
    page = write_page(results, n_seconds=time.monotonic() - started, command=command)
    (ROOT / "docs/simulation_findings.md").write_text(page, "utf-8")
    plot_results(results, ROOT / "docs/simulation_findings.png")


if __name__ == "__main__":
    main()
