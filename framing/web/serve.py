"""The verb serve: a class in the browsers of a room, until it is stopped."""

from __future__ import annotations

import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import UsageError, suggest
from framing.records.coding import Sample
from framing.study.coding.samples import FOLDER
from framing.web.app import LOOPBACK, build_app
from framing.web.doors.keys import Keys, load_keys
from framing.web.doors.log import Log
from framing.web.server import make_server
from framing.web.store import Store, open_store
from framing.web.store.files import check_file

if TYPE_CHECKING:
    import uvicorn

    from framing.engine.run import Run

STORE, LOCK, LOG = "class.sqlite", "class.lock", "class.log"
_WAITING = 512  # connections
EVERYWHERE = "0.0.0.0"


def serve(
    run: Run,
    *,
    samples: tuple[str, ...] = (),
    host: str = "127.0.0.1",
    port: int = 8000,
    coders: int = 0,
    lan: bool = False,
    open_browser: bool = False,
    say: Callable[[str], object] = print,
) -> None:
    """Serve a study to a class, until Ctrl-C; what was coded lies in ``coding/`` then.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    samples
        Names of the samples to code; default: all of the study.
    host, port
        Where to listen; port 0 takes a free one.
    coders
        How many coders to make at once, each with a secret link to hand out.
    lan
        Let in other devices of the network.
    open_browser
        Open the teacher's page in this machine's browser.
    say
        Receives each line that the teacher should read.

    Raises
    ------
    UsageError
        For a sample that there is not, an address that cannot be used, a study that is served
        already, or a ``class.csv`` that would be lost.
    """
    lan = lan or host.lower() not in {*LOOPBACK, "::1"}
    chosen = _choose(run.study.samples, samples)
    folder = run.study.folder / FOLDER
    listener = _listen(EVERYWHERE if lan and host in LOOPBACK else host, port)
    with listener, _only_one(folder), _opened(folder / STORE, chosen) as store:
        keys = load_keys(store)
        here = _address(listener, lan=lan)
        with closing(Log(folder / LOG, keys.signing)) as log:
            app = build_app(
                run, store, secrets=keys, log=log, samples=chosen, address=here,
                hosts=_names(host),
            )  # fmt: skip
            server = make_server(app)
            with _stopped_politely(server):
                for line in _welcome(run, chosen, keys, address=here, lan=lan):
                    say(line)
                for number in range(1, coders + 1):
                    joined = store.join()
                    say(f"Coder {number}: {joined.coder}  {here}/c/{joined.secret}")
                if open_browser:
                    _open_soon(f"{here}/teach/{keys.teacher}")
                server.run([listener])
    say(f"Stopped. Labels: {folder}/{STORE}, and codes/class.csv of each sample.")


def _names(host: str) -> frozenset[str]:
    """Names by which browsers may ask for this machine, besides its addresses."""
    own = socket.gethostname().lower()
    return frozenset({host.lower(), own, f"{own}.local"}) - {EVERYWHERE, "::"}


def _open_soon(link: str) -> None:
    """Open a browser beside the server: its page comes when the server answers."""
    threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()


def _choose(there: tuple[Sample, ...], wanted: tuple[str, ...]) -> dict[str, Sample]:
    known = {sample.id: sample for sample in there}
    for name in wanted:
        if name not in known:
            allowed = ", ".join(known) or "none: draw one with framing sample STUDY VARIABLE"
            near = suggest(name, known)
            raise UsageError(f"sample {name!r}; allowed: {allowed}. {near}".rstrip())
    return {name: known[name] for name in sorted(wanted or known)}


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that the address is known before anything is told."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_WAITING)  # who comes before the server is ready waits
    except OSError as error:
        listener.close()
        raise UsageError(
            f"cannot listen at {host} port {port}: {error.strerror or error}; allowed: an address "
            "of this machine and a free port. Next: --port 0 takes a free one"
        ) from None
    return listener


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """One server at a time: the lock of one that was killed is free again."""
    from filelock import FileLock, Timeout

    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise UsageError(f"another framing serve is at work in {folder.parent}") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _opened(path: Path, samples: dict[str, Sample]) -> Iterator[Store]:
    """The store with a task for each sample; codes are written before and after."""
    store = open_store(path)
    try:
        for sample in samples.values():
            check_file(store, sample)
            store.add_task(sample)
        store.save()
        yield store
        store.save()
    finally:
        store.close()


@contextmanager
def _stopped_politely(server: uvicorn.Server) -> Iterator[None]:
    """Ctrl-C and a polite kill end the server, not the program: it has files to write.

    Uvicorn listens to signals while it runs, and raises them again when it has ended.
    """

    def stop(number: int, frame: object) -> None:
        server.should_exit = True

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _address(listener: socket.socket, *, lan: bool) -> str:
    """What to type into a browser."""
    host, port = listener.getsockname()[:2]
    if lan and host in (EVERYWHERE, "::"):
        host = _own_address()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _own_address() -> str:
    """This machine's address in its network. Nothing is sent: a route is only looked up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            address: str = probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
    return address


def _welcome(
    run: Run, samples: dict[str, Sample], keys: Keys, *, address: str, lan: bool
) -> Iterator[str]:
    said = ", ".join(f"{name} ({sample.units.height} units)" for name, sample in samples.items())
    yield f"Study {run.study.id}: {said or 'no sample; framing sample STUDY VARIABLE draws one'}"
    yield f"Teacher: {address}/teach/{keys.teacher}  (yours alone)"
    yield f"Class:   {address}/join  code {keys.spoken}"
    if lan:
        yield (
            "Every device in this network can reach this server, and plain HTTP is readable on "
            "the way: use it only in a network that you trust. Write address and code on the board."
        )
    yield "Stop with Ctrl-C."
