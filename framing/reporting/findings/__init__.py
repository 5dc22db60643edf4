"""The answer: up to five sentences made from estimates, safest and strongest first."""

from __future__ import annotations

from framing.reporting.desk import Desk
from framing.reporting.findings.copies import copies_finding
from framing.reporting.findings.events import even_event_finding, no_event_finding, style_finding
from framing.reporting.findings.facts import facts_finding
from framing.reporting.findings.names import names_findings
from framing.reporting.findings.voices import voices_finding
from framing.reporting.model import Finding

MAX_FINDINGS = 5


def build_findings(desk: Desk) -> tuple[Finding, ...]:
    """What the tier allows, in the order in which it can be relied on.

    Own words are counted and seen in the text itself; who speaks depends on finding speakers;
    in tier ``reading`` coverage comes first, since it says that nothing is compared.
    """
    voice = desk.inputs.scope.voice
    # Where the scope leaves a voice out, its absence says nothing.
    own, sources = not voice or "outlet" in voice, not voice or "source" in voice
    names = names_findings(desk)[:1] if own else []
    facts = facts_finding(desk) if own else None
    voices = voices_finding(desk) if sources else None
    found: list[Finding | None]
    if desk.is_reading:
        found = [no_event_finding(desk), *names, voices, facts, copies_finding(desk)]
    else:
        whole = own and "body" in desk.inputs.scope.role
        same = even_event_finding(desk) if whole else None
        found = [*names, facts, voices, same, copies_finding(desk), style_finding(desk)]
    return tuple(f for f in found if f is not None)[:MAX_FINDINGS]
