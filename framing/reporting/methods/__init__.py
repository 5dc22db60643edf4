"""How a study was made, ready for a paper: paragraphs with numbers, and what to cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from textwrap import fill

from framing.reporting.desk import Desk
from framing.reporting.glossary import load_references
from framing.reporting.methods.bibtex import render_bibtex
from framing.reporting.methods.sentences import (
    say_articles,
    say_doubt,
    say_limits,
    say_measures,
    say_rules,
    say_tools,
)
from framing.reporting.model import GlossaryEntry, Methods, Reference, Section

WIDTH = 96
_PARAGRAPHS = (
    (say_articles, say_rules),
    (say_measures, say_doubt),
    (say_limits, say_tools),
)


def build_methods(desk: Desk, glossary: Iterable[GlossaryEntry]) -> Methods:
    """What a paper says of its method, from the study alone.

    Parameters
    ----------
    desk
        Of the report.
    glossary
        The entries that the report explains: what they cite is in the references, too.

    Returns
    -------
    Methods
        Paragraphs of whole sentences. They claim no more than tier and claim of the study allow.
    """
    paragraphs = tuple(
        " ".join(sentence for say in rooms for sentence in say(desk)) for rooms in _PARAGRAPHS
    )
    known = load_references()
    cited = {source.key for entry in glossary for source in entry.sources}
    cited |= {key for key, one in known.items() if _names(one) in " ".join(paragraphs)}
    references = tuple(known[key] for key in sorted(cited))
    return Methods(paragraphs, references, render_bibtex((*_own(desk), *references)))


def with_methods(section: Section, methods: Methods) -> Section:
    """The sections on method and data with what there is to copy: paragraphs, and BibTeX."""
    if section.id == "method":
        return replace(section, code="\n\n".join(fill(p, WIDTH) for p in methods.paragraphs))
    return replace(section, code=methods.bibtex.rstrip()) if section.id == "data" else section


def _names(reference: Reference) -> str:
    """A reference as a sentence cites it: "Rao and Wu 1988"."""
    return reference.short.replace("(", "").replace(")", "")


def _own(desk: Desk) -> Sequence[Reference]:
    """The entries of the program and of the articles themselves."""
    inputs = desk.inputs
    version = dict(inputs.versions).get("framing", "")
    said = inputs.sampling
    parts = {
        "articles": f"{len(inputs.measured):,}", "query": said.query, "dates": said.dates,
        "retrieval": said.retrieval, "inclusion": said.inclusion, "sample": said.kind,
    }  # fmt: skip
    note = "; ".join(f"{name}: {value}" for name, value in parts.items() if value)
    corpus = {
        "title": f"Articles of the study {inputs.study}",
        "howpublished": said.database,
        "note": f"{note}; codebook {inputs.codebook.name}, version {inputs.codebook.version}",
    }
    program = {
        "title": "framing: compare how outlets frame the same events", "version": version,
        "note": f"Python package, version {version}",
    }  # fmt: skip
    key = re.sub(r"[^A-Za-z0-9-]+", "-", inputs.study).strip("-") or "study"
    return (
        Reference("framing", "misc", "framing", tuple(program.items())),
        Reference(f"articles-{key}", "misc", inputs.study, tuple(corpus.items())),
    )
