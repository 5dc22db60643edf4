"""Gold annotations from a CSV file: one row a passage, checked against the study's texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import polars as pl

from framing.errors import Problem, UsageError, suggest
from framing.records.gold import Gold, Passage
from framing.study.tables import Row, read_rows

PLACE = ("file", "article", "start", "end", "text", "occurrence", "item", "annotator")
_SHOWN = 20  # problems told at once


class GoldError(Exception):
    """What is wrong with one line of gold, what is allowed and the next step."""

    def __init__(self, found: str, allowed: str, step: str = "") -> None:
        super().__init__(found)
        self.parts = (found, allowed, step)


@dataclass(slots=True)
class Texts:
    """The study's English articles by every name that a gold file may use for them."""

    texts: dict[str, str]
    names: dict[str, str]
    stems: dict[str, str] = field(default_factory=dict)


def list_texts(articles: pl.DataFrame) -> Texts:
    """Names of articles: id, file, its last part, and that without ending, where it is unique."""
    names: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    for article, file, row in articles.select("article", "file", "row").iter_rows():
        place = f"{file}:{row}" if row else file
        last = PurePosixPath(place).name
        for name in dict.fromkeys((article, place, last, PurePosixPath(last).stem)):
            names.setdefault(name, []).append(article)
        stems.setdefault(PurePosixPath(last).stem, []).append(article)
    return Texts(
        dict(articles.select("article", "text").iter_rows()),
        {name: found[0] for name, found in names.items() if len(found) == 1},
        {name: found[0] for name, found in stems.items() if len(found) == 1},
    )


def read_gold_csv(path: Path, texts: Texts) -> Gold:
    """Read a CSV file of passages.

    Columns: ``file`` or ``article``; ``start`` and ``end`` (characters, end exclusive), or only
    ``text`` (with ``occurrence``, from 1, where it stands several times); ``item`` ties rows
    that are pieces of one passage; ``annotator``; all others are labels. A row with neither
    offsets nor text says that the article was read and holds nothing.

    Raises
    ------
    UsageError
        With file, line and value of every row that cannot be used: gold is not guessed at.
    """
    problems: list[Problem] = []
    rows = read_rows(path, (), PLACE, problems, others=True)
    columns = tuple(rows[0].cells) if rows else ()
    if rows and not {"file", "article"} & set(columns):
        problems.append(
            Problem(path.name, 1, "no column file or article.", "one that names the article.")
        )
    elif rows and not {"start", "text"} & set(columns):
        problems.append(
            Problem(path.name, 1, "no column start or text.", "start and end, or text.")
        )
    labels = tuple(column for column in columns if column not in PLACE)
    passages: dict[tuple[str, str, str], Passage] = {}
    annotators: dict[str, set[str]] = {}
    seen: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for row in rows if not problems else ():
        try:
            article, piece = _read_row(row, texts)
        except GoldError as error:
            problems.append(Problem(path.name, row.line, *error.parts))
            continue
        who = row.cells.get("annotator", "")
        annotators.setdefault(article, set()).add(who)
        if piece is None:
            continue
        key = (article, who, row.cells.get("item") or f"line {row.line}")
        known = passages.get(key)
        if piece in seen.setdefault((article, who), set()) and not row.cells.get("item"):
            found = f"characters {piece[0]} to {piece[1]} of {article} stand twice."
            step = "where both are meant, give each a value in a column item."
            problems.append(Problem(path.name, row.line, found, "each passage once.", step))
            continue
        seen[article, who].add(piece)
        pieces = tuple(sorted((*known.pieces, piece))) if known else (piece,)
        given = {c: row.cells[c] for c in labels}
        passages[key] = Passage(article, pieces, given, who, known.line if known else row.line)
    refuse(problems)
    if not annotators:
        raise UsageError(f"{path}: no row; allowed: a CSV file with at least one annotated article")
    return Gold(
        tuple(passages.values()), {a: tuple(sorted(w)) for a, w in annotators.items()}, labels
    )


def refuse(problems: Iterable[Problem]) -> None:
    """Raise what is wrong with gold, the first twenty of it."""
    said = [str(problem) for problem in problems]
    if said:
        more = [f"and {len(said) - _SHOWN} more"] if len(said) > _SHOWN else []
        raise UsageError("\n".join([*said[:_SHOWN], *more]))


def _read_row(row: Row, texts: Texts) -> tuple[str, tuple[int, int] | None]:
    """The article of a row and its characters, None where it marks nothing."""
    name = row.cells.get("article") or row.cells.get("file", "")
    article = texts.names.get(name)
    if article is None:
        near = suggest(name, texts.names)
        raise GoldError(f"article {name!r}.", "an English article of the study, named once.", near)
    text, words = texts.texts[article], row.cells.get("text", "")
    first, last = row.cells.get("start", ""), row.cells.get("end", "")
    if not first and not last:
        return article, _look_up(words, row.cells.get("occurrence", ""), text) if words else None
    if not (first.isdecimal() and last.isdecimal() and len(first + last) < 20):
        raise GoldError(f"start {first[:20]!r}, end {last[:20]!r}.", "two whole numbers.")
    check_piece(text, int(first), int(last), words)
    return article, (int(first), int(last))


def check_piece(text: str, start: int, end: int, words: str) -> None:
    """Refuse characters that are not in a text, or are not the words said to stand there."""
    if not start < end <= len(text):
        raise GoldError(f"start {start}, end {end}.", f"0 <= start < end <= {len(text)}.")
    if words and "".join(text[start:end].split()) != "".join(words.split()):
        raise GoldError(
            f"text {words[:60]!r}, but the article has {text[start:end][:60]!r} there.",
            "offsets that fit the text as it is stored.",
            "count characters, not bytes; framing show prints the text.",
        )


def _look_up(words: str, which: str, text: str) -> tuple[int, int]:
    """A passage by its words."""
    n = text.count(words)
    if n == 0:
        raise GoldError(f"text {words[:60]!r}, not in the article.", "words as they are stored.")
    if n > 1 and not which:
        raise GoldError(
            f"text {words[:60]!r}, which stands {n} times.",
            "start and end, or a column occurrence.",
        )
    if which and not (which.isdecimal() and 1 <= int(which) <= n):
        raise GoldError(f"occurrence {which!r}.", f"1 to {n}.")
    start = -1
    for _ in range(int(which or 1)):
        start = text.index(words, start + 1)
    return start, start + len(words)
