"""The verb absent: terms that a side never uses, in any spelling, while others do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from framing.compare.design import READING, TIERS
from framing.compare.words.absent import (
    ABSENT as NOT_FOUND,
)
from framing.compare.words.absent import (
    MIN_ARTICLES,
    OTHER_FORMS,
    OUTSIDE,
    Missing,
    Searched,
    find_missing,
)
from framing.engine.run import Run
from framing.engine.spelled import (
    Term,
    entries,
    every_word,
    find_uses,
    list_forms,
    read_term,
    spelled_forms,
    sum_uses,
)
from framing.engine.streams import word_stream
from framing.errors import UsageError
from framing.language.english import function_types
from framing.language.english.spellings import unite_spellings
from framing.records.scope import Scope
from framing.records.tables import ABSENT, empty

_SIDES = ("group", "outlet")


class Absent(NamedTuple):
    """What sides do not use (schema ``ABSENT``), the lowest tier, and what was left out."""

    rows: pl.DataFrame
    tier: str
    hidden: tuple[str, ...]


class _Uses(NamedTuple):
    """Uses of terms, item by item."""

    names: list[tuple[str, str]]  # term, entry
    cells: pl.DataFrame
    forms: pl.DataFrame


def absent(
    run: Run,
    *terms: str,
    scope: Scope | None = None,
    by: str = "group",
    content: bool = False,
    min_articles: int = MIN_ARTICLES,
) -> Absent:
    """Terms that a side never uses in any spelling, while others do.

    Spellings are one: case, hyphens, apostrophes and possessives (folding), singular and plural,
    British and American endings (``language.english.spellings``), words written together or apart
    ("bioweapon", "bio-weapon", "bio weapon"), and all forms of a name or an actor of the
    codebook. The forms found are listed with their numbers.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    *terms
        Words, patterns or ids of the codebook: one row for each and every side. Without any: all
        words, names and actors that others use in at least ``min_articles`` distinct articles, and
        one row for each that a side does not use, the most surprising first.
    scope
        Default: the study's. What stands only outside it is not called absent.
    by
        ``group`` or ``outlet``: whose absences; the others are everybody else.
    content
        Leave out function words (without terms).
    min_articles
        See above.

    Returns
    -------
    Absent
        See ``compare.words.absent.find_missing`` for the columns.

    Raises
    ------
    UsageError
        For an unknown ``by``, an id that is not there, or fewer than two sides.
    PatternError
        For a pattern that cannot be read.
    """
    if by not in _SIDES:
        raise UsageError(f"by {by!r} is unknown; allowed: {', '.join(_SIDES)}")
    scope = scope or run.study.options.scope
    articles = run.articles_in(scope)
    every_side = sorted(set(articles[by]))
    if len(every_side) < 2:
        raise UsageError(
            f"only articles of {', '.join(every_side) or 'nobody'} here; allowed: two {by}s or "
            "more, so that others can have what one has not"
        )
    tokens = run.weighted_tokens(scope)
    heads = unite_spellings(set(tokens["type"]))
    uses = _asked(run, terms, tokens, heads) if terms else _all(run, tokens, heads, content)
    words = tokens.group_by("article").agg(words=pl.col("weight").sort().sum())
    # An article without a word in scope (no caption, no quotation) was not searched.
    docs = (
        run.design_in(scope)
        .units.join(words.filter(pl.col("words") > 0), on="article")
        .sort("article")
    )
    sides = sorted(set(docs[by]))
    silent = [f"{side}: no word in scope" for side in every_side if side not in sides]
    every = run.measured.select("article", "outlet", "group")
    searched = Searched(docs, every, uses.cells)
    found = [
        find_missing(searched, by=by, side=side, min_articles=min_articles, chosen=bool(terms))
        for side in sides
    ]
    parts = [
        _spelled_out(one, side, by, uses, every, terms=bool(terms), scope=scope)
        for side, one in zip(sides, found, strict=True)
    ]
    hidden = [f"{side}: {s}" for side, one in zip(sides, found, strict=True) for s in one.hidden]
    tier = min((one.pair.tier for one in found), key=TIERS.index, default=READING)
    rows = pl.concat([empty(ABSENT), *parts])
    if terms:
        order = {term: k for k, term in enumerate(dict.fromkeys(terms))}
        rows = rows.sort(pl.col("term").replace_strict(order, return_dtype=pl.Int64))
    return Absent(rows, tier, (*hidden, *silent, *_unread(run, by)))


def _asked(
    run: Run, terms: tuple[str, ...], tokens: pl.DataFrame, heads: Mapping[str, str]
) -> _Uses:
    """Uses of the terms asked for."""
    read = [read_term(term, run.study.codebook, heads) for term in dict.fromkeys(terms)]
    by_sentence = any(p.has_gap for term in read for p in term.patterns)
    stream = word_stream(run, tokens, by_sentence=by_sentence)
    cells, forms = find_uses(read, stream, tokens)
    names = [(term.text, term.entry) for term in read]
    # A term that nobody uses has a row, too.
    return _Uses(names, _with_all(cells, len(read), run), forms)


def _with_all(cells: pl.DataFrame, n: int, run: Run) -> pl.DataFrame:
    """Cells in which every item has one, be it empty."""
    gone = sorted(set(range(n)) - set(cells["item"]))
    first = run.measured["article"].head(1).to_list() * len(gone)
    nothing = pl.DataFrame(
        {"item": gone, "article": first, "n": 0, "n_term": 0, "n_eff": 0.0, "n_outside": 0},
        schema=cells.schema,
    ) if gone else cells.head(0)  # fmt: skip
    return pl.concat([cells, nothing])


def _all(run: Run, tokens: pl.DataFrame, heads: Mapping[str, str], content: bool) -> _Uses:
    """Uses of every word, and of every name and actor of the codebook."""
    if content:
        closed = {heads[word] for word in function_types() if word in heads}
        types = pl.Series(sorted(word for word, head in heads.items() if head in closed))
        listed = tokens.filter(~pl.col("type").is_in(types.implode()))
    else:
        listed = tokens
    uses, names = every_word(listed, heads)
    named = [
        Term(name, forms, longer, said) for name, said, forms, longer in entries(run.study.codebook)
    ]
    by_sentence = any(p.has_gap for term in named for p in term.patterns)
    stream = word_stream(run, tokens, by_sentence=by_sentence)
    cells, forms = find_uses(named, stream, tokens)
    shift = pl.col("item") + len(names)
    return _Uses(
        [*((name, "") for name in names), *((term.text, term.entry) for term in named)],
        pl.concat([sum_uses(uses), cells.with_columns(shift)]),
        pl.concat([spelled_forms(uses), forms.with_columns(shift)]),
    )


def _spelled_out(
    found: Missing,
    side: str,
    by: str,
    uses: _Uses,
    every: pl.DataFrame,
    *,
    terms: bool,
    scope: Scope,
) -> pl.DataFrame:
    """Rows with their terms, forms and what they say."""
    rows = found.rows
    forms = uses.forms.filter(pl.col("item").is_in(rows["item"].implode()))
    forms = forms.join(every.select("article", by), on="article")
    own = list_forms(forms.filter(pl.col(by) == side))
    others = list_forms(forms.filter(pl.col(by) != side)).rename({"forms": "forms_others"})
    numbers = rows["item"].to_list()
    group = every.filter(pl.col(by) == side)["group"][0]
    rows = (
        rows.with_columns(
            unit=pl.lit(by),
            outlet=pl.lit(side if by == "outlet" else None, dtype=pl.String),
            group=pl.lit(group),
            term=pl.Series([uses.names[k][0] for k in numbers], dtype=pl.String),
            entry=pl.Series([uses.names[k][1] or None for k in numbers], dtype=pl.String),
            scope=pl.lit(str(scope)),
            claim=pl.lit("these_articles"),
            said=_said(side),
        )
        .join(own, on="item", how="left", maintain_order="left")
        .join(others, on="item", how="left", maintain_order="left")
    )
    if not terms:
        rank = "chance" if found.pair.tier != READING else "n_articles_others"
        rows = rows.sort(
            pl.col(rank).round(12) if rank == "chance" else -pl.col(rank),
            -pl.col("n_articles_others"), "term", nulls_last=True,
        )  # fmt: skip
    return rows.select(pl.col(c).cast(t) for c, t in ABSENT.items())


def _said(side: str) -> pl.Expr:
    k, of = "n_articles", "n_articles_searched"
    return (
        pl.when(pl.col("found") == NOT_FOUND)
        .then(pl.format("not found in the {} articles of {}", of, pl.lit(side)))
        .when(pl.col("found") == OTHER_FORMS)
        .then(pl.format("in {} of {} articles of {}, in other forms", k, of, pl.lit(side)))
        .when(pl.col("found") == OUTSIDE)
        .then(pl.format("in {} only outside the scope", pl.lit(side)))
        .otherwise(pl.format("in {} of {} articles of {}", k, of, pl.lit(side)))
    )


def _unread(run: Run, by: str) -> list[str]:
    """Articles of each side that are in no language that is searched."""
    counts = run.study.articles.filter(pl.col("language") != "en").group_by(by).len().sort(by)
    return [
        f"{side}: {n} article{'s' * (n != 1)} in other languages not searched"
        for side, n in counts.iter_rows()
    ]
