"""The cues, source nouns and closed classes that attribution reads, from the base codebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from framing.errors import UsageError
from framing.records.codebook import CUE_CLASSES as CLASSES
from framing.records.codebook import SOURCE_TYPES as TYPES
from framing.records.codebook import CueEntry

SYNTAX = frozenset(
    ("clause", "that", "np", "inf", "ger", "wh", "hearer", "noun", "adj", "quote_only", "mental",
     "attitude", "event")
)  # fmt: skip
# What opens a cue of several words: "according to", "in the words of".
_PHRASE_WORDS = frozenset(("according", "words", "eyes", "telling", "mind", "opinion", "view"))


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: ``particles`` must follow the verb; ``syntax`` says what may be its content.

    ``passive`` says what may follow its passive: ``that``, ``wh``, ``inf``, ``np`` or a
    preposition.
    """

    lemma: str
    cue_class: str
    syntax: frozenset[str]
    particles: frozenset[str]
    passive: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Everything attribution looks up; all words are folded types. Equal only to itself.

    ``forms`` maps a verb form to its cues, those with a particle first, and to the kind of
    form: ``base``, ``s``, ``past`` or ``ing``. ``cues`` holds every word that may be or open
    a cue. ``nouns`` maps nouns that are cues, in both
    numbers; their ``particles`` are the prepositions before their content.
    """

    forms: dict[str, tuple[tuple[Cue, ...], str]]
    nouns: dict[str, Cue]
    cues: frozenset[str]
    phrases: dict[str, Cue]
    marks: dict[str, Cue]
    grammar: dict[str, frozenset[str]]
    types: dict[str, str]
    institutions: dict[str, str]
    governments: frozenset[str]
    titles: frozenset[str]
    nations: frozenset[str]
    countries: dict[str, str]
    gender: dict[str, str]
    abbreviations: dict[str, str]
    generic: frozenset[str]
    bodies: frozenset[str]
    not_names: frozenset[str]
    no_person_first: frozenset[str]
    no_person_last: frozenset[str]
    given: dict[str, str]


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of the base codebook (``cues.yaml``, ``sources.yaml``, ``people.yaml``).

    Raises
    ------
    UsageError
        If an entry has an unknown class, syntax flag or source.
    """
    return build_lexicon(_read("cues.yaml"), _read("sources.yaml"), people=_read("people.yaml"))


def build_lexicon(
    cues: dict[str, Any], sources: dict[str, Any], *, people: dict[str, Any]
) -> Lexicon:
    """A lexicon from the contents of the three files; values are strings, lists or mappings."""
    forms: dict[str, tuple[tuple[Cue, ...], str]] = {}
    for lemma, entry in cues["verbs"].items():
        cue = _cue(lemma, entry, cues["sources"])
        for form, kind in _inflect(str(entry.get("base", lemma)), entry):
            known = forms.get(form, ((), kind))
            both = (cue, *known[0]) if cue.particles else (*known[0], cue)
            forms[form] = (both, known[1])
    nouns: dict[str, str] = {}
    for kind in TYPES:
        for noun in sources["types"].get(kind, ()):
            nouns.setdefault(noun, kind)
            nouns.setdefault(_plural(noun), kind)
    for noun in sources["types"].get("unnamed", ()):
        nouns[noun] = "unnamed"
    return Lexicon(
        forms=forms,
        nouns=(held := _cue_nouns(cues)),
        cues=frozenset(forms) | frozenset(held) | _PHRASE_WORDS,
        phrases={text: _cue(text, e, cues["sources"]) for text, e in cues["phrases"].items()},
        marks={text: _cue(text, e, cues["sources"]) for text, e in cues["marks"].items()},
        grammar={name: frozenset(words) for name, words in cues["grammar"].items()},
        types=nouns,
        institutions={noun: kind for kind, ns in sources["institutions"].items() for noun in ns},
        governments=frozenset(sources["governments"]),
        titles=frozenset(sources["titles"]) | frozenset(sources["nations"]),
        nations=frozenset(sources["nations"]),
        countries=dict(sources["countries"]),
        gender=dict(sources["honorific_gender"]),
        abbreviations=dict(sources["abbreviations"]),
        generic=frozenset(sources["generic"]),
        bodies=frozenset(sources["bodies"]),
        not_names=frozenset(people["not_names"]),
        no_person_first=frozenset(people["no_person_first"]),
        no_person_last=frozenset(people["no_person_last"]),
        given={name: pronoun for pronoun, names in people["given"].items() for name in names},
    )


def _cue_nouns(cues: dict[str, Any]) -> dict[str, Cue]:
    """Nouns that are cues, singular and plural."""
    found: dict[str, Cue] = {}
    for noun, entry in cues["nouns"].items():
        found[noun] = found[_plural(noun)] = _cue(noun, entry, cues["sources"])
    return found


def with_cues(lexicon: Lexicon, cues: Sequence[CueEntry]) -> Lexicon:
    """A lexicon with a study's own cues: known lemmas take a new class, others are added.

    An added cue takes a clause or a that-clause; without ``forms`` it is inflected regularly.
    """
    forms = dict(lexicon.forms)
    for entry in cues:
        known = [c for group, _ in forms.values() for c in group if c.lemma == entry.lemma]
        if known and not entry.forms:
            for form, (group, kind) in forms.items():
                changed = (
                    replace(c, cue_class=entry.cue_class) if c.lemma == entry.lemma else c
                    for c in group
                )
                forms[form] = (tuple(changed), kind)
            continue
        cue = Cue(entry.lemma, entry.cue_class, frozenset(("clause", "that")), frozenset())
        inflected = _inflect(entry.lemma, {})
        for form, kind in [(f, "past") for f in entry.forms] if entry.forms else inflected:
            forms[form] = ((cue,), kind)
    return replace(lexicon, forms=forms, cues=lexicon.cues | frozenset(forms))


def _read(name: str) -> dict[str, Any]:
    # The base loader keeps "on" and "no" words; the C one is ten times faster where it exists.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = files("framing.codebook").joinpath("base", name).read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, loader)
    return loaded


def _cue(lemma: str, entry: dict[str, Any], sources: dict[str, str]) -> Cue:
    syntax = frozenset(entry.get("syntax", ()))
    if unknown := syntax - SYNTAX:
        raise UsageError(
            f"cues.yaml, {lemma!r}: syntax {sorted(unknown)} is unknown; "
            f"allowed: {', '.join(sorted(SYNTAX))}"
        )
    if entry["class"] not in CLASSES:
        raise UsageError(
            f"cues.yaml, {lemma!r}: class {entry['class']!r} is unknown; "
            f"allowed: {', '.join(CLASSES)}"
        )
    if entry["source"] not in sources:
        raise UsageError(f"cues.yaml, {lemma!r}: source {entry['source']!r} is not under 'sources'")
    return Cue(
        lemma,
        entry["class"],
        syntax,
        frozenset(entry.get("particle", ())),
        frozenset(entry.get("passive", ())),
    )


def _inflect(base: str, entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Every form of a verb with its kind; regular unless the entry says otherwise."""
    y_after_consonant = base.endswith("y") and base[-2] not in "aeiou"
    if y_after_consonant:
        third = base[:-1] + "ies"
    else:
        third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    stem = base[:-1] if base.endswith("e") else base
    regular = base[:-1] + "ied" if y_after_consonant else stem + "ed"
    keeps_e = base.endswith("ee")
    past = _list(entry.get("past", regular))
    return [
        (base, "base"),
        (third, "s"),
        *((form, "past") for form in past),
        *((form, "past") for form in _list(entry.get("part", []))),
        *((form, "ing") for form in _list(entry.get("ing", (base if keeps_e else stem) + "ing"))),
    ]


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith("man"):
        return noun[:-2] + "en"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")
