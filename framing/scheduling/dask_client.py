"""The way to a Dask scheduler: a client that keeps quiet, and a cluster of our own."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import warnings
import weakref
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from framing.errors import FramingError, MissingPackageError, UsageError
from framing.scheduling.child import worker_environment

_ANSWER = 5  # seconds for a scheduler to take a call
_GREET = 15  # seconds for it to say who it is
_GRACE = 10  # seconds for a cluster of our own to end by itself


def open_client(address: str) -> Any:
    """A client of the scheduler at an address.

    Raises
    ------
    UsageError
        Where no scheduler answers.
    MissingPackageError
        Without ``framing[cluster]``.
    """
    client = _client_class()
    _call(address)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions are compared by us, and told as errors
            return client(address, timeout=_GREET, set_as_default=False)
    except (OSError, TimeoutError, ValueError, ImportError, RuntimeError) as error:
        raise _no_scheduler(address, error) from error


def start_head(n_workers: int, memory: int) -> tuple[str, Callable[[], None]]:
    """Start a cluster on this machine: its address, and what ends it.

    It ends with this process, too, however that ends.
    """
    _client_class()
    head = subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            "framing.scheduling.local_cluster",
            f"{n_workers}",
            f"{memory}",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | worker_environment(n_workers),
        start_new_session=True,  # Ctrl-C in a terminal is for who asked
    )
    assert head.stdout is not None
    address = head.stdout.readline().decode().strip()
    if not address:
        _end(head)
        raise FramingError(
            f"--cluster local:{n_workers} did not begin (exit code {head.returncode}); allowed: a "
            "machine with loopback. Next: see what it said above, or use --jobs"
        )
    return address, weakref.finalize(head, _end, head)


def _end(head: subprocess.Popen[bytes]) -> None:
    """End a cluster of our own, workers included."""
    assert head.stdin is not None and head.stdout is not None
    head.stdin.close()
    try:
        head.wait(_GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(head.pid, signal.SIGKILL)
        head.wait()
    head.stdout.close()


def _call(address: str) -> None:
    """See at once whether anybody listens: Dask would try for half a minute."""
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), _ANSWER).close()
    except (OSError, ValueError) as error:
        raise _no_scheduler(address, error) from error


def _no_scheduler(address: str, error: Exception) -> UsageError:
    why = getattr(error, "strerror", None) or str(error) or "no answer in time"
    return UsageError(
        f"--cluster {address}: no scheduler answers ({why}); allowed: tcp://HOST:PORT of a "
        "running `dask scheduler`, or local:N"
    )


def _client_class() -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingPackageError(
            'a cluster needs Dask; Next: python -m pip install "framing[cluster]"'
        ) from error
    for name in logging.root.manager.loggerDict:  # what matters is told as errors
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return Client
