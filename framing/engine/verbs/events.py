"""Events of a run: who covers which, and which articles seem to tell of the same one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from framing.compare.coverage.events import absence, build_coverage
from framing.corpus.events import SPAN, THRESHOLD, WINDOW, suggest_events
from framing.engine.run import Run
from framing.engine.verbs.show import find_article
from framing.errors import UsageError, suggest

_LISTED = 12  # names in a message


def find_coverage(run: Run) -> pl.DataFrame:
    """Coverage of every event by every outlet (see ``build_coverage``), all languages."""
    study = run.study
    return build_coverage(
        study.articles, study.outlets, events=study.events, sampling=study.sampling
    )


def find_suggestions(
    run: Run,
    *,
    given: Mapping[str, str],
    taken: tuple[str, ...] = (),
    window: int = WINDOW,
    span: int | None = None,
    threshold: float = THRESHOLD,
) -> pl.DataFrame:
    """Groups of articles that seem to tell of the same event.

    Parameters
    ----------
    given
        Settled events by article; empty ones keep the article out.
    taken
        Ids of other events.
    window
        Most days between two articles that are compared, 0 to 3650.
    span
        Most days from the first to the last article of an event; default: the window, at
        least 7.
    threshold
        Least likeness within a group, above 0 to 1.

    Returns
    -------
    DataFrame
        ``event``, ``article``, ``outlet``, ``date``, ``title``, ``source``, ``similarity``,
        ``words``; by event, date and article.

    Raises
    ------
    UsageError
        For a window, span or threshold that is not allowed.
    """
    span = max(window, SPAN) if span is None else span
    for name, days in (("window", window), ("span", span)):
        if not 0 <= days <= 3650:
            raise UsageError(f"{name} {days}; allowed: 0 to 3650 days")
    if not 0 < threshold <= 1:
        raise UsageError(f"threshold {threshold}; allowed: above 0, to 1 (default {THRESHOLD})")
    known = run.measured["article"]
    rows = suggest_events(
        run.measured,
        run.tokens,
        segments=run.segments,
        given={a: event for a, event in given.items() if a in known},
        taken=taken,
        units=run.copies,
        window=window,
        span=span,
        threshold=threshold,
    )
    about = run.measured.select("article", "outlet", "date").join(titles(run), on="article")
    return (
        rows.join(about, on="article")
        .select("event", "article", "outlet", "date", "title", "source", "similarity", "words")
        .sort("event", "date", "article", nulls_last=True)
    )


def titles(run: Run) -> pl.DataFrame:
    """``article`` and ``title`` of measured articles: as given, else as it stands in the text."""
    first = (
        run.segments.filter(pl.col("role") == "title")
        .group_by("article", maintain_order=True)
        .agg(pl.col("start", "end").first())
    )
    stands = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    return run.measured.join(first, on="article", how="left", maintain_order="left").select(
        "article", title=pl.coalesce("title", stands.str.strip_chars())
    )


def find_told(run: Run, event: str, *, outlet: str, wanted: Sequence[str] = ()) -> str:
    """The article in which an outlet tells of an event: one that is wanted, else the earliest.

    Parameters
    ----------
    event, outlet
        Their ids.
    wanted
        Articles by id, beginning of one, or file; those of others count for nothing.

    Raises
    ------
    UsageError
        For an unknown event, outlet or article. Where there is none, the message says whether it
        was searched.
    """
    _check_known("event", event, [known.id for known in run.study.events])
    _check_known("outlet", outlet, run.study.outlets["outlet"].to_list())
    about = run.measured.filter(pl.col("event") == event).sort("date", "article", nulls_last=True)
    told = about.filter(pl.col("outlet") == outlet)["article"].to_list()
    if not told:
        others = about["outlet"].unique().sort().to_list()
        raise UsageError(
            f"{outlet} has no article in English on {event}: {absence(run.study.sampling)}; "
            f"covered by {', '.join(others) or 'no outlet'}"
        )
    chosen = [found for name in wanted if (found := find_article(run, name)) in told]
    return str((chosen or told)[0])


def _check_known(kind: str, name: str, known: Sequence[str]) -> None:
    if name in known:
        return
    near = suggest(name, known)
    shown = ", ".join(known[:_LISTED]) or "none yet"
    more = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
    hint = f": {near}" if near else ""
    raise UsageError(f"unknown {kind} {name!r}{hint}; allowed: {shown}{more}")
