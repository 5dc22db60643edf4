"""One run over a study on one scheduler, stage by stage; what each gave goes to a log.

Started by ``python scripts/scale``: drive.py STUDY HOW LOG, where HOW is here, jobs:N or a cluster
as --cluster names it. The log has a line of JSON when a stage begins and one when it ends, with a
hash of its tables.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digests import digest, digest_layers, digest_words

from framing.engine.run import Run
from framing.engine.verbs.names import names
from framing.engine.verbs.stance import stance
from framing.engine.verbs.voices import voices
from framing.engine.verbs.words import words
from framing.files import hash_file
from framing.scheduling.choose import choose_scheduler
from framing.study.imports import import_sources
from framing.study.load import load_study


def main() -> None:
    study, how, log = sys.argv[1:]
    kind, _, number = how.partition(":")
    given: dict[str, Any] = {"cluster": how}
    if kind in ("here", "jobs"):
        given = {"jobs": int(number or 1)}
    with Path(log).open("w", encoding="utf-8") as file:

        def tell(**said: object) -> None:
            file.write(json.dumps(said) + "\n")
            file.flush()

        def stage(name: str, work: Callable[[], Any]) -> Any:
            tell(stage=name, at="begin")
            began = time.perf_counter()
            made = work()
            seconds = time.perf_counter() - began
            tell(stage=name, at="end", seconds=seconds, digest=digest(made))
            return made

        sources = Path(study, "..", "sources", Path(study).name)
        if sources.is_dir():
            stage("import", lambda: import_anew(Path(study), sources, given))
        scheduler = choose_scheduler(**given)
        loaded: list[Run] = []
        stage("load", lambda: loaded.append(Run(load_study(Path(study)), scheduler=scheduler)))
        (run,) = loaded
        stage("words", lambda: run.corpus.map_parts("reading words", digest_words))
        stage("annotation", lambda: run.corpus.map_parts("annotating", digest_layers, layers=True))
        stage("copies", lambda: run.copies)
        stage("repeats", lambda: run.repeats)
        groups = sorted(set(run.measured["group"]))[:2]
        stage("counts", lambda: words(run, group=groups[0], versus=groups[1], max_n=2).words)
        stage("names", lambda: names(run))
        stage("voices", lambda: voices(run, shares=True))
        stage("stance", lambda: stance(run, shares=True))
        scheduler.close()


def import_anew(study: Path, sources: Path, given: dict[str, Any]) -> list[tuple[str, str]]:
    """The articles again, from files of a thousand, into an empty study; hashes of its files."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "imported")
        (empty / "articles").mkdir(parents=True)
        for name in ("study.toml", "outlets.csv"):
            shutil.copy(study / name, empty)
        shutil.copytree(study / "codebook", empty / "codebook")
        import_sources(empty, [sources], **given)
        shutil.rmtree(empty / ".framing", ignore_errors=True)
        files = sorted(path for path in empty.rglob("*") if path.is_file())
        return [(path.relative_to(empty).as_posix(), hash_file(path)) for path in files]


if __name__ == "__main__":
    main()
