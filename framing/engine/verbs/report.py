"""From a run to the inputs of a report: the verbs, each called once."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import fields, replace
from importlib.metadata import version
from typing import Any, cast

import polars as pl

from framing.compare.design import READING, Design
from framing.compare.words.keyness import Keyness
from framing.corpus.places import with_places
from framing.engine.coding.gathered import gather_coded
from framing.engine.run import Run
from framing.engine.verbs.absent import Absent, absent
from framing.engine.verbs.copies import copies
from framing.engine.verbs.decompose import decompose
from framing.engine.verbs.divergence import divergence
from framing.engine.verbs.facts import facts
from framing.engine.verbs.frames import frames
from framing.engine.verbs.lockwords import lockwords
from framing.engine.verbs.names import names
from framing.engine.verbs.omissions import omissions
from framing.engine.verbs.portrayal import portrayal
from framing.engine.verbs.selfcheck import selfcheck
from framing.engine.verbs.stance import stance
from framing.engine.verbs.style import style
from framing.engine.verbs.timeline import timeline
from framing.engine.verbs.voices import voices
from framing.engine.verbs.words import How, compare_groups
from framing.language.words import fold
from framing.records.scope import Scope
from framing.records.tables import ABSENT, NOISE, PERIODS, SPLIT, TIMELINE
from framing.reporting.inputs import Layer, LazyInputs, ReportInputs
from framing.reporting.messages import speaking
from framing.reporting.sections.terms import LISTED, TermFilter, chosen_terms

_LIBRARIES = ("matplotlib", "nltk", "numpy", "polars", "scipy", "textstat")
_WEEKS, _LONGEST = 62, 30_000  # days: up to two months by week; a wrong year makes no calendar
_INDICATOR = ("article", "outlet", "element", "indicator")
_CHECKED = 3  # pairs of groups whose noise is measured
_PASSAGES = {"article": pl.String, "start": pl.Int64, "end": pl.Int64, "term": pl.String}


def gather(
    run: Run,
    scope: Scope | None = None,
    *,
    texts: str | None = None,
    language: str | None = None,
) -> ReportInputs:
    """Everything that a report of this run needs.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's.
    texts
        ``excerpts`` or ``full``: what of the articles the report holds. Default: the study's.
    language
        Of the report's own words: ``en`` or a catalogue that is there. Default: the study's.

    Raises
    ------
    UsageError
        When there is no catalogue of the language.
    """
    run.layers  # noqa: B018 - words and annotation in one go, on all processors
    parts = gather_lazily(run, scope, texts=texts, language=language)
    return ReportInputs(**{one.name: getattr(parts, one.name) for one in fields(ReportInputs)})


def gather_lazily(
    run: Run,
    scope: Scope | None = None,
    *,
    texts: str | None = None,
    language: str | None = None,
    **given: Any,
) -> ReportInputs:
    """The same, but each verb is called when its part is first read: one figure needs few.

    ``given`` stands in place of the parts of that name.
    """
    study = run.study
    options = replace(
        study.options,
        texts=texts or study.options.texts,
        report_language=language or study.options.report_language,
    )
    with speaking(options.report_language):  # a missing catalogue is found before the work
        pass
    scope = scope or study.options.scope
    measured = run.articles_in(scope)
    design = run.design_in(scope)
    known = {
        "study": study.id,
        "question": study.question,
        "scope": scope,
        "options": options,
        "sampling": study.sampling,
        "codebook": study.codebook,
        "outlets": study.outlets.sort("group", "outlet"),
        "articles": study.articles,
        "measured": tuple(measured["article"]),
        "events": study.events,
        "ledger": study.ledger,
        "imports": study.imports,
        "problems": study.problems,
        "hashes": study.inputs,
        "design": design,
        "versions": _versions(),
    }
    asked: dict[str, Callable[[], Any]] = {
        **_layers(run, scope),
        "cues": lambda: voices(run, scope=scope, cues=True),
        "facts": lambda: facts(run, scope=scope),
        "keyness": lambda: _keyness(run, design, scope),
        "splits": lambda: _splits(run, design, scope),
        "apart": lambda: divergence(run, scope=scope),
        "alike": lambda: lockwords(run, scope=scope) if design.tier != READING else None,
        "noise": lambda: _noise(run, design, scope),
        "omissions": lambda: omissions(run, scope=scope),
        "carried": lambda: _carried(run, scope),
        "word_passages": lambda: _passages(run, scope, parts.keyness, measured),
        "portrayals": lambda: portrayal(run, scope=scope),
        "indicators": lambda: _indicators(run, scope),
        "absent": lambda: parts.missing.rows,
        "absent_notes": lambda: parts.missing.hidden,
        "missing": lambda: _missing(run, design, scope),
        "timeline": lambda: parts.over_time[0],
        "periods": lambda: parts.over_time[1],
        "over_time": lambda: _over_time(run, scope, measured),
        "style": lambda: style(run, scope=scope),
        "style_articles": lambda: _in(style(run, scope=scope, articles=True), measured),
        "segments": lambda: run.segments,
        "spans": lambda: run.layers.spans,
        "repeats": lambda: run.repeats,
        "copies": lambda: run.copies,
        "coded": lambda: gather_coded(run),
        "carriers": lambda: _in(copies(run), measured),
    }
    parts = LazyInputs(known | given, asked)
    return cast(ReportInputs, parts)


def _indicators(run: Run, scope: Scope) -> pl.DataFrame:
    """Passages that indicate frame elements; none where the codebook has no elements."""
    if not run.study.codebook.variables:
        return pl.DataFrame(schema=dict.fromkeys(_INDICATOR, pl.String))
    return frames(run, scope=scope)


def _missing(run: Run, design: Design, scope: Scope) -> Absent:
    """What groups do not use; in tier reading nothing is looked for."""
    if design.tier == READING:
        return Absent(pl.DataFrame(schema=ABSENT), design.tier, ())
    return absent(run, scope=scope, content=True)


def _over_time(run: Run, scope: Scope, measured: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles of outlets by phase, week or month, and the periods."""
    days = measured["date"].drop_nulls().str.to_date("%Y-%m-%d")
    span = (days.max() - days.min()).days if days.len() else 0  # type: ignore[operator, union-attr]
    if not days.len() or span > _LONGEST:
        return pl.DataFrame(schema=TIMELINE), pl.DataFrame(schema=PERIODS)
    by = "phase" if run.study.phases else "week" if span <= _WEEKS else "month"
    found = timeline(run, by=by, scope=scope)
    return found.rates.filter(pl.col("unit") == "outlet"), found.periods


def _in(rows: pl.DataFrame, measured: pl.DataFrame) -> pl.DataFrame:
    """The rows of articles that measures speak of."""
    return rows.join(measured, on="article", how="semi", maintain_order="left")


def _layers(run: Run, scope: Scope) -> dict[str, Callable[[], Layer]]:
    """Mentions, and their shares under the scope's estimand and as readers saw them."""
    seen = replace(scope, copies="published", repeats="all")
    return {
        "names": lambda: Layer(
            names(run, scope=scope, mentions=True),
            names(run, scope=scope),
            names(run, scope=seen),
        ),
        "voices": lambda: Layer(
            voices(run, scope=scope),
            voices(run, scope=scope, shares=True),
            voices(run, scope=seen, shares=True),
        ),
        "stances": lambda: Layer(
            stance(run, scope=scope),
            stance(run, scope=scope, shares=True),
            stance(run, scope=seen, shares=True),
        ),
    }


def _keyness(run: Run, design: Design, scope: Scope) -> tuple[Keyness, ...]:
    """Each group against the rest; in tier reading no comparison of words is made."""
    groups = [side.name for side in design.sides if side.n_articles]
    if design.tier == READING or len(groups) < 2:
        return ()
    # Of two groups the second comparison would be the first, turned round.
    names = [(groups[0], groups[1])] if len(groups) == 2 else [(group, "") for group in groups]
    # In one call: everybody's words are counted once.
    return compare_groups(run, names, scope=scope, how=How(claim=run.study.options.claim))


def _splits(run: Run, design: Design, scope: Scope) -> pl.DataFrame:
    """Differences in names of every pair of groups with articles, split."""
    pairs = design.pairs if design.tier != READING else ()
    found = [decompose(run, group=p.a, versus=p.b, scope=scope).parts for p in pairs]
    return pl.concat([pl.DataFrame(schema=SPLIT), *found])


def _noise(run: Run, design: Design, scope: Scope) -> pl.DataFrame:
    """Findings beside noise, for the first pairs of groups."""
    pairs = design.pairs[:_CHECKED] if design.tier != READING else ()
    found = [selfcheck(run, group=p.a, versus=p.b, scope=scope) for p in pairs]
    return pl.concat([pl.DataFrame(schema=NOISE), *found])


def _carried(run: Run, scope: Scope) -> pl.DataFrame:
    """Passages of what outlets carry of events, as mentions."""
    found = omissions(run, scope=scope, show="passages").filter("carries")
    return found.with_columns(
        id=pl.format("{}:{}-{}", "article", "start", "end"), speaker=pl.lit(None, pl.String)
    )


def _passages(
    run: Run, scope: Scope, keyness: tuple[Keyness, ...], measured: pl.DataFrame
) -> pl.DataFrame:
    """Where the terms that the report lists stand, as mentions without a voice."""
    keep = TermFilter(run.study.outlets, measured)
    terms = sorted({t for k in keyness for t in chosen_terms(k.words, LISTED, keep)["term"]})
    types = {tuple(fold(word) for word in term.split(" ")): term for term in terms}
    tokens = run.weighted_tokens(scope).filter(pl.col("weight") > 0)
    parts = []
    for n in sorted({len(key) for key in types}):
        own = [key for key in types if len(key) == n]
        wanted = pl.DataFrame(
            [(*key, types[key]) for key in own],
            schema=[*(f"type_{k}" for k in range(n)), "term"], orient="row",
        )  # fmt: skip
        ahead = [
            pl.col("type").shift(-k).over("article", "run").alias(f"type_{k}") for k in range(n)
        ]
        last = pl.col("end").shift(-(n - 1)).over("article", "run")
        rows = tokens.filter(pl.col("type").is_in([word for key in own for word in key]))
        parts.append(
            tokens.join(rows.select("article").unique(), on="article", how="semi")
            .with_columns(*ahead, end=last)
            .join(wanted, on=[f"type_{k}" for k in range(n)], how="inner")
            .select("article", "start", "end", "term")
        )
    empty = pl.DataFrame(schema=_PASSAGES)
    found = pl.concat(
        [empty, *(p.select(pl.col(c).cast(t) for c, t in _PASSAGES.items()) for p in parts)]
    )
    meta = run.measured.select("article", "outlet", "group")
    return (
        with_places(found, run.segments)
        .join(meta, on="article", maintain_order="left")
        .with_columns(
            id=pl.format("{}:{}-{}", "article", "start", "end"), voice=pl.lit(""),
        )
        .sort("term", "article", "start")
    )  # fmt: skip


def _versions() -> tuple[tuple[str, str], ...]:
    """Of this package, of Python and of the libraries that can change a number."""
    found = [("framing", version("framing")), ("python", platform.python_version())]
    return (*found, *((name, version(name)) for name in _LIBRARIES))
