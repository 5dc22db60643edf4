"""Lesson 5: code and agree."""

from __future__ import annotations

import re
from fractions import Fraction

import polars as pl

from framing.engine.coding.draw import draw_units
from framing.engine.coding.units import find_units
from framing.engine.coding.variables import find_kind
from framing.engine.lessons.pairs import introduce
from framing.engine.lessons.passages import AS_PRINTED, cut, with_sentences
from framing.engine.lessons.texts import Words
from framing.engine.run import Run
from framing.records.coding import Variable
from framing.records.lessons import Block, Break, Grid, Lines, Mark, Points, Prose, Task, Text

N_UNITS = 12
VARIABLE = "voice"
# The worked example: rows are one coder's labels, columns the other's; two labels, 20 units.
EXAMPLE = ((8, 2), (3, 7))
FEW = "There are only {n} sentences to code here; take those of more articles where you can."


def coding_tasks(run: Run, words: Words) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """The tasks, and what the study cannot carry."""
    kind = find_kind(run, VARIABLE)
    units = find_units(run, kind, AS_PRINTED)
    fit = with_sentences(run, units).filter(pl.col("start") == pl.col("opens"))
    seed = run.study.options.seed
    drawn = draw_units(fit.select(units.columns), n=N_UNITS, by=("predicted",), seed=seed)
    tasks = (
        _code(run, words, drawn, kind.variable),
        _table(words, kind.variable),
        _kappa(words),
        Task(words.task_title("settle"), words.ask("settle"), (Lines(3),), ()),
    )
    limits = (FEW.format(n=drawn.height),) if drawn.height < N_UNITS else ()
    return tasks, limits


def _code(run: Run, words: Words, drawn: pl.DataFrame, variable: Variable) -> Task:
    asked, told = list[tuple[Text, ...]](), list[tuple[Text, ...]]()
    for k, row in enumerate(drawn.iter_rows(named=True), 1):
        text = cut(run, row["article"], (row["start"], row["end"]))
        asked.append(((f"{k}",), text, ("",), ("",)))
        told.append(((f"{k}",), (row["predicted"] or "–",), (introduce(run, row["article"]),)))
    grid = Grid(("", "Sentence", "Mine", "Theirs"), tuple(asked), (0.05, 0.67, 0.14, 0.14))
    key = Grid(("", "The tool says", "From"), tuple(told), (0.06, 0.24, 0.7))
    answer = (key, Prose((_TOOL,)))
    ask = words.ask("code", question=variable.question)
    material = (*_instructions(variable.instructions), grid, Break())
    return Task(words.task_title("code"), ask, material, answer)


_EMPHASIS = re.compile(r"\*(\"?)([^*]+?)\1\*")  # also where marks stand inside it


def _instructions(markdown: str) -> tuple[Block, ...]:
    """Instructions for coders: paragraphs and lists; what is emphasised gets marks."""
    blocks = list[Block]()
    for part in filter(None, markdown.split("\n\n")):
        plain = _EMPHASIS.sub(r"“\2”", part.replace("**", ""))
        lines = plain.splitlines()
        if all(line.startswith("- ") for line in lines):
            blocks.append(Points(tuple((line[2:],) for line in lines)))
        else:
            blocks.append(Prose((" ".join(lines),)))
    return tuple(blocks)


_TOOL = (
    "The tool is one more coder, and not the judge. Where it differs from both of you, ask what it "
    "could not see; where it differs from one, ask the same of both."
)


def _table(words: Words, variable: Variable) -> Task:
    columns = ("mine \\ theirs", *variable.labels, "sum")
    rows = (*variable.labels, "sum")
    wide = tuple(0.72 / (len(columns) - 1) for _ in columns[1:])
    grid = Grid(columns, tuple((((Mark(row),)), *(("",) for _ in columns[1:])) for row in rows),
                (0.28, *wide), is_tall=True)  # fmt: skip
    answer = Prose(("The sums of rows and of columns are both the number of units.",))
    return Task(words.task_title("table"), words.ask("table"), (grid,), (answer,))


def _kappa(words: Words) -> Task:
    labels = ("yes", "no")
    sums = tuple(sum(row) for row in EXAMPLE)
    columns = tuple(sum(row[k] for row in EXAMPLE) for k in range(2))
    n = sum(sums)
    filled: list[tuple[Text, ...]] = [
        ((Mark(label),), *((str(x),) for x in (*row, sum(row))))
        for label, row in zip(labels, EXAMPLE, strict=True)
    ]
    filled.append(((Mark("sum"),), *((str(x),) for x in (*columns, n))))
    caption = f"Example: two coders, {n} units"
    wide = (0.28, 0.24, 0.24, 0.24)
    grid = Grid(("mine \\ theirs", *labels, "sum"), tuple(filled), wide, caption=caption,
                centred=(1, 2, 3))  # fmt: skip
    blanks = (("Example",), ("",), ("",), ("",)), (("Ours",), ("",), ("",), ("",))
    fill = Grid(("", "percent agreement", "chance", "kappa"), blanks, (0.22, 0.26, 0.26, 0.26),
                is_tall=True)  # fmt: skip
    agreement, chance, kappa = by_hand(EXAMPLE)
    said: list[Block] = [
        Prose((f"Agreement: ({EXAMPLE[0][0]} + {EXAMPLE[1][1]}) / {n} = {float(agreement):.2f}.",)),
        Prose((f"Chance: ({sums[0]} × {columns[0]} + {sums[1]} × {columns[1]}) / ({n} × {n}) = "
               f"{float(chance):.2f}.",)),
        Prose((f"Kappa: ({float(agreement):.2f} − {float(chance):.2f}) / "
               f"(1 − {float(chance):.2f}) = {float(kappa):.2f}.",)),
    ]  # fmt: skip
    return Task(words.task_title("kappa"), words.ask("kappa"), (grid, fill), tuple(said))


def by_hand(table: tuple[tuple[int, ...], ...]) -> tuple[Fraction, Fraction, Fraction]:
    """Percent agreement, agreement by chance, and kappa, as students work them out.

    >>> by_hand(((8, 2), (3, 7)))
    (Fraction(3, 4), Fraction(1, 2), Fraction(1, 2))
    """
    n = sum(map(sum, table))
    rows, columns = (
        [sum(row) for row in table],
        [sum(column) for column in zip(*table, strict=True)],
    )
    agreement = Fraction(sum(table[k][k] for k in range(len(table))), n)
    chance = Fraction(sum(r * c for r, c in zip(rows, columns, strict=True)), n * n)
    return agreement, chance, (agreement - chance) / (1 - chance)
