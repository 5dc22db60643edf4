"""Facts read from dependency parses; the parses are built by hand, no model is needed."""

from __future__ import annotations

import os
import sys
import types
from typing import Any

import pytest

from framing.annotate.facts import load_parser, syntax_reader
from framing.errors import MissingPackageError

# A token: word/tag/label/head; the sentence is the words with blanks between, . and 's aside.
PARSES = [
    (
        "The/DT/det/1 islands/NNS/nsubjpass/3 were/VBD/auxpass/3 seized/VBN/ROOT/3 by/IN/agent/3 "
        "the/DT/det/7 Nordian/NNP/compound/7 Union/NNP/pobj/4 after/IN/prep/3 the/DT/det/10 "
        "war/NN/pobj/8 ./././3",
        ("seize", "passive", "finite", "the Nordian Union", None, "told"),
    ),
    (
        "The/DT/det/1 islands/NNS/nsubj/5 seized/VBN/acl/1 by/IN/agent/2 Nordia/NNP/pobj/3 "
        "have/VBP/ROOT/5 no/DT/det/7 airport/NN/dobj/5 ./././5",
        ("seize", "passive", "reduced", "Nordia", None, "told"),
    ),
    (
        "The/DT/det/1 islands/NNS/nsubj/5 that/WDT/dobj/4 Nordia/NNP/nsubj/4 seized/VBD/relcl/1 "
        "have/VBP/ROOT/5 no/DT/det/7 airport/NN/dobj/5 ./././5",
        ("seize", "active", "relative", "Nordia", None, "told"),
    ),
    (
        "Sudria/NNP/nsubj/1 gave/VBD/ROOT/1 the/DT/det/4 Nordian/NNP/compound/4 Union/NNP/dative/1 "
        "the/DT/det/6 islands/NNS/dobj/1 ./././1",
        ("give", "active", "finite", "Sudria", "the Nordian Union", "told"),
    ),
    (
        "Nordian/JJ/amod/1 troops/NNS/nsubj/2 landed/VBD/ROOT/2 and/CC/cc/2 seized/VBD/conj/2 "
        "the/DT/det/6 islands/NNS/dobj/4 ./././2",
        ("seize", "active", "finite", "Nordian troops", None, "told"),
    ),
    (
        "Sudria/NNP/nsubj/1 accuses/VBZ/ROOT/1 Nordia/NNP/dobj/1 of/IN/prep/1 "
        "occupying/VBG/pcomp/3 the/DT/det/6 islands/NNS/dobj/4 ./././1",
        ("occupy", "active", "participle", "Nordia", None, "told"),
    ),
    (
        "Nordia/NNP/poss/2 's/POS/case/0 seizure/NN/nsubj/6 of/IN/prep/2 the/DT/det/5 "
        "islands/NNS/pobj/3 ended/VBD/ROOT/6 an/DT/det/8 era/NN/dobj/6 ./././6",
        ("seizure", "nominal", "noun", "Nordia", None, "told"),
    ),
    (
        "The/DT/det/1 islands/NNS/nsubj/2 came/VBD/ROOT/2 under/IN/prep/2 Nordian/JJ/amod/5 "
        "control/NN/pobj/3 ./././2",
        ("come under", "middle", "finite", None, "Nordian control", "told"),
    ),
    (
        "The/DT/det/1 islands/NNS/nsubjpass/3 got/VBD/auxpass/3 seized/VBN/ROOT/3 ./././3",
        ("seize", "passive", "get", None, None, "told"),
    ),
    (
        "Nordia/NNP/nsubj/3 would/MD/aux/3 not/RB/neg/3 seize/VB/ROOT/3 the/DT/det/5 "
        "islands/NNS/dobj/3 ./././3",
        ("seize", "active", "finite", "Nordia", None, "denied"),
    ),
    (
        "Fishermen/NNS/nsubj/1 avoid/VBP/ROOT/1 the/DT/det/4 occupied/VBN/amod/4 "
        "islands/NNS/dobj/1 ./././1",
        ("occupy", "passive", "attributive", None, None, "told"),
    ),
    (
        "Nordia/NNP/nsubj/1 seized/VBD/ROOT/1 a/DT/det/3 trawler/NN/dobj/1 near/IN/prep/3 "
        "the/DT/det/6 islands/NNS/pobj/4 ./././1",
        None,
    ),
]


@pytest.fixture(scope="module")
def build() -> Any:
    """A function that builds a ``Doc`` from the lines above; in CI spaCy must be there."""
    try:
        from spacy.tokens import Doc
        from spacy.vocab import Vocab
    except ImportError:
        if os.environ.get("CI") == "true":
            pytest.fail("spaCy is not installed: in CI pip install -e '.[test]' brings it")
        pytest.skip("spaCy is not installed: pip install -e '.[syntax]'")

    def from_line(line: str) -> Any:
        tokens = [token.rsplit("/", 3) for token in line.split()]
        words = [token[0] for token in tokens]
        after = [*words[1:], "."]
        return Doc(
            Vocab(),
            words=words,
            spaces=[word not in (".", "'s") for word in after],
            tags=[token[1] for token in tokens],
            deps=[token[2] for token in tokens],
            heads=[int(token[3]) for token in tokens],
        )

    return from_line


@pytest.mark.parametrize(("line", "key"), PARSES)
def test_a_parse_is_read(tell, build, line, key):
    doc = build(line)
    facts = tell(doc.text, read=syntax_reader(lambda text: doc))
    columns = ("verb", "grammar", "construction", "agent", "recipient", "status")
    assert facts.select(columns).rows() == ([] if key is None else [key])
    assert set(facts["engine"]) <= {"spacy"}


def test_the_rules_read_what_the_parse_takes_for_something_else(tell, build):
    doc = build("Islands/NNS/compound/1 seized/NN/ROOT/1 ./././1")
    facts = tell(doc.text, read=syntax_reader(lambda text: doc))
    assert facts.select("grammar", "engine").rows() == [("passive", "rules")]


def test_a_sentence_is_parsed_once_and_only_where_an_act_may_be_told(tell, build):
    asked = []

    def parse(text: str) -> Any:
        asked.append(text)
        return build(PARSES[8][0])

    tell("The islands got seized. The ferry sails. Nothing was seized.", read=syntax_reader(parse))
    assert asked == ["The islands got seized."]


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (None, "needs spaCy, which is not installed; next: pip install 'framing"),
        (
            types.SimpleNamespace(util=types.SimpleNamespace(is_package=lambda name: False)),
            "needs the model en_core_web_sm, which is not installed; next: ",
        ),
    ],
)
def test_what_is_missing_is_said_with_the_line_that_installs_it(monkeypatch, module, message):
    monkeypatch.setitem(sys.modules, "spacy", module)
    with pytest.raises(MissingPackageError, match=message):
        load_parser()
