"""The group of a verb: its auxiliaries, also far to the left, and what form it has."""

from __future__ import annotations

from dataclasses import dataclass

from framing.annotate.facts.words import Words, load_grammar
from framing.language.english.verbs import base_of, forms_of

_LONG_GAP = 16  # words that may stand between an auxiliary and its verb


@dataclass(frozen=True, slots=True)
class Group:
    """A verb with its auxiliaries, from word ``start`` on.

    ``kinds`` are the forms that the verb can be; ``after`` is "to", or the preposition before a
    gerund, or empty.
    """

    start: int
    kinds: frozenset[str]
    auxiliaries: tuple[str, ...]
    passive: bool
    get: bool
    perfect: bool
    modal: bool
    negated: bool
    after: str


def read_group(words: Words, verb: int, base: str) -> Group:
    """Step left from a verb over adverbs, auxiliaries and insertions.

    "were, in the last days of the war, seized" has its auxiliary behind two commas;
    "were in the last days of the war seized" has none before the verb and no object behind it.
    """
    kinds = forms_of(base).kinds(words.word(verb))
    start, after = verb, ""
    found: list[str] = []
    while start > words.first and not after:
        if words.mark(start):
            skipped = _before_insertion(words, start)
            if skipped is None:
                break
            start = skipped
            continue
        before = start - 1
        if words.is_a(before, "auxiliaries"):
            found.append(words.word(before))
        elif words.word(before) == "to" and _takes_to(words, start, kinds):
            after = "to"
        elif not found and "gerund" in kinds and words.is_a(before, "prepositions"):
            after = words.word(before)
        elif not words.is_adverb(before):
            break
        start = before
    negated = any(words.is_a(k, "negators") for k in range(start, verb))
    if after == "to":
        negated = negated or words.is_a(start - 1, "negators")
    while start < verb and words.is_adverb(start) and not words.is_a(start, "negators"):
        start += 1
    return _group(start, kinds, tuple(found), negated, after)


def _takes_to(words: Words, at: int, kinds: frozenset[str]) -> bool:
    return "base" in kinds or words.is_a(at, "be", "have", "get")


def _group(
    start: int, kinds: frozenset[str], found: tuple[str, ...], negated: bool, after: str
) -> Group:
    grammar = load_grammar()
    nearest = found[0] if found else ""
    get = nearest in grammar["get"]
    passive = "participle" in kinds and (nearest in grammar["be"] | grammar["linking"] or get)
    return Group(
        start,
        kinds,
        found,
        passive,
        get and passive,
        any(word in grammar["have"] for word in found),
        any(word in grammar["modals"] for word in found),
        negated,
        after,
    )


def _before_insertion(words: Words, at: int) -> int | None:
    """Where the group goes on before ", in the last days of the war,"; None for no insertion."""
    if not set(words.mark(at)) & set(",(\u2013\u2014"):
        return None
    for start in range(at - 1, max(words.first, at - _LONG_GAP), -1):
        if words.mark(start) and set(words.mark(start)) & set(",(\u2013\u2014"):
            return start if words.is_a(start - 1, "auxiliaries") else None
        if set(words.mark(start)) & set(";:."):
            return None
    return None


def far_auxiliary(words: Words, verb: int) -> int | None:
    """The form of "be" of "were in the last days of the war seized"; None where none fits."""
    for at in range(verb - 1, max(words.first - 1, verb - _LONG_GAP), -1):
        if words.mark(at + 1) or words.is_a(at, "coordinators", "relatives"):
            return None
        if words.is_a(at, "auxiliaries"):
            fits = words.is_a(at, "be") and words.is_a(at + 1, "prepositions", "adverbs")
            return at if fits else None
    return None


def coordinated_auxiliary(words: Words, verb: int) -> int | None:
    """The form of "be" of "were seized and later annexed"; None where the verbs share none."""
    at = verb - 1
    while at > words.first and words.is_adverb(at) and not words.is_a(at, "coordinators"):
        at -= 1
    if not words.is_a(at, "coordinators") and "," not in words.mark(verb):
        return None
    for k in range(at - 1, max(words.first - 1, at - _LONG_GAP), -1):
        if words.is_a(k, "relatives", "subordinators"):
            return None
        if words.is_a(k, "be"):
            following = k + 1
            while words.is_adverb(following):
                following += 1
            word = words.word(following)
            return k if is_participle(word) else None
    return None


def is_participle(word: str) -> bool:
    """Whether a word looks like a past participle: "helped", "taken"."""
    if word.endswith("ed") and len(word) > 3:
        return True
    base = base_of(word)
    return base != word and word in forms_of(base).participle
