"""Lesson 1: whose name is it?"""

from __future__ import annotations

from collections import Counter

import polars as pl

from framing.annotate.names.practice import contested_sides
from framing.compare.design import READING
from framing.engine.lessons.pairs import choose_pair, introduce
from framing.engine.lessons.passages import (
    AS_PRINTED,
    cut,
    inside,
    pick,
    print_article,
    printed_spans,
    with_sentences,
)
from framing.engine.lessons.plain import plain_articles
from framing.engine.lessons.texts import Words
from framing.engine.run import Run
from framing.engine.verbs.names import names
from framing.records.codebook import NEUTRAL, Entity
from framing.records.lessons import Block, Grid, Lines, Mark, Prose, Task, Text

MODES = ("own", "paraphrased", "quoted", "glossed")
# Clear ones first; "hard" are marks of distance, agency copy and both names in one breath.
WANTED = (("own", 2), ("quoted", 2), ("glossed", 1), ("paraphrased", 1), ("hard", 2), ("long", 2))
PASSAGES = 8
CLEAR = 16  # words of a sentence that is a clear case of an outlet's own words
# In a long sentence, or after "that", somebody's view may begin unseen: no clear case.
_VIEW = r"\bthat\b|[\"“”]"
NOTHING = (
    "The codebook names nothing for which sides have names of their own. The handout lets students "
    "find such things themselves; the tool has no answers to them."
)


def name_tasks(run: Run, words: Words) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """The tasks, and what the study cannot carry."""
    sides = contested_sides(run.study.codebook)
    entities = [entity for entity in run.study.codebook.entities if entity.id in sides]
    rows = names(run, scope=AS_PRINTED, show="mentions")
    counts = Counter(rows["entity"])
    if not any(counts[entity.id] for entity in entities):
        return _nameless(run, words), (NOTHING,)
    entity = max(entities, key=lambda entity: counts[entity.id])
    here = rows.filter(pl.col("entity") == entity.id)
    return (_mark(run, words, here), _count(run, words, here, entity)), ()


def _nameless(run: Run, words: Words) -> tuple[Task, ...]:
    told = (Prose(("There is no computed answer: any list is right that can be defended.",)),)
    return (
        Task(
            words.task_title("nameless"),
            words.ask("nameless"),
            (*plain_articles(run), Lines(3)),
            told,
        ),
        Task(words.task_title("nameless_rule"), words.ask("nameless_rule"), (Lines(4),), told),
    )


def _mark(run: Run, words: Words, rows: pl.DataFrame) -> Task:
    is_hard = (pl.col("voice") == "wire") | pl.col("scare") | pl.col("pair").is_not_null()
    sided = rows.filter(pl.col("side") != NEUTRAL).with_columns(
        kind=pl.when(is_hard).then(pl.lit("hard")).otherwise("mode")
    )
    fit = with_sentences(run, sided)
    unclear = (pl.col("n_words") > CLEAR) | pl.col("said").str.contains(_VIEW)
    is_long = (pl.col("kind") == "own") & unclear
    fit = fit.with_columns(kind=pl.when(is_long).then(pl.lit("long")).otherwise("kind"))
    chosen = pick(fit, WANTED, seed=run.study.options.seed).head(PASSAGES)
    asked, told = list[tuple[Text, ...]](), list[tuple[Text, ...]]()
    for k, row in enumerate(chosen.iter_rows(named=True), 1):
        span = (row["opens"], row["closes"])
        text = cut(run, row["article"], span, [(row["start"], row["end"], "")])
        asked.append(((f"{k}",), text, *(("☐",) for _ in MODES)))
        told.append(((f"{k}",), (row["mode"],), (_why(row),), (introduce(run, row["article"]),)))
    widths = (0.05, 0.48, 0.08, 0.17, 0.11, 0.11)
    grid = Grid(("", "Passage", *MODES), tuple(asked), widths, centred=(2, 3, 4, 5))
    key = Grid(("", "The tool says", "Since", "From"), tuple(told), (0.05, 0.17, 0.44, 0.34))
    return Task(words.task_title("mark"), words.ask("mark"), (grid,), (key,))


def _why(row: dict[str, object]) -> str:
    """The rule in words."""
    said = {
        "own": "outside anybody's speech",
        "paraphrased": "in speech that is reported without marks",
        "quoted": "inside quotation marks",
        "glossed": "mentioned as a name, or explained",
    }[str(row["mode"])]
    if row["scare"]:
        said = "marks round the name alone: distance or mention, which nobody can tell by the marks"
    if row["voice"] == "wire":
        said += "; but the text is an agency's, so the choice is the agency's"
    elif row["role"] == "title":
        said += "; in the headline"
    if row["pair"]:
        said += "; both sides' names in one breath"
    return said


def _count(run: Run, words: Words, rows: pl.DataFrame, entity: Entity) -> Task:
    sides = (*contested_sides(run.study.codebook)[entity.id], NEUTRAL)
    counts = {
        str(article): [
            part.filter((pl.col("side") == side) & (pl.col("mode") == "own")).height
            for side in sides
        ]
        for (article,), part in rows.group_by("article")
    }
    articles, same = choose_pair(run, counts)
    letters = "AB"[: len(articles)]
    material, answer = list[Block](), list[Block]()
    found: dict[tuple[str, str, bool], int] = Counter()
    for letter, article in zip(letters, articles, strict=True):
        here = rows.filter(pl.col("article") == article).sort("start")
        spots = [(row[0], row[1]) for row in here.select("start", "end").iter_rows()]
        spans = printed_spans(run, article, spots)
        here = here.filter([inside(spans, start) for start, _ in spots])
        marks = list(here.select("start", "end", "mode").iter_rows())
        for side, mode in here.select("side", "mode").iter_rows():
            found[letter, side, mode == "own"] += 1
        material.append(print_article(run, article, spans, label=f"Article {letter}", marks=()))
        label = f"Article {letter}: {introduce(run, article, event=True)}"
        answer.append(print_article(run, article, spans, label=label, marks=marks))
    columns = ("Names", *(f"{x}: {what}" for x in letters for what in ("own words", "all others")))
    wide = tuple(0.64 / (2 * len(letters)) for _ in columns[1:])
    said = [_side_label(entity, side) for side in sides]
    empty = tuple((label, *(("",) for _ in columns[1:])) for label in said)
    full = tuple(
        (label, *((str(found[x, side, own]),) for x in letters for own in (True, False)))
        for label, side in zip(said, sides, strict=True)
    )
    centred = tuple(range(1, len(columns)))
    material.append(Grid(columns, empty, (0.36, *wide), is_tall=True, centred=centred))
    answer.insert(0, Grid(columns, full, (0.36, *wide), caption="The tool's count of what is "
                          "printed on the handout", centred=centred))  # fmt: skip
    answer += _board(run, rows, entity, sides)
    ask = words.ask("count", "ask" if same else "ask_alone", entity=entity.label)
    return Task(words.task_title("count"), ask, tuple(material), tuple(answer))


def _side_label(entity: Entity, side: str) -> Text:
    """Whose names a row is about, with one of them."""
    of = [w.label for w in entity.wordings if w.side == side]
    some = ", ".join(f"“{label}”" for label in of[:2])
    if side == NEUTRAL:
        return (Mark("neutral"), f": {some} and the like" if some else "")
    return (Mark(side), f": {some} and spellings of it")


def _board(
    run: Run, rows: pl.DataFrame, entity: Entity, sides: tuple[str, ...]
) -> tuple[Block, ...]:
    """What the tool counted in all articles, outlet by outlet, groups together."""
    table = []
    outlets = run.measured.select("group", "outlet").unique().sort("group", "outlet")
    for group, outlet in outlets.iter_rows():
        here = rows.filter(pl.col("outlet") == outlet)
        own = here.filter((pl.col("mode") == "own") & (pl.col("voice") != "wire"))
        cells = [str(own.filter(pl.col("side") == side).height) for side in sides]
        wire = here.filter(pl.col("voice") == "wire").height
        others = here.height - own.height - wire
        last = [str(others), str(wire)]
        table.append(((f"{outlet} ({group})",), *((cell,) for cell in cells + last)))
    columns = ("Outlet (group)", *(f"own: {side}" for side in sides), "others", "agency's words")
    wide = tuple(0.68 / (len(columns) - 1) for _ in columns[1:])
    centred = tuple(range(1, len(columns)))
    caption = f"For the board: names of {entity.label} in all articles, as printed"
    grid = Grid(columns, tuple(table), (0.32, *wide), caption=caption, centred=centred)
    return (grid,) if run.design.tier == READING else (grid, Prose((_LOOK,)))


_LOOK = (
    "Outlets of one group stand together: compare rows inside a group first, then between groups. "
    "The counts are small; lesson 4 asks how much of them may be chance."
)
