"""Answers added up as a tree, while they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from framing.errors import FramingError
from framing.scheduling.jobs import Lost


class LostJobError(FramingError):
    """A job that ended its process again and again, and without which there is no answer."""

    def __init__(self, lost: Lost) -> None:
        self.lost = lost
        super().__init__(
            f"{lost.job}: {lost.reason}. Allowed: a job that fits a worker. "
            "Next: give workers more memory (--memory), or use fewer of them."
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return LostJobError, (self.lost,)


def demand(answer: Any) -> Any:
    """The answer of a job that has to have one.

    Raises
    ------
    LostJobError
        Where it has none.
    """
    if isinstance(answer, Lost):
        raise LostJobError(answer)
    return answer


def add_up(answers: Iterable[Any], add: Callable[[Any, Any], Any]) -> Any:
    """All answers in pairs, pairs of pairs, and so on, earlier ones first; None of none.

    No more are held at a time than the tree is deep.

    >>> add_up("abcde", lambda a, b: f"({a}{b})")
    '(((ab)(cd))e)'

    Raises
    ------
    LostJobError
        Where one stands for an answer.
    """
    levels: list[tuple[Any] | None] = []
    for found in answers:
        answer, level = demand(found), 0
        for level, held in enumerate(levels):
            if held is None:
                break
            answer, levels[level] = add(held[0], answer), None
        else:
            level = len(levels)
            levels.append(None)
        levels[level] = (answer,)
    left = [held[0] for held in reversed(levels) if held is not None]
    while len(left) > 1:
        last = left.pop()
        left[-1] = add(left[-1], last)
    return left[0] if left else None
