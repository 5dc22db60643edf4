"""The folder of a batch: where its reports, its index and what it remembers lie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from framing.errors import UsageError
from framing.files import write_whole
from framing.reporting.folders import find_leftovers, tidy_beside

INDEX = ("index.html", "index.json", "index.csv")
_INSIDE = ".batch"


def prepare(out: Path) -> None:
    """Make the folder; one whose index is not of a batch is refused.

    Raises
    ------
    UsageError
        With the file that would be written over.
    """
    if not (out / _INSIDE).is_dir():
        for name in INDEX:
            if (out / name).exists():
                raise UsageError(
                    f"{out} holds an {name} that is not of framing batch; allowed: a new folder, "
                    "or one of an earlier batch. Give another with --out-dir."
                )
    for name in ("locks", "memory", "logs"):
        (out / _INSIDE / name).mkdir(parents=True, exist_ok=True)
    tidy_all(out)


def tidy_all(out: Path) -> None:
    """Tidy after processes that were killed while they wrote a report."""
    for name in find_leftovers(out):
        tidy_beside(out / name)


def lock_place(out: Path, name: str) -> Path:
    """The lock of a report, or of the index (name empty)."""
    return out / _INSIDE / "locks" / (f"{name}.lock" if name else "index")


def log_place(out: Path, name: str) -> Path:
    """What a worker printed, with the full text of its errors."""
    return out / _INSIDE / "logs" / f"{name}.txt"


def recall(out: Path, name: str) -> dict[str, Any]:
    """What is remembered of a report: the folder of its study, and its last failure."""
    try:
        read = json.loads((out / _INSIDE / "memory" / f"{name}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def remember(out: Path, name: str, content: dict[str, Any]) -> None:
    """Write what is remembered of a report, where it differs."""
    if recall(out, name) != content:
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        write_whole(out / _INSIDE / "memory" / f"{name}.json", text, durable=False)


def remembered(out: Path) -> list[str]:
    """Names of all reports of which something is remembered."""
    return sorted(path.stem for path in (out / _INSIDE / "memory").glob("*.json"))


def names_of(out: Path, study: Path) -> list[str]:
    """Names of the reports of a study, also one that can no longer say its id."""
    place = str(study.resolve())
    return [name for name in remembered(out) if recall(out, name).get("study") == place]


def events_place(out: Path, digest: str) -> Path:
    """Where the events of a study in one state are kept."""
    return out / _INSIDE / "memory" / "events" / f"{digest}.json"
