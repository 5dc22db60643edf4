"""Single documents into items: the title, what labels say, and the body as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from framing.corpus.segments import find_segments
from framing.intake.fetch.log import fetched_fields
from framing.intake.formats.documents.heads import HeadError, split_head, take_labels
from framing.intake.formats.tables.values import find_damage, part_paragraphs
from framing.intake.formats.wrapping import is_wrapped
from framing.intake.limits import open_zip, read_member, read_text
from framing.intake.records import Found, Source, UnreadableError

if TYPE_CHECKING:
    from framing.intake.formats.office import Paragraph

_MAX_TITLE = 250  # characters; a longer first line is a paragraph
_MAX_SENTENCE = 120  # characters of a first line that ends in a full stop
_HEAD = 4000  # characters at the beginning within which a title stands
_FIRST = 8  # lines among which a title stands
_TITLE_STYLE = re.compile(
    r"(?:title|titel|heading ?1|berschrift ?1|titre ?1?|заголовок ?1)\Z", re.I
)


def read_document(source: Source) -> Iterator[Found]:
    """The article of a .txt, .md, .docx, .rtf or .pdf file, as item 0.

    What the log of ``framing fetch`` says of a file that it kept goes before what the file says.

    Raises
    ------
    UnreadableError
        Where the file is damaged or no file of its type.
    """
    suffixes = [PurePosixPath(name).suffix.lower() for name in (source.name, source.path.name)]
    reader = next((_READERS[suffix] for suffix in suffixes if suffix in _READERS), None)
    if reader is None:
        raise UnreadableError(
            f"file type {suffixes[0] or '(none)'} is no document; allowed: {', '.join(_READERS)}"
        )
    try:
        found = reader(source.path)
    except HeadError as error:
        yield Found(0, problem=f"{error}. Next: write 'key: value' lines, or take the --- away")
        return
    said = fetched_fields(source.path)
    yield replace(
        found,
        title=said.get("title") or found.title,
        outlet=said.get("outlet") or found.outlet,
        date=said.get("date") or found.date,
        event=said.get("event") or found.event,
        url=said.get("url") or found.url,
        saved=said.get("saved") or found.saved,
    )


def assemble(text: str, *, title: str = "", fields: Mapping[str, str] | None = None) -> Found:
    """An item of a text whose lines are as they stood.

    Parameters
    ----------
    text
        The whole text, title and labelled lines too.
    title
        Where type or style tell it; otherwise it is the first line.
    fields
        What is known already; it goes before labelled lines.

    >>> assemble("Rain in Lakeport\\n\\nIt rained.\\n\\nSource: The Lakeport Post")
    Found(item=0, title='Rain in Lakeport', standfirst='', body='It rained.', ...
    """
    known = dict(fields or {})
    if damage := find_damage(text):
        return Found(0, problem=f"the text {damage}")
    labelled, lines = take_labels(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), known)
    known |= labelled
    title = known.pop("title", "") or title
    if title:
        lines = _without(title, lines)
    else:
        title, lines = _first_title(lines)
    body = part_paragraphs("\n".join(lines))
    title = " ".join(title.split())
    if not body:
        return Found(0, title=title, problem="no text", n_words=0, **known)
    # n_words, a number, is named so that the fields can be nothing but text.
    return Found(0, title=title, body=body, n_words=0, **known)


def _without(title: str, lines: list[str]) -> list[str]:
    """Lines without the title where they open with it; further down it stays in its place."""
    wanted, said = "".join(title.split()), ""
    for at, line in enumerate(lines):
        said += "".join(line.split())
        if said == wanted:
            return lines[at + 1 :]
        if not wanted.startswith(said):
            break
    return lines


def _first_title(lines: list[str]) -> tuple[str, list[str]]:
    """The title and the lines without it: the first line that is no furniture of a page.

    In hard-wrapped text it is the first block, where a body comes after it.
    """
    start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    end = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
    head = "\n".join(lines)[:_HEAD]
    blocks = [block.split("\n") for block in re.split(r"\n\s*\n", head)]
    if end - start <= 3 and is_wrapped(blocks[1:]):
        title = " ".join(line.strip() for line in lines[start:end])
    else:
        roles = find_segments(head)
        found = (head[first:last].strip() for _, role, first, last in roles if role == "title")
        title = next(found, lines[start].strip() if lines else "")
    rest = _without(title, lines)
    longest = _MAX_SENTENCE if title.endswith((".", "。")) else _MAX_TITLE
    if len(title) > longest or not any(line.strip() for line in rest):
        return "", lines
    return title, rest


def _read_plain(path: Path) -> Found:
    fields, text = split_head(read_text(path).replace("\r\n", "\n"))
    return assemble(text, fields=fields)


def _read_markdown(path: Path) -> Found:
    """Marks of headings, links and emphasis go; an address in a link is no word of the article."""
    fields, text = split_head(read_text(path).replace("\r\n", "\n"))
    heading = re.match(r"#[ \t]+([^\n]+)", text.lstrip()[:_HEAD])
    # Bounded: a line of a thousand open brackets must not be searched a thousand times.
    text = re.sub(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)", "", text)
    text = re.sub(r"\[([^\[\]\n]{1,500})\]\([^)\n]{0,2000}\)", r"\1", text)
    text = re.sub(r"(?m)^ {0,3}#{1,6}[ \t]+([^\n]+)$", lambda m: m[1].rstrip(" \t#"), text)
    text = re.sub(r"(\*\*|__)(?=\S)([^\n]{0,500}?\S)\1", r"\2", text)
    title = heading[1].rstrip(" \t#") if heading else ""
    return assemble(text, title=title, fields=fields)


def _read_word(path: Path) -> Found:
    from framing.intake.formats.office import docx_paragraphs

    paragraphs = [p for p in docx_paragraphs(path) if p.text.strip()]
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    fields, text = split_head(text.replace("---\n\n", "---\n"))
    return assemble(text, title=_word_title(path, paragraphs), fields=fields)


def _word_title(path: Path, paragraphs: Sequence[Paragraph]) -> str:
    """By style, else the property "title" where the text begins with it: it is often rubbish."""
    first = paragraphs[:_FIRST]
    for paragraph in first:
        if _TITLE_STYLE.match(paragraph.style) and len(paragraph.text) <= _MAX_TITLE:
            return " ".join(paragraph.text.split())
    with open_zip(path) as archive:
        if "docProps/core.xml" not in archive.namelist():
            return ""
        core = read_member(archive, "docProps/core.xml", 2**20)
    property_title = _core_title(core)
    lines = [" ".join(line.split()) for p in first for line in p.text.split("\n")]
    return property_title if property_title in lines[:_FIRST] else ""


def _core_title(core: bytes) -> str:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root: Any = etree.fromstring(core, parser)
    except etree.XMLSyntaxError:
        return ""  # the text is whole; only its properties are not
    title = root.find("{http://purl.org/dc/elements/1.1/}title")
    return "" if title is None else " ".join((title.text or "").split())


def _read_rtf(path: Path) -> Found:
    from framing.intake.formats.office import rtf_text

    fields, text = split_head(rtf_text(path))
    return assemble(text, fields=fields)


def _read_pdf(path: Path) -> Found:
    from framing.intake.formats.documents.pdf import read_pdf

    pdf = read_pdf(path)
    if pdf.problem:
        return Found(0, problem=pdf.problem, saved=pdf.saved)
    known = {name: value for name, value in (("saved", pdf.saved), ("url", pdf.url)) if value}
    return assemble("\n\n".join(pdf.paragraphs), title=pdf.title, fields=known)


_READERS: Mapping[str, Callable[[Path], Found]] = {
    ".txt": _read_plain,
    ".md": _read_markdown,
    ".docx": _read_word,
    ".rtf": _read_rtf,
    ".pdf": _read_pdf,
}
