"""Factiva: pages saved from the interface in two layouts, and the XML of its retrieval service."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import yaml

from framing.intake.formats.encodings import decode_markup
from framing.intake.formats.markup import (
    MAX_MARKUP,
    check_size,
    parse_html,
    parse_xml,
    read_line,
    read_paragraphs,
    unwrap,
)
from framing.intake.limits import read_bytes
from framing.intake.records import Found, Source, UnreadableError

Values = dict[str, str]  # by Factiva's own field codes: HD, BY, WC, PD, SN, LA, CY, AN ...

_HTML = re.compile(
    r"<title>\s*(?:Dow Jones\s+)?Factiva[®\s]*</title>|class=[\"']?factivalogo"
    r"|articleParagraph [a-z]{2}\w*articleParagraph|class=[\"']article [a-z]{2}\w{0,12}Article\b",
    re.I,
)
_XML = re.compile(r"<(?:\w+:)?(?:PPSResponse|pps[aA]rticle(?:Response|ResultSet)?)\b")
_DIV = re.compile(r"<div\b[^<>]{0,400}>", re.I)
_ARTICLE = re.compile(r"\bclass\s*=\s*[\"'][^\"']*\barticle [a-z]{2}\w{0,12}Article\b")
_CODE = re.compile(r"[A-Z]{2,4}\d?")
_ACCESSION = re.compile(r"(?:^|\s)([A-Z0-9]{1,12}\d{8}[a-z0-9]{6,12})$")
_COUNT = re.compile(r"(\d[\d.,\s'’]*)(.*)", re.DOTALL)
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?(?: \w{2,4})?")
_BODY_TAGS = ("p", "pre", "table", "ul", "ol", "blockquote", "h2", "h3", "h4", "h5")

# The elements of the XML that hold what the codes hold.
_ELEMENTS = {
    "headline": "HD",
    "byline": "BY",
    "credit": "CR",
    "wordCount": "WC",
    "publicationDate": "PD",
    "sourceName": "SN",
    "baseLanguage": "LA",
    "copyright": "CY",
    "sectionName": "SE",
    "columnName": "CLM",
    "accessionNo": "AN",
    "leadParagraph": "LP",
    "tailParagraphs": "TD",
}
_TEXT = ("LP", "TD")


def is_factiva(head: str) -> bool:
    """Whether the beginning of a page or of an XML document is Factiva's.

    >>> is_factiva("<title>Factiva</title>"), is_factiva("<title>On Factiva</title>")
    (True, False)
    """
    return bool(_HTML.search(head) or _XML.search(head))


def read_factiva(source: Source) -> Iterator[Found]:
    """The articles of a saved page or an XML response, one by one.

    An article without text, or one that cannot be read, has a ``problem``; so has a last item
    where the export states another number of articles than it holds.

    Raises
    ------
    UnreadableError
        Where the file as a whole is no export of Factiva, or cannot be parsed.
    """
    text = decode_markup(read_bytes(source.path, MAX_MARKUP))
    yield from _read_xml(text) if _XML.search(text[:4096]) else _read_page(text)


def _read_page(text: str) -> Iterator[Found]:
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
        yield _build(item, values, body=body, saved=saved)
    yield from _compare_counts(stated, len(starts))


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
    return (_count(numbers[-1]) if numbers else 0), (times[-1] if times else "")


def _compare_counts(stated: int, n_found: int) -> Iterator[Found]:
    if stated and stated != n_found:
        yield Found(
            item=n_found + 1,
            problem=f"the export states {stated:,} articles and holds {n_found:,}; "
            "if the others are not in another file, save them too",
        )


def _outermost(article: Any, fits: Callable[[Any], bool]) -> Iterator[Any]:
    """The elements that fit and stand in no other that does, in their order."""
    stack = [article]
    while stack:
        node = stack.pop()
        if fits(node):
            yield node
        else:
            stack.extend(reversed(node))


def _rows(article: Any) -> list[tuple[str, Any]]:
    """The rows of the layout with field codes: code and cell."""
    return [(read_line(row[0]), row[1]) for row in _outermost(article, _is_row)]


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
        if code in _TEXT:
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
    blocks = list(_outermost(article, lambda node: node.tag in _BODY_TAGS))
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
    if rest and _labels()["copyright"].match(rest[-1]):
        values["CY"] = rest.pop()
    values["SN"] = rest[0] if rest else ""
    known = [i for i in range(1, len(rest)) if _labels()["languages"].fullmatch(rest[i])]
    if known:
        values["LA"] = rest[known[-1]]
        values.setdefault("CY", " ".join(rest[known[-1] + 1 :]))
    elif len(rest) > 2:
        values["LA"] = rest[-1]
    return values


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    text = (resources.files("framing.intake.formats") / "factiva.yaml").read_text("utf-8")
    lists = yaml.safe_load(text)
    joined = {
        name: "|".join(
            re.escape(word)
            for words in (lists[name].values() if isinstance(lists[name], dict) else [lists[name]])
            for word in words
        )
        for name in ("words", "languages", "copyright")
    }
    return {name: re.compile(f"(?:{words})", re.I) for name, words in joined.items()}


def _is_count(line: str) -> bool:
    found = _COUNT.fullmatch(line)
    return bool(found and _labels()["words"].fullmatch(found[2].strip()))


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


def _count(text: str) -> int:
    found = _COUNT.match(text)
    digits = re.sub(r"\D", "", found[1]) if found else ""
    return int(digits) if 0 < len(digits) <= 9 else 0


def _build(item: int, values: Values, *, body: list[str], saved: str = "") -> Found:
    number = values.get("AN", "").split()
    # Some sources repeat the copyright line as a last paragraph; one that merely begins like
    # it is the article's own.
    if body and body[-1] == values.get("CY"):
        body = body[:-1]
    return Found(
        item=item,
        title=values.get("HD", ""),
        body="\n\n".join(body),
        outlet=values.get("SN", ""),
        date=values.get("PD", ""),
        # A credit ("Reuters", "Special to ...") tells whose text it is, as a byline does.
        byline="; ".join(values[code] for code in ("BY", "CR") if values.get(code)),
        section=values.get("SE") or values.get("CLM", ""),
        language=values.get("LA", ""),
        number=number[-1] if number else "",
        saved=saved,
        n_words=_count(values.get("WC", "")),
        problem="" if body else "it has no text; save the full article, not its headline",
    )


def _read_xml(text: str) -> Iterator[Found]:
    root = parse_xml(text)
    articles = list(_outermost(root, lambda node: _name(node) in ("ppsarticle", "article")))
    if not articles:
        raise UnreadableError("no article in the XML; in Factiva, ask for full articles")
    for item, node in enumerate(articles, 1):
        values: Values = {}
        body: list[str] = []
        for field in _outermost(node, lambda node: _name(node) in _ELEMENTS):
            code = _ELEMENTS[_name(field)]
            if code in _TEXT:
                body += _read_elements(field)
            else:
                values.setdefault(code, read_line(field))
        yield _build(item, values, body=body)
    sets = [node for node in root.iter() if _name(node).lower() == "ppsarticleresultset"]
    yield from _compare_counts(sum(_count(node.get("count", "")) for node in sets), len(articles))


def _read_elements(field: Any) -> list[str]:
    paragraphs: list[str] = []
    for node in _outermost(field, lambda node: _name(node) == "paragraph"):
        text = "".join(node.itertext())
        fixed = (node.get("display") or "").lower() == "fixed"
        paragraphs += unwrap(text) if fixed else [" ".join(text.split())]
    return [paragraph for paragraph in paragraphs if paragraph]


def _name(node: Any) -> str:
    from lxml import etree

    return str(etree.QName(node).localname)
