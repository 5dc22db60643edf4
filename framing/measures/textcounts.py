"""Words, sentences and syllables of many texts by textstat's rules, each spelling looked at once.

A word is what stands between blanks and holds a letter, a digit or an underscore; a sentence is
what stands between marks (``.!?``) and has at least three words.
"""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.counts.numbering import number_bytes
from framing.counts.scan import read_characters
from framing.measures.syllables import count_syllables

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
_BLOCK = 1 << 21  # characters looked at together
_ENDS = bytes(chr(k) in ".!?" for k in range(256))
_BLANK = bytes(k < 128 and chr(k).isspace() for k in range(256))
_SIGN = bytes(k < 128 and (chr(k).isalnum() or chr(k) == "_") for k in range(256))
# textstat's: an apostrophe stays before what can end a contraction; all other marks go.
_NO_CONTRACTION = re.compile(r"'(?![tsd]|ve|ll|re)")
_MARKS = re.compile(r"[^\w\s']")


class TextCounts(NamedTuple):
    """Of each text: sentences, words, syllables."""

    sentences: Ints
    words: Ints
    syllables: Ints


def count_texts(texts: list[str]) -> TextCounts:
    """What textstat's ``sentence_count``, ``lexicon_count`` and ``syllable_count`` say.

    Parameters
    ----------
    texts
        English running text.

    Returns
    -------
    TextCounts
        Each of shape (texts,).

    Raises
    ------
    MissingPackageError
        The pronouncing dictionary is not installed.
    """
    sizes = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    block = (np.cumsum(sizes) - sizes) // _BLOCK
    firsts = np.flatnonzero(np.diff(block, prepend=-1)).tolist()
    slices = list(pairwise([*firsts, len(texts)]))
    with ThreadPoolExecutor(min(os.cpu_count() or 1, max(len(slices), 1))) as pool:
        parts = list(pool.map(lambda part: _count(texts[slice(*part)]), slices))
    chunks = [chunk for part in parts for chunk in part.chunks]
    syllables = _syllables(chunks)
    found, at = [], 0
    for part in parts:
        own = syllables[at : at + len(part.chunks)]
        at += len(part.chunks)
        summed = np.bincount(part.text, weights=own[part.chunk], minlength=len(part.sentences))
        found.append(summed.astype(np.int64))
    none = np.zeros(0, dtype=np.int64)
    return TextCounts(
        np.concatenate([none, *(part.sentences for part in parts)]),
        np.concatenate([none, *(part.words for part in parts)]),
        np.concatenate([none, *found]),
    )


class _Block(NamedTuple):
    """Counts of a block of texts; text and spelling of each word, and the spellings."""

    sentences: Ints
    words: Ints
    text: Ints
    chunk: Ints
    chunks: list[str]


def _count(texts: list[str]) -> _Block:
    raw = ("\n" + "\n".join(texts) + "\n").encode()
    buffer = np.frombuffer(raw, dtype=np.uint8)
    if len(raw) == sum(map(len, texts)) + len(texts) + 1:  # ASCII
        sizes = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    else:
        sizes = np.array([len(text.encode()) + 1 for text in texts], dtype=np.int64)
    first = 1 + np.cumsum(sizes) - sizes
    blank, sign = (np.frombuffer(raw.translate(t), dtype=bool).copy() for t in (_BLANK, _SIGN))
    rest = np.flatnonzero(buffer >= 128)
    if len(rest):
        place, length, code = read_characters(buffer, rest)
        known, number = np.unique(code, return_inverse=True)
        sign[place[np.array([chr(c).isalnum() for c in known])[number]]] = True
        spaces = np.array([chr(c).isspace() for c in known])[number]
        for k in range(4):
            blank[place[spaces & (length > k)] + k] = True
    ends = np.frombuffer(raw.translate(_ENDS), dtype=bool)
    low, high = _pieces(~(blank | ends), sign)
    part = np.searchsorted(first, low, "right") - 1
    # Marks before a piece, and the texts before: one number a stretch between marks.
    stretch = np.cumsum(ends)[low] + part
    begins = np.flatnonzero(np.diff(stretch, prepend=-1))
    long = np.diff(begins, append=len(stretch)) > 2
    sentences = np.bincount(part[begins[long]], minlength=len(texts))
    sentences = np.where(sizes > 1, np.maximum(sentences, 1), 0)
    low, high = _pieces(~blank, sign)
    chunk, examples = number_bytes(raw, low, high)
    spans = zip(low[examples].tolist(), high[examples].tolist(), strict=True)
    text = np.searchsorted(first, low, "right") - 1
    return _Block(
        sentences,
        np.bincount(text, minlength=len(texts)),
        text,
        chunk,
        [raw[a:b].decode() for a, b in spans],
    )


def _pieces(inside: Mask, sign: Mask) -> tuple[Ints, Ints]:
    """Stretches that hold a sign, from and to."""
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    low, high = edges[0::2], edges[1::2]
    signs = np.cumsum(sign)
    holds = signs[high - 1] > signs[low - 1]
    return low[holds], high[holds]


def _syllables(chunks: list[str]) -> Ints:
    """Syllables of stretches between blanks, each cleaned as textstat cleans texts."""
    spelled = pl.DataFrame({"chunk": chunks}, schema={"chunk": pl.String})
    distinct = spelled["chunk"].unique(maintain_order=True)
    words = [
        chunk.lower() if chunk.isalpha() else _MARKS.sub("", _NO_CONTRACTION.sub("", chunk)).lower()
        for chunk in distinct
    ]
    cleaned = pl.DataFrame({"chunk": distinct, "word": words}, schema_overrides={"word": pl.String})
    distinct = cleaned["word"].unique(maintain_order=True)
    known = pl.DataFrame({"word": distinct, "syllables": count_syllables(distinct)})
    found = cleaned.join(known, on="word", how="left")
    own = spelled.join(found, on="chunk", how="left", maintain_order="left")
    counted: Ints = own["syllables"].to_numpy()
    return counted
