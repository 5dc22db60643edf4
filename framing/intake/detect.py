"""Which format a source is in: by what stands in it, its name only says where to look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path, PurePosixPath

from framing.intake.limits import MAX_BYTES, open_zip, read_head
from framing.intake.records import Reader, Source, UnreadableError

# Where each reader stands; modules are loaded when a source needs them.
_READERS: Mapping[str, tuple[str, str]] = {
    "nexis": ("framing.intake.formats.nexis", "read_nexis"),
    "factiva": ("framing.intake.formats.factiva", "read_factiva"),
    "integrum": ("framing.intake.formats.integrum", "read_integrum"),
    "table": ("framing.intake.formats.tables", "read_table"),
    "page": ("framing.intake.formats.pages", "read_page"),
    "document": ("framing.intake.formats.documents", "read_document"),
}
FORMATS = tuple(_READERS)

_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet")
_PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
_HEAD = 2**18  # bytes that show what a text file is


def load_reader(name: str) -> Reader:
    """The reader of a format of ``FORMATS``."""
    module, function = _READERS[name]
    reader: Reader = getattr(import_module(module), function)
    return reader


def find_format(source: Source) -> str:
    """The format of a source.

    Raises
    ------
    UnreadableError
        Where no reader takes it.
    """
    suffix = source_suffix(source.name)
    if suffix in _TABLES:
        return "table"
    known = _BY_SUFFIX.get(suffix)
    if known is None:
        raise UnreadableError(
            f"file type {suffix or '(none)'} is not read; allowed: "
            f"{', '.join(sorted({*_BY_SUFFIX, *_TABLES, '.zip', '.gz'}))}"
        )
    return known(source)


def source_suffix(name: str) -> str:
    """The ending that tells the type, in small letters; of ``x.html.gz`` it is ``.html``."""
    path = PurePosixPath(name.lower())
    return PurePosixPath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def _head(path: Path) -> str:
    """The beginning of a text file or page, as far as it can be read."""
    from framing.intake.formats.encodings import decode_markup

    raw = read_head(path, _HEAD)
    try:
        return decode_markup(raw)
    except UnreadableError:
        return raw.decode("utf-8", errors="replace")


def _web_format(source: Source) -> str:
    from framing.intake.formats.factiva import is_factiva
    from framing.intake.formats.integrum import is_integrum
    from framing.intake.formats.nexis import is_nexis

    if source.path.suffix == ".gz" or source.name.lower().endswith((".mht", ".mhtml", ".gz")):
        return "page"
    head = _head(source.path)
    if is_factiva(head):
        return "factiva"
    if is_integrum(head):
        return "integrum"
    return "nexis" if is_nexis(head) else "page"


def _xml_format(source: Source) -> str:
    from framing.intake.formats.factiva import is_factiva

    if is_factiva(_head(source.path)):
        return "factiva"
    raise UnreadableError("XML that is no Factiva response; allowed: Factiva XML")


def _sheet_format(source: Source) -> str:
    from framing.intake.formats.integrum import is_integrum_columns
    from framing.intake.formats.tables import table_columns

    open_zip(source.path).close()
    return "integrum" if is_integrum_columns(table_columns(source.path)) else "table"


def _text_format(source: Source) -> str:
    from framing.intake.formats.nexis import is_nexis

    return "nexis" if is_nexis(_head(source.path)) else "document"


def _word_format(source: Source) -> str:
    from framing.intake.formats.nexis import is_nexis
    from framing.intake.formats.office import docx_paragraphs, rtf_text

    if source.path.stat().st_size > MAX_BYTES:
        raise UnreadableError(f"larger than {MAX_BYTES >> 20} MB")
    if source_suffix(source.name) == ".rtf":
        text = rtf_text(source.path)
    else:
        text = "\n".join(paragraph.text for paragraph in docx_paragraphs(source.path))
    return "nexis" if is_nexis(text) else "document"


_BY_SUFFIX: Mapping[str, Callable[[Source], str]] = {
    **dict.fromkeys(_PAGES, _web_format),
    ".xml": _xml_format,
    ".xlsx": _sheet_format,
    ".txt": _text_format,
    ".md": lambda source: "document",
    ".docx": _word_format,
    ".rtf": _word_format,
    ".pdf": lambda source: "document",
}
