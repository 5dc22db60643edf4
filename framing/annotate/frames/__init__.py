"""Frame indicators and listed wordings: passages to read, never a verdict on an article."""

from __future__ import annotations

from framing.annotate.frames.passages import find_indicators, find_listed

__all__ = ["find_indicators", "find_listed"]
