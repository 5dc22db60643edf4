"""Instructions for coders as Markdown: the codebook's own words, and a few examples a label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from framing.records.patterns import Choice, Gap, Item, Pattern

MOST = 3  # examples a label
_LONGEST = 8  # words of an example
GAP = "…"


def describe_labels(
    labels: Iterable[tuple[str, str, Sequence[str]]], *, before: str = "", after: str = ""
) -> str:
    """A paragraph, a line for each label with its examples, and a paragraph.

    >>> print(describe_labels([("yes", "it does", ["a b"]), ("no", "", [])], before="Look."))
    Look.
    <BLANKLINE>
    - **yes**: it does (for example *a b*)
    - **no**
    """
    lines = []
    for label, meaning, examples in labels:
        said = f"for example *{'*, *'.join(examples)}*" if examples else ""
        told = " ".join(
            part for part in (meaning, f"({said})" if said and meaning else said) if part
        )
        lines.append(f"- **{label}**" + (f": {told}" if told else ""))
    return "\n\n".join(part for part in (before, "\n".join(lines), after) if part)


def joined(*parts: str) -> str:
    """What is said of an entry, as sentences; a single one keeps its end.

    >>> joined("a name", "", "In capitals only."), joined("a name", "")
    ('a name. In capitals only.', 'a name')
    """
    *first, last = [part for part in parts if part] or [""]
    return " ".join([*(p if p.endswith((".", "?", "!")) else f"{p}." for p in first), last])


def examples_of(patterns: Iterable[Pattern], *, is_clause: bool = False) -> list[str]:
    """Short wordings that patterns find, those without a gap first; none from an article.

    Of clauses only those that are spelled out: with parts left out they read like no sentence.
    """
    fits = [p for p in patterns if not is_clause or _is_spelled_out(p.items)]
    found = [words for pattern in fits if (words := _words(pattern.items))]
    short = [words for words in found if len(words) <= _LONGEST]
    told = [" ".join(words) for words in sorted(short, key=lambda words: GAP in words)]
    return list(dict.fromkeys(told))[:MOST]


def _is_spelled_out(items: Iterable[Item]) -> bool:
    """Whether nothing in a pattern may be missing or stands for a list."""
    choices = [item for item in items if isinstance(item, Choice)]
    return not any(
        choice.optional or choice.name or not all(map(_is_spelled_out, choice.options))
        for choice in choices
    )


def _words(items: Iterable[Item]) -> list[str]:
    """The first way in which a pattern matches; nothing where a word is only a beginning."""
    found: list[str] = []
    for item in items:
        if isinstance(item, Gap):
            found.append(GAP)
        elif isinstance(item, Choice):
            if item.optional:
                continue
            inner = next((words for option in item.options if (words := _words(option))), [])
            if not inner:
                return []
            found += inner
        elif item.prefix or item.suffix:
            return []
        else:
            found.append(item.exact or item.text)
    return found
