"""Names that are mentioned as somebody's name: "called X in Russia and Y in Japan"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from framing.annotate.documents import Document, Sentence
from framing.language.english import load_words

_OWNER_AFTER = frozenset(["in", "by", "to", "for", "among"])
_SKIP_BEFORE = frozenset(
    ("the", "as", "to", "simply", "itself", "its", "own", "them", "it", "still", "only", "jointly")
)
_PRONOUNS = frozenset(("it", "they", "he", "she", "we"))
_REACH = 14  # words from a naming verb to the last name it governs


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a document, by words ``first:last``."""

    first: int
    last: int
    entity: str
    side: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Words that name somebody who may own a name."""

    first: int
    last: int
    side: str


def find_glosses(
    document: Document,
    sentence: Sentence,
    mentions: Sequence[Mention],
    owners: Sequence[Owner],
) -> dict[int, tuple[str, str]]:
    """Which mentions of one sentence are glossed: index -> (``symmetric`` | ``asymmetric``, owner).

    A mention is glossed when a naming verb governs it and its owner stands beside it: after it
    ("called X in Russia"), before the verb ("which Japan calls Y") or between ("known in Japan as
    Y"), or when it stands in brackets with an owner ("(Y in Japan)"). Where two names of one
    entity by different sides are glossed in one sentence the gloss is symmetric.
    """
    owned = {}
    for k, mention in enumerate(mentions):
        owner = _owner_of(document, sentence, mention, owners)
        if owner is not None:
            owned[k] = owner
    glosses = {}
    for k, owner in owned.items():
        twins = [
            j
            for j in owned
            if j != k
            and mentions[j].entity == mentions[k].entity
            and mentions[j].side != mentions[k].side
        ]
        glosses[k] = ("symmetric" if twins else "asymmetric", owner)
    return glosses


def _owner_of(
    document: Document, sentence: Sentence, mention: Mention, owners: Sequence[Owner]
) -> str | None:
    """The side whose name a mention is said to be; empty for "it", None where it is no gloss."""
    after = _owner_after(document, sentence, mention, owners)
    verb = _naming_verb(document, sentence, mention)
    if after is not None and (verb is not None or _in_brackets(document, mention)):
        return after
    if verb is None or not _governs_directly(document, verb, mention, owners):
        return None
    before = [o for o in owners if sentence.first <= o.first and o.last <= mention.first]
    near = [o for o in before if o.last >= verb - 4]
    if near:
        return near[-1].side
    # Without an owner only "what it calls X" mentions a name; "call X their home" uses it.
    return "" if _PRONOUNS.intersection(document.words[max(verb - 2, 0) : verb]) else None


def _owner_after(
    document: Document, sentence: Sentence, mention: Mention, owners: Sequence[Owner]
) -> str | None:
    at = mention.last
    if at >= sentence.last or document.words[at] not in _OWNER_AFTER:
        return None
    for owner in owners:
        if at < owner.first <= at + 2 and owner.last <= sentence.last:
            return owner.side
    return None


def _naming_verb(document: Document, sentence: Sentence, mention: Mention) -> int | None:
    naming = load_words("naming_verbs.txt")
    low = max(sentence.first, mention.first - _REACH)
    found = [k for k in range(low, mention.first) if document.words[k] in naming]
    return found[-1] if found else None


def _governs_directly(
    document: Document, verb: int, mention: Mention, owners: Sequence[Owner]
) -> bool:
    """Only articles, "as" or an owner stand between the naming verb and the name."""
    between = document.words[verb + 1 : mention.first]
    if document.words[verb].startswith(("refer", "describ")) and "as" not in between:
        return False
    k = verb + 1
    while k < mention.first:
        owner = next((o for o in owners if o.first == k), None)
        if owner:
            k = owner.last
        elif document.words[k] in _SKIP_BEFORE or document.words[k] in _OWNER_AFTER:
            k += 1
        else:
            return False
    return True


def _in_brackets(document: Document, mention: Mention) -> bool:
    before = document.text[: document.starts[mention.first]].rstrip()
    return before.endswith("(") or before.removesuffix("the").rstrip().endswith("(")
