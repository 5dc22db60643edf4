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
    head = pipe.read(_HEAD)
    content = pipe.read(int.from_bytes(head)) if len(head) == _HEAD else b""
    if len(head) < _HEAD or len(content) < int.from_bytes(head):
        raise EOFError
    return content
