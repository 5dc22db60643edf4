"""Voices: who is quoted, first and last, in how many words, with which cues."""

from __future__ import annotations

import polars as pl

from framing.records.codebook import CUE_CLASSES
from framing.reporting.charts.voices import sided, sides_of, voices_figures
from framing.reporting.desk import Desk
from framing.reporting.formats import interval, number, of, visible
from framing.reporting.glossary import explain
from framing.reporting.messages import _, below, n_
from framing.reporting.model import Section, Table, Text
from framing.reporting.sections.common import (
    counted,
    estimate_row,
    few_note,
    of_outlet,
    outlets_of,
    share_text,
)

MAX_SPEAKERS = 8  # an outlet


def build_voices(desk: Desk) -> Section:
    """Standing of the sides, speakers, cue classes."""
    rows = sided(desk)
    if rows.is_empty():
        return Section("voices", _("Voices"), (_("No attribution is found."),))
    quoted = rows.filter(pl.col("quotation") != "indirect")
    lead = n_(
        "{n} attribution is found, {quoted} of them with words in quotation marks.",
        "{n} attributions are found, {quoted} of them with words in quotation marks.",
        rows.height,
    ).format(n=number(rows.height), quoted=number(quoted.height))
    tables = [_standing(desk, rows), _speakers(desk, rows), _cues(desk, rows)]
    if not desk.is_reading:
        tables.insert(1, _groups(desk))
    if desk.inputs.cues["low"].is_not_null().any():
        tables.append(_asymmetry(desk))
    notes: list[Text] = [
        (
            _(
                "A speaker on no side of the codebook (experts, firms, unnamed sources) counts as "
                "“no side”; wire copy is included here, since readers met these speakers."
            ),
        )
    ]
    if few_note(desk):
        notes.append((few_note(desk),))
    return Section(
        "voices",
        _("Voices"),
        (lead,),
        tuple(notes),
        figures=tuple(voices_figures(desk)),
        tables=tuple(tables),
        reading=_(
            "Being quoted is not being agreed with. First and last words and the number of words "
            "are shown because they shape what stays with a reader."
        ),
        method=_(
            "Rules for direct, indirect and mixed quotation with cue lists in six classes. Cue "
            "classes are shown as counts and compared only within an outlet; they never change a "
            "stance. Words: of the contents of attributions, once under nested ones."
        ),
        code=desk.command("voices"),
    )


def _standing(desk: Desk, rows: pl.DataFrame) -> Table:
    """By outlet and side: attributions, words, articles where first or last."""
    ordered = rows.filter(~pl.col("role").is_in(["caption"])).sort("article", "start", "end")
    first = ordered.group_by("article", maintain_order=True).first()
    last = ordered.group_by("article", maintain_order=True).last()
    out: list[tuple[Text, ...]] = []
    for outlet, _group in desk.outlets:
        own = of_outlet(rows, outlet)
        if own.is_empty():
            continue
        n_first = of_outlet(first, outlet).height
        for side in sides_of(desk):
            here = own.filter(pl.col("side") == side)
            who = {"outlet": outlet, "side": desk.labels.side(side)}
            of_all = of(here.height, own.height)
            cells: list[Text] = [(visible(outlet),), (desk.labels.side(side),)]
            cells.append(
                (desk.cite(of_all, here, _("{outlet}, {side}: attributions").format(**who)),)
            )
            marked = here.filter(pl.col("quotation") != "indirect")
            title = _("{outlet}, {side}: in quotation marks").format(**who)
            cells.append(counted(desk, marked, title))
            cells.append((number(int(here["content_words"].sum())),))
            for table, title in (
                (first, _("{outlet}, {side}: first to speak")),
                (last, _("{outlet}, {side}: last to speak")),
            ):
                found = of_outlet(table, outlet).filter(pl.col("side") == side)
                words = of(found.height, n_first)
                cells.append((desk.cite(words, found, title.format(**who)),))
            out.append(tuple(cells))
    columns = (
        _("Outlet"), _("Side"), _("Attributions"), _("With quotation marks"), _("Words"),
        _("First to speak"), _("Last to speak"),
    )  # fmt: skip
    return Table(
        "t-voices", _("Standing: who speaks, how much, first and last"), columns, tuple(out),
        tuple(range(2, 7)),
        _("First and last: in how many of the outlet's articles with speakers."),
        explained=(*explain("attributions", 2, 3), (4, "words_spoken"), *explain("standing", 5, 6)),
    )  # fmt: skip


def _groups(desk: Desk) -> Table:
    out: list[tuple[Text, ...]] = []
    shares = desk.inputs.voices.shares.filter(pl.col("unit") == "group")
    for row in shares.iter_rows(named=True):
        seen = estimate_row(
            desk.inputs.voices.published, unit="group", group=row["group"], side=row["side"]
        )
        out.append(
            (
                (outlets_of(row["group"]),),
                (desk.labels.side(row["side"]),),
                (share_text(row),),
                (share_text(seen),),
                (str(row["n_articles"]),),
                (below(row["flag"] or ""),),
            )
        )
    columns = (
        _("Outlets"), _("Side"), _("Authored"), _("Published"), _("Articles"), _("Note"),
    )  # fmt: skip
    explained = ((2, "voice_share"), (3, "authored_published"), (4, "n_articles"))
    return Table("t-voices-groups", _("Share of attributions by group"), columns, tuple(out), (4,),
                 explained=explained)  # fmt: skip


def _speakers(desk: Desk, rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    for outlet, _group in desk.outlets:
        own = of_outlet(rows, outlet).with_columns(pl.col("speaker").fill_null(_("unnamed")))
        order = own.group_by("speaker").agg(pl.len(), pl.col("side").first())
        order = order.sort("len", "speaker", descending=[True, False])
        for speaker, _n, side in order.head(MAX_SPEAKERS).iter_rows():
            here = own.filter(pl.col("speaker") == speaker)
            title = _("{outlet} lets {speaker} speak").format(outlet=outlet, speaker=speaker)
            out.append(
                (
                    (visible(outlet),),
                    (visible(speaker),),
                    (desk.labels.side(side),),
                    counted(desk, here, title),
                    (number(int(here["content_words"].sum())),),
                    (desk.in_articles(here, outlet, _("{what}: articles").format(what=title)),),
                )
            )
        if order.height > MAX_SPEAKERS:
            n = order.height - MAX_SPEAKERS
            more = n_("{n} more speaker", "{n} more speakers", n).format(n=number(n))
            out.append(((visible(outlet),), (more,), ("",), ("",), ("",), ("",)))
    columns = (
        _("Outlet"), _("Speaker"), _("Side"), _("Attributions"), _("Words"), _("Articles"),
    )  # fmt: skip
    explained = ((3, "attributions"), (4, "words_spoken"), (5, "articles"))
    return Table("t-speakers", _("Speakers"), columns, tuple(out), (3, 4, 5), explained=explained)


def _cues(desk: Desk, rows: pl.DataFrame) -> Table:
    out: list[tuple[Text, ...]] = []
    for outlet, _group in desk.outlets:
        for side in sides_of(desk):
            here = of_outlet(rows, outlet).filter(pl.col("side") == side)
            if here.is_empty():
                continue
            title = _("{outlet}, cues for {side}").format(
                outlet=outlet, side=desk.labels.side(side)
            )
            cells: list[Text] = [(visible(outlet),), (desk.labels.side(side),)]
            for cue in CUE_CLASSES:
                found = here.filter(pl.col("cue_class") == cue)
                cells.append(counted(desk, found, f"{title}: {below(cue)}"))
            out.append(tuple(cells))
    columns = (_("Outlet"), _("Side"), *map(below, CUE_CLASSES))
    note = _(
        "Neutral: said, told. Emphatic: stressed, noted. Factive: admitted, revealed. Doubting: "
        "claimed, alleged. Performative: warned, vowed, denied. Context: insisted, maintains. "
        "Read across the rows of one outlet, not between outlets."
    )
    return Table("t-cues", _("Cue classes"), columns, tuple(out), tuple(range(2, 8)), note,
                 explained=explain("cue_class", *range(2, 8)))  # fmt: skip


def _asymmetry(desk: Desk) -> Table:
    """Cues for one side against another in outlets that quote both in enough articles."""
    out: list[tuple[Text, ...]] = []
    sure = desk.inputs.cues.filter(pl.col("low").is_not_null())
    for row in sure.iter_rows(named=True):
        sides = [of(row[f"n_{end}"], row[f"n_total_{end}"]) for end in "ab"]
        against = _("{side} against {other}").format(
            side=desk.labels.side(row["side_a"]), other=desk.labels.side(row["side_b"])
        )
        points = _("{n} points").format(n=number(100 * row["estimate"], 0))
        out.append(
            (
                (visible(row["outlet"]),),
                (below(row["cue_class"]),),
                (against,),
                (sides[0],),
                (sides[1],),
                (points,),
                (interval(100 * row["low"], 100 * row["high"], 0),),
            )
        )
    columns = (
        _("Outlet"), _("Cues"), _("Sides"), _("First side"), _("Second side"), _("Difference"),
        _("Interval"),
    )  # fmt: skip
    note = _(
        "Share of a class among an outlet's cues for the first side minus that for the second. "
        "Marked: emphatic, factive, doubting or performative. An interval that holds 0 shows no "
        "difference; a verb may simply fit what was said, so read the passages."
    )
    return Table(
        "t-asymmetry",
        _("Cues for one side against another"),
        columns,
        tuple(out),
        (5,),
        note,
        explained=((3, "attributions"), (4, "attributions"), (5, "cue_asymmetry"), (6, "interval")),
    )
