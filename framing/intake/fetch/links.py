"""The list of links: one row a page, with what the user knows about it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from framing.corpus.readers import find_delimiter
from framing.intake.limits import read_text
from framing.intake.records import UnreadableError

FIELDS = ("outlet", "date", "title", "event")


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the list; ``error`` says why it cannot be fetched."""

    line: int
    url: str
    outlet: str = ""
    date: str = ""
    title: str = ""
    event: str = ""
    error: str = ""


def read_links(path: Path) -> list[Link]:
    """The links of a CSV file with a column ``url``; others are optional or passed over.

    Raises
    ------
    UnreadableError
        Where the file is no table or has no column ``url``.
    """
    text = read_text(path)
    csv.field_size_limit(max(len(text), 131072))
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=find_delimiter(text, ("url", *FIELDS))
    )
    links: list[Link] = []
    seen: dict[str, int] = {}
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if "url" not in header:
            raise UnreadableError(
                f"{path.name} has the columns {', '.join(header)[:120] or '(none)'}; needed: url; "
                f"read, too: {', '.join(FIELDS)}"
            )
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = dict(zip(header, (" ".join(c.split()) for c in cells), strict=False))
                links.append(_read_link(row, line=reader.line_num, seen=seen))
    except csv.Error as error:
        raise UnreadableError(f"{path.name}, line {reader.line_num}: {error}") from error
    return links


def _read_link(row: dict[str, str], *, line: int, seen: dict[str, int]) -> Link:
    url = urldefrag(row.get("url", "")).url
    error = check_url(url)
    if not error and url in seen:
        error = f"the same as line {seen[url]}"
    seen.setdefault(url, line)
    return Link(line, url or row.get("url", ""), error=error, **{f: row.get(f, "") for f in FIELDS})


def check_url(url: str) -> str:
    """Why an address cannot be asked for; empty where it can.

    >>> check_url("https://post.example/a"), check_url("post.example/a")
    ('', 'no scheme: write https://post.example/a')
    >>> check_url("file:///etc/hosts")
    'scheme file: only http and https are fetched'
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"no address ({error})"
    if not url:
        return "no address in column url"
    if not parts.scheme or (re.match(r"[\w.-]+\.\w+:\d+", url) and not parts.netloc):
        return f"no scheme: write https://{url.lstrip('/')[:200]}"
    if parts.scheme not in ("http", "https"):
        return f"scheme {parts.scheme}: only http and https are fetched"
    if not host or re.search(r"[\s\x00-\x20\x7f]", url):
        return "no host in it, or a blank: an address like https://post.example/a is needed"
    return "it carries a name or password: take them out" if "@" in parts.netloc else ""
