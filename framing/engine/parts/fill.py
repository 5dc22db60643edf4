"""Stages over many articles: jobs that fill the cache, and then all goes on as with a warm one.

Workers share nothing but files of the cache, one a bucket and table, so that results cannot
depend on their number.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import polars as pl

from framing.engine.parts.cache import Cache, file_name
from framing.engine.parts.lost import LostArticlesError, tell_lost
from framing.engine.parts.part import ARTICLES, Stored
from framing.engine.parts.stages import LAYERS, TABLES, TEXT, Stages
from framing.scheduling.jobs import Job, Lost, Scheduler
from framing.scheduling.places import Place, open_place

WORTH_IT = 300  # articles for each worker: a process needs a second to begin
AT_ONCE = 1000  # articles of a job: bounds memory
PARTED = 5000  # articles of a corpus that is no longer one table in memory
PLANS = "plans"
# What stages read of an article; event and date are in no key.
_COLUMNS = ("article", "outlet", "title", "language", "wire", "hash", "text")

Progress = Callable[[str], None]
Buckets = tuple[tuple[int, str], ...]  # numbers of buckets, with the keys of their articles


def fill(
    stages: Stages,
    cache: Cache,
    articles: pl.DataFrame,
    scheduler: Scheduler,
    *,
    stage: str,
    all_of_it: bool = False,
    progress: Progress = lambda said: None,
) -> None:
    """Compute what the cache lacks of a stage (and of the one before it) on all workers.

    Parameters
    ----------
    stages
        What the stages read.
    cache
        Where results go; one without a place is left as it is, and so is a small rest.
    articles
        All articles of the run.
    scheduler
        Where jobs run.
    stage
        ``TEXT`` or ``LAYERS``.
    all_of_it
        Also a small rest, which else is left to whoever asks for it.
    progress
        Told how far it is.

    Raises
    ------
    LostArticlesError
        Articles ended their workers again and again; they are noted, and the next run leaves
        them out.
    """
    place = cache.place
    if place is None:
        return
    keys = cache.keys(articles, stages.depends(stage))
    stale = set(cache.stale(stage, keys, tables=TABLES[stage]))
    parts = {b: part for b, part in cache.by_bucket(articles).items() if b in stale}
    n_articles = sum(part.height for part in parts.values())
    if not parts or (n_articles < 2 * WORTH_IT and not all_of_it):
        return
    laid = lay_out(place, cache, parts)
    plan = keep_plan(place, stages)
    jobs = [
        Job(f"{stage} {k}", fill_buckets, (place.root, plan, cache.n_buckets, some, stage))
        for k, some in enumerate(group_buckets({b: parts[b].height for b in parts}, laid), start=1)
    ]
    lost = []
    for k, (job, done) in enumerate(zip(jobs, scheduler.run(jobs), strict=True), start=1):
        progress(f"{stage}: {k} of {len(jobs)} partitions")
        if isinstance(done, Lost):
            buckets = [bucket for bucket, _ in job.args[3]]
            lost += tell_lost(place, pl.concat([parts[b] for b in buckets]), stage, done)
    if lost:
        raise LostArticlesError(lost)


def lay_out(place: Place, cache: Cache, parts: Mapping[int, pl.DataFrame]) -> dict[int, str]:
    """Write the articles of buckets where workers read them; the key of each."""
    there = set(place.names(ARTICLES))
    laid = {}
    for bucket, part in parts.items():
        laid[bucket] = cache.keys(part, "")[bucket]
        name = file_name(ARTICLES, bucket, laid[bucket])
        if name not in there:
            place.write(f"{ARTICLES}/{name}", part.select(_COLUMNS))
    return laid


def list_parts(
    stages: Stages, cache: Cache, articles: pl.DataFrame, *, layers: bool
) -> list[Stored]:
    """The partitions of a corpus whose cache is filled."""
    assert cache.place is not None
    parts = cache.by_bucket(articles)
    laid = lay_out(cache.place, cache, parts)
    text = cache.keys(articles, stages.depends(TEXT))
    noted = cache.keys(articles, stages.depends(LAYERS)) if layers else dict.fromkeys(text, "")
    groups = group_buckets({bucket: part.height for bucket, part in parts.items()}, laid)
    return [
        Stored(cache.place.root, tuple((b, key, text[b], noted[b]) for b, key in some))
        for some in groups
    ]


def keep_plan(place: Place, stages: Stages) -> str:
    """Write what stages read beside the articles; its name."""
    content = pickle.dumps(stages, protocol=pickle.HIGHEST_PROTOCOL)
    name = f"{PLANS}/{hashlib.sha256(content).hexdigest()[:16]}.pickle"
    place.write_bytes(name, content)
    return name


def group_buckets(sizes: Mapping[int, int], keys: Mapping[int, str]) -> Iterator[Buckets]:
    """Buckets of a job: as many as have ``AT_ONCE`` articles, at least one."""
    waiting: list[tuple[int, str]] = []
    n = 0
    for bucket, size in sizes.items():
        if waiting and n + size > AT_ONCE:
            yield tuple(waiting)
            waiting, n = [], 0
        waiting.append((bucket, keys[bucket]))
        n += size
    if waiting:
        yield tuple(waiting)


def fill_buckets(root: str, plan: str, n_buckets: int, buckets: Buckets, stage: str) -> int:
    """A job: a stage over whole buckets of articles; how many articles they have."""
    place = open_place(root)
    stages = _read_plan(root, plan)
    cache = Cache(place, n_buckets)
    articles = read_articles(place, buckets)
    text = stages.text(cache, articles)
    if stage == LAYERS:
        stages.layers(cache, articles, text)
    return articles.height


def read_articles(place: Place, buckets: Buckets) -> pl.DataFrame:
    """The articles of buckets, sorted by id."""
    parts = [place.read(f"{ARTICLES}/{file_name(ARTICLES, *bucket)}") for bucket in buckets]
    return pl.concat(parts).sort("article")


@lru_cache(maxsize=4)
def _read_plan(root: str, name: str) -> Stages:
    found: Stages = pickle.loads(open_place(root).read_bytes(name))
    return found
