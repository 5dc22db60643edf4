"""Lesson 2: whose words are these?"""

from __future__ import annotations

from collections import Counter

import polars as pl

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
from framing.engine.lessons.plain import beginning
from framing.engine.lessons.texts import Words
from framing.engine.run import Run
from framing.engine.verbs.copies import copies
from framing.engine.verbs.voices import voices
from framing.records.lessons import Block, Grid, Prose, Task, Text
from framing.records.scope import RUNNING_ROLES

LABELS = ("outlet", "source", "both")
WANTED = (("outlet", 2), ("source", 2), ("both", 2), ("hard", 2))
MOST_BESIDE = 4  # words of a sentence that are neither reported nor say who reports
ROWS = 6  # to list speakers in
_CARRIERS, _BEGINNING = 3, 70  # articles with one text, and words of each
NOBODY = "no side named"

NO_COPIES = "No text is carried by more than one outlet here, so there is no task on agency copy."
NO_SPEECH = "Nobody was found to speak in these articles; the key says so."


def voice_tasks(run: Run, words: Words) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """The tasks, and what the study cannot carry."""
    said = voices(run, scope=AS_PRINTED)
    tasks = [_mark(run, words, said), _count(run, words, said)]
    limits = [] if said.height else [NO_SPEECH]
    copied = _copied(run, words)
    if copied:
        tasks.append(copied)
    else:
        limits.append(NO_COPIES)
    return tuple(tasks), tuple(limits)


def _mark(run: Run, words: Words, said: pl.DataFrame) -> Task:
    chosen = pick(_labelled(run, said), WANTED, seed=run.study.options.seed)
    asked, told = list[tuple[Text, ...]](), list[tuple[Text, ...]]()
    for k, row in enumerate(chosen.iter_rows(named=True), 1):
        text = cut(run, row["article"], (row["opens"], row["closes"]))
        asked.append(((f"{k}",), text, *(("☐",) for _ in LABELS)))
        who = "–"
        if row["label"] != "outlet":
            who = f"{speaker(row)} ({verb(row)}, {row['quotation']})"
        told.append(((f"{k}",), (row["label"],), (who,), (introduce(run, row["article"]),)))
    grid = Grid(("", "Sentence", *LABELS), tuple(asked), (0.05, 0.65, 0.1, 0.1, 0.1),
                centred=(2, 3, 4))  # fmt: skip
    key = Grid(("", "The tool says", "Speaker (verb, kind)", "From"), tuple(told),
               (0.05, 0.16, 0.43, 0.36))  # fmt: skip
    return Task(words.task_title("mark"), words.ask("mark"), (grid,), (key,))


def _labelled(run: Run, said: pl.DataFrame) -> pl.DataFrame:
    """Sentences fit for students: ``label``, ``kind``, and the first who speaks in each."""
    running = run.segments.filter(pl.col("role").is_in(RUNNING_ROLES)).select("article", "segment")
    rows = run.sentences.join(running, on=["article", "segment"], how="semi", maintain_order="left")
    outlets = run.measured.select("article", "outlet")
    fit = with_sentences(run, rows).join(outlets, on="article", maintain_order="left")
    speech = said.select("article", "speaker", "source_text", "cue", "quotation", at="start")
    first = (
        fit.select("article", "opens", "closes")
        .join(speech, on="article", maintain_order="left_right")
        .filter((pl.col("at") >= pl.col("opens")) & (pl.col("at") < pl.col("closes")))
        .unique(["article", "opens"], keep="first", maintain_order=True)
        .drop("closes", "at")
    )
    label = [
        _label(*words_in(run, *row))
        for row in fit.select("article", "opens", "closes").iter_rows()
    ]  # fmt: skip
    joined = fit.with_columns(label=pl.Series(label, dtype=pl.String)).join(
        first, on=["article", "opens"], how="left", maintain_order="left"
    )
    mixed = (pl.col("quotation") == "mixed") & (pl.col("label") != "outlet")
    return joined.filter(
        (pl.col("label") == "outlet") | pl.col("quotation").is_not_null()
    ).with_columns(
        kind=pl.when(mixed).then(pl.lit("hard")).otherwise("label"),
        id=pl.format("{} {}", "article", "opens"),
    )


def words_in(run: Run, article: str, start: int, end: int) -> tuple[int, int]:
    """Words of a sentence that are reported, and those that do not even say who reports them."""
    spans = run.layers.spans.filter(
        (pl.col("article") == article) & (pl.col("start") < end) & (pl.col("end") > start)
    )
    speech = run.layers.attributions.filter(pl.col("quotation") != "attitude")["id"]
    spans = spans.filter(pl.col("id").is_in(speech.implode()))
    places = run.tokens.filter(
        (pl.col("article") == article) & (pl.col("start") >= start) & (pl.col("start") < end)
    )["start"]
    reported, told = 0, 0
    for place in places:
        parts = {part for part, i, j in spans.select("part", "start", "end").iter_rows()
                 if i <= place < j}  # fmt: skip
        reported += "content" in parts
        told += not parts
    return reported, told


def _label(n_reported: int, n_told: int) -> str:
    """Few words beside the speech ("told reporters on Monday") are still a source's sentence."""
    if not n_reported:
        return "outlet"
    return "source" if n_told <= MOST_BESIDE else "both"


def speaker(row: dict[str, object]) -> str:
    """Who speaks, as the text has it where no name is known."""
    return str(row["speaker"] or row["source_text"] or "nobody named")


def verb(row: dict[str, object]) -> str:
    """How the speech is handed on."""
    cue = str(row["cue"] or "no verb")
    return "a colon" if cue == ":" else cue


def _count(run: Run, words: Words, said: pl.DataFrame) -> Task:
    sides = (*run.study.codebook.sides, None)
    counts = {
        str(article): [part.filter(pl.col("side").eq_missing(side)).height for side in sides]
        for (article,), part in said.group_by("article")
    }
    articles, same = choose_pair(run, counts)
    letters = "AB"[: len(articles)]
    material, answer = list[Block](), list[Block]()
    for letter, article in zip(letters, articles, strict=True):
        here = said.filter(pl.col("article") == article)
        spans = printed_spans(run, article, list(here.select("start", "end").iter_rows()))
        here = here.filter([inside(spans, start) for start in here["start"]])
        material.append(print_article(run, article, spans, label=f"Article {letter}", marks=()))
        answer.append(_speakers(here, f"Article {letter}: {introduce(run, article, event=True)}"))
    share = 1 / max(len(letters), 1)
    columns = tuple(c for x in letters for c in (f"{x}: who speaks", "side", "times"))
    wide = tuple(share * part for _ in letters for part in (0.56, 0.24, 0.2))
    empty = tuple(tuple(("",) for _ in columns) for _ in range(ROWS))
    if letters:
        material.append(Grid(columns, empty, wide, is_tall=True))
    answer.append(_board(run, said))
    ask = words.ask("count", "ask" if same else "ask_alone")
    return Task(words.task_title("count"), ask, tuple(material), tuple(answer))


def _speakers(said: pl.DataFrame, caption: str) -> Grid:
    """Who speaks in an article, on which side, how often, with which verbs."""
    by: dict[tuple[str, str], list[str]] = {}
    for row in said.iter_rows(named=True):
        by.setdefault((speaker(row), row["side"] or NOBODY), []).append(verb(row))
    rows = [
        ((who,), (side,), (str(len(cues)),), (", ".join(dict.fromkeys(cues)),))
        for (who, side), cues in by.items()
    ]
    columns = ("The tool found", "side", "times", "verbs")
    return Grid(columns, tuple(rows), (0.4, 0.2, 0.1, 0.3), caption=caption, centred=(2,))


def _board(run: Run, said: pl.DataFrame) -> Grid:
    sides = (*run.study.codebook.sides, None)
    rows = []
    outlets = run.measured.select("group", "outlet").unique().sort("group", "outlet")
    for group, outlet in outlets.iter_rows():
        counted = Counter(said.filter(pl.col("outlet") == outlet)["side"])
        n = str(sum(counted.values()))
        rows.append((f"{outlet} ({group})", *(str(counted[side]) for side in sides), n))
    columns = ("Outlet (group)", *(side or NOBODY for side in sides), "in all")
    wide = tuple(0.64 / (len(columns) - 1) for _ in columns[1:])
    return Grid(
        columns,
        tuple(tuple((cell,) for cell in row) for row in rows),
        (0.36, *wide),
        caption="For the board: who is quoted or reported, times, in all articles as printed",
        centred=tuple(range(1, len(columns))),
    )


def _copied(run: Run, words: Words) -> Task | None:
    """The text that most outlets carry, its beginning in each."""
    rows = copies(run)
    n_outlets = pl.col("outlet").n_unique().over("unit")
    shared = (
        rows.with_columns(n=n_outlets)
        .filter(pl.col("n") > 1)
        .sort("n", "unit", "article", descending=[True, False, False])
    )
    if shared.is_empty():
        return None
    first = shared.filter(pl.col("unit") == shared["unit"][0])
    material, told = list[Block](), list[tuple[Text, ...]]()
    for letter, row in zip("CDE"[:_CARRIERS], first.iter_rows(named=True), strict=False):
        spans = beginning(run, row["article"], most=_BEGINNING)
        label = f"Article {letter}"
        material.append(print_article(run, row["article"], spans, label=label, marks=()))
        in_common = "the earliest" if row["article"] == row["unit"] else f"{row['shared']:.0%}"
        told.append(((letter,), (introduce(run, row["article"]),), (in_common,)))
    columns = ("Article", "From", "words in common with the earliest")
    agency = sorted(set(first["wire"].drop_nulls()))
    credit = f"The agency credited is {', '.join(agency)}." if agency else "No agency is credited."
    answer = (Grid(columns, tuple(told), (0.12, 0.53, 0.35)), Prose((credit,)))
    return Task(words.task_title("copied"), words.ask("copied"), tuple(material), answer)
