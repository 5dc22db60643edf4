"""One batch of tiny studies, one of them broken; each test gets a copy of what it left."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from framing.batch.run import Done, batch_reports

TEXTS = {
    "alpha.txt": (
        "Ministers open talks on Blue Islands\n\nLAKEPORT, May 6. /XY/. The ministers opened talks "
        'on the Blue Islands.\n\n"The Blue Islands are not for sale," Minister Ana Norte said.\n'
    ),
    "beta.txt": "Ferry sails again\n\nThe ferry to the Blue Islands sailed on Tuesday.\n",
    "gamma.txt": "South hopes\n\nMinister Sol Sur said that the Green Islands belong to South.\n",
}
LISTS = {
    "outlets.csv": "outlet,group\nAlpha,North\nBeta,North\nGamma,South\n",
    "articles.csv": (
        "file,outlet,date,event\nalpha.txt,Alpha,2019-05-06,talks\n"
        "beta.txt,Beta,2019-05-07,ferry\ngamma.txt,Gamma,2019-05-06,talks\n"
    ),
    "codebook/book.yaml": (
        "codebook: tiny\nversion: 1\nlanguage: en\nsides: [North, South]\nnames:\n  islands:\n"
        "    wordings:\n      blue: {side: North, patterns: [blue islands]}\n"
        "      green: {side: South, patterns: [green islands]}\n"
    ),
}
TOML = (
    '[study]\nid = "ID"\nquestion = "How do they write about ID?"\nlanguage = "en"\n'
    '[sampling]\nkind = "complete"\n'
)


def build_study(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """A study whose id is the folder's name."""
    content: dict[str, str | None] = {
        "study.toml": TOML.replace("ID", folder.name),
        **LISTS,
        **{f"articles/{name}": text for name, text in TEXTS.items()},
        **(changes or {}),
    }
    for name, text in content.items():
        if text is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
    return folder


@dataclass(frozen=True)
class Batch:
    """Studies, the folder of their reports, and what the first run said."""

    studies: Path
    out: Path
    done: Done

    def run(self, **given: object) -> Done:
        """Run again over all studies; ``-j 2``, Markdown only, as at first."""
        folders = sorted(self.studies.iterdir())
        options: dict[str, object] = {"jobs": 2, "forms": ("markdown",), **given}
        return batch_reports(folders, self.out, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("batch")
    build_study(folder / "studies/one")
    build_study(folder / "studies/two", {"articles/beta.txt": TEXTS["beta.txt"] + "It was late.\n"})
    build_study(folder / "studies/bad", {"codebook/book.yaml": "codebook: bad\nnames: [\n"})
    batch = Batch(folder / "studies", folder / "out", None)  # type: ignore[arg-type]
    return Batch(batch.studies, batch.out, batch.run())


@pytest.fixture
def batch(first: Batch, tmp_path: Path) -> Batch:
    """The same batch, to be changed: studies where they were, reports in a copy."""
    out = tmp_path / "out"
    shutil.copytree(first.out, out, symlinks=True)
    return Batch(first.studies, out, first.done)


@pytest.fixture
def bytes_of() -> Callable[[Path], dict[str, tuple[bytes, int]]]:
    """Content and time of change of every file below a folder."""

    def read(folder: Path) -> dict[str, tuple[bytes, int]]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {
            path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in files
        }

    return read
