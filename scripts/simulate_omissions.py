"""Is the chance of finding none what it says? Items of known shares, simulated; a table for docs.

Run: python scripts/simulate_omissions.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.measures.omission import JEFFREYS, Prior, chance_none, fit_prior

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
N_EVENTS, N_ITEMS = 400, 60
OTHERS, OWN = (3, 5, 10, 30), (1, 2, 5)
EDGES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
Event = tuple[Flags, Floats, int]  # what is carried, exposures, how many texts are one's own


def _world(
    a: float, b: float, *, seed: int, length: float = 1.0, outlets: float = 0.0
) -> list[Event]:
    """Events whose items are carried by a share drawn from Beta(a, b).

    ``length`` 1: a text carries with its words; 0: whatever its length. ``outlets`` is the
    standard deviation of an outlet's own log odds; three other outlets take turns.
    """
    random = np.random.Generator(np.random.Philox(key=[seed, 0]))
    events = []
    for n in range(N_EVENTS):
        others, own = OTHERS[n % len(OTHERS)], OWN[n % len(OWN)]
        words = random.lognormal(0, 0.5, own + others)
        exposure = words / words.mean()
        outlet = np.append(np.zeros(own, dtype=int), 1 + np.arange(others) % 3)
        share = random.beta(a, b, N_ITEMS)
        odds = np.log(share + 1e-12) - np.log1p(-share + 1e-12)
        own_odds = odds[:, None] + outlets * random.standard_normal((N_ITEMS, 4))
        rate = 1 / (1 + np.exp(-own_odds[:, outlet]))
        has = random.random(rate.shape) < 1 - (1 - rate) ** exposure**length
        events.append((has[has.any(axis=1)], exposure, own))
    return events


def _stated(events: list[Event], prior: Prior) -> Iterator[tuple[Floats, Flags]]:
    """For each event the chances stated for one's own texts, and whether none has the item."""
    for has, exposure, own in events:
        known = has[:, own:].any(axis=1)
        own_exposure = float(exposure[:own].sum())
        chance = chance_none(has[known, own:], exposure[own:], own=own_exposure, prior=prior)
        yield chance, ~has[known, :own].any(axis=1)


def _row(name: str, events: list[Event], prior: Prior) -> str:
    parts = list(_stated(events, prior))
    chance = np.concatenate([c for c, _ in parts])
    none = np.concatenate([missing for _, missing in parts])
    cells = []
    for low, high in pairwise(EDGES):
        here = (chance >= low) & (chance < high)
        cells.append(
            f"{chance[here].mean():.0%} → {none[here].mean():.0%}" if here.sum() >= 50 else "–"
        )
    return f"| {name} | " + " | ".join(cells) + " |"


WORLDS: dict[str, Callable[[], list[Event]]] = {
    "shares of all sizes, Beta(0.5, 0.5)": lambda: _world(0.5, 0.5, seed=1),
    "even shares, Beta(1, 1)": lambda: _world(1, 1, seed=2),
    "mostly rare, Beta(0.3, 3)": lambda: _world(0.3, 3, seed=3),
    "very rare, Beta(0.2, 8)": lambda: _world(0.2, 8, seed=4),
    "all sizes, length without effect": lambda: _world(0.5, 0.5, seed=5, length=0),
    "all sizes, outlets differ (SD 1)": lambda: _world(0.5, 0.5, seed=6, outlets=1),
    "mostly rare, outlets differ (SD 1)": lambda: _world(0.3, 3, seed=7, outlets=1),
}


def main() -> None:
    bins = [f"{low:.0%}–{high:.0%}" for low, high in pairwise(EDGES)]
    print("| truth; prior | " + " | ".join(bins) + " |")
    print("|---" * (len(bins) + 1) + "|")
    for name, build in WORLDS.items():
        events = build()
        fitted = fit_prior([(has, exposure) for has, exposure, _ in events], least=1)
        print(_row(f"{name}; Jeffreys", events, JEFFREYS))
        if fitted is not None:
            print(_row(f"– fitted Beta({fitted.a:g}, {fitted.b:g})", events, fitted))


if __name__ == "__main__":
    main()
