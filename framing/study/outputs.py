"""Where results of a study may be written: nothing that somebody gave us is written over."""

from __future__ import annotations

from pathlib import Path

from framing.errors import UsageError
from framing.study.settings import FILE, find_places, read_settings


def check_output(study: Path, out: Path) -> None:
    """Refuse a file that is an input of the study, or lies where its inputs lie.

    Raises
    ------
    UsageError
        With the file and what it is to the study.
    """
    target = out.resolve()
    places = {"study.toml": study / FILE, "the sources": study / "raw"}
    if (study / FILE).is_file():
        places |= find_places(study, read_settings(study, []))
    for what, place in places.items():
        here = place.resolve()
        is_over = target == here and target.exists()
        if is_over or here in target.parents:
            raise UsageError(
                f"--out {out} would write over or into what the study reads ({what}: {place}); "
                "allowed: a file elsewhere. Nothing was written"
            )
