"""Words that colour a sentence about somebody, in classes, from the data file beside this."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from framing.language.words import fold

# Classes that a pleasant or unpleasant sum is made of; what they weigh is learned.
GROUPS = (
    ("kind", "able", "honest", "triumph"),
    ("vicious", "dishonest", "foolish", "arrogant", "crime", "conflict", "sorrow"),
    ("to praise", "to honour", "to support", "to win", "to improve", "to love"),
    (
        "to criticise", "to mock", "to oppose", "to harm", "to punish", "to deceive",
        "to misbehave", "to fail", "to threaten", "to fear", "to deny",
    ),
)  # fmt: skip
PLEASANT = (1, -1, 1, -1)  # one sign a group


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names of the classes, sorted, and for each folded word the numbers of its classes."""

    classes: tuple[str, ...]
    words: dict[str, tuple[int, ...]]


@cache
def load_colours() -> Lexicon:
    """The lexicon of ``lexicon.yaml``; classes of verbs are called ``to ...``."""
    text = files(__package__).joinpath("lexicon.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    irregular = {lemma: tuple(more.split()) for lemma, more in data["irregular"].items()}
    members: dict[str, set[str]] = {}
    for name, lemmas in data["verbs"].items():
        found = {form for lemma in lemmas.split() for form in verb_forms(lemma)}
        found |= {form for lemma in lemmas.split() for form in irregular.get(lemma, ())}
        members[f"to {name}"] = found
    for name, words in data["words"].items():
        members[name] = set(words.split())
    classes = tuple(sorted(members))
    numbers: dict[str, set[int]] = {}
    for number, name in enumerate(classes):
        for word in members[name]:
            numbers.setdefault(fold(word), set()).add(number)
    return Lexicon(classes, {word: tuple(sorted(found)) for word, found in numbers.items()})


def verb_forms(lemma: str) -> set[str]:
    """Regular forms of a verb, with and without a doubled consonant.

    >>> sorted(verb_forms("deny")), sorted(verb_forms("praise"))
    (['denied', 'denies', 'deny', 'denying'], ['praise', 'praised', 'praises', 'praising'])
    """
    if lemma.endswith("e"):
        forms = {lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"}
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        forms = {lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"}
    elif lemma.endswith(("s", "x", "z", "ch", "sh")):
        forms = {lemma, lemma + "es", lemma + "ed", lemma + "ing"}
    else:
        forms = {lemma, lemma + "s", lemma + "ed", lemma + "ing"}
    if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", lemma):
        forms |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return forms
