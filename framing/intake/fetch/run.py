"""A list of links fetched: politely, resumably, and with a record of each."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

import polars as pl

from framing.errors import UsageError
from framing.files import tidy_files
from framing.intake.fetch.asking import Limits
from framing.intake.fetch.links import Link, read_links
from framing.intake.fetch.log import COLUMNS, Fetched, append_row, read_log, write_log
from framing.intake.fetch.pacing import Pacer
from framing.intake.fetch.visiting import Visitor

MAX_BYTES = 10 * 2**20


def build_user_agent(contact: str = "") -> str:
    """How we call ourselves; ``contact`` is an address or page where a site can complain.

    Raises
    ------
    UsageError
        For a contact with letters beyond ASCII, or brackets.

    >>> build_user_agent("mailto:desk@university.example").split("/")[0]
    'framing'
    """
    contact = " ".join(contact.split())
    if not contact.isascii() or re.search(r"[()]", contact):
        raise UsageError(f"contact {contact!r}: plain letters without brackets are allowed")
    about = "research; obeys robots.txt; one request at a time"
    return f"framing/{version('framing')} ({f'+{contact}; ' if contact else ''}{about})"


def fetch_links(
    links: Path,
    folder: Path,
    *,
    pause: float = 3.0,
    timeout: float = 30.0,
    max_bytes: int = MAX_BYTES,
    user_agent: str = "",
    sleep: Callable[[float], None] = time.sleep,
    progress: Callable[[str], None] = lambda message: None,
    allow_local: bool = False,
) -> pl.DataFrame:
    """Fetch every link of a list that is not fetched yet, into a folder with a log.

    Parameters
    ----------
    links
        CSV with a column ``url``; ``outlet``, ``date``, ``title``, ``event`` are kept.
    folder
        Made where it is missing. Holds ``<hash>-<host>.html.gz`` or ``.pdf`` and ``fetched.csv``.
    pause
        Seconds between two requests to a site, at least 0; a site's Crawl-delay can lengthen it.
    timeout
        Seconds for a page from first to last byte, above 0.
    max_bytes
        Of a page, above 0.
    user_agent
        From ``build_user_agent``; empty: without contact.
    sleep, progress
        Called to wait, and with a line for each link.
    allow_local
        Whether addresses that are not public may be asked.

    Returns
    -------
    A row a link in the order of the list: ``line``, and the columns of ``fetched.csv``. ``error``
    is empty where the page is kept.

    Raises
    ------
    UnreadableError
        Where the list cannot be read.
    UsageError
        For limits out of range.
    """
    if pause < 0 or timeout <= 0 or max_bytes <= 0:
        raise UsageError(
            f"pause {pause:g}, timeout {timeout:g}, max_bytes {max_bytes}: allowed are a pause of "
            "0 or more, and a timeout and max_bytes above 0"
        )
    rows = read_links(links)
    logged = _tidy(folder)
    known = {url: row for url, row in logged.items() if _is_kept(folder, row)}
    for link in rows:
        if link.error:
            progress(f"line {link.line}: {link.error}")
    wanted = {link.url: link for link in rows if not link.error and link.url not in known}
    pacer = Pacer(pause, sleep)
    limits = Limits(timeout, max_bytes, user_agent or build_user_agent(), allow_local, pacer.sleep)
    visits = Visitor(folder, limits=limits, pacer=pacer).visit_all(list(wanted.values()))
    for at, found in enumerate(visits, start=1):
        row = _with_fields(found, wanted[found.url])
        append_row(folder, row)
        known[row.url] = row
        progress(f"{at} of {len(wanted)}: {row.url} {row.error or f'kept ({row.bytes:,} bytes)'}")
    told = {link.url: _with_fields(known[link.url], link) for link in rows if not link.error}
    write_log(folder, {**told, **{u: r for u, r in logged.items() if u not in told}}.values())
    return _table(rows, told)


def _tidy(folder: Path) -> dict[str, Fetched]:
    """The log of earlier runs, and the folder as a killed run should have left it."""
    folder.mkdir(parents=True, exist_ok=True)
    tidy_files(folder)
    logged = read_log(folder)
    write_log(folder, logged.values())
    return logged


def _is_kept(folder: Path, row: Fetched) -> bool:
    return bool(row.file) and not row.error and (folder / row.file).is_file()


def _with_fields(row: Fetched, link: Link) -> Fetched:
    return replace(row, outlet=link.outlet, date=link.date, title=link.title, event=link.event)


def _table(rows: Sequence[Link], told: Mapping[str, Fetched]) -> pl.DataFrame:
    records = []
    for link in rows:
        row = told[link.url] if not link.error else Fetched(link.url, error=link.error)
        records.append({"line": link.line, **asdict(_with_fields(row, link))})
    numbers = ("line", "status", "bytes")
    schema = {name: pl.Int64 if name in numbers else pl.String for name in ("line", *COLUMNS)}
    return pl.DataFrame(records, schema=schema)
