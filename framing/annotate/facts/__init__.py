"""Facts: the same fact in each outlet's words and grammar."""

from __future__ import annotations

from framing.annotate.facts.mentions import find_facts

__all__ = ["find_facts"]
