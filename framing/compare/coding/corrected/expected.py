"""What people would say of units that nobody coded: from those coded, or from an accuracy."""

from __future__ import annotations

import numpy as np

from framing.compare.coding.corrected.errors import Error, spread, subtract
from framing.compare.coding.corrected.shares import CORRECTED, MACHINE, Part, estimate_part
from framing.compare.coding.corrected.units import Coded, Floats, Ints


def assume_chance(coded: Coded, label: int, accuracy: float) -> Floats:
    """How likely a person gives each unit the label: the tool is right as often for every label.

    Where it is wrong the other labels are as likely as each other, and where it gives none all are.
    """
    n = len(coded.labels)
    other = (1.0 - accuracy) / max(n - 1, 1)
    found = np.where(coded.predicted == label, accuracy, other)
    return np.where(coded.predicted < 0, 1.0 / n, found)


def learn_chance(coded: Coded, label: int) -> Floats:
    """The same from coded units: the share among those of the group to which the tool said alike.

    Half a unit with the label and half a unit without it are added to each.
    """
    group = (coded.sides["group"].rank("dense").cast(int) - 1).to_numpy()
    cell = group * (len(coded.labels) + 1) + coded.predicted + 1
    size = int(cell.max()) + 1
    inverse = 1.0 / coded.chance
    here = cell[coded.at]
    whole = np.bincount(here, weights=inverse, minlength=size)
    hits = np.bincount(here, weights=inverse * (coded.said == label), minlength=size)
    n = np.bincount(here, minlength=size)
    each = np.where(n > 0, whole / np.maximum(n, 1), 1.0)
    return ((hits + each / 2) / (whole + each))[cell]


def articles_error(
    coded: Coded, shares: list[tuple[Floats, Ints]], *, label: int, learned: bool
) -> Error:
    """The variance that articles bring, which no coding takes away.

    From coded units where there are any, at least what the tool's labels show as far as lambda
    trusts them; else from the tool's labels.
    """
    machine = [_part(coded, share, label, MACHINE) for share in shares]
    if not learned:
        return _spread(coded, _joined(machine))
    corrected = [_part(coded, share, label, CORRECTED) for share in shares]
    trusted = [
        tool._replace(articles=tool.articles * (hand.tuning or 0.0))
        for tool, hand in zip(machine, corrected, strict=True)
    ]
    least, whole = _spread(coded, _joined(trusted)), _spread(coded, _joined(corrected))
    alone = float(np.sum((1.0 - coded.chance) * np.square(_joined(corrected).units)))
    return Error(max(whole.variance - alone, least.variance), max(least.df, 1.0))


def _part(coded: Coded, share: tuple[Floats, Ints], label: int, method: str) -> Part:
    return estimate_part(coded, *share, label=label, method=method)


def _joined(parts: list[Part]) -> Part:
    return subtract(*parts) if len(parts) == 2 else parts[0]


def _spread(coded: Coded, part: Part) -> Error:
    return spread(part.articles, coded.within, np.ones(len(coded.within)))
