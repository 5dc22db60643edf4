"""Where a content begins and ends, and what is an attitude: a new sentence for each."""

from __future__ import annotations

import pytest

from framing.annotate.attribution import Attribution, find_attributions, load_lexicon
from framing.annotate.documents import Document
from tests.annotate.test_attribution import read


def attributions(body: str, title: str = "Ministers meet about a bridge") -> list[Attribution]:
    return find_attributions(document(body, title), load_lexicon())


def document(body: str, title: str = "Ministers meet about a bridge") -> Document:
    return read(f"{title}\n\n{body}")


def contents(body: str) -> list[tuple[str, str]]:
    """(speaker, content) of every attribution."""
    text = document(body).text
    return [
        (a.speaker, " / ".join(text[start:end] for start, end in a.content))
        for a in attributions(body)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Ana Pereira, who said the bridge was safe, opened it on Monday.",
            ("Ana Pereira", "the bridge was safe"),
        ),
        (
            "While Ana Pereira said the bridge was safe, Madrid opened the ferry.",
            ("Ana Pereira", "the bridge was safe"),
        ),
        (
            "Ana Pereira vowed to build a bridge, and the ferry stopped at noon.",
            ("Ana Pereira", "to build a bridge"),
        ),
        (
            "Ana Pereira criticized the ferry and opened the bridge.",
            ("Ana Pereira", "the ferry"),
        ),
        (
            "Ana Pereira condemned the ferry in an interview with a local paper.",
            ("Ana Pereira", "the ferry"),
        ),
        (
            "The bridge, which Ana Pereira said was safe, opened on Monday.",
            ("Ana Pereira", "which / was safe"),
        ),
        # nothing tells where the outlet takes over: the clause stays whole
        (
            "Ana Pereira said the bridge was safe and the ferry would stop.",
            ("Ana Pereira", "the bridge was safe and the ferry would stop"),
        ),
    ],
)
def test_where_a_content_ends(body: str, expected: tuple[str, str]) -> None:
    assert expected in contents(body)


@pytest.mark.parametrize(
    ("body", "speaker", "cue", "content"),
    [
        ("Ana Pereira supports a second bridge.", "Ana Pereira", "support", "a second bridge"),
        ("Lisbon wants to build a bridge.", "Lisbon", "want", "to build a bridge"),
        (
            "Ana Pereira endorsed Rui Costa last week.",
            "Ana Pereira", "endorse", "Rui Costa",
        ),
        ("The city announced its surrender.", "the city", "announce", "its surrender"),
    ],
)  # fmt: skip
def test_attitudes_are_no_speech(body: str, speaker: str, cue: str, content: str) -> None:
    (found,) = attributions(body)
    text = document(body).text
    assert found.attitude
    assert (found.speaker, found.cue_lemma, found.quotation) == (speaker, cue, "attitude")
    assert [text[start:end] for start, end in found.content] == [content]


def test_an_announcement_with_a_clause_is_speech() -> None:
    (found,) = attributions("The city announced that the bridge was safe.")
    assert found.quotation == "indirect"


def test_a_group_backing_somebody_says_nothing() -> None:
    assert attributions("A group backing Ana Pereira met in Lisbon.") == []
