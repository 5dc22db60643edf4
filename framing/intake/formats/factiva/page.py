"""Pages saved from Factiva: the layout with field codes, and the one without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from framing.intake.formats.factiva.values import (
    COUNT,
    TEXT,
    Values,
    build,
    compare_counts,
    load_labels,
    outermost,
    read_count,
)
from framing.intake.formats.markup import check_size, parse_html, read_line, read_paragraphs
from framing.intake.formats.wrapping import unwrap
from framing.intake.records import Found, UnreadableError

_DIV = re.compile(r"<div\b[^<>]{0,400}>", re.I)
_ARTICLE = re.compile(r"\bclass\s*=\s*[\"'][^\"']*\barticle [a-z]{2}\w{0,12}Article\b")
_CODE = re.compile(r"[A-Z]{2,4}\d?")
_ACCESSION = re.compile(r"(?:^|\s)([A-Z0-9]{1,12}\d{8}[a-z0-9]{6,12})$")
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?(?: \w{2,4})?")
_BODY_TAGS = ("p", "pre", "table", "ul", "ol", "blockquote", "h2", "h3", "h4", "h5")


def read_page(text: str) -> Iterator[Found]:
    """The articles of a saved page, and an item that says so where their number is wrong.

    Raises
    ------
    UnreadableError
        Where there is no article in it.
    """
    check_size(text)
    # Each article is parsed alone: markup that one leaves open cannot swallow the next.
    starts = [tag.start() for tag in _DIV.finditer(text) if _ARTICLE.search(tag[0])]
    if not starts:
        raise UnreadableError(
            "no article in the page; in Factiva, save full articles, not a list of headlines"
        )
    stated, saved = _read_summary(text)
    for item, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
        try:
            article = next(parse_html(text[start:end]).iter("div"))
        except UnreadableError as error:
            yield Found(item=item, problem=f"the article is {error}")
            continue
        read = _read_table if _rows(article) else _read_lines
        values, body = read(article)
        yield build(item, values, body=body, saved=saved)
    yield from compare_counts(stated, len(starts))


def _read_summary(text: str) -> tuple[int, str]:
    """What the summary of the search says: how many results (0: nothing), and when."""
    at = text.rfind("searchPreview")
    start = text.rfind("<", 0, max(at, 0))
    if at < 0 or start < 0:
        return 0, ""
    end = text.find("</table>", at)
    try:
        root = parse_html(text[start : end if end > 0 else len(text)])
    except UnreadableError:  # of use only where it can be read; the articles are counted anyway
        return 0, ""
    cells = [read_line(row[-1]) for row in root.iter("tr") if len(row) > 1]
    numbers = [cell for cell in cells if re.fullmatch(r"\d[\d.,\s]{0,15}", cell)]
    times = [cell for cell in cells if re.search(r"\d{4}\D.*\d:\d\d|\d:\d\d.*\d{4}", cell)]
    return (read_count(numbers[-1]) if numbers else 0), (times[-1] if times else "")


def _rows(article: Any) -> list[tuple[str, Any]]:
    """The rows of the layout with field codes: code and cell."""
    return [(read_line(row[0]), row[1]) for row in outermost(article, _is_row)]


def _is_row(node: Any) -> bool:
    cells = node.findall("td") if node.tag == "tr" else []
    return (
        len(cells) == len(node) == 2
        and "index" in (cells[0].get("class") or "").split()
        and bool(_CODE.fullmatch(read_line(cells[0])))
    )


def _read_table(article: Any) -> tuple[Values, list[str]]:
    values: Values = {}
    body: list[str] = []
    for code, cell in _rows(article):
        if code in TEXT:
            body += _read_body(cell)
        else:
            values.setdefault(code, read_line(cell))
    return values, body


def _read_body(cell: Any) -> list[str]:
    """Paragraphs of an element; fixed-width text is unwrapped."""
    paragraphs: list[str] = []
    for paragraph in read_paragraphs(cell):
        paragraphs += unwrap(paragraph) if "\n" in paragraph else [paragraph]
    return paragraphs


def _read_lines(article: Any) -> tuple[Values, list[str]]:
    """The layout without codes: header lines told by place and shape, then paragraphs."""
    blocks = list(outermost(article, lambda node: node.tag in _BODY_TAGS))
    texts = [i for i, node in enumerate(blocks) if _is_text(node)]
    first, last = (texts[0], texts[-1]) if texts else (0, -1)
    body = [part for node in blocks[first : last + 1] for part in _read_body(node)]
    values: Values = {}
    before: list[str] = []
    after: list[str] = []
    for div in _header(article, blocks[first] if texts else None):
        line = read_line(div)
        if div.get("id") == "hd":
            values["HD"] = line
        elif "author" in (div.get("class") or "").split():
            values["BY"] = line
        elif line:
            (after if "HD" in values else before).append(line)
    if before:
        values["SE"] = before[-1]
    values |= _sort_lines(after)
    for node in blocks[last + 1 :]:
        if found := _ACCESSION.search(read_line(node)):
            values["AN"] = found[1]
    return values, body


def _is_text(node: Any) -> bool:
    return "articleParagraph" in (node.get("class") or "") or node.tag == "pre"


def _header(article: Any, end: Any) -> Iterator[Any]:
    """The innermost boxes before the first paragraph."""
    for node in article.iter():
        if node is end:
            return
        if node is not article and node.tag == "div" and node.find(".//div") is None:
            yield node


def _sort_lines(lines: list[str]) -> Values:
    """Header lines behind the headline: credit, words, date, time, source, code ... copyright."""
    values: Values = {}
    n = next((i for i, line in enumerate(lines) if _is_count(line)), -1)
    day = next((i for i in range(n + 1, len(lines)) if _is_date(lines[i])), -1)
    if n < 0 < day and re.fullmatch(r"\d[\d.,\s]*[^\W\d]{1,12}", lines[day - 1]):
        n = day - 1  # of an interface language without labels here
    if n >= 0:
        values["WC"] = lines[n]
    if credits := lines[: n if n >= 0 else max(day, 0)]:
        values["CR"] = "; ".join(credits)
    if day < 0:
        return values
    values["PD"] = _day_of(lines[day])
    rest = [line for line in lines[day + 1 :] if not _TIME.fullmatch(line)]
    if rest and load_labels()["copyright"].match(rest[-1]):
        values["CY"] = rest.pop()
    values["SN"] = rest[0] if rest else ""
    known = [i for i in range(1, len(rest)) if load_labels()["languages"].fullmatch(rest[i])]
    if known:
        values["LA"] = rest[known[-1]]
        values.setdefault("CY", " ".join(rest[known[-1] + 1 :]))
    elif len(rest) > 2:
        values["LA"] = rest[-1]
    return values


def _is_count(line: str) -> bool:
    found = COUNT.fullmatch(line)
    return bool(found and load_labels()["words"].fullmatch(found[2].strip()))


def _is_date(line: str) -> bool:
    """A day, in any language: a year and one or two more numbers in a short line."""
    day = _day_of(line)
    return (
        len(day) <= 40
        and bool(re.search(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", day))
        and len(re.findall(r"\d+", day)) in (2, 3)
    )


def _day_of(line: str) -> str:
    """A date without the time of day that may follow it: "2018 年 10 月 7 日 17:04"."""
    return re.sub(rf",?\s+{_TIME.pattern}$", "", line)
