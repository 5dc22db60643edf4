"""What pages and responses of Factiva have in common: codes, counts, and the item of an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from framing.intake.records import Found

Values = dict[str, str]  # by Factiva's own field codes: HD, BY, WC, PD, SN, LA, CY, AN ...
TEXT = ("LP", "TD")  # lead paragraph and the rest of the text
COUNT = re.compile(r"(\d[\d.,\s'’]*)(.*)", re.DOTALL)


@cache
def load_labels() -> dict[str, re.Pattern[str]]:
    """The words of the interface as patterns, by the lists of ``labels.yaml``."""
    text = (files(__package__) / "labels.yaml").read_text("utf-8")
    lists = yaml.safe_load(text)
    joined = {
        name: "|".join(
            re.escape(word)
            for words in (lists[name].values() if isinstance(lists[name], dict) else [lists[name]])
            for word in words
        )
        for name in ("words", "languages", "copyright")
    }
    return {name: re.compile(f"(?:{words})", re.I) for name, words in joined.items()}


def outermost(article: Any, fits: Callable[[Any], bool]) -> Iterator[Any]:
    """The elements that fit and stand in no other that does, in their order."""
    stack = [article]
    while stack:
        node = stack.pop()
        if fits(node):
            yield node
        else:
            stack.extend(reversed(node))


def compare_counts(stated: int, n_found: int) -> Iterator[Found]:
    """An item that says so where an export states (0: it does not) another number of articles."""
    if stated and stated != n_found:
        yield Found(
            item=n_found + 1,
            problem=f"the export states {stated:,} articles and holds {n_found:,}; "
            "if the others are not in another file, save them too",
        )


def read_count(text: str) -> int:
    """The number with which a text begins; 0 where there is none, or one of ten digits.

    >>> read_count("1,234 words"), read_count("words")
    (1234, 0)
    """
    found = COUNT.match(text)
    digits = re.sub(r"\D", "", found[1]) if found else ""
    return int(digits) if 0 < len(digits) <= 9 else 0


def build(item: int, values: Values, *, body: list[str], saved: str = "") -> Found:
    """The item of an article, from its values by code and its paragraphs."""
    number = values.get("AN", "").split()
    # Some sources repeat the copyright line as a last paragraph; one that merely begins like
    # it is the article's own.
    if body and body[-1] == values.get("CY"):
        body = body[:-1]
    return Found(
        item=item,
        title=values.get("HD", ""),
        body="\n\n".join(body),
        outlet=values.get("SN", ""),
        date=values.get("PD", ""),
        # A credit ("Reuters", "Special to ...") tells whose text it is, as a byline does.
        byline="; ".join(values[code] for code in ("BY", "CR") if values.get(code)),
        section=values.get("SE") or values.get("CLM", ""),
        language=values.get("LA", ""),
        number=number[-1] if number else "",
        saved=saved,
        n_words=read_count(values.get("WC", "")),
        problem="" if body else "it has no text; save the full article, not its headline",
    )
