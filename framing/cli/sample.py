"""Command: units drawn to be coded by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.cli.options import make_scope, scope_options, study_argument, write_rows
from framing.cli.running import open_run, run_options
from framing.records.coding import ALLOCATIONS, EVEN, UNIT_KINDS

if TYPE_CHECKING:
    from framing.engine.run import Run
    from framing.records.coding import Sample

_BY = ("outlet", "group", "event", "predicted", "none")


@click.command()
@study_argument
@click.argument("variable", default="")
@click.option("--list", "listed", is_flag=True, help="What can be coded, and nothing is drawn.")
@click.option("--n", type=click.IntRange(1), default=120, show_default=True, help="How many units.")
@click.option("--name", default="", help="Of the sample; default: the variable's.")
@click.option(
    "--unit", type=click.Choice(UNIT_KINDS), help="For frame elements and variables of your own: "
    "article (default) or sentence.",
)  # fmt: skip
@click.option("--blind", is_flag=True, help="Coders do not see which outlet wrote a unit.")
@click.option("--mask-names", is_flag=True, help="Contested names of the codebook are hidden.")
@click.option(
    "--by", multiple=True, type=click.Choice(_BY),
    help="Strata, may be given more than once; default: outlet, event and predicted, or fewer "
    "where --n leaves no two units for each.",
)  # fmt: skip
@click.option(
    "--allocation", type=click.Choice(ALLOCATIONS), default=EVEN, show_default=True,
    help="As many units of each stratum, or in proportion to its size.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), help="Another draw; default: the study's seed.")
@click.option(
    "--after", metavar="NAME", default="",
    help="More units of this sample's design, none of which it holds.",
)  # fmt: skip
@click.option(
    "--label", "labels", multiple=True, help="A label of a variable of your own; give each."
)
@click.option("--question", default="", help="What coders are asked about your own variable.")
@click.option("--ordinal", is_flag=True, help="Your labels stand in order.")
@click.option(
    "--coder", "coders", multiple=True, metavar="NAME",
    help="A sheet for this coder, in an order of its own; may be given more than once.",
)  # fmt: skip
@click.option(
    "--overlap", type=click.FloatRange(0, 1), default=1.0, show_default=True,
    help="Share of units that all coders code; the others are dealt out.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False),
    help="The sheet goes to this file (.csv or .xlsx) instead of sheets/ of the sample.",
)  # fmt: skip
@click.option(
    "--out-dir", type=click.Path(path_type=Path, file_okay=False),
    help="The sample goes into this folder instead of coding/ of the study.",
)  # fmt: skip
@scope_options
@run_options
def sample(study: Path, variable: str, listed: bool, **given: Any) -> None:
    """Draw units to be coded by hand, into coding/NAME of the study.

    VARIABLE is one of --list, such as voice or stance:TARGET, or one of your own with --label and
    --question. Units are drawn at random within strata, each with its inclusion probability.
    Filled sheets go into coding/NAME/codes/ (docs/coding.md).

    Example: framing sample my-study voice --n 200 --blind --coder ana --coder bo
    """
    from framing.engine.coding.masks import shown_units
    from framing.engine.coding.variables import list_variables
    from framing.study.coding.samples import check_free, write_sample
    from framing.study.coding.sheets import check_sheets, write_sheets

    run = open_run(study)
    if listed:
        write_rows(list_variables(run), form="table", wide=True, out=None)
        return
    deal = {key: given[key] for key in ("coders", "overlap", "out")}
    check_sheets(**deal)
    _check_outs(study, given)
    drawn = _draw(run, variable, given)
    if given["out_dir"]:
        drawn = replace(drawn, folder=given["out_dir"])
    check_free(drawn.folder)
    written = [
        *write_sample(drawn), *write_sheets(drawn, shown_units(run, drawn), **deal)
    ]  # fmt: skip
    for path in written:
        click.echo(path)
    for note in _notes(run, drawn, given):
        click.echo(note, err=True)


def _check_outs(study: Path, given: dict[str, Any]) -> None:
    from framing.study.outputs import check_output

    for key in ("out", "out_dir"):
        if given[key]:
            check_output(study, given[key])


def _draw(run: Run, variable: str, given: dict[str, Any]) -> Sample:
    """What the options ask for."""
    from framing.engine.coding.variables import own_variable
    from framing.engine.verbs.sample import sample as draw
    from framing.errors import UsageError

    if given["after"]:
        return _complete(run, variable, given)
    if not variable:
        raise UsageError("no variable; allowed: one of framing sample STUDY --list")
    asked: Any = variable
    if given["labels"] or given["question"]:
        asked = own_variable(
            run,
            variable,
            labels=given["labels"],
            question=given["question"],
            unit=given["unit"] or "article",
            ordinal=given["ordinal"],
        )
    scope = make_scope(
        run, **{k: given[k] for k in ("voice", "role", "estimand", "repeats", "events", "outlets")}
    )
    drawn = draw(
        run,
        asked,
        n=given["n"],
        name=given["name"],
        unit=given["unit"] or "",
        blind=given["blind"],
        mask_names=given["mask_names"],
        by=_strata(given["by"]),
        allocation=given["allocation"],
        seed=given["seed"],
        scope=scope,
    )
    whole = [f"--{key}" for key in ("voice", "role") if given[key]]
    if drawn.variable.unit == "article" and whole:
        raise UsageError(f"{whole[0]}: articles are coded whole; allowed: no --voice, no --role")
    return drawn


def _complete(run: Run, variable: str, given: dict[str, Any]) -> Sample:
    """More of a sample: its design is given, so nothing but size and name can be chosen."""
    from framing.engine.verbs.sample import sample_after
    from framing.errors import UsageError

    context = click.get_current_context()
    free = {"study", "after", "n", "name", "coders", "overlap", "out", "out_dir", "listed"}
    for key, value in context.params.items():
        if key in free or not value or value == EVEN:
            continue
        option = f"variable {variable!r}" if key == "variable" else f"--{key.replace('_', '-')}"
        raise UsageError(
            f"{option} with --after: the design is that of {given['after']}; allowed: --n, --name, "
            "--coder, --overlap, --out, --out-dir"
        )
    return sample_after(run, given["after"], n=given["n"], name=given["name"])


def _strata(by: tuple[str, ...]) -> tuple[str, ...] | None:
    from framing.errors import UsageError

    if "none" in by and len(by) > 1:
        raise UsageError(f"--by {', '.join(by)}; allowed: none alone, or columns")
    return () if by == ("none",) else by or None


def _notes(run: Run, drawn: Sample, given: dict[str, Any]) -> Iterator[str]:
    """How the units were drawn, and what coders do with the sheets."""
    n, strata = drawn.units.height, drawn.units["stratum"].n_unique()
    by = ", ".join(drawn.by) or "none"
    of = f"{n} of {drawn.n_frame} {drawn.variable.unit}s"
    yield f"{of} in {strata} {'stratum' if strata == 1 else 'strata'} (by {by})"
    if not given["by"] and not drawn.after and len(drawn.by) < 3 and n < drawn.n_frame:
        yield f"--n {n} leaves no two units for each outlet, event and predicted label"
    if not drawn.variable.predicts:
        yield "the tool has no labels of its own: agree compares coders, nothing is corrected"
    own = set(drawn.units["unit"])
    for other in run.study.samples:
        n_same = len(own & set(other.units["unit"])) * (other.variable == drawn.variable)
        if n_same:
            yield f"{n_same} of them are in sample {other.id}, too; --after {other.id} draws others"
    yield f"Next: coders fill in the sheets; put them into {drawn.folder / 'codes'}"


COMMANDS = (sample,)
