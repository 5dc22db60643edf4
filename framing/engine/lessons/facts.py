"""Lesson 3: the same fact, other verbs."""

from __future__ import annotations

import polars as pl

from framing.engine.lessons.pairs import introduce
from framing.engine.lessons.passages import AS_PRINTED, cut, pick, with_sentences
from framing.engine.lessons.plain import plain_articles
from framing.engine.lessons.texts import Words
from framing.engine.run import Run
from framing.engine.verbs.facts import facts
from framing.engine.verbs.voices import voices
from framing.records.codebook import Fact
from framing.records.lessons import Block, Grid, Lines, Prose, Task, Text

WANTED = (("outlet", 6), ("wire", 1), ("source", 1))
FEWEST = 3  # sentences that make a lesson
REWRITTEN = 2
CUE_CLASSES = ("neutral", "emphatic", "factive", "doubting")
WANTED_CUES = (("neutral", 2), ("emphatic", 2), ("factive", 2), ("doubting", 2))
_DASH = "–"

NO_FACTS = (
    "The codebook has no fact that is told in at least three sentences here. The lesson looks at "
    "verbs of saying instead, which need no codebook."
)
ANY_VERB = Prose(("Any verb that changes what the reader believes will do.",))
NO_CUES = "Neither told facts nor speech were found in these articles; there is no computed answer."


def fact_tasks(run: Run, words: Words) -> tuple[tuple[Task, ...], tuple[str, ...], str]:
    """The tasks, what the study cannot carry, and the fact's id (empty without one)."""
    told = facts(run, scope=AS_PRINTED).filter(pl.col("status") == "told")
    fit = with_sentences(run, told).with_columns(kind="voice")
    by_fact = {
        fact.id: pick(fit.filter(pl.col("fact") == fact.id), WANTED, seed=run.study.options.seed)
        for fact in run.study.codebook.facts
    }
    best = max(run.study.codebook.facts, key=lambda fact: by_fact[fact.id].height, default=None)
    if best is None or by_fact[best.id].height < FEWEST:
        tasks, limits = _cue_tasks(run, words)
        return tasks, limits, ""
    chosen = by_fact[best.id]
    return (_apart(run, words, chosen, best), _rewrite(run, words, chosen, best)), (), best.id


def _apart(run: Run, words: Words, chosen: pl.DataFrame, fact: Fact) -> Task:
    labels = {wording.id: wording.label for wording in fact.wordings}
    asked, told = list[tuple[Text, ...]](), list[tuple[Text, ...]]()
    for k, row in enumerate(chosen.iter_rows(named=True), 1):
        text = cut(run, row["article"], (row["opens"], row["closes"]))
        asked.append(((f"{k}",), text, *(("",) for _ in range(4))))
        cells = [
            row["verb"] or row["text"], row["grammar"] or _DASH, row["agent"] or _DASH,
            row["recipient"] or _DASH, labels.get(row["wording"], row["wording"]),
            f"{introduce(run, row['article'])} ({_voice(row['voice'])})",
        ]  # fmt: skip
        told.append(((f"{k}",), *((cell,) for cell in cells)))
    columns = ("", "Sentence", "verb", "active, passive, noun?", "who did it?", "to whom?")
    grid = Grid(columns, tuple(asked), (0.05, 0.43, 0.13, 0.13, 0.13, 0.13))
    key = Grid(
        ("", "Verb", "Grammar", "Who did it", "To whom", "Wording", "From (voice)"), tuple(told),
        (0.05, 0.14, 0.11, 0.15, 0.15, 0.17, 0.23), caption="The tool says",
    )  # fmt: skip
    ask = words.ask("take_apart", fact=fact.label)
    return Task(words.task_title("take_apart"), ask, (grid,), (key, _board(run, fact)))


def _voice(voice: str) -> str:
    return {"outlet": "its own words", "wire": "an agency's words"}.get(voice, f"a {voice}'s words")


def _board(run: Run, fact: Fact) -> Grid:
    """Outlet by outlet: how many articles tell the fact, in which wordings."""
    labels = {wording.id: wording.label for wording in fact.wordings}
    rows = facts(run, scope=AS_PRINTED).filter(
        (pl.col("fact") == fact.id) & (pl.col("status") == "told")
    )
    table = []
    outlets = run.measured.group_by("group", "outlet").agg(n=pl.len()).sort("group", "outlet")
    for group, outlet, n in outlets.iter_rows():
        here = rows.filter(pl.col("outlet") == outlet)
        k = here["article"].n_unique()
        found = [labels.get(wording, wording) for wording in sorted(set(here["wording"]))]
        said = "; ".join(found) if found else "not found in these articles"
        table.append(((f"{outlet} ({group})",), (f"{k} of {n}",), (said,)))
    return Grid(
        ("Outlet (group)", "articles", "wordings, in any voice"), tuple(table), (0.36, 0.14, 0.5),
        caption=f"For the board: {fact.label}", centred=(1,),
    )  # fmt: skip


def _rewrite(run: Run, words: Words, chosen: pl.DataFrame, fact: Fact) -> Task:
    loaded = chosen.filter(pl.col("position").is_not_null())
    rest = chosen.filter(pl.col("position").is_null())
    wordings = {wording.id: wording for wording in fact.wordings}
    targets = {target.id: target.label for target in run.study.codebook.targets}
    material, answer = list[Block](), list[Block]()
    rows = pl.concat([loaded.unique("wording", keep="first", maintain_order=True), loaded, rest])
    rows = rows.unique("id", keep="first", maintain_order=True).head(REWRITTEN)
    for k, row in enumerate(rows.iter_rows(named=True), 1):
        text = cut(run, row["article"], (row["opens"], row["closes"]))
        material += [Prose((f"{k}. ", *text)), Lines(4)]
        position = wordings[row["wording"]].position
        taken = (
            f"is read as a position ({position}) toward “{targets.get(fact.target, fact.target)}”"
            if position
            else "is read as taking no position"
        )
        answer.append(Prose((f"{k}. By the codebook “{row['text']}” {taken}.",)))
    answer.append(Prose((_REWRITTEN,)))
    return Task(words.task_title("rewrite"), words.ask("rewrite"), tuple(material), tuple(answer))


_REWRITTEN = (
    "A version in which the tool finds no position may still lean: the tool knows the wordings of "
    "its codebook only. A version in which it finds one may be fair. Let the class decide, and "
    "then look at what the tool saw."
)


def _cue_tasks(run: Run, words: Words) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """Verbs of saying, where there is no fact."""
    said = voices(run, scope=AS_PRINTED)
    cues = run.layers.spans.filter(pl.col("part") == "cue").unique("id", keep="first")
    placed = said.drop("start", "end").join(cues.select("id", "start", "end"), on="id")
    fit = with_sentences(run, placed.sort("id")).with_columns(kind="cue_class")
    chosen = pick(fit, WANTED_CUES, seed=run.study.options.seed)
    if chosen.is_empty():
        told = (Prose((NO_CUES,)),)
        ask = words.ask("rewrite")
        task = Task(words.task_title("rewrite"), ask, (*plain_articles(run), Lines(8)), told)
        return (task,), (NO_CUES,)
    asked, answers = list[tuple[Text, ...]](), list[tuple[Text, ...]]()
    again = list[Block]()
    for k, row in enumerate(chosen.iter_rows(named=True), 1):
        text = cut(run, row["article"], (row["opens"], row["closes"]))
        asked.append(((f"{k}",), text, ("",), *(("☐",) for _ in CUE_CLASSES)))
        answers.append(
            ((f"{k}",), (row["cue"],), (row["cue_class"],), (introduce(run, row["article"]),))
        )
    for k in sorted({1, chosen.height})[:REWRITTEN]:
        again += [Prose((f"Sentence {k}:",)), Lines(2)]
    columns = ("", "Sentence", "verb", *CUE_CLASSES)
    widths = (0.05, 0.39, 0.14, 0.1, 0.11, 0.1, 0.11)
    grid = Grid(columns, tuple(asked), widths, centred=(3, 4, 5, 6))
    key = Grid(("", "Verb", "The tool says", "From"), tuple(answers), (0.05, 0.2, 0.25, 0.5))
    tasks = (
        Task(words.task_title("cues"), words.ask("cues"), (grid,), (key,)),
        Task(
            words.task_title("rewrite_cues"), words.ask("rewrite_cues"), tuple(again), (ANY_VERB,)
        ),
    )
    return tasks, (NO_FACTS,)
