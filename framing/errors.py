"""The small family of errors. The command line turns them into exit codes in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a study: where it stands, what was found, what is allowed, what to do.

    ``fatal`` problems keep a study from running; the others cost only the row or article named.
    """

    file: str
    line: int
    found: str
    allowed: str
    step: str = ""
    fatal: bool = False

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        step = f" Next: {self.step}" if self.step else ""
        return f"{where}: {self.found} Allowed: {self.allowed}{step}"


class FramingError(Exception):
    """Anything the user can mend. ``exit_code`` is what the command line returns."""

    exit_code = 2


class StudyError(FramingError):
    """A study that cannot run; ``problems`` says everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class PatternError(FramingError):
    """A pattern of the codebook language that cannot be read or can never match."""


class UsageError(FramingError):
    """An argument outside of what a call allows."""


class MissingPackageError(FramingError):
    """An optional or data package is absent; the message says how to get it."""
