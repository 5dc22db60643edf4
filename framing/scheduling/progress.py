"""How far jobs are, told to people: now and then, and at the end."""

from __future__ import annotations

import time
from collections.abc import Callable

from framing.scheduling.jobs import Standing, Tell

_EVERY = 0.5  # seconds


def say_standing(
    what: str, say: Callable[[str], None], *, clock: Callable[[], float] = time.monotonic
) -> Tell:
    """What a scheduler's ``tell`` is to be, so that somebody reads how far it is.

    Parameters
    ----------
    what
        Is done by the jobs, in words.
    say
        Shows a line. It is called for the last job, when another job had to begin again, and
        else twice a second at most.
    clock
        Seconds.
    """
    said, n_again = clock(), 0

    def tell(standing: Standing) -> None:
        nonlocal said, n_again
        now = clock()
        is_news = standing.n_again > n_again or standing.done == standing.n_jobs
        if is_news or now - said >= _EVERY:
            said, n_again = now, standing.n_again
            say(f"{what}: {standing}")

    return tell
