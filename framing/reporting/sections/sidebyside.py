"""Side by side: the articles themselves, marked."""

from __future__ import annotations

from framing.reporting.desk import Desk
from framing.reporting.formats import number
from framing.reporting.messages import _
from framing.reporting.model import Section, Text
from framing.reporting.spreads import build_spreads


def build_side_by_side(desk: Desk) -> Section:
    """The articles themselves, marked."""
    spreads = build_spreads(desk)
    notes: list[Text] = []
    others = _others(desk)
    if others:
        said = _(
            "In index.html every event can be chosen, and in each column which of the outlet's "
            "articles on it stands there: {n} articles in all. {command} prints one."
        ).format(n=number(desk.measured.height), command=desk.command("show", others[0]))
        notes.append((said,))
    lead = (
        _("No event is shared, so the articles stand one after another.")
        if len(desk.shown) == 1 and not desk.shown[0][0]
        else _("For each event a column an article, paragraphs in their own order.")
    )
    return Section(
        "side-by-side",
        _("Side by side"),
        (lead,),
        tuple(notes),
        spreads=spreads,
        reading=_(
            "Names are underlined: solid for the first side, double for the second, thin for "
            "neutral wordings. Quotations are shaded with the speaker's name before them; a "
            "rule in the margin means that the whole paragraph is one; indirect speech is in a "
            "lighter ink. Loaded wordings are dotted. A number in a circle ties sentences that "
            "stand in more than one article. Page furniture is small and grey."
        ),
    )


def _others(desk: Desk) -> list[str]:
    """Articles that do not stand in the event that is printed."""
    printed = desk.shown[0][1]
    return sorted(str(a) for a in set(desk.measured["article"]).difference(printed))
