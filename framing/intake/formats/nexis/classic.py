"""Nexis UK and LexisNexis Academic: "3 of 10 DOCUMENTS", outlet, date, title, LABELS:, text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

from framing.intake.formats.nexis.item import build_item
from framing.intake.formats.nexis.labels import find_numbering, load_labels, stated_words
from framing.intake.formats.nexis.lines import Lines
from framing.intake.formats.nexis.prose import clean, drop_copyright, end_of_text, join_lines
from framing.intake.records import Found

_HEADER = 12  # paragraphs within which the labels must begin


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph: its lines without outer blanks; ``label`` in small letters, or empty."""

    lines: tuple[str, ...]
    label: str = ""
    value: str = ""
    centred: bool = False

    @property
    def text(self) -> str:
        return join_lines(self.lines)


def read_classic(source: Lines) -> tuple[list[Found], int]:
    """The articles of an export, and how many its numbering promises."""
    marks = [(place, *find_numbering(line)) for place, line in enumerate(source.lines)]
    marks = [mark for mark in marks if mark[1]]
    ends = [*(place for place, _, _ in marks[1:]), len(source.lines)]
    articles = [
        _read_article(Lines(source.lines[place + 1 : end], source.wrapped), item=number)
        for number, ((place, _, _), end) in enumerate(zip(marks, ends, strict=True), start=1)
    ]
    return articles, _promised([(number, total) for _, number, total in marks])


def _promised(marks: Sequence[tuple[int, int]]) -> int:
    """How many articles "n of N" promises.

    Files put behind one another count anew: each run promises its own. A file that begins with
    number 501 is a later part of a larger export and promises what it spans.
    """
    promised = 0
    first, last, total = marks[0][0], 0, 0
    for number, of in [*marks, (0, 0)]:
        if number <= last:
            promised += total if first == 1 else last - first + 1
            first = number
        last, total = number, of
    return promised


def _blocks(source: Lines) -> list[_Block]:
    groups: list[list[str]] = [[]]
    for line in source.lines:
        if not line.strip() or not source.wrapped:
            groups.append([])
        if line.strip():
            groups[-1].append(line.rstrip())
    return [block for group in groups if group for block in _label_blocks(group)]


def _label_blocks(group: list[str]) -> list[_Block]:
    """A group of lines as one paragraph; one that begins with a label may hold several."""
    labels = load_labels()
    centred = all(line.startswith(" " * 8) for line in group)
    blocks: list[tuple[str, list[str]]] = []
    for raw in group:
        line = clean(raw)
        match = labels.label.match(line)
        label = match[1] if match else ""
        # Old exports write labels in capitals; "Length: 5 metres" is a sentence.
        if match and label.isupper() and (not blocks or blocks[0][0]):
            blocks.append((label.lower(), [match[2] or ""]))
        elif blocks:
            blocks[-1][1].append(line)
        else:
            blocks.append(("", [line]))
    return [
        _Block(tuple(lines), label=label, value=join_lines(lines) if label else "", centred=centred)
        for label, lines in blocks
    ]


def _read_article(source: Lines, *, item: int) -> Found:
    labels = load_labels()
    blocks = _blocks(source)
    blocks = list(dropwhile(lambda block: labels.copyright.match(block.lines[0]), blocks))
    first = next((p for p, b in enumerate(blocks[:_HEADER]) if b.label in labels.fields), None)
    opening = blocks[: 4 if first is None else first]
    date = next((p for p, b in enumerate(opening) if labels.date.match(b.lines[0])), None)
    outlet = join_lines([b.text for b in opening[: 1 if date is None else date]])
    titles = [b for b in opening[1 if date is None else date + 1 :] if not b.centred]
    begin = first
    if first is None:  # no labels: one paragraph is the title
        titles = titles[:1]
        begin = blocks.index(titles[0]) + 1 if titles else len(opening)
    fields, begin = _read_labels(blocks, begin or 0)
    n_words = stated_words(fields.get("length", ""))
    text, after = _part_text(blocks[begin:], n_words)
    title = fields.get("title", "") or _join_title([b.text for b in titles], source.wrapped)
    body = "\n\n".join(filter(None, [fields.get("body", ""), *text]))
    standfirst = fields.get("standfirst", "")
    return build_item(
        item,
        title=title.rstrip(" ;"),
        standfirst=standfirst,
        body=body,
        outlet=outlet,
        date="" if date is None else opening[date].lines[0],
        n_words=n_words,
        fields=fields,
        after=after,
    )


def _join_title(lines: Sequence[str], wrapped: bool) -> str:
    """Title and subtitle as one: parted by a semicolon, as newer exports have it."""
    joined = ""
    for line in filter(None, lines):
        mark = "" if not joined or wrapped or joined[-1] in ".,:;!?-–—" else ";"
        joined = f"{joined}{mark} {line}".strip()
    return joined


def _read_labels(blocks: Sequence[_Block], begin: int) -> tuple[dict[str, str], int]:
    """Fields from the labels that stand together before the text, and where the text begins."""
    labels = load_labels()
    fields: dict[str, str] = {}
    place = begin
    seen: set[str] = set()
    while place < len(blocks):
        block = blocks[place]
        # Each label stands once: a second LENGTH: belongs to the text.
        if block.label not in labels.fields or block.label in seen:
            break
        if labels.fields[block.label]:
            fields[labels.fields[block.label]] = block.value
        seen.add(block.label)
        place += 1
        if labels.fields[block.label] == "body":
            break
    return fields, place


def _part_text(blocks: Sequence[_Block], n_words: int) -> tuple[list[str], dict[str, str]]:
    """The paragraphs of the text, and the fields behind it."""
    labels = load_labels()
    texts = [block.text for block in blocks]
    ends, sure = _find_ends(blocks)
    end = end_of_text(texts, ends, sure=sure, n_words=n_words)
    fields: dict[str, str] = {}
    for block in blocks[end:]:
        field = labels.after.get(block.label, "")
        if field and block.value:
            fields.setdefault(field, block.value)
    kept = []
    for block, text in zip(blocks[:end], texts, strict=False):
        kept.append(f"{block.label.upper()}: {text}" if block.label else text)
    return drop_copyright(kept), fields


def _find_ends(blocks: Sequence[_Block]) -> tuple[list[int], int]:
    """Places where the text may end, at labels with texts of their own; and where for sure."""
    labels = load_labels()
    ends: list[int] = []
    sure = len(blocks)
    only_labels = True
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if block.label in labels.sure or (only_labels and block.label in labels.likely):
            sure, ends, only_labels = place, [], True
        elif block.label in labels.texts:
            ends.append(place)
            only_labels = True
        elif not labels.copyright.match(block.lines[0]):
            only_labels = False
    return ends[::-1], sure
