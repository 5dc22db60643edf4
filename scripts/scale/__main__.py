"""How a run grows with the number of articles, and that it says the same wherever it runs.

    python scripts/scale growth --articles 10000 30000 100000 --out docs/scale
    python scripts/scale same --articles 100000 --report

Articles are generated (scripts/generate_study), each study from an empty cache, each run a process
of its own. ``growth`` prints seconds and peak memory of each stage, of the process that asks and of
the largest worker, and draws them. ``same`` also imports the articles, and compares the hashes of
all files and tables: of one process, two processes and a cluster of two on loopback, the latter two
also with a worker killed by SIGKILL in every stage of seconds that uses one; with ``--report`` it
writes the report in each way, too, and kills a worker in the middle of it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from draw import draw_growth
from watch import KILL, Watched, watch, watch_command

ROOT = Path(__file__).resolve().parents[2]
_HEAD = ("articles", "how", "stage", "seconds", "driver_mb", "worker_mb", "killed", "digest")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("growth", "same"))
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000])
    parser.add_argument("--words", type=int, default=60, help="of an article")
    parser.add_argument("--how", nargs="+", help="here, jobs:N, local:N; +kill after it")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--out", type=Path, help="a folder for growth.csv and growth.svg")
    parser.add_argument("--work", type=Path, help="where studies are made; default: a new folder")
    options = parser.parse_args()
    work = options.work or Path(tempfile.mkdtemp(prefix="framing-scale-"))
    work.mkdir(parents=True, exist_ok=True)
    if options.what == "growth":
        grow(options, work)
    else:
        compare(options, work)


def grow(options: argparse.Namespace, work: Path) -> None:
    """Every size on every scheduler."""
    rows = []
    for n in options.articles:
        study = make_study(work, n, options.words)
        for how in options.how or ("here", "jobs:2", "local:2"):
            rows += show(run(study, how, n))
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        with (options.out / "growth.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([_HEAD, *rows])
        draw_growth(rows, options.out / "growth.svg")


def compare(options: argparse.Namespace, work: Path) -> None:
    """One size, every scheduler, undisturbed and with kills; exit code 1 where tables differ."""
    (n,) = options.articles
    study = make_study(work, n, options.words)
    split_sources(study)
    first: dict[str, str] = {}
    different = []
    for how in options.how or ("here", "jobs:2", "jobs:2+kill", "local:2", "local:2+kill"):
        seen = run(study, how, n)
        show(seen)
        found = {stage.name: stage.digest for stage in seen.stages}
        if options.report:
            found["report"] = report(study, how)
        first = first or found
        different += [f"{how}: {name}" for name, said in found.items() if said != first[name]]
        print(f"{how}: {found}", flush=True)
    print("all the same" if not different else f"different: {', '.join(different)}")
    sys.exit(int(bool(different)))


def make_study(work: Path, n: int, n_words: int) -> Path:
    """A generated study, made once."""
    study = work / f"generated-{n}-{n_words}"
    if not study.is_dir():
        command = [sys.executable, str(ROOT / "scripts/generate_study"), str(study)]
        subprocess.run([*command, "--articles", str(n), "--words", str(n_words)], check=True)
    return study


def split_sources(study: Path) -> None:
    """The articles in files of a thousand: what an import reads."""
    folder = study.parent / "sources" / study.name
    folder.mkdir(parents=True, exist_ok=True)
    with (study / "articles" / "all.jsonl").open(encoding="utf-8") as lines:
        for k, some in enumerate(iter(lambda: list(islice(lines, 1000)), [])):
            (folder / f"{k:04}.jsonl").write_text("".join(some), encoding="utf-8")


def run(study: Path, how: str, n: int) -> Watched:
    """A run from an empty cache."""
    shutil.rmtree(study / ".framing", ignore_errors=True)
    return watch(study, how, n)


def report(study: Path, how: str) -> str:
    """A hash of every file of the report, made with what the run before left in the cache."""
    kind, _, number = how.removesuffix(KILL).partition(":")
    given = ["--cluster", how.removesuffix(KILL)]
    if kind in ("here", "jobs"):
        given = ["--jobs", number or "1"]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "framing", "report", str(study), "--out-dir", folder]
        stage = watch_command([*command, *given], kill=how.endswith(KILL))
        print(f"| report | {how} | {stage.seconds:.1f} s | {stage.driver >> 20} MB |", flush=True)
        said = hashlib.sha256()
        for path in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
            said.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return said.hexdigest()[:16]


def show(seen: Watched) -> list[tuple[object, ...]]:
    """Rows of a run, printed as a table."""
    rows = [
        (
            seen.n_articles,
            seen.how,
            stage.name,
            round(stage.seconds, 2),
            stage.driver >> 20,
            stage.worker >> 20,
            stage.killed and 1,
            stage.digest,
        )
        for stage in seen.stages
    ]
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)
    return rows


if __name__ == "__main__":
    main()
