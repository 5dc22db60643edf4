"""How often intervals hold the truth: data sets with a known truth, asked of the tool's functions.

    python scripts/simulate_intervals.py [--sets 2000] [--out docs]

Every data set is one item of the tables that the tool's functions take, so that what is counted is
what the tool would print: estimates with a flag count as refused. Counts are gamma-Poisson;
articles differ in length and rate, outlets in agenda and, with outlet effects, in rate; events move
rates.
"""

from __future__ import annotations

import argparse
import zlib
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from framing.compare.design import Design, build_design
from framing.compare.estimates.differences import estimate_differences
from framing.compare.estimates.means import estimate_means
from framing.compare.estimates.shares import estimate_shares
from framing.compare.resampling.bounds import Resampling
from framing.compare.words.intervals import word_bounds
from framing.records.tables import OUTLETS

SIZES = (1, 2, 3, 5, 10, 30, 100)
EVENTS = (1, 3, 10)
HOW = Resampling(seed=1, replicates=499, level=0.95, interval="t")
SHARE = {"N": 0.35, "S": 0.2}  # of mentions that use the name, by group
MENTIONS = 6.0  # of the thing, an article of usual length
SHAPE = 2.0  # of the gamma that articles' rates follow: variance 1/2 of the squared mean
LENGTH = 0.5  # standard deviation of log length
EVENT = 0.4  # standard deviation of an event's effect on the logit
OUTLET = 0.5  # and of an outlet's, where there are outlet effects
VALUE = 0.25  # standard deviation over articles of a value around 1, before effects
WORD = {"N": 4.0, "S": 2.0}  # uses of a word, an article of usual length


class Cell(NamedTuple):
    """A cell of the grid."""

    claim: str
    n: int  # articles an outlet
    n_events: int
    effects: bool
    n_outlets: int  # a group


class Truth(NamedTuple):
    """A world: what an outlet's articles are about and how it writes of each event."""

    outlets: list[tuple[str, str]]  # outlet, group
    agenda: np.ndarray  # outlets x events x sets: chance of an article to be about the event
    rate: np.ndarray  # outlets x events x sets: share of the name
    level: np.ndarray  # outlets x events x sets: mean of the value, and factor of the word
    events: np.ndarray  # events x sets: effects on the logit


def draw_truth(cell: Cell, n_sets: int, rng: np.random.Generator) -> Truth:
    """Events move all outlets alike; outlets differ in agenda and with effects in rate."""
    outlets = [(f"{g}{k:02}", g) for g in SHARE for k in range(cell.n_outlets)]
    shape = (len(outlets), cell.n_events, n_sets)
    agenda = rng.dirichlet(np.full(cell.n_events, 3.0), size=(len(outlets), n_sets))
    events = rng.normal(0, EVENT, (1, cell.n_events, n_sets))
    own = rng.normal(0, OUTLET, (len(outlets), 1, n_sets)) * cell.effects
    base = np.array([np.log(SHARE[g] / (1 - SHARE[g])) for _, g in outlets])[:, None, None]
    rate = 1 / (1 + np.exp(-(base + events + own)))
    level = np.broadcast_to(np.exp(0.3 * (events + own)), shape)
    return Truth(outlets, agenda.transpose(0, 2, 1), rate, level, events[0])


class Drawn(NamedTuple):
    """Articles x sets: uses of the name, other mentions, values, uses of a word; and events."""

    uses: np.ndarray
    others: np.ndarray
    values: np.ndarray
    word: np.ndarray
    words: np.ndarray  # articles
    outlet: np.ndarray


def draw_articles(cell: Cell, truth: Truth, n_sets: int, rng: np.random.Generator) -> Drawn:
    """Gamma-Poisson counts of articles that are about events drawn from the agenda."""
    outlet = np.repeat(np.arange(len(truth.outlets)), cell.n)
    shape = (len(outlet), n_sets)
    past = truth.agenda.cumsum(axis=1)[outlet]
    event = (rng.random(shape)[:, None, :] > past).sum(axis=1).clip(max=cell.n_events - 1)
    sets = np.arange(n_sets)[None, :]
    rate, level = (part[outlet[:, None], event, sets] for part in (truth.rate, truth.level))
    words = np.exp(rng.normal(-(LENGTH**2) / 2, LENGTH, len(outlet)))
    size = words[:, None] * MENTIONS
    gamma = [rng.gamma(SHAPE, 1 / SHAPE, shape) for _ in range(3)]
    group = np.array([WORD[g] for _, g in truth.outlets])[outlet][:, None]
    return Drawn(
        rng.poisson(size * rate * gamma[0]).astype(float),
        rng.poisson(size * (1 - rate) * gamma[1]).astype(float),
        level * rng.gamma(1 / VALUE**2, VALUE**2, shape),
        rng.poisson(words[:, None] * group * level * gamma[2]).astype(float),
        np.maximum(np.round(words * 400), 1.0),
        outlet,
    )


def make_design(cell: Cell, truth: Truth) -> Design:
    """The tool's design of the articles; one event, since their tier is that of the counts."""
    rows = [
        (f"{outlet}/{k:04}", outlet, group, "e")
        for outlet, group in truth.outlets
        for k in range(cell.n)
    ]
    names = dict.fromkeys(("article", "outlet", "group", "event"), pl.String)
    articles = pl.DataFrame(rows, schema=names, orient="row")
    copies = articles.select("article", unit="article", n_carriers=pl.lit(1))
    outlets = [{**dict.fromkeys(OUTLETS, ""), "outlet": o, "group": g} for o, g in truth.outlets]
    return build_design(articles, copies, pl.DataFrame(outlets, schema=OUTLETS))


def long_rows(design: Design, **columns: np.ndarray) -> pl.DataFrame:
    """A row an article and set: place and columns."""
    n_sets = next(iter(columns.values())).shape[1]
    places = design.units.select("article", "outlet", "group", "event")
    return places.select(pl.all().repeat_by(n_sets).explode()).with_columns(
        set=pl.Series(np.tile([f"{k:04}" for k in range(n_sets)], places.height)),
        **{name: pl.Series(table.ravel()) for name, table in columns.items()},
    )


def true_values(cell: Cell, truth: Truth) -> dict[str, np.ndarray]:
    """What each estimand is in truth, by set: expected sums of a new article's counts."""
    share = (truth.agenda * truth.rate).sum(axis=1)
    mean = (truth.agenda * truth.level).sum(axis=1)
    is_n = np.array([g == "N" for _, g in truth.outlets])
    if cell.claim == "group":
        n, s = (_population(cell, truth, group) for group in SHARE)
        return {"share of a group": n, "difference of groups": n - s}
    uses = np.array([WORD[g] for _, g in truth.outlets])[:, None] * mean
    pooled = [uses[is_n].sum(axis=0), uses[~is_n].sum(axis=0)]
    return {
        "share of an outlet": share[0],
        "share of a group": share[is_n].mean(axis=0),
        "difference of groups": share[is_n].mean(axis=0) - share[~is_n].mean(axis=0),
        "difference of outlets": share[0] - share[is_n.sum()],
        "mean of an outlet": mean[0],
        "log ratio of a word": np.log2(pooled[0] / pooled[1]),
    }


def _population(cell: Cell, truth: Truth, group: str) -> np.ndarray:
    """The mean share of all outlets that a group could have, given the events of each set."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(21)
    base = np.log(SHARE[group] / (1 - SHARE[group])) + truth.events[..., None]
    rates = 1 / (1 + np.exp(-(base + nodes * OUTLET * cell.effects)))
    mean: np.ndarray = (rates @ (weights / weights.sum())).mean(axis=0)
    return mean


def estimate(cell: Cell, design: Design, drawn: Drawn) -> dict[str, pl.DataFrame]:
    """What the tool prints of each set: ``low`` and ``high`` are null where it refuses."""
    how = replace(HOW, claim=cell.claim)
    both = long_rows(design, used=drawn.uses, other=drawn.others)
    mentions = both.unpivot(["used", "other"], index=["article", "outlet", "group", "event", "set"],
                            variable_name="name", value_name="weight")  # fmt: skip
    shares = estimate_shares(
        mentions, item=("set", "name"), within=("set",), design=design, scope="", resampling=how
    ).filter(pl.col("name") == "used")
    cells = mentions.filter(pl.col("weight") > 0)
    tops = cells.filter(pl.col("name") == "used").select(pl.exclude("weight"), cell="weight")
    bottoms = cells.select(pl.exclude("weight"), cell="weight")

    def difference(a: str, b: str) -> pl.DataFrame:
        return estimate_differences(
            (tops, ["set"]), (bottoms, ["set"]), item=("set",), sides=(a, b), design=design,
            scope="", resampling=how, is_share=True,
        )  # fmt: skip

    group = shares.filter(pl.col("unit") == "group", pl.col("group") == "N")
    found = {"share of a group": group, "difference of groups": difference("N", "S")}
    if cell.claim == "group":
        return found
    values = long_rows(design, value=drawn.values).with_columns(weight=1.0, measure="set")
    means = estimate_means(values, design=design, scope="", resampling=how)
    return found | {
        "share of an outlet": shares.filter(pl.col("outlet") == "N00"),
        "difference of outlets": difference("N00", "S00"),
        "mean of an outlet": means.filter(pl.col("outlet") == "N00").rename({"measure": "set"}),
        "log ratio of a word": log_ratios(design, drawn),
    }


def log_ratios(design: Design, drawn: Drawn) -> pl.DataFrame:
    """The word of each set as a term; terms enter as ``framing words`` lets them in."""
    side = (design.units["group"] == "N").to_numpy()

    def ratio(sums: object) -> np.ndarray:
        n_a, n_b = np.maximum(sums.n_a, 0.5), np.maximum(sums.n_b, 0.5)
        return np.log2(n_a / sums.total_a[:, None]) - np.log2(n_b / sums.total_b[:, None])

    low, high, _ = word_bounds(
        {"ratio": ratio}, csr_array(drawn.word.T), totals=drawn.words, sides=(side, ~side),
        docs=design.units, resampling=HOW,
    )["ratio"]  # fmt: skip
    here = drawn.word > 0
    with_a, with_b = here[side].sum(axis=0), here[~side].sum(axis=0)
    # As ``framing words`` does it: nothing in tier reading; unflagged in 3 articles of either side.
    shown = (np.minimum(with_a, with_b) >= 3) & (design.tier != "reading")
    frame = pl.DataFrame({"set": [f"{k:04}" for k in range(len(low))], "low": low, "high": high})
    kept = pl.Series(shown & (high > low))
    return frame.with_columns(pl.when(kept).then(pl.col(c)).alias(c) for c in ("low", "high"))


def run_cell(cell: Cell, n_sets: int) -> list[dict[str, object]]:
    """Coverage of each estimand in a cell, over data sets in which it is shown."""
    rng = np.random.default_rng([1, zlib.crc32(repr(cell).encode())])
    block = max(1, min(n_sets, 200_000 // (cell.n * cell.n_outlets * 2)))
    parts: dict[str, list[tuple[int, int, int]]] = {}
    for start in range(0, n_sets, block):
        size = min(block, n_sets - start)
        truth = draw_truth(cell, size, rng)
        design = make_design(cell, truth)
        drawn = draw_articles(cell, truth, size, rng)
        truths = true_values(cell, truth)
        for name, found in estimate(cell, design, drawn).items():
            order = pl.DataFrame({"set": [f"{k:04}" for k in range(size)]})
            found = order.join(found, on="set", how="left", maintain_order="left")
            low, high = (found[c].cast(pl.Float64).to_numpy() for c in ("low", "high"))
            value = truths[name]
            counts = (
                int(np.isfinite(low).sum()), int((low > value).sum()), int((high < value).sum())
            )  # fmt: skip
            parts.setdefault(name, []).append(counts)
    rows = []
    for name, each in parts.items():
        shown, below, above = np.sum(each, axis=0).tolist()
        rows.append(
            {
                **cell._asdict(), "estimand": name, "shown": shown / n_sets,
                "coverage": 1 - (below + above) / shown if shown else None,
                "below": below / shown if shown else None,
                "above": above / shown if shown else None,
            }
        )  # fmt: skip
    return rows


def grid() -> list[Cell]:
    """The cells, quick ones first."""
    cells = [
        Cell("these_outlets", n, e, effects, 2)
        for n in SIZES for e in EVENTS for effects in (False, True)
    ]  # fmt: skip
    cells += [
        Cell("group", n, e, effects, h)
        for h in (4, 6, 10) for n in SIZES if n <= 10 for e in EVENTS for effects in (False, True)
    ]  # fmt: skip
    return sorted(cells, key=lambda c: c.n * c.n_outlets)


def main() -> None:
    """Run the grid and write table and figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=2000)
    parser.add_argument("--out", type=Path, default=Path("docs"))
    parser.add_argument("--raw", type=Path, help="keep the rows as CSV, as they come")
    parser.add_argument("--most", type=int, default=100, help="articles an outlet, at most")
    given = parser.parse_args()
    rows: list[dict[str, object]] = []
    for cell in grid():
        if cell.n > given.most:
            continue
        rows += run_cell(cell, given.sets)
        if given.raw:
            pl.DataFrame(rows, infer_schema_length=None).write_csv(given.raw)
    table = pl.DataFrame(rows, infer_schema_length=None)
    write_table(table, given.out / "simulation.md", n_sets=given.sets)
    draw_figure(table, given.out / "simulation.png")


def write_table(table: pl.DataFrame, path: Path, *, n_sets: int) -> None:
    """Coverage by estimand, articles, events, with and without outlet effects."""
    tried = table.filter((pl.col("shown") >= 0.25) & pl.col("coverage").is_not_null())
    good = tried.filter(pl.col("coverage").is_between(0.93, 0.97))
    lines = [
        HEAD.format(n_sets=n_sets, good=good.height, tried=tried.height),
        "| estimand | claim | outlets a group | articles an outlet | outlet effects | "
        + " | ".join(f"{e} event{'s' * (e > 1)}" for e in EVENTS) + " |",
        "|---|---|---|---|---|" + "---|" * len(EVENTS),
    ]  # fmt: skip
    by = ["estimand", "claim", "n_outlets", "n", "effects"]
    for key, part in table.sort(by).group_by(by, maintain_order=True):
        told = {row["n_events"]: _say(row) for row in part.iter_rows(named=True)}
        name, claim, outlets, n, effects = key
        cells = " | ".join(told.get(e, "") for e in EVENTS)
        lines.append(
            f"| {name} | {claim} | {outlets} | {n} | {'with' if effects else 'without'} | {cells} |"
        )
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _say(row: dict[str, object]) -> str:
    shown, coverage = row["shown"], row["coverage"]
    if coverage is None or float(shown) < 0.005:
        return "refused"
    out = not 0.93 <= round(float(coverage), 4) <= 0.97
    said = f"{float(coverage) * 100:.1f}"
    return (f"**{said}**" if out else said) + ("" if shown > 0.995 else f" ({float(shown):.0%})")


HEAD = """# Do the intervals hold the truth?

Written by `scripts/simulate_intervals.py`; not to be edited. {n_sets:,} data sets a cell, seed 1,
nominal 95 %. A figure is the share of printed, unflagged intervals that hold the truth; in
brackets, how many data sets had one (the others were refused with a reason). **Bold** is outside
93-97. Of the {tried} cells in which at least a quarter of the data sets had an interval, {good} are
inside. Where the tool mostly refuses, what is left are the data sets with unusually many hits, and
their coverage is that of a selection.

The default is `interval = "t"` for shares, means and differences; words have percentiles with tails
of t (499 draws here, 2,000 in a study). Truths are given the events: how an outlet writes of
*these* events. Claim `group` draws whole outlets; its truth is the mean over all outlets that such
a group could have, and it was run up to 10 articles an outlet. The rules for refusing (3 articles
with the item and 3 without it, 2 degrees of freedom) were set on other rates, partly on the same
sizes.
"""


def draw_figure(table: pl.DataFrame, path: Path) -> None:
    """Coverage against articles an outlet, a panel an estimand and claim."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    panels = sorted(set(table.select("claim", "estimand").iter_rows()))
    figure, axes = plt.subplots(
        2, -(-len(panels) // 2), figsize=(13, 6), sharey=True, squeeze=False
    )
    for ax, (claim, estimand) in zip(axes.flat, panels, strict=False):
        here = table.filter(
            pl.col("claim") == claim, pl.col("estimand") == estimand, pl.col("shown") >= 0.25
        )
        ax.axhspan(93, 97, color="#dddddd", lw=0)
        ax.axhline(95, color="#888888", lw=0.6)
        for effects, colour, mark in ((False, "#0072B2", "o"), (True, "#D55E00", "s")):
            part = here.filter(pl.col("effects") == effects)
            ax.plot(part["n"], part["coverage"] * 100, mark, color=colour, ms=4, alpha=0.7,
                    label=f"{'with' if effects else 'without'} outlet effects")  # fmt: skip
        ax.set(xscale="log", title=f"{estimand}\n({claim})", xlabel="articles an outlet")
        ax.set_xticks(SIZES, [str(n) for n in SIZES])
        ax.minorticks_off()
    axes[0][0].set_ylabel("coverage (%)")
    axes[0][0].set_ylim(80, 100.5)
    axes[0][0].legend(fontsize=7, loc="lower right")
    for ax in axes.flat[len(panels) :]:
        ax.set_visible(False)
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()
