"""What a worker process does: one report, or the events of a study, and then it ends."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from framing.batch.digest import digest_of
from framing.batch.look import look
from framing.batch.places import lock_place, log_place, remember
from framing.batch.records import FAILED, MADE, NOTHING_NEW, Job, Outcome
from framing.batch.since import Since
from framing.errors import FramingError, LostArticlesError, StudyError, UsageError
from framing.study.inputs import read_inputs

if TYPE_CHECKING:
    from framing.engine.run import Run
    from framing.records.scope import Scope
    from framing.reporting import Report

Tell = Callable[[str], None]
T = TypeVar("T")
WAITING, BEGUN = "waiting", "begun"


@dataclass(frozen=True, slots=True)
class Task:
    """A job with all that a worker needs to know."""

    job: Job
    out: Path
    since: Since | None = None
    force: bool = False


def find_events(task: Task, tell: Tell) -> tuple[str, ...] | Outcome:
    """The events of a study that have an article that is measured, in their order."""
    try:
        return _events(task, tell)
    except FramingError as error:
        return replace(_failed(task.job, error), lasts=isinstance(error, StudyError))


def _events(task: Task, tell: Tell) -> tuple[str, ...]:
    from framing.engine.run import Run
    from framing.study.load import load_study

    tell("reading the study")
    run = Run(load_study(task.job.study))
    there = set(run.measured["event"].drop_nulls())
    return tuple(event.id for event in run.study.events if event.id in there)


def make_report(task: Task, tell: Tell) -> Outcome:
    """Make one report, alone among all runs; whatever goes wrong is its outcome."""
    from filelock import FileLock, Timeout

    job, out = task.job, task.out
    lock = FileLock(lock_place(out, job.name))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        tell(WAITING)
        lock.acquire()
    try:
        tell(BEGUN)
        return _make(task, tell)
    except FramingError as error:
        return _failed(job, error)
    except OSError as error:  # a full disk, a file that may not be read
        said = ": ".join(filter(None, (str(error.filename or ""), error.strerror or str(error))))
        return Outcome(job, FAILED, said)
    except Exception as error:
        traceback.print_exc()  # into the log of this worker
        log = str(log_place(out, job.name))
        return Outcome(job, FAILED, f"{describe(error)} (full text: {log})", log=log)
    finally:
        lock.release()


def _make(task: Task, tell: Tell) -> Outcome:
    from framing.reporting import write_report
    from framing.reporting.forms import DEFAULT_FORMS

    job, out = task.job, task.out
    # Hashed before it is read: what is edited meanwhile is made again next time.
    digest = digest_of(job, *read_inputs(job.study))
    found = look(job, out, digest=digest, since=task.since, force=task.force)
    if found is not None:
        return found
    study = str(job.study.resolve())
    try:
        outcome, report = without_lost(lambda: _build(task, tell), tell)
    except (StudyError, UsageError) as error:
        failed = replace(_failed(job, error), lasts=True)
        remember(out, job.name, {"study": study, "failure": _failure(digest, failed)})
        return failed
    if report is not None:
        tell("writing")
        forms = job.forms or DEFAULT_FORMS
        # What the disk refuses here may go well the next time: it is not remembered as lasting.
        write_report(report, out / job.name, forms=forms, digest=digest, force=task.force)
    remember(out, job.name, {"study": study, "failure": None})
    return outcome


def without_lost(do: Callable[[], T], tell: Tell) -> T:
    """What ``do`` returns, begun again without the articles that a run loses."""
    while True:
        try:
            return do()
        except LostArticlesError as error:
            tell(error.told)


def _failure(digest: str, outcome: Outcome) -> dict[str, str]:
    return {"digest": digest, "reason": outcome.reason}


def _build(task: Task, tell: Tell) -> tuple[Outcome, Report | None]:
    """The report, or none where nothing is new; errors are the study's, or what is asked of it."""
    from framing.engine.run import Run
    from framing.engine.verbs.report import gather
    from framing.reporting import build_report
    from framing.study.load import load_study

    job = task.job
    tell("reading the study")
    run = Run(load_study(job.study), tell)
    scope = scope_of(job, run)
    rows = run.articles_in(scope).select("article", "date", "hash")
    articles = {a: {"date": d or "", "hash": h[:16]} for a, d, h in rows.iter_rows()}
    new = task.since.new_of(job.name, articles) if task.since else ()
    if task.since and not new:
        return Outcome(job, NOTHING_NEW, n_articles=len(articles)), None
    tell("measuring")
    inputs = gather(run, scope, texts=job.texts or None)
    tell("building")
    return Outcome(job, MADE, n_articles=len(articles), new=new), build_report(inputs)


def scope_of(job: Job, run: Run) -> Scope:
    """The study's scope within the events and groups of a job.

    Raises
    ------
    UsageError
        For events and groups that the study does not have.
    """
    study = run.study
    known = {
        "event": {event.id for event in study.events} | {"shared"},
        "group": set(study.outlets["group"]),
    }
    for what, values in (("event", job.events), ("group", job.groups)):
        for value in values:
            if value not in known[what]:
                raise UsageError(f"{what} {value!r}; allowed: {', '.join(sorted(known[what]))}")
    scope = study.options.scope
    if job.groups:
        rows = study.outlets.filter(study.outlets["group"].is_in(list(job.groups)))
        scope = replace(scope, outlets=tuple(sorted(rows["outlet"])))
    return replace(scope, events=job.events) if job.events else scope


def _failed(job: Job, error: FramingError) -> Outcome:
    return Outcome(job, FAILED, one_line(job, error))


def one_line(job: Job, error: FramingError) -> str:
    """Why a job failed, with the file and line of what is to be mended, in one line."""
    said = f"{job.told}: " if job.told and isinstance(error, UsageError) else ""
    if not isinstance(error, StudyError):
        return said + " ".join(str(error).split())
    fatal = [problem for problem in error.problems if problem.fatal] or error.problems
    more = len(fatal) - 1
    rest = f" (and {more} more: framing check {job.study})" if more else ""
    return " ".join(f"{fatal[0]}".split()) + rest


def describe(error: BaseException) -> str:
    """An error that nobody foresaw, in one line.

    >>> describe(ValueError("a\\nb"))
    'ValueError: a b'
    """
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}".rstrip(": ")


def warm() -> None:
    """Import what a report needs, once for all workers that are forked from this process."""
    import framing.engine.verbs.report
    import framing.reporting.build
    import framing.reporting.forms.markdown
    import framing.reporting.page.render
    import framing.reporting.write
    import framing.study.load  # noqa: F401


def settle(log: Path) -> None:
    """Make this process a worker: prints go to its log, interrupts are its parent's business."""
    import faulthandler
    import signal

    log.unlink(missing_ok=True)
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        os.setsid()  # a group of its own, so that what it starts ends with it
    faulthandler.enable()
    if hasattr(signal, "SIGUSR1"):  # the parent asks where a worker hangs
        faulthandler.register(signal.SIGUSR1, all_threads=True)
    _offer_to_the_killer()


def _offer_to_the_killer() -> None:
    """Where memory runs out the system ends this process, not the one that keeps the batch."""
    try:
        Path("/proc/self/oom_score_adj").write_text("800")
    except OSError:
        return  # no Linux, or not allowed
