from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from framing.language import sentences
from framing.language.english import load_furniture, load_words
from framing.language.sentences import find_sentences

_PIECES = [
    "He said no.",
    " ",
    "Mr.",
    "U.S.",
    "J.",
    "“Go!”",
    '"Now?"',
    "'It is.'",
    "(Yes.)",
    "3.5",
    "No. 5",
    "gen.",
    "Lee",
    "they",
    "...",
    "…",
    "e.g.",
    "Éa.",
    "’s",
    "—",
    "*",
    "a.m.",
    " ",
]
texts = st.one_of(
    st.text(max_size=80),
    st.text("Aab .!?\"'”’)\n\r\t\u2028Mr.", max_size=60),
)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in find_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Abe met U.S. envoys.", "They talked."],
        ["Gen. Sato and Lt. Col. Ito of Mazda Corp. flew on Jan. 5 at 9 a.m. to Oslo.", "Why?"],
        ["The U.K. and the U.N. agreed, i.e. they signed.", "So it ended!"],
        ["“It is ours.”", "He left."],
        ['"It is ours," he said.', '"It stays ours."'],
        ["He asked: “Why now?”", "Nobody answered."],
        ["Growth was 1.5 per cent.", "It had been 2.5."],
        ["It rained (it always rains.)", "It stopped."],
        ["Prime Minister J. Smith came.", "He left."],
        ["He said no.", "The talks ended."],
        ["“No.”", "That was all."],
        ["It lay in the sun.", "They sat.", "They wed."],
        ["Room No. 5 of Gen. Ito and Rep. Ann Lee.", "It was Sun. 5 Mar. 2019."],
    ],
)
def test_sentences(sentences):
    assert split(" ".join(sentences)) == sentences


def test_a_line_ends_a_sentence_and_blank_lines_fall_away():
    assert split("A heading\n\n  It rained.\r\n\r\nShare it \n") == [
        "A heading",
        "It rained.",
        "Share it",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n \r\n\t"])
def test_nothing_has_no_sentence(text):
    assert find_sentences(text) == []


@given(texts)
@example('A. "B." C')
@example(" a\x1cb \u2028c\x85")
def test_sentences_lose_nothing_but_blanks(text):
    spans = find_sentences(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    gaps = zip(edges[::2], edges[1::2], strict=True)
    assert all(not text[start:end].strip() for start, end in gaps)


def test_the_abbreviations_are_as_punkt_reads_them():
    words = load_words("abbreviations.txt")
    assert {"mr", "u.s", "nov"} <= words
    assert not [w for w in words if w != w.lower() or w.endswith(".") or w.startswith("#")]


def test_furniture_has_the_kinds_that_segments_ask_for():
    assert {"line", "closer", "credit", "short_credit", "byline"} <= set(load_furniture())


@given(st.lists(st.sampled_from(_PIECES), max_size=9).map("".join))
def test_a_sure_end_is_one_that_punkt_sees_too(line: str) -> None:
    line = line.strip()
    assert sentences._split(line) == list(sentences._splitter().span_tokenize(line))
