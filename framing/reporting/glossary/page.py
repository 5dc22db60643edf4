"""The glossary as a page of the documentation."""

from __future__ import annotations

from framing.reporting.glossary import load_glossary, load_references
from framing.reporting.model import GlossaryEntry, Reference


def render_glossary() -> str:
    """All entries as Markdown, in the order of the data file, then what they cite."""
    lines = ["# Glossary", "", "What each measure of a report is, how to read it, and when not to",
             "compare it. Written by `scripts/write_glossary` from the data that reports show.",
             ""]  # fmt: skip
    for entry in load_glossary().values():
        lines += _entry(entry)
    lines += ["## References", ""]
    lines += [f"- {cite(reference)}" for reference in load_references().values()]
    return "\n".join(lines) + "\n"


def cite(reference: Reference) -> str:
    """A publication as a line of a list of references.

    >>> from framing.reporting.glossary import load_references
    >>> cite(load_references()["flesch1948"])
    'Flesch (1948). A new readability yardstick. Journal of Applied Psychology 32(3), 221–233. https://doi.org/10.1037/h0057532'
    """
    known = dict(reference.fields)
    places = (known.get(name, "") for name in ("journal", "booktitle", "publisher", "institution"))
    place = ". ".join(p for p in places if p)
    if "volume" in known:
        place += f" {known['volume']}" + (f"({known['number']})" if "number" in known else "")
    if "pages" in known:
        place += f", {known['pages']}"
    title = known["title"] if known["title"].endswith(("?", "!")) else f"{known['title']}."
    parts = (f"{reference.short}. {title}", f"{place}." if place else "", reference.url)
    return " ".join(part for part in parts if part)


def _entry(entry: GlossaryEntry) -> list[str]:
    lines = [f"## {entry.term}", "", entry.meaning, ""]
    if entry.formula:
        lines += [f"    {entry.formula}", ""]
    lines += [f"*How to read it.* {entry.reading}", "", f"*Careful.* {entry.caution}", ""]
    if entry.sources:
        said = "; ".join(f"[{s.short}]({s.url})" if s.url else s.short for s in entry.sources)
        lines += [f"*From.* {said}", ""]
    return lines
