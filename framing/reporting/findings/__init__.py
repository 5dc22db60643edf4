"""The answer: up to five sentences made from estimates, safest and strongest first."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from framing.compare.checks.outlets import Shuffled
from framing.reporting.desk import Desk
from framing.reporting.findings.alike import alike_finding, is_told
from framing.reporting.findings.copies import copies_finding
from framing.reporting.findings.events import (
    STYLE,
    even_event_finding,
    no_event_finding,
    style_finding,
)
from framing.reporting.findings.facts import facts_findings, facts_reading
from framing.reporting.findings.names import names_findings, names_readings
from framing.reporting.findings.noise import VOICES, find_traits, shuffle
from framing.reporting.findings.omissions import omissions_findings
from framing.reporting.findings.phrases import IN_TEXT, NO_COMPARISON, WORDS, Told
from framing.reporting.findings.voices import voices_findings, voices_reading
from framing.reporting.findings.words import no_words_finding, words_findings
from framing.reporting.messages import _, n_
from framing.reporting.model import Finding

MAX_FINDINGS = 5


class Answer(NamedTuple):
    """The findings, and of how many comparisons they are."""

    findings: tuple[Finding, ...]
    compared: str


def build_answer(desk: Desk) -> Answer:
    """What the tier allows, in the order in which it can be relied on.

    A difference is told only where shuffled articles hardly ever give as much: of all traits
    together, then of the one. What was counted in the text itself comes before what rules or a
    model had to find; what holds under both estimands and without wire copy before what does not;
    then what noise gives least. One place is kept for what does not differ.
    """
    return _reading(desk) if desk.is_reading else _compared(desk)


def _reading(desk: Desk) -> Answer:
    """Coverage first, since it says that nothing is compared; then each outlet for itself."""
    own, sources = _voices(desk)
    found = [
        no_event_finding(desk),
        *(names_readings(desk)[:1] if own else []),
        voices_reading(desk) if sources else None,
        facts_reading(desk) if own else None,
        copies_finding(desk),
    ]
    return Answer(tuple(f for f in found if f is not None)[:MAX_FINDINGS], "")


def _voices(desk: Desk) -> tuple[bool, bool]:
    """Whether the scope has own words and sources: where it leaves one out, absence is no news."""
    voice = desk.inputs.scope.voice
    return not voice or "outlet" in voice, not voice or "source" in voice


def _compared(desk: Desk) -> Answer:
    own, sources = _voices(desk)
    traits = {
        name: rows
        for name, rows in find_traits(desk).items()
        if (sources if name == VOICES else own)
    }
    noise = shuffle(desk, traits)
    told = {name: share for name, share in noise.each.items() if is_told(noise, name)}
    differing = replace(noise, each=told)
    differences = [
        *names_findings(desk, differing),
        *facts_findings(desk, differing),
        *voices_findings(desk, differing),
        *words_findings(desk),
        *(omissions_findings(desk) if own and sources else []),
    ]
    same = _same(desk, noise, own=own)
    rest = copies_finding(desk)
    chosen = sorted(differences, key=lambda one: one.order)[: MAX_FINDINGS - bool(same)]
    if rest and len(chosen) + bool(same) < MAX_FINDINGS:
        chosen.append(Told(rest, NO_COMPARISON, differs=None))
    chosen += same[: MAX_FINDINGS - len(chosen)]
    if not differences:  # then that nothing differs is the answer
        chosen = [*same[: MAX_FINDINGS - bool(rest)], *(c for c in chosen if c.differs is None)]
    n_told = sum(one.differs is not None for one in chosen)
    return Answer(tuple(one.finding for one in chosen), _counted(desk, noise, n_told))


def _same(desk: Desk, noise: Shuffled, *, own: bool) -> list[Told]:
    """What does not differ, the safest first."""
    whole = own and "body" in desk.inputs.scope.role
    even = even_event_finding(desk) if whole else None
    style = style_finding(desk)
    found = [
        alike_finding(desk, noise),
        Told(even, IN_TEXT, differs=False) if even else None,
        Told(style, WORDS, differs=False) if style else None,
        no_words_finding(desk),
    ]
    return [one for one in found if one is not None]


def _counted(desk: Desk, noise: Shuffled, n_told: int) -> str:
    """How many comparisons were looked at, by kind: nothing is picked out in silence."""
    inputs = desk.inputs
    kinds = [name.split(":")[0] for name in noise.each]
    counts = {
        _("of names"): kinds.count("names"),
        _("of fact wordings"): kinds.count("facts"),
        _("of who speaks"): kinds.count(VOICES),
        _("of words between groups"): sum(not k.words.is_empty() for k in inputs.keyness),
        _("of style"): len(STYLE),
        _("of events as a whole"): len(inputs.design.shared_events),
        _("of what is told of an event"): inputs.omissions.select("event", "kind", "item")
        .unique()
        .height,
    }
    said = ", ".join(f"{n:,} {what}" for what, n in counts.items() if n)
    n = sum(counts.values())
    return n_(
        "{told} of {n} comparison stands here: {kinds}.",
        "{told} of {n} comparisons stand here; the others stand below. Compared: {kinds}.",
        n,
    ).format(told=n_told, n=f"{n:,}", kinds=said)
