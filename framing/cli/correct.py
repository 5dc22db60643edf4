"""Command: shares by hand, by the tool, and the tool's corrected by hand; and what to code next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import output_options, printable, study_argument
from framing.cli.running import open_run, run_options

if TYPE_CHECKING:
    import polars as pl

    from framing.engine.coding.population import Drawn

_OF = {
    "these_outlets": "what these outlets write: units and articles are drawn",
    "these_articles": "these articles: units are drawn from them, and no others are meant",
}
_CODERS = "The error of coders is in none of these intervals: see framing agree."


def _page(frame: pl.DataFrame) -> list[str] | None:
    """The table to read; None where it is empty."""
    if frame.is_empty():
        return None
    return list(_plan_lines(frame) if "stratum" in frame.columns else _lines(frame))


def _lines(frame: pl.DataFrame) -> Iterator[str]:
    """Shares of each label, by hand, by the tool and corrected beside each other."""
    first = frame.row(0, named=True)
    groups = set(frame["group"].drop_nulls())
    yield f"{printable(first['variable'])}: {_OF[first['claim']]}"
    for label in frame["label"].unique(maintain_order=True):
        rows = [row for row in frame.iter_rows(named=True) if row["label"] == label]
        rows = [row for row in rows if not _of_outlets(row, groups)]
        yield ""
        yield f"share of {printable(label)}"
        names = [_name(row) for row in rows]
        wide = min(max(map(len, names)), 40)
        heads = "".join(f"{head:<{_WIDE}}" for head in ("by hand", "by the tool", "corrected"))
        yield f"  {'':{wide}}  {heads}coded"
        seen: dict[str, dict[str, dict[str, Any]]] = {}
        for name, row in zip(names, rows, strict=True):
            seen.setdefault(name, {})[row["method"]] = row
        for name, by in seen.items():
            yield _line(f"{name:{wide}}", by)
    yield ""
    if any(_of_outlets(row, groups) for row in frame.iter_rows(named=True)):
        yield "Differences of two outlets: --format csv."
    if frame["estimate"].count():
        yield _CODERS


def _of_outlets(row: dict[str, Any], groups: set[str]) -> bool:
    """Whether it is a difference of two outlets: too many of them to read."""
    return row["unit"] == "difference" and row["side_a"] not in groups


def _line(name: str, by: dict[str, dict[str, Any]]) -> str:
    hand = by["hand"]
    counts = f"{hand['n_label']} of {hand['n_coded']} units, {hand['n_articles']} articles"
    flags = "; ".join(dict.fromkeys(row["flag"] for row in by.values() if row["flag"]))
    if hand["estimate"] is None and hand["unit"] == "difference":
        return f"  {name}  none ({printable(flags)})"
    if hand["estimate"] is None:
        return f"  {name}  {counts} ({printable(flags)})"
    cells = "".join(f"{_cell(by[m]) if m in by else '-':<{_WIDE}}" for m in _METHODS)
    return f"  {name}  {cells}{counts}" + (f" ({printable(flags)})" if flags else "")


_WIDE = 24
_METHODS = ("hand", "machine", "corrected")


def _cell(row: dict[str, Any]) -> str:
    digits = 3 if row["low"] is not None and row["high"] - row["low"] < 0.05 else 2
    value, low, high = (_number(row[name], digits) for name in ("estimate", "low", "high"))
    return f"{value} [{low}, {high}]" if low else value


def _number(value: float | None, digits: int) -> str:
    """With so many digits, never as a negative 0."""
    return "" if value is None else f"{round(value, digits) + 0.0:.{digits}f}"


def _name(row: dict[str, Any]) -> str:
    if row["unit"] == "difference":
        return printable(f"{row['side_a']} - {row['side_b']}")
    return printable(row[row["unit"]])


def _plan_lines(frame: pl.DataFrame) -> Iterator[str]:
    """How many more units, what they would give, and in which strata."""
    whole, *strata = frame.iter_rows(named=True)
    of = whole["side_a"] if whole["side_b"] is None else f"{whole['side_a']} - {whole['side_b']}"
    now = f"{whole['n_drawn']} drawn"
    if whole["width_now"] is not None:
        now += f", interval about {whole['width_now']:.3f} wide"
    yield f"{printable(whole['variable'])}, {_OF[whole['claim']]}"
    yield f"Needs most: {printable(whole['label'])}, {printable(of)}. Now {now}."
    if whole["flag"]:
        yield f"{whole['flag'][0].upper()}{whole['flag'][1:]}."
    else:
        yield f"{whole['n_more']} more of {whole['n']} units: about {whole['width']:.3f} wide."
    if whole["width_all"] > 0:
        yield f"With every unit coded it would be {whole['width_all']:.3f} wide."
    if whole["flag"]:
        return
    yield ""
    wide = min(max(len(printable(row["stratum"])) for row in strata), 60)
    yield f"  {'stratum':{wide}}  units  drawn   more   best  spread"
    for row in strata:
        numbers = (row["n"], row["n_drawn"], row["n_more"], row["n_best"])
        cells = "  ".join(f"{number:5}" for number in numbers)
        yield f"  {printable(row['stratum']):{wide}}  {cells}   {row['deviation']:.2f}"
    yield "best: of as many units in all those that would leave the narrowest interval (Neyman)"


@click.command()
@study_argument
@click.argument("sample")
@click.option(
    "--claim",
    type=click.Choice(("these_outlets", "these_articles")),
    help="Whether articles are drawn, too; default: these_outlets.",
)
@click.option("--width", type=float, help="Instead: how many more units for such an interval.")
@click.option(
    "--side", default="", metavar="A", help="With --width: shares of this group or outlet; "
    "default: differences between groups.",
)  # fmt: skip
@click.option("--label", default="", help="With --width: default: the one that needs most.")
@click.option(
    "--accuracy", type=float, metavar="X",
    help="With --width, before anything is coded: how often the tool is right, such as 0.8.",
)  # fmt: skip
@output_options(page=_page)
@run_options
def correct(study: Path, sample: str, width: float | None, **given: Any) -> Any:
    """Shares of each label by hand, by the tool, and the tool's corrected by hand.

    SAMPLE is a sample that framing sample drew and people coded; those that it continues count,
    too. Corrected is the tool's share of all units and the weighed mean of hand - tool over the
    coded ones. With --width it is planned how many more to code, and where; with --accuracy SAMPLE
    may be a variable of which nothing is drawn. The error of coders is in no interval.

    Example: framing correct my-study voice
    """
    from framing.engine.coding.plan import plan_coding
    from framing.engine.coding.population import load_drawn
    from framing.engine.verbs.correct import correct as estimate
    from framing.engine.verbs.correct import correct_drawn

    run = open_run(study)
    given["claim"] = given["claim"] or ""
    if width is None:
        if given["side"] or given["label"] or given["accuracy"] is not None:
            return estimate(run, sample, **given)
        drawn = load_drawn(run, sample)
        for note in _notes(drawn, {found.after: found.id for found in run.study.samples}):
            click.echo(note, err=True)
        return correct_drawn(run, drawn, claim=given["claim"])
    plan = plan_coding(run, sample, width=width, **given)
    for note in plan.notes:
        click.echo(note, err=True)
    if plan.command:
        named = plan.command.replace("STUDY", shlex.quote(str(study)), 1)
        click.echo(f"Next: {named}", err=True)
    return plan.table


def _notes(drawn: Drawn, later: dict[str, str]) -> Iterator[str]:
    """What became of the units that were drawn."""
    response, last = drawn.response, drawn.samples[-1].id
    said = ", ".join(sample.id for sample in drawn.samples)
    yield (
        f"{said}: {response.coded.height} of {response.n_drawn} drawn units settled, "
        f"{response.n_open} not coded yet, coders differ on {response.n_unsettled} (left out)"
    )
    gone = sum(sample.units.height for sample in drawn.samples) - response.n_drawn
    if gone:
        yield f"{gone} drawn units are not among those of the study now: left out"
    none = drawn.units["predicted"].null_count()
    if drawn.variable.predicts and none:
        yield f"the tool gives {none} of {drawn.units.height} units no label: none of its labels"
    if last in later:
        yield f"{later[last]} continues {last}: framing correct STUDY {later[last]} uses both"


COMMANDS = (correct,)
