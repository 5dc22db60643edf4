"""Gold annotations in the standoff form of brat: .ann files beside, not in, the texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from framing.errors import Problem, UsageError
from framing.records.gold import Gold, Passage
from framing.study.gold import GoldError, Texts, check_piece, refuse

_MARK = re.compile(r"(T\d+)\t(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)\t(.*)")
_EVENT = re.compile(r"E\d+\t(.*)")
_LABEL = re.compile(r"[AM]\d+\t(\S+) (\S+)(?: (.*))?")


@dataclass(slots=True)
class _File:
    """What one .ann file says: marks by id, and what is said of them."""

    types: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)


def read_standoff(path: Path, texts: Texts, *, kind: str = "") -> Gold:
    """Read .ann files: marks (T lines) of one type, with what E and A lines say of them.

    A file belongs to the article whose file has the same name; what follows that name and an
    underscore is the annotator. Marks that an event (E) ties together become labels by their
    role, in small letters (``source``, ``cue``), attributes (A) by their name.

    Parameters
    ----------
    path
        A folder of .ann files, or one of them.
    texts
        Of the study.
    kind
        The type of the marks that are passages; may be left out where there is one only.

    Raises
    ------
    UsageError
        With file, line and value of everything that cannot be used.
    """
    problems: list[Problem] = []
    files = sorted(path.glob("*.ann")) if path.is_dir() else [path]
    read = {file: _read(file, texts, problems) for file in files}
    refuse(problems)
    types = sorted({name for one in read.values() for name in one.types.values()})
    if not kind and len(types) == 1:
        kind = types[0]
    if kind not in types:
        raise UsageError(
            f"--type {kind!r}: the passages to evaluate; {path} has: {', '.join(types) or 'none'}"
        )
    passages = []
    annotators: dict[str, set[str]] = {}
    for file, one in read.items():
        article, who = _owner(file.stem, texts)
        annotators.setdefault(article, set()).add(who)
        for name, type_ in one.types.items():
            if type_ == kind:
                labels = one.labels.get(name, {})
                passages.append(Passage(article, one.pieces[name], labels, who, one.lines[name]))
    columns = tuple(sorted({column for p in passages for column in p.labels}))
    filled = tuple(
        Passage(p.article, p.pieces, {c: p.labels.get(c, "") for c in columns}, p.annotator, p.line)
        for p in passages
    )
    return Gold(filled, {a: tuple(sorted(w)) for a, w in annotators.items()}, columns)


def _owner(stem: str, texts: Texts) -> tuple[str, str]:
    """The article a file is about and its annotator; empty where there is none."""
    if stem in texts.stems:
        return texts.stems[stem], ""
    name = stem
    while "_" in name:
        name = name.rpartition("_")[0]
        if name in texts.stems:
            return texts.stems[name], stem[len(name) + 1 :]
    return "", ""


def _read(file: Path, texts: Texts, problems: list[Problem]) -> _File:
    one = _File()
    article, _ = _owner(file.stem, texts)
    if not article:
        problems.append(
            Problem(file.name, 0, "no English article of that name.", "NAME.ann or NAME_WHO.ann.")
        )
        return one
    events = []
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        found = f"byte {error.object[error.start]:#04x} is no UTF-8."
        problems.append(Problem(file.name, 0, found, "a file in UTF-8."))
        return one
    for line, content in enumerate(lines, 1):
        try:
            event = _read_line(content, line, texts.texts[article], one)
        except GoldError as error:
            problems.append(Problem(file.name, line, *error.parts))
        else:
            events.append(event)
    for event in filter(None, events):
        _tie(event, one)
    return one


def _read_line(content: str, line: int, text: str, one: _File) -> str:
    """Enter a mark or a label; of an event return what it ties together."""
    if mark := _MARK.fullmatch(content):
        name, kind, offsets, said = mark.groups()
        if name in one.types:
            raise GoldError(f"{name} stands twice.", "each mark once.", "give one another number.")
        pieces = []
        for part in offsets.split(";"):
            start, end = map(int, part.split())
            check_piece(text, start, end, "")
            pieces.append((start, end))
        stored = " ".join(text[start:end] for start, end in pieces)
        if "".join(stored.split()) != "".join(said.split()):
            raise GoldError(
                f"{said[:60]!r}, but the article has {stored[:60]!r} there.",
                "offsets that fit the text as it is stored.",
            )
        one.types[name], one.lines[name], one.texts[name] = kind, line, stored
        one.pieces[name] = tuple(sorted(pieces))
        return ""
    if event := _EVENT.fullmatch(content):
        return event[1]
    if label := _LABEL.fullmatch(content):
        one.labels.setdefault(label[2], {})[label[1].lower()] = label[3] or "true"
    elif content.strip() and content[0] not in "#R*N":
        raise GoldError(f"{content[:60]!r}.", "lines that begin with T, E, A, R or #.")
    return ""


def _tie(event: str, one: _File) -> None:
    """Each mark of an event gets the words of the others as labels, by their role."""
    parts = [part.partition(":")[::2] for part in event.split()]
    for role, name in parts:
        for other, mark in parts:
            if mark != name and other.rstrip("0123456789") != role and mark in one.texts:
                known = one.labels.setdefault(name, {})
                column = other.rstrip("0123456789").lower()
                known[column] = " ".join(filter(None, (known.get(column), one.texts[mark])))
