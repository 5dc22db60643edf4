"""Plans of coding: from a sample that is coded in part, or from an assumed accuracy."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np
import polars as pl

from framing.compare.coding.corrected.errors import Error
from framing.compare.coding.corrected.expected import articles_error, assume_chance, learn_chance
from framing.compare.coding.corrected.plan import (
    Strata,
    Target,
    best_allocation,
    deviations,
    enough,
    expect_width,
    find_size,
    make_target,
)
from framing.compare.coding.corrected.shares import unit_shares
from framing.compare.coding.corrected.table import Settings
from framing.compare.coding.corrected.units import Coded, build_coded
from framing.compare.design import READING
from framing.engine.coding.draw import allocate, with_strata
from framing.engine.coding.population import Drawn, choose_settings, load_drawn, load_undrawn
from framing.engine.run import Run
from framing.errors import UsageError, suggest
from framing.records.coding import ALLOCATIONS
from framing.records.tables import PLAN

# Strata that a sample may have, from fine to coarse.
_DESIGNS: tuple[tuple[str, ...], ...] = (
    ("outlet", "event", "predicted"), ("outlet", "predicted"), ("group", "predicted"),
    ("predicted",), ("outlet",), (),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What to draw and code next: schema ``PLAN``, the command, and what was assumed."""

    table: pl.DataFrame
    command: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """What is planned for: the population, the sides, how sure."""

    drawn: Drawn
    coded: Coded
    settings: Settings
    accuracy: float | None
    width: float


def plan_coding(
    run: Run,
    sample: str,
    *,
    width: float,
    side: str = "",
    label: str = "",
    accuracy: float | None = None,
    claim: str = "",
) -> Plan:
    """How many more units to code, and where, for intervals no wider than ``width``.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    sample
        A sample that is coded in part; with ``accuracy`` also one that nobody coded, or a variable
        of which nothing is drawn.
    width
        From low to high, in shares: 0.1 is ten points.
    side
        A group or an outlet whose shares are meant; default: differences of all pairs of groups.
    label
        Default: the label that needs most.
    accuracy
        Assumed: how often the tool's label is right.
    claim
        As for ``correct``.

    Raises
    ------
    UsageError
        For a width, side, label or accuracy that is none; nothing coded and no accuracy; tier
        reading.
    """
    if not 0 < width < 1:
        raise UsageError(f"width {width:g}; allowed: above 0, below 1, such as 0.1")
    if accuracy is not None and not 0 < accuracy <= 1:
        raise UsageError(f"accuracy {accuracy:g}; allowed: above 0, up to 1, such as 0.8")
    names = {found.id for found in run.study.samples}
    known = sample in names or accuracy is None
    drawn = load_drawn(run, sample) if known else load_undrawn(run, sample)
    if drawn.design.tier == READING:
        raise UsageError("tier reading: no interval, so no width can be planned; allowed: a study "
                         "with 5 distinct articles a side and a shared event")  # fmt: skip
    if drawn.response.coded.is_empty() and accuracy is None:
        raise UsageError(f"nothing of {sample} is coded; allowed: --accuracy, such as 0.8")
    labels = drawn.variable.labels
    if label and label not in labels:
        raise UsageError(f"label {label!r}; allowed: {', '.join(labels)}. {suggest(label, labels)}")
    coded = build_coded(
        drawn.units, drawn.response.coded, labels=labels, seed=run.study.options.seed
    )
    asked = _Question(drawn, coded, choose_settings(run, drawn, claim), accuracy, width)
    targets = list(_targets(asked, _pairs(coded, side), label))
    return _existing(asked, targets) if drawn.samples else _fresh(asked, targets)


def _pairs(coded: Coded, side: str) -> list[tuple[str, ...]]:
    """The sides of each estimate that is planned for."""
    groups = coded.sides["group"].unique().sort().to_list()
    outlets = coded.sides["outlet"].unique().sort().to_list()
    if side:
        if side not in (*groups, *outlets):
            near = suggest(side, [*groups, *outlets])
            allowed = ", ".join([*groups, *outlets])
            raise UsageError(f"side {side!r}; allowed: {allowed}. {near}".rstrip())
        return [(side,)]
    return list(combinations(groups, 2)) or [(groups[0],)]


def _targets(asked: _Question, pairs: list[tuple[str, ...]], label: str) -> Iterator[Target]:
    coded = asked.coded
    for names in pairs:
        kind = "group" if set(names) <= set(coded.sides["group"]) else "outlet"
        equal = asked.settings.outlets_equal and kind == "group"
        shares = [
            unit_shares(coded, (coded.sides[kind] == name).to_numpy(), outlets_equal=equal)
            for name in names
        ]
        for number, name in enumerate(coded.labels):
            if label and name != label:
                continue
            chance = (
                assume_chance(coded, number, asked.accuracy)
                if asked.accuracy is not None
                else learn_chance(coded, number)
            )
            articles = (
                articles_error(coded, shares, label=number, learned=asked.accuracy is None)
                if asked.settings.claim != "these_articles"
                else Error(0.0, 1.0)
            )
            yield make_target(
                name,
                names=names,
                shares=[share for share, _ in shares],
                machine=(coded.predicted == number).astype(np.float64),
                chance=chance,
                articles=articles,
            )


def _strata(asked: _Question, by: tuple[str, ...], allocation: str) -> tuple[Strata, list[str]]:
    placed = with_strata(asked.drawn.units, by)["stratum"]
    names = placed.unique().sort().to_list()
    number = (placed.rank("dense").cast(pl.Int64) - 1).to_numpy()
    response = asked.drawn.response
    said = response.coded.height + response.n_unsettled
    return Strata(
        number,
        np.bincount(number),
        partial(allocate, allocation=allocation),
        lost=response.n_unsettled / said if said else 0.0,
    ), names


def _size(asked: _Question, targets: list[Target], strata: Strata, done: int) -> tuple[int, Target]:
    """Units for all targets, and the target that needs most; those out of reach need them all."""
    total = int(strata.sizes.sum())
    level = asked.settings.level
    found = [
        (find_size(t, strata, width=asked.width, level=level, done=done) or total + 1, t)
        for t in targets
        if enough(t, strata, total)
    ]
    if not found:
        raise UsageError(
            "no label is coded, or expected, often enough for an interval even if every unit were "
            "coded; allowed: a study with more articles, or a coarser variable"
        )
    most = max(n for n, _ in found)
    return most, next(t for n, t in found if n == most)


def _existing(asked: _Question, targets: list[Target]) -> Plan:
    """More of a sample that is drawn: its design stays."""
    sample = asked.drawn.samples[-1]
    strata, names = _strata(asked, sample.by, sample.allocation)
    done = sum(part.units.height for part in asked.drawn.samples)
    n, target = _size(asked, targets, strata, done)
    more = min(n, int(strata.sizes.sum())) - done
    open_ = asked.drawn.response.n_open
    notes = [f"{open_} of {done} drawn units are not coded yet: code these first"] if open_ else []
    command = f"framing sample STUDY --after {shlex.quote(sample.id)} --n {more}" if more else ""
    return _plan(asked, target, strata, names, n=n, done=done, command=command, notes=notes)


def _fresh(asked: _Question, targets: list[Target]) -> Plan:
    """A first sample: of all ways to draw the one that needs fewest."""
    best: tuple[int, Target, Strata, list[str], tuple[str, ...], str] | None = None
    for by in _DESIGNS:
        for allocation in ALLOCATIONS if by else ALLOCATIONS[:1]:
            strata, names = _strata(asked, by, allocation)
            if int(np.minimum(strata.sizes, 2).sum()) > strata.sizes.sum() / 2:
                continue
            n, target = _size(asked, targets, strata, 0)
            if best is None or n < best[0]:
                best = (n, target, strata, names, by, allocation)
    if best is None:
        raise UsageError("too few units to plan a sample; allowed: to code all of them")
    n, target, strata, names, by, allocation = best
    n_drawn = min(n, int(strata.sizes.sum()))
    parts = ["framing sample STUDY", shlex.quote(asked.drawn.variable.id), f"--n {n_drawn}"]
    parts += [f"--by {column}" for column in by] or ["--by none"]
    command = " ".join([*parts, f"--allocation {allocation}"])
    return _plan(asked, target, strata, names, n=n, done=0, command=command, notes=[])


def _plan(
    asked: _Question,
    target: Target,
    strata: Strata,
    names: list[str],
    *,
    n: int,
    done: int,
    command: str,
    notes: list[str],
) -> Plan:
    total = int(strata.sizes.sum())
    drawn = min(n, total)
    level = asked.settings.level
    widths = [expect_width(target, strata, k, level=level) for k in (done, drawn, total)]
    taken = strata.allocate(strata.sizes, drawn)
    before = strata.allocate(strata.sizes, done) if done else np.zeros_like(taken)
    if asked.accuracy is not None:
        notes.append(
            f"assumed: each of the tool's labels is right for {asked.accuracy:.0%} of its units, "
            "and articles differ as much as the tool's labels say"
        )
    flag = ""
    if n > total:
        flag = (
            f"width {asked.width:g} is out of reach with every unit coded: it takes more articles"
        )
    base = {
        **dict.fromkeys(PLAN),
        "variable": asked.settings.variable,
        "label": target.label,
        "side_a": target.names[0],
        "side_b": target.names[1] if len(target.names) > 1 else None,
        "claim": asked.settings.claim,
    }
    whole = {
        **base, "stratum": "all", "n": total, "n_drawn": done, "n_more": drawn - done,
        "n_best": drawn, "width_now": widths[0] if enough(target, strata, done) else None,
        "width": widths[1], "width_all": widths[2], "flag": flag,
    }  # fmt: skip
    rows = [
        {**base, "stratum": name, "n": size, "n_drawn": old, "n_more": new - old,
         "n_best": best, "deviation": spread, "flag": ""}
        for name, size, old, new, best, spread in zip(
            names, strata.sizes.tolist(), before.tolist(), taken.tolist(),
            best_allocation(target, strata, drawn).tolist(),
            _own_deviations(target, strata), strict=True,
        )
    ]  # fmt: skip
    table = pl.DataFrame([whole, *rows], schema=PLAN, orient="row")
    # Nobody should code everything for a width that it does not give.
    return Plan(table, "" if flag else command, tuple(notes))


def _own_deviations(target: Target, strata: Strata) -> list[float]:
    """Standard deviations of hand less lambda times tool within strata, in shares."""
    n = len(strata.sizes)
    weight = np.bincount(strata.stratum, weights=np.abs(target.added), minlength=n) / strata.sizes
    found = deviations(target, strata)
    each = np.divide(found, weight, out=np.zeros(n), where=weight > 0)
    return [float(deviation) for deviation in each]
