"""The coded units as passages, and what a variable is called."""

from __future__ import annotations

import polars as pl

from framing.compare.coding.validity.labelled import both_labels
from framing.reporting.desk import Desk
from framing.reporting.formats import visible
from framing.reporting.inputs import Coded
from framing.reporting.messages import N_, _, below

_KINDS = {
    "voice": N_("Voice"),
    "stance": N_("Stance, {what}"),
    "fact": N_("Wording of a fact, {what}"),
    "mode": N_("Use of names, {what}"),
    "name": N_("Names, {what}"),
    "gloss": N_("Glosses"),
    "portrayal": N_("Portrayal, {what}"),
    "frame": N_("Frame indicator, {what}"),
    "side": N_("Side of the speaker"),
    "quotation": N_("Kind of quotation"),
    "cue": N_("Class of the cue"),
    "coded": N_("{what}, by the study's own classifier"),
}


def about(desk: Desk, coded: Coded) -> str:
    """A variable as the report calls it; two samples of one are told apart by their names."""
    kind, _colon, rest = coded.sample.variable.id.partition(":")
    book, labels = desk.inputs.codebook, desk.labels
    called = {
        "stance": labels.targets,
        "fact": labels.facts,
        "mode": labels.entities,
        "name": labels.entities,
        "portrayal": {actor.id: actor.label for actor in book.actors},
        "frame": {entry.key: entry.label for entry in book.variables},
    }
    what = called.get(kind, {}).get(rest) or (rest or kind).replace("_", " ")
    said = _(_KINDS[kind]).format(what=what) if kind in _KINDS else what
    default = coded.sample.variable.id.replace(":", "-")
    return visible(said if coded.sample.id == default else f"{said} ({coded.sample.id})")


def label_of(desk: Desk, coded: Coded, label: str) -> str:
    """A label as it is read: names and wordings as the codebook calls them."""
    kind, _colon, rest = coded.sample.variable.id.partition(":")
    called = {"name": desk.labels.names, "fact": desk.labels.wordings}.get(kind, {})
    return visible(called.get((rest, label)) or below(label))


def passages(coded: Coded) -> pl.DataFrame:
    """All units that were drawn, as mentions that say both labels."""
    template = _("tool: {tool}; coders: {label}")
    said = [
        template.format(tool=tool or "–", label=label or "–")
        for tool, label in coded.units.select("tool", "label").iter_rows()
    ]
    return coded.units.with_columns(labels=pl.Series(said, dtype=pl.String))


def both(coded: Coded) -> pl.DataFrame:
    """Those that have both labels."""
    return both_labels(passages(coded))
