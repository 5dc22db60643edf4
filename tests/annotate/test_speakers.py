"""Who is meant: names, titles, pronouns, appositions; and words that are nobody's name."""

from __future__ import annotations

import pytest

from framing.annotate.attribution import load_lexicon
from framing.annotate.attribution.names import gender_of, is_person, read_name
from tests.annotate.texts import find


def speakers(body: str) -> list[str]:
    return [attribution.speaker for attribution in find(body)]


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("The minister of transport, Ana Pereira, said that it was safe.", "Ana Pereira"),
        ("The head of the Bridge Centre, Rui Costa, said that it was safe.", "Rui Costa"),
        ("Ana Pereira, the transport minister, said that it was safe.", "Ana Pereira"),
        ("“It is safe,” said the mayor, Rui Costa.", "Rui Costa"),
        ("“Is it safe?” asked Sen. Ana Pereira of Lisbon, who has doubts.", "Ana Pereira"),
        ("Sen. Rui Costa (R-Ohio), said after lunch that it was safe.", "Rui Costa"),
        ("A month later Rui Costa announced that it was safe.", "Rui Costa"),
        ("Rui Costa a month later announced that it was safe.", "Rui Costa"),
        ("Last week, Rui Costa said that it was safe.", "Rui Costa"),
        ("Engineers who build ships agree that it was safe.", "engineers"),
        ("Minutes later, the Costa campaign spoke, saying that it was safe.", "the Costa campaign"),
        ("In Dover, Del., on Sunday, Rui Costa stood up, saying it was safe.", "Rui Costa"),
        ("Here in Lisbon, Costa stepped up his attacks, saying it was safe.", "Costa"),
        ("It was late, but Costa was in Lisbon, arguing that it was safe.", "Costa"),
        ("Rui Costa held up a sign saying “Mind the bridge, all of you.”", "a sign"),
        ("The talks ended in tears, with Rui Costa saying that it was safe.", "Rui Costa"),
        ("There is evidence suggesting that it was safe.", "evidence"),
        ("Some of the engineers said that it was safe.", "some of the engineers"),
    ],
)
def test_the_source_is_found(body: str, speaker: str) -> None:
    assert speakers(body) == [speaker]


@pytest.mark.parametrize(
    "run",
    [
        "If I",
        "Before I",
        "Watch",
        "There",
        "Following Wednesday",
        "When",
        "Publicly",
        "Last",
        "But",
    ],
)
def test_words_that_are_no_names(run: str) -> None:
    assert read_name(run, load_lexicon()) == ((), ())


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ana Pereira", True),
        ("Wall Street", False),
        ("South Carolina", False),
        ("Iron Curtain", False),
        ("HIGHER TURNOUT", False),
        ("Democratic National Committee", False),
        ("Ursula von der Leyen", True),
    ],
)
def test_persons_and_places(name: str, person: bool) -> None:
    lexicon = load_lexicon()
    assert is_person(*read_name(name, lexicon), lexicon) is person


def test_what_opens_a_sentence_is_cut_from_a_name() -> None:
    assert read_name("While Rui Costa", load_lexicon()) == ((), ("Rui", "Costa"))
    assert read_name("Acting Governor Rui Costa", load_lexicon())[1] == ("Rui", "Costa")


def test_gender_by_honorific_before_given_name() -> None:
    lexicon = load_lexicon()
    assert gender_of(("mrs",), ("Taro", "Costa"), lexicon) == "she"
    assert gender_of((), ("Maria", "Costa"), lexicon) == "she"
    assert gender_of((), ("Costa",), lexicon) == ""


@pytest.mark.parametrize(
    ("body", "last"),
    [
        # Gender: the one of two who fits.
        ("Maria Costa said it was safe. Rui met Paul Rios. She added that it was new.",
         "Maria Costa"),
        ("Maria Costa said it was safe. Paul Lima said it was old. She added that it was new.",
         "Maria Costa"),
        # Number: "they" are several, "it" is nobody.
        ("Engineers said it was safe. Paul Lima said it was old. They added that it was new.",
         "engineers"),
        ("The report said it was safe. Paul Lima said it was old. It added that it was new.",
         "the report"),
        # The subject of the sentence before, not whoever stands last in it.
        ("Maria Costa met Ana Lima. She said that it was safe.", "Maria Costa"),
        # A surname of two persons: by honorific.
        ("Paul Costa met Maria Costa. Mrs. Costa said that it was safe.", "Maria Costa"),
        # An office that stands after a name.
        ("Maria Costa, the harbour commissioner, met Paul Lima. The commissioner said it was safe.",
         "Maria Costa"),
        # An unknown name of its own is nobody else's title.
        ("French Minister Paul Lima spoke. The French newspaper Lutece said that it was safe.",
         "The French newspaper Lutece"),
    ],
)  # fmt: skip
def test_whom_a_later_source_means(body: str, last: str) -> None:
    assert speakers(body)[-1].lower() == last.lower()


def test_a_headline_surname_gets_the_full_name() -> None:
    first = find("Foreign Minister Taro Costa spoke on Monday.", title="Costa says talks go on")
    assert first[0].speaker == "Taro Costa"


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("Ana Pereira", "name"),
        ("Transport Minister Ana Pereira", "name"),
        ("The minister", "title"),
        ("The Kremlin", "institution"),
        ("Tokyo", "institution"),
        ("The company", "institution"),
        ("The statement", "document"),
        ("She", "pronoun"),
        ("They", "pronoun"),
        ("The two leaders", "plural"),
        ("Ana Pereira and Rui Costa", "plural"),
        ("Residents", "plural"),
        ("Experts", "unnamed"),
        ("Sources close to the talks", "unnamed"),
        ("Officials familiar with the matter", "unnamed"),
        ("Officials who asked not to be named", "unnamed"),
        ("A senior official", "unnamed"),
        ("Some", "unnamed"),
    ],
)
def test_how_a_source_is_given(source: str, form: str) -> None:
    body = f"Ana Pereira met Rui Costa. {source} said that the bridge was safe."
    assert [attribution.source_form for attribution in find(body)] == [form]


def test_a_quotation_alone_gives_no_source() -> None:
    (only,) = find("“It is as safe as it was in the month of March.”")
    assert (only.speaker, only.source_form) == ("", "")


def test_a_second_quotation_keeps_its_speaker() -> None:
    found = find(
        "“The bridge is late,” Rui Costa said. “It will open in the month of March.”\n\n"
        "Ana Pereira agrees."
    )
    assert [a.speaker for a in found] == ["Rui Costa"]
    assert len(found[0].content) == 2


def test_a_short_sentence_names_the_source_of_the_paragraph_before() -> None:
    body = "Rui Costa spoke.\n\n“The bridge is late and nobody will tell us why.”\n\n"
    assert speakers(body + "So Ana Pereira told reporters.") == ["Ana Pereira"]
    credit = "Ana Pereira reported from Lisbon with the help of two more writers of the paper."
    assert speakers(body + credit) == ["Rui Costa"]


def test_a_name_and_a_quotation_make_a_headline() -> None:
    first = find("Rui Costa spoke on Monday.", title="Costa: 'The bridge is late and too dear'")[0]
    assert (first.speaker, first.quotation, first.rule) == ("Rui Costa", "direct", "headline")


@pytest.mark.parametrize(
    ("body", "speaker", "rule"),
    [
        ("“The bridge is closed,” the mayor riffed on the news.", "the mayor", "beside"),
        ("“That is new,” exhorted the senator's aide, Rui Paiva.", "Rui Paiva", "beside"),
        ("“The bridge is as old as the town.”\n\n- Rui Costa", "Rui Costa", "signed"),
        ("“The bridge is as old as the town.”\n\n— Mayor Ana Lima, in May", "Ana Lima", "signed"),
    ],
)
def test_a_source_beside_a_quotation_needs_no_listed_verb(
    body: str, speaker: str, rule: str
) -> None:
    assert [(a.speaker, a.rule) for a in find(body)] == [(speaker, rule)]


def test_a_quotation_within_its_sentence_has_no_source_beside() -> None:
    assert find("The “old town,” which opened in May, is closed.") == []


def test_an_open_quotation_belongs_to_the_source_in_the_next_paragraph() -> None:
    (only,) = find(
        "Ana Lima spoke.\n\n“The first pier stands.\n\n“The second is late,” Costa said."
    )
    assert (only.speaker, len(only.content)) == ("Costa", 2)
