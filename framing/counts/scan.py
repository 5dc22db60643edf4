"""Words of texts by one pass over their bytes: places, stops, and spellings as numbers.

The rule is ``language.words.WORD`` and nothing else. Where it says no more than "letters and
digits, joined by apostrophes and hyphens", arrays of bytes say the same sooner than a regular
expression; every stretch between blanks that holds anything else goes to the expression itself.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.counts.numbering import number_bytes
from framing.language.words import JOINTS, MARK, STOP, WORD, WORD_START

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
BLOCK = 1 << 21  # bytes scanned at a time: what a processor holds near

_PLAIN = bytes(chr(k).isalnum() for k in range(128)) + bytes(128)
_BLANK = bytes(k in b"\t\n\v\f\r " for k in range(256))
_JOINED = np.frombuffer(bytes(chr(k) in "'-" for k in range(256)), dtype=bool)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of texts, in order.

    Attributes
    ----------
    text
        Number of the text that each word stands in.
    start, end
        Characters, counted from the beginning of the text.
    stop
        Whether something between the word and the one before ends a run.
    spelling
        Number of its spelling.
    spellings
        All spellings, each once.
    """

    text: Ints
    start: Ints
    end: Ints
    stop: Mask
    spelling: Ints
    spellings: pl.Series


def scan_words(texts: pl.Series) -> Words:
    """All words of texts, found in blocks that neither order nor number of threads can change."""
    sizes = texts.str.len_bytes().cast(pl.Int64).to_numpy() + 1
    block = (np.cumsum(sizes) - sizes) // BLOCK
    firsts = np.flatnonzero(np.diff(block, prepend=-1))
    slices = list(zip(firsts, np.diff(np.append(firsts, len(texts))), strict=True))
    with ThreadPoolExecutor(min(os.cpu_count() or 1, max(len(slices), 1))) as pool:
        found = list(pool.map(lambda part: _scan(texts.slice(*part)), slices))
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Words(none, none, none, none > 0, none, pl.Series([], dtype=pl.String))
    raw = b"".join(block.spellings for block in found)
    sizes = np.concatenate([block.sizes for block in found])
    ends = np.cumsum(sizes)
    place, examples = number_bytes(raw, ends - sizes, ends)
    spans = zip((ends - sizes)[examples].tolist(), ends[examples].tolist(), strict=True)
    offset = np.cumsum([0, *(len(block.sizes) for block in found)])
    return Words(
        text=np.concatenate([b.text + first for b, first in zip(found, firsts, strict=True)]),
        start=np.concatenate([block.start for block in found]),
        end=np.concatenate([block.end for block in found]),
        stop=np.concatenate([block.stop for block in found]),
        spelling=np.concatenate(
            [place[b.spelling + k] for b, k in zip(found, offset[:-1], strict=True)]
        ),
        spellings=pl.Series([raw[low:high].decode() for low, high in spans], dtype=pl.String),
    )


class _Block(NamedTuple):
    """As ``Words``, of a block of texts; its spellings one after another, with their sizes."""

    text: Ints
    start: Ints
    end: Ints
    stop: Mask
    spelling: Ints
    spellings: bytes
    sizes: Ints


def _scan(texts: pl.Series) -> _Block:
    raw = ("\n" + "\n".join(texts.to_list()) + "\n").encode()
    buffer = np.frombuffer(raw, dtype=np.uint8)
    sizes = texts.str.len_bytes().cast(pl.Int64).to_numpy() + 1
    first = 1 + np.cumsum(sizes) - sizes  # the byte that each text begins with
    rest = np.flatnonzero(buffer >= 128)
    start, end = _find(raw, buffer, rest)
    n_words = np.diff(np.searchsorted(start, first), append=len(start))
    text = np.repeat(np.arange(len(first)), n_words)
    stop = _stops(raw, buffer, start, end)
    spelling, examples = number_bytes(raw, start, end)
    lengths = (end - start)[examples]
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    spellings = buffer[np.repeat(start[examples], lengths) + within].tobytes()
    if len(rest):
        before = np.cumsum((buffer & 0xC0) == 0x80, dtype=np.int64)
        start, end, first = (place - before[place] for place in (start, end, first))
    begin = first[text]
    return _Block(text, start - begin, end - begin, stop, spelling, spellings, lengths)


def _find(raw: bytes, buffer: Bytes, rest: Ints) -> tuple[Ints, Ints]:
    """Where words start and end, in bytes; ``rest`` are the places of other than ASCII."""
    plain = np.frombuffer(raw.translate(_PLAIN), dtype=bool)
    joints = np.flatnonzero(_JOINED[buffer])
    joint_ends = joints
    odd = np.zeros(0, dtype=np.int64)
    inside = plain.copy()
    if len(rest):
        letters, marks, more, more_ends = _classify(buffer, rest)
        inside[letters] = True
        joints, joint_ends = np.append(joints, more), np.append(joint_ends, more_ends)
        odd = marks
    dots = np.flatnonzero((buffer == 44) | (buffer == 46))
    dots = dots[inside[dots - 1] & inside[dots + 1]]
    joined = inside[joints - 1] & inside[joint_ends + 1]
    for k in range(3):
        inside[np.minimum(joints + k, joint_ends)[joined]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    start, end = edges[0::2], edges[1::2]
    odd = np.append(odd, dots)
    return _reread(raw, buffer, odd, start, end) if len(odd) else (start, end)


class _Others(NamedTuple):
    """Characters beyond ASCII: bytes of letters, places of marks, joints from first to last."""

    letters: Ints
    marks: Ints
    joints: Ints
    joint_ends: Ints


def _classify(buffer: Bytes, rest: Ints) -> _Others:
    lead, length, code = read_characters(buffer, rest)
    known, number = np.unique(code, return_inverse=True)
    signs = pl.Series([chr(c) for c in known], dtype=pl.String)
    is_letter, is_mark, is_joint = (
        signs.str.contains(rule).to_numpy()[number] for rule in (WORD_START, MARK, JOINTS)
    )
    letters = [lead[is_letter & (length > k)] + k for k in range(4)]
    joints = lead[is_joint]
    return _Others(np.concatenate(letters), lead[is_mark], joints, joints + length[is_joint] - 1)


def read_characters(buffer: Bytes, rest: Ints) -> tuple[Ints, Ints, Ints]:
    """Characters beyond ASCII: first byte, number of bytes, code; ``rest`` are all their bytes."""
    lead = rest[buffer[rest] >= 0xC0]
    byte = buffer[lead].astype(np.int64)
    length = 2 + (byte >= 0xE0) + (byte >= 0xF0)
    code = byte & np.array([0, 0, 0x1F, 0x0F, 0x07])[length]
    for k in range(1, 4):
        more = length > k
        code[more] = code[more] << 6 | buffer[lead[more] + k] & 0x3F
    return lead, length, code


def _reread(raw: bytes, buffer: Bytes, odd: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The words again, those between blanks round odd places as the expression finds them."""
    blank = np.flatnonzero(np.frombuffer(raw.translate(_BLANK), dtype=bool))
    at = np.unique(np.searchsorted(blank, odd))
    left, right = blank[at - 1] + 1, blank[at]
    chunk, examples = number_bytes(raw, left, right)
    n_words, spans = _match([raw[left[k] : right[k]].decode() for k in examples.tolist()])
    first = np.cumsum(n_words) - n_words
    n = n_words[chunk]
    within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    own = spans[np.repeat(first[chunk], n) + within] + np.repeat(left, n)[:, np.newaxis]
    place = np.searchsorted(left, start, "right") - 1
    outside = (place < 0) | (start >= right[np.maximum(place, 0)])
    starts = np.append(start[outside], own[:, 0])
    order = np.argsort(starts, kind="stable")
    return starts[order], np.append(end[outside], own[:, 1])[order]


def _match(stretches: list[str]) -> tuple[Ints, Ints]:
    """The number of words in each stretch, and where they start and end, in bytes."""
    text = pl.col("stretch")
    words = (
        pl.DataFrame({"stretch": stretches}, schema={"stretch": pl.String})
        .with_row_index("k")
        .select(
            "k",
            word=text.str.extract_all(WORD),
            # The same match with what stands before it: lengths of these add up to places.
            piece=text.str.extract_all(f"(?s:.*?)(?:{WORD})"),
        )
        .explode("word", "piece")
        .drop_nulls("word")
    )
    counted = words.select(
        "k",
        end=pl.col("piece").str.len_bytes().cast(pl.Int64).cum_sum().over("k"),
        length=pl.col("word").str.len_bytes().cast(pl.Int64),
    )
    end = counted["end"].to_numpy()
    spans = np.stack([end - counted["length"].to_numpy(), end], axis=1)
    return np.bincount(counted["k"].to_numpy(), minlength=len(stretches)), spans


def _stops(raw: bytes, buffer: Bytes, start: Ints, end: Ints) -> Mask:
    """Whether a run ends before each word; most gaps are one blank, others are few kinds."""
    stop = np.zeros(len(start), dtype=bool)
    if not len(start):
        return stop
    left = np.append(0, end[:-1])
    other = np.flatnonzero((start - left != 1) | (buffer[left] != 32))
    left, right = left[other], start[other]
    kind, examples = number_bytes(raw, left, right)
    gaps = [raw[left[k] : right[k]].decode() for k in examples.tolist()]
    ends = pl.Series(gaps, dtype=pl.String).str.contains(STOP).to_numpy()
    stop[other] = ends[kind]
    return stop
