"""Stance: whose position toward what, asserted or only in the wording."""

from __future__ import annotations

from framing.annotate.stance.stances import find_stances

__all__ = ["find_stances"]
