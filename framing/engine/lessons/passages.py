"""Passages for students: whole sentences and paragraphs, without the names of outlets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

import polars as pl

from framing.engine.run import Run
from framing.records.lessons import Extract, Mark, Text
from framing.records.scope import RUNNING_ROLES, Scope

# What readers saw: students count what is printed before them.
AS_PRINTED = Scope(copies="published", role=RUNNING_ROLES)
SHORTEST, LONGEST = 6, 45  # words of a sentence
MOST_WORDS = 340  # of an article that is printed whole
HIDDEN = "[outlet]"

Span = tuple[int, int]
Spot = tuple[int, int, str]  # start, end, label


def with_sentences(run: Run, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a layer whose sentence is fit for students: whole, short, not telling its outlet.

    Returns
    -------
    DataFrame
        The rows, with ``opens`` and ``closes``, the characters of the sentence, ``said``, its
        words, and ``n_words``.
    """
    texts = dict(run.measured.select("article", "text").iter_rows())
    own_name = outlet_pattern(run)
    sentences = run.sentences.select("article", opens="start", closes="end").sort(
        "article", "opens"
    )
    found = (
        rows.sort("article", "start")
        .join_asof(
            sentences, left_on="start", right_on="opens", by="article", strategy="backward",
            check_sortedness=False,
        )
        .filter((pl.col("start") < pl.col("closes")) & (pl.col("end") <= pl.col("closes")))
    )  # fmt: skip
    said = [texts[a][i:j] for a, i, j in found.select("article", "opens", "closes").iter_rows()]
    fit = [
        SHORTEST <= len(words.split()) <= LONGEST
        and words.rstrip()[-1:] in '.!?…"”’»)'
        and not own_name.search(words)
        and words.count('"') % 2 == 0
        and words.count("“") == words.count("”")
        for words in said
    ]
    said = [" ".join(words.split()) for words in said]
    n_words = pl.Series([len(words.split()) for words in said], dtype=pl.Int64)
    return found.with_columns(said=pl.Series(said, dtype=pl.String), n_words=n_words).filter(
        pl.Series(fit, dtype=pl.Boolean)
    )


def pick(rows: pl.DataFrame, wanted: Sequence[tuple[str, int]], *, seed: int) -> pl.DataFrame:
    """Rows of some kinds, as many of each as wanted, from as many outlets as there are.

    Parameters
    ----------
    rows
        With ``kind``, ``outlet``, ``said`` (a sentence is taken once, whoever prints it), ``id``.
    wanted
        (kind, how many), clear ones first, which is the order of the result.
    seed
        Of the order in which equals are tried.
    """
    used: dict[str, int] = {}
    taken: set[str] = set()
    chosen: list[int] = []
    kinds = rows["kind"].to_list()
    order = sorted(range(rows.height), key=lambda k: lot(seed, rows["id"][k]))
    for kind, n in wanted:
        for _ in range(n):
            left = [k for k in order if kinds[k] == kind and rows["said"][k] not in taken]
            if not left:
                break
            best = min(left, key=lambda k: used.get(rows["outlet"][k], 0))
            used[rows["outlet"][best]] = used.get(rows["outlet"][best], 0) + 1
            taken.add(rows["said"][best])
            chosen.append(best)
    return rows[chosen]


def lot(seed: int, id: str) -> bytes:
    """A place in an order that depends on seed and id alone."""
    return hashlib.blake2b(f"{seed}\0{id}".encode(), digest_size=8).digest()


def outlet_pattern(run: Run) -> re.Pattern[str]:
    """Any name of an outlet of the study, as a word."""
    table = run.study.outlets
    names = {n for column in ("outlet", "name") for n in table[column] if n and n.strip()}
    for aliases in table["aliases"].drop_nulls():
        names |= {alias.strip() for alias in aliases.split(";") if alias.strip()}
    longest = sorted(names, key=lambda name: (-len(name), name))
    said = "|".join(re.escape(name) for name in longest) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{said})(?!\w)", re.IGNORECASE)


def cut(run: Run, article: str, span: Span, marks: Iterable[Spot] = ()) -> Text:
    """Characters of an article on one line, some of them marked, outlets' names hidden."""
    text = article_text(run, article)
    hide = outlet_pattern(run)
    at, parts = span[0], list[str | Mark]()
    for start, end, label in sorted(marks):
        if start < at or end > span[1]:
            continue  # inside another mark, or outside
        parts += [_flat(text[at:start], hide), Mark(_flat(text[start:end], hide), label)]
        at = end
    parts.append(_flat(text[at : span[1]], hide))
    if isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part)


def _flat(text: str, hide: re.Pattern[str]) -> str:
    return hide.sub(HIDDEN, re.sub(r"\s+", " ", text))


def article_text(run: Run, article: str) -> str:
    """The stored text."""
    found: str = run.measured.row(by_predicate=pl.col("article") == article, named=True)["text"]
    return found


def printed_spans(run: Run, article: str, spots: Sequence[Span]) -> list[Span]:
    """What of an article is printed: all its running text, or what the study may pass on.

    Long articles, and those of a study whose ``texts`` are excerpts, show the sentences in which
    a spot begins.
    """
    segments = run.segments.filter(
        (pl.col("article") == article) & pl.col("role").is_in(RUNNING_ROLES)
    )
    whole = [
        (start, end)
        for _, start, end in segments.group_by("paragraph", maintain_order=True)
        .agg(pl.col("start").min(), pl.col("end").max())
        .iter_rows()
    ]
    text = article_text(run, article)
    n_words = sum(len(text[start:end].split()) for start, end in whole)
    if run.study.options.texts == "full" and n_words <= MOST_WORDS:
        return [(start, end) for start, end in whole if text[start:end].strip()]
    inside = run.sentences.filter(pl.col("article") == article).select("start", "end").iter_rows()
    held, n = list[Span](), 0
    for start, end in inside:
        if any(start <= spot < end for spot, _ in spots):
            n += len(text[start:end].split())
            if n > MOST_WORDS and held:
                break
            held.append((start, end))
    return held


def print_article(
    run: Run, article: str, spans: Sequence[Span], *, label: str, marks: Iterable[Spot]
) -> Extract:
    """An article as students read it, or marked as the key has it."""
    spots = list(marks)
    return Extract(label, tuple(cut(run, article, span, spots) for span in spans))


def inside(spans: Sequence[Span], start: int) -> bool:
    """Whether a character is printed."""
    return any(first <= start < last for first, last in spans)
