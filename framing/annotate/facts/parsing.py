"""Facts read by spaCy's small English model, where it is installed; rules where it sees no act."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from framing.annotate.facts.candidates import Candidate
from framing.annotate.facts.mentions import Read, read_by_rules
from framing.annotate.facts.parsed import Parse, Parsed
from framing.annotate.facts.readings import Found, Reading
from framing.annotate.facts.syntax import read_parsed
from framing.annotate.facts.words import Words
from framing.errors import MissingPackageError

MODEL = "en_core_web_sm"


def syntax_reader(parse: Parse) -> Read:
    """A reader of candidates that parses only the sentences in which an act may be told.

    The parse decides where it takes the act for a verb or a noun as the codebook does; where it
    does not (mostly headlines), the rules read it and ``engine`` is ``rules``. What a spelled
    pattern marks as agent or recipient stays.
    """
    parses: dict[tuple[str, int], Any] = {}

    def read(words: Words, candidate: Candidate, act: Found) -> tuple[Reading | None, str]:
        sentence = words.sentence
        key = (words.document.article, sentence.number)
        if key not in parses:
            parses[key] = parse(words.document.text[sentence.start : sentence.end])
        parsed = Parsed(words, parses[key], sentence.start)
        by_rules, _ = read_by_rules(words, candidate, act)
        if not parsed.sees(act):
            return by_rules, "rules"
        reading = read_parsed(parsed, candidate, act)
        if candidate.act is not None:
            return reading, "spacy"
        return _spelled(reading, by_rules, candidate)

    return read


def _spelled(
    reading: Reading | None, by_rules: Reading | None, candidate: Candidate
) -> tuple[Reading | None, str]:
    """A spelled pattern says who acts and who receives; the parse says the grammar."""
    if reading is None or by_rules is None or by_rules.grammar in ("middle", "nominal"):
        return by_rules, "rules"
    marked = candidate.roles
    found = Reading(
        reading.grammar,
        reading.construction,
        marked.agents[0] if marked.agents else reading.agent,
        marked.recipients[0] if marked.recipients else None,
        reading.status,
    )
    if found.grammar == "active" and not marked.agents:
        return by_rules, "rules"  # no agent before it: the parse took a participle for a verb
    return found, "spacy"


def load_parser() -> tuple[Parse, str]:
    """The parser and its version, which results are cached under.

    Raises
    ------
    MissingPackageError
        When spaCy or its model is not installed; the message says how to get them.
    """
    try:
        import spacy
    except ImportError:
        raise MissingPackageError(_missing("spaCy")) from None
    if not spacy.util.is_package(MODEL):
        raise MissingPackageError(_missing(f"the model {MODEL}"))
    model = spacy.load(MODEL, exclude=["ner", "lemmatizer"])
    return model, f"spacy {version('spacy')}, {MODEL} {model.meta['version']}"


def _missing(what: str) -> str:
    return (
        f"syntax spacy needs {what}, which is not installed; next: "
        f"pip install 'framing[syntax]' && python -m spacy download {MODEL}, or use syntax rules"
    )
