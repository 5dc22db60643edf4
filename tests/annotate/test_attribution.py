"""Who says what: one new sentence for each phenomenon, then the five seed articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.annotate.attribution import (
    Attribution,
    find_attributions,
    find_scare_quotes,
    load_lexicon,
)
from framing.annotate.documents import Document
from tests.annotate.texts import read

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
NAMES = {
    "000": "Pan Pacific Agency",
    "001": "TASS",
    "002": "CGTN",
    "003": "TASS",
    "004": "The New Indian Express",
}


def found(body: str, title: str = "Ministers meet about a bridge") -> list[tuple[str, ...]]:
    """(speaker, cue, quotation, content) of every attribution in a text below a title."""
    document = read(f"{title}\n\n{body}")
    return [show(document, a) for a in find_attributions(document, load_lexicon())]


def show(document: Document, a: Attribution) -> tuple[str, ...]:
    cue = document.text[a.cue[0] : a.cue[1]] if a.cue else ""
    content = " / ".join(document.text[start:end] for start, end in a.content)
    return a.speaker, cue, a.quotation, content


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # order of source, cue and content
        (
            '"The bridge is safe," Ana Pereira said on Monday.',
            ("Ana Pereira", "said", "direct", "The bridge is safe,"),
        ),
        (
            "“The bridge is safe,” said Ana Pereira, who opened it.",
            ("Ana Pereira", "said", "direct", "The bridge is safe,"),
        ),
        (
            'Ana Pereira said: "The bridge is safe."',
            ("Ana Pereira", "said", "direct", "The bridge is safe."),
        ),
        (
            '"The bridge," Ana Pereira said, "is safe."',
            ("Ana Pereira", "said", "direct", "The bridge, / is safe."),
        ),
        (
            '"The bridge is safe," Ana Pereira told Reuters. "It is new."',
            ("Ana Pereira", "told", "direct", "The bridge is safe, / It is new."),
        ),
        (
            "The bridge is safe, Ana Pereira said on Monday.",
            ("Ana Pereira", "said", "indirect", "The bridge is safe"),
        ),
        (
            "The bridge is safe, said Ana Pereira.",
            ("Ana Pereira", "said", "indirect", "The bridge is safe"),
        ),
        # what may stand between
        (
            "Ana Pereira, the mayor, said in a statement on Monday that the bridge was safe.",
            ("Ana Pereira", "said", "indirect", "the bridge was safe"),
        ),
        (
            "Ana Pereira, however, maintains that the bridge is safe.",
            ("Ana Pereira", "maintains", "indirect", "the bridge is safe"),
        ),
        (
            "Lisbon has repeatedly said the bridge is safe.",
            ("Lisbon", "said", "indirect", "the bridge is safe"),
        ),
        (
            "Ana Pereira told a group of reporters on Monday that the bridge was safe.",
            ("Ana Pereira", "told", "indirect", "the bridge was safe"),
        ),
        (
            "In the end, Ana Pereira said, the bridge was safe.",
            ("Ana Pereira", "said", "indirect", "In the end / the bridge was safe"),
        ),
        # objects that hold a clause, and verbs with other complements
        (
            "Ana Pereira highlighted the fact that the bridge was safe.",
            ("Ana Pereira", "highlighted", "indirect", "the bridge was safe"),
        ),
        (
            "Ana Pereira suggested building a second bridge.",
            ("Ana Pereira", "suggested", "indirect", "building a second bridge"),
        ),
        (
            "Ana Pereira vowed to build a second bridge.",
            ("Ana Pereira", "vowed", "indirect", "to build a second bridge"),
        ),
        (
            "Ana Pereira pointed out that the bridge was safe.",
            ("Ana Pereira", "pointed out", "indirect", "the bridge was safe"),
        ),
        # cues that are no verbs
        (
            "According to Ana Pereira, the bridge is safe.",
            ("Ana Pereira", "According to", "indirect", "the bridge is safe"),
        ),
        (
            "The bridge is safe, according to Ana Pereira.",
            ("Ana Pereira", "according to", "indirect", "The bridge is safe"),
        ),
        (
            "As Ana Pereira said, the bridge is safe.",
            ("Ana Pereira", "said", "indirect", "the bridge is safe"),
        ),
        (
            "In Ana Pereira's words, the bridge is safe.",
            ("Ana Pereira", "words", "indirect", "the bridge is safe"),
        ),
        (
            "Ana Pereira warned Madrid not to close the bridge.",
            ("Ana Pereira", "warned", "indirect", "not to close the bridge"),
        ),
        # mixed
        (
            'Ana Pereira said that the bridge was "not unsafe."',
            ("Ana Pereira", "said", "mixed", 'the bridge was "not unsafe."'),
        ),
    ],
)
def test_one_attribution(body: str, expected: tuple[str, ...]) -> None:
    assert found(body) == [expected]


@pytest.mark.parametrize(
    "body",
    [
        "Both towns’ rival claims to the bridge were heard.",
        "Spain laid claims to the bridge in May.",
        "The government agreed to hand over the bridge.",
        "The noted engineer came, and the added value is high.",
        "A report of the ministry states of mind notes apart is long.",
        "The bridge was known for its charges.",
        "The two towns consider the bridge to be an important step.",
        "The head of state called in May.",
    ],
)
def test_words_that_are_no_cues(body: str) -> None:
    assert found(body) == []


def test_two_sources_in_one_sentence_part_their_contents() -> None:
    assert found(
        "Spain believes that it was late, while Portugal suggests closing the bridge."
    ) == [
        ("Spain", "believes", "indirect", "it was late"),
        ("Portugal", "suggests", "indirect", "closing the bridge"),
    ]


def test_semicolons_part_insertions() -> None:
    assert [a[3] for a in found("The bridge, he said, is safe; Lisbon, he added, is far.")] == [
        "The bridge / is safe",
        "Lisbon / is far",
    ]


def test_a_participle_keeps_the_speaker() -> None:
    body = '"It is safe," Ana Pereira said, adding that engineers “checked it twice.”'
    assert found(body) == [
        ("Ana Pereira", "said", "direct", "It is safe,"),
        ("Ana Pereira", "adding", "mixed", "engineers “checked it twice.”"),
    ]


def test_a_second_verb_shares_its_subject() -> None:
    body = "Ana Pereira noted that it rained and stressed that the bridge was safe."
    assert found(body) == [
        ("Ana Pereira", "noted", "indirect", "it rained"),
        ("Ana Pereira", "stressed", "indirect", "the bridge was safe"),
    ]


def test_source_in_the_next_paragraph() -> None:
    words = "The bridge is safe and new, and we will open it soon,"
    assert found(f'"{words}"\n\nAna Pereira yesterday said at the start of talks.') == [
        ("Ana Pereira", "said", "direct", words)
    ]


def test_quotation_over_several_paragraphs() -> None:
    body = 'Ana Pereira said: "The bridge is safe.\n\n"It is also new.\n\n"We paid for it."'
    assert [(a[0], a[2], a[3]) for a in found(body)] == [
        ("Ana Pereira", "direct", "The bridge is safe."),
        ("Ana Pereira", "direct", "It is also new."),
        ("Ana Pereira", "direct", "We paid for it."),
    ]


def test_quotation_that_ends_with_a_question_mark() -> None:
    assert found("“Is the bridge safe?” Ana Pereira asked.") == [
        ("Ana Pereira", "asked", "direct", "Is the bridge safe?")
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bridge to open in May: deputy mayor", ("deputy mayor", "Bridge to open in May")),
        ("Pereira: bridge will open in May", ("Ana Pereira", "bridge will open in May")),
        ("Pereira says bridge will open in May", ("Ana Pereira", "bridge will open in May")),
        ("'Bridge is safe,' Pereira says", ("Ana Pereira", "Bridge is safe,")),
    ],
)
def test_headlines(title: str, expected: tuple[str, str]) -> None:
    first = found("Ana Pereira came to the bridge on Monday.", title)[0]
    assert (first[0], first[3]) == expected


def test_nested_attribution_has_a_parent() -> None:
    document = read("A bridge\n\nThe bridge was safe, Ana Pereira said on Monday, reported Lusa.")
    outer, inner = find_attributions(document, load_lexicon())
    assert (outer.speaker, outer.parent) == ("Lusa", None)
    assert (inner.speaker, inner.parent) == ("Ana Pereira", 0)


@pytest.mark.parametrize(
    ("second", "speaker"),
    [
        ("Pereira added that it was new.", "Ana Pereira"),
        ("She added that it was new.", "Ana Pereira"),
        ("The Portuguese minister added that it was new.", "Ana Pereira"),
        ("The Transport Ministry added that it was new.", "Portuguese Transport Ministry"),
        ("The statement added that it was new.", "the statement"),
        ("Experts on the matter added that it was new.", "experts"),
        ("Madrid added that it was new.", "Madrid"),
    ],
)
def test_speakers_are_resolved(second: str, speaker: str) -> None:
    first = (
        "Portuguese Minister Ana Pereira of the Portuguese Transport Ministry met Spanish envoy "
        "Luis Romero. Minister Ana Pereira said that the bridge was safe. "
    )
    assert found(first + second)[-1][0] == speaker


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Transport Minister Ana Pereira", "official"),
        ("The Kremlin", "official"),
        ("Tokyo", "official"),
        ("Professor Ana Pereira", "expert"),
        ("The company", "business"),
        ("Residents", "citizen"),
        ("The statement", "document"),
        ("The newspaper", "media"),
        ("Experts", "unnamed"),
        ("Sources close to the talks", "unnamed"),
        ("Officials who asked not to be named", "unnamed"),
        ("Officials", "official"),
        ("Ana Pereira", ""),
    ],
)
def test_source_types(source: str, kind: str) -> None:
    document = read(f"A bridge opens\n\n{source} said that the bridge was safe.")
    (only,) = find_attributions(document, load_lexicon())
    assert only.source_type == kind


def test_scare_quotes_belong_to_nobody() -> None:
    document = read('A bridge\n\nSpain suggests building some "special bridge" for the old town.')
    (only,) = find_attributions(document, load_lexicon())
    assert only.quotation == "indirect"
    (quote,) = find_scare_quotes(document, [only])
    assert document.text[quote.start : quote.end] == "special bridge"


# --- the seeds -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seeds() -> dict[str, tuple[Document, list[Attribution]]]:
    if not SEEDS.is_dir():
        pytest.skip(f"the seed articles are not at {SEEDS}")
    documents = {
        path.stem[:3]: read(path.read_text("utf-8"), (NAMES[path.stem[:3]],))
        for path in sorted(SEEDS.glob("*.txt"))
    }
    return {
        key: (document, find_attributions(document, load_lexicon()))
        for key, document in documents.items()
    }


Seeds = dict[str, tuple[Document, list[Attribution]]]


@pytest.mark.parametrize(
    ("seed", "opening", "speaker"),
    [
        ("000", "We spoke about", "Maxim Akimov"),
        ("000", "This includes", "Maxim Akimov"),
        ("000", "stressed the need", "Maxim Akimov"),
        ("001", "Expansion of economic", "Valery Limarenko"),
        ("001", "would try to create", "Valery Limarenko"),
        ("002", "We confirmed", "Taro Kono"),
        ("002", "not insignificant", "Sergei Lavrov"),
        ("003", "The parties assessed", "the statement"),
        ("003", "The meeting’s", "Russian Foreign Ministry"),
        ("004", "At our previous", "Vladimir Putin"),
        ("004", "developing as they", "Shinzo Abe"),
        ("004", "the state and prospects", "Kremlin"),
    ],
)
def test_seed_quotations(seeds: Seeds, seed: str, opening: str, speaker: str) -> None:
    document, attributions = seeds[seed]
    at = document.text.index(opening)
    (only,) = [
        a
        for a in attributions
        if a.quotation != "indirect" and any(start <= at < end for start, end in a.content)
    ]
    assert only.speaker == speaker


@pytest.mark.parametrize(
    ("seed", "speaker", "opening", "ending"),
    [
        ("000", "Maxim Akimov", "Russia, Japan discuss", "space industry"),
        ("001", "Valery Limarenko", "economic cooperation will", "the region overall"),
        ("001", "Sergey Lavrov", "Russia’s sovereignty", "non-negotiable"),
        ("001", "Moscow", "Russia’s sovereignty", "called into question"),
        ("002", "Tokyo", "Moscow illegally", "those islands"),
        ("002", "experts", "the immediacy", "overly optimistic"),
        ("002", "Sergei Lavrov", "Moscow's position", "for both sides"),
        ("002", "Moscow", "starting visa-free", "for both sides"),
        ("003", "Russian Foreign Ministry", "The sixth round", "on Wednesday"),
        ("003", "Moscow", "Russia’s sovereignty", "called into question"),
        ("003", "Russia", "it should be done", "Russian laws"),
        ("003", "Japan", "establishing some", "southern Kuril Islands"),
        ("004", "Vladimir Putin", "ties with Japan", "Abe talks"),
    ],
)
def test_seed_indirect_speech(
    seeds: Seeds, seed: str, speaker: str, opening: str, ending: str
) -> None:
    document, attributions = seeds[seed]
    contents = [
        document.text[a.content[0][0] : a.content[-1][1]]
        for a in attributions
        if a.speaker == speaker and a.quotation == "indirect"
    ]
    assert [c for c in contents if c.startswith(opening) and c.endswith(ending)]


@pytest.mark.parametrize(
    ("seed", "word"), [("002", "claims to"), ("003", "claims to"), ("001", "agreed to hand")]
)
def test_seed_words_that_are_no_cues(seeds: Seeds, seed: str, word: str) -> None:
    document, attributions = seeds[seed]
    at = document.text.index(word)
    assert not [a for a in attributions if a.cue and a.cue[0] <= at < a.cue[1]]


def test_seed_scare_quote(seeds: Seeds) -> None:
    document, attributions = seeds["003"]
    (quote,) = find_scare_quotes(document, attributions)
    assert document.text[quote.start : quote.end] == "special system"


def test_a_topic_before_a_colon_is_no_speaker() -> None:
    body = "The lake was calm on Monday, and boats sailed from the harbour in the morning."
    assert found(body, title="Lake Arda: a day of pride") == []
