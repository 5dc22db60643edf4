"""Whom a pronoun or a title means: the last fitting speaker or the subject just before."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from framing.annotate.attribution.names import Person, Speaker, fold_name

if TYPE_CHECKING:
    from framing.annotate.attribution.speakers import Cast


def find_by_role(
    cast: Cast, surfaces: list[str], *, at: int, before: Speaker | None
) -> Person | None:
    """ "the Russian official", "deputy PM": the person with these words of office."""
    lexicon = cast.lexicon
    words = [fold_name(word) for word in surfaces]
    if any(
        surface[:1].isupper() and not _is_known(cast, word)
        for surface, word in list(zip(surfaces, words, strict=True))[1:]
    ):
        return None  # a name that nobody of the article bears
    offices = (word for word in words if word in lexicon.titles or word in lexicon.types)
    wanted = {word for word in offices if word not in ("of", *lexicon.abbreviations)}
    for word in words:
        wanted.update(lexicon.abbreviations.get(word, "").split())
    if words[-1] in lexicon.generic:
        wanted.discard(words[-1])
    elif not wanted:
        return None
    fitting = [p for group in cast.people.values() for p in group if p.roles and wanted <= p.roles]
    if not fitting:
        return None
    if before is not None and before.person is not None and before.person in fitting:
        return before.person
    if not wanted:
        return None
    if len(fitting) == 1:
        return fitting[0]
    heard = (speaker.person for speaker in reversed(cast.heard) if speaker.person is not None)
    if person := next((p for p in heard if p in fitting), None):
        return person
    k = bisect_left(cast.mentions, at, key=lambda mention: mention[0])
    return next((p for _, p in reversed(cast.mentions[:k]) if p in fitting), fitting[0])


def _is_known(cast: Cast, word: str) -> bool:
    lexicon = cast.lexicon
    return word in lexicon.titles or word in lexicon.abbreviations or word in lexicon.types


def find_by_pronoun(
    cast: Cast, gender: str, *, at: int, before: Speaker | None, before_at: int
) -> Person | None:
    """A person of that gender: who spoke just before, the subject just before, the last speaker.

    ``before_at`` is the character where the attribution before ends.
    """
    here = bisect_left(cast.starts, at + 1) - 1
    floor = cast.starts[max(0, here - 1)] if cast.starts else 0
    if before is not None and before_at >= floor and _fits(before.person, gender):
        return before.person
    a = bisect_left(cast.mentions, floor, key=lambda mention: mention[0])
    b = bisect_left(cast.mentions, at, key=lambda mention: mention[0])
    near = (person for _, person in cast.mentions[a:b])
    heard = (speaker.person for speaker in reversed(cast.heard))
    far = (person for _, person in reversed(cast.mentions[:a]))
    return next((p for people in (near, heard, far) for p in people if _fits(p, gender)), None)


def _fits(person: Person | None, gender: str) -> bool:
    return person is not None and person.gender in ("", gender)
