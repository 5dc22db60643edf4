"""What a batch is asked for, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

MADE, UNCHANGED, KEPT, NOTHING_NEW, FAILED = "made", "unchanged", "kept", "nothing new", "failed"
STATES = (MADE, UNCHANGED, NOTHING_NEW, KEPT, FAILED)


@dataclass(frozen=True, slots=True)
class Job:
    """One report: of a study, or of some of its events and groups.

    ``told`` is where a list asks for it (file:line), empty for an argument of the command.
    """

    study: Path
    name: str = ""  # of its folder; empty: the study's id and the events
    events: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()  # empty: those of `framing report`
    texts: str = ""  # empty: that of the study
    told: str = ""
    each_event: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: a state, and one line of reason where it is no report."""

    job: Job
    state: str
    reason: str = ""
    log: str = ""  # the full text of an error that nobody foresaw
    n_articles: int = 0
    new: tuple[str, ...] = ()  # ids of articles, with --since
    seconds: float = 0.0
    lasts: bool = False  # a failure that the same files give again

    def as_data(self) -> dict[str, Any]:
        """Without what depends on the machine's speed."""
        return {
            "report": self.job.name,
            "study": str(self.job.study),
            "state": self.state,
            "reason": self.reason,
            "articles": self.n_articles,
            "new": list(self.new),
        }
