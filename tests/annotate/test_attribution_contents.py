"""Where a content begins and ends, and what is an attitude: a new sentence for each."""

from __future__ import annotations

import pytest

from framing.annotate.attribution import Attribution, find_attributions, load_lexicon
from framing.annotate.documents import Document
from tests.annotate.texts import read


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


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Rui Costa restated Madrid's position that the bridge was unsafe.",
            [
                ("Rui Costa", "restate", "Madrid's position that the bridge was unsafe", None),
                ("Madrid", "position", "the bridge was unsafe", 0),
            ],
        ),
        (
            "Ana Pereira said that Rui Costa had told her that the bridge was unsafe.",
            [
                ("Ana Pereira", "say", "Rui Costa had told her that the bridge was unsafe", None),
                ("Rui Costa", "tell", "the bridge was unsafe", 0),
            ],
        ),
        (
            "Ana Pereira told reporters that, according to Madrid, the bridge was unsafe.",
            [
                ("Ana Pereira", "tell", "according to Madrid, the bridge was unsafe", None),
                ("Madrid", "according to", "the bridge was unsafe", 0),
            ],
        ),
        (
            "Madrid's view that the bridge is unsafe has not changed.",
            [("Madrid", "view", "the bridge is unsafe", None)],
        ),
        (
            "The mayor repeated her call for a second bridge.",
            [
                ("the mayor", "repeat", "her call for a second bridge", None),
                ("the mayor", "call", "a second bridge", 0),
            ],
        ),
    ],
)
def test_attributions_inside_of_others(
    body: str, expected: list[tuple[str, str, str, int | None]]
) -> None:
    text = document(body).text
    found = attributions(body)
    assert [
        (a.speaker, a.cue_lemma, text[a.content[0][0] : a.content[-1][1]], a.parent) for a in found
    ] == expected


def test_a_rebutted_claim_is_not_given_to_who_rebuts_it() -> None:
    body = "Rui Costa said the bridge was new. Ana Pereira rejected his claim that it was safe."
    assert [a.cue_lemma for a in attributions(body)] == ["say", "reject"]


@pytest.mark.parametrize(
    ("body", "speaker", "source_type", "content"),
    [
        ("The bridge is said to be safe.", "", "unnamed", ["The bridge", "to be safe"]),
        ("It was reported that the bridge was safe.", "", "unnamed", ["the bridge was safe"]),
        (
            "Madrid was accused of closing the bridge by Ana Pereira.",
            "Ana Pereira", "", ["Madrid", "closing the bridge"],
        ),
        (
            "Ana Pereira was asked by reporters whether the bridge was safe.",
            "reporters", "media", ["whether the bridge was safe"],
        ),
    ],
)  # fmt: skip
def test_passives(body: str, speaker: str, source_type: str, content: list[str]) -> None:
    (found,) = attributions(body)
    text = document(body).text
    assert (found.speaker, found.source_type) == (speaker, source_type)
    assert [text[start:end] for start, end in found.content] == content


def test_a_question_before_its_answer() -> None:
    asked, said = attributions('Asked whether the bridge was safe, Ana Pereira said: "It is new."')
    assert (asked.speaker, asked.cue_lemma) == ("", "ask")
    assert (said.speaker, said.quotation) == ("Ana Pereira", "direct")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The bridge, according to Ana Pereira, is safe.", "The bridge / is safe"),
        ('The bridge, in Ana Pereira\'s words, is "a gift".', 'The bridge / is "a gift"'),
        ("In the opinion of Ana Pereira, the bridge is safe.", "the bridge is safe"),
        ("In Ana Pereira's view, the bridge is safe.", "the bridge is safe"),
        (
            "The bridge will open, Ana Pereira said, despite the storm.",
            "The bridge will open / despite the storm",
        ),
        (
            'While the bridge is new, Ana Pereira said, "it is not safe."',
            "While the bridge is new / it is not safe.",
        ),
    ],
)
def test_contents_in_pieces(body: str, expected: str) -> None:
    assert contents(body) == [("Ana Pereira", expected)]


@pytest.mark.parametrize(
    "title", ["Bridge is safe, says Pereira", "Pereira: bridge is safe", "Pereira says it is safe"]
)
def test_headlines(title: str) -> None:
    (found,) = attributions("Ana Pereira met Rui Costa.", title)
    assert found.speaker == "Ana Pereira"
