"""A block of the page's data: a JSON head and columns of whole numbers, deflated, as base64."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.reporting.tables import encoded

LEVEL = 6  # of zlib: the same everywhere, so that the same input gives the same bytes
_LENGTH = 4  # bytes that say how long the head is


def pack(head: dict[str, Any], columns: dict[str, ArrayLike]) -> str:
    """A block as base64.

    Parameters
    ----------
    head
        What JSON can hold.
    columns
        Whole numbers from 0 to 2**32 - 1, one array each. Arrays lie in the block as planes, all
        lowest bytes before all second ones: like bytes stand together and deflate well.
    """
    kinds: list[tuple[str, int, int]] = []
    planes: list[bytes] = []
    for name, values in columns.items():
        column = np.asarray(values, dtype=np.int64)
        if column.size and (int(column.min()) < 0 or int(column.max()) >= 2**32):
            raise ValueError(f"column {name} holds a number outside 0 to 2**32 - 1")
        width = _width(column)
        kinds.append((name, width, len(column)))
        planes += [((column >> (8 * k)) & 255).astype(np.uint8).tobytes() for k in range(width)]
    said = {**head, "columns": kinds}
    text = encoded(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
    block = len(text).to_bytes(_LENGTH, "little") + text + b"".join(planes)
    return base64.b64encode(zlib.compress(block, LEVEL)).decode("ascii")


def unpack(block: str) -> tuple[dict[str, Any], dict[str, NDArray[np.int64]]]:
    """Head and columns of a block: what the script of the page does, for whoever checks it."""
    raw = zlib.decompress(base64.b64decode(block))
    n = int.from_bytes(raw[:_LENGTH], "little")
    head = json.loads(raw[_LENGTH : _LENGTH + n].decode("utf-8"))
    at = _LENGTH + n
    columns: dict[str, NDArray[np.int64]] = {}
    for name, width, size in head.pop("columns"):
        values = np.zeros(size, dtype=np.int64)
        for k in range(width):
            plane = np.frombuffer(raw, dtype=np.uint8, count=size, offset=at)
            values |= plane.astype(np.int64) << (8 * k)
            at += size
        columns[name] = values
    return head, columns


def steps(values: ArrayLike) -> NDArray[np.int64]:
    """Differences of a column that never falls; the first value stands first."""
    column = np.asarray(values, dtype=np.int64)
    return np.diff(column, prepend=0) if column.size else column


def _width(column: NDArray[np.int64]) -> int:
    most = int(column.max()) if column.size else 0
    return max(1, (most.bit_length() + 7) // 8)
