"""Text of WordprocessingML into elements."""

from __future__ import annotations

from typing import Any

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def parsed(xml: str) -> Any:
    """One element; the namespace is declared for it."""
    from docx.oxml import parse_xml

    end = min(k for k in (xml.find(" "), xml.find(">"), xml.find("/>")) if k > 0)
    return parse_xml(f"{xml[:end]} {_NAMESPACE}{xml[end:]}")
