"""How often somebody may ask, and how long a wrong code makes one wait."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

_REMEMBERED = 10_000  # senders; the one silent for longest is forgotten first
_FREE = 10  # wrong codes of an address before it waits: a class behind one router mistypes, too
_LONGEST = 15.0  # seconds; eight digits need centuries then, and a mistake costs little


@dataclass(slots=True)
class Bucket:
    """Requests that a sender has left: ``burst`` at once, then ``rate`` a second."""

    rate: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, sender: str) -> float:
        """Seconds to wait until one is left, 0 where there is one."""
        left = self._count(sender, self.clock())
        return 0.0 if left >= 1 else (1 - left) / self.rate

    def take(self, sender: str) -> float:
        """Take one; seconds to wait when none is left, else 0."""
        if wait := self.wait(sender):
            return wait
        now = self.clock()
        self._left[sender] = (self._count(sender, now) - 1, now)
        self._left.move_to_end(sender)
        while len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return 0.0

    def _count(self, sender: str, now: float) -> float:
        left, at = self._left.get(sender, (self.burst, now))
        return min(self.burst, left + (now - at) * self.rate)


@dataclass(slots=True)
class Pauses:
    """Wrong codes of an address: after ``_FREE`` each doubles the pause, up to ``_LONGEST``."""

    clock: Callable[[], float] = time.monotonic
    _wrong: OrderedDict[str, tuple[int, float]] = field(default_factory=OrderedDict)

    def wait(self, sender: str) -> float:
        """Seconds until this address may try again; a right code is not looked at before."""
        count, at = self._wrong.get(sender, (0, 0.0))
        pause = min(_LONGEST, 2.0 ** (count - _FREE)) if count >= _FREE else 0.0
        return max(0.0, at + pause - self.clock())

    def wrong(self, sender: str) -> None:
        """Note a wrong code. An address that was quiet for an hour begins anew."""
        count, at = self._wrong.pop(sender, (0, 0.0))
        now = self.clock()
        self._wrong[sender] = (count + 1 if now - at < 3600 else 1, now)
        while len(self._wrong) > _REMEMBERED:
            self._wrong.popitem(last=False)


@dataclass(slots=True)
class Limits:
    """The limits of a server. Persons are counted by name, others by address.

    Only the event loop asks: between asking and taking nothing else runs.
    """

    persons: Bucket = field(default_factory=lambda: Bucket(rate=20, burst=200))
    # Forty coders behind one router who open the page at once, with what belongs to it.
    addresses: Bucket = field(default_factory=lambda: Bucket(rate=20, burst=400))
    # All addresses together: who has many guesses no quicker.
    guesses: Bucket = field(default_factory=lambda: Bucket(rate=1, burst=120))
    pauses: Pauses = field(default_factory=Pauses)
