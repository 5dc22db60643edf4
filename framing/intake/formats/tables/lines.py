"""Lines of a text file, one at a time, in bounded memory and in whatever encoding."""

from __future__ import annotations

import codecs
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from framing.intake.limits import MAX_BYTES, find_bom, is_mostly_utf8, read_text
from framing.intake.records import UnreadableError

MAX_LINE = 16 * 2**20  # characters of a line, and of a CSV row that has several
_CHUNK = 2**20
_STRAY = re.compile("[\udc80-\udcff]")
_LETTER = re.compile("[^\0-\x7f\udc80-\udcff]")

Opener = Callable[[], TextIO]


class TooLongError(Exception):
    """A line, or the lines of one row, are longer than is read; the message says how long."""


def find_opener(path: Path) -> Opener:
    """How to open a text file, as often as is needed.

    UTF-8 is read as a stream, whatever its size; single damaged bytes come as lone surrogates, so
    that they cost their row only. Other encodings are guessed and read whole.

    Raises
    ------
    UnreadableError
        For files that are no text, or too large in an encoding other than UTF-8.
    """
    try:
        with path.open("rb") as stream:
            marked = find_bom(stream.read(4))[1] not in ("", "utf-8")
        is_utf8 = not marked and _is_utf8(path)
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableError(f"cannot be opened ({error.strerror})") from error
    if is_utf8:
        return lambda: path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    if size > MAX_BYTES:
        raise UnreadableError(
            f"{size / 2**20:,.0f} MB that are no UTF-8; at most {MAX_BYTES / 2**20:,.0f} MB are "
            "read in another encoding. Next: save the file again as UTF-8"
        )
    text = read_text(path)
    return lambda: io.StringIO(text, newline="")


def _is_utf8(path: Path) -> bool:
    """Is a file UTF-8, but for a few damaged bytes?"""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    strays = letters = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            text = decoder.decode(chunk)
            if text.isascii():
                continue
            found = _count_strays(text)
            strays += found
            letters += len(_LETTER.findall(text)) if found or letters < 2**16 else 0
    strays += _count_strays(decoder.decode(b"", True))
    return is_mostly_utf8(strays, letters)


def _count_strays(text: str) -> int:
    try:
        text.encode()  # much quicker than the search, where there is none
    except UnicodeEncodeError:
        return len(_STRAY.findall(text))
    return 0


class Lines:
    """Lines of a stream that can be given back; one longer than ``limit`` raises."""

    def __init__(self, stream: TextIO, *, limit: int = MAX_LINE, number: int = 0) -> None:
        self._stream = stream
        self._limit = limit
        self._back: deque[str | None] = deque()
        self._size = 0
        self.number = number  # of the last line given
        self.taken: list[str | None] = []  # since the row began; None: a line too long to keep

    def begin_row(self) -> int:
        """Forget what was taken; the number of the line that comes next."""
        self.taken = []
        self._size = 0
        return self.number + 1

    def give_back(self, keep: int) -> None:
        """All lines of the row but the first ``keep`` come again."""
        returned = self.taken[keep:]
        self._back.extendleft(reversed(returned))
        self.number -= len(returned)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._read()
        if line == "":
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        self._size += len(line or "")
        if line is None or self._size > self._limit:
            raise TooLongError(f"longer than {self._limit:,} characters")
        return line

    def _read(self) -> str | None:
        line = self._stream.readline(self._limit + 1)
        if len(line) <= self._limit or line.endswith(("\n", "\r")):
            return line
        while line and not line.endswith(("\n", "\r")):
            line = self._stream.readline(self._limit)
        return None
