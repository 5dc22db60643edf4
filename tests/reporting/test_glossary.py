"""What each measure is: every entry whole, known where it is named, and named somewhere."""

from __future__ import annotations

import re

import pytest

from framing.reporting.glossary import entries_of, load_glossary, load_references
from framing.reporting.model import Section


def test_every_entry_says_what_it_is_in_a_few_words() -> None:
    for entry in load_glossary().values():
        said = (entry.meaning, entry.reading, entry.caution)
        assert all(text.endswith((".", "”.", "?")) for text in said), entry.key
        assert all(len(text.split()) <= 60 for text in said), entry.key
        # No command of LaTeX: a screen reader reads the formula as it stands.
        assert not re.search(r"[\\{}$]", entry.formula), entry.key


def test_sources_are_whole_and_cited() -> None:
    cited = {source.key for entry in load_glossary().values() for source in entry.sources}
    for key, reference in load_references().items():
        fields = dict(reference.fields)
        assert {"author", "title", "year"} <= set(fields), key
        assert key.endswith(fields["year"]), key
        assert re.fullmatch(r"10\.\d{4,}/\S+", fields.get("doi", "10.1000/x")), key
        assert reference.short.endswith(f"({fields['year']})")
    assert cited == set(load_references())


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_measure"):
        entries_of([Section("x", "X", ("",), explained=("no_such_measure",))])
