"""A lesson from a run: the words, the tasks, and what holds for this study."""

from __future__ import annotations

from dataclasses import replace

from framing.annotate.validity import load_validity
from framing.engine.lessons.coding import coding_tasks
from framing.engine.lessons.facts import NO_FACTS, fact_tasks
from framing.engine.lessons.limits import study_limits
from framing.engine.lessons.names import NOTHING, name_tasks
from framing.engine.lessons.noise import noise_tasks
from framing.engine.lessons.texts import LESSONS, Words, load_words
from framing.engine.lessons.voices import voice_tasks
from framing.engine.run import Run
from framing.records.lessons import Command, Lesson, Task


def build_lesson(run: Run, number: int) -> Lesson:
    """Lesson ``number`` (1 to 5) on a study that has an article in English."""
    id = LESSONS[number - 1]
    words = load_words(id)
    tasks, limits, commands, questions = _BUILD[id](run, words)
    return Lesson(
        number=number,
        id=id,
        title=words.title,
        study=run.study.id,
        question=run.study.question,
        goals=words.goals,
        plan=words.plan,
        words=words.words_cues if NO_FACTS in limits else words.words,
        tasks=tasks,
        questions=questions,
        notes=words.notes,
        cautions=words.cautions,
        glossary=words.glossary,
        tried=_tried(id),
        limits=(*study_limits(run), *limits),
        commands=commands,
    )


def _tried(id: str) -> str:
    """How the reading that a lesson rests on did where it was tried."""
    told = []
    for found in load_validity():
        if found.detector in _DETECTORS[id]:
            where = f" (tried on {found.tried_on})" if found.scores else ""
            told.append(f"{found.detector.lower()}, {found.words}{where}")
    return "; ".join(told)


_DETECTORS = {
    "names": ("Names and their mode",),
    "voices": ("Attributions and speakers",),
    "facts": ("Facts, agent and recipient",),
    "noise": ("Attributions and speakers", "Names and their mode"),
    "coding": ("Attributions and speakers",),
}
Built = tuple[tuple[Task, ...], tuple[str, ...], tuple[Command, ...], tuple[str, ...]]


def _names(run: Run, words: Words) -> Built:
    tasks, limits = name_tasks(run, words)
    key = "commands_nameless" if NOTHING in limits else "commands"
    return tasks, limits, words.commands[key], words.questions


def _voices(run: Run, words: Words) -> Built:
    tasks, limits = voice_tasks(run, words)
    return tasks, limits, words.commands["commands"], words.questions


def _facts(run: Run, words: Words) -> Built:
    tasks, limits, fact = fact_tasks(run, words)
    commands = words.commands["commands" if fact else "commands_cues"]
    told = tuple(replace(c, line=c.line.replace("{fact_id}", fact)) for c in commands)
    return tasks, limits, told, words.questions


def _noise(run: Run, words: Words) -> Built:
    tasks, limits, cards = noise_tasks(run, words)
    questions = tuple(
        q.format(n=cards.n_tried) for q in words.questions if cards.articles or "{n}" not in q
    )
    return tasks, limits, words.commands["commands"], questions


def _coding(run: Run, words: Words) -> Built:
    tasks, limits = coding_tasks(run, words)
    return tasks, limits, words.commands["commands"], words.questions


_BUILD = {
    "names": _names, "voices": _voices, "facts": _facts, "noise": _noise, "coding": _coding,
}  # fmt: skip
