"""All texts as one array of code points, and the number of the word at each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BREAK = "\n"  # stands after each text, so that nothing runs from one into the next
# Scripts without blanks between words: each character counts as a word.
_UNSPACED = ((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """``codes`` of all texts, each with a line break behind it; ``offsets`` where they begin."""

    codes: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    lengths: NDArray[np.int64]


def read_letters(texts: Iterable[str]) -> Letters:
    """Code points of texts, one after another."""
    held = list(texts)
    whole = "".join(text + _BREAK for text in held)
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    lengths = np.array([len(text) for text in held], dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths + 1)[:-1]]) if held else lengths
    return Letters(codes.astype(np.uint32), offsets.astype(np.int64), lengths)


def number_words(letters: Letters) -> NDArray[np.int64]:
    """The number of the word that each character stands in or after, from 0 over all texts.

    >>> number_words(read_letters(["ab c", "d"])).tolist()
    [0, 0, 0, 1, 1, 2, 2]
    """
    codes = letters.codes
    blank = (codes <= 32) | (codes == 0xA0) | (codes == 0x3000)
    before = np.concatenate([[True], blank[:-1]]) if codes.size else blank
    starts = ~blank & before
    for low, high in _UNSPACED:
        starts |= (codes >= low) & (codes <= high)
    return np.cumsum(starts, dtype=np.int64) - 1
