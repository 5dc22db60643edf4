"""The lists of a study: outlets, what is known of each file, events, corrections of roles."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from framing.corpus.segments import correctable
from framing.corpus.segments.lines import fold_line
from framing.errors import Problem, suggest
from framing.language.words import fold_id
from framing.records.scope import ROLES
from framing.records.study import Event
from framing.records.tables import OUTLETS
from framing.study.settings import FILE
from framing.study.tables import Row, read_rows

INDEX = (
    "file", "outlet", "group", "date", "title", "wire", "url", "language", "event",
    "byline", "section", "date_from", "source",  # kept for people: no measure reads them
)  # fmt: skip
NO_OUTLETS = "no outlets."
RESERVED = "all others"  # what comparisons call the rest of the study


def read_outlets(path: Path, index: list[Row], problems: list[Problem]) -> pl.DataFrame:
    """``outlets.csv``, or where it is absent the outlets and groups that ``articles.csv`` names."""
    columns = tuple(OUTLETS)
    rows = read_rows(path, ("outlet", "group"), columns, problems)
    if not path.is_file():
        pairs = {(r.cells.get("outlet", ""), r.cells.get("group", "")) for r in index}
        rows = [Row(0, {"outlet": o, "group": g}) for o, g in sorted(pairs) if o]
    if not rows and not any(problem.file == path.name for problem in problems):
        problems.append(
            Problem(
                path.name,
                0,
                NO_OUTLETS,
                "outlet,group rows.",
                "list each outlet and the group it is compared in.",
                fatal=True,
            )
        )
    seen: dict[str, int] = {}
    for row in rows:
        name = row.cells["outlet"].casefold()
        if name in seen:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"outlet {row.cells['outlet']!r} stands twice"
                    + (f" (line {seen[name]})." if seen[name] else ", in two groups."),
                    "one row an outlet, one group each.",
                    fatal=True,
                )
            )
        if not name:
            problems.append(
                Problem(path.name, row.line, "the outlet has no name.", "a name.", fatal=True)
            )
        if not row.cells["group"]:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"outlet {row.cells['outlet']!r} has no group.",
                    "a group name.",
                    fatal=True,
                )
            )
        _check_reserved(row, path, problems)
        seen[name] = row.line
    filled = [
        {
            **{c: row.cells.get(c, "") for c in columns},
            "name": row.cells.get("name") or row.cells["outlet"],
        }
        for row in rows
    ]
    return pl.DataFrame(filled, schema=OUTLETS).sort("group", "outlet")


def _check_reserved(row: Row, path: Path, problems: list[Problem]) -> None:
    for column in ("outlet", "group"):
        if row.cells[column].casefold() == RESERVED:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"{column} {row.cells[column]!r}: comparisons call the rest so.",
                    f"any other name of {'an outlet' if column == 'outlet' else 'a group'}.",
                    f"rename the {column}.",
                    fatal=True,
                )
            )


def build_index(
    rows: list[Row], files: list[Path], root: Path, path: Path, problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """Fields by file name; a row without its file and a file listed twice are problems."""
    there = {f.relative_to(root).as_posix() for f in files}
    index: dict[str, dict[str, str]] = {}
    for row in rows:
        name = row.cells["file"]
        if name not in there:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"file {name!r} is not in {root.name}/.",
                    "a file of that folder.",
                    f"{or_else(name, there, 'remove')} the row or bring the file back.",
                )
            )
        elif name in index:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"file {name!r} is listed twice.",
                    "one row a file.",
                    "the first row is used.",
                )
            )
        index.setdefault(name, {k: v for k, v in row.cells.items() if v and k != "file"})
    return index


def by_file(articles: pl.DataFrame) -> dict[str, str]:
    """Article ids by every way that a study's own tables may name them."""
    names = {row[0]: row[0] for row in articles.select("article").iter_rows()}
    for article, file, row in articles.select("article", "file", "row").iter_rows():
        names.setdefault(f"{file}:{row}" if row else file, article)
    return names


def with_events(
    articles: pl.DataFrame, known: tuple[Event, ...], path: Path, problems: list[Problem]
) -> pl.DataFrame:
    """Events of ``events.csv``; where it says nothing, those that ``articles.csv`` seeded."""
    names = by_file(articles)
    given: dict[str, str | None] = {}
    rows = read_rows(path, ("article", "event"), ("article", "event", "source"), problems)
    # What a person set goes before what was suggested, wherever it stands.
    for row in sorted(rows, key=lambda row: row.cells.get("source") == "suggested"):
        article, event = row.cells["article"], row.cells["event"] or None
        _check_source(row, path, problems)
        if article not in names:
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"unknown article {article!r}.",
                    "an article id or the name of its file.",
                    suggest(article, names),
                )
            )
        elif given.get(names[article], event) != event:
            if row.cells.get("source") == "suggested":
                continue
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"article {article!r} has two events.",
                    "one event or none.",
                    "the first row is used.",
                )
            )
        else:
            given[names[article]] = event
        check_event(row, path, known, problems)
    column = pl.col("article").replace_strict(
        given, default=pl.col("event"), return_dtype=pl.String
    )
    return articles.with_columns(event=column)


def _check_source(row: Row, path: Path, problems: list[Problem]) -> None:
    source = row.cells.get("source") or "user"
    if source not in ("user", "suggested"):
        problems.append(Problem(path.name, row.line, f"source is {source!r}.", "user, suggested."))


def check_event(row: Row, path: Path, known: tuple[Event, ...], problems: list[Problem]) -> None:
    """Where study.toml names events, a row that a person wrote may name no other."""
    if row.cells.get("source") == "suggested":
        return
    ids, event = sorted(e.id for e in known), row.cells.get("event", "")
    if ids and event and event not in ids:
        problems.append(
            Problem(
                path.name,
                row.line,
                f"unknown event {event!r}.",
                f"{', '.join(ids)}.",
                f"{or_else(event, ids, 'add')} [events.{toml_key(event)}] to {FILE}, "
                "or mend the spelling.",
            )
        )


def or_else(word: str, known: Iterable[str], step: str) -> str:
    """A near word, and what to do where it is not meant."""
    near = suggest(word, known)
    return f"{near} Else {step}" if near else step


def toml_key(name: str) -> str:
    """A key as TOML wants it: quoted where it holds more than letters, digits, hyphens and _."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)


def tell_twins(kind: str, names: set[str], file: str, problems: list[Problem]) -> None:
    """Names that differ only by case, blanks, hyphens or underscores are likely one."""
    seen: dict[str, str] = {}
    for name in sorted(names):
        first = seen.setdefault(fold_id(name), name)
        if first != name:
            problems.append(
                Problem(
                    file,
                    0,
                    f"{first!r} and {name!r}: two {kind}s?",
                    f"one spelling for one {kind}.",
                    "write it in one way, or give names that differ by more.",
                )
            )


def all_events(articles: pl.DataFrame, known: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events of ``study.toml``, then those that only articles name."""
    ids = {event.id for event in known}
    unnamed = sorted(set(articles["event"].drop_nulls()) - ids)
    return (*known, *(Event(name, name) for name in unnamed))


def read_roles(
    path: Path, articles: pl.DataFrame, problems: list[Problem]
) -> dict[tuple[str, str], str]:
    """Corrections of roles: (article or ``*``, line of text) -> role.

    An article is named by its id or its file, so that a correction outlives a new import; an id
    whose text was edited since is known by what stands before the hash.
    """
    names = {"*": "*", **_by_stem(articles), **by_file(articles)}
    found = {}
    for row in read_rows(path, ("article", "text", "role"), ("article", "text", "role"), problems):
        said, role = row.cells["article"], row.cells["role"]
        article = said if said in names else _without_hash(said)
        if article not in names or role not in ROLES:
            bad = f"article {said!r}" if article not in names else f"role {role!r}"
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"unknown {bad}.",
                    f"an article id, its file, or *; role one of {', '.join(ROLES)}.",
                    suggest(said, names) if article not in names else suggest(role, ROLES),
                )
            )
            continue
        if not _stands(articles, names[article], row.cells["text"]):
            problems.append(
                Problem(
                    path.name,
                    row.line,
                    f"no line {row.cells['text'][:60]!r} in {said!r}.",
                    "a whole line of the article, as it stands.",
                    "copy the row from `framing show --format roles`.",
                )
            )
        found[names[article], row.cells["text"]] = role
    return found


def _without_hash(article: str) -> str:
    return re.sub(r"-[0-9a-f]{8}$", "", article)


def _by_stem(articles: pl.DataFrame) -> dict[str, str]:
    """Article ids by what stands before their hash, where that is one article's alone."""
    stems = [(_without_hash(article), article) for article in articles["article"]]
    counts = Counter(stem for stem, _ in stems)
    return {stem: article for stem, article in stems if counts[stem] == 1}


def _stands(articles: pl.DataFrame, article: str, line: str) -> bool:
    """Whether a line stands in an article, or with ``*`` in any."""
    texts = articles if article == "*" else articles.filter(pl.col("article") == article)
    wanted = fold_line(line)
    return any(
        wanted in correctable(text, title=title or "")
        for title, text in texts.select("title", "text").iter_rows()
        if wanted in fold_line(text)
    )
