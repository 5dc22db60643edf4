"""Lessons: answers against an independent reading, passages that keep their promises."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

import framing
from framing.engine.lessons.coding import EXAMPLE, N_UNITS, by_hand
from framing.engine.lessons.deals import all_deals
from framing.engine.lessons.passages import cut, outlet_pattern
from framing.engine.lessons.texts import LESSONS, load_words
from framing.engine.run import Run
from framing.errors import UsageError
from framing.measures.agreement.chance import cohen_kappa
from framing.records.lessons import MINUTES, Block, Extract, Grid, Lesson, Mark, Slips, Text
from framing.reporting.lessons.markdown import render_markdown
from framing.reporting.lessons.sheets import answer_key, handout

ROOT = Path(__file__).parents[2]
KEY = ROOT / "corpora/kurils/key"


def key_rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((KEY / name).read_text("utf-8").splitlines()))


def plain(text: Text) -> str:
    return "".join(part.text if isinstance(part, Mark) else part for part in text)


def grids(blocks: tuple[Block, ...]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def files_of(run: Run) -> dict[str, str]:
    """The file of an article by outlet and date, as the key introduces it."""
    rows = run.measured.select("outlet", "date", "file").iter_rows()
    return {f"{outlet}, {date}": Path(file).name for outlet, date, file in rows}


def introduced(label: str) -> str:
    """Outlet and date of the heading of an article in the key."""
    return label.partition(": ")[2].rpartition(", ")[0]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_plan_fills_a_lesson(lesson: str) -> None:
    words = load_words(lesson)
    assert sum(minutes for minutes, _ in words.plan) == MINUTES
    assert len(words.goals) >= 3 and len(words.questions) >= 4 and words.cautions


def test_names_of_the_answer_are_those_that_the_author_of_the_corpus_wrote_down(
    corpus: Run, corpus_lessons: tuple[Lesson, ...]
) -> None:
    """Counted from key/names.csv, which no program of ours wrote."""
    task = corpus_lessons[0].tasks[1]
    files = files_of(corpus)
    found = grids(task.answer)[0]
    for letter, extract in zip("AB", [b for b in task.answer if isinstance(b, Extract)],
                               strict=True):  # fmt: skip
        file = files[introduced(extract.label)]
        rows = [row for row in key_rows("names.csv")
                if row["file"] == file and row["entity"] == "disputed_islands"]  # fmt: skip
        article = corpus.measured.filter(corpus.measured["file"].str.ends_with(file))
        shown = _running(corpus, article["article"][0])
        rows = [row for row in rows if any(a <= int(row["start"]) < b for a, b in shown)]
        counted = Counter((row["side"] or "neutral", row["mode"] == "own") for row in rows)
        at = found.columns.index(f"{letter}: own words")
        for row in found.rows:
            side = plain(row[0]).partition(":")[0]
            told = (int(plain(row[at])), int(plain(row[at + 1])))
            assert told == (counted[side, True], counted[side, False]), (file, side)


def _running(run: Run, article: str) -> list[tuple[int, int]]:
    here = run.segments.filter(run.segments["article"] == article)
    rows = here.select("role", "start", "end").iter_rows()
    return [(a, b) for role, a, b in rows if role in ("title", "standfirst", "body")]


def test_modes_of_the_answer_are_those_of_the_key(
    corpus: Run, corpus_lessons: tuple[Lesson, ...]
) -> None:
    task = corpus_lessons[0].tasks[0]
    files = files_of(corpus)
    known: dict[tuple[str, str], set[str]] = {}
    for row in key_rows("names.csv"):
        known.setdefault((row["file"], row["text"]), set()).add(row["mode"])
    asked, told = task.material[0], task.answer[0]
    assert isinstance(asked, Grid) and isinstance(told, Grid)
    assert len(asked.rows) == len(told.rows) >= 6
    for question, answer in zip(asked.rows, told.rows, strict=True):
        name = next(part.text for part in question[1] if isinstance(part, Mark))
        assert plain(answer[1]) in known[files[plain(answer[3])], name]


def test_speakers_of_the_answer_are_those_of_the_key(
    corpus: Run, corpus_lessons: tuple[Lesson, ...]
) -> None:
    """Everybody with a name whom the tool found speaks in the key, too."""
    files = files_of(corpus)
    known: dict[str, set[str]] = {}
    for name in ("quotations.csv", "indirect.csv"):
        for row in key_rows(name):
            known.setdefault(row["file"], set()).add(row["speaker"])
    tables = [g for g in grids(corpus_lessons[1].tasks[1].answer) if g.caption.startswith("Art")]
    assert len(tables) == 2
    for table in tables:
        speakers = known[files[introduced(table.caption)]]
        found = {plain(row[0]) for row in table.rows if plain(row[1]) != "no side named"}
        surnames = {name.split()[-1] for name in speakers}
        named = {name for name in found if name.istitle()}
        assert named and {name.split()[-1] for name in named} <= surnames


def test_every_sentence_of_a_handout_stands_in_an_article(
    corpus: Run, corpus_lessons: tuple[Lesson, ...]
) -> None:
    texts = [" ".join(text.split()) for text in corpus.measured["text"]]
    hidden = outlet_pattern(corpus)
    texts = [hidden.sub("[outlet]", text) for text in texts]
    n = 0
    for lesson in corpus_lessons:
        for task in lesson.tasks:
            for block in task.material:
                if isinstance(block, Grid) and block.columns[1] in ("Passage", "Sentence"):
                    said = [plain(row[1]) for row in block.rows]
                elif isinstance(block, Extract):
                    said = [plain(paragraph) for paragraph in block.paragraphs]
                else:
                    continue
                n += len(said)
                for words in said:
                    assert any(words in text for text in texts), words
    assert n > 60


def test_no_handout_names_an_outlet(corpus: Run, corpus_lessons: tuple[Lesson, ...]) -> None:
    names = outlet_pattern(corpus)
    for lesson in corpus_lessons:
        assert not names.search(render_markdown(handout(lesson)))
        if lesson.id != "noise" or "invented" not in " ".join(lesson.limits):
            assert names.search(render_markdown(answer_key(lesson)))


def test_clear_cases_come_first(corpus_lessons: tuple[Lesson, ...]) -> None:
    told = corpus_lessons[0].tasks[0].answer[0]
    assert isinstance(told, Grid)
    modes = [plain(row[1]) for row in told.rows]
    assert modes[:4] == ["own", "own", "quoted", "quoted"]
    asked = corpus_lessons[0].tasks[0].material[0]
    assert isinstance(asked, Grid)
    said = [plain(row[1]) for row in asked.rows]
    assert len(set(said)) == len(said)


def test_the_same_study_gives_the_same_lessons(
    corpus_folder: Path, corpus_lessons: tuple[Lesson, ...]
) -> None:
    again = framing.open_study(corpus_folder)
    assert tuple(framing.lesson(again, number) for number in range(1, 6)) == corpus_lessons


def test_deals_are_those_that_trying_all_orders_gives() -> None:
    values, labels = [4, 1, 0, 5, 2, 2, 6], [True, False, False, True, True, False, False]
    found = all_deals(values, labels)
    n_a = sum(labels)
    apart = [
        abs(np.mean(order[:n_a]) - np.mean(order[n_a:])) for order in permutations(values)
    ]  # fmt: skip
    real = abs(np.mean([4, 5, 2]) - np.mean([1, 0, 2, 6]))
    assert found.difference == pytest.approx(real)
    share = np.mean([value >= real - 1e-12 for value in apart])
    assert found.n_as_large / found.n_deals == pytest.approx(share)


def test_slips_are_two_outlets_and_their_answer_adds_up(
    corpus_lessons: tuple[Lesson, ...],
) -> None:
    real, deal = corpus_lessons[3].tasks
    slips, labels = [block for block in deal.material if isinstance(block, Slips)]
    numbers = [(int(dot[2:]), int(square[2:])) for _, dot, square in slips.slips]
    listed = re.search(r"outlet A: ([\d, ]+)\. Articles of outlet B: ([\d, ]+)\.",
                       plain(real.ask[1]))  # fmt: skip
    assert listed
    a, b = ([int(k) for k in group.split(", ")] for group in listed.groups())
    assert sorted(a + b) == list(range(1, len(numbers) + 1))
    assert sorted(labels.slips) == sorted([("A",)] * len(a) + [("B",)] * len(b))
    told = grids(real.answer)[0]
    for k, row in enumerate(told.rows):
        means = [sum(numbers[i - 1][k] for i in side) / len(side) for side in (a, b)]
        shown = [float(plain(cell)) for cell in row[1:]]
        assert shown == pytest.approx([*means, abs(means[0] - means[1])], abs=0.006)


def test_kappa_by_hand_is_that_of_the_tool() -> None:
    agreement, chance, kappa = by_hand(EXAMPLE)
    assert float(kappa) == pytest.approx(float(cohen_kappa(np.array(EXAMPLE, float))), abs=1e-12)
    assert (agreement - chance) / (1 - chance) == kappa


def test_twelve_units_to_code(corpus_lessons: tuple[Lesson, ...]) -> None:
    task = corpus_lessons[4].tasks[0]
    (asked,), (told,) = grids(task.material), grids(task.answer)
    assert len(asked.rows) == len(told.rows) == N_UNITS


def test_a_study_of_tier_reading_sets_nobody_against_anybody(tiny: Run) -> None:
    for number in range(1, 6):
        lesson = framing.lesson(tiny, number)
        assert any("fewer than five distinct articles" in line for line in lesson.limits)
        key = render_markdown(answer_key(lesson))
        assert "Self-check of the tool" not in key and "compare rows" not in key
    assert any("invented numbers" in line for line in framing.lesson(tiny, 4).limits)


def test_a_study_without_codebook_gets_lessons_that_say_what_they_cannot(bare: Run) -> None:
    said = {number: " ".join(framing.lesson(bare, number).limits) for number in range(1, 6)}
    assert "names nothing for which sides have names" in said[1]
    assert "No text is carried by more than one outlet" in said[2]
    assert "looks at verbs of saying instead" in said[3]
    assert "invented numbers" in said[4]
    classes = ("neutral", "emphatic", "factive", "doubting")
    assert tuple(word for word, _ in framing.lesson(bare, 3).words) == classes
    for number in (1, 2, 3):
        sheet = render_markdown(handout(framing.lesson(bare, number)))
        assert "To discuss" in sheet and "Task 1" in sheet


def test_one_article_alone(make_study) -> None:  # type: ignore[no-untyped-def]
    folder = make_study({
        "articles.csv": "file,outlet,date,event\nalpha_talks.txt,Alpha,2019-05-06,\n",
        "articles/beta_ferry.txt": None,
        "articles/gamma_talks.txt": None,
    })  # fmt: skip
    run = framing.open_study(folder)
    for number in range(1, 6):
        assert render_markdown(handout(framing.lesson(run, number)))
    assert "cannot be set side by side" in render_markdown(handout(framing.lesson(run, 1)))


def test_excerpts_only_where_articles_may_not_be_passed_on(tiny: Run) -> None:
    material = framing.lesson(tiny, 1).tasks[1].material
    said = [plain(p) for block in material if isinstance(block, Extract) for p in block.paragraphs]
    assert said and all("slands" in words or "islets" in words for words in said)


def test_a_lesson_that_is_none(tiny: Run) -> None:
    with pytest.raises(UsageError, match="lesson 6; allowed: 1 to 5"):
        framing.lesson(tiny, 6)


def test_no_english_article(make_study) -> None:  # type: ignore[no-untyped-def]
    rows = "file,outlet,date,event,language\nalpha_talks.txt,Alpha,2019-05-06,talks,ru\n"
    changes = {"articles.csv": rows, "articles/beta_ferry.txt": None,
               "articles/gamma_talks.txt": None}  # fmt: skip
    run = framing.open_study(make_study(changes))
    with pytest.raises(UsageError, match="no article in English"):
        framing.lesson(run, 1)


def test_marks_keep_the_words(corpus: Run) -> None:
    article, text = corpus.measured.select("article", "text").row(0)
    spots = [(40, 50, "own"), (45, 60, "inside another"), (70, 75, "quoted")]
    found = cut(corpus, article, (10, 120), spots)
    assert plain(found) == " ".join(text[10:120].split())
    assert [part.label for part in found if isinstance(part, Mark)] == ["own", "quoted"]
