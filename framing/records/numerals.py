"""Numbers in words, wherever something is told."""

from __future__ import annotations


def plural(n: int, noun: str, several: str = "") -> str:
    """A count with its noun.

    >>> plural(1, "article"), plural(3, "article"), plural(2, "story", "stories")
    ('1 article', '3 articles', '2 stories')
    """
    return f"{n:,} {noun if n == 1 else several or noun + 's'}"
