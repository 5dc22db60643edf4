"""``framing events``: coverage, suggestions, and ``events.csv`` with what persons wrote kept."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from framing.corpus.events import THRESHOLD, WINDOW
from framing.corpus.readers import find_delimiter
from framing.engine.run import Run
from framing.engine.verbs.events import find_coverage, find_suggestions
from framing.errors import UsageError
from framing.files import write_whole
from framing.study.lists import INDEX, by_file
from framing.study.rows import split_records
from framing.study.settings import find_places, read_events, read_settings
from framing.study.tables import read_rows

COLUMNS = ("article", "event", "source")
SUGGESTED = "suggested"


def events(
    run: Run,
    *,
    suggest: bool = False,
    window: int = WINDOW,
    span: int | None = None,
    threshold: float = THRESHOLD,
    write: bool = False,
) -> pl.DataFrame:
    """Who covers which event, or suggested events for articles that have none.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    suggest
        Suggestions instead of coverage. Events that a person set, in ``events.csv`` or
        ``articles.csv``, stay as they are; articles that fall together with theirs join them.
    window, span, threshold
        Days between two articles, days an event lasts, least likeness (see
        ``find_suggestions``).
    write
        Put the suggestions into ``events.csv``, in place of earlier ones. Open the study anew
        to use them.

    Returns
    -------
    DataFrame
        Coverage: ``event``, ``name``, ``outlet``, ``group``, ``coverage``, ``n_articles``,
        ``article`` (the earliest; one row for each that has no event).
        Suggestions: ``event``, ``article``, ``outlet``, ``date``, ``title``, ``source`` (``given``
        or ``suggested``), ``similarity``, ``words``, ``written``.

    Raises
    ------
    UsageError
        For a value that is not allowed, and where ``events.csv`` cannot take suggestions.
    """
    if write and not suggest:
        raise UsageError("write goes with suggest: coverage is not written")
    if not suggest:
        return find_coverage(run)
    settled = read_settled(run)
    found = find_suggestions(
        run,
        given=settled.given,
        taken=settled.named,
        window=window,
        span=span,
        threshold=threshold,
    )
    found = found.with_columns(written=write & (pl.col("source") == SUGGESTED))
    if write:
        # By file: an article's id begins with its outlet, which may still be renamed.
        place = pl.when(pl.col("row") > 0).then(pl.format("{}:{}", "file", "row")).otherwise("file")
        files = run.study.articles.select("article", place.alias("place"))
        chosen = found.filter("written").join(files, on="article").sort("place")
        write_suggestions(settled.path, chosen.select("place", "event").rows())
    return found


@dataclass(frozen=True, slots=True)
class Settled:
    """What a study says of events apart from earlier suggestions.

    ``given`` has the event by article, empty where a person set none; ``named`` are the events
    of ``study.toml``.
    """

    path: Path
    given: dict[str, str]
    named: tuple[str, ...]


def read_settled(run: Run) -> Settled:
    """Read the files again: a run's articles no longer show who set an event."""
    study = run.study
    settings = read_settings(study.folder, [])
    places = find_places(study.folder, settings)
    path = places["events"]
    index = {
        row.cells["file"]: row.cells.get("event", "")
        for row in reversed(read_rows(places["index"], ("file",), INDEX, []))
    }
    names = by_file(study.articles)
    by_person: dict[str, str] = {}
    suggested = set()
    for row in read_rows(path, COLUMNS[:2], COLUMNS, []):
        article = names.get(row.cells["article"])
        if article is None:
            continue
        if row.cells.get("source") == SUGGESTED:
            suggested.add(article)
        else:
            by_person.setdefault(article, row.cells["event"])
    given = {}
    for article, event, file in study.articles.select("article", "event", "file").iter_rows():
        seed = index.get(file, "") if article in suggested else event
        if article in by_person:
            given[article] = by_person[article]
        elif seed:
            given[article] = seed
    return Settled(path, given, tuple(event.id for event in read_events(settings)))


def write_suggestions(path: Path, rows: list[tuple[str, str]]) -> None:
    """Put suggested rows at the end of ``events.csv`` in place of earlier ones.

    Every other line stays byte for byte. The file is written beside and renamed, unless it would
    stay the same.

    Parameters
    ----------
    path
        The file; made where it is not there.
    rows
        Article and event.

    Raises
    ------
    UsageError
        As ``with_suggestions``; nothing is written then.
    """
    before = path.read_bytes().decode("utf-8") if path.is_file() else ""
    after = with_suggestions(before, rows, name=path.name)
    if after != before or not path.is_file():
        write_whole(path, after)


def with_suggestions(text: str, rows: list[tuple[str, str]], *, name: str = "events.csv") -> str:
    r"""The text of ``events.csv`` with these suggested rows at its end instead of earlier ones.

    Parameters
    ----------
    text
        As it stands; empty: a new file.
    rows
        Article and event.
    name
        Of the file, for messages.

    Raises
    ------
    UsageError
        Where the text has rows but no column for the source, or is no CSV.

    Examples
    --------
    >>> with_suggestions("article,event,source\na.txt, talks ,user\n", [("x/b", "ferry")])
    'article,event,source\na.txt, talks ,user\nx/b,ferry,suggested\n'
    """
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    delimiter = find_delimiter(text, COLUMNS)
    records = split_records(text if text.strip() else ",".join(COLUMNS) + "\n", delimiter, name)
    first = records[0][0]
    bare = first.rstrip("\r\n")
    end = first[len(bare) :] or "\n"
    header = [cell.strip() for cell in records[0][1]]
    if "source" not in header:
        if any(cell.strip() for _, cells in records[1:] for cell in cells):
            raise UsageError(
                f"{name} has no column source, which tells suggestions from what you set; "
                "allowed: article,event,source; add it to the header and to each row, then "
                "run this again. Nothing was written"
            )
        header = [*header, "source"]
        records = [(f"{bare}{delimiter}source{end}", header)]
    source = header.index("source")
    kept = [
        raw
        for k, (raw, cells) in enumerate(records)
        if k == 0 or len(cells) != len(header) or cells[source].strip() != SUGGESTED
    ]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    for article, event in rows:
        cells = {"article": article, "event": event, "source": SUGGESTED}
        writer.writerow([cells.get(column, "") for column in header])
    whole = mark + "".join(kept)
    if rows and not whole.endswith(("\n", "\r")):
        whole += end
    return whole + out.getvalue()
