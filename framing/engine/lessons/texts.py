"""The words of the lessons, from YAML beside the code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from framing.records.lessons import Command, Text

LESSONS = ("names", "voices", "facts", "noise", "coding")  # 1 to 5


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one lesson; see the YAML files for what each part is."""

    title: str
    goals: tuple[str, ...]
    plan: tuple[tuple[int, str], ...]
    words: tuple[tuple[str, str], ...]
    words_cues: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
    notes: tuple[str, ...]
    cautions: tuple[str, ...]
    glossary: tuple[str, ...]
    tasks: dict[str, dict[str, Any]]
    commands: dict[str, tuple[Command, ...]]

    def task_title(self, name: str) -> str:
        """The heading of a task."""
        title: str = self.tasks[name]["title"]
        return title

    def ask(self, name: str, part: str = "ask", **places: object) -> tuple[Text, ...]:
        """What a task asks for, with the places of this study filled in."""
        return tuple((line.format(**places),) for line in self.tasks[name][part])


@cache
def load_words(lesson: str) -> Words:
    """The words of a lesson of ``LESSONS``."""
    text = files(__package__).joinpath("texts", f"{lesson}.yaml").read_text("utf-8")
    found = yaml.safe_load(text)
    return Words(
        title=found["title"],
        goals=tuple(found["goals"]),
        plan=tuple((minutes, what) for minutes, what in found["plan"]),
        words=tuple(found["words"].items()),
        words_cues=tuple(found.get("words_cues", {}).items()),
        questions=tuple(found["questions"]),
        notes=tuple(found["notes"]),
        cautions=tuple(found["cautions"]),
        glossary=tuple(found["glossary"]),
        tasks=found["tasks"],
        commands={
            key: tuple(Command(line, what) for line, what in found[key])
            for key in found
            if key.startswith("commands")
        },
    )
