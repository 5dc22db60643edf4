"""Options that commands share, and how they become a scope and rows."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing.records.scope import ESTIMANDS, ROLES, VOICES

if TYPE_CHECKING:
    import polars as pl

    from framing.engine.run import Run
    from framing.records.scope import Scope

Command = Callable[..., Any]
Page = Callable[["pl.DataFrame"], Iterable[str] | None]
Writer = Callable[["pl.DataFrame"], str]

study_argument = click.argument(
    "study", type=click.Path(path_type=Path, file_okay=False), metavar="STUDY"
)


def scope_options(command: Command) -> Command:
    """Which tokens count, and with which weight; unset ones come from study.toml."""
    return _all(
        click.option("--voice", multiple=True, type=click.Choice(VOICES), help="Only this voice."),
        click.option("--role", multiple=True, type=click.Choice(ROLES), help="Only this role."),
        click.option(
            "--estimand",
            type=click.Choice(ESTIMANDS),
            help="authored: copies and house sentences count once; published: every appearance.",
        ),
        click.option(
            "--repeats",
            type=click.Choice(("once", "all")),
            help="House sentences once per outlet, or always.",
        ),
        click.option(
            "--event",
            "events",
            multiple=True,
            metavar="ID",
            help="Only this event; 'shared': those that every group covers.",
        ),
        click.option(
            "--outlet", "outlets", multiple=True, metavar="NAME", help="Only this outlet."
        ),
    )(command)


def versus_options(command: Command) -> Command:
    """Two sides to compare, as a whole or within the events that both cover."""
    return _all(
        click.option(
            "--versus",
            nargs=2,
            metavar="A B",
            help="The difference between two groups, or outlets: A minus B.",
        ),
        click.option(
            "--matched",
            is_flag=True,
            help="With --versus: within each shared event, then the mean over these events.",
        ),
    )(command)


def rate_options(*layers: str, default: str) -> Callable[[Command], Command]:
    """Which rate of which layer is followed, or split; ``default`` is what --term does not set."""
    return _all(
        click.option(
            "--layer",
            type=click.Choice(layers),
            help=f"What is counted; default: {default}, with --term words.",
        ),
        click.option(
            "--term",
            "terms",
            multiple=True,
            metavar="PATTERN",
            help="A word, an n-gram or a codebook pattern; may be given more than once.",
        ),
        click.option(
            "--kind",
            type=click.Choice(("mentions", "articles")),
            default="mentions",
            show_default=True,
            help="Pooled mentions, or the mean of article shares.",
        ),
    )


def max_n_option(default: int) -> Callable[[Command], Command]:
    """How long n-grams may be."""
    return click.option(
        "--max-n", type=click.IntRange(1, 3), default=default, show_default=True,
        help="Longest n-gram.",
    )  # fmt: skip


def _all(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Options as one, in the order in which help lists them."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


_SEARCHED = "framing.searched"  # what a command looked into, to say where it found nothing


def output_options(
    command: Command | None = None,
    *,
    page: Page | None = None,
    also: Mapping[str, Writer] | None = None,
    right: tuple[str, ...] = (),
) -> Command:
    """How rows are written: ``--format``, ``--wide``, ``--out``.

    ``page`` makes lines to read of rows that are no table for a terminal, None of others; ``also``
    are further formats, by name, which is the ending of their files, too; ``right`` are columns of
    text that a table sets flush right.
    """
    if command is None:
        return functools.partial(output_options, page=page, also=also, right=right)
    writers = also or {}
    endings = _ENDINGS | {f".{name}": name for name in writers}
    listed = " or ".join((", ".join([*endings][:-1]), [*endings][-1]))

    @click.option(
        "--format",
        "form",
        type=click.Choice(("table", "csv", "json", *writers)),
        help="How rows are written; default: as the ending of --out says, else a table.",
    )
    @click.option("--wide", is_flag=True, help="Every column in a table, also empty ones.")
    @click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        help=f"Write to this file ({listed}) instead of the terminal.",
    )
    @functools.wraps(command)
    def wrapped(*args: Any, form: str | None, wide: bool, out: Path | None, **kwargs: Any) -> None:
        form = _form(form, out, endings)
        if out and kwargs.get("study"):
            from framing.study.outputs import check_output

            check_output(kwargs["study"], out)
        frame = command(*args, **kwargs)
        searched = click.get_current_context().meta.get(_SEARCHED)
        if frame.is_empty() and searched:
            run, scope = searched
            n = run.articles_in(scope).height
            click.echo(f"no hit in {n} article{'s' * (n != 1)}", err=True)
        lines = page(frame) if page and form == "table" and not out else None
        if form in writers:
            write_text(writers[form](frame), n_rows=frame.height, out=out)
        elif lines is None:
            write_rows(frame, form=form, wide=wide, out=out, right=right)
        else:
            for line in lines:
                click.echo(line)

    return wrapped


_ENDINGS = {".csv": "csv", ".json": "json", ".txt": "table"}


def _form(form: str | None, out: Path | None, endings: Mapping[str, str]) -> str:
    """The format asked for, or the one that the ending of the file means; no other ending."""
    from framing.errors import UsageError

    ending = out.suffix.lower() if out else ""
    if not ending:
        return form or "table"
    if ending not in endings:
        allowed = ", ".join(endings)
        raise UsageError(f"--out {out}: files end in {allowed}; {ending} is not written")
    if form and form != endings[ending]:
        right = next(end for end, meant in endings.items() if meant == form)
        raise UsageError(f"--out {out} does not fit --format {form}; end it in {right}")
    return form or endings[ending]


def make_scope(run: Run, **given: Any) -> Scope:
    """The study's scope with what the command line set; unknown events and outlets are errors."""
    from dataclasses import replace

    from framing.errors import UsageError

    scope = run.study.options.scope
    changes: dict[str, Any] = {
        key: given[key] for key in ("voice", "role", "events", "outlets") if given[key]
    }
    if given["estimand"]:
        changes["copies"] = given["estimand"]
        changes["repeats"] = "once" if given["estimand"] == "authored" else "all"
    if given["repeats"]:
        changes["repeats"] = given["repeats"]
    known = {
        "events": {"shared", *(event.id for event in run.study.events)},
        "outlets": set(run.study.outlets["outlet"]),
    }
    for key, allowed in known.items():
        for value in changes.get(key, ()):
            if value not in allowed:
                raise UsageError(f"--{key[:-1]} {value!r}; allowed: {', '.join(sorted(allowed))}")
    scope = replace(scope, **changes)
    click.get_current_context().meta[_SEARCHED] = (run, scope)
    return scope


def demand_words(run: Run, scope: Scope, *, step: str = "") -> None:
    """Refuse a scope that keeps articles and no word of them; ``step``: what else would help."""
    from framing.errors import UsageError

    n = run.articles_in(scope).height
    if n and not run.counts.forms(scope):
        articles = f"{n} article{'s' * (n != 1)}"
        raise UsageError(
            f"scope {scope} leaves no words in {articles}; allowed: a scope that keeps some"
            + (f". Next: {step}" if step else "")
        )


def expect_nothing() -> None:
    """That there are no rows has been told with its reason: "no hit" is not said on top."""
    click.get_current_context().meta.pop(_SEARCHED, None)


# Columns for machines and for joins; a terminal shows them only with --wide.
_TECHNICAL = frozenset(
    ("id", "rule", "parent", "weight", "start", "end", "source_text", "actor", "holder_side",
     "level", "scope", "claim", "strata", "weights", "interval", "n_total_eff", "n_eff_a",
     "n_eff_b", "n_words",
     "log_odds_low", "log_odds_high", "percent_diff", "odds_ratio", "mh_low", "mh_high",
     "n_events_informative", "n_events_shared", "tdk", "dpnorm_a", "dpnorm_b", "p_method",
     "n_node_eff", "n_collocate_eff", "n_span_eff", "n_node_eff_a", "n_node_eff_b",
     "n_collocate_eff_a", "n_collocate_eff_b")
)  # fmt: skip


def write_rows(
    frame: pl.DataFrame,
    *,
    form: str,
    wide: bool,
    out: Path | None,
    right: tuple[str, ...] = (),
) -> None:
    """Rows to stdout or a file as table, CSV or JSON; columns left out are named on stderr."""
    from framing.reporting.tables import to_csv, to_json, to_text

    if form == "table":
        left_out = [] if wide else _left_out(frame)
        text = to_text(_flush_right(frame, right).drop(left_out))
        if left_out:
            note = f"columns not shown: {', '.join(left_out)} (--wide or --format csv)"
            click.echo(note, err=True)
    else:
        text = to_csv(frame) if form == "csv" else to_json(frame)
    write_text(text, n_rows=frame.height, out=out)


def _flush_right(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    """Blanks before text, so that a table sets it flush right."""
    if not columns:
        return frame
    import polars as pl
    from rich.cells import cell_len

    padded = []
    for column in columns:
        cells = [printable(cell) for cell in frame[column]]
        most = max(map(cell_len, cells), default=0)
        padded.append(pl.Series(column, [" " * (most - cell_len(c)) + c for c in cells]))
    return frame.with_columns(padded)


def write_text(text: str, *, n_rows: int, out: Path | None) -> None:
    """Rows that are written out already, to stdout or a file."""
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, "utf-8", newline="")
        click.echo(f"{n_rows} rows in {out}", err=True)
    else:
        click.echo(text, nl=not text.endswith("\n"))


def printable(text: str) -> str:
    r"""One line, without control characters that could move a terminal's cursor.

    >>> printable("A \x1b[2Jtitle\nin two lines")
    'A [2Jtitle in two lines'
    """
    return without_controls(" ".join(text.split()))


def without_controls(line: str) -> str:
    """A line as it may be printed, its blanks kept: names and reasons come from strangers."""
    return "".join(c for c in line if c.isprintable())


def _left_out(frame: pl.DataFrame) -> list[str]:
    technical = _TECHNICAL
    if "tone" in frame.columns:
        technical -= {"actor"}  # there it is what a row is about
    if "cannot" in frame.columns:  # a design: what is shared matters
        technical = technical - {"n_events_shared"} | {"n_events_a", "n_events_b"}
    return [
        name
        for name in frame.columns
        if name in technical or (frame.height > 0 and frame[name].null_count() == frame.height)
    ]
