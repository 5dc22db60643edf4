"""The verb plot: one figure of the report, without the rest of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from framing.compare.design import READING
from framing.engine.run import Run
from framing.errors import UsageError
from framing.records.scope import Scope

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from framing.reporting.model import Figure

# What each kind takes beside the scope.
KINDS: dict[str, tuple[str, ...]] = {
    "names": ("entity",),
    "name-counts": ("entity",),
    "words": ("group", "versus"),
    "stance": ("target",),
    "facts": ("fact",),
    "voices": (),
    "voice-counts": (),
    "cues": (),
    "coverage": (),
    "split": ("group", "versus"),
    "timeline": ("by", "layer", "terms"),
    "style": (),
    "profiles": (),
}
COMPARING = ("words", "split")


def plot(
    run: Run, kind: str, *, scope: Scope | None = None, width: str = "double", **given: Any
) -> Drawing:
    """One figure of the report as a matplotlib figure.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    kind
        A name of ``KINDS``.
    scope
        Default: the study's.
    width
        ``single`` (3.5 inches, a column of a journal) or ``double`` (7.2).
    given
        What the kind takes: ``entity``, ``target``, ``fact`` (ids of the codebook), ``group`` and
        ``versus``, ``by``, ``layer`` and ``terms`` (of ``framing.timeline``).

    Returns
    -------
    matplotlib.figure.Figure
        With title and source note; ``savefig`` writes it.

    Raises
    ------
    UsageError
        For an unknown kind or option, where there is nothing to draw, and where several figures
        fit: the message names them.
    """
    from framing.reporting.figures import draw
    from framing.reporting.figures.house import WIDTHS
    from framing.reporting.messages import speaking

    if width not in WIDTHS:
        raise UsageError(f"width {width!r} is unknown; allowed: {', '.join(WIDTHS)}")
    found = plot_figures(run, kind, scope=scope, **given)
    if len(found) > 1:
        names = ", ".join(figure.id.removeprefix("f-") for figure in found)
        choice = KINDS[kind][0] if KINDS[kind] else "scope"
        raise UsageError(f"{len(found)} figures of kind {kind}: {names}; choose one with {choice}")
    with speaking(run.study.options.report_language):
        return draw(found[0], width=WIDTHS[width])


def plot_figures(run: Run, kind: str, *, scope: Scope | None = None, **given: Any) -> list[Figure]:
    """Every figure of a kind as the report has it, not drawn yet; only what it needs is computed.

    Raises
    ------
    UsageError
        As ``plot``.
    """
    from framing.reporting.messages import speaking

    scope = scope or run.study.options.scope
    given = {key: value for key, value in given.items() if value}
    _check(run, kind, scope=scope, given=given)
    with speaking(run.study.options.report_language):
        found = _figures(run, kind, scope=scope, given=given)
    if not found:
        raise UsageError(
            f"nothing to draw of kind {kind} in {run.articles_in(scope).height} articles with "
            f"scope {scope}; `framing report` says why"
        )
    return found


def _check(run: Run, kind: str, *, scope: Scope, given: dict[str, Any]) -> None:
    if kind not in KINDS:
        raise UsageError(f"kind {kind!r} is unknown; allowed: {', '.join(KINDS)}")
    for key in given:
        if key not in KINDS[kind]:
            allowed = ", ".join(KINDS[kind]) or "the scope alone"
            raise UsageError(f"{key} with kind {kind}; allowed: {allowed}")
    book = run.study.codebook
    known = {
        "entity": [e.id for e in book.entities],
        "target": [t.id for t in book.targets],
        "fact": [f.id for f in book.facts],
    }
    for key, ids in known.items():
        if key in given and given[key] not in ids:
            raise UsageError(f"{key} {given[key]!r} is unknown; allowed: {', '.join(ids)}")
    is_rate = kind == "timeline" and given.get("layer", "articles") != "articles"
    if run.design_in(scope).tier == READING and (kind in COMPARING or is_rate):
        raise UsageError(
            f"kind {kind} compares, and these articles allow reading only (`framing design` says "
            "why); allowed: names, facts, voices, cues, stance, coverage, profiles, style, and "
            "timeline of articles"
        )


def _figures(run: Run, kind: str, *, scope: Scope, given: dict[str, Any]) -> list[Figure]:
    from framing.engine.verbs.report import gather_lazily
    from framing.reporting.charts.facts import facts_figures
    from framing.reporting.charts.names import names_figures
    from framing.reporting.charts.stance import stance_figures
    from framing.reporting.charts.timeline import timeline_figures
    from framing.reporting.charts.voices import voices_figures
    from framing.reporting.charts.words import words_figures
    from framing.reporting.desk import Desk
    from framing.reporting.sections.coverage import build_coverage
    from framing.reporting.sections.doubt.split import build_split
    from framing.reporting.sections.profiles import build_profiles
    from framing.reporting.sections.style import build_style

    def chosen(key: str) -> tuple[str, ...]:
        return (given[key],) if key in given else ()

    desk = Desk(gather_lazily(run, scope, **_compared(run, kind, scope=scope, given=given)))
    ways: dict[str, Callable[[], Sequence[Figure]]] = {
        "names": lambda: _of(names_figures(desk, entities=chosen("entity")), "shares"),
        "name-counts": lambda: _only(names_figures(desk, entities=chosen("entity")), "counts"),
        "words": lambda: words_figures(desk),
        "stance": lambda: stance_figures(desk, targets=chosen("target")),
        "facts": lambda: facts_figures(desk, facts=chosen("fact")),
        "voices": lambda: _of(voices_figures(desk), "shares"),
        "voice-counts": lambda: _only(voices_figures(desk), "counts"),
        "cues": lambda: _only(voices_figures(desk), "cues"),
        "coverage": lambda: build_coverage(desk).figures,
        "split": lambda: build_split(desk).figures,
        "timeline": lambda: timeline_figures(desk, _rates(run, scope=scope, given=given)),
        "style": lambda: build_style(desk).figures,
        "profiles": lambda: build_profiles(desk).figures,
    }
    return list(ways[kind]())


def _only(figures: list[Figure], kind: str) -> list[Figure]:
    return [figure for figure in figures if figure.kind == kind]


def _of(figures: list[Figure], kind: str) -> list[Figure]:
    """The figures of a kind; where there are none (no interval stands), the counts."""
    return _only(figures, kind) or _only(figures, "counts")


def _compared(run: Run, kind: str, *, scope: Scope, given: dict[str, Any]) -> dict[str, Any]:
    """What stands in place of the report's comparisons where two sides are named."""
    from framing.engine.verbs.decompose import decompose
    from framing.engine.verbs.words import words

    if kind not in COMPARING or not given:
        return {}
    if "group" not in given:
        raise UsageError("versus needs group; allowed: group alone, or both")
    sides = {"group": given["group"], "versus": given.get("versus", "")}
    if kind == "words":
        return {"keyness": (words(run, **sides, scope=scope),)}
    return {"splits": decompose(run, **sides, scope=scope).parts}


def _rates(run: Run, *, scope: Scope, given: dict[str, Any]) -> Any:
    from framing.engine.verbs.timeline import timeline

    terms = tuple(given.get("terms", ()))
    layer = given.get("layer") or ("words" if terms else "articles")
    return timeline(run, by=given.get("by", "month"), layer=layer, terms=terms, scope=scope).rates
