"""Where a noun phrase begins and ends, by closed classes and capitals alone."""

from __future__ import annotations

from framing.annotate.facts.groups import is_participle
from framing.annotate.facts.words import Range, Words, overlaps

_LONGEST = 7  # words of a noun phrase that is still one
_DEFINITE = frozenset(("the", "its", "his", "her", "their", "our", "these", "those", "a", "an"))
_ADJECTIVES = frozenset(("allied", "armed", "combined", "united"))  # in -ed, and behind a noun


def phrase_from(words: Words, start: int, limit: int | None = None) -> Range | None:
    """The noun phrase that begins at a position: "troops of the Union | in 1945".

    It ends before ``limit``, and where a form in -ed behind a noun looks like a verb.
    """
    at = start
    nouns = False
    end = words.last if limit is None else min(limit, words.last)
    while at < min(end, start + _LONGEST):
        if at > start and words.mark(at):
            break
        if words.word(at) == "of" and nouns and not words.is_a(at + 1, "times"):
            nouns = False
        elif words.is_a(at, "articles"):
            if nouns:
                break
        elif _ends_phrase(words, at) or (nouns and _looks_like_verb(words, at)):
            break
        else:
            nouns = not words.is_possessive(at)
        at += 1
    while at > start and (words.is_a(at - 1, "articles") or words.word(at - 1) == "of"):
        at -= 1
    return (start, at) if at > start else None


def _looks_like_verb(words: Words, at: int) -> bool:
    word = words.word(at)
    if word[:1].isdigit():
        return True
    return is_participle(word) and not words.is_capital(at) and word not in _ADJECTIVES


def phrase_before(words: Words, end: int, known: tuple[Range, ...]) -> Range | None:
    """The noun phrase that ends at a position; ``known`` are names found by patterns.

    A name begins where its capitals do; a phrase of small letters with its article.
    """
    if end - 1 < words.first or _ends_phrase(words, end - 1):
        return None
    named = [span for span in known if span[1] == end]
    start = min(span[0] for span in named) if named else end - 1
    capital = words.is_capital(end - 1)
    while start > words.first and end - start < _LONGEST and not words.mark(start):
        if words.is_a(start, "articles") and start < end - 1:
            break
        before = start - 1
        if words.is_a(before, "articles"):
            start = before
            break
        if words.word(before) == "of" and before - 1 >= words.first and not words.mark(before):
            inner = phrase_before(words, before, known)
            return (inner[0], end) if inner else (start, end)
        if _ends_phrase(words, before):
            break
        if (named or capital) and not words.is_capital(before):
            break
        start = before
    return start, end


def starts_phrase(words: Words, at: int) -> bool:
    """Whether a noun phrase begins here, with nothing between it and the word before."""
    if at >= words.last or words.mark(at):
        return False
    return words.is_a(at, "articles", "objects") or not _ends_phrase(words, at)


def _ends_phrase(words: Words, at: int) -> bool:
    if words.is_a(at, "articles"):
        return False
    return (
        words.is_a(at, "prepositions", "auxiliaries", "relatives", "coordinators", "subordinators")
        or words.is_a(at, "times")
        or words.is_adverb(at)
    )


def is_inside_preposition(words: Words, span: Range) -> bool:
    """Whether a phrase hangs on a preposition: "near the islands"; "three of them" does not."""
    at, opened = span[0], False
    while at > words.first and at > span[0] - 5 and not words.mark(at):
        before = at - 1
        if words.is_a(before, "articles"):
            if words.word(at) in _DEFINITE and words.word(before) not in ("all", "both"):
                return False
            at, opened = before, True
            continue
        if words.word(before) == "of":
            part = words.is_a(before - 1, "partitives") or words.word(before - 1)[:1].isdigit()
            if not part:
                return True
            at, opened = before - 1, False
            continue
        if words.is_a(before, "prepositions"):
            return True
        if opened or _ends_phrase(words, before):
            return False
        at = before
    return False


def clause_start(words: Words, at: int) -> int:
    """Where the clause around a position begins: behind a stop, or with the sentence."""
    start = at
    while start > words.first and not set(words.mark(start)) & set(";:\u2013\u2014()"):
        start -= 1
    return start


def is_subject(words: Words, span: Range, start: int) -> bool:
    """Whether a phrase is the first of its clause, after adverbs and "in 1945" at most."""
    at = start
    while at < span[0]:
        if words.is_a(at, "auxiliaries"):
            return False
        if words.is_a(at, "prepositions", "subordinators") or words.is_adverb(at):
            phrase = phrase_from(words, at + 1)
            at = phrase[1] if phrase and not overlaps(phrase, (span,)) else at + 1
            if phrase and overlaps(phrase, (span,)) and not words.mark(span[0]):
                return not is_inside_preposition(words, span)
            continue
        if words.is_a(at, "articles", "coordinators") or words.mark(at + 1):
            at += 1
            continue
        rest = range(at, span[0])
        return len(rest) <= 3 and not any(
            words.mark(k + 1) or words.is_a(k, "prepositions", "relatives") for k in rest
        )
    return not is_inside_preposition(words, span)
