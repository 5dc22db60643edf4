"""Side by side: the articles themselves, marked."""

from __future__ import annotations

from framing.reporting.desk import MAX_COLUMNS, Desk
from framing.reporting.formats import of
from framing.reporting.messages import _
from framing.reporting.model import Section, Text
from framing.reporting.spreads import build_spreads


def build_side_by_side(desk: Desk) -> Section:
    """The articles themselves, marked."""
    spreads = build_spreads(desk)
    n_shown = len(desk.shown_articles)
    notes: list[Text] = []
    if n_shown < desk.measured.height:
        said = _(
            "{shown} articles are shown: the events that most outlets cover, up to {n} articles an "
            "event. {command} prints another."
        ).format(
            shown=of(n_shown, desk.measured.height),
            n=MAX_COLUMNS,
            command=desk.command("show", _other(desk)),
        )
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


def _other(desk: Desk) -> str:
    """An article that does not stand in the page."""
    return str(min(set(desk.measured["article"]) - desk.shown_articles))
