"""Uvicorn as a class needs it: quiet, patient with nobody, on a socket that listens already."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

_SLOWEST = 20.0  # seconds for a whole request to come in
_KEPT = 30  # seconds that a browser's connection may be idle
_CONNECTIONS = 800  # at once: forty browsers open six each
_LEAVE = 5  # seconds for answers under way when the server stops
_HEAD = 16 * 1024  # bytes of a request's head


class Patient(H11Protocol):
    """Ends connections over which a request comes too slowly, or none at all."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Uvicorn's, and the time runs."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Uvicorn's; the time stops when a request is there as a whole."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Uvicorn's."""
        self._stop()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(_SLOWEST, self.transport.close)

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def make_server(app: Starlette) -> uvicorn.Server:
    """A server that runs with ``run([listener])`` until ``should_exit`` or a signal.

    Nothing is logged of what is asked, since secrets stand in paths, and nobody is believed who
    says to be another (``proxy_headers``).
    """
    settings: dict[str, Any] = {
        "access_log": False,
        "log_level": "error",
        "server_header": False,
        "proxy_headers": False,
        "lifespan": "off",
        "ws": "none",
        "limit_concurrency": _CONNECTIONS,
        "timeout_keep_alive": _KEPT,
        "timeout_graceful_shutdown": _LEAVE,
        "h11_max_incomplete_event_size": _HEAD,
    }
    return uvicorn.Server(uvicorn.Config(app, http=Patient, **settings))
