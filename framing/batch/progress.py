"""What is seen of a batch while it runs: a bar on a terminal, else a line a report, on stderr."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from framing.batch.records import FAILED, KEPT, NOTHING_NEW, STATES, UNCHANGED, Outcome
from framing.records.numerals import plural

Hear = Callable[[str, str, Outcome | None], None]  # a report, its stage, its end


@contextmanager
def showing(*, quiet: bool) -> Iterator[Hear]:
    """A listener for ``batch_reports``."""
    if quiet:
        yield lambda report, stage, outcome: None
    elif sys.stderr.isatty():
        yield from _on_terminal()
    else:
        yield _tell


def _tell(report: str, stage: str, outcome: Outcome | None) -> None:
    if outcome is None or outcome.state == UNCHANGED:
        return
    seconds = f" ({outcome.seconds:.1f} s)" if outcome.seconds else ""
    print(_safe(f"{outcome.state}: {report}{seconds}"), file=sys.stderr, flush=True)


def _on_terminal() -> Iterator[Hear]:
    """One line for each report under way, and what ended above them."""
    from rich.console import Console
    from rich.status import Status
    from rich.text import Text

    console = Console(stderr=True)
    at: dict[str, str] = {}
    with Status("", console=console) as status:

        def hear(report: str, stage: str, outcome: Outcome | None) -> None:
            if outcome is None:
                at[report] = stage
            else:
                at.pop(report, None)
                if outcome.state != UNCHANGED:
                    console.print(Text(_safe(f"{outcome.state}: {report}")))
            status.update(Text(_safe(", ".join(f"{name}: {stage}" for name, stage in at.items()))))

        yield hear


def render_outcomes(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Lines to print: what was made, what failed and why; what did not change is counted."""
    shown = [o for o in outcomes if o.new or o.state not in (UNCHANGED, NOTHING_NEW)]
    with_new = any(o.new for o in shown)
    rows = [("state", "report", "articles", "new" if with_new else "", "")] if shown else []
    for o in shown:
        new = str(len(o.new)) if o.new else ""
        rows.append((o.state, o.job.name, str(o.n_articles or ""), new, o.reason))
    widths = [max(len(row[k]) for row in rows) for k in range(4)] if rows else []
    for *cells, reason in rows:
        padded = [cell.ljust(w) for cell, w in zip(cells, widths, strict=True) if w]
        yield _safe("  ".join((*padded, reason)).rstrip())
    yield f"{plural(len(outcomes), 'report')}: {count_states(outcomes)}"


def render_failures(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Lines on what needs somebody to look at it."""
    for o in outcomes:
        if o.state in (FAILED, KEPT):
            yield _safe(f"{o.state}: {o.job.name}: {o.reason}")


def count_states(outcomes: Sequence[Outcome]) -> str:
    """How many of each state, in words."""
    found = Counter(outcome.state for outcome in outcomes)
    return ", ".join(f"{found[state]} {state}" for state in STATES if found[state])


def _safe(line: str) -> str:
    """Names and reasons come from strangers."""
    return "".join(c for c in line if c.isprintable())
