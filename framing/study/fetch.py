"""``framing fetch``: pages of a list of links into ``raw/fetched/``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from framing.intake.fetch import build_user_agent, fetch_links
from framing.study.lock import study_lock
from framing.study.settings import check_folder

PLACE = "raw/fetched"


def fetch(
    folder: str | Path,
    links: str | Path,
    *,
    pause: float = 3.0,
    timeout: float = 30.0,
    max_mb: float = 10.0,
    contact: str = "",
    allow_local: bool = False,
    progress: Callable[[str], None] = lambda message: None,
) -> pl.DataFrame:
    """Fetch the pages of a list of links for a study; what is there already is not asked again.

    Parameters
    ----------
    folder
        A study; pages and their log go to its ``raw/fetched/``, from where they are imported.
    links
        CSV with a column ``url``, and any of ``outlet``, ``date``, ``title``, ``event``.
    pause
        Seconds between two requests to a site, at least 0.
    timeout
        Seconds for a page, above 0.
    max_mb
        Megabytes of a page, above 0.
    contact
        A mail address or page for the owners of sites, told with each request.
    allow_local
        Whether addresses that are not public may be asked.
    progress
        Called with a line for each link.

    Returns
    -------
    DataFrame
        See ``framing.intake.fetch.fetch_links``.

    Raises
    ------
    UsageError
        For a folder that is no study, or limits out of range.
    UnreadableError
        Where the list cannot be read.
    """
    folder = Path(folder)
    check_folder(folder)
    with study_lock(folder):
        return fetch_links(
            Path(links),
            folder / PLACE,
            pause=pause,
            timeout=timeout,
            max_bytes=int(max_mb * 1e6),
            user_agent=build_user_agent(contact),
            allow_local=allow_local,
            progress=progress,
        )
