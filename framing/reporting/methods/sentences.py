"""The sentences of the methods paragraphs: nothing is said that was not done."""

from __future__ import annotations

import polars as pl

from framing.annotate.validity import Validity, load_validity
from framing.reporting.desk import Desk
from framing.reporting.formats import join, number, percent, visible
from framing.reporting.labels import VOICES
from framing.reporting.messages import N_, _, below, n_
from framing.reporting.model import plain
from framing.reporting.validated import coded_of, say_validated

_TESTED_ON = "PolNeAR"
_INTERVALS = {
    "t": N_("Student's t from leaving out each distinct article within its outlet (Rao and Wu "
            "1988; Hesterberg 2015)"),
    "percentile": N_("percentiles of draws of distinct articles within outlets, with tails of "
                     "Student's t (Rao and Wu 1988; Hesterberg 2015)"),
    "bca": N_("bias-corrected and accelerated, from draws of distinct articles within outlets "
              "(Efron 1987)"),
}  # fmt: skip


def say_articles(desk: Desk) -> list[str]:
    """How many articles of whom, on what, from when, and how they were drawn."""
    rows = desk.measured
    units = desk.inputs.copies.join(rows.select("article"), on="article", how="semi")
    events = rows["event"].drop_nulls().n_unique()
    said = [
        _("The study compares {articles} ({distinct} distinct texts) of {outlets} on {events}.")
        if not desk.is_reading
        else _("The study reads {articles} ({distinct} distinct texts) of {outlets} on {events}.")
    ]
    said[0] = said[0].format(
        articles=_count(n_("{n} article", "{n} articles", rows.height), rows.height),
        distinct=number(units["unit"].n_unique()),
        outlets=_count(n_("{n} outlet", "{n} outlets", len(desk.outlets)), len(desk.outlets)),
        events=_count(n_("{n} event", "{n} events", events), events)
        if events
        else _("no named event"),
    )
    dates = sorted(d for d in rows["date"] if d)
    if dates:
        said.append(_("They were published from {first} to {last}.").format(
            first=dates[0], last=dates[-1]))  # fmt: skip
    n_by = {(o, g): rows.filter(outlet=o).height for o, g in desk.outlets}
    listed = [
        _("{outlet} ({group}), {n}").format(outlet=visible(o), group=visible(g), n=number(n))
        for (o, g), n in n_by.items()
    ]
    said.append(_("Articles by outlet: {list}.").format(list="; ".join(listed)))
    if lost := desk.lost.height:
        said.append(_("{n} more could not be read by any process and were left out.").format(
            n=number(lost)))  # fmt: skip
    other = desk.inputs.articles.height - rows.height - lost
    if other:
        said.append(_("{n} more in other languages than English were not measured.").format(
            n=number(other)))  # fmt: skip
    return [*said, *_sampling(desk)]


def _count(message: str, n: int) -> str:
    return message.format(n=number(n))


def _sampling(desk: Desk) -> list[str]:
    s = desk.inputs.sampling
    parts = {
        _("database"): s.database, _("query"): s.query, _("dates"): s.dates,
        _("retrieval"): s.retrieval, _("inclusion"): s.inclusion,
    }  # fmt: skip
    known = [f"{name}: {visible(value)}" for name, value in parts.items() if value]
    said = [_("Sampling: {list}.").format(list="; ".join(known))] if known else []
    if s.is_complete:
        return [*said, _("The sample is complete by the study's own account.")]
    kind = s.kind or "convenience"
    return [*said, _("The sample ({kind}) allows no reading of what is absent.").format(
        kind=visible(kind))]  # fmt: skip


def say_rules(desk: Desk) -> list[str]:
    """The codebook, and what counts with which weight."""
    book, scope = desk.inputs.codebook, desk.inputs.scope
    voices = join([_(VOICES.get(v, v)) for v in scope.voice]) or _("all voices")
    said = [
        _("Names, speakers, stances and facts were found by rules and the codebook {name} "
          "(version {version}, hash {hash}).").format(
            name=visible(book.name), version=visible(book.version), hash=book.hash[:12]),
        _("Words of these parts count: {roles}; {voices}.").format(
            roles=", ".join(scope.role), voices=voices),
        _("A text that several outlets of a group carry and a sentence that an outlet repeats "
          "count once (scope {scope}).").format(scope=str(scope))
        if scope.copies == "authored"
        else _("Every appearance counts, as readers saw it (scope {scope}).").format(
            scope=str(scope)),
        _("The unit of analysis is the distinct article: copies of one text are one unit "
          "(Lijffijt et al. 2016)."),
    ]  # fmt: skip
    if scope.events or scope.outlets:
        said.append(_("Only a part of the articles was measured, as the scope says."))
    return said


def say_measures(desk: Desk) -> list[str]:
    """What was measured beyond counts, as far as it was."""
    inputs = desk.inputs
    if desk.is_reading:
        return [
            _("There are too few articles or no shared event for a comparison (tier reading): "
              "counts of these articles are given for each outlet; no share, interval or test."),
        ]  # fmt: skip
    said = [
        _("A share is that of a name, side or position among all mentions of its whole; that of a "
          "group is the mean of its outlets.")
        if inputs.options.outlet_weights == "equal"
        else _("A share is that of a name, side or position among all mentions of its whole; "
               "the mentions of a group's outlets are pooled.")
    ]  # fmt: skip
    if any(k.words.height for k in inputs.keyness):
        said.append(
            _("Words are compared by their log ratio (Hardie 2014) and put in order by log-odds "
              "with informative Dirichlet prior (Monroe, Colaresi and Quinn 2008).")
        )  # fmt: skip
    if inputs.splits["wording"].count():
        said.append(
            _("Differences in names are split into agenda and wording on shared events (Kitagawa "
              "1955); events of one side alone are kept apart (Ñopo 2008).")
        )  # fmt: skip
    if inputs.apart.filter(pl.col("measure") == "divergence")["estimate"].count():
        said.append(
            _("How far groups can be told apart at all is the leave-out divergence (Gentzkow, "
              "Shapiro and Taddy 2019), read beside shuffled labels.")
        )  # fmt: skip
    return said


def say_doubt(desk: Desk) -> list[str]:
    """Intervals and tests that were made, and that none was."""
    options = desk.inputs.options
    if desk.is_reading:
        return []
    has_words = any(k.words.height for k in desk.inputs.keyness)
    said = [
        _("Intervals ({level}) of shares and means are {how}.").format(
            level=percent(options.level), how=_(_INTERVALS[options.interval])),
        *([_("Those of words come from {n} draws of distinct articles (seed {seed}).").format(
            n=number(options.replicates), seed=options.seed)] if has_words else []),
        _("None is given under 5 distinct articles, for shares of 0 or 1, or where nothing "
          "varies."),
    ]  # fmt: skip
    methods = sorted({m for k in desk.inputs.keyness for m in k.words.drop_nulls("p")["p_method"]})
    if methods:
        said.append(
            _("p values of words come from permuted labels, adjusted for all words together "
              "(Westfall and Young 1993; Phipson and Smyth 2010): {how}.").format(
                how="; ".join(methods))
        )  # fmt: skip
    else:
        said.append(
            _("No test was made (tier {tier}).").format(tier=below(desk.inputs.design.tier))
        )
    return said


def say_limits(desk: Desk) -> list[str]:
    """Of what the numbers speak, and how well the rules read."""
    if desk.is_reading:
        whom = _("All numbers speak of these articles alone, not of other articles of the outlets, "
                 "nor of countries.")  # fmt: skip
    elif desk.inputs.options.claim == "group":
        whom = _("Estimates of groups speak of outlets like these where four a side could be "
                 "drawn; all others speak of these outlets only.")  # fmt: skip
    else:
        whom = _("All estimates speak of these outlets, not of countries, and none says why "
                 "outlets differ.")  # fmt: skip
    scored = next((v for v in load_validity() if _TESTED_ON in v.tried_on), None)
    return [
        whom,
        *([_scores(scored)] if scored else []),
        _validated(desk),
    ]  # fmt: skip


def _validated(desk: Desk) -> str:
    """Which detectors were tried on units of these outlets that people coded."""
    found = [v for v in load_validity() if coded_of(desk, v)]
    if not found:
        return _("Automated reading needs validation for each use (Grimmer and Stewart 2013); no "
                 "detector was validated on these outlets.")  # fmt: skip
    said = "; ".join(f"{_(v.detector)}: {plain(say_validated(desk, v))}" for v in found)
    return _("Automated reading needs validation for each use (Grimmer and Stewart 2013). Units "
             "were drawn at random and coded by hand. {said}. No other detector was validated on "
             "these outlets.").format(said=said)  # fmt: skip


def _scores(validity: Validity) -> str:
    """What the detector of attributions reached, to three digits, and where."""
    scores = validity.scores
    return _(
        "On the development part of PolNeAR (US political news; Newell, Margolin and Ruths 2018), "
        "rules tuned on its training part find direct quotations with F1 {direct}, all "
        "attributions with F1 {span}, and the right source of direct quotations end to end for "
        "{source}."
    ).format(
        direct=number(scores["direct_F1"], 3), span=number(scores["span_F1"], 3),
        source=number(scores["direct_source_end_to_end"], 3),
    )  # fmt: skip


def say_tools(desk: Desk) -> list[str]:
    """The program and the libraries that can change a number."""
    versions = dict(desk.inputs.versions)
    own = versions.pop("framing", "")
    others = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    return [_("Made with framing {version} ({others}).").format(version=own, others=others)]
