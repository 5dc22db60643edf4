"""The verb facts: the same fact in each outlet's words and grammar."""

from __future__ import annotations

import polars as pl

from framing.annotate.facts import ENGINES
from framing.engine.mentions import layer_shares, mention_rows
from framing.engine.run import Run
from framing.errors import UsageError, suggest
from framing.records.scope import Scope

_WITHIN = ("fact",)
_BY = {"wording": ("fact", "wording"), "grammar": ("fact", "grammar", "agency")}
_TABLE = (
    "fact", "event", "outlet", "group", "n_articles", "n_articles_with", "n", "wording", "verb",
    "grammar", "construction", "agency", "agent", "recipient", "status", "voice", "position",
    "depth", "other_wordings", "sentence", "article", "start", "end", "id",
)  # fmt: skip
# The mention that stands for an outlet: told before denied, its own words before a source's, ...
_STATUS = {"told": 0, "denied": 1, "proposed": 2}
_VOICE = {"outlet": 0, "wire": 1, "caption": 2, "source": 3}


def facts(
    run: Run,
    *,
    scope: Scope | None = None,
    shares: bool = False,
    fact: str = "",
    syntax: str = "",
) -> pl.DataFrame:
    """The same fact in each outlet's words: wording, verb, grammar, agent, recipient.

    Parameters
    ----------
    run, scope
        The study, and which mentions count with which weight.
    shares
        Shares by wording (``by`` is ``wording``) and by grammar and agency (``grammar``) among
        all mentions of a fact that tell it; what is denied or only proposed does not count.
    fact
        The id of a fact. Without ``shares``: one row an outlet and event, with the mention that
        says most about it: told first, in the outlet's own voice first, then the earliest. A row
        without ``wording`` is an outlet that covers the event and in whose articles no telling
        was found.
    syntax
        ``rules``, or ``spacy`` (spaCy's small English model, where it is installed); empty: as
        the study says. ``engine`` tells which of them read a row.

    Returns
    -------
    DataFrame
        Mentions: ``verb``, ``grammar`` (active, passive, nominal, middle), ``construction``,
        ``agency`` (stated, deleted), ``agent``, ``recipient``, ``status`` (told, denied,
        proposed), ``position``, ``depth`` (0 to 1, of the body's characters), ``sentence``.

    Raises
    ------
    UsageError
        When the codebook has no such fact, or there is no such syntax.
    MissingPackageError
        When spaCy or its model is asked for and not installed.
    """
    scope = scope or run.study.options.scope
    syntax = syntax or run.study.options.syntax
    if syntax not in ENGINES:
        raise UsageError(f"syntax {syntax!r} is unknown; allowed: {', '.join(ENGINES)}")
    rows = mention_rows(run, run.facts(syntax), scope)
    if fact:
        _demand(run, fact)
        rows = rows.filter(pl.col("fact") == fact)
    if shares:
        return _shares(run, rows, scope)
    return _by_outlet(run, rows, fact, scope) if fact else rows


def _demand(run: Run, fact: str) -> None:
    known = [f.id for f in run.study.codebook.facts]
    if fact not in known:
        allowed = ", ".join(known) or "none is in the codebook"
        step = suggest(fact, known)
        raise UsageError(f"--fact {fact!r}; allowed: {allowed}" + (f"; {step}" if step else ""))


def _shares(run: Run, rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Shares by wording, then by grammar and agency, each summing to 1 within a fact."""
    told = rows.filter(pl.col("status") == "told")
    parts = []
    for by, item in _BY.items():
        part = layer_shares(run, told, item=item, within=_WITHIN, scope=scope)
        missing = [name for name in ("wording", "grammar", "agency") if name not in item]
        none = [pl.lit(None, dtype=pl.String).alias(name) for name in missing]
        parts.append(part.with_columns(*none, by=pl.lit(by)))
    columns = parts[0].drop("fact", "by", "wording", "grammar", "agency").columns
    at = columns.index("event") + 1
    order = [*columns[:at], "fact", "by", "wording", "grammar", "agency", *columns[at:]]
    return pl.concat([part.select(order) for part in parts])


def _by_outlet(run: Run, rows: pl.DataFrame, fact: str, scope: Scope) -> pl.DataFrame:
    """One row an event and outlet that covers it."""
    keys = ["event", "outlet", "group"]
    covered = run.articles_in(scope).group_by(keys).agg(n_articles=pl.len())
    told = rows.group_by(keys).agg(
        n=pl.len(),
        n_articles_with=pl.col("article").n_unique(),
        wordings=pl.col("wording").unique().sort(),
    )
    first = (
        rows.sort(
            pl.col("status").replace_strict(_STATUS),
            pl.col("voice").replace_strict(_VOICE),
            "start",
            "article",
            "id",
        )
        .group_by(keys, maintain_order=True)
        .first()
    )
    return (
        covered.join(told, on=keys, how="left", nulls_equal=True)
        .join(first, on=keys, how="left", nulls_equal=True)
        .with_columns(
            pl.col("n", "n_articles_with").fill_null(0),
            fact=pl.lit(fact),
            other_wordings=pl.col("wordings")
            .list.set_difference(pl.concat_list("wording"))
            .list.sort()
            .list.join(", "),
        )
        .select(pl.col(name) for name in _TABLE)
        .sort("event", "group", "outlet", nulls_last=True)
    )
