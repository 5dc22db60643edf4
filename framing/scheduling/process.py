"""A process that does jobs for ``framing.scheduling.processes`` until nobody asks any more."""

from __future__ import annotations

import os
import pickle
import queue
import threading
import traceback
from typing import IO, Any

from framing.errors import FramingError
from framing.scheduling.frames import read_frame, write_frame
from framing.scheduling.limits import go_first

DONE, RAISED, NO_MEMORY = "done", "raised", "no memory"


def main() -> None:
    """Jobs from standard input, answers to standard output; what a job prints goes to stderr."""
    go_first()
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)  # a job that reads or prints must not take part in the talk
    os.dup2(2, 1)
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked, waiting), daemon=True).start()
    write_frame(answers, b"ready")
    while True:
        write_frame(answers, _answer(waiting.get()))


def _listen(asked: IO[bytes], waiting: queue.SimpleQueue[bytes]) -> None:
    """Hear jobs while one is under way: who asked may end, or be killed, at any time."""
    while True:
        try:
            waiting.put(read_frame(asked))
        except EOFError:
            os._exit(0)


def _answer(content: bytes) -> bytes:
    name = "a job that cannot be read"
    try:
        job = pickle.loads(content)
        name = job.name
        return _pickled(DONE, job())
    except MemoryError as error:
        return _pickled(NO_MEMORY, str(error))
    except Exception as error:
        error.add_note(f"in {name}:\n{traceback.format_exc()}")
        return _error(error)


def _error(error: Exception) -> bytes:
    """The error, or one that says the same where it cannot be sent."""
    try:
        sent = _pickled(RAISED, error)
        whole = str(pickle.loads(sent)[1]) == str(error)
    except Exception:  # errors of libraries may hold anything
        whole = False
    if whole:
        return sent
    if isinstance(error, FramingError):
        said: Exception = FramingError(str(error))
    else:
        said = RuntimeError(f"{type(error).__name__}: {error}")
    for note in error.__notes__:
        said.add_note(note)
    return _pickled(RAISED, said)


def _pickled(kind: str, value: Any) -> bytes:
    return pickle.dumps((kind, value), protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
