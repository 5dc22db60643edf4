"""Facts: the same fact in each outlet's words and grammar."""

from __future__ import annotations

from framing.annotate.facts.mentions import Read, find_facts
from framing.annotate.facts.parsing import load_parser, syntax_reader
from framing.annotate.facts.readings import ENGINES

__all__ = ["ENGINES", "Read", "find_facts", "load_parser", "syntax_reader"]
