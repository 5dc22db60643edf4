"""Hard-wrapped text: what tells it, and paragraphs from its lines.

What tells it depends on what else a line may be. Cells and documents have blank lines between
paragraphs (`is_wrapped`); text marked as of fixed width is wrapped unless a line is too long
(`unwrap`); in a body of Nexis every line may be a paragraph of its own, so that its lines must be
seen to go on (``nexis.prose``), and an old export of Nexis, all of it, is wrapped or not
(``nexis.lines``).
"""

from __future__ import annotations

WIDEST = 100  # characters; programs wrap at 60 to 80, and a word or a mark may stick out
_NARROWEST = 45  # characters that three in four inner lines of a wrapped paragraph have
_WIDEST_FIXED = 120  # an odd long line does no harm where the export says that widths are fixed


def is_wrapped(blocks: list[list[str]]) -> bool:
    """Do the lines of paragraphs end where a line was full, rather than where a thought ends?"""
    inner = [len(line) for block in blocks for line in block[:-1]]
    longest = max((len(line) for block in blocks for line in block), default=0)
    return bool(inner) and longest <= WIDEST and sorted(inner)[len(inner) // 4] >= _NARROWEST


def unwrap(text: str) -> list[str]:
    """The paragraphs of plain text: parted by blank lines, indents and lines that end early.

    A line ends early when the next word had found room in it, by the length of the longest lines;
    text with lines beyond 120 characters is not wrapped, and each line a paragraph. For text that
    its export marks as of fixed width; elsewhere `is_wrapped` has to be asked first.

    >>> unwrap("  One goes on in a\\nsecond line.\\n  Two is short.\\n\\nThree")
    ['One goes on in a second line.', 'Two is short.', 'Three']
    """
    lines = [line.rstrip() for line in text.expandtabs().splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    # The longest tenth may stick out.
    width = lengths[-1 - len(lengths) // 10] if lengths and lengths[-1] <= _WIDEST_FIXED else 0
    paragraphs: list[list[str]] = []
    room = 10**6  # left in the line before
    for line in lines:
        words = line.split()
        if not words:
            room = 10**6
            continue
        # Short words are no sign: " a" may be tied to what follows it.
        if room > max(len(words[0]), 8) or line.startswith("  ") or not width:
            paragraphs.append([])
        paragraphs[-1].append(" ".join(words))
        room = width - len(line)
    return [" ".join(parts) for parts in paragraphs]
