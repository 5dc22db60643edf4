"""Bounds of a decomposition: what each unit moves, reckoned only in the outlets it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.resampling.bounds import Resampling, find_tails, median_bias, student_bounds
from framing.compare.resampling.draws import draw_weights, drawn_together, percentile_interval
from framing.compare.resampling.influence import SAME, Influence, summarise
from framing.compare.split.cells import Cells, equal_shares, side_cells, split_sides, stretch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Two = tuple[Floats, Floats]

_AT_ONCE = 1_000_000  # cells of units taken out at a time: bounds memory


def observed_parts(cells: Cells, tops: Floats, *, held: Floats) -> Floats:
    """The parts of each item in the data: (items, 9)."""
    sums = cells.add(cells.bottom)[None], cells.add(tops)[None]
    bottom, top = side_cells(cells, *sums)
    sides = (top[0], top[1])
    found: Floats = split_sides((bottom[0], bottom[1]), sides, sides, held=held)[0]
    return found


def split_bounds(
    cells: Cells,
    tops: Floats,
    *,
    held: Floats,
    strata: pl.DataFrame,
    resampling: Resampling,
    is_share: bool,
) -> tuple[Floats, Floats]:
    """Bounds of every item's parts, (items, 9) each, as those of ``resampling.bounds``.

    Leaving out a unit changes its stratum's weight alike in all its cells, and beside that only
    the outlets that the unit itself stands in: so a unit costs its outlets' events, and no array
    of units by cells is made.

    Parameters
    ----------
    cells, tops
        Denominators, and numerators of shape (items, places).
    held
        From ``observed_rates``.
    strata
        From ``unit_strata``.
    resampling
        How intervals are made.
    is_share
        Whether rates are shares: their bounds then lie on a scale of their own (logit), so that
        none leaves 0 to 1.
    """
    both = np.concatenate([tops, stretch(cells, tops, held)])
    point = _Grid(cells.add(cells.bottom), cells.add(both)).parts(cells, held)
    _, sizes = drawn_together(strata)
    influence = _find_influence(cells, both, sizes, held)
    shape = (len(tops), -1)
    rates = np.zeros((len(tops), len(point) // len(tops)), dtype=bool)
    rates[:, :2] = is_share
    chosen = rates.ravel()
    if resampling.interval == "t":
        low, high = student_bounds(point, influence, resampling.level, "")
        if is_share:
            logit = student_bounds(point, influence, resampling.level, "logit")
            low, high = (np.where(chosen, b, a) for a, b in zip((low, high), logit, strict=True))
        return low.reshape(shape), high.reshape(shape)
    draws = np.concatenate(list(_draw(cells, both, strata, resampling, held)))
    bias = median_bias(draws, point) if resampling.interval == "bca" else np.zeros(len(point))
    tails = find_tails(influence, bias, resampling)
    low, high = percentile_interval(draws, level=resampling.level, tails=tails)
    return low.reshape(shape), high.reshape(shape)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Sums by outlet and cell: ``bottom`` (outlets, cells), ``tops`` (2 x items, outlets, cells).

    The first half of ``tops`` are numerators as they are, the second half stretched ones.
    """

    bottom: Floats
    tops: Floats

    def parts(self, cells: Cells, held: Floats) -> Floats:
        """Parts of all items, in one row."""
        bottom, tops = side_cells(cells, self.bottom[None], self.tops[None])
        found: Floats = _parts((bottom[0], bottom[1]), (tops[0], tops[1]), held)[0]
        return found

    def without(self, cells: Cells, outlets: tuple[int, ...]) -> tuple[Floats, Floats]:
        """Both sides' cells of all other outlets: (2, cells), (2, 2 x items, cells)."""
        rest = [k for k in range(len(cells.sides)) if k not in outlets]
        bottom, tops = self.bottom[rest], self.tops[:, rest]
        if cells.outlets_equal:
            share = equal_shares(bottom)
            bottom, tops = bottom * share, tops * share
        found = np.zeros((2, cells.n_cells)), np.zeros((2, len(tops), cells.n_cells))
        for k, side in enumerate(cells.sides[rest].tolist()):
            found[0][side] += bottom[k]
            found[1][side] += tops[:, k]
        return found


def _parts(bottom: Two, tops: Two, held: Floats) -> Floats:
    """Parts of all items of each replicate: (replicates, items x 9)."""
    n = tops[0].shape[1] // 2
    with np.errstate(invalid="ignore", divide="ignore"):
        found = split_sides(
            bottom, (tops[0][:, :n], tops[1][:, :n]), (tops[0][:, n:], tops[1][:, n:]), held=held
        )
    return found.reshape(len(found), -1)


def _draw(
    cells: Cells, both: Floats, strata: pl.DataFrame, resampling: Resampling, held: Floats
) -> Iterator[Floats]:
    """Parts of replicates in which units are drawn again."""
    seed, replicates = resampling.seed, resampling.replicates
    for weights in draw_weights(strata, seed=seed, replicates=replicates):
        for one in weights:
            of_place = one[cells.unit]
            grid = _Grid(cells.add(cells.bottom * of_place), cells.add(both * of_place))
            yield grid.parts(cells, held)[None]


def _find_influence(cells: Cells, both: Floats, sizes: Ints, held: Floats) -> Influence:
    """As ``resampling.influence.find_influence``, of these parts."""
    total = _Grid(cells.add(cells.bottom), cells.add(both))
    plain = total.parts(cells, held)
    n = len(plain)
    variance, used = np.zeros((len(sizes), n)), np.zeros((len(sizes), n))
    skew = np.zeros(n)
    ends = np.cumsum(sizes)
    for h, (size, end) in enumerate(zip(sizes.tolist(), ends.tolist(), strict=True)):
        if size < 2:
            continue
        low, high = np.searchsorted(cells.unit, [end - size, end]).tolist()
        stratum = _Stratum(cells, both, held, total, size, slice(low, high))
        nobody = stratum.nobody.parts(cells, held)
        found, used[h] = stratum.leave_out()
        n_silent = size - len(found)
        used[h] += n_silent * (_differs(nobody, nobody) | _differs(plain, plain))
        with np.errstate(invalid="ignore"):
            mean = (found.sum(axis=0) + n_silent * nobody) / size
            moved, still = mean - found, mean - nobody
        variance[h] = np.square(moved).sum(axis=0) + n_silent * np.square(still)
        variance[h] *= (size - 1) / size
        skew += ((size - 1) / size) ** 3 * ((moved**3).sum(axis=0) + n_silent * still**3)
    return summarise(variance, used, skew, sizes)


class _Stratum:
    """One stratum's units, which are left out one by one."""

    def __init__(
        self, cells: Cells, both: Floats, held: Floats, total: _Grid, size: int, places: slice
    ) -> None:
        self._cells, self._held, self._total, self._size = cells, held, total, size
        self._unit, self._outlet = cells.unit[places], cells.outlet[places]
        self._cell = cells.cell[places]
        self._bottom, self._tops = cells.bottom[places], both[:, places]
        own = cells.add(cells.bottom[places], places=places)
        own_tops = cells.add(both[:, places], places=places)
        self._own = _Grid(own, own_tops)
        rest = size - 1
        # Without a unit that adds nothing there is what there is without anybody.
        self.nobody = _Grid(total.bottom + own / rest, total.tops + own_tops / rest)

    def leave_out(self) -> tuple[Floats, Floats]:
        """Parts without each unit that adds something, and how many units each part uses."""
        n = 9 * (len(self._tops) // 2)
        found, used = [np.zeros((0, n))], np.zeros(n)
        for outlets, places in self._by_outlets():
            n_cells = len(self._tops) * self._cells.n_cells
            starts = np.flatnonzero(np.diff(self._unit[places], prepend=-1))
            step = max(1, _AT_ONCE // n_cells)
            for first in range(0, len(starts), step):
                last = starts[first + step] if first + step < len(starts) else len(places)
                without, uses = self._leave(outlets, places[starts[first] : last])
                found.append(without)
                used += uses
        return np.concatenate(found), used

    def _by_outlets(self) -> Iterator[tuple[tuple[int, ...], Ints]]:
        """Places of the units that stand in the same outlets, most in one."""
        starts = np.flatnonzero(np.diff(self._unit, prepend=-1))
        ends = np.append(starts, len(self._unit))[1:]
        alike: dict[tuple[int, ...], list[int]] = {}
        outlets = self._outlet.tolist()
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            key = tuple(sorted(set(outlets[start:end])))
            alike.setdefault(key, []).extend(range(start, end))
        for key in sorted(alike):
            yield key, np.array(alike[key])

    def _leave(self, outlets: tuple[int, ...], places: Ints) -> tuple[Floats, Floats]:
        bottom, tops = self._bottom[places], self._tops[:, places]
        at = self._outlet[places], self._cell[places]
        size, total, own = self._size, self._total, self._own
        there = total.bottom[at], total.tops[:, at[0], at[1]]
        mine = own.bottom[at], own.tops[:, at[0], at[1]]
        without = self._changed(
            self.nobody, outlets, places,
            there[0] + (mine[0] - size * bottom) / (size - 1),
            there[1] + (mine[1] - size * tops) / (size - 1),
        )  # fmt: skip
        # A unit that lies on the estimate moves nothing and is used all the same: seen when its
        # tables are weighed apart.
        n = len(tops) // 2
        apart = np.repeat([0.5 / 2, 0.5 / 3], n)[:, np.newaxis]
        uneven = self._changed(
            total, outlets, places, there[0] + bottom * 0.5, there[1] + tops * apart
        )
        cells, held = self._cells, self._held
        nobody, plain = self.nobody.parts(cells, held), total.parts(cells, held)
        used = _differs(without, nobody) | _differs(uneven, plain)
        return without, used.sum(axis=0)

    def _changed(
        self, base: _Grid, outlets: tuple[int, ...], places: Ints, bottom: Floats, tops: Floats
    ) -> Floats:
        """Parts of a grid in which each unit's own places have other values: (units, ...)."""
        cells = self._cells
        units = self._unit[places]
        row = np.cumsum(np.diff(units, prepend=units[0]) != 0)
        n = int(row[-1]) + 1
        rest = base.without(cells, outlets)
        bottoms, numerators = ([part[s][None] for s in (0, 1)] for part in rest)
        for outlet in outlets:
            side = int(cells.sides[outlet])
            own = self._outlet[places] == outlet
            here = row[own], self._cell[places[own]]
            whole = np.repeat(base.bottom[outlet][None], n, axis=0)
            whole[here] = bottom[own]
            part = np.repeat(base.tops[:, outlet][None], n, axis=0)
            part[here[0], :, here[1]] = tops[:, own].T
            if cells.outlets_equal:
                share = equal_shares(whole)
                whole *= share
                part *= share[:, np.newaxis]
            bottoms[side] = bottoms[side] + whole
            numerators[side] = numerators[side] + part
        return _parts((bottoms[0], bottoms[1]), (numerators[0], numerators[1]), self._held)


def _differs(values: Floats, base: Floats) -> NDArray[np.bool_]:
    return ~np.isclose(values, base, rtol=SAME, atol=1e-12, equal_nan=False)
