"""Stages over many articles: jobs that fill the cache, and then all goes on as with a warm one.

Workers share nothing but files of the cache, one a bucket and table, so that results cannot
depend on their number.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import polars as pl

from framing.engine.parts.cache import Cache, file_name, file_names
from framing.engine.parts.lost.notes import FOLDER as LOST
from framing.engine.parts.lost.notes import TOGETHER, note_lost, useful_notes
from framing.engine.parts.lost.search import MOST_LOST, Search, search_articles
from framing.engine.parts.part import ARTICLES, Stored, read_file
from framing.engine.parts.stages import LAYERS, TABLES, TEXT, Stages
from framing.errors import LostArticlesError, UsageError
from framing.scheduling.jobs import TRIES, Job, Lost, Scheduler
from framing.scheduling.merging import LostJobError
from framing.scheduling.places import Place, open_place
from framing.scheduling.progress import say_standing

WORTH_IT = 300  # articles for each worker: a process needs a second to begin
AT_ONCE = 1000  # articles of a job: bounds memory
FEW_AT_ONCE = 50  # articles computed at a time where more end their worker
PLANS = "plans"
_IN_WORDS = {TEXT: "reading words", LAYERS: "annotating"}
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
    notes: Place | None = None,
    progress: Progress = lambda said: None,
) -> None:
    """Compute what the cache lacks of a stage (and of the one before it) on all workers.

    Parameters
    ----------
    stages
        What the stages read.
    cache
        Where results go; one without a place is left as it is.
    articles
        All articles of the run.
    scheduler
        Where jobs run.
    stage
        ``TEXT`` or ``LAYERS``.
    all_of_it
        Also a small rest, which else is left to whoever asks for it.
    notes
        Where lost articles are noted; by default where results go.
    progress
        Told how far it is.

    Raises
    ------
    LostArticlesError
        Articles end every worker; they are noted, and the next run leaves them out.
    LostJobError
        Workers end, whatever they read.
    """
    place = cache.place
    if place is None:
        return
    keys = cache.keys(articles, stages.depends(stage))
    stale = cache.stale(stage, keys, tables=TABLES[stage])
    parts = {bucket: cache.parted(articles).part(bucket) for bucket in stale}
    n_articles = sum(part.height for part in parts.values())
    if not parts or (n_articles < 2 * WORTH_IT and not all_of_it):
        return
    plan, laid = keep_plan(place, stages), cache.keys(articles, "")
    lay_out(place, parts, laid)
    task = Task(place.root, plan, cache.n_buckets, stage)
    groups = list(group_buckets({b: parts[b].height for b in parts}, laid))
    jobs = [task.over(some, f"{stage} {k}") for k, some in enumerate(groups, start=1)]
    lost: list[tuple[Buckets, Lost]] = []
    scheduler.share(place)
    answers = scheduler.run(jobs, tell=say_standing(_IN_WORDS[stage], progress))
    n_answers = 0
    for some, done in zip(groups, answers, strict=True):
        n_answers += 1
        if isinstance(done, Lost):
            lost.append((some, done))
        if len(lost) == MOST_LOST:
            break
    if len(lost) == MOST_LOST == n_answers:
        raise LostJobError(lost[0][1])  # it is not for what they read
    search = Search(scheduler)
    for some, _ in lost:
        progress(f"{stage}: looking for what ends the processes that read it")
        _find_lost(search, task, some, parts, notes=notes or place)
    if search.found:
        raise LostArticlesError(search.found)
    cache.tidy(stage, file_names(TABLES[stage], keys))
    cache.tidy(ARTICLES, file_names((ARTICLES,), laid))
    cache.tidy(PLANS, {plan.partition("/")[2]})
    cache.tidy(LOST, useful_notes(place))


@dataclass(frozen=True, slots=True)
class Task:
    """What all jobs of one filling have in common: place, plan, and stage."""

    root: str
    plan: str
    n_buckets: int
    stage: str

    def over(
        self, buckets: Buckets, name: str, *, tries: int = TRIES, at_once: int = AT_ONCE
    ) -> Job:
        """The job that fills buckets, so many articles at a time."""
        return Job(name, fill_buckets, (self, buckets, at_once), tries)

    def alone(self, bucket: tuple[int, str], article_ids: Sequence[str], tries: int) -> Job:
        """The job that reads some articles of a bucket and writes nothing."""
        name = f"{self.stage} of {len(article_ids)} articles"
        return Job(name, read_alone, (self, bucket, tuple(article_ids)), tries)


def _find_lost(
    search: Search,
    task: Task,
    buckets: Buckets,
    parts: Mapping[int, pl.DataFrame],
    *,
    notes: Place,
) -> None:
    """Note the articles that end every worker; buckets without one are filled on the way."""
    name = f"{task.stage}, searched"
    for bucket, lost in search.among(
        buckets, lambda some, n: task.over(tuple(some), name, tries=n)
    ):
        rows = parts[bucket[0]]
        hashes = dict(rows.select("article", "hash").iter_rows())

        def note(names: Sequence[str], how: Lost, hashes: Mapping[str, str] = hashes) -> None:
            note_lost(notes, {a: hashes[a] for a in names}, task.stage, how)

        ask = partial(task.alone, bucket)
        if search_articles(search, list(hashes), ask, note=note):
            continue
        lost = search.ask(task.over((bucket,), name, at_once=FEW_AT_ONCE))
        if isinstance(lost, Lost):
            note_lost(notes, hashes, task.stage, lost, why=TOGETHER)
            search.found += hashes


def lay_out(place: Place, parts: Mapping[int, pl.DataFrame], keys: Mapping[int, str]) -> None:
    """Write the articles of buckets where workers read them, unless they are there."""
    there = set(place.names(ARTICLES))
    for bucket, part in parts.items():
        name = file_name(ARTICLES, bucket, keys[bucket])
        if name not in there:
            place.write(f"{ARTICLES}/{name}", part.select(_COLUMNS))


def list_parts(
    stages: Stages, cache: Cache, articles: pl.DataFrame, *, layers: bool
) -> list[Stored]:
    """The partitions of a corpus whose cache is filled."""
    assert cache.place is not None
    parted, laid = cache.parted(articles), cache.keys(articles, "")
    there = set(cache.place.names(ARTICLES))
    missing = [b for b, key in laid.items() if file_name(ARTICLES, b, key) not in there]
    lay_out(cache.place, {bucket: parted.part(bucket) for bucket in missing}, laid)
    text = cache.keys(articles, stages.depends(TEXT))
    noted = cache.keys(articles, stages.depends(LAYERS)) if layers else dict.fromkeys(text, "")
    groups = group_buckets({bucket: n for bucket, (_, n) in parted.places.items()}, laid)
    return [
        Stored(cache.place.root, tuple((b, key, text[b], noted[b]) for b, key in some))
        for some in groups
    ]


def keep_plan(place: Place, stages: Stages) -> str:
    """Write what stages read beside the articles; its name."""
    content = pickle.dumps(stages, protocol=pickle.HIGHEST_PROTOCOL)
    name = _plan_name(content)
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


def fill_buckets(task: Task, buckets: Buckets, at_once: int) -> int:
    """A job: a stage over whole buckets of articles; how many articles they have."""
    place = open_place(task.root)
    cache = Cache(place, task.n_buckets, at_once=at_once, whole=False)
    return _read_stage(task, cache, read_articles(place, buckets))


def read_alone(task: Task, bucket: tuple[int, str], article_ids: Sequence[str]) -> int:
    """A job: a stage over some articles of a bucket, of which nothing is kept."""
    articles = read_articles(open_place(task.root), (bucket,))
    here = articles.filter(pl.col("article").is_in(list(article_ids)))
    return _read_stage(task, Cache(None, task.n_buckets), here)


def _read_stage(task: Task, cache: Cache, articles: pl.DataFrame) -> int:
    stages = _read_plan(task.root, task.plan)
    text = stages.text(cache, articles)
    if task.stage == LAYERS:
        stages.layers(cache, articles, text)
    return articles.height


def read_articles(place: Place, buckets: Buckets) -> pl.DataFrame:
    """The articles of buckets, sorted by id."""
    parts = [read_file(place, f"{ARTICLES}/{file_name(ARTICLES, *bucket)}") for bucket in buckets]
    return pl.concat(parts).sort("article")


@lru_cache(maxsize=4)
def _read_plan(root: str, name: str) -> Stages:
    content = open_place(root).read_bytes(name)
    if _plan_name(content) != name:
        raise UsageError(
            f"{root}/{name} is not what was written there; allowed: the codebook and names of this "
            "run, unchanged. Next: run it again, and let nobody else write there"
        )
    found: Stages = pickle.loads(content)
    return found


def _plan_name(content: bytes) -> str:
    return f"{PLANS}/{hashlib.sha256(content).hexdigest()}.pickle"
