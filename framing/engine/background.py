"""A corpus to take the prior of keyness from: plain text, a list of counts, another study."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from framing.compare.words.priors import Background
from framing.counts.terms import TermCounts, count_terms
from framing.counts.tokens import tokenise
from framing.engine.run import Run
from framing.errors import UsageError
from framing.language.words import fold


def find_background(source: Run | Path, *, max_n: int) -> Background:
    """Counts of a background corpus.

    Parameters
    ----------
    source
        The run of another study (its words under its own scope); a CSV with columns ``term`` and
        ``n``; or any other file, read as plain text in UTF-8.
    max_n
        Longest n-gram, 1 to 3. A CSV has those that it lists; its single words are its size.

    Raises
    ------
    UsageError
        For a file that cannot be read or holds no word.
    """
    if isinstance(source, Run):
        counted = source.counts.weighted(source.study.options.scope, max_n=max_n)
        return _sum(counted, name=source.study.id)
    try:
        text = source.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(
            f"--background {source}: {reason}; allowed: a study, a text, a CSV of term,n"
        ) from error
    if source.suffix.lower() == ".csv":
        return _listed(source)
    article = pl.DataFrame({"article": ["background"], "text": [text]})
    whole = {"article": "background", "segment": 0, "paragraph": 0, "role": "body", "start": 0}
    tokens = tokenise(article, pl.DataFrame([whole | {"end": len(text)}]))
    counted = count_terms(tokens.with_columns(weight=pl.lit(1.0)), max_n=max_n)
    return _sum(counted, name=source.name)


def _sum(counted: TermCounts, *, name: str) -> Background:
    if counted.terms.is_empty():
        raise UsageError(f"--background {name} holds no word; allowed: a corpus with words")
    counts = counted.terms.select("types", n=pl.Series(counted.n_eff.sum(axis=1)))
    return Background(name, counts, float(counted.total_eff.sum()))


def _listed(source: Path) -> Background:
    """Counts as a file lists them; spellings of one word are added."""
    try:
        rows = pl.read_csv(source, schema_overrides={"term": pl.String, "n": pl.Float64})
    except pl.exceptions.PolarsError as error:
        first = str(error).splitlines()[0]
        raise UsageError(f"--background {source}: {first}; allowed: columns term,n") from error
    missing = [name for name in ("term", "n") if name not in rows.columns]
    if missing:
        raise UsageError(
            f"--background {source} has no column {' or '.join(missing)}, only "
            f"{', '.join(rows.columns)}; allowed: columns term,n"
        )
    rows = rows.with_row_index("line", offset=2).select("line", "term", "n")
    wrong = rows.filter(~pl.col("n").is_between(0, 1e15) | pl.col("n").is_null())
    if wrong.height:
        line, term, n = wrong.row(0)
        raise UsageError(f"--background {source}:{line}: n of {term!r} is {n}; allowed: 0 or more")
    terms = rows["term"].fill_null("")
    folded = [" ".join(fold(word) for word in term.split()) for term in terms]
    counts = (
        rows.with_columns(types=pl.Series(folded, dtype=pl.String))
        .group_by("types")
        .agg(pl.col("n").sort().sum())
        .sort("types")
    )
    n_words = counts.filter(~pl.col("types").str.contains(" "))["n"].sum()
    if n_words <= 0:
        raise UsageError(f"--background {source} counts no single word; allowed: words with n")
    return Background(source.name, counts, float(n_words))
