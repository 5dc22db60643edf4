"""The small family of errors. The command line turns them into exit codes in one place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a study: where it stands, what was found, what is allowed, what to do.

    ``fatal`` problems keep a study from running; the others cost only the row or article named;
    a ``note`` costs nothing, but somebody should know.
    """

    file: str
    line: int
    found: str
    allowed: str
    step: str = ""
    fatal: bool = False
    note: bool = False

    @property
    def severity(self) -> str:
        """``cannot run``, ``problem`` or ``note``."""
        return "cannot run" if self.fatal else "note" if self.note else "problem"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        allowed = f" Allowed: {_ended(self.allowed)}" if self.allowed else ""
        step = f" Next: {self.step}" if self.step else ""
        return f"{where}: {_ended(self.found)}{allowed}{step}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def suggest(word: str, known: Iterable[str]) -> str:
    """``did you mean 'x'?`` for the nearest known word, empty where none is near.

    >>> suggest("favor", ["favour", "against"])
    "did you mean 'favour'?"
    >>> suggest("a1", ["a1.txt", "b1.txt"])
    "did you mean 'a1.txt'?"
    """
    near = nearest(word, known)
    return f"did you mean {near!r}?" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like a word, empty where none is."""
    words = {name.casefold(): name for name in sorted(known, reverse=True) if name}
    wanted = word.casefold()
    near = [name for name in words if name == wanted or name.rpartition(".")[0] == wanted]
    near = near or difflib.get_close_matches(wanted, words, 1)
    return words[near[0]] if wanted and near else ""


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


class LostArticlesError(FramingError):
    """Articles that end every process which reads them were found in the middle of a run.

    They are noted, so that the study is without them when it is opened again. ``articles``: their
    ids; ``told``: what happened, without what to do next.
    """

    def __init__(self, articles: Sequence[str]) -> None:
        self.articles = tuple(articles)
        n = len(articles)
        which = f"{articles[0]}{' and others' * (n > 1)}"
        self.told = (
            f"{n} article{'s' * (n != 1)} left out, since every process that read "
            f"{'it' if n == 1 else 'them'} ended: {which}; framing check lists why"
        )
        super().__init__(f"{self.told}. Next: open the study again")

    def __reduce__(self) -> tuple[type[LostArticlesError], tuple[tuple[str, ...]]]:
        return LostArticlesError, (self.articles,)


class MissingPackageError(FramingError):
    """An optional or data package is absent; the message says how to get it."""
