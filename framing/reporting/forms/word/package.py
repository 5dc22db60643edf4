"""The bytes of a DOCX: no clock in them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold


def set_properties(document: Any, *, title: str, subject: str, language: str) -> None:
    """Who and what, and a fixed day: the time of making is nobody's business."""
    core = document.core_properties
    core.title, core.subject, core.language = title[:255], subject[:255], language
    core.author = core.last_modified_by = "framing"
    core.comments = core.keywords = core.category = ""
    core.revision = 1
    core.created = core.modified = datetime(2000, 1, 1)


def to_bytes(document: Any) -> bytes:
    """A document as bytes that are the same every time."""
    saved = io.BytesIO()
    document.save(saved)
    out = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(name))
    return out.getvalue()
