"""Sentences by NLTK's Punkt class with an abbreviation list of our own (no download)."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from framing.language.english import load_words

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer


# A line that ends so is a sentence; the bound keeps a line of thousands of marks from being slow.
SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]{0,9}$")
# Abbreviations that are words, too: in small letters (and "No." before no number) they end it.
_ENDS = re.compile(
    r"\b(?:[Nn]o|sat|sun|wed|mar|fig|col|gen|rep|op)\.[\"”’')]*(?=\s+[\"“‘'(]?[A-Z])"
)


@cache
def _splitter() -> PunktSentenceTokenizer:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(load_words("abbreviations.txt"))
    return PunktSentenceTokenizer(parameters)


def find_sentences(passage: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of a passage; lines are split first, blank ones fall away.

    Take a dateline off before: "MOSCOW, November 6. /TASS/." is cut in three by every splitter.

    >>> find_sentences("Mr. Abe met U.S. envoys. They talked.\\nA heading")
    [(0, 24), (25, 37), (38, 47)]
    """
    spans = []
    offset = 0
    for line in passage.splitlines(keepends=True):
        indent = len(line) - len(line.lstrip())
        text = line.strip()
        for start, end in _splitter().span_tokenize(text):
            cuts = [start, *(m.end() for m in _ENDS.finditer(text, start, end)), end]
            spans += [(offset + indent + a, offset + indent + b) for a, b in pairwise(cuts)]
        offset += len(line)
    return [(a + len(passage[a:b]) - len(passage[a:b].lstrip()), b) for a, b in spans]
