"""``framing new``: a commented study folder to fill in."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from framing.errors import UsageError

_FILES = ("study.toml", "outlets.csv", "articles.csv", "events.csv", "codebook/codebook.yaml")


def create_study(folder: Path) -> list[Path]:
    """Write the files of an empty study.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    UsageError
        Where the folder is not empty: nothing of it is touched.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not an empty folder; give a new name, nothing was written")
    template = files("framing.study").joinpath("template")
    written = []
    for name in _FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.joinpath(name).read_text("utf-8"), "utf-8")
        written.append(path)
    (folder / "articles").mkdir()
    return written
