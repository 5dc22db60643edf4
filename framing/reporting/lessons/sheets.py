"""The two sheets of a lesson: what students get, and what the teacher keeps."""

from __future__ import annotations

from framing.records.lessons import (
    MINUTES,
    Block,
    Grid,
    Heading,
    Lesson,
    Mark,
    Points,
    Prose,
    Sheet,
    Text,
)
from framing.reporting.glossary import load_glossary

_OWN_READING = (
    "The tool says this; your own reading counts. It reads by rules and word lists and is "
    "sometimes wrong: {tried}. Where a student's answer differs and can be defended from the text, "
    "the student is right."
)


def handout(lesson: Lesson) -> Sheet:
    """What is copied for students: words, tasks with room to write, questions."""
    blocks: list[Block] = [_words(lesson)]
    for task in lesson.tasks:
        blocks += [
            Heading(task.title),
            *(Prose(line, keeps=True) for line in task.ask),
            *task.material,
        ]
    blocks += [Heading("To discuss"), _points(lesson.questions, is_numbered=True)]
    return Sheet(lesson.title, "Name: ______________________________   Date: ______________",
                 tuple(blocks))  # fmt: skip


def _words(lesson: Lesson) -> Grid:
    rows: tuple[tuple[Text, ...], ...] = tuple(
        ((Mark(word),), (meaning,)) for word, meaning in lesson.words
    )
    return Grid(("Word", "Meaning"), rows, (0.18, 0.82))


def answer_key(lesson: Lesson) -> Sheet:
    """What the teacher keeps: goals, plan, answers with their doubt, notes, commands."""
    blocks: list[Block] = [Heading("Goals"), _points(lesson.goals)]
    plan: tuple[tuple[Text, ...], ...] = tuple(((str(m),), (what,)) for m, what in lesson.plan)
    blocks += [
        Heading(f"Plan: {MINUTES} minutes"),
        Grid(("Minutes", "What happens"), plan, (0.12, 0.88), centred=(0,)),
    ]
    if lesson.limits:
        blocks += [Heading("What this study cannot carry"), _points(lesson.limits)]
    blocks += [Heading("Answers"), Prose((_OWN_READING.format(tried=lesson.tried),))]
    for task in lesson.tasks:
        if task.answer:
            blocks += [Prose((Mark(task.title),), keeps=True), *task.answer]
    blocks += [Heading("What may not be concluded"), _points(lesson.cautions)]
    blocks += [Heading("Notes"), _points(lesson.notes)]
    blocks += [Heading("To discuss: what a number cannot tell"),
               _points(lesson.questions, is_numbered=True)]  # fmt: skip
    terms = ", ".join(load_glossary()[key].term for key in lesson.glossary)
    blocks.append(Prose((f"In the glossary (docs/glossary.md): {terms}.",), is_small=True))
    if lesson.commands:
        blocks += [Heading("With the tool"), *lesson.commands]
    title = f"Answer key: {lesson.title}"
    return Sheet(title, f"For the teacher. Study: {lesson.study}", tuple(blocks))


def _points(lines: tuple[str, ...], *, is_numbered: bool = False) -> Points:
    return Points(tuple((line,) for line in lines), is_numbered)


def foot(lesson: Lesson) -> str:
    """What stands small at the end of each page."""
    return f"Lesson {lesson.number} of 5, study {lesson.study}"
