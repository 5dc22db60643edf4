"""Portrayal: the tone of a sentence toward an actor that it names."""

from __future__ import annotations

from framing.annotate.portrayal.mentions import find_portrayals

__all__ = ["find_portrayals"]
