"""Names: which name of a contested thing, whose, and used or only mentioned."""

from __future__ import annotations

from framing.annotate.names.mentions import find_names

__all__ = ["find_names"]
