"""Many reports, each in a process of its own: what is there already stays, what fails is told."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from framing.batch.index import write_index
from framing.batch.lists import read_list
from framing.batch.log import Log
from framing.batch.places import INDEX, log_place, names_of, prepare, remember, tidy_all
from framing.batch.plan import make_plan
from framing.batch.progress import Hear, count_states
from framing.batch.records import FAILED, KEPT, Job, Outcome
from framing.batch.since import read_since
from framing.batch.work import Task, find_events, make_report
from framing.batch.workers import Ended, Work, n_cores, run_tasks
from framing.errors import UsageError
from framing.language.words import slug
from framing.records.numerals import plural

TIMEOUT = 3600.0


@dataclass(frozen=True, slots=True)
class Done:
    """All outcomes by name, and the index of what lies in the folder."""

    outcomes: tuple[Outcome, ...]
    index: Path
    troubles: tuple[str, ...] = ()  # with the folder itself, say a full disk

    @property
    def exit_code(self) -> int:
        """0: all is as asked; 1: some failed or were kept as changed by hand; 2: all failed."""
        states = Counter(outcome.state for outcome in self.outcomes)
        if states[FAILED] == len(self.outcomes):
            return 2
        return int(states[FAILED] + states[KEPT] + len(self.troubles) > 0)


def batch_reports(
    studies: Sequence[str | Path],
    out_dir: str | Path,
    *,
    jobs: int | None = None,
    timeout: float = TIMEOUT,
    since: str = "",
    force: bool = False,
    forms: Sequence[str] = (),
    log: str | Path | None = None,
    hear: Hear = lambda report, stage, outcome: None,
) -> Done:
    """Make the reports of many studies; those whose inputs did not change stay untouched.

    Parameters
    ----------
    studies
        Folders of studies, or one TOML file that lists reports.
    out_dir
        One folder a report, and the index.
    jobs
        How many at a time; default: a core each.
    timeout
        Seconds that one report may take; 0: any.
    since
        A day (YYYY-MM-DD), or the folder of an earlier run: only reports with articles that are
        new since then.
    force
        Make all, also what did not change or was changed by hand.
    forms
        Forms of the text, where the list does not say; default: those of ``framing report``.
    log
        Lines of JSON are appended to it; default: ``batch.jsonl`` in ``out_dir``.
    hear
        Told what goes on.

    Returns
    -------
    Done
        With an outcome for each report; ``exit_code`` sums them up.

    Raises
    ------
    UsageError
        For a list that is not understood, and a folder that is somebody else's.
    """
    out = Path(out_dir)
    limit = read_since(since) if since else None
    wanted = _jobs([Path(study) for study in studies], tuple(forms))
    prepare(out)
    with Log(Path(log) if log else out / "batch.jsonl") as lines, _stoppable():
        batch = _Batch(out, lines, hear=hear, jobs=max(1, jobs or n_cores()), timeout=timeout)
        lines.write("batch", message=f"{plural(len(wanted), 'report')} asked for")
        begun = time.monotonic()
        try:
            plan = make_plan(wanted, out, since=limit, force=force, find_events=batch.find_events)
            for outcome in plan.unread:
                batch.settle(outcome, names_of(out, outcome.job.study))
            for outcome in plan.outcomes:
                own = {outcome.job.name}.intersection(names_of(out, outcome.job.study))
                batch.settle(outcome, [*own])
            for ended in batch.work(make_report, plan.tasks):
                batch.settle(_judged(ended), [ended.task.job.name])
        finally:
            with batch.bearing("the index is not of this run"):
                write_index(out)
            lines.write(
                "end", seconds=time.monotonic() - begun, message=count_states(batch.outcomes)
            )
    order = sorted(batch.outcomes, key=lambda o: (o.job.name, str(o.job.study)))
    troubles = [*batch.troubles, *(f"the log is not whole: {t}" for t in lines.troubles)]
    return Done(tuple(order), out / INDEX[0], tuple(dict.fromkeys(troubles)))


class _Batch:
    """Holds what a run of many reports shares: its folder, its log, who listens."""

    def __init__(self, out: Path, log: Log, *, hear: Hear, jobs: int, timeout: float) -> None:
        self.out = out
        self.outcomes: list[Outcome] = []
        self.troubles: list[str] = []
        self._log = log
        self._hear = hear
        self._jobs = jobs
        self._timeout = timeout

    def work(self, work: Work, tasks: Sequence[Task]) -> Iterator[Ended]:
        """Work off tasks; what killed workers leave beside the reports goes."""
        try:
            yield from run_tasks(
                work,
                tasks,
                jobs=min(self._jobs, len(tasks)),
                timeout=self._timeout,
                log_of=lambda task: log_place(self.out, task.job.name or slug(str(task.job.study))),
                listen=self._listen,
            )
        finally:
            tidy_all(self.out)

    def find_events(self, tasks: Sequence[Task]) -> dict[Task, tuple[str, ...] | Outcome]:
        """Events of studies, each read in a process of its own."""
        return {
            ended.task: ended.result if isinstance(ended.result, tuple) else _judged(ended)
            for ended in self.work(find_events, tasks)
        }

    def settle(self, outcome: Outcome, names: Sequence[str]) -> None:
        """Note what became of a report, and under which names a failure is told in the index."""
        self.outcomes.append(outcome)
        job = outcome.job
        if outcome.state == FAILED and not outcome.lasts:
            failure = {"digest": "", "reason": outcome.reason}
            owner = {"study": str(job.study.resolve())}
            with self.bearing("the index does not tell what failed"):
                for name in names:
                    remember(self.out, name, {**owner, "failure": failure})
        self._log.write(
            outcome.state,
            report=job.name,
            study=str(job.study),
            seconds=outcome.seconds,
            message=outcome.reason,
        )
        self._hear(job.name, outcome.state, outcome)

    @contextmanager
    def bearing(self, loss: str) -> Iterator[None]:
        """Note what the disk refuses, and what is lost by it, instead of ending the batch."""
        try:
            yield
        except OSError as error:
            self.troubles.append(f"{loss}: {error.filename}: {error.strerror}")

    def _listen(self, task: Task, stage: str, seconds: float) -> None:
        job = task.job
        self._log.write(stage, report=job.name, study=str(job.study), seconds=seconds)
        self._hear(job.name, stage, None)


def _judged(ended: Ended) -> Outcome:
    """What became of a report, also where its process has no more to say."""
    if isinstance(ended.result, Outcome):
        return replace(ended.result, seconds=ended.seconds)
    return Outcome(ended.task.job, FAILED, ended.reason, log=ended.log, seconds=ended.seconds)


def _jobs(studies: Sequence[Path], forms: tuple[str, ...]) -> list[Job]:
    """Jobs of all arguments: folders of studies, and lists of reports."""
    jobs: list[Job] = []
    for study in studies:
        if study.suffix == ".toml" and not study.is_dir():
            jobs += read_list(study, forms=forms)
        else:
            jobs.append(Job(study, forms=forms))
    if not jobs:
        raise UsageError("no study; allowed: folders of studies, or a TOML file that lists them")
    return jobs


@contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM ends what runs in order, as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
