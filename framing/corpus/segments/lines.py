"""Lines of an article: what roles are given to, and how a correction finds its line again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from framing.language.sentences import SENTENCE_END

LONG = 8  # words; a line this long that ends like a sentence is text, not furniture
_GUARD = re.compile(r"^'(?=[=+@-])")  # what tables put before cells that look like formulas
_SPELLINGS = str.maketrans("“”„«»‘’‚`–—‑−", '"""""\'\'\'\'----')


@dataclass(frozen=True, slots=True)
class Line:
    """A line (or hard-wrapped paragraph) of an article and the role it was given so far."""

    start: int
    end: int  # with the line break
    text: str  # stripped
    role: str = ""
    is_corrected: bool = False  # the study gave the role: it covers the whole line

    @property
    def n_words(self) -> int:
        """Words between blanks."""
        return _count_words(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it ends like one."""
        return bool(SENTENCE_END.search(self.text, max(0, len(self.text) - 12)))

    @property
    def is_text(self) -> bool:
        """Whether it is surely text: a sentence of some length."""
        return self.is_sentence and self.n_words >= LONG


@lru_cache(maxsize=1024)  # more than most articles have lines, each of which is asked again
def _count_words(text: str) -> int:
    return len(text.split())


def fold_line(line: str) -> str:
    """A line as corrections are matched: white space, quotation marks and dashes are one kind.

    >>> fold_line("  “It’s  over” – he said\\n")
    '"It\\'s over" - he said'
    """
    folded = " ".join(line.translate(_SPELLINGS).split())
    return _GUARD.sub("", folded)


def split_lines(text: str) -> list[Line]:
    """Non-blank lines; in hard-wrapped text the lines of a block are one."""
    raw = [m for m in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", text) if m.end() > m.start()]
    lines: list[Line] = []
    wrapped = _is_hard_wrapped(raw)
    blank = True
    for match in raw:
        stripped = match.group().strip()
        if stripped and wrapped and not blank:
            lines[-1] = replace(
                lines[-1], end=match.end(), text=text[lines[-1].start : match.end()].strip()
            )
        elif stripped:
            lines.append(Line(match.start(), match.end(), stripped))
        blank = not stripped
    return lines


def _is_hard_wrapped(raw: list[re.Match[str]]) -> bool:
    """True where lines break at a column: most inner lines are long and unfinished."""
    inner = [
        first.group().strip()
        for first, second in pairwise(raw)
        if first.group().strip() and second.group().strip()
    ]
    broken = [line for line in inner if 45 <= len(line) <= 100 and not SENTENCE_END.search(line)]
    return len(broken) >= 4 and len(broken) >= 0.7 * len(inner)
