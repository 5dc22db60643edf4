"""WordprocessingML as text: runs, links, fields and paragraphs. All words are escaped here."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from framing.reporting.formats import visible
from framing.reporting.forms.print.notes import Notes
from framing.reporting.model import Text

_FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Words for XML: what it forbids, and what turns text round, is made visible.

    >>> xml_text("a<b\\x00\\ud800\\u202e")
    'a&lt;b[U+0000][U+D800][U+202E]'
    """
    flat = visible(text).replace("\t", " ").replace("\r", " ").replace("\n", " ")
    return escape(_FORBIDDEN.sub(lambda m: f"[U+{ord(m[0]):04X}]", flat))


def attribute(text: str) -> str:
    """Words as an attribute, in quotation marks."""
    flat = _FORBIDDEN.sub("?", visible(text).replace("\n", " ").replace("\r", " "))
    return quoteattr(flat)


def run(text: str, properties: str = "") -> str:
    """A run of words; ``properties`` is XML such as ``<w:b/>``."""
    if not text:
        return ""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'


def field(code: str, shown: str, properties: str = "") -> str:
    """A field that Word can bring up to date, with what it shows until then."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{inner}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{inner}<w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r>{inner}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{run(shown, properties)}"
        f'<w:r>{inner}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def link(anchor: str, inner: str) -> str:
    """Runs that lead to a bookmark of the document."""
    return f'<w:hyperlink w:anchor={attribute(anchor)} w:history="1">{inner}</w:hyperlink>'


def bookmark(name: str, k: int, inner: str) -> str:
    """Runs that can be led to; ``k`` is a number that no other bookmark has."""
    return (
        f'<w:bookmarkStart w:id="{k}" w:name={attribute(name)}/>{inner}<w:bookmarkEnd w:id="{k}"/>'
    )


def paragraph(inner: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs in a style, by the style's id."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    both = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{both}{inner}</w:p>"


def words(text: Text, notes: Notes | None, properties: str = "") -> str:
    """A text as runs; what has a note gets its number, leading to it."""
    parts = []
    for part in text:
        if isinstance(part, str):
            parts.append(run(part, properties))
            continue
        parts.append(run(part.text, properties))
        n = notes.number(part) if notes else 0
        if n:
            parts.append(link(f"note_{n}", run(f"[{n}]", '<w:rStyle w:val="NoteNumber"/>')))
    return "".join(parts)
