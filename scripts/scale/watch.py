"""A run under watch: memory of its processes by stage, and a worker killed in each if asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
KILL = "+kill"  # after a way to run: with workers killed
_TICK = 0.1  # seconds between two looks
# What processes that do jobs are called: those of the pool, those below Dask's nannies.
_WORKERS = ("framing.scheduling.process", "spawn_main")
_INTO = 1.5  # seconds into a stage a worker is killed


@dataclass(slots=True)
class Stage:
    """What was seen of a stage; memory in bytes, that of workers is the largest of one."""

    name: str
    seconds: float = 0.0
    digest: str = ""
    driver: int = 0
    worker: int = 0
    killed: int = 0


@dataclass(slots=True)
class Watched:
    """What was seen of a run."""

    how: str
    n_articles: int
    stages: list[Stage] = field(default_factory=list)


def watch(study: Path, how: str, n_articles: int) -> Watched:
    """One run in a process of its own, from an empty cache; an error of it is raised."""
    kill = how.endswith(KILL)
    log = study / "scale.log"
    log.unlink(missing_ok=True)
    path = os.pathsep.join([str(HERE), str(HERE.parents[1]), os.environ.get("PYTHONPATH", "")])
    run = subprocess.Popen(
        [sys.executable, str(HERE / "drive.py"), str(study), how.removesuffix(KILL), str(log)],
        env=os.environ | {"PYTHONPATH": path},
    )
    seen = Watched(how, n_articles)
    begun = time.monotonic()
    while run.poll() is None:
        time.sleep(_TICK)
        before = len(seen.stages)
        _read(log, seen)
        if len(seen.stages) > before:
            begun = time.monotonic()
        _look(psutil.Process(run.pid), seen)
        if kill and seen.stages and time.monotonic() - begun > _INTO:
            _kill_one(run.pid, seen.stages[-1])
    _read(log, seen)
    if run.returncode:
        raise SystemExit(f"{how} over {n_articles} articles: exit code {run.returncode}")
    return seen


def watch_command(command: list[str], *, kill: bool) -> Stage:
    """A command, its memory, and a worker of it killed some seconds after it began to work."""
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    seen = Watched("", 0, [Stage("report")])
    begun = time.monotonic()
    while run.poll() is None:
        time.sleep(_TICK)
        _look(psutil.Process(run.pid), seen)
        if kill:
            _kill_one(run.pid, seen.stages[0])
    seen.stages[0].seconds = time.monotonic() - begun
    if run.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {run.returncode}")
    return seen.stages[0]


def _read(log: Path, seen: Watched) -> None:
    lines = log.read_text("utf-8").splitlines() if log.is_file() else []
    known = {stage.name: stage for stage in seen.stages}
    for line in lines:
        said = json.loads(line)
        stage = known.get(said["stage"])
        if stage is None:
            stage = known[said["stage"]] = Stage(said["stage"])
            seen.stages.append(stage)
        if said["at"] == "end":
            stage.seconds, stage.digest = said["seconds"], said["digest"]


def _look(run: psutil.Process, seen: Watched) -> None:
    if not seen.stages:
        return
    stage = seen.stages[-1]
    try:
        stage.driver = max(stage.driver, run.memory_info().rss)
    except psutil.NoSuchProcess:
        return
    for worker in _workers(run.pid):
        try:
            stage.worker = max(stage.worker, worker.memory_info().rss)
        except psutil.NoSuchProcess:
            continue  # it ended between two looks


def _workers(pid: int) -> list[psutil.Process]:
    """The processes that do jobs: those of the pool, or those below Dask's nannies."""
    found = []
    try:
        children = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    for child in children:
        try:
            said = " ".join(child.cmdline())
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
        if any(name in said for name in _WORKERS):
            found.append(child)
    return found


def _kill_one(pid: int, stage: Stage) -> None:
    """Kill a worker that is at work, once a stage."""
    if stage.killed or stage.seconds:
        return
    for worker in _workers(pid):
        try:
            if worker.cpu_percent(interval=0.1) > 50:
                os.kill(worker.pid, signal.SIGKILL)
                stage.killed = worker.pid
                return
        except psutil.NoSuchProcess:
            continue
