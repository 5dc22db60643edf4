"""Portrayal: the tone of sentences that name an actor, by a model that errs often."""

from __future__ import annotations

import polars as pl

from framing.annotate.validity import load_validity
from framing.reporting.desk import Desk
from framing.reporting.formats import number, visible
from framing.reporting.glossary import explain
from framing.reporting.labels import VOICES
from framing.reporting.messages import N_, _, n_
from framing.reporting.model import Figure, Section, Table, Text
from framing.reporting.sections.common import count_figure, counted, look_of, of_outlet
from framing.reporting.validated import say_here

MAX_ACTORS = 6  # in the table, those named most often
DRAWN = 2
TONES = {"negative": N_("negative"), "neutral": N_("neutral"), "positive": N_("positive")}
_LOOKS = {"negative": "a", "neutral": "n", "positive": "b"}


def build_portrayal(desk: Desk) -> Section:
    """Counts of tones by actor, outlet and voice; a place to look, no finding."""
    rows = desk.inputs.portrayals
    title, code = _("Portrayal"), desk.command("portrayal")
    if rows.is_empty():
        why = _("No sentence names an actor of the codebook.")
        return Section("portrayal", title, (why,), code=code)
    model = next(v for v in load_validity() if v.detector.startswith("Portrayal"))
    score = number(model.scores["macro_F1"], 2)
    lead = n_(
        "A model gives a tone to {n} sentence that names an actor. It errs in about one of three "
        "(macro-F1 {score} on news of US politics; {here}): counts to look up, no "
        "findings.",
        "A model gives a tone to {n} sentences that name an actor. It errs in about one of three "
        "(macro-F1 {score} on news of US politics; {here}): counts to look up, no "
        "findings.",
        rows.height,
    ).format(n=f"{rows.height:,}", score=score, here=say_here(desk, model))
    order = rows.group_by("actor").len().sort("len", "actor", descending=[True, False])
    actors = order["actor"].head(MAX_ACTORS).to_list()
    notes: list[Text] = []
    if (left := order.height - len(actors)) > 0:
        note = n_("{n} actor that is named less often is in tables/portrayal.csv.",
                  "{n} actors that are named less often are in tables/portrayal.csv.",
                  left)  # fmt: skip
        notes.append((note.format(n=left),))
    return Section(
        "portrayal",
        title,
        (lead,),
        tuple(notes),
        figures=tuple(_figure(desk, rows, actor) for actor in actors[:DRAWN]),
        tables=(_table(desk, rows, actors),),
        reading=_("Tone is how a sentence makes somebody look: bad news about a person is negative "
                  "without anybody being against that person. Open a number and read the "
                  "sentences: one in three is judged wrongly. Do not compare two actors, for whom "
                  "the model may err unlike."),
        method=_("A linear model of the words of a sentence, names taken out first, trained on "
                 "NewsMTSC (Hamborg & Donnay 2021); one row a sentence, actor and voice. "
                 "Captions and wire copy are left out here."),
        code=code,
        explained=("portrayal",),
    )  # fmt: skip


def _label(desk: Desk, actor: str) -> str:
    """An actor as the codebook calls it."""
    labels = {a.id: a.label for a in desk.inputs.codebook.actors}
    return visible(labels.get(actor) or actor.replace("_", " "))


def _table(desk: Desk, rows: pl.DataFrame, actors: list[str]) -> Table:
    out: list[tuple[Text, ...]] = []
    for actor in actors:
        label = _label(desk, actor)
        for outlet, _group in desk.outlets:
            here = of_outlet(rows, outlet).filter(pl.col("actor") == actor)
            if here.is_empty():
                continue
            cells: list[Text] = [(label,), (visible(outlet),)]
            for voice in ("outlet", "source"):
                for tone in TONES:
                    found = here.filter((pl.col("voice") == voice) & (pl.col("tone") == tone))
                    about = f"{outlet}, {label}: {_(TONES[tone])}, {_(VOICES[voice])}"
                    cells.append(counted(desk, found, about))
            out.append(tuple(cells))
    heads = [f"{_(VOICES[v])}: {_(t)}" for v in ("outlet", "source") for t in TONES.values()]
    columns = (_("Actor"), _("Outlet"), *heads)
    caption = _("Sentences by tone toward an actor, as a model reads them")
    return Table(
        "t-portrayal", caption, columns, tuple(out), tuple(range(2, 8)),
        explained=explain("portrayal", *range(2, 8)),
    )  # fmt: skip


def _figure(desk: Desk, rows: pl.DataFrame, actor: str) -> Figure:
    own = rows.filter((pl.col("actor") == actor) & (pl.col("voice") == "outlet"))
    bars: list[dict[str, object]] = [
        {
            **look_of(desk, outlet, group),
            "row": outlet,
            "part": _(TONES[tone]),
            "look": _LOOKS[tone],
            "n": of_outlet(own, outlet).filter(pl.col("tone") == tone).height,
        }
        for outlet, group in desk.outlets
        for tone in TONES
    ]
    title = _("Tone toward {actor} in own words, by a model").format(actor=_label(desk, actor))
    return count_figure(
        desk, bars, id=f"f-portrayal-{actor}", title=title, unit=_("sentences, own words")
    )
