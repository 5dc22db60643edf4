"""Integrum, the database of the Russian press: reports in HTML, and its sheets."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from framing.intake.formats.encodings import decode_markup
from framing.intake.formats.markup import MAX_MARKUP, check_size
from framing.intake.formats.tables.values import say
from framing.intake.formats.workbooks import Workbook
from framing.intake.formats.wrapping import unwrap
from framing.intake.limits import read_bytes, read_head
from framing.intake.records import Found, Source, UnreadableError

# What a report's field labels (^ИС: ...) stand for; others are no part of a record here.
_LABELS = {
    "ИС": "outlet",
    "РБ": "section",
    "НР": "issue",
    "ДТ": "date",
    "АВ": "byline",
    "ЗГ": "title",
}
_LABEL = re.compile(r"\^([А-ЯЁ]{2,3}):")
_ENTRY = re.compile(r"<a\s+name=[\"']?\d+[\"']?\s*>\s*(?:</a>)?", re.I)
_LISTED = re.compile(r"<a\s+href=[\"']?#\d+[\"']?\s*>", re.I)
_PRE = re.compile(r"<pre\b[^<>]{0,200}>", re.I)
# Texts are not escaped: "<<Известия>>" is text, and only what a report itself writes is markup.
_TAG = re.compile(
    r"</?(?:font|b|i|u|em|strong|span|small|a|div|table|tbody|tr|td|h\d)(?:\s[^<>]{0,200})?>", re.I
)
_BREAK = re.compile(r"<(?:br|p)\s*/?>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.I)

# The columns of a sheet, in the order of preference where two hold the same.
_COLUMNS = {
    "источник": "outlet",
    "дата": "date",
    "заголовок": "title",
    "полный текст": "body",
    "текст": "body",
    "анонс": "body",
    "оригинал": "url",
    "автор": "byline",
    "рубрика": "section",
    "номер": "issue",
}
_HEADERS = 10  # rows at the top of a sheet among which the header stands; the search is above it
_NO_TEXT = "it has no text; export full texts, not a list of titles"


def is_integrum(head: str) -> bool:
    """Whether the beginning of an HTML page is an Integrum report.

    >>> is_integrum("<title>Report 12.05.2021 15:50:05</title>"), is_integrum("<title>Report")
    (True, False)
    """
    titled = re.search(r"<title>\s*(?:Report|Отч[её]т)\s+\d{1,2}\.\d{1,2}\.\d{4}\b", head, re.I)
    return bool(titled or re.search(r"\^ИС:.{0,400}\^(?:РБ|НР|ДТ|АВ|ЗГ):", head, re.S))


def is_integrum_columns(columns: Sequence[str]) -> bool:
    """Whether a sheet's header is Integrum's: source, date, title and a text, in Russian.

    >>> is_integrum_columns(["Источник", "Дата", "Время", "Заголовок", "Анонс"])
    True
    """
    fields = {_COLUMNS.get(column.strip().lower()) for column in columns}
    return fields >= {"outlet", "date", "title", "body"}


def read_integrum(source: Source) -> Iterator[Found]:
    """The articles of a report in HTML or of a sheet (.xlsx), one by one.

    Entries of a report count from 1; those of a sheet bear the number of their row. An entry
    without text has a ``problem``; so has a last item where a report's index lists another number
    of entries than follow. Entries that a report repeats are given as often as they stand there.

    Raises
    ------
    UnreadableError
        Where the file as a whole is no Integrum export, or cannot be opened.
    """
    if read_head(source.path, 2) == b"PK":
        yield from _read_sheets(source.path)
    else:
        yield from _read_report(decode_markup(read_bytes(source.path, MAX_MARKUP)))


def _read_report(text: str) -> Iterator[Found]:
    check_size(text)
    starts = [entry.start() for entry in _ENTRY.finditer(text)]
    if not starts:
        raise UnreadableError("no entry in the report; is it an Integrum report with full texts?")
    for item, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
        yield _read_entry(item, text[start:end])
    n_listed = len(_LISTED.findall(text[: starts[0]]))
    if n_listed and n_listed != len(starts):
        yield Found(
            item=len(starts) + 1,
            problem=f"the index lists {n_listed:,} articles, the report holds {len(starts):,}; "
            "save the report again",
        )


def _read_entry(item: int, entry: str) -> Found:
    opening = _PRE.search(entry)
    head, rest = (entry[: opening.start()], entry[opening.end() :]) if opening else (entry, "")
    # The text's own end is the last one: what follows it in the file is the report's.
    ends = [end.start() for end in re.finditer("</pre>", rest, re.I)]
    body = unwrap(_plain(rest[: ends[-1]] if ends else rest))
    table, _, heading = head.partition("<h3>")
    values: dict[str, str] = {}
    labels = list(_LABEL.finditer(table))
    for label, after in zip_longest(labels, labels[1:]):
        value = table[label.end() : after.start() if after else len(table)]
        field = _LABELS.get(label[1], "")
        if field and not values.get(field):
            values[field] = " ".join(_plain(value).split())
    values["title"] = values.get("title") or " ".join(_plain(heading).split())
    return _build(item, values, body=body)


def _plain(markup: str) -> str:
    """A piece of a report without its markup; highlights inside words do not part them."""
    text = _TAG.sub("", _BREAK.sub("\n", markup))
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _build(item: int, values: dict[str, str], *, body: list[str]) -> Found:
    title = values.get("title", "")
    # The text repeats its title as first paragraph.
    if body and title and body[0] == title:
        body = body[1:]
    issue = values.get("issue", "")
    return Found(
        item=item,
        title=title,
        body="\n\n".join(body),
        outlet=values.get("outlet", ""),
        date=values.get("date", ""),
        byline=values.get("byline", "").strip(" ,;"),
        # A record has no field of its own for the issue; without "№" it would look like a page.
        section="; ".join(
            part for part in (values.get("section", ""), issue and f"№ {issue}") if part
        ),
        url=values.get("url", ""),
        problem="" if body else _NO_TEXT,
    )


def _read_sheets(path: Path) -> Iterator[Found]:
    n_rows = 0  # of the sheets before: items stay apart
    known = False
    with Workbook(path) as book:
        for name in book.names:
            last = 0
            fields: dict[str, list[int]] = {}
            for row, values in book.rows(name):
                last = row
                cells = [say(value) for value in values]
                if not any(cells):
                    continue
                if fields:
                    yield _read_row(n_rows + row, cells, fields=fields)
                elif is_integrum_columns(cells):
                    known = True
                    fields = _find_columns(cells)
                elif row > _HEADERS:
                    break
            n_rows += last if fields else 0
    if not known:
        raise UnreadableError(
            "no sheet with the columns Источник, Дата, Заголовок and Анонс; "
            "map the columns of another sheet by hand"
        )


def _find_columns(header: Sequence[str]) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    names = [name.strip().lower() for name in header]
    for name, field in _COLUMNS.items():
        columns.setdefault(field, []).extend(i for i, there in enumerate(names) if there == name)
    return columns


def _read_row(item: int, cells: list[str], *, fields: dict[str, list[int]]) -> Found:
    values = {
        field: next((cells[i] for i in columns if i < len(cells) and cells[i]), "")
        for field, columns in fields.items()
    }
    body = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\n", values.pop("body"))]
    one_line = {field: " ".join(value.split()) for field, value in values.items()}
    return _build(item, one_line, body=[part for part in body if part])
