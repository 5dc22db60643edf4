"""Stages on several processors: helpers fill the cache, and all goes on as with a warm one.

Helpers are processes of their own with nothing shared but files of the cache, one a bucket and
table, so that results cannot depend on their number. One that fails costs time, not the result:
what it leaves is computed here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import polars as pl

from framing.engine.cache import Cache
from framing.engine.stages import LAYERS, TABLES, TEXT, Stages
from framing.errors import UsageError

JOBS = "FRAMING_JOBS"  # in the environment: processes that one run may use
_WORTH_IT = 300  # articles for each process: a helper needs a second to begin
_AT_ONCE = 1000  # articles computed before their files are written: bounds memory


def n_jobs() -> int:
    """Processes that one run may use: ``FRAMING_JOBS``, else the processors it may run on."""
    given = os.environ.get(JOBS, "")
    if not given:
        can_tell = hasattr(os, "sched_getaffinity")
        return len(os.sched_getaffinity(0)) if can_tell else os.cpu_count() or 1
    if not given.isdecimal() or int(given) < 1:
        raise UsageError(f"{JOBS} is {given!r}; allowed: a whole number, 1 or more")
    return int(given)


def fill(stages: Stages, cache: Cache, articles: pl.DataFrame, *, stage: str) -> None:
    """Compute what the cache lacks of a stage (and of the one before it) on all processors.

    Parameters
    ----------
    stages
        What the stages read.
    cache
        Where results go; one without a folder is left as it is, and so is a small rest.
    articles
        All articles of the run.
    stage
        ``TEXT`` or ``LAYERS``.
    """
    stale = cache.stale(stage, articles, tables=TABLES[stage], depends=stages.depends(stage))
    n_parts = min(n_jobs(), sum(part.height for part in stale) // _WORTH_IT)
    if cache.folder is None or n_parts < 2:
        return
    parts = [pl.concat(stale[k::n_parts]) for k in range(n_parts)]
    helpers: list[subprocess.Popen[bytes]] = []
    try:
        helpers += [_start(stages, cache, part, stage) for part in parts[1:]]
        work(stages, cache, parts[0], stage)
        for helper in helpers:
            helper.wait()
    finally:
        for helper in helpers:
            helper.kill()
            helper.wait()


def work(stages: Stages, cache: Cache, articles: pl.DataFrame, stage: str) -> None:
    """The stage over whole buckets of articles, some at a time."""
    for part in _at_once(cache.by_bucket(articles)):
        text = stages.text(cache, part)
        if stage == LAYERS:
            stages.layers(cache, part, text)


def _at_once(buckets: list[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    waiting: list[pl.DataFrame] = []
    for bucket in buckets:
        if waiting and sum(b.height for b in waiting) + bucket.height > _AT_ONCE:
            yield pl.concat(waiting)
            waiting = []
        waiting.append(bucket)
    if waiting:
        yield pl.concat(waiting)


def _start(
    stages: Stages, cache: Cache, articles: pl.DataFrame, stage: str
) -> subprocess.Popen[bytes]:
    # Not multiprocessing: it would run a caller's own script once more in every helper.
    with tempfile.TemporaryFile() as task:
        pickle.dump((stages, str(cache.folder), articles, stage), task)
        task.seek(0)
        threads = max((os.cpu_count() or 1) // n_jobs(), 1)
        path = os.pathsep.join(entry for entry in sys.path if entry)
        own = {"PYTHONPATH": path, "POLARS_MAX_THREADS": str(threads)}
        return subprocess.Popen(
            [sys.executable, "-m", "framing.engine.helper"],
            stdin=task,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | own,
        )


__all__ = ["JOBS", "LAYERS", "TEXT", "fill", "n_jobs", "work"]
