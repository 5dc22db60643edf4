"""Longer proper names: "Northern Territories Day" is no name of the Northern Territories."""

from __future__ import annotations

from collections.abc import Collection

from framing.annotate.documents import Document, Sentence
from framing.language.english import load_words

_REACH = 3  # words of a headline behind a name among which the noun of a longer name may stand
_BLANKS = (" ", "\u00a0")
_DAYS_AND_MONTHS = frozenset(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
     "february", "march", "april", "may", "june", "july", "august", "september", "october",
     "november", "december")
)  # fmt: skip


def goes_on(document: Document, sentence: Sentence, last: int, stops: Collection[int]) -> bool:
    """Whether the words before ``last`` are the beginning of a longer proper name.

    A capitalised word right behind goes on ("... Development Fund"); where most words have
    capitals, only a noun of ``name_heads.txt`` does. Days, months and words in ``stops`` (where
    an actor's name begins) do not.
    """
    heads = load_words("name_heads.txt")
    all_capitals = _in_title_case(document, sentence)
    for at in range(last, min(last + _REACH, sentence.last)):
        surface, word = document.surfaces[at], document.words[at]
        gap = document.text[document.ends[at - 1] : document.starts[at]]
        if (
            gap not in _BLANKS
            or not surface[:1].isupper()
            or word in _DAYS_AND_MONTHS
            or at in stops
        ):
            return False
        if document.surfaces[at - 1][-2:] in ("'s", "’s"):
            return False
        if not all_capitals or word in heads:
            return True
    return False


def _in_title_case(document: Document, sentence: Sentence) -> bool:
    """Whether capitals tell nothing: all longer words have them, four fifths in headlines."""
    words = [w for w in document.surfaces[sentence.first : sentence.last] if len(w) > 3]
    capital = sum(word[0].isupper() for word in words)
    share = 1.0 if sentence.role == "body" else 0.8
    return capital >= share * len(words)
