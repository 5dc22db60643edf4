"""A sentence with its dependency parse beside its words; labels and tags of spaCy's English models.

Labels are those of ClearNLP (``nsubjpass``, ``agent``, ``dobj`` ...), tags those of the Penn
Treebank. Anything that looks like a ``spacy.tokens.Doc`` can be read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from framing.annotate.facts.readings import Found, Roles
from framing.annotate.facts.words import Range, Words, load_grammar, overlaps

Parse = Callable[[str], Any]  # text of a sentence -> Doc

_MEMORY = 40  # words back to what "them" or "they" stands for
_KEPT = (
    "det",
    "poss",
    "compound",
    "amod",
    "nummod",
    "case",
    "nmod",
    "quantmod",
    "predet",
    "advmod",
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed sentence beside its words; ``start`` is its first character in the document."""

    words: Words
    doc: Any
    start: int

    def token(self, at: int) -> Any:
        """The token that holds the first character of a word; None where none does."""
        wanted = self.words.document.starts[at] - self.start
        for token in self.doc:
            if token.idx <= wanted < token.idx + len(token.text):
                return token
        return None

    def span(self, tokens: Iterable[Any]) -> Range | None:
        """The words from the first to the last of some tokens."""
        listed = sorted(tokens, key=lambda t: t.i)
        if not listed:
            return None
        starts = self.words.document.starts
        first = bisect_left(starts, self.start + listed[0].idx)
        last = bisect_left(starts, self.start + listed[-1].idx + len(listed[-1].text))
        return (first, last) if first < last else None

    def sees(self, act: Found) -> bool:
        """Whether the parse takes the act for what the codebook does: a verb, or a noun."""
        token = self.token(act.head)
        if token is None:
            return False
        if act.kind == "noun":
            return bool(token.tag_[:2] == "NN")
        return bool(token.tag_[:2] == "VB" or token.dep_ == "amod" or is_passive(token))

    def phrase(self, head: Any) -> Range | None:
        """A noun phrase: its head with what modifies it, and "of" phrases."""
        return self.span(_phrase(head))


def _phrase(head: Any) -> Iterator[Any]:
    yield head
    for child in head.children:
        near = child.dep_ in _KEPT and abs(child.i - head.i) < 8
        if near and not (child.dep_ == "advmod" and child.i > head.i):
            yield from _phrase(child)
        elif child.dep_ == "prep" and child.text.lower() == "of" and child.i > head.i:
            yield child
            for noun in children(child, "pobj"):
                yield from _phrase(noun)


def children(token: Any, *deps: str) -> list[Any]:
    """What hangs on a token with one of some labels, in order."""
    return [child for child in token.children if child.dep_ in deps]


def spread(head: Any) -> Iterator[Any]:
    """A noun, those joined to it, and the whole of a part: "three of the islands"."""
    yield head
    is_part = head.text.lower() in load_grammar()["partitives"] or head.text[:1].isdigit()
    for child in head.children:
        if child.dep_ in ("conj", "appos"):
            yield from spread(child)
        elif child.dep_ == "prep" and child.text.lower() == "of" and is_part:
            for noun in children(child, "pobj"):
                yield from spread(noun)


def is_object(parsed: Parsed, token: Any, roles: Roles) -> bool:
    """Whether a token is what the fact acts on, or a pronoun that can stand for it."""
    span = parsed.span([token])
    if span is None:
        return False
    if token.text.lower() in ("them", "they"):
        return any(span[0] - _MEMORY <= first < span[0] for first, _ in roles.objects)
    return overlaps(span, roles.objects)


def can_act(noun: Any) -> bool:
    """Whether the noun behind "by" can be an agent: not "by force", "by 1945"."""
    word = noun.text.lower()
    grammar = load_grammar()
    return not (word[:1].isdigit() or word in grammar["not_agents"] or word in grammar["times"])


def named_behind(parsed: Parsed, prep: Any, roles: Roles) -> Range | None:
    """The phrase behind a preposition where it is a name, or one that patterns know."""
    for noun in children(prep, "pobj"):
        phrase = parsed.phrase(noun)
        if phrase and (
            overlaps(phrase, roles.recipients)
            or any(parsed.words.is_capital(k) for k in range(*phrase))
        ):
            return phrase
    return None


def stands_in(parsed: Parsed, token: Any, ranges: tuple[Range, ...]) -> bool:
    """Whether a token stands in one of some ranges of words."""
    span = parsed.span([token])
    return span is not None and overlaps(span, ranges)


def phrase_of(parsed: Parsed, token: Any) -> Range | None:
    """The words of a phrase; None where there is no head."""
    return None if token is None else parsed.phrase(token)


def is_passive(token: Any) -> bool:
    """A passive has its auxiliary or subject, or is a participle that hangs on a noun."""
    if children(token, "auxpass", "nsubjpass"):
        return True
    if token.tag_ not in ("VBN", "VBD", "JJ") or children(token, "aux", "dobj"):
        return False
    if children(token, "nsubj"):
        return bool(token.tag_ == "VBN")  # "Islands taken over")
    if token.dep_ == "conj" and token.head.tag_[:2] == "VB":
        return is_passive(token.head)
    return token.dep_ in ("acl", "amod", "advcl", "ROOT", "oprd", "ccomp") and (
        token.tag_ in ("VBN", "JJ") or bool(children(token, "agent"))
    )
