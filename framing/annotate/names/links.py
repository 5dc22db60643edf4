"""Where a text itself says that two phrases name one thing: "X, which Tokyo calls Y", "X (Y)"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from framing.annotate.names.flow import BLANK, CLOSE, COMMA, OPEN, OTHER, QUOTE, SLASH, Flow
from framing.language.english import load_phrases

# How much each kind says, where it is met once: a text that says so outright, one that lays two
# phrases side by side.
KINDS: Mapping[str, float] = {
    "called": 0.9,
    "slash": 0.8,
    "or": 0.6,
    "brackets": 0.5,
    "apposition": 0.3,
}
_BACK, _ON = 7, 6  # words from a naming verb to the end of X, and to the beginning of Y


@dataclass(frozen=True, slots=True)
class Place:
    """Where two phrases may be linked: X ends before word ``end``, Y begins at ``begin``.

    ``owner`` are words (first, last) that say whose name Y is, empty where nobody is named.
    """

    kind: str
    end: int
    begin: int
    owner: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Link:
    """Two occurrences of phrases (indexes into ``Phrases``) that a text links."""

    kind: str
    x: int
    y: int
    owner: tuple[int, int]


def find_places(flow: Flow) -> list[Place]:
    """Every place where a text may link two phrases; cheap to find, then checked against them."""
    word, gap = flow.word, flow.gap
    blank = gap & ~BLANK
    types = {t: k for k, t in enumerate(flow.vocabulary)}
    articles = np.isin(word, [types[t] for t in ("the", "a", "an") if t in types])
    either = word == types.get("or", -1)
    before = np.flatnonzero(blank[:-1] == SLASH)
    places = [Place("slash", k + 1, _begin(flow, k + 1)) for k in before.tolist()]
    before = np.flatnonzero(blank[:-1] & ~QUOTE == OPEN)
    places += [Place("brackets", k + 1, _begin(flow, k + 1)) for k in before.tolist()]
    after_comma = blank[:-1] == COMMA
    before = np.flatnonzero(after_comma & either[1:])
    places += [Place("or", k + 1, _begin(flow, k + 2)) for k in before.tolist()]
    before = np.flatnonzero(after_comma & articles[1:])
    places += [Place("apposition", k + 1, _begin(flow, k + 1)) for k in before.tolist()]
    naming = np.flatnonzero(flow.types_in("naming")[word])
    for at in naming.tolist():
        places += _called(flow, at)
    return sorted(places, key=lambda p: (p.end, p.begin, p.kind))


def _begin(flow: Flow, at: int) -> int:
    """The first word that is no article, from ``at`` on."""
    while at < len(flow.word) - 1 and flow.vocabulary[flow.word[at]] in ("the", "a", "an"):
        at += 1
    return at


def _called(flow: Flow, at: int) -> Iterator[Place]:
    """Places round a naming verb: "X, which Tokyo calls Y", "X, known in Japan as Y"."""
    classes = load_phrases()
    verb = flow.vocabulary[flow.word[at]]
    begin, owner = _named_after(flow, at)
    if begin is None:
        return
    back, owners, relative = at, list[int](), False
    while back > max(at - _BACK, 0) and flow.run[back - 1] == flow.run[at] and not relative:
        previous = flow.vocabulary[flow.word[back - 1]]
        relative = previous in ("which", "that", "what")
        if previous not in classes["naming_before"]:
            if back == at and verb in classes["naming_participles"]:
                break  # "islands called X"
            if flow.gap[back - 1] != BLANK or not flow.capital[back - 1]:
                break
            owners.append(back - 1)
        elif flow.gap[back - 1] & COMMA and back < at:
            break
        back -= 1
    apart = back > 0 and flow.gap[back - 1] & (COMMA | OPEN) > 0
    passive = back < at and flow.vocabulary[flow.word[at - 1]] in classes["naming_passive"]
    participle = verb in classes["naming_participles"] and not owners
    if relative or (participle and (apart or passive)):
        mine = (min(owners), max(owners) + 1) if owners and not owner[1] else owner
        yield Place("called", back, begin, mine)


def _named_after(flow: Flow, at: int) -> tuple[int | None, tuple[int, int]]:
    """Where the name begins after a naming verb, and whoever stands between ("in Japan as")."""
    classes = load_phrases()
    seen_as = flow.vocabulary[flow.word[at]] not in classes["naming_as"]
    owner: list[int] = []
    for k in range(at + 1, min(at + _ON + 1, len(flow.word))):
        word = flow.vocabulary[flow.word[k]]
        if flow.run[k] != flow.run[at]:
            break
        if word in classes["naming_after"]:
            seen_as |= word == "as"
        elif seen_as and word not in classes["prepositions"]:
            return k, (min(owner), max(owner) + 1) if owner else (0, 0)
        elif flow.capital[k] and not seen_as:
            owner.append(k)
        else:
            break
    return None, (0, 0)


def find_links(
    flow: Flow, places: list[Place], *, phrase: np.ndarray, first: np.ndarray, last: np.ndarray
) -> list[Link]:
    """Places where both sides are phrases (arrays as in ``Phrases``)."""
    ends = {int(w): k for k, w in enumerate(last)}
    begins = {int(w): k for k, w in enumerate(first)}
    links = []
    for place in places:
        x, y = ends.get(place.end), begins.get(place.begin)
        if place.kind == "called":
            x = _antecedent(flow, place.end, ends, first)
        if x is None or y is None or phrase[x] == phrase[y] or x == y:
            continue
        if flow.run[first[x]] == flow.run[first[y]] and _closed(flow, place, first[x], last[y]):
            links.append(Link(place.kind, x, y, place.owner))
    return links


def _antecedent(flow: Flow, end: int, ends: Mapping[int, int], first: np.ndarray) -> int | None:
    """The phrase that "which" goes back to: over a name after a preposition, to the noun before it.

    "the islands off Hokkaido, which Russia calls ...": it is the islands.
    """
    begin = end
    while flow.capital[begin - 1] and begin > 0 and flow.run[begin - 1] == flow.run[end - 1]:
        begin -= 1
        if flow.gap[begin - 1] != BLANK:
            break
    at = begin - 1
    prepositions = load_phrases()["prepositions"]
    if begin < end and at > 0 and flow.vocabulary[flow.word[at]] in prepositions - {"of"}:
        return ends.get(at)
    return ends.get(end)


def _closed(flow: Flow, place: Place, first: int, last: int) -> bool:
    """The second phrase ends where its kind of link does, and no list is mistaken for one."""
    after = int(flow.gap[last - 1])
    in_list = first > 1 and any(
        flow.gap[k - 1] & COMMA and flow.run[k - 1] == flow.run[first] for k in (first, first - 1)
    )
    if place.kind == "brackets":
        return bool(after & CLOSE)
    if place.kind in ("or", "apposition"):
        return bool(after & (COMMA | OTHER)) and not in_list
    return True
