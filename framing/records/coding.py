"""What a sheet for coding by hand holds, and what an article is called where coders are blind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

# Columns of a sheet: the first three are read back, and the coder; the others help who codes.
SHEET = ("article", "variable", "label", "coder", "frame", "question", "outlet", "title", "text")
YES, NO = ("yes", "y", "1"), ("no", "n", "0")


@dataclass(frozen=True, slots=True)
class Item:
    """A question that a coder answers about an article; ``frame`` is what it is part of."""

    variable: str
    frame: str
    question: str


def blind_code(article: str) -> str:
    """A name of an article that does not tell its outlet.

    >>> blind_code("tass/talks-1a2b3c4d")
    'x27bf089cd5'
    """
    return "x" + hashlib.blake2b(article.encode(), digest_size=5).hexdigest()
