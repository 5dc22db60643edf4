"""A worker that dies, hangs or crashes costs its own task; all end with the batch."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from framing.batch.records import Job
from framing.batch.work import Task
from framing.batch.workers import run_tasks

WORK = """
import os, signal, sys, time
from pathlib import Path

def work(task, tell):
    name = task.job.name
    tell("begun")
    if name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "crashes":
        import ctypes
        ctypes.string_at(0)
    if name == "exits":
        os._exit(3)
    if name == "raises":
        raise ValueError("nobody foresaw this")
    if name == "hangs":
        time.sleep(600)
    if name == "prints":
        print("a library's chatter")
    if name == "threads":
        return tuple(os.environ.get(n) for n in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS"))
    return name.upper()
"""


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A function that workers can import."""
    (tmp_path / "work_of_test.py").write_text(WORK)
    monkeypatch.syspath_prepend(tmp_path)
    import work_of_test  # type: ignore[import-not-found]

    return work_of_test.work


def run(work, names, tmp_path, *, jobs=2, timeout=60.0):
    said = []
    tasks = [Task(Job(Path("study"), name), tmp_path) for name in names]
    ended = run_tasks(
        work, tasks, jobs=jobs, timeout=timeout,
        log_of=lambda task: tmp_path / f"{task.job.name}.txt",
        listen=lambda task, stage, seconds: said.append((task.job.name, stage)),
    )  # fmt: skip
    return {end.task.job.name: end for end in ended}, said


def test_whatever_happens_to_a_worker_the_others_go_on(work, tmp_path):
    names = ["a", "killed", "b", "crashes", "exits", "raises", "prints", "c"]
    ended, said = run(work, names, tmp_path)
    assert {name: end.result for name, end in ended.items() if end.result} == {
        "a": "A", "b": "B", "c": "C", "prints": "PRINTS",
    }  # fmt: skip
    assert ended["killed"].reason == "its process was killed (SIGKILL): out of memory?"
    assert "was killed (SIGSEGV): a library crashed" in ended["crashes"].reason
    assert ended["exits"].reason == "its process ended without an answer (exit code 3)"
    assert "exit code 1" in ended["raises"].reason
    assert "nobody foresaw this" in (tmp_path / "raises.txt").read_text()
    assert "work" in (tmp_path / "crashes.txt").read_text()  # where it crashed
    assert "chatter" in (tmp_path / "prints.txt").read_text()
    assert not (tmp_path / "a.txt").exists()
    assert {(name, "begun") for name in names} == set(said)


def test_a_worker_that_hangs_is_ended_and_says_where(work, tmp_path):
    ended, _ = run(work, ["hangs", "a"], tmp_path, timeout=3.0)
    assert ended["a"].result == "A"
    assert ended["hangs"].reason.startswith("took longer than 3 s and was ended (--timeout)")
    assert "work_of_test.py" in (tmp_path / "hangs.txt").read_text()


def test_who_stops_listening_ends_the_workers(work, tmp_path):
    tasks = [Task(Job(Path("study"), name), tmp_path) for name in ("a", "hangs")]
    running = run_tasks(
        work, tasks, jobs=2, timeout=0, log_of=lambda task: tmp_path / f"{task.job.name}.txt",
        listen=lambda task, stage, seconds: None,
    )  # fmt: skip
    assert next(running).result == "A"
    running.close()
    import multiprocessing

    assert not multiprocessing.active_children()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_batch_that_is_stopped_leaves_no_worker_and_no_half_report(first, tmp_path, number):
    """A batch is stopped while a report is made; the next run makes it."""
    out = tmp_path / "out"
    command = [sys.executable, "-c", _MAIN, str(out), str(first.studies / "one")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    log = out / "batch.jsonl"
    wait_for(lambda: log.is_file() and '"measuring"' in log.read_text("utf-8"))
    process.send_signal(number)
    code = process.wait()
    assert code == {signal.SIGTERM: 143, signal.SIGINT: 130, signal.SIGKILL: -9}[number]
    wait_for(lambda: not workers_of(out))
    assert not (out / "one").exists()
    done = subprocess.run([*command, "1"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("state  report  articles\nmade   one     3\n")
    assert sorted(p.name for p in out.iterdir()) == sorted(
        [".batch", "batch.jsonl", "index.csv", "index.html", "index.json", "one"]
    )
    assert (out / "one/report.md").read_bytes() == (first.out / "one/report.md").read_bytes()


_MAIN = (
    "import sys\n"
    "from framing.cli import main\n"
    "if __name__ == '__main__':\n"
    "    main(['batch', sys.argv[2], '--out-dir', sys.argv[1], '--form', 'markdown'])\n"
)


def wait_for(holds):
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("did not come about")


def workers_of(out):
    """Processes that have a file below a folder open."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            files = [str(fd.readlink()) for fd in (place / "fd").iterdir()]
        except OSError:
            continue
        found += [place.name for file in files if file.startswith(str(out))]
    return found
