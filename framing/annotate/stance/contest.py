"""Where hits of one target and kind share words, one of them stands: which, and why."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from framing.codebook.matching import Hit


@dataclass(frozen=True, slots=True)
class Outcome:
    """A hit that stands, with those that lost to it and the reason."""

    hit: Hit
    losers: tuple[tuple[Hit, str], ...]


def decide(
    hits: Sequence[Hit],
    said: Mapping[Hit, object] | None = None,
    *,
    crossing: Container[Hit] = (),
) -> list[Outcome]:
    """The hits that stand: the longest first, then the earliest, then the one listed first.

    Before that, hits within one attribution come before those ``crossing`` an edge of one.

    Lengths are words from the first to the last that matched. A hit that shares a word with a
    winner has lost to it, also where the rest of it stands alone; and so has one that says what a
    winner says already (equal values in ``said``: sentence, holder, position).
    """
    said = said or {}
    order = sorted(
        hits, key=lambda hit: (hit in crossing, hit.first - hit.last, hit.first, hit.pattern)
    )
    winners: list[Hit] = []
    lost: dict[Hit, list[tuple[Hit, str]]] = {}
    for hit in order:
        winner = next((w for w in winners if w.first < hit.last and hit.first < w.last), None)
        again = next((w for w in winners if said.get(w, w) == said.get(hit, hit)), None)
        if winner is not None:
            across = hit in crossing and winner not in crossing
            why = "begins outside of what is reported" if across else _reason(winner, hit)
            lost[winner].append((hit, why))
        elif again is not None:
            lost[again].append((hit, "says again what the other says in this sentence"))
        else:
            winners.append(hit)
            lost[hit] = []
    return [Outcome(hit, tuple(lost[hit])) for hit in sorted(winners, key=lambda hit: hit.first)]


def _reason(winner: Hit, loser: Hit) -> str:
    n_winner, n_loser = winner.last - winner.first, loser.last - loser.first
    if n_winner > n_loser:
        return f"shorter: {n_loser} words, the other {n_winner}"
    if winner.first < loser.first:
        return "as long, but begins later"
    return "the same words, but stands later in the codebook"
