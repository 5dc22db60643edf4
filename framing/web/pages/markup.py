"""Filters of the templates: masked text, a codebook's Markdown, figures."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from framing.records.coding import MASK


def mark_masked(text: str) -> Markup:
    """Text as HTML in which what is hidden is said to be, also aloud.

    >>> mark_masked("The ███ & co.")
    Markup('The <span role="img" aria-label="hidden">███</span> &amp; co.')
    """
    parts = []
    for is_hidden, signs in groupby(text, key=MASK.__eq__):
        piece = "".join(signs)
        tagged = Markup('<span role="img" aria-label="hidden">{}</span>').format(piece)
        parts.append(tagged if is_hidden else escape(piece))
    return Markup("").join(parts)


@lru_cache(64)  # instructions stand on every page of a task
def render_markdown(text: str) -> Markup:
    """Instructions of a codebook: paragraphs, lists, emphasis; tags, links and images are text.

    >>> render_markdown("**outlet**: <b>not</b> markup")
    Markup('<p><strong>outlet</strong>: &lt;b&gt;not&lt;/b&gt; markup</p>\\n')
    """
    return Markup(_markdown().render(text))


def format_figure(value: float) -> str:
    """A coefficient with the two digits that it deserves.

    >>> format_figure(-0.125), format_figure(1.0)
    ('-0.12', '1.00')
    """
    return f"{value:.2f}"


def squeeze(text: str, most: int = 280) -> str:
    """Text in one line, cut between words.

    >>> squeeze("one  two\\nthree", most=9)
    'one two …'
    """
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0] + " …"


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False})
    return made.disable(["link", "image", "autolink", "reference", "heading", "lheading"])


# How templates call them.
FILTERS = {"masked": mark_masked, "markdown": render_markdown, "figure": format_figure}
