"""The words of one sentence as grammar sees them: closed classes, punctuation, capitals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from framing.annotate.documents import Document, Sentence

Range = tuple[int, int]

_NO_BREAK = frozenset("\"'\u2018\u2019\u201c\u201d\u00ab\u00bb")  # quotation marks part no clause


@cache
def load_grammar() -> dict[str, frozenset[str]]:
    """Closed classes of ``grammar.yaml`` by name."""
    text = files(__package__).joinpath("grammar.yaml").read_text("utf-8")
    classes = {name: frozenset(words) for name, words in yaml.safe_load(text).items()}
    classes["auxiliaries"] = frozenset().union(
        *(classes[name] for name in ("be", "get", "have", "do", "linking", "modals"))
    )
    return classes


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence of a document; positions are those of the document."""

    document: Document
    sentence: Sentence

    @property
    def first(self) -> int:
        """Its first word."""
        return self.sentence.first

    @property
    def last(self) -> int:
        """The position behind its last word."""
        return self.sentence.last

    def word(self, at: int) -> str:
        """The folded word at a position; empty outside of the sentence."""
        return self.document.words[at] if self.first <= at < self.last else ""

    def is_a(self, at: int, *classes: str) -> bool:
        """Whether the word is in one of the closed classes; ``May`` is no modal."""
        word = self.word(at)
        grammar = load_grammar()
        if word == "may" and self.document.surfaces[at] == "May" and at > self.first:
            return "times" in classes
        return any(word in grammar[name] for name in classes)

    def is_adverb(self, at: int) -> bool:
        """Whether the word can stand inside a group of verbs without being one."""
        word = self.word(at)
        return self.is_a(at, "adverbs") or (
            len(word) > 4 and word.endswith("ly") and not self.is_capital(at)
        )

    def is_capital(self, at: int) -> bool:
        """Whether the word begins with a capital letter."""
        return self.first <= at < self.last and self.document.surfaces[at][:1].isupper()

    def is_possessive(self, at: int) -> bool:
        """Whether the word owns what follows: "Nordia's", "the islands'"."""
        if not self.first <= at < self.last:
            return False
        document = self.document
        if document.surfaces[at][-2:] in ("'s", "\u2019s"):
            return True
        return document.text[document.ends[at] : document.ends[at] + 2] in ("' ", "\u2019 ") and (
            document.words[at].endswith("s")
        )

    def mark(self, at: int) -> str:
        """Punctuation between the word before a position and that word, quotation marks aside."""
        if at <= self.first or at >= self.last:
            return "."
        gap = self.document.text[self.document.ends[at - 1] : self.document.starts[at]]
        return "".join(c for c in gap if not c.isspace() and c not in _NO_BREAK)

    def is_question(self) -> bool:
        """Whether the sentence ends in a question mark."""
        end = self.document.text[self.sentence.start : self.sentence.end].rstrip()
        return end.rstrip("\"'\u2019\u201d)").endswith("?")


def overlaps(one: Range, others: tuple[Range, ...]) -> bool:
    """Whether a range shares a word with one of the others."""
    return any(one[0] < last and first < one[1] for first, last in others)
