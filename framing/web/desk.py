"""What pages have read from the study: made once, by one thread at a time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, TypeVar

T = TypeVar("T")


class Desk:
    """Remembers what is slow to make. A run fills itself as it is asked, so threads take turns."""

    def __init__(self) -> None:
        self.turn = RLock()
        self._kept: dict[Hashable, tuple[Hashable, Any]] = {}

    def once(self, name: Hashable, make: Callable[[], T], *, version: Hashable = None) -> T:
        """What ``make`` gave; it is asked again when ``version`` is another than last time."""
        known = self._kept.get(name)
        if known is None or known[0] != version:
            with self.turn:
                known = self._kept.get(name)
                if known is None or known[0] != version:
                    known = (version, make())
                    self._kept[name] = known
        made: T = known[1]
        return made

    def keep(self, name: Hashable, thing: Any) -> None:
        """Remember something in place of what had the name before."""
        self._kept[name] = (None, thing)

    def kept(self, name: Hashable) -> Any:
        """What was kept under a name; None if nothing."""
        known = self._kept.get(name)
        return known[1] if known else None
