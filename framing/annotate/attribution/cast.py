"""The named of one article: persons with their words of office, and bodies."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter

from framing.annotate.attribution.lexicon import Lexicon
from framing.annotate.attribution.names import (
    RUN,
    Person,
    Speaker,
    Words,
    fold_name,
    gender_of,
    is_person,
    read_name,
)
from framing.annotate.attribution.records import Quote
from framing.annotate.documents import Document

_BY_OFFICE = ("official", "expert", "business", "media", "citizen")
_BEFORE_NOUNS = ("a", "an", "the", "his", "her")
_ABBREVIATED = 5  # characters of "Sens."; a longer word with a full stop ends its sentence
# "Kono, the foreign minister, ...", "Roe, 41, a teacher at ...": what stands after a name.
_APPOSED = re.compile(
    r"(?:, \d{1,3})?, ((?:the |an? |his |her )?[a-z][\w’' -]{2,70}?)(?=[,.;—]| who )"
)
# "Kono, who works for the ministry": what is named after these is the side of a person.
_SERVES = re.compile(
    r"(?:, \d{1,3})?, who (?:(?:has|had|have) )?(?:long )?"
    r"(?:heads?|headed|leads?|led|runs?|ran|represent\w*|interpret\w* for|work\w* (?:for|at)|"
    r"serv\w* (?:in|at|as|on)|speaks? for|spoke for|advises?|advised|chairs?|chaired|commands?)"
    r" ([^,.;\n]{3,70})"
)


class Cast:
    """The named of one article: persons by last name, institutions by their last words."""

    def __init__(self, document: Document, lexicon: Lexicon, *, quotes: list[Quote]) -> None:
        self.lexicon = lexicon
        self.text = document.text
        self.starts = [s.start for s in document.sentences]
        self.people: dict[str, list[Person]] = {}
        self.bodies: dict[str, str] = {}
        self.mentions: list[tuple[int, Person]] = []
        self.heard: list[Speaker] = []  # those who spoke so far
        # Capitals of a headline make no names, so the text below it is read where there is any.
        first = next((s.start for s in document.sentences if s.role != "title"), 0)
        runs = [(m.start(), m.end(), m.group()) for m in RUN.finditer(document.text, first)]
        counts = Counter([run for _, _, run in runs])  # in the order of the text
        known = {run: read_name(run, lexicon) for run in counts}
        for run, n in counts.items():
            self._enter(run, *known[run], n)
        borne = {run: person for run in counts if (person := self._bearer(*known[run]))}
        opened = [quote.start for quote in quotes]
        for start, end, run in runs:
            if (person := borne.get(run)) is not None:
                k = bisect_right(opened, start) - 1
                if k < 0 or quotes[k].end < end:
                    self.mentions.append((start, person))
                self._read_office(person, start, run)
                if document.text.startswith(", ", end):
                    self._read_apposition(person, end)
                    self._read_relative(person, end)

    def _bearer(self, titles: Words, name: Words) -> Person | None:
        person = self.find(titles, name) if name else None
        if person is not None:
            person.roles.update(titles)
        return person

    def _enter(self, run: str, titles: Words, name: Words, n: int) -> None:
        words = run.split()
        if words[0] == "The":
            words = words[1:]
        if not words:
            return
        last = fold_name(words[-1])
        if last in self.lexicon.institutions:
            known = self.bodies.get(last, "")
            if len(words) > len(known.split()):
                self.bodies[last] = " ".join(words)
            return
        if not is_person(titles, name, self.lexicon):
            return
        full = " ".join(name)
        people = self.people.setdefault(fold_name(name[-1]), [])
        for person in people:
            if person.first == name[0]:
                person.mentions += n
                if len(full) > len(person.name):
                    person.name = full
                break
        else:
            gender = gender_of(titles, name, self.lexicon)
            people.append(Person(full, name[0], set(titles), gender, n))

    def _read_apposition(self, person: Person, end: int) -> None:
        found = _APPOSED.match(self.text, end)
        if not found:
            return
        words = [fold_name(word) for word in found.group(1).split()]
        stop = next((k for k, word in enumerate(words) if word in ("of", "at", "for", "in")), None)
        roles = tuple(word for word in words[:stop] if self.is_office(word))
        person.roles.update(roles)
        if (
            (roles or words[0] in _BEFORE_NOUNS)
            and words[0] not in self.lexicon.forms
            and words[0] != "who"
        ):
            person.told.append(found.group(1))
        person.gender = person.gender or gender_of(roles, (), self.lexicon)

    def _read_office(self, person: Person, start: int, run: str) -> None:
        """Words of office before a name: "Japan's minister, Kono", "his counterpart Kono"."""
        tokens = self.text[max(0, start - 70) : start].rpartition("\n")[2].split()
        roles: list[str] = []
        n = 0
        for k, token in enumerate(reversed(tokens)):
            word = fold_name(token.rstrip(",") if k == 0 else token)
            if token[-2:] in ("'s", "’s"):
                roles.append(self.lexicon.countries.get(word, ""))
                n += 1
                break
            ended = token[-1] in ".?!" and len(token) > _ABBREVIATED
            if ended or not (self.is_office(word) or _widens(token, roles, self.lexicon)):
                break
            if word == "of":
                break
            roles.append(word)
            n += 1
        person.roles.update(role for role in roles if role and self.is_office(role))
        before = tokens[len(tokens) - n :]
        titles = run.split()[: -len(person.name.split()) or None]
        if before or titles:
            person.told.append(" ".join([*before, *titles]).rstrip(","))

    def _read_relative(self, person: Person, end: int) -> None:
        """ "Kono, who heads the ministry's office": whom a person works for."""
        if found := _SERVES.match(self.text, end):
            person.told.append(found.group(1))

    def is_office(self, word: str) -> bool:
        """Whether a word is of an office or a calling, and no body's noun."""
        known = word in self.lexicon.titles or word in self.lexicon.types
        return known and word not in self.lexicon.bodies

    def find(self, titles: Words, name: Words) -> Person | None:
        """The person a (partial) name means: same last name, and same first one if given."""
        people = self.people.get(fold_name(name[-1]))
        if not people:
            return self._by_first(name[0]) if len(name) == 1 else None
        if len(name) > 1:
            return next((p for p in people if p.first == name[0]), None)
        if len(people) == 1:
            return people[0]
        # "Mrs. Clinton" of two Clintons; else the one who is named in full most often.
        gender = gender_of(titles, name, self.lexicon)
        fitting = [p for p in people if not gender or p.gender in ("", gender)] or people
        return max(fitting, key=lambda person: person.mentions)

    def _by_first(self, name: str) -> Person | None:
        """The one whose name begins so: the family name stands first in "Yun Sae-bom"."""
        found = [p for group in self.people.values() for p in group if p.first == name]
        return found[0] if len(found) == 1 else None

    def as_speaker(self, person: Person) -> Speaker:
        """A person of the article as a speaker."""
        return Speaker(person.name, self.kind_of(person), person, "name")

    def has(self, person: Person | None) -> bool:
        """Whether the text below the headline names this person."""
        return any(person is known for group in self.people.values() for known in group)

    def nearest(self, at: int) -> Person | None:
        """The person named last before a character."""
        k = bisect_left(self.mentions, at, key=lambda mention: mention[0])
        return self.mentions[k - 1][1] if k else None

    def kind_of(self, person: Person) -> str:
        """The type of source that a person's words of office make; empty where they tell none."""
        kinds = {k for role in person.roles if (k := self.lexicon.types.get(role))}
        return next((k for k in _BY_OFFICE if k in kinds), "")


def _widens(token: str, roles: list[str], lexicon: Lexicon) -> bool:
    """ "Denmark's transport minister", "Kremlin spokesman": a word that tells which office."""
    if not roles:
        return False
    return token.isalpha() and fold_name(token) not in lexicon.not_names
