"""Pairs of quotation marks, the cue list, and what holds on any text at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.annotate.attribution import (
    build_lexicon,
    find_attributions,
    find_quotes,
    find_scare_quotes,
    load_lexicon,
)
from framing.annotate.attribution.lexicon import CLASSES
from framing.errors import UsageError
from tests.annotate.texts import read


@pytest.mark.parametrize(
    ("body", "inner"),
    [
        ('He said "it rained" twice.', ["it rained"]),
        ("He said “it rained” twice.", ["it rained"]),
        ("He said «it rained» twice.", ["it rained"]),
        ("He said „it rained“ twice.", ["it rained"]),
        ("He said ''it rained'' twice.", ["it rained"]),
        ("He said ‘it rained’ twice.", ["it rained"]),
        ("He said 'it rained' twice.", ["it rained"]),
        ("Both countries’ claims and the towns' bridges rest.", []),
        ("‘Both towns’ claims rest,’ he said.", ["Both towns’ claims rest,"]),
        ("It’s the boys’ day, isn't it, in the '90s and ’tis so.", []),
        ("A board of 5'10\" and more.", []),
        ("“He said ‘go’ to us,” she said.", ["He said ‘go’ to us,"]),
        ('He said "one" and "two" then.', ["one", "two"]),
        ('It rained. "And it went on.', ["And it went on."]),
    ],
)
def test_marks(body: str, inner: list[str]) -> None:
    document = read(f"A long title about rain\n\n{body}")
    assert [document.text[q.start : q.end] for q in find_quotes(document)] == inner


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    document = read('A title about rain\n\nHe said: "It rained.\n\nThen the sun came out.')
    (quote,) = find_quotes(document)
    assert not quote.closed
    assert document.text[quote.start : quote.end] == "It rained."


def test_single_marks_in_a_title() -> None:
    document = read("Kono says talks 'productive' so far\n\nThe talks went on for two hours.")
    (quote,) = find_quotes(document)
    assert document.text[quote.start : quote.end] == "productive"


def test_cue_list() -> None:
    lexicon = load_lexicon()
    cues = {cue for both, _ in lexicon.forms.values() for cue in both}
    assert len(cues) >= 120
    assert {cue.cue_class for cue in cues} == set(CLASSES)
    for form in ("says", "said", "saying", "told", "denied", "vowing", "admitted", "writes"):
        assert form in lexicon.forms


def test_a_wrong_entry_is_named() -> None:
    cues = {
        "verbs": {"say": {"class": "loud", "source": "own"}},
        "phrases": {},
        "marks": {},
        "grammar": {},
        "sources": {"own": "-"},
    }
    sources: dict[str, Any] = {
        "types": {},
        "institutions": {},
        "governments": [],
        "titles": [],
        "honorific_gender": {},
        "abbreviations": {},
        "generic": [],
        "bodies": [],
    }
    people: dict[str, Any] = {
        "not_names": [],
        "no_person_first": [],
        "no_person_last": [],
        "given": {},
    }
    with pytest.raises(UsageError, match="'say': class 'loud' is unknown; allowed: neutral"):
        build_lexicon(cues, sources, people=people)


WORDS = "Kono said that the bridge is safe adding according to who he told TASS on Friday claims "
WORDS += "and but while as Mr. (D-X.) says asked reported"
MARKS = ('"', "“", "”", "‘", "’", "'", "«", "»", "„", "''", ",", ".", "?", ":", ";", "—", "\n\n")
PIECES = st.sampled_from((*WORDS.split(), *MARKS))
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map(" ".join),
    st.lists(PIECES, max_size=60).map("".join),
    st.text(max_size=120),
)


@settings(max_examples=250, deadline=None)
@given(text=TEXTS)
def test_spans_on_any_text(text: str) -> None:
    document = read(text) if text else None
    if document is None:
        return
    lexicon = load_lexicon()
    attributions = find_attributions(document, lexicon)
    for k, a in enumerate(attributions):
        assert a.content
        assert list(a.content) == sorted(a.content)
        spans = [*a.content, *a.source, *([a.cue] if a.cue else [])]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        if a.cue:
            assert not any(start < a.cue[1] and a.cue[0] < end for start, end in a.content)
        assert a.parent is None or 0 <= a.parent < k
        assert a.quotation in ("direct", "indirect", "mixed")
    keys = [(a.content[0][0], a.content[-1][1], a.rule) for a in attributions]
    assert len(keys) == len(set(keys))  # ids are made of these
    quotes = find_quotes(document)
    assert all(0 <= q.start < q.end <= len(text) for q in quotes)
    assert set(find_scare_quotes(document, attributions)) <= set(quotes)
    assert attributions == find_attributions(document, lexicon)
