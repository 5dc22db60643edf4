"""Pauses: never two requests to one site within its pause, and no waiting for one site alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit


def site_of(url: str) -> str:
    """The host without ``www.``, in small letters: what one pause holds for.

    >>> site_of("https://WWW.post.example:8080/a")
    'post.example'
    """
    return (urlsplit(url).hostname or "").removeprefix("www.")


class Pacer:
    """When each site may be asked next. Time slept counts even where sleeping takes none."""

    def __init__(self, pause: float, sleep: Callable[[float], None]) -> None:
        self._pause = pause
        self._sleep = sleep
        self._ahead = 0.0
        self._ready: dict[str, float] = {}
        self._delays: dict[str, float] = {}

    def slow_down(self, site: str, seconds: float) -> None:
        """Keep a longer pause for a site."""
        self._delays[site] = max(self._delays.get(site, 0.0), seconds)

    def wait(self, site: str) -> None:
        """Sleep until a site may be asked."""
        left = self._ready.get(site, 0.0) - self._now()
        if left > 0:
            self.sleep(left)

    def sleep(self, seconds: float) -> None:
        """Sleep, for a retry, too."""
        until = self._now() + seconds
        self._sleep(seconds)
        self._ahead += max(0.0, until - self._now())

    def asked(self, site: str) -> None:
        """A site has just been asked."""
        pause = max(self._pause, self._delays.get(site, 0.0))
        self._ready[site] = self._now() + pause

    def soonest(self, sites: Iterable[str]) -> str:
        """The site that may be asked first; of several that may, the first."""
        now = self._now()
        return min(sites, key=lambda site: max(self._ready.get(site, 0.0), now))

    def _now(self) -> float:
        return time.monotonic() + self._ahead
