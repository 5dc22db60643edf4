"""The log of what was refused: ``coding/class.log``."""

from __future__ import annotations

import hashlib
import hmac
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from framing.web.store.times import now

_MOST = 256 * 1024  # bytes, and one older file of that size


class Log:
    """Lines of what was refused: when, why, where, by whom.

    No secret, no text of a form and no address stands in it: ``from`` is a keyed hash of the
    address, enough to see that one device did it all.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._key = key
        self._handler = RotatingFileHandler(
            path, maxBytes=_MOST, backupCount=1, encoding="utf-8", delay=True
        )

    def refused(self, reason: str, *, method: str, path: str, who: str, address: str) -> None:
        """Write a line. ``path`` is a route's, never what was asked for, which may be a secret."""
        tag = hmac.new(self._key, address.encode(), hashlib.sha256).hexdigest()[:8]
        line = f"{now()} refused: {reason}; {method} {path}; {who or 'nobody'}; from {tag}"
        kept = "".join(sign if sign.isprintable() else "?" for sign in line)[:400]
        self._handler.handle(logging.LogRecord("class", logging.INFO, "", 0, kept, (), None))

    def close(self) -> None:
        """Close the file."""
        self._handler.close()
