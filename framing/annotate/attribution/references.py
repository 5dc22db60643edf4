"""Whom a pronoun or a title means: the last fitting speaker or the subject just before."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.annotate.attribution.antecedents import find_fuller, find_tail
from framing.annotate.attribution.names import RUN, Person, Speaker, fold_name

if TYPE_CHECKING:
    from framing.annotate.attribution.cast import Cast

_REACH = 3  # sentences back to the subject that a pronoun takes up
_HUMAN = frozenset(("official", "expert", "business", "media", "citizen", "unnamed"))
_SEVERAL = frozenset(("some", "many", "others", "people", "police", "few", "both", "all", "men"))
_NOUN_FIRST = re.compile(r"(?:The|A|An|One)(?: [\w’'-]+){1,4}")
_NAME_NEXT = re.compile(r",? [A-ZÀ-Ž]")
_HEAD = re.compile(r"\s(?:of|for|at|from|with|in|to|by|on|who|close|familiar)\s|,")


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
    head = words[-1]
    if head in lexicon.nations or not _is_known(cast, head):
        return None  # "the Japanese side"
    offices = (word for word in words if word in lexicon.titles or word in lexicon.types)
    wanted = {word for word in offices if word not in ("of", *lexicon.abbreviations)}
    for word in words:
        wanted.update(lexicon.abbreviations.get(word, "").split())
    if words[-1] in lexicon.generic:
        wanted.discard(words[-1])
    elif not wanted:
        return None
    nations = wanted & lexicon.nations
    everybody = [p for group in cast.people.values() for p in group if p.roles]
    fitting = [p for p in everybody if wanted <= p.roles] or [
        p for p in everybody if _is_like(p, wanted - nations, nations, cast)
    ]
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


def _is_like(person: Person, offices: set[str], nations: set[str], cast: Cast) -> bool:
    """Whether a person may hold an office of a nation: by its other words, or as a counterpart."""
    own = person.roles & cast.lexicon.nations
    if not nations or not offices or (own and not nations <= own):
        return False
    return offices <= person.roles or (bool(own) and "counterpart" in person.roles)


def _is_known(cast: Cast, word: str) -> bool:
    lexicon = cast.lexicon
    return word in lexicon.titles or word in lexicon.abbreviations or word in lexicon.types


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source stands: its character, where its unit or quotation opens, who spoke before.

    ``before_at`` is the character where the attribution before ends.
    """

    at: int
    opens: int
    before: Speaker | None
    before_at: int


def find_by_pronoun(cast: Cast, gender: str, place: Place) -> Speaker | None:
    """Who a "he" or "she" is: who spoke in this sentence, its subject, that of the one before.

    A subject stands before other names of its sentence; a name inside quotation marks is
    nobody's antecedent.
    """
    before = place.before
    fits = before is not None and _may_be(before, gender)
    if before is not None and fits and place.before_at > place.opens:
        return before
    here = bisect_left(cast.starts, place.opens + 1) - 1
    near = _between(cast, place.opens, place.at)
    if person := next((p for p in near if _fits(p, gender)), None):
        return cast.as_speaker(person)
    for k in range(here - 1, max(-1, here - 1 - _REACH), -1):
        if before is not None and fits and place.before_at > cast.starts[k]:
            return before
        subject = find_subject_of(cast, k)
        if subject is not None and _may_be(subject, gender):
            return subject
    floor = cast.starts[max(0, here - 1)] if cast.starts else 0
    heard = (s.person for s in reversed(cast.heard))
    groups = (_between(cast, floor, place.opens), heard, _before(cast, floor))
    person = next((p for people in groups for p in people if _fits(p, gender)), None)
    return cast.as_speaker(person) if person is not None else None


def find_subject_of(cast: Cast, k: int) -> Speaker | None:
    """The person or the person's noun that sentence k opens with; None where it does not."""
    start = cast.starts[k]
    end = cast.starts[k + 1] if k + 1 < len(cast.starts) else len(cast.text)
    if noun := _opening_noun(cast, start, end):
        return noun
    at = bisect_left(cast.mentions, start, key=lambda mention: mention[0])
    for first, person in cast.mentions[at:]:
        if first >= end or _has_verb(cast, start, first):
            return None
        run = RUN.match(cast.text, first)
        if run and cast.text[run.end() : run.end() + 2] not in ("'s", "’s"):
            return cast.as_speaker(person)
    return None


def _opening_noun(cast: Cast, start: int, end: int) -> Speaker | None:
    """A sentence's "The adviser", "A fisherman from Hirado"."""
    types, opening = cast.lexicon.types, _NOUN_FIRST.match(cast.text, start, end)
    words = opening.group().split() if opening else []
    folded = [fold_name(word) for word in words]
    last = next((n for n, word in enumerate(folded) if word in types), 0)
    if not last or folded[last] in cast.lexicon.bodies or folded[last].endswith("s"):
        return None
    if _has_verb(cast, start, start + len(" ".join(words[:last]))):
        return None
    kind, phrase = types[folded[last]], " ".join(words[: last + 1])
    if kind not in _HUMAN or _NAME_NEXT.match(cast.text, start + len(phrase)):
        return None
    person = find_by_role(cast, words[: last + 1], at=start, before=None)
    if person is not None and words[0] == "The":
        return cast.as_speaker(person)
    fuller = find_fuller(cast.text, phrase, at=start, lexicon=cast.lexicon)
    phrase += find_tail(cast.text, start + len(phrase), kind=kind, lexicon=cast.lexicon)
    form = "title" if words[0] == "The" else "unnamed"
    return Speaker(fuller or phrase[:1].lower() + phrase[1:], kind, None, form)


def _has_verb(cast: Cast, a: int, b: int) -> bool:
    """Whether a verb stands between two characters."""
    forms, grammar = cast.lexicon.forms, cast.lexicon.grammar
    words = [word.strip(",.;:\"“”'‘’") for word in cast.text[a:b].split()]
    return any(
        word in grammar["auxiliaries"] or word in grammar["subjects"]
        or (word in forms and forms[word][1] != "base")
        or (word[-2:] == "ed" and len(word) > 4)
        for word in words
    )  # fmt: skip


def _between(cast: Cast, first: int, last: int) -> list[Person]:
    a = bisect_left(cast.mentions, first, key=lambda mention: mention[0])
    b = bisect_left(cast.mentions, last, key=lambda mention: mention[0])
    return [person for _, person in cast.mentions[a:b]]


def _before(cast: Cast, at: int) -> list[Person]:
    return _between(cast, 0, at)[::-1]


def _may_be(speaker: Speaker, gender: str) -> bool:
    """Whether a speaker may be "he" or "she": one person, named or not ("the source")."""
    if speaker.person is not None:
        return _fits(speaker.person, gender)
    if speaker.form not in ("title", "unnamed") or speaker.kind not in _HUMAN:
        return False
    head = _HEAD.split(speaker.name)[0].split()
    return bool(head) and not head[-1].endswith("s") and head[-1].lower() not in _SEVERAL


def _fits(person: Person | None, gender: str) -> bool:
    return person is not None and person.gender in ("", gender)
