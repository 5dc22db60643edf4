"""What is new: articles dated on or after a day, or whose text an earlier run did not have.

The day is that of publication, since a study keeps no clock of what came in when. An article
without a date is new to no day. Against an earlier run an article is new when its text is: renamed
files, other outlets' names or events make nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from framing.errors import UsageError
from framing.reporting.folders import read_manifest


@dataclass(frozen=True, slots=True)
class Since:
    """A day, or the folder of an earlier run (or of one report)."""

    said: str
    day: str = ""
    earlier: Path | None = None

    def new_of(self, name: str, articles: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
        """Ids of the new articles of a report, sorted.

        Parameters
        ----------
        name
            Of the report, as the earlier run called it.
        articles
            Id -> date and hash, as in a manifest.
        """
        if self.earlier is None:
            return tuple(sorted(a for a, x in articles.items() if x["date"][:10] >= self.day))
        manifest = read_manifest(self.earlier / name) or read_manifest(self.earlier) or {}
        known = {x["hash"] for x in manifest.get("articles", {}).values()}
        return tuple(sorted(a for a, x in articles.items() if x["hash"] not in known))


def read_since(said: str) -> Since:
    """A day as YYYY-MM-DD, or a folder with reports.

    Raises
    ------
    UsageError
        For anything else.
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        try:
            return Since(said, day=date.fromisoformat(said).isoformat())
        except ValueError:
            pass
    elif Path(said).is_dir():
        place = Path(said)
        if read_manifest(place) or any(read_manifest(p) for p in sorted(place.iterdir())):
            return Since(said, earlier=place)
        raise UsageError(f"--since {said}: no report lies there; allowed: a day or an earlier run")
    raise UsageError(
        f"--since {said!r} is no day and no folder; allowed: a day as 2024-03-04, or the folder "
        "of an earlier run"
    )
