"""A lesson: what a class does in 45 minutes with articles of a study, and the answers."""

from __future__ import annotations

from dataclasses import dataclass

MINUTES = 45


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that stand out; ``label`` is set small behind them."""

    text: str
    label: str = ""


Text = tuple[str | Mark, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a sheet."""

    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; ``is_small`` ones are notes, ``keeps`` those that stay with what follows."""

    text: Text
    is_small: bool = False
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[Text, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A line for the command line, and what it is for."""

    line: str
    what: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; an empty cell is to be written in.

    ``widths`` are shares of the page that sum to 1; ``is_tall`` leaves more room in each row;
    ``centred`` are columns by number.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...]
    caption: str = ""
    is_tall: bool = False
    centred: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """A stretch of an article to read, under a name that need not be its outlet's."""

    label: str
    paragraphs: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Room for ``n`` lines of handwriting."""

    n: int


@dataclass(frozen=True, slots=True)
class Slips:
    """Slips to cut out: for each a head and lines."""

    slips: tuple[tuple[str, ...], ...]
    in_a_row: int = 4


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Block = Heading | Prose | Points | Command | Grid | Extract | Lines | Slips | Break


@dataclass(frozen=True, slots=True)
class Task:
    """What students do. ``material`` is printed for them, ``answer`` for the teacher alone."""

    title: str
    ask: tuple[Text, ...]
    material: tuple[Block, ...]
    answer: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson on one study.

    Attributes
    ----------
    number, id, title
        1 to 5; a word for file names; what it is called.
    study, question
        The study's id and question.
    goals
        What students can do afterwards.
    plan
        (minutes, what happens); the minutes sum to ``MINUTES``.
    words
        (word, meaning): the few that the handout needs.
    tasks
        In the order of the plan.
    questions
        To discuss: what a number cannot tell.
    notes
        For the teacher.
    cautions
        What may not be concluded.
    limits
        What this study cannot carry, and what was done instead.
    glossary
        Keys of the glossary of reports: the measures that the lesson rests on.
    tried
        What the tool's reading was tried on, and how it did.
    commands
        To go on with the tool; STUDY stands for the folder, since a sheet names no machine.
    """

    number: int
    id: str
    title: str
    study: str
    question: str
    goals: tuple[str, ...]
    plan: tuple[tuple[int, str], ...]
    words: tuple[tuple[str, str], ...]
    tasks: tuple[Task, ...]
    questions: tuple[str, ...]
    notes: tuple[str, ...]
    cautions: tuple[str, ...]
    limits: tuple[str, ...]
    glossary: tuple[str, ...]
    tried: str
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: a title, a line under it, and blocks from top to end."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
