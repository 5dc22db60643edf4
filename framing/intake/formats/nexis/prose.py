"""Lines into paragraphs: blanks, hard wrapping, and where an article's text ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from framing.intake.formats.nexis.labels import load_labels

_CJK = r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
# Less than wrapping.WIDEST: a whole file has longer lines if it is not wrapped, one short body
# may have none. Wrapped exports end lines at 80 at the latest.
_WIDEST_BODY = 90
_STOP = re.compile(r"[.?!:;…。！？]['\"’”»)\]]*\Z")


def clean(text: str) -> str:
    """One line without outer blanks; every kind of blank is one blank.

    >>> clean("  Length:\\xa0 355\\nwords ")
    'Length: 355 words'
    """
    return " ".join(text.replace("\ufeff", "").replace("\u200b", "").split())


def join_lines(lines: Sequence[str]) -> str:
    """Wrapped lines as one; Chinese and Japanese lines are joined without a blank.

    >>> join_lines(["The sixth", "round"]), join_lines(["会谈在", "莫斯科"])
    ('The sixth round', '会谈在莫斯科')
    """
    joined = clean("\n".join(lines)) if len(lines) < 2 else "\n".join(map(clean, lines))
    return re.sub(rf"(?<={_CJK})\n(?={_CJK})", "", joined).replace("\n", " ").strip()


def join_paragraphs(lines: Sequence[str]) -> str:
    """Lines of a body as paragraphs parted by one blank line.

    Each line is a paragraph, unless the body is hard-wrapped: then blank lines part paragraphs
    or, where there are none, lines that end a sentence and leave room for the next word.
    """
    lines = _trim([clean(line) for line in lines])
    if not _is_wrapped(lines):
        return "\n\n".join(line for line in lines if line)
    groups: list[list[str]] = [[]]
    width = max(map(len, lines))
    has_blanks = not all(lines)
    for line in lines:
        above = groups[-1][-1] if groups[-1] else ""
        roomy = len(above) + 1 + len(line.partition(" ")[0]) <= width
        ended = roomy and _STOP.search(above) and not (line.startswith(".") or line[:1].islower())
        if not line or (above and not has_blanks and ended):
            groups.append([])
        if line:
            groups[-1].append(line)
    return "\n\n".join(join_lines(group) for group in groups if group)


def _trim(lines: list[str]) -> list[str]:
    filled = [place for place, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Short lines, three in ten of which go on with a small letter.

    Widths alone say nothing here: a body may be nothing but short paragraphs.
    """
    following = [line for above, line in pairwise(lines) if line and above]
    if len(following) < 5 or max(map(len, lines)) > _WIDEST_BODY:
        return False
    return sum(line[0].islower() for line in following) >= 0.3 * len(following)


def end_of_text(lines: Sequence[str], ends: Sequence[int], *, sure: int, n_words: int) -> int:
    """Which of the places in ``ends``, in order, ends the text; ``sure`` if there is none.

    The first does, unless it leaves less than half of the words that the database states and a
    later one, or ``sure``, at least 80 %: then a line of the article itself looked like a heading.
    """
    if not ends:
        return sure
    words = list(accumulate((len(line.split()) for line in lines), initial=0))
    if 0 < words[ends[0]] < 0.5 * n_words:
        return next((e for e in (*ends[1:], sure) if words[e] >= 0.8 * n_words), ends[0])
    return ends[0]


def drop_copyright(lines: Sequence[str]) -> list[str]:
    """Lines without the copyright notes and blanks at their end."""
    kept = list(lines)
    while kept and (not kept[-1].strip() or load_labels().copyright.match(kept[-1].strip())):
        kept.pop()
    return kept
