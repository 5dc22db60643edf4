"""Counts of many texts at once are those of textstat, one text at a time."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from framing.measures import textcounts
from framing.measures.readability import _textstat
from framing.measures.syllables import find_dictionary
from framing.measures.textcounts import count_texts

WORDS = [
    "islands", "Kuril", "won't", "'tis", "rock'n'roll", "U.S.", "2.5", "1,000", "well-known", "!",
    "(said)", "?!", "...", "_", "naïve", "Ёлка", "’", "\u00a0", "—", "'", "mm", "Y'all've", "x\ny",
    "re", "o'clock", "a\u2009b", "e.g.", "\x1c", "İ", "½",
]  # fmt: skip


def by_textstat(texts):
    engine = _textstat()
    names = ("sentence_count", "lexicon_count", "syllable_count")
    return [[getattr(engine, name)(text) for text in texts] for name in names]


def ours(texts):
    return [column.tolist() for column in count_texts(texts)]


@given(st.lists(st.lists(st.sampled_from(WORDS)).map(" ".join), max_size=5))
def test_texts_of_odd_words(texts):
    assert ours(texts) == by_textstat(texts)


@given(st.lists(st.text(alphabet="aZ é'’.!? \n_-\u00a02t,", max_size=60), max_size=4))
def test_texts_of_odd_characters(texts):
    assert ours(texts) == by_textstat(texts)


def test_blocks_change_nothing(monkeypatch):
    dice = random.Random(4)
    texts = [" ".join(dice.choices(WORDS, k=30)) for _ in range(30)]
    whole = ours(texts)
    monkeypatch.setattr(textcounts, "_BLOCK", 200)
    assert ours(texts) == whole == by_textstat(texts)


def test_every_word_of_the_dictionary_has_the_stresses_of_its_first_pronunciation():
    path, _ = find_dictionary()
    known: dict[str, int] = {}
    for line in path.read_text("utf-8").splitlines():
        word, *phones = line.split("#")[0].split()
        if word.isalpha():  # variants are written word(2)
            known.setdefault(word, sum(phone[-1].isdigit() for phone in phones))
    assert len(known) > 100_000
    assert count_texts(list(known)).syllables.tolist() == list(known.values())
