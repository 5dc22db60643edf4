"""Excerpts: a match with so much of its context that no passage is longer than fifty words."""

from __future__ import annotations

from framing.reporting.model import Passage

MOST_WORDS = 50
MOST_CHARACTERS = 420  # for scripts that put no spaces between words
CUT = "…"

Excerpt = tuple[str, str, str]  # left of the match, the match, right of it


def excerpt(passage: Passage) -> Excerpt:
    """A passage of at most ``MOST_WORDS`` words, the match in the middle of them.

    >>> from framing.reporting.model import Passage
    >>> long = Passage("a", "A", "", "", "", "one " * 60, "match", " two" * 60)
    >>> left, match, right = excerpt(long)
    >>> match, len(f"{left}{match}{right}".replace("…", "").split())
    ('match', 50)
    """
    match = _head(passage.match, MOST_WORDS, MOST_CHARACTERS)
    room = MOST_WORDS - len(match.split())
    space = MOST_CHARACTERS - len(match)
    left = _tail(passage.left, max(room // 2, room - len(passage.right.split())), space // 2)
    used = len(left.replace(CUT, "").split())
    right = _head(passage.right, room - used, space - len(left))
    return left, match, right


def _head(text: str, words: int, characters: int) -> str:
    """The first words of a text; spaces at its ends stay."""
    parts = text.split(" ")
    kept, n, size = [], 0, 0
    for part in parts:
        n += bool(part)
        size += len(part) + 1
        if n > words or size > characters + 1:
            break
        kept.append(part)
    if len(kept) == len(parts):
        return text
    if not any(kept) and characters > 0 and words > 0:  # one long word, as Chinese has it
        return text[:characters] + CUT
    return f"{' '.join(kept)} {CUT}" if any(kept) else f" {CUT}"


def _tail(text: str, words: int, characters: int) -> str:
    """The last words of a text."""
    return _head(text[::-1], words, characters)[::-1]
