"""Lexis Advance, Nexis Uni and Lexis+: title, outlet, date, labels, Body ... End of Document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.intake.formats.nexis.item import build_item
from framing.intake.formats.nexis.labels import load_labels, read_number, stated_words
from framing.intake.formats.nexis.prose import (
    clean,
    drop_copyright,
    end_of_text,
    join_paragraphs,
)
from framing.intake.records import Found

_COVER = 3  # lines of a cover page that make one
_OPENING = 8  # filled lines within which an article without a cover page shows its date
_LABEL = re.compile(r"([^\W\d_](?:[\w’' /-]{0,38}\w)?)\s?:(?:\s+(.*))?\Z", re.DOTALL)
_PAGE = re.compile(r"(?:Page|Seite) \d+ (?:of|von|de) \d+\Z", re.IGNORECASE)


def read_advance(lines: Sequence[str]) -> tuple[list[Found], int]:
    """The articles of an export or of a single file, and how many its cover page promises.

    The promise is 0 where there is no cover page.
    """
    cleaned = [clean(line) for line in lines]
    articles: list[Found] = []
    promised = 0
    for part in _parts(cleaned):
        # Exports put behind one another have a cover page each.
        part, more = _without_cover(part)
        promised += more
        if any(part):
            articles.append(_read_article(part, item=len(articles) + 1))
    return articles, promised


def _parts(lines: list[str]) -> Iterator[list[str]]:
    """Articles as runs of lines: what stands before each "End of Document" that ends one.

    A line of an article may read so too; what follows it then does not open as an article.
    """
    ends = load_labels().headings["end"]
    places = [place for place, line in enumerate(lines) if line in ends]
    begin = 0
    for place, following in zip(places, [*places, len(lines)][1:], strict=True):
        rest = lines[place + 1 : following]
        is_last = following == len(lines)
        if not is_last and any(rest) and not _opens_article(rest):
            continue
        yield lines[begin:place]
        begin = place + 1
    if _opens_article(lines[begin:]):
        yield lines[begin:]


def _opens_article(lines: Sequence[str]) -> bool:
    labels = load_labels()
    filled = [line for line in lines if line]
    return any(map(labels.date.match, filled[:_OPENING])) or any(
        line in labels.headings["body"] or labels.length.match(line) for line in filled
    )


def _without_cover(lines: list[str]) -> tuple[list[str], int]:
    """The first article's own lines, and the number of articles that the cover promises."""
    labels = load_labels()
    start = _text_start(lines)[0]
    header = lines[:start]
    date = _find_date(header)
    above = header[: date if date is not None else len(header)]
    covers = [place for place, line in enumerate(above) if labels.cover.match(line)]
    if len(covers) < _COVER:  # an article may be called "News", or begin with "Sources:"
        return lines, 0
    promised = next(
        (read_number(match[1]) for line in header if (match := labels.documents.match(line))), 0
    )
    outlet = next((p for p in range(len(above) - 1, 0, -1) if above[p]), 0)
    begin = next((p + 1 for p in range(outlet, 0, -1) if not above[p]), 0)
    # Title and outlet stand together; a blank line parts them from the cover, but not always.
    if not 1 <= outlet - begin <= 2:
        begin = covers[-1] + 1
        title = next((p for p in range(outlet - 1, begin - 1, -1) if above[p]), begin)
        begin = next(
            (p + 1 for p in range(min(title, outlet), begin - 1, -1) if not above[p]), begin
        )
    return lines[begin:], promised


def _text_start(lines: Sequence[str]) -> tuple[int, int]:
    """Where the header ends and where the text begins (behind the line Body, if there is one)."""
    labels = load_labels()
    dated = None
    seen = 0
    length = None
    for place, line in enumerate(lines):
        if not line:
            continue
        if length is None and labels.length.match(line):
            length = place
        if line in labels.headings["body"] and (
            dated is not None or length is not None or seen > 1
        ):
            return place, place + 1
        if dated is None and seen and labels.date.match(line):
            dated = place
        seen += 1
    begin = _end_of_labels(lines, length if length is not None else (dated or 0))
    return begin, begin


def _end_of_labels(lines: Sequence[str], place: int) -> int:
    """The first line behind ``place`` that is neither blank, nor label, nor copyright."""
    labels = load_labels()
    for at in range(place + 1, len(lines)):
        match = labels.label.match(lines[at])
        is_field = match is not None and match[1].lower() in labels.fields
        if lines[at] and not is_field and not labels.copyright.match(lines[at]):
            return at
    return len(lines)


def _find_date(header: Sequence[str]) -> int | None:
    """The date line: the last one above the labels that is not the very first line."""
    labels = load_labels()
    places = []
    filled = 0
    for place, line in enumerate(header):
        if labels.length.match(line):
            break
        if filled and labels.date.match(line):
            places.append(place)
        filled += bool(line)
    return places[-1] if places else None


def _read_article(lines: list[str], *, item: int) -> Found:
    start, begin = _text_start(lines)
    header = [line for line in lines[:start] if not _PAGE.match(line)]
    date = _find_date(header)
    title, outlet = _title_and_outlet(header[: _labels_start(header) if date is None else date])
    fields = _read_labels(header[0 if date is None else date + 1 :])
    n_words = stated_words(fields.get("length", ""))
    text = lines[begin:]
    ends, sure = _find_ends(text)
    end = end_of_text(text, ends, sure=sure, n_words=n_words)
    standfirst, body = _part_abstract(drop_copyright(text[:end]))
    after = _read_after(text[end:])
    paragraphs = [fields.get("standfirst", ""), join_paragraphs(standfirst)]
    found_body = join_paragraphs(body)
    stands = "\n\n".join(filter(None, paragraphs))
    return build_item(
        item,
        title=title,
        standfirst=stands,
        body=found_body,
        outlet=outlet,
        date=header[date] if date is not None else "",
        n_words=n_words,
        fields=fields,
        after=after,
    )


def _labels_start(header: Sequence[str]) -> int:
    """The first line that is a label or a copyright note, where no date shows the place."""
    labels = load_labels()
    for place, line in enumerate(header):
        if labels.copyright.match(line) or labels.length.match(line):
            return place
        if place and (match := labels.label.match(line)) and match[1].lower() in labels.fields:
            return place
    return len(header)


def _title_and_outlet(lines: Sequence[str]) -> tuple[str, str]:
    """The last line is the outlet, the others are the title; a single one is the title."""
    filled = [line for line in lines if line]
    if len(filled) < 2:
        return "".join(filled).rstrip(" ;"), ""
    return " ".join(filled[:-1]).rstrip(" ;"), filled[-1]


def _read_labels(lines: Sequence[str]) -> dict[str, str]:
    """Fields of the header; a value may go on in the next line."""
    labels = load_labels()
    pieces: dict[str, list[str]] = {}
    field = ""
    for line in lines:
        match = _LABEL.match(line)
        if not line or labels.copyright.match(line):
            field = ""
        elif match:
            field = labels.fields.get(match[1].lower(), "")
            if field in pieces:  # each label stands once
                field = ""
            elif field:
                pieces[field] = [match[2] or ""]
        elif field:
            pieces[field].append(line)
    return {field: " ".join(values).strip() for field, values in pieces.items()}


def _find_ends(lines: Sequence[str]) -> tuple[list[int], int]:
    """Places where the text may end, at a heading alone; and where it ends for sure, at a label."""
    labels = load_labels()
    ends: list[int] = []
    sure = len(lines)
    only_labels = True
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if not line:
            continue
        match = labels.label.match(line)
        label = match[1].lower() if match else ""
        is_heading = line in labels.headings["after"] and _stands_alone(lines, place)
        if label in labels.sure or (only_labels and (is_heading or label in labels.likely)):
            sure, ends, only_labels = place, [], True
        elif is_heading:
            ends.append(place)
            only_labels = True
        elif not labels.copyright.match(line):
            only_labels = False
    return ends[::-1], sure


def _stands_alone(lines: Sequence[str], place: int) -> bool:
    """Whether a blank line stands before or behind."""
    return not (any(lines[max(place - 1, 0) : place]) and any(lines[place + 1 : place + 2]))


def _part_abstract(lines: list[str]) -> tuple[list[str], list[str]]:
    """What stands between ABSTRACT and FULL TEXT, and the text; the two labels go."""
    headings = load_labels().headings
    filled = [place for place, line in enumerate(lines) if line]
    if not filled:
        return [], []
    first = lines[filled[0]]
    if first in headings["full_text"]:
        return [], lines[filled[0] + 1 :]
    if first not in headings["abstract"]:
        return [], lines
    full = next((p for p in filled[1:] if lines[p] in headings["full_text"]), None)
    if full is None:
        return [], lines[filled[0] + 1 :]
    return lines[filled[0] + 1 : full], lines[full + 1 :]


def _read_after(lines: Sequence[str]) -> dict[str, str]:
    labels = load_labels()
    fields: dict[str, str] = {}
    for line in lines:
        match = labels.label.match(line)
        field = labels.after.get(match[1].lower(), "") if match else ""
        if match and field and match[2] and field not in fields:
            fields[field] = match[2]
    return fields
