"""Pickles sent through a pipe, each whole: its length, then its bytes."""

from __future__ import annotations

from typing import IO

_HEAD = 8  # bytes of the length


def write_frame(pipe: IO[bytes], content: bytes) -> None:
    """Send content.

    Raises
    ------
    OSError
        Where nobody reads any more.
    """
    pipe.write(len(content).to_bytes(_HEAD))
    pipe.write(content)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes:
    """The next content.

    Raises
    ------
    EOFError
        Where nobody writes any more.
    """
    return _read(pipe, int.from_bytes(_read(pipe, _HEAD)))


def _read(pipe: IO[bytes], size: int) -> bytes:
    """So many bytes; a pipe gives some of them at a time."""
    parts = []
    while size:
        some = pipe.read(size)
        if not some:
            raise EOFError
        parts.append(some)
        size -= len(some)
    return b"".join(parts)
