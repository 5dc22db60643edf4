"""Every word of a report is in the catalogue: built in a made-up language, no English is left.

The language is made here from the code itself: vowels get accents, sentences stand in ⟦marks⟧, and
places change their order. What is left without an accent is data, or was never translated.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import lxml.html
import polars as pl
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import framing
from framing.engine.verbs.report import gather
from framing.reporting import Report, ReportInputs, build_report
from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms.markdown import render_markdown
from framing.reporting.labels import build_labels
from framing.reporting.messages import catalogue, speaking
from framing.reporting.page.render import render_html

ROOT = Path(__file__).parents[2]
MADE_UP = "xx"
NUMBER = "1,234.5"
PLACE = re.compile(r"(\{[^{}]*\})")
ACCENTS = str.maketrans("aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ")

# Rooms whose words are not all in the catalogue yet: section ids, and parts of the report.
NOT_YET = frozenset(
    {
        "absent",
        "evidence",
        "figure counts",
        "figure coverage",
        "figure cues",
        "figure facts",
        "figure profiles",
        "figure shares",
        "figure split",
        "figure stance",
        "figure style",
        "figure timeline",
        "figure words",
        "frames",
        "over-time",
        "portrayal",
        "side-by-side",
    }
)


def load_script() -> ModuleType:
    loader = SourceFileLoader("write_messages", str(ROOT / "scripts" / "write_messages"))
    spec = spec_from_loader("write_messages", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def made_up(message: str) -> str:
    """A message in the made-up language; of every other length its places are turned round."""
    if message == NUMBER:
        return "1.234,5"
    parts = PLACE.split(message)
    if len(message) % 2:
        parts[1::2] = reversed(parts[1::2])
    parts[::2] = [part.translate(ACCENTS) for part in parts[::2]]
    return f"⟦{''.join(parts)}⟧"


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The code of the made-up language, its catalogue in place."""
    words = Catalog()
    for message in load_script().extract():
        if not message.id:
            continue
        several = not isinstance(message.id, str)
        words.add(
            message.id,
            tuple(made_up(form) for form in message.id) if several else made_up(message.id),
            context=message.context,
        )
    folder = tmp_path_factory.mktemp("locale")
    file = folder / MADE_UP / "LC_MESSAGES" / "report.mo"
    file.parent.mkdir(parents=True)
    out = io.BytesIO()
    write_mo(out, words)
    file.write_bytes(out.getvalue())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "LOCALE", folder)
        yield MADE_UP
    catalogue._catalogue.cache_clear()


# Words of the study, by table: substrings of anything that is said.
DATA = {
    "articles": ("article", "outlet", "group", "event", "title", "url", "wire", "file"),
    "outlets": ("outlet", "name", "group", "type", "audience", "country", "ownership",
                "ownership_source"),
    "facts": ("text", "agent", "recipient", "sentence"),
    "names_mentions": ("text",),
    "omissions": ("label", "text"),
    "stance": ("text", "holder", "hedge", "sentence"),
    "voices": ("text", "speaker", "source_text"),
}  # fmt: skip
# And what a cell or a label is made of as a whole.
WHOLE = {
    "apart": ("what",),
    "facts": ("verb",),
    "lockwords": ("term",),
    "voices": ("cue",),
    "words": ("term",),
}
# Files, addresses, options and identifiers of records: no language has other words for them.
PLAIN = re.compile(
    r"https?://\S+|doi:\S+|10\.\d{4}/\S+|\b\w+(?:/\w*)?\.(?:csv|json|js|toml|html|md|py|svg|png)\b"
    r"|\btables/|\bfigures/|\bframing \w+|--[\w-]+|\b[0-9a-f]{12,}\b|\[U\+[0-9A-F]+\]"
)
LISTED = re.compile(r"[;:,.⟦⟧“”]")
NUMBERED = re.compile(r"\s[−\d][\d.,]*$")
WORD = re.compile(r"[^\W\d_]+")
ENGLISH = re.compile(r"[aeiouyAEIOUY]")


class Known:
    """What is data, in the words of one study."""

    def __init__(self, report: Report, inputs: ReportInputs) -> None:
        tables = dict(report.tables)
        book = inputs.codebook
        labels = build_labels(book)
        said = {
            report.study, report.title, inputs.question, book.name, book.version, *book.sides,
            *labels.entities.values(), *labels.names.values(), *labels.targets.values(),
            *labels.facts.values(), *labels.wordings.values(),
            *(text for e in inputs.events for text in (e.id, e.name, e.about)),
            *(source.short for entry in report.glossary for source in entry.sources),
            *(name for name, _ in inputs.versions), str(inputs.scope),
            *(getattr(inputs.sampling, field.name) for field in fields(inputs.sampling)),
        }  # fmt: skip
        self.phrases = sorted(
            {v for v in said | values(tables, DATA) if v}, key=lambda v: (-len(v), v)
        )
        self.whole = values(tables, WHOLE)
        # Options and their values are written as in study.toml.
        for record in (inputs.options, inputs.scope):
            for field in fields(record):
                value = getattr(record, field.name)
                several = value if isinstance(value, tuple) else (value,)
                self.whole |= {field.name, *(v for v in several if isinstance(v, str))}
        together = "|".join(rf"(?<!\w){re.escape(v)}(?!\w)" for v in self.phrases)
        self.pattern = re.compile(together, re.IGNORECASE)

    def left(self, text: str) -> list[str]:
        """The words of a text that are neither data nor translated."""
        # In figures data stands alone, and is cut or wrapped.
        if len(text) > 3 and any(text.strip(" …") in phrase for phrase in self.phrases):
            return []
        text = PLAIN.sub(" ", " ".join(text.split()))
        parts = (NUMBERED.sub("", part).strip() for part in LISTED.split(text))
        alone = set(english(" ".join(part for part in parts if part not in self.whole)))
        return [word for word in english(self.pattern.sub(" ", text)) if word in alone]


def english(text: str) -> list[str]:
    words = WORD.findall(text)
    return [w for w in words if len(w) > 1 and ENGLISH.search(w) and w.casefold() not in OWN]


# Names of people, laws, tools: part of a message they have accents, alone they are what they are.
OWN = {"framing", "en"}


def values(tables: Mapping[str, pl.DataFrame], wanted: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {
        " ".join(str(value).split())
        for name, columns in wanted.items()
        if name in tables
        for column in columns
        for value in tables[name][column].drop_nulls().unique()
    }


# Fields that nobody reads as words, and the words of articles.
UNREAD = {
    "id", "key", "target", "kind", "claim", "article", "look", "colour", "mark", "url", "data",
    "code", "left", "match", "right", "tables", "manifest", "explained", "anchors", "marks", "role",
    "study", "language", "pieces", "sources", "formula", "tier", "layer",
    "references", "bibtex", "mentions", "store",
}  # fmt: skip


def told(value: Any, room: str) -> Iterator[tuple[str, str]]:
    """Every string of a report value, with the room it stands in."""
    if isinstance(value, str):
        yield room, value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from told(part, room)
    elif is_dataclass(value):
        name = type(value).__name__
        here = getattr(value, "id", "") if name == "Section" else room
        rooms = {"Finding": "findings", "Evidence": "evidence", "GlossaryEntry": "glossary"}
        for field in fields(value):
            if field.name in UNREAD and not (name == "Report" and field.name == "tables"):
                continue
            if name == "Profiles" and field.name == "keys":
                keys = value.keys
                yield from told(
                    [(name, *(label for _, label in looks)) for name, looks in keys], here
                )
            elif name != "Report" or field.name != "tables":
                yield from told(getattr(value, field.name), rooms.get(name, here))


SPOKEN = ("title", "aria-label", "alt", "placeholder", "data-label", "aria-description")


def shown(html: str) -> Iterator[tuple[str, str]]:
    """Every text and spoken attribute of a page, with the section that it stands in."""
    yield from elements(lxml.html.document_fromstring(html), "page")


def elements(element: Any, room: str) -> Iterator[tuple[str, str]]:
    if not isinstance(element.tag, str):
        return
    if element.tag == "section":
        named = element.get("id") or room
        room = "evidence" if named.startswith("e-") else named
    if element.tag not in ("script", "style", "pre", "code", "svg") and element.get("lang") != "en":
        for name in SPOKEN:
            yield room, element.get(name) or ""
        yield room, element.text or ""
        for child in element:
            yield from elements(child, room)
            yield room, child.tail or ""


def drawn(report: Report) -> Iterator[tuple[str, str]]:
    """Every text of every figure."""
    drawings = Drawings(report)
    for figure in drawings.figures:
        svg = drawings.svg(figure)
        for text in re.findall(r"<text\b[^>]*>(.*?)</text>", svg, re.DOTALL):
            yield f"figure {drawings.figures[figure].kind}", re.sub(r"<[^>]*>", " ", text)


def leaks(found: Iterator[tuple[str, str]], known: Known) -> dict[str, list[str]]:
    """English by room: the texts, with the words that gave them away."""
    out: dict[str, dict[str, None]] = defaultdict(dict)
    for room, text in found:
        words = known.left(text)
        if words and room not in NOT_YET:
            out[room][f"{' '.join(words)[:80]!r} in {text[:160]!r}"] = None
    return {room: list(texts) for room, texts in out.items()}


def check(report: Report, inputs: ReportInputs) -> dict[str, list[str]]:
    known = Known(report, inputs)
    with speaking(report.language):
        html, markdown = render_html(report), render_markdown(report)
    # Of Markdown the headings: its other words are those of the report value.
    headings = (("markdown", line) for line in markdown.split("\n") if line.startswith("#"))
    found: dict[str, list[str]] = {}
    for part in (told(report, "top"), shown(html), headings, drawn(report)):
        for room, texts in leaks(part, known).items():
            found.setdefault(room, []).extend(texts)
    return found


def in_language(inputs: ReportInputs, language: str) -> ReportInputs:
    return replace(inputs, options=replace(inputs.options, report_language=language))


def test_no_english_is_left_in_a_comparison(foreign: str, kurils_inputs: ReportInputs) -> None:
    inputs = in_language(kurils_inputs, foreign)
    found = check(build_report(inputs), inputs)
    assert found == {}, said(found)


def test_no_english_is_left_in_a_reading(foreign: str, make_study: Callable[..., Path]) -> None:
    inputs = gather(framing.open_study(make_study()), language=foreign)
    found = check(build_report(inputs), inputs)
    assert found == {}, said(found)


def said(found: Mapping[str, list[str]]) -> str:
    lines = [f"{room}: {text}" for room, texts in found.items() for text in texts]
    return "not in the catalogue (docs/translating.md):\n" + "\n".join(lines)


def test_made_up_messages_keep_their_places() -> None:
    assert made_up("{k} of {n}") in ("⟦{k} óf {n}⟧", "⟦{n} óf {k}⟧")
    assert made_up("Why") == "⟦Whý⟧"


def test_the_template_of_translations_has_the_words_of_today() -> None:
    script = load_script()
    today = script.as_text(script.extract())
    assert script.TEMPLATE.read_bytes() == today, "run scripts/write_messages"


@pytest.mark.parametrize("file", sorted(catalogue.LOCALE.rglob("*.po")), ids=str)
def test_translations_keep_the_places_of_their_message(file: Path) -> None:
    with file.open("rb") as open_file:
        for message in read_po(open_file):
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            given = message.string if isinstance(message.string, tuple) else (message.string,)
            allowed = {place for form in forms for place in PLACE.findall(form)}
            for form in filter(None, given if message.id else ()):
                wrong = set(PLACE.findall(form)) - allowed
                assert not wrong, f"{file.name}, {message.id!r}: {sorted(wrong)}"
