"""Strings as numbers: everything heavy works on ids, and ids follow the alphabet."""

from __future__ import annotations

import hashlib

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
_LANES = 4  # of 8 bytes each: what is longer is compared as strings
_BITS = (10, 20)
_ODD = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
_MASKS = np.array([(1 << 8 * k) - 1 for k in range(9)], dtype=np.uint64)


def number_strings(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The distinct values, sorted, and for each row the place of its value among them.

    >>> number_strings(pl.Series(["b", "a", "b"]))[1].to_list()
    [1, 0, 1]
    """
    if values.dtype == pl.Categorical:
        return _number_categories(values)
    distinct = values.unique().sort()
    if distinct.is_empty():
        return distinct, pl.Series([], dtype=pl.Int64)
    return distinct, values.cast(pl.Enum(distinct)).to_physical().cast(pl.Int64)


def hash_strings(values: pl.Series) -> Words:
    """A 64-bit hash of each string, the same on every machine and version."""
    found = [
        int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "little")
        for value in values
    ]
    return np.array(found, dtype=np.uint64)


def _number_categories(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """As ``number_strings``: categories have numbers, though in another order in every run."""
    known = values.unique()
    if known.is_empty():
        return pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.Int64)
    rows = pl.DataFrame({"value": known.cast(pl.String), "code": known.to_physical()})
    rows = rows.sort("value")
    codes = rows["code"].to_numpy()
    place = np.zeros(int(codes.max()) + 1, dtype=np.int64)
    place[codes] = np.arange(len(codes))
    return rows["value"], pl.Series(place[values.to_physical().to_numpy()])


def number_bytes(raw: bytes, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Equal stretches of bytes get equal numbers.

    Parameters
    ----------
    raw
        The bytes.
    start, end
        Of each stretch; no stretch is empty.

    Returns
    -------
    tuple of ndarray
        Number of each stretch, and for each number a stretch that has it. Exact: a place in a
        table is taken for what it says only where all bytes are equal; the rest tries again.
    """
    lanes = _lanes(raw, start, end)
    n = len(start)
    example = np.full(n, -1, dtype=np.int64)
    waiting = np.arange(n)
    # Words recur: half as many places are enough, and a small table stays near the processor.
    bits = min(max(n.bit_length() - 1, _BITS[0]), _BITS[1])
    table = np.empty(1 << bits, dtype=np.int64)
    turn = 0
    while len(waiting):
        own = [lane[waiting] for lane in lanes] if turn else lanes
        place = _mix(own, turn, bits=bits)
        table[place] = waiting
        there = table[place]
        same = np.ones(len(waiting), dtype=bool)
        for lane, here in zip(lanes, own, strict=True):
            same &= lane[there] == here
        example[waiting[same]] = there[same]
        waiting = waiting[~same]
        turn += 1
    is_example = np.zeros(n, dtype=bool)
    is_example[example] = True
    number = np.cumsum(is_example) - 1
    return number[example], np.flatnonzero(is_example)


def _lanes(raw: bytes, start: Ints, end: Ints) -> list[Words]:
    """The bytes of each stretch as whole numbers, padded with 0, and its length beside them."""
    padded = np.frombuffer(raw + bytes(8 * _LANES), dtype=np.uint8)
    at = np.ndarray((len(padded) - 7,), dtype="<u8", buffer=padded, strides=(1,))
    length = end - start
    longest = int(length.max(initial=0))
    lanes = []
    for k in range(min(-(-longest // 8), _LANES)):
        if k == 0:
            lanes.append(at[start] & _MASKS[np.minimum(length, 8)])
            continue
        lane = np.zeros(len(start), dtype=np.uint64)
        long = np.flatnonzero(length > 8 * k)
        lane[long] = at[start[long] + 8 * k] & _MASKS[np.minimum(length[long] - 8 * k, 8)]
        lanes.append(lane)
    tail = np.flatnonzero(length > 8 * _LANES)
    last = length.astype(np.uint64)
    known: dict[bytes, int] = {}
    for k in tail.tolist():
        last[k] = longest + 1 + known.setdefault(raw[start[k] : end[k]], len(known))
    return [*lanes, last]


def _mix(lanes: list[Words], turn: int, *, bits: int) -> Ints:
    """A place in the table; each turn another one."""
    mixed = np.full(len(lanes[0]), _ODD[turn % len(_ODD)] ^ turn, dtype=np.uint64)
    for k, lane in enumerate(lanes):
        mixed ^= lane
        mixed *= np.uint64(_ODD[(turn + k) % len(_ODD)])
        mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(_ODD[0])
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)
