"""Variables of passages: how and by which name a thing is named, the tone toward an actor."""

from __future__ import annotations

import polars as pl

from framing.engine.coding.instructions import describe_labels, examples_of, joined
from framing.engine.coding.kinds.kind import NONE, Kind
from framing.engine.run import Run
from framing.records.codebook import NEUTRAL, Actor, Codebook, Entity, Wording
from framing.records.coding import Variable

MODES = ("own", "paraphrased", "quoted", "glossed")
TONES = ("negative", "neutral", "positive")


def passage_kinds(book: Codebook) -> list[Kind]:
    """Those that a codebook makes."""
    return [
        *(_mode(entity) for entity in book.entities),
        *(_name(entity) for entity in book.entities),
        *(_portrayal(actor) for actor in book.actors),
    ]


def _mode(entity: Entity) -> Kind:
    about = entity.label or entity.id
    variable = Variable(
        id=f"mode:{entity.id}",
        unit="passage",
        labels=(*MODES, NONE),
        question=f"How is this name used, for {about}?",
        instructions=describe_labels(
            [
                ("own", "the outlet uses it in its own words", []),
                (
                    "paraphrased",
                    "it stands in what somebody said, retold without quotation marks",
                    ["the South wants talks on the Green Lake, he said"],
                ),
                ("quoted", "it stands inside quotation marks", []),
                (
                    "glossed",
                    "it is mentioned as somebody's name",
                    ["which the South calls the Green Lake"],
                ),
                (NONE, "the passage does not name it", []),
            ],
            before=entity.note,
        ),
    )
    return Kind(variable, lambda run: _mentions(run, entity.id), lambda run, units: units["mode"])


def _name(entity: Entity) -> Kind:
    variable = Variable(
        id=f"name:{entity.id}",
        unit="passage",
        labels=tuple(dict.fromkeys((*(w.id for w in entity.wordings), NONE))),
        question=f"Which name is this, for {entity.label or entity.id}?",
        instructions=describe_labels(
            [
                *(
                    (w.id, joined(f"{w.label}, {_owner(w)}", w.note), examples_of(w.patterns))
                    for w in entity.wordings
                ),
                (NONE, "none of these, or the passage names something else", []),
            ],
            before=entity.note,
        ),
    )
    return Kind(variable, lambda run: _mentions(run, entity.id), lambda run, units: units["name"])


def _owner(wording: Wording) -> str:
    return "nobody's name" if wording.side == NEUTRAL else f"a name of side {wording.side}"


def _mentions(run: Run, entity: str) -> pl.DataFrame:
    return run.layers.names.filter(pl.col("entity") == entity)


def _portrayal(actor: Actor) -> Kind:
    about = actor.label or actor.id
    variable = Variable(
        id=f"portrayal:{actor.id}",
        unit="passage",
        labels=TONES,
        ordinal=True,
        question=f"Which tone has the sentence toward {about}?",
        instructions=describe_labels(
            [
                (
                    "negative",
                    f"it puts {about} in a bad light: fault, failure, weakness, bad intent",
                    [],
                ),
                ("neutral", "neither, or as much of one as of the other", []),
                (
                    "positive",
                    f"it puts {about} in a good light: merit, success, strength, good intent",
                    [],
                ),
            ],
            before=actor.note,
            after="Judge what the sentence says of the one who is marked, not whether the news is "
            "good or bad, nor what you think of them.",
        ),
    )
    return Kind(
        variable,
        lambda run: run.layers.portrayals.filter(pl.col("actor") == actor.id),
        lambda run, units: units["tone"],
    )
