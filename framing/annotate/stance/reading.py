"""What the words around a hit make of it: turned round, asked, supposed, hedged.

The rules, in the order in which they are asked; docs/codebook.md has them in plain words.

1. A mark counts only in the hit's own sentence and inside the same innermost attribution; none of
   what the pattern spells out counts, what stands in a gap of it does.
2. Negation. A negator counts at most ``NEGATOR_REACH`` words before the hit, a denial
   ``DENIAL_REACH``; neither across the end of a clause (``_BREAK``). A refutation counts right
   after the hit. So does the cue of the innermost attribution: one of denying, or any cue with a
   negator before it. Negators joined by a comma, "and" or "or" ("never did and do not") are one.
   An odd number turns the position round, an even number does not.
3. Mood. ``unsaid`` where somebody is said not to have said it; ``question`` where the clause ends
   in a question mark or hangs on "whether"; ``conditional`` inside an if-clause, in the main
   clause beside one with "would", "could" or "might", or under "would have to"; else
   ``statement``.
4. A hedge counts in the same clause; a cue of doubt turns the position round and is its hedge.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from framing.annotate.documents import Document, Sentence
from framing.annotate.spans import Annotated, characters, innermost
from framing.annotate.stance.marks import Mark, Marks
from framing.codebook.matching import Hit
from framing.records.codebook import Codebook

NEGATOR_REACH = 4  # words between "not" and the hit
DENIAL_REACH = 12  # words between "wrong to say that" and the hit
_CUE_REACH = 3  # words from "not" to the cue it negates
_AFTER = 2  # words between the hit and "is false"
_BREAK = re.compile(
    r"[;:()\u2013\u2014]|(?:,|\s-)\s*(?:and|but|while|although|though|because|so|yet|which|who|where|when)\b"
    r"|\b(?:but|because|whereas|although)\b"
)
_JOINED = re.compile(r",|\b(?:and|or)\b")
_COMMA = re.compile(r"[,;:()\u2013\u2014]")
_STOP = re.compile(r"[.?!\u2026]+(?=[\"'\u201d\u2019\u00bb)\]]*(?:\s|$))")
_RELATIVE = frozenset(("that", "which", "who", "whose", "where"))
_ASKING = frozenset(("if", "whether", "whose", "who", "why"))  # open an indirect question
FLIP = {"favour": "against", "against": "favour"}  # others stay what they are


@dataclass(frozen=True, slots=True)
class Cause:
    """Characters ``start:end`` that changed how a hit is read, and the entry they match."""

    part: str
    start: int
    end: int
    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a hit is read: what turned it round (an odd number does), its mood and its hedge."""

    negations: tuple[Cause, ...]
    mood: str
    mood_cause: Cause | None
    hedge: Cause | None

    @property
    def negated(self) -> bool:
        """Whether the position is turned round."""
        return len(self.negations) % 2 == 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hit stands: its sentence, innermost attribution, and words of its gaps."""

    one: Annotated
    hit: Hit
    sentence: Sentence
    parent: int | None
    gaps: frozenset[int]

    @property
    def document(self) -> Document:
        """The article."""
        return self.one.document

    def cause(self, part: str, mark: Mark) -> Cause:
        """A mark as the cause of something."""
        start, end = characters(self.document, mark.first, mark.last)
        return Cause(part, start, end, mark.pattern.source, mark.pattern.where)

    def between(self, first: int, last: int) -> str:
        """The text between word ``first`` (its end) and word ``last`` (its start)."""
        return self.document.text[self.document.ends[first] : self.document.starts[last]]

    def has(self, mark: Mark) -> bool:
        """Whether a mark stands in the same sentence and the same innermost attribution."""
        if not (self.sentence.first <= mark.first and mark.last <= self.sentence.last):
            return False
        return innermost(self.one, *characters(self.document, mark.first, mark.last)) == self.parent

    def inside(self, mark: Mark) -> bool:
        """Whether a mark begins in a gap or a free part of the hit."""
        return mark.first in self.gaps

    @property
    def has_relative(self) -> bool:
        """Whether a relative clause begins in a gap of the hit."""
        return any(self.document.words[k] in _RELATIVE for k in self.gaps)

    def before(self, mark: Mark, reach: int) -> bool:
        """Whether a mark ends at most so many words before the hit, in the same clause."""
        if not mark.first < self.hit.first or self.hit.first - mark.last > reach:
            return False
        if mark.last > self.hit.first:
            return True
        if self.has_relative:  # "no talk of islands that are ours" does not deny that they are
            return False
        return not _BREAK.search(self.between(mark.last - 1, self.hit.first))


def read_hit(place: Place, marks: Marks, codebook: Codebook) -> Reading:
    """How a hit is read; the module says by which rules."""
    negations = [*_own_negations(place, marks), *_cue_negations(place, marks, codebook)]
    negations.sort(key=lambda cause: cause.start)
    doubt = next((cause for cause in negations if cause.part == "doubt"), None)
    mood, why = _mood(place, marks, codebook, doubted=doubt is not None)
    hedge = doubt if doubt and len(negations) == 1 else _hedge(place, marks)
    return Reading(tuple(negations), mood, why, hedge)


def is_torn(place: Place, marks: Marks) -> bool:
    """Whether the gaps of a hit run across the beginning of another clause."""
    return any(place.inside(mark) for mark in marks.of("breaks"))


def _own_negations(place: Place, marks: Marks) -> list[Cause]:
    """Negators, denials and refutations that govern the hit; those that are joined are one."""
    found: list[Cause] = []
    last: Mark | None = None
    denials = [m for m in marks.of("denials") if _governs(place, m, DENIAL_REACH)]
    for mark in marks.of("negators", "denials"):
        governs = mark in denials or _governs(place, mark, NEGATOR_REACH)
        if not governs and not any(_precedes(mark, denial, place) for denial in denials):
            continue
        if last is None or not _JOINED.search(place.between(last.last - 1, mark.first)):
            found.append(place.cause("negation", mark))
        last = mark
    for mark in marks.of("refutations"):
        if 0 <= mark.first - place.hit.last <= _AFTER and place.has(mark):
            found.append(place.cause("negation", mark))
    return found


def _governs(place: Place, mark: Mark, reach: int) -> bool:
    return (place.inside(mark) or place.before(mark, reach)) and place.has(mark)


def _precedes(mark: Mark, denial: Mark, place: Place) -> bool:
    """ "Not wrong to say": a negator right before a denial."""
    near = 0 <= denial.first - mark.last <= 1 and mark.kind == "negators"
    return near and place.has(mark)


def _cue_negations(place: Place, marks: Marks, codebook: Codebook) -> list[Cause]:
    """The cue of the innermost attribution where it denies or doubts, and a negator before it."""
    if place.parent is None:
        return []
    attribution = place.one.attributions[place.parent]
    if attribution.cue is None:
        return []
    start, end = attribution.cue
    lemma, lists = attribution.cue_lemma, codebook.cue_lists
    found = []
    if lemma in lists["denying"] and "as" not in _words(place):  # "dismissed it as groundless"
        found.append(Cause("negation", start, end, f"cue of denying: {lemma}"))
    elif lemma in lists["doubting"]:
        found.append(Cause("doubt", start, end, f"cue of doubt: {lemma}"))
    at = bisect_left(place.document.starts, start)
    for mark in marks.of("negators", "denials"):
        near = at - _CUE_REACH <= mark.first < at and mark.last <= at + 1
        near = near or _opens_source(place, mark, attribution.source)
        outside = near and not place.has(mark)
        if outside and not _COMMA.search(place.between(mark.last - 1, at)):
            found.append(place.cause("negation", mark))
    return found


def _opens_source(place: Place, mark: Mark, source: Sequence[tuple[int, int]]) -> bool:
    """ "No one in the ruling party disputes ...": a negator that begins the source."""
    opens = bool(source) and place.document.starts[mark.first] == source[0][0]
    return opens and mark.kind == "negators"


def _words(place: Place) -> list[str]:
    return place.document.words[place.hit.first : place.hit.last]


def _mood(
    place: Place, marks: Marks, codebook: Codebook, *, doubted: bool
) -> tuple[str, Cause | None]:
    """Statement, or what else, and why."""
    for mark in marks.of("silences"):
        if place.before(mark, DENIAL_REACH):
            return "unsaid", place.cause("mood", mark)
    if not doubted and (cause := _question(place, marks, codebook)):
        return "question", cause
    if cause := _condition(place, marks):
        return "conditional", cause
    return "statement", None


def _question(place: Place, marks: Marks, codebook: Codebook) -> Cause | None:
    document, hit = place.document, place.hit
    stop = _STOP.search(document.text, document.ends[hit.last - 1], place.sentence.end)
    if stop and "?" in stop.group():
        return Cause("mood", stop.start(), stop.end(), "question mark")
    for mark in marks.of("questions"):
        within = place.sentence.first <= mark.first and mark.last <= hit.first
        if within and place.before(mark, DENIAL_REACH):
            return place.cause("mood", mark)
    if place.parent is not None:
        attribution = place.one.attributions[place.parent]
        asked = attribution.cue_lemma in codebook.cue_lists["asking"]
        if asked and attribution.cue and attribution.quotation == "indirect":
            at = bisect_left(document.starts, attribution.content[0][0])
            if _ASKING & set(document.words[max(at - 1, 0) : at + 1]):
                return Cause("mood", *attribution.cue, f"cue of asking: {attribution.cue_lemma}")
    return None


def _condition(place: Place, marks: Marks) -> Cause | None:
    """An if-clause around the hit, one beside it with an unreal verb, or an unreal verb alone."""
    hit = place.hit
    for mark in marks.of("hypotheses"):
        if (place.inside(mark) or place.before(mark, NEGATOR_REACH)) and place.has(mark):
            return place.cause("mood", mark)
    unreal = any(
        (place.inside(mark) or place.before(mark, NEGATOR_REACH)) and place.has(mark)
        for mark in marks.of("unreal")
    )
    demanded = any(role == "holder" for role, _, _ in hit.slots)
    demands = {mark.first for mark in marks.of("demands")} if demanded else set()
    for mark in marks.of("conditions"):
        if not place.has(mark) or mark.first in demands:
            continue
        before = mark.last <= hit.first
        inside = before and not _COMMA.search(place.between(mark.last - 1, hit.first))
        if inside or place.inside(mark) or unreal:
            return place.cause("mood", mark)
    return None


def _hedge(place: Place, marks: Marks) -> Cause | None:
    """The first hedge of the clause that the pattern does not spell out itself."""
    hit = place.hit
    for mark in marks.of("hedges"):
        if not place.has(mark):
            continue
        if mark.last <= hit.first:
            counts = not _BREAK.search(place.between(mark.last - 1, hit.first))
        elif mark.first >= hit.last:
            counts = not _BREAK.search(place.between(hit.last - 1, mark.first))
        else:
            counts = place.inside(mark)
        if counts:
            return place.cause("hedge", mark)
    return None
