"""A readable id for a group of articles: its first day and the words that it shares."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from framing.language.words import fold_id, slug

_N_WORDS = 3  # in an id: enough to tell it by, short enough to type
_STEM = 5  # letters: "Russia" and "Russian" need not both stand in an id


def shared_words(words: pl.DataFrame, members: pl.DataFrame) -> dict[int, list[str]]:
    """For each group the words that most of its articles share and few others have.

    Parameters
    ----------
    words
        ``doc``, ``type``, ``weight``, ``first``.
    members
        ``doc``, ``group``.

    Returns
    -------
    dict
        Up to three words by group, in the order of an article.
    """
    sizes = members.group_by("group").agg(size=pl.len())
    found = (
        words.join(members, on="doc")
        .filter(pl.col("type").str.contains(r"\p{L}{3}"))
        .group_by("group", "type")
        .agg(
            pl.col("weight").sum().round(9),
            pl.len().alias("carriers"),
            pl.col("first").median(),
        )
        .join(sizes, on="group")
        .filter(pl.col("carriers") * 2 >= pl.col("size"))
        .sort(["group", "weight", "type"], descending=[False, True, False])
    )
    chosen: dict[int, list[tuple[float, str]]] = {}
    for group, word, first in found.select("group", "type", "first").iter_rows():
        kept = chosen.setdefault(group, [])
        if len(kept) < _N_WORDS and not any(w[:_STEM] == word[:_STEM] for _, w in kept):
            kept.append((first, word))
    return {group: [word for _, word in sorted(kept)] for group, kept in chosen.items()}


def name_events(
    groups: Iterable[tuple[int, str | None]],
    words: dict[int, list[str]],
    *,
    taken: Iterable[str] = (),
) -> dict[int, str]:
    """An id for each group, none like another.

    Parameters
    ----------
    groups
        Number and first day of each group, in the order in which names are given.
    words
        Shared words by group.
    taken
        Ids that other events have; ids that differ only by hyphens, blanks or case are one.

    >>> name_events([(4, "2019-11-06"), (7, "2019-11-06")], {4: ["ferry"], 7: ["ferry"]})
    {4: '2019-11-06-ferry', 7: '2019-11-06-ferry-2'}
    """
    used = {fold_id(name) for name in taken} | {"shared"}  # the scope's word for shared events
    names = {}
    last: dict[str, int] = {}
    for group, day in groups:
        stem = "-".join(filter(None, (day, slug(" ".join(words.get(group, [])))))) or "event"
        k = last.get(stem, 0) + 1
        while fold_id(name := stem if k == 1 else f"{stem}-{k}") in used:
            k += 1
        last[stem] = k
        used.add(fold_id(name))
        names[group] = name
    return names
