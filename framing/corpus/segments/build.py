"""Articles into segments: every character of an article gets one role.

A role depends on this article and the study's own corrections alone; what an outlet repeats
across articles is a matter of weights, not of roles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from framing.corpus.segments.furniture import find_own_role, find_photo_credit
from framing.corpus.segments.layout import mark_captions, mark_closing, mark_head, mark_links
from framing.corpus.segments.lines import Line, fold_line, split_lines
from framing.corpus.wire.credits import find_closing_credit
from framing.corpus.wire.datelines import find_dateline
from framing.records.tables import SEGMENTS, table


def build_segments(
    articles: pl.DataFrame,
    *,
    outlet_names: Mapping[str, tuple[str, ...]],
    corrections: Mapping[tuple[str, str], str] | None = None,
) -> pl.DataFrame:
    """Segments of a partition of articles.

    Parameters
    ----------
    articles
        Columns ``article``, ``outlet``, ``title``, ``text``.
    outlet_names
        For each outlet the names and domains that stand as furniture on its pages.
    corrections
        (article id or ``*``, line) -> role, from the study's ``roles.csv``; what is said of an
        article goes before what is said of all.

    Returns
    -------
    DataFrame
        Schema ``SEGMENTS``; segments tile each article without gap or overlap.
    """
    rows: list[dict[str, object]] = []
    by_article: dict[str, dict[str, str]] = {}
    for (which, line), role in (corrections or {}).items():
        by_article.setdefault(which, {})[line] = role
    for article, outlet, title, text in articles.select(
        "article", "outlet", "title", "text"
    ).iter_rows():
        spans = find_segments(
            text,
            title=title or "",
            names=outlet_names.get(outlet, ()),
            corrections=by_article.get("*", {}) | by_article.get(article, {}),
        )
        rows += [
            dict(zip(SEGMENTS, (article, k, *span), strict=True)) for k, span in enumerate(spans)
        ]
    return table(rows, SEGMENTS)


def find_segments(
    text: str,
    *,
    title: str = "",
    names: tuple[str, ...] = (),
    corrections: Mapping[str, str] | None = None,
) -> list[tuple[int, str, int, int]]:
    """The segments of one text: (paragraph, role, start, end), tiling it from 0 to its length.

    ``corrections`` name a line, or a part of one that has a role of its own, whatever their white
    space, quotation marks and dashes.

    Examples
    --------
    >>> text = "All news\\n\\nA title\\n\\nROME, May 6. /XY/. It rained.\\n\\nShare it"
    >>> [(role, text[start:end].strip()) for _, role, start, end in find_segments(text)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('furniture', 'All news'), ('title', 'A title'), ('dateline', 'ROME, May 6. /XY/.'),
     ('body', 'It rained.'), ('furniture', 'Share it')]
    """
    own = frozenset(name.casefold() for name in names)
    lines = [_with_role(line, find_own_role(line, own)) for line in split_lines(text)]
    lines = mark_head(mark_captions(lines), title)
    given = {fold_line(line): role for line, role in (corrections or {}).items()}
    lines = _correct(mark_closing(mark_links(lines)), given)
    lines = [line if line.role else _with_role(line, "body") for line in lines]
    return _tile(text, lines, given)


def _with_role(line: Line, role: str) -> Line:
    """Most lines get no role by their wording: those stay as they are."""
    return Line(line.start, line.end, line.text, role, line.is_corrected) if role else line


def outlet_names(outlets: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """For each outlet the names and domains that stand as furniture on its pages."""
    return {
        row["outlet"]: tuple(n for n in (row["outlet"], row["name"], row["domain"]) if n)
        for row in outlets.iter_rows(named=True)
    }


def correctable(text: str, *, title: str = "") -> set[str]:
    """What a correction can name in a text, folded: its lines, and their parts of one role."""
    lines = {fold_line(line.text) for line in split_lines(text)}
    return lines | {fold_line(text[a:b]) for _, _, a, b in find_segments(text, title=title)}


def _correct(lines: list[Line], given: Mapping[str, str]) -> list[Line]:
    if not given:
        return lines
    return [
        replace(line, role=given[folded], is_corrected=True)
        if (folded := fold_line(line.text)) in given
        else line
        for line in lines
    ]


def _tile(
    text: str, lines: list[Line], given: Mapping[str, str]
) -> list[tuple[int, str, int, int]]:
    """Cut lines into dateline, body, caption and credit, and close every gap to the left."""
    cuts: list[tuple[int, str, int]] = []
    datable = True
    last = max((k for k, line in enumerate(lines) if line.role == "body"), default=-1)
    for paragraph, line in enumerate(lines):
        parts = list(_parts(line, text, datable=datable, is_last=paragraph == last))
        stops = [start for _, start in parts[1:]] + [line.end]
        for (role, start), stop in zip(parts, stops, strict=True):
            said = given.get(fold_line(text[start:stop]), role) if given else role
            cuts.append((paragraph, said, start))
        datable = datable and line.role != "body"
    if not cuts:
        return [(0, "furniture", 0, len(text))] if text else []
    cuts[0] = (cuts[0][0], cuts[0][1], 0)
    ends = [start for _, _, start in cuts[1:]] + [len(text)]
    return [(p, role, start, end) for (p, role, start), end in zip(cuts, ends, strict=True)]


def _parts(line: Line, text: str, *, datable: bool, is_last: bool) -> Iterator[tuple[str, int]]:
    """The roles within a line, each with its start; a corrected line is of one role."""
    if line.is_corrected or line.role not in ("body", "caption"):
        yield line.role, line.start
        return
    whole = text[line.start : line.end]
    begin = line.start + len(whole) - len(whole.lstrip())
    if line.role == "caption":
        yield "caption", line.start
        if (credit := find_photo_credit(line.text)) > 0:
            yield "credit", begin + credit
        return
    length = find_dateline(line.text) if datable else 0
    closing = find_closing_credit(line.text) if is_last else 0
    if length:
        yield "dateline", line.start
    if length < len(line.text):
        yield "body", begin + length if length else line.start
    if closing > length:
        yield "credit", begin + closing
