"""Readers: files of articles into raw items, each with its file and row."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import yaml

from framing.errors import Problem

FIELDS = (
    "text",
    "title",
    "standfirst",
    "outlet",
    "group",
    "date",
    "url",
    "language",
    "wire",
    "event",
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing found that may be an article. ``row`` is 0 for a file of its own."""

    file: str
    row: int
    text: str
    fields: dict[str, str] = field(default_factory=dict)


def read_items(paths: list[Path], root: Path, problems: list[Problem]) -> Iterator[Item]:
    """The items of files, in order of path; an unreadable file is a problem and no item.

    ``root`` is the folder that file names are given relative to.
    """
    for path in paths:
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            problems.append(
                Problem(
                    name,
                    0,
                    f"file type {path.suffix or '(none)'!r} is not read.",
                    ", ".join(READERS),
                    "convert it, or move it out of the folder.",
                )
            )
            continue
        yield from reader(path, name, problems)


def _decode(path: Path, name: str, problems: list[Problem]) -> str | None:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(
            Problem(
                name,
                raw[: error.start].count(b"\n") + 1,
                f"byte {raw[error.start]:#04x} at {error.start} is no UTF-8.",
                "UTF-8 text.",
                "save the file again with encoding UTF-8.",
            )
        )
        return None
    if "\0" in text:
        problems.append(
            Problem(name, 0, "the file holds NUL characters.", "text.", "is it a binary file?")
        )
        return None
    return text


def _read_text(path: Path, name: str, problems: list[Problem]) -> Iterator[Item]:
    text = _decode(path, name, problems)
    if text is not None:
        yield Item(name, 0, text)


def _read_markdown(path: Path, name: str, problems: list[Problem]) -> Iterator[Item]:
    """Markdown may open with fields between two lines of ---."""
    text = _decode(path, name, problems)
    if text is None:
        return
    fields: dict[str, str] = {}
    if head := re.match(r"---\r?\n(.*?\n)?---\r?\n", text, re.DOTALL):
        text = text[head.end() :]
        try:
            parsed = yaml.load(head[1] or "", Loader=yaml.BaseLoader)
        except yaml.YAMLError as error:
            problems.append(
                Problem(name, 1, f"the fields are no YAML ({error}).", "key: value lines.")
            )
            parsed = None
        if isinstance(parsed, dict):
            fields = {str(k): str(v) for k, v in parsed.items()}
    yield Item(name, 0, text, fields)


def _read_json_lines(path: Path, name: str, problems: list[Problem]) -> Iterator[Item]:
    text = _decode(path, name, problems)
    for row, line in enumerate((text or "").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            problems.append(
                Problem(name, row, f"not readable as JSON ({error.msg}).", "one object a line.")
            )
            continue
        if not isinstance(record, dict):
            problems.append(Problem(name, row, "the line is no object.", '{"text": "...", ...}'))
            continue
        if re.search("[\ud800-\udfff]", json.dumps(record, ensure_ascii=False)):
            problems.append(
                Problem(name, row, "half a surrogate pair (\\ud800 to \\udfff).", "whole letters.")
            )
            continue
        yield _from_record(record, name, row)


def _read_csv(path: Path, name: str, problems: list[Problem]) -> Iterator[Item]:
    """Row by row, so that a broken row costs only itself; rows are named by their last line."""
    text = _decode(path, name, problems)
    if text is None:
        return
    csv.field_size_limit(max(len(text), 131072))
    delimiter = find_delimiter(text, FIELDS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [column.strip() for column in next(reader, [])]
    if "text" not in header:
        problems.append(_no_text(name, header))
        return
    while True:
        begun = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Problem(name, reader.line_num, f"broken row: {error}.", "a CSV row."))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            long = f" in a row that begins in line {begun}" if reader.line_num > begun else ""
            problems.append(
                Problem(
                    name,
                    reader.line_num,
                    f"{len(cells)} cell{'s' * (len(cells) != 1)}{long}.",
                    f"{len(header)} cells, as the header has.",
                    f"close the quotation mark that opens in line {begun}."
                    if long
                    else "quote cells with commas, quotation marks or line breaks.",
                )
            )
            continue
        yield _from_record(dict(zip(header, cells, strict=True)), name, reader.line_num)


def find_delimiter(text: str, columns: Sequence[str]) -> str:
    """Comma, semicolon or tab: the one that parts the first line into most known columns.

    >>> find_delimiter("file;outlet;date", ("file", "outlet"))
    ';'
    """
    header = text.split("\n", 1)[0]

    def count_known(delimiter: str) -> int:
        return sum(cell.strip(' "\r') in columns for cell in header.split(delimiter))

    return max(",;\t", key=count_known)


def open_quote(text: str, delimiter: str) -> int:
    """The line (from 1) whose quotation mark opens a cell and does not end it; 0 if there is none.

    >>> open_quote('a,b\\n"two\\nlines",c\\n"never closed,c\\n', ",")
    4
    """
    end = rf"[{delimiter}\r\n]"
    cell = re.compile(rf'"[^"]*(?:""[^"]*)*"(?={end}|\Z)|(?!")[^{delimiter}\r\n]*')
    at = 0
    while at < len(text):
        found = cell.match(text, at)
        if not found:
            return text[:at].count("\n") + 1
        at = found.end() + 1
    return 0


def _read_parquet(path: Path, name: str, problems: list[Problem]) -> Iterator[Item]:
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        # The library may print the whole file in its message.
        reason = (str(error) or type(error).__name__).splitlines()[0][:120]
        problems.append(Problem(name, 0, f"not readable: {reason}.", "a Parquet file."))
        return
    if "text" not in frame.columns:
        problems.append(_no_text(name, frame.columns))
        return
    for row, record in enumerate(frame.iter_rows(named=True), start=1):
        yield _from_record(record, name, row)


def _no_text(name: str, columns: Sequence[str]) -> Problem:
    found = ", ".join(columns)[:120] or "none"
    return Problem(name, 1, f"no column text among the columns {found}.", ", ".join(FIELDS))


def _from_record(record: dict[str, object], name: str, row: int) -> Item:
    """A row's title and standfirst become the first lines of the stored text, once."""
    fields = {k: str(v).strip() for k, v in record.items() if k in FIELDS and v is not None}
    text = str(record.get("text") or "")
    openings = [fields[k] for k in ("title", "standfirst") if fields.get(k)]
    there = {line.strip(): line for line in text[: sum(map(len, openings)) + 400].splitlines()}
    missing = [opening for opening in openings if opening not in there]
    if text.strip() and missing:
        # A standfirst without its title stands after the title, never before.
        title = there.get(fields.get("title", ""), "")
        at = text.find(title) + len(title) if title else 0
        before, after = text[:at], text[at:].lstrip() if at else text
        text = "\n\n".join([before, *missing, after] if at else [*missing, after])
    return Item(name, row, text, {k: v for k, v in fields.items() if k != "text"})


READERS: dict[str, Callable[[Path, str, list[Problem]], Iterator[Item]]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".jsonl": _read_json_lines,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}
