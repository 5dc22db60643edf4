"""Variables of attributions: whose side the source is on, quotation, cue."""

from __future__ import annotations

import polars as pl

from framing.engine.coding.instructions import describe_labels
from framing.engine.coding.kinds.kind import NONE, Kind
from framing.engine.mentions import spoken
from framing.engine.run import Run
from framing.records.codebook import CUE_CLASSES, Codebook
from framing.records.coding import Variable

_ABOUT = (
    "The passage is what somebody is told to have said; who says it, and in which words, stands in "
    "it or beside it."
)
_CUES = {
    "neutral": ("adds nothing to the words", ["said", "told", "added"]),
    "emphatic": ("lends them weight", ["stressed", "noted", "pointed out"]),
    "factive": ("takes them for true", ["admitted", "revealed"]),
    "doubting": ("leaves open or doubts that they are true", ["claimed", "alleged"]),
    "performative": ("does something by saying it", ["warned", "vowed", "denied"]),
    "context": ("could be one or another; the text around it decides", ["insisted", "maintains"]),
}


def attribution_kinds(book: Codebook) -> list[Kind]:
    """Those that a codebook makes."""
    return [*([_side(book)] if book.sides else []), _quotation(), _cue()]


def _rows(run: Run) -> pl.DataFrame:
    """Speech from its first word to its last, with what stands between its parts."""
    texts = dict(run.measured.select("article", "text").iter_rows())
    found = spoken(run.layers.attributions)
    spans = found.select("article", "start", "end").iter_rows()
    said = [texts[article][start:end] for article, start, end in spans]
    return found.with_columns(text=pl.Series(said, dtype=pl.String))


def _side(book: Codebook) -> Kind:
    labels = [
        (
            side,
            f"somebody of side {side}",
            [a.label for a in book.actors if a.side == side and a.label][:3],
        )
        for side in book.sides
    ]
    variable = Variable(
        id="side",
        unit="attribution",
        labels=tuple(dict.fromkeys((*book.sides, NONE))),
        question="Whose side is the source on?",
        instructions=describe_labels(
            [*labels, (NONE, "on none of them, on several, unknown, or nobody says it", [])],
            before=f"{_ABOUT} Sides are whom somebody speaks for, not what they think.",
        ),
    )
    return Kind(variable, _rows, lambda run, units: units["side"].fill_null(NONE))


def _quotation() -> Kind:
    variable = Variable(
        id="quotation",
        unit="attribution",
        labels=("direct", "indirect", "mixed", NONE),
        question="Is this somebody's speech word for word, or retold?",
        instructions=describe_labels(
            [
                ("direct", "all of it stands in quotation marks", []),
                ("indirect", "it is retold, without quotation marks", []),
                ("mixed", "retold, with a part in quotation marks", []),
                (NONE, "nobody is told to have said it", []),
            ],
            before=_ABOUT,
        ),
    )
    return Kind(variable, _rows, lambda run, units: units["quotation"])


def _cue() -> Kind:
    variable = Variable(
        id="cue",
        unit="attribution",
        labels=(*CUE_CLASSES, NONE),
        question="How does the outlet introduce these words?",
        instructions=describe_labels(
            [
                *((name, *_CUES[name]) for name in CUE_CLASSES),
                (NONE, "nobody is told to have said it", []),
            ],
            before=f"{_ABOUT} The verb or phrase that hands the words to their source decides.",
        ),
    )
    return Kind(variable, _rows, lambda run, units: units["cue_class"].fill_null(NONE))
