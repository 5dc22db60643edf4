"""Connections that reach public addresses only, and can be ended when their time is up."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

if TYPE_CHECKING:
    from urllib3 import PoolManager


class LocalAddressError(Exception):
    """A host that is no public one: a link must not lead into the network it is fetched from."""


class Guard:
    """What connections of one request may reach, and the handle to end them by."""

    def __init__(self, *, allow_local: bool) -> None:
        self.allow_local = allow_local
        self.expired = False
        self._handles: list[socket.socket] = []

    def connect(self, host: str, port: int, *, timeout: Any, options: Any) -> socket.socket:
        """A connection to the first address of a host that answers; all must be public.

        Raises
        ------
        LocalAddressError
            Where one of them is not, and local ones are not allowed.
        OSError
            Where the name is not known, or no address answers.
        """
        addresses = [
            str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ]
        local = [address for address in addresses if not is_public(address)]
        if local and not self.allow_local:
            raise LocalAddressError(f"{host} is {local[0]}, no public address")
        failure: OSError = OSError("no address")
        for address in dict.fromkeys(addresses):
            try:
                sock = create_connection((address, port), timeout, socket_options=options)
            except OSError as error:
                failure = error
                continue
            self._handles.append(sock.dup())  # outlives the wrapping in TLS
            return sock
        raise failure

    @contextlib.contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """End every connection when the time is up: a timeout starts anew with each byte."""
        timer = threading.Timer(seconds, self._end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            for handle in self._handles:
                handle.close()
            self._handles.clear()

    def _end(self) -> None:
        self.expired = True
        for handle in list(self._handles):
            with contextlib.suppress(OSError):  # it has ended by itself
                handle.shutdown(socket.SHUT_RDWR)


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet.

    >>> [is_public(a) for a in ("93.184.216.34", "127.0.0.1", "10.1.2.3", "::ffff:127.0.0.1")]
    [True, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip.is_site_local:  # of the old fec0::/10, which is_global takes for public
            return False
        ip = inner or ip
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def build_manager(guard: Guard) -> PoolManager:
    """A manager whose connections go through a guard; certificates are always checked."""
    import certifi
    from urllib3 import PoolManager

    def open_socket(connection: HTTPConnection) -> socket.socket:
        host, port = connection.host, connection.port
        try:
            return guard.connect(
                host, port or 0, timeout=connection.timeout, options=connection.socket_options
            )
        except socket.gaierror as error:
            raise NameResolutionError(host, connection, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, f"{host} did not answer in time") from error
        except OSError as error:
            raise NewConnectionError(connection, f"no connection ({error})") from error

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return open_socket(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return open_socket(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    manager = PoolManager(
        num_pools=1, retries=False, cert_reqs="CERT_REQUIRED", ca_certs=certifi.where()
    )
    manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
    return manager
