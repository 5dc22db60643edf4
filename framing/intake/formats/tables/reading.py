"""Tables into items: one row an article, or an index row that names the article's file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from framing.intake.formats.tables.columns import Flag, Layout, lay_out, load_words
from framing.intake.formats.tables.delimited import read_delimited
from framing.intake.formats.tables.objects import read_json, read_json_lines
from framing.intake.formats.tables.rows import Row, Table, Wanted
from framing.intake.formats.tables.sheets import read_parquet, read_sheet
from framing.intake.formats.tables.values import find_damage, is_cut_off, say, say_text
from framing.intake.records import Found, Source, UnreadableError

_OPENERS: Mapping[str, Callable[[Path, Wanted, bool], Table]] = {
    ".csv": lambda path, wanted, glance: read_delimited(path, wanted),
    ".tsv": lambda path, wanted, glance: read_delimited(path, wanted),
    ".jsonl": lambda path, wanted, glance: read_json_lines(path, glance=glance),
    ".ndjson": lambda path, wanted, glance: read_json_lines(path, glance=glance),
    ".json": lambda path, wanted, glance: read_json(path, glance=glance),
    ".parquet": lambda path, wanted, glance: read_parquet(path),
    ".xlsx": lambda path, wanted, glance: read_sheet(path, wanted),
}


def read_table(source: Source) -> Iterator[Found]:
    """The rows of a table as items, in order; empty rows are none.

    Raises
    ------
    UnreadableError
        Where the table cannot be read, or its columns are not known for certain; while rows are
        read, where the file is damaged from there on.
    """
    table = _open(source.path, source.columns, name=source.name)
    layout = lay_out(table.columns, source.columns)
    for row in table.rows:
        if row.problem:
            yield Found(row.item, problem=row.problem)
        elif any(map(say, row.cells)):
            yield _read_row(row, layout)


def table_columns(path: Path) -> tuple[str, ...]:
    """The header of a table; of JSON, the keys of its first objects.

    Raises
    ------
    UnreadableError
        Where there is none.
    """
    return _open(path, (), glance=True).columns


def _open(path: Path, wanted: Wanted, *, name: str = "", glance: bool = False) -> Table:
    suffixes = [PurePosixPath(part).suffix.lower() for part in (name, path.name)]
    opener = next((_OPENERS[suffix] for suffix in suffixes if suffix in _OPENERS), None)
    if opener is None:
        raise UnreadableError(
            f"file type {suffixes[-1] or '(none)'} is no table; allowed: {', '.join(_OPENERS)}"
        )
    return opener(path, wanted, glance)


def _read_row(row: Row, layout: Layout) -> Found:
    fields = {
        field: say(row.cells[places[0]])
        for field, places in layout.places.items()
        if field != "text"
    }
    for flag in layout.flags:
        fields[flag.field] = _say_flag(flag, row.cells)
    texts = [say_text(row.cells[place]) for place in layout.places.get("text", ())]
    body = "\n\n".join(filter(None, texts))
    damage = find_damage("\n".join([body, *fields.values()]))
    if damage:
        return Found(row.item, problem=f"the row {damage}")
    problem = ""
    if body:
        fields.pop("file", "")
    elif not fields.get("file"):
        problem = "no text"
        if fields.get("url"):
            problem += " (the row has a URL: framing fetch can bring the page)"
    if is_cut_off(body):
        problem = "the text is only its beginning: it ends in [+... chars]"
    # n_words, a number, is named so that the fields can be nothing but text.
    return Found(row.item, body=body, problem=problem, n_words=0, **fields)


def _say_flag(flag: Flag, cells: Sequence[object]) -> str:
    return flag.value if say(cells[flag.place]).lower() in load_words()["said_yes"] else ""
