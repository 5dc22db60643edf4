"""One address asked for: retries with backoff, a limit of bytes and of time, no redirects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, Retry

    from framing.intake.fetch.connection import Guard

RETRIES = 3
LONGEST_WAIT = 120.0  # seconds that a server may ask for; more is left to the next run
_AGAIN = (429, 500, 502, 503, 504)
_CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take."""

    timeout: float  # seconds for a page from first to last byte
    max_bytes: int
    user_agent: str
    allow_local: bool
    sleep: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer, or why there is none; ``silent`` where it could not answer at all."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str = ""
    silent: bool = False


def ask(url: str, limits: Limits, *, wanted: Callable[[Answer], str]) -> Answer:
    """Ask for an address, up to 3 times more where the server fails.

    Parameters
    ----------
    url
        http or https.
    limits
        Of bytes and time.
    wanted
        Says by status and headers why a body is not read; empty where it is.
    """
    from urllib3.exceptions import HTTPError, MaxRetryError
    from urllib3.util.retry import Retry

    retry = Retry(RETRIES, status_forcelist=_AGAIN, backoff_factor=1, raise_on_status=False)
    while True:
        answer, failure, response = _try(url, limits, wanted=wanted)
        again = answer.silent or answer.status in _AGAIN
        if not again:
            return answer
        try:
            error = failure if isinstance(failure, HTTPError) else None
            retry = retry.increment("GET", url, response=response, error=error)
        except (MaxRetryError, HTTPError):
            return answer
        seconds = _seconds(retry, response)
        if seconds > LONGEST_WAIT:
            return _told(answer, f"HTTP {answer.status}, and asks to wait {seconds:.0f} s")
        limits.sleep(seconds)


def ascii_host(url: str) -> str:
    """An address whose host is written as the network knows it.

    >>> ascii_host("https://вести.example:8080/a")
    'https://xn--b1agj9af.example:8080/a'

    Raises
    ------
    ValueError
        For hosts that no name can stand for.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.isascii():
        return url
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=host.encode("idna").decode() + port).geturl()


def _seconds(retry: Retry, response: BaseHTTPResponse | None) -> float:
    from urllib3.exceptions import InvalidHeader

    asked = None
    if response is not None:
        try:
            asked = retry.get_retry_after(response)
        except InvalidHeader:
            asked = None  # no number and no date: as if it had said nothing
    return asked if asked is not None else retry.get_backoff_time()


def _told(answer: Answer, error: str) -> Answer:
    return Answer(answer.status, answer.headers, b"", error, answer.silent)


def _try(
    url: str, limits: Limits, *, wanted: Callable[[Answer], str]
) -> tuple[Answer, Exception | None, BaseHTTPResponse | None]:
    from urllib3.exceptions import HTTPError

    from framing.intake.fetch.connection import Guard, LocalAddressError

    guard = Guard(allow_local=limits.allow_local)
    try:
        url = ascii_host(url)
        with guard.limit(limits.timeout):
            answer, response = _read(url, limits, guard=guard, wanted=wanted)
            return answer, None, response
    except LocalAddressError as error:
        return Answer(error=f"{error}: not asked"), None, None
    except (HTTPError, OSError, ValueError) as error:
        if guard.expired:
            return Answer(error=f"not whole after {limits.timeout:g} s", silent=True), error, None
        return Answer(error=_reason(error), silent=_is_passing(error)), error, None


def _read(
    url: str, limits: Limits, *, guard: Guard, wanted: Callable[[Answer], str]
) -> tuple[Answer, BaseHTTPResponse]:
    from urllib3 import Timeout

    from framing.intake.fetch.connection import build_manager

    with build_manager(guard) as manager:
        response = manager.request(
            "GET",
            url,
            headers={
                "User-Agent": limits.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9",
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
            redirect=False,
            preload_content=False,
            timeout=Timeout(connect=limits.timeout, read=limits.timeout),
        )
        try:
            headers = {name.lower(): value for name, value in response.headers.items()}
            answer = Answer(response.status, headers)
            if error := wanted(answer):
                return _told(answer, error), response
            body = bytearray()
            for chunk in response.stream(_CHUNK):
                body += chunk
                if len(body) > limits.max_bytes:
                    error = f"larger than {limits.max_bytes:,} bytes: cut off, not kept"
                    return _told(answer, error), response
            if guard.expired:  # a body without length ends as if it were whole
                raise TimeoutError
            return Answer(response.status, headers, bytes(body)), response
        finally:
            response.close()


def _is_passing(error: Exception) -> bool:
    """Whether it may go well the next time: not so with certificates and impossible addresses."""
    from urllib3.exceptions import LocationValueError, SSLError

    return not isinstance(error, SSLError | LocationValueError | ValueError)


def _reason(error: Exception) -> str:
    from urllib3.exceptions import (
        ConnectTimeoutError,
        IncompleteRead,
        NameResolutionError,
        ProtocolError,
        ReadTimeoutError,
        SSLError,
    )

    reasons = (
        (SSLError, "its certificate or encryption is not valid"),
        (NameResolutionError, "no such host"),
        (ConnectTimeoutError | ReadTimeoutError | TimeoutError, "no answer in time"),
        (IncompleteRead, "the page was cut off on its way"),
        (ProtocolError, "the connection broke off"),
    )
    cause = error.__cause__ if isinstance(error.__cause__, Exception) else None
    for kind, words in reasons:
        if isinstance(error, kind) or (cause is not None and isinstance(cause, kind)):
            return f"{words} ({_short(error)})"
    return _short(error)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__
