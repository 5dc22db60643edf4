"""Whom a later source means: a short phrase for a fuller one, a pronoun for the subject before."""

from __future__ import annotations

import pytest

from framing.annotate.speakers import without_topics
from tests.annotate.texts import find

NOON = "“The lock is open,” {} said at noon."


def speakers(body: str) -> list[str]:
    return [attribution.speaker for attribution in find(body)]


@pytest.mark.parametrize(
    ("before", "source", "speaker"),
    [
        ("A port source in Oslo says that ships wait.", "the source", "port source in Oslo"),
        ("A clerk at the Danish Consulate in Bergen waved.", "The clerk",
         "clerk at the Danish Consulate in Bergen"),
        ("The Northern Canal League met.", "the league", "Northern Canal League"),
        ("They unveiled a granite plaque at the gate.", "The plaque", "granite plaque"),
        ("The joint declaration is short.", "The document", "joint declaration"),
        ("An aide to Mayor Ana Lima nodded.", "The aide", "aide to Mayor Ana Lima"),
        # Not of a person who bears the noun as a title, nor of another kind.
        ("Pilot Rui Costa and a harbour pilot came.", "The pilot", "harbour pilot"),
        ("A Norwegian inspector came.", "The Danish inspector", "the Danish inspector"),
        ("The Danish government paid.", "The government", "the government"),
        ("Danish Mayor Rui Costa came.", "The Danish side", "the Danish side"),
    ],
)  # fmt: skip
def test_a_short_phrase_takes_up_a_fuller_one(before: str, source: str, speaker: str) -> None:
    last = speakers(f"{before} {NOON.format(source)}")[-1]
    assert last.removeprefix("a ").removeprefix("an ") == speaker


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("Danish Transport Minister Rui Costa met Ana Lima.", "The Danish transport minister"),
        ("Norway's Transport Minister Ana Lima met her Danish counterpart Rui Costa.",
         "The Danish transport minister"),
        ("Denmark's transport minister, Rui Costa, met Ana Lima.", "The Danish minister"),
        ("Rui Costa-Lund came with Ana Lima.", "Rui"),
    ],
)  # fmt: skip
def test_an_office_or_a_first_name_means_its_bearer(before: str, source: str) -> None:
    assert speakers(f"{before} {NOON.format(source)}")[-1].startswith("Rui Costa")


@pytest.mark.parametrize(
    ("before", "pronoun", "speaker"),
    [
        ("For Ana Lima, 80, it was the last trip.", "she", "Ana Lima"),
        ("Paul Lima said it was late. Rui Costa, who met Paul Lima, took part.", "he", "Rui Costa"),
        ("Paul Lima said it was late. The adviser to Mayor Lund looked up.", "he",
         "the adviser to Mayor Lund"),
        ("At the quay, Rui Costa was mending nets. Is the canal too dear?", "he", "Rui Costa"),
        ("Rui Costa spoke of rain. The rain was late.", "he", "Rui Costa"),
        ("Rui Costa's boat was late. Paul Lima waited.", "he", "Paul Lima"),
    ],
)  # fmt: skip
def test_a_pronoun_takes_the_subject_before(before: str, pronoun: str, speaker: str) -> None:
    text = f"“I knew it. All of us knew,” {pronoun} said."
    assert speakers(f"Rain fell.\n\n{before} {text}")[-1] == speaker
    two = f"Rain fell.\n\n{before}\n\n“I knew Carl Lund.\n\n“All of us did,” {pronoun} said."
    assert speakers(two)[-1] == speaker


def test_a_name_in_a_quotation_is_nobodys_antecedent() -> None:
    assert speakers("Rui Costa spoke. “Carl Lund knew,” he said.")[-1] == "Rui Costa"


def test_a_source_without_a_name_may_be_a_pronouns() -> None:
    body = "Rui Costa came. A port source said it was late. “We know,” he said."
    assert speakers(body)[-1] == "a port source"


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("‘OPEN IT!’: Kremlin in a rage over lock", "Kremlin"),
        ("Lock to open on Sunday: Kremlin", "Kremlin"),
        ("Lock closed to those who forget the rain: Kremlin", "Kremlin"),
    ],
)
def test_an_institution_in_a_headline(title: str, speaker: str) -> None:
    first = find("Rui Costa came.", title=title)[0]
    assert (first.speaker, first.rule) == (speaker, "headline")


def test_a_calling_no_list_holds_before_a_name() -> None:
    assert speakers("“It is late,” said skipper Rui Costa, 44.") == ["Rui Costa"]


def test_a_day_and_an_office_before_the_name_of_a_second_verb() -> None:
    body = "On Sunday Norway's chief secretary, Ana Lima, lodged a protest and said it was late."
    assert speakers(body) == ["Ana Lima"]


@pytest.mark.parametrize(
    ("body", "described"),
    [
        ("Danish Ambassador Rui Costa said it was late.", "Danish Ambassador"),
        ("Rui Costa, a clerk of the Danish embassy, said it was late.",
         "a clerk of the Danish embassy"),
        ("Costa said it was late. Rui Costa, who works for the Danish port, left.",
         "the Danish port"),
        ("Denmark's transport minister, Rui Costa, said it was late.",
         "Denmark's transport minister"),
        ("Rui Costa said it was late.", ""),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_describes_it(body: str, described: str) -> None:
    assert find(f"Rain fell.\n\n{body}")[0].described == described


@pytest.mark.parametrize(
    ("phrase", "rest"),
    [
        ("Japan's ambassador to Russia", "Japan's ambassador"),
        ("an expert on Russia at a Lisbon college", "an expert  at a Lisbon college"),
        ("envoy to Japan, a Danish diplomat", "envoy, a Danish diplomat"),
        ("aide to the Danish minister", "aide to the Danish minister"),
        ("a judge in Moscow", "a judge in Moscow"),
    ],
)
def test_a_nation_that_somebody_is_sent_to_is_not_their_own(phrase: str, rest: str) -> None:
    assert without_topics(phrase) == rest


def test_a_participle_goes_with_the_subject_of_a_verb_without_content() -> None:
    body = "Rui Costa said it was late. The Danish Foreign Ministry protested, claiming it was not."
    assert speakers(body) == ["Rui Costa", "Danish Foreign Ministry"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Shipowners rage that the lock is closed.", ["shipowners"]),
        ("The mayor reasons that the lock is old.", ["the mayor"]),
        ("Rui Costa rejects it.", []),
    ],
)
def test_raging_reasoning_and_a_bare_mention(body: str, found: list[str]) -> None:
    assert [speaker.lower() for speaker in speakers(body)] == [name.lower() for name in found]


@pytest.mark.parametrize(
    "body", ["Both crews found it hard to agree.", "The mayor found them easy to please."]
)
def test_what_is_found_hard_is_not_said(body: str) -> None:
    assert find(body) == []


def test_whose_claim_it_is_does_not_go_on_speaking() -> None:
    body = "Ana Lima, a minister, came. Lima rejected Kaltan's claim that it leaks. “No,” she said."
    assert speakers(body)[-1] == "Ana Lima"
