"""JSON lines, read as a stream, and arrays of objects in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.intake.formats.tables.columns import count_known
from framing.intake.formats.tables.lines import MAX_LINE, Lines, Opener, TooLongError, find_opener
from framing.intake.formats.tables.rows import Row, Table
from framing.intake.limits import MAX_BYTES, brief, read_text
from framing.intake.records import UnreadableError

_MAX_KEYS = 2000  # more are data as keys, and each costs every row a cell
_GLANCE = 200  # objects that show the columns, where a glance is enough


def read_json_lines(path: Path, *, limit: int = MAX_LINE, glance: bool = False) -> Table:
    """One object a line; the columns are all keys of all objects, in order of appearance.

    Parameters
    ----------
    path
        The file.
    limit
        Characters that one line may have.
    glance
        Take the columns from the first 200 objects.

    Raises
    ------
    UnreadableError
        For files that are no text, hold no object or more than 2,000 keys.
    """
    opener = find_opener(path)
    columns = _find_keys(_objects_of_lines(opener, limit), glance)
    return Table(columns, _by_column(columns, _objects_of_lines(opener, limit)))


def read_json(path: Path, *, limit: int = MAX_BYTES, glance: bool = False) -> Table:
    """An array of objects, an object with such an array (``{"articles": [...]}``), or objects.

    ``limit`` is in bytes; the other parameters are those of `read_json_lines`.

    Raises
    ------
    UnreadableError
        For files that are too large, no text or no JSON, hold no object or more than 2,000 keys.
    """
    text = read_text(path, limit=limit)
    at = _array_start(text)
    columns = _find_keys(_objects_of_array(text, at), glance)
    return Table(columns, _by_column(columns, _objects_of_array(text, at)))


def _find_keys(objects: Iterator[tuple[int, Any, str]], glance: bool) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    problem = ""
    for number, record, reason in objects:
        problem = problem or reason
        keys.update(dict.fromkeys(record or ()))
        if len(keys) > _MAX_KEYS:
            raise UnreadableError(f"more than {_MAX_KEYS:,} keys: no table of articles")
        if glance and number > _GLANCE and keys:
            break
    if not keys:
        raise UnreadableError(f"no object of an article in it ({problem or 'it is empty'})")
    return tuple(keys)


def _by_column(columns: tuple[str, ...], objects: Iterator[tuple[int, Any, str]]) -> Iterator[Row]:
    for number, record, problem in objects:
        if problem:
            yield Row(number, problem=problem)
        else:
            yield Row(number, [record.get(column) for column in columns])


def _objects_of_lines(opener: Opener, limit: int) -> Iterator[tuple[int, Any, str]]:
    with opener() as stream:
        lines = Lines(stream, limit=limit)
        while True:
            number = lines.begin_row()
            try:
                line = next(lines)
            except StopIteration:
                return
            except TooLongError as error:
                yield number, None, f"the line is {error}"
                continue
            if line.strip():
                yield number, *_parse(line)


def _parse(line: str) -> tuple[Any, str]:
    try:
        record = json.loads(line)
    except RecursionError:
        return None, "nested too deep to be an article"
    except ValueError as error:
        return None, f"not readable as JSON ({brief(_reason(error))}). Allowed: one object a line"
    if not isinstance(record, dict):
        return None, 'the line is no object. Allowed: {"title": "...", "text": "..."}'
    return record, ""


def _reason(error: ValueError) -> str:
    """Without the place that JSON errors name: it is one in the line, or in a part of the file."""
    return getattr(error, "msg", str(error))


def _array_start(text: str) -> int:
    """Where the elements of the array begin; 0 where objects stand one after the other."""
    at = _skip_blanks(text, 0)
    if text[at : at + 1] == "[":
        return at + 1
    if text[at : at + 1] != "{":
        raise UnreadableError('not readable as JSON. Allowed: [{"title": "...", "text": "..."}]')
    keys: list[str] = []
    decoder = json.JSONDecoder()
    at = _skip_blanks(text, at + 1)
    try:
        while text[at : at + 1] == '"':
            key, at = decoder.raw_decode(text, at)
            keys.append(key)
            start = _skip_blanks(text, _skip_blanks(text, at) + 1)
            inner = _skip_blanks(text, start + 1)
            if text[start : start + 1] == "[" and text[inner : inner + 1] == "{":
                # {"title": ..., "images": [{...}]} is an article, {"articles": [{...}]} is none.
                first, _ = decoder.raw_decode(text, inner)
                if count_known(tuple(first)) > count_known(keys):
                    return start + 1
            _, at = decoder.raw_decode(text, start)
            at = _skip_blanks(text, at)
            at = _skip_blanks(text, at + 1) if text[at : at + 1] == "," else at
    except (ValueError, RecursionError):
        return 0
    return 0


def _objects_of_array(text: str, at: int) -> Iterator[tuple[int, Any, str]]:
    """Element by element, so that a file cut off half way gives what stands before the cut."""
    decoder = json.JSONDecoder()
    number, in_array = 0, at > 0
    at = _skip_blanks(text, at)
    while text[at : at + 1] not in ("]", ""):
        number += 1
        try:
            record, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            reason = brief(_reason(error)) if isinstance(error, ValueError) else "nested too deep"
            yield number, None, f"broken from here on ({reason}): nothing after it is read"
            return
        yield number, *((record, "") if isinstance(record, dict) else (None, "it is no object"))
        at = _skip_blanks(text, at)
        if text[at : at + 1] == ",":
            at = _skip_blanks(text, at + 1)
    if in_array and at >= len(text):
        yield number + 1, None, "the file ends before the array does: it was cut off"


def _skip_blanks(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\r", "\n"):
        at += 1
    return at
