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


# An end that Punkt never doubts: a word of letters that is no abbreviation, then a capital.
_SURE = re.compile(
    r"(?:(?<=[\s\"“”‘(\[])|^)([^\W\d_]{2,})[.?!][\"'”’»)\]]{0,3}\s+(?=[\"'“‘«(\[]?[^\W\d_a-z])"
)
# Where Punkt may see an end at all: a stop and then no letter, nor only marks that close the piece.
_POSSIBLE = re.compile(r"[.?!](?![\"'”’»)\]}]+$)[\s?!)\";}\]*:@'({\[”’“‘»«—–…]")
# Where Punkt sees none if the word is an abbreviation: "Mr. Kono told", "a U.S. envoy".
_SHORT = re.compile(r"(?:^|(?<= ))([A-Za-z]{2,}|[A-Za-z](?:\.[A-Za-z])+)\. (?=[^\s.?!]+(?: |$))")


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(load_words("abbreviations.txt"))


@cache
def _splitter() -> PunktSentenceTokenizer:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(_abbreviations())
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
        for start, end in _split(text):
            cuts = [start, *(m.end() for m in _ENDS.finditer(text, start, end)), end]
            spans += [(offset + indent + a, offset + indent + b) for a, b in pairwise(cuts)]
        offset += len(line)
    return [(a + len(passage[a:b]) - len(passage[a:b].lstrip()), b) for a, b in spans]


def _split(line: str) -> list[tuple[int, int]]:
    """What Punkt gives for a line, which is asked only about the pieces between sure ends."""
    spans = []
    start = 0
    for sure in _SURE.finditer(line):
        if sure[1].lower() not in _abbreviations():
            spans += _split_piece(line, start, sure.end())
            start = sure.end()
    return spans + _split_piece(line, start, len(line))


def _split_piece(line: str, start: int, end: int) -> list[tuple[int, int]]:
    piece = line[start:end].rstrip()
    possible = {found.start() for found in _POSSIBLE.finditer(piece)}
    if possible:
        short = (found for found in _SHORT.finditer(piece) if found[1].lower() in _abbreviations())
        possible.difference_update(found.end() - 2 for found in short)
    if not possible:
        return [(start, start + len(piece))] if piece else []
    return [(start + a, start + b) for a, b in _splitter().span_tokenize(piece)]
