"""Coverage and sameness: no shared event, an event told alike, style within its own spread."""

from __future__ import annotations

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.findings.noise import contested, told_facts
from framing.reporting.findings.phrases import finding, in_own, listed, own_articles
from framing.reporting.formats import number, visible
from framing.reporting.messages import N_, _, n_, tell
from framing.reporting.model import Finding, Link, Text
from framing.reporting.sections.style import MEASURES, spreads

STYLE = {"flesch_kincaid_grade": N_("readability"), "n_words": N_("article length")}
_Practice = tuple[frozenset[str], bool, frozenset[str]]


def no_event_finding(desk: Desk) -> Finding | None:
    """Why nothing is compared."""
    design = desk.inputs.design
    rows = desk.measured
    n, outlets = rows.height, len(desk.outlets)
    if not design.pairs:
        alone = next((side.name for side in design.sides if side.n_articles), "")
        form = n_("The {n} article is of group {group} alone: there is nobody to compare with.",
                  "The {n} articles are all of group {group}: there is nobody to compare with.",
                  n)  # fmt: skip
        return finding(desk, "coverage", [form.format(n=n, group=visible(alone))])
    if not design.shared_events:
        named = rows["event"].drop_nulls().n_unique()
        why = _("none is named")
        if named:
            why = n_("they tell {n} event", "they tell {n} events", named).format(n=named)
        form = n_(
            "The {n} article shares no event with others ({why}), so other words may only mean "
            "another topic.",
            "The {n} articles share no event across groups ({why}), so other words may only mean "
            "another topic.",
            n,
        )
        doubt = n_("{n} outlet: read, do not compare.", "{n} outlets: read, do not compare.",
                   outlets)  # fmt: skip
        text = form.format(n=n, why=why)
        return finding(desk, "coverage", [text], doubt=[doubt.format(n=outlets)])
    present = [side for side in design.sides if side.n_articles]
    few = min(present, key=lambda side: (side.n_distinct, side.name))
    form = n_(
        "{group} has {n} distinct article, too few to compare: these are readings of single "
        "articles.",
        "{group} has {n} distinct articles, too few to compare: these are readings of single "
        "articles.",
        few.n_distinct,
    )
    return finding(desk, "coverage", [form.format(group=visible(few.name), n=few.n_distinct)])


def even_event_finding(desk: Desk) -> Finding | None:
    """An event on which all outlets do the same, where they differ on others."""
    practices = _practices(desk)
    shared = desk.inputs.design.shared_events
    same = [e for e, by in practices.items() if e in shared and len(set(by.values())) == 1]
    if not same or len(same) == len(practices):
        return None
    event = max(same, key=lambda e: (len(practices[e]), e))
    sides, together, wordings = next(iter(practices[event].values()))
    n = len(practices[event])
    said: list[Text] = []
    if together:
        said.append((_together(desk, event, n),))
    if not sides:
        said.append((_("none uses one side's name by itself in its own words"),))
    if not wordings:
        said.append((_("none uses a loaded wording of the codebook"),))
    if not said:
        same_words = n_("all {n} outlets use the same names and wordings",
                        "all {n} outlets use the same names and wordings", n)  # fmt: skip
        said.append((same_words.format(n=n),))
    text = tell(
        _("On “{event}” nothing differs in naming or fact wording: {practice}."),
        event=desk.event_names.get(event, visible(event)), practice=tuple(listed(said)),
    )  # fmt: skip
    n_articles = own_articles(desk).filter(pl.col("event") == event).height
    doubt = n_(
        "{n} article; a difference that is not found is not yet shown to be none.",
        "{n} articles; a difference that is not found is not yet shown to be none.",
        n_articles,
    ).format(n=n_articles)
    return finding(desk, "same", text, doubt=[doubt])


def _together(desk: Desk, event: str, n: int) -> Link | str:
    """That all give both names in one breath, opening where."""
    rows = _given_together(desk).filter(pl.col("event") == event)
    words = n_("all {n} outlets give the sides' names in one breath",
               "all {n} outlets give the sides' names in one breath", n)  # fmt: skip
    if not rows.filter(pl.col("voice") != "outlet").is_empty():
        words = n_(
            "all {n} outlets give the sides' names in one breath, here or there in indirect speech",
            "all {n} outlets give the sides' names in one breath, here or there in indirect speech",
            n,
        )
    title = _("Both names in one breath: {event}")
    name = desk.event_names.get(event, event)
    return desk.cite(words.format(n=n), rows, title.format(event=name))


def _practices(desk: Desk) -> dict[str, dict[str, _Practice]]:
    """For each event and outlet with a text of its own: sides named, both at once, wordings."""
    keys = ["event", "outlet"]
    own = own_articles(desk).drop_nulls("event").select("article", *keys)
    names = in_own(desk, desk.names).filter(
        (pl.col("voice") == "outlet") & pl.col("entity").is_in(contested(desk))
    )
    alone = names.filter((pl.col("use") == "own") & pl.col("side").is_in(desk.labels.sides))
    sides = _by(alone, keys, "side")
    wordings = _by(told_facts(desk), keys, "wording")
    together = set(_given_together(desk).select(keys).iter_rows())
    found: dict[str, dict[str, _Practice]] = {}
    for event, outlet in own.select(keys).unique().sort(keys).iter_rows():
        key = (event, outlet)
        found.setdefault(event, {})[outlet] = (
            sides.get(key, frozenset()), key in together, wordings.get(key, frozenset()),
        )  # fmt: skip
    return found


def _by(rows: pl.DataFrame, keys: list[str], column: str) -> dict[tuple[str, str], frozenset[str]]:
    """The values of a column by event and outlet."""
    found = rows.drop_nulls(keys).group_by(keys).agg(pl.col(column).unique())
    return {(event, outlet): frozenset(values) for event, outlet, values in found.iter_rows()}


def _given_together(desk: Desk) -> pl.DataFrame:
    """Names given together, also inside indirect speech, whose words are nobody's for certain."""
    return desk.inputs.names.mentions.filter(pl.col("gloss") == "symmetric")


def style_finding(desk: Desk) -> Finding | None:
    """That readability and length do not differ; a difference of style never leads."""
    found = {measure: spreads(desk, measure) for measure in STYLE}
    even: list[str] = []
    said: list[str] = []
    for measure, (between, within) in found.items():
        if between is None or within is None or between > within:
            continue
        _label, unit, digits = MEASURES[measure]
        even.append(_(STYLE[measure]))
        form = _("{what}: outlet means lie {between} {unit} apart, halves of one up to {within}")
        lies = {"between": number(between, digits), "within": number(within, digits)}
        said.append(form.format(what=_(STYLE[measure]), unit=_(unit), **lies))
    if not even:
        return None
    text = tell(
        _("No difference in {what} beyond what two halves of one outlet show."),
        what=Link(f" {_('or')} ".join(even), "style"),
    )
    doubt = "; ".join(said)
    return finding(desk, "style", text, doubt=[f"{doubt[:1].upper()}{doubt[1:]}."])
