"""A process that does jobs for ``framing.scheduling.processes`` until nobody asks any more."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from typing import Any

from framing.scheduling.jobs import Job
from framing.scheduling.limits import bound_memory


def main() -> None:
    """Jobs from standard input, answers to standard output; what a job prints goes to stderr."""
    bound_memory(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            job = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        answers.write(_answer(job))
        answers.flush()


def _answer(job: Job) -> bytes:
    found: tuple[bool, Any]
    try:
        found = (True, job())
        return pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        error.add_note(f"in {job.name}:\n{traceback.format_exc()}")
        return _pickled(error)


def _pickled(error: Exception) -> bytes:
    """The error, or one that says the same where it cannot be sent."""
    try:
        sent = pickle.dumps((False, error))
        pickle.loads(sent)
    except Exception:  # errors of libraries may hold anything
        said = RuntimeError("\n".join([f"{type(error).__name__}: {error}", *error.__notes__]))
        return pickle.dumps((False, said))
    return sent


if __name__ == "__main__":
    main()
