"""Who a source is: the fullest name in the article, titles, and the type of source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace

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
from framing.annotate.attribution.references import find_by_pronoun, find_by_role
from framing.annotate.documents import Document

_SPLIT = re.compile(r"\s(?:of|for|at|from|with|in|to|by|on|who|which|that|close|familiar)\s|[,(—–]")
_MALE, _FEMALE = ("he", "him", "his", "himself"), ("she", "her", "herself")
_THINGS = ("it", "its", "itself")
_MANY = ("they", "them", "their", "themselves")
_VEILED = re.compile(r"\b(?:familiar with|close to|briefed on|with (?:direct )?knowledge of)\b")
_BY_OFFICE = ("official", "expert", "business", "media", "citizen")
_ARTICLE = re.compile(r"^(?:the|a|an)\s", re.IGNORECASE)
# "Kono, the foreign minister, ...", "Roe, 41, a teacher at ...": what stands after a name.
_APPOSED = re.compile(
    r"(?:, \d{1,3})?, ((?:the |an? |his |her )?[a-z][\w’' -]{2,70}?)(?=[,.;—]| who )"
)
_QUANTIFIERS = frozenset(("some", "many", "one", "most", "several", "few", "both", "half", "two"))


class Cast:
    """The named of one article: persons by last name, institutions by their last words."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._text = document.text
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
        for start, end, run in runs:
            if (person := borne.get(run)) is not None:
                self.mentions.append((start, person))
                if document.text.startswith(", ", end):
                    self._read_apposition(person, end)

    def _bearer(self, titles: Words, name: Words) -> Person | None:
        person = self._find(titles, name) if name else None
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
        found = _APPOSED.match(self._text, end)
        if not found:
            return
        words = [fold_name(word) for word in found.group(1).split()]
        stop = next((k for k, word in enumerate(words) if word in ("of", "at", "for", "in")), None)
        roles = tuple(word for word in words[:stop] if self._is_office(word))
        person.roles.update(roles)
        person.gender = person.gender or gender_of(roles, (), self.lexicon)

    def _is_office(self, word: str) -> bool:
        known = word in self.lexicon.titles or word in self.lexicon.types
        return known and word not in self.lexicon.bodies

    def _find(self, titles: Words, name: Words) -> Person | None:
        """The person a (partial) name means: same last name, and same first one if given."""
        people = self.people.get(fold_name(name[-1]))
        if not people:
            return None
        if len(name) > 1:
            return next((p for p in people if p.first == name[0]), None)
        if len(people) == 1:
            return people[0]
        # "Mrs. Clinton" of two Clintons; else the one who is named in full most often.
        gender = gender_of(titles, name, self.lexicon)
        fitting = [p for p in people if not gender or p.gender in ("", gender)] or people
        return max(fitting, key=lambda person: person.mentions)

    def resolve(self, source: str, at: int, before: Speaker | None, before_at: int) -> Speaker:
        """The speaker that a source phrase at character ``at`` means.

        ``before`` is the speaker of the attribution before and ``before_at`` where it stands.
        """
        speaker = self._resolve(source, at, before, before_at)
        self.heard.append(speaker)
        return speaker

    def _resolve(self, source: str, at: int, before: Speaker | None, before_at: int) -> Speaker:
        word = source.lower()
        if word in _MALE or word in _FEMALE:
            gender = "he" if word in _MALE else "she"
            person = find_by_pronoun(self, gender, at=at, before=before, before_at=before_at)
            if person is None:
                return Speaker(source, "", None, "pronoun")
            person.gender = gender
            return Speaker(person.name, self.kind_of(person), person, "pronoun")
        if word in _MANY or word in _THINGS:
            meant = self._plural(word) or before
            if meant is None or (word in _THINGS and meant.person is not None):
                return Speaker(source, "", None, "pronoun")
            return replace(meant, form="pronoun")
        if " and " in source and (pair := self._pair(source, at)):
            return pair
        if ", " in source and (told := self._apposed(source)):
            return told
        return self._named(source) or self._common(source, at, before)

    def _apposed(self, source: str) -> Speaker | None:
        """ "The minister, Taro Kono": the name, with the words of office before it."""
        title, _, name = source.rpartition(", ")
        speaker = self._named(name)
        if speaker is None or speaker.person is None:
            return None
        words = [fold_name(word) for word in _SPLIT.split(title)[0].split()]
        speaker.person.roles.update(word for word in words if self._is_office(word))
        return Speaker(speaker.name, self.kind_of(speaker.person), speaker.person, "name")

    def has(self, person: Person | None) -> bool:
        """Whether the text below the headline names this person."""
        return any(person is known for group in self.people.values() for known in group)

    def nearest(self, at: int) -> Person | None:
        """The person named last before a character."""
        k = bisect_left(self.mentions, at, key=lambda mention: mention[0])
        return self.mentions[k - 1][1] if k else None

    def _plural(self, word: str) -> Speaker | None:
        """For "they" the last plural or collective speaker, for "it" the last that is nobody."""
        many = ("plural", "unnamed", "institution")
        forms = ("institution", "document") if word in _THINGS else many
        return next((s for s in reversed(self.heard[-4:]) if s.form in forms), None)

    def _pair(self, source: str, at: int) -> Speaker | None:
        parts = [self._named(part.strip()) for part in source.split(" and ")]
        if len(parts) != 2 or parts[0] is None or parts[1] is None:
            return None
        return Speaker(f"{parts[0].name} and {parts[1].name}", parts[0].kind, None, "plural")

    def _named(self, source: str) -> Speaker | None:
        """A source with a name in it, unless a common noun governs the name."""
        for match in RUN.finditer(source):
            titles, name = read_name(match.group(), self.lexicon)
            if not name or source[match.end() : match.end() + 2] in ("'s", "’s"):
                continue
            before = source[: match.start()].lower().split()
            if any(self._governs(word) for word in before):
                return None
            after = source[match.end() :].split(maxsplit=1)
            if after and after[0].lower() in self.lexicon.types and name[-1] != after[0]:
                continue  # "the Trump campaign", "Trump spokesman Jason Miller"
            last = fold_name(name[-1])
            if last in self.lexicon.institutions or last in self.lexicon.governments:
                return None
            person = self._find(titles, name)
            if person is not None:
                person.roles.update(titles)
                person.roles.update(word for word in before if word in self.lexicon.titles)
                return Speaker(person.name, self.kind_of(person), person, "name")
            if match.start() == 0 or titles or (before and before[-1] in self.lexicon.types):
                return self._unknown(source, titles, name)
        return None

    def _governs(self, word: str) -> bool:
        """A word before a name that makes it part of another phrase: "aides of", "rivals to"."""
        return (
            (word in self.lexicon.grammar["prepositions"] and word != "of")
            or (word[-3:] == "ing" and word not in self.lexicon.titles)
            or (word[-1:] == "s" and word in self.lexicon.types)
        )

    def _unknown(self, source: str, titles: Words, name: Words) -> Speaker | None:
        full = " ".join(name)
        folded = fold_name(name[-1])
        kind = self.lexicon.types.get(folded, "")
        if kind == "media":
            return Speaker(full, kind, None, "institution")
        if kind and len(name) == 1:
            return None  # "Officials" with the capital of its sentence
        if not titles and len(name) == 1 and _SPLIT.split(source)[0].strip() != full:
            return None
        kind = next((k for t in titles if (k := self.lexicon.types.get(t))), kind)
        gender = gender_of(titles, name, self.lexicon)
        return Speaker(full, kind, Person(full, name[0], set(titles), gender), "name")

    def _common(self, source: str, at: int, before: Speaker | None) -> Speaker:
        """Institutions, governments, documents and people without a name."""
        lexicon = self.lexicon
        head = (_SPLIT.split(source)[0] or source).strip()
        words = [fold_name(word) for word in head.split()]
        last = words[-1] if words else ""
        plain = _ARTICLE.sub("", head)
        if last in lexicon.governments or fold_name(plain) in lexicon.governments:
            return Speaker(plain, "official", None, "institution")
        capital = head.split()[-1][:1].isupper() if words else False
        if capital and last in lexicon.institutions:
            full = self.bodies.get(last, "")
            name = full if _ends_with(full, plain) else plain
            if source.startswith(f"{head} of ") and source[len(head) + 4 :][:1].isupper():
                name = _ARTICLE.sub("", source)  # "the Foreign Ministry of Japan"
            return Speaker(name, lexicon.institutions[last], None, "institution")
        kind = lexicon.types.get(last) or lexicon.institutions.get(last, "")
        one = last not in lexicon.bodies and not last.endswith("s")
        definite = words and words[0] in ("the", "acting", "deputy")
        if one and kind in ("official", "business", "expert", "") and (definite or capital):
            person = find_by_role(self, head.split(), at=at, before=before)
            if person is not None:
                return Speaker(person.name, self.kind_of(person) or kind, person, "title")
        if not kind:
            kind = next((k for w in reversed(words) if (k := lexicon.types.get(w))), "")
        form = "unnamed" if _VEILED.search(source) else self._form(words, kind)
        if kind == "unnamed" and len(words) == 1 and source.lower().startswith(f"{words[0]} of "):
            return Speaker(self._lower(source), kind, None, form)  # "some of Kono's allies"
        if kind == "unnamed" and last.endswith("s"):
            return Speaker(self._lower(plain if capital else head), kind, None, form)
        if capital and not kind:
            return Speaker(plain, kind, None, form)
        return Speaker(self._lower(head if kind == "unnamed" else source), kind, None, form)

    def _form(self, words: list[str], kind: str) -> str:
        """How a source without a name is given."""
        last = words[-1] if words else ""
        if kind == "document":
            return "document"
        if kind == "unnamed":
            return "unnamed"
        if last in self.lexicon.bodies:
            return "institution"
        if last[-1:] == "s" or last[-3:] == "men" or last in ("people", "police"):
            return "plural"
        if words and words[0] in ("a", "an", "one", "another", "somebody", "someone"):
            return "unnamed"
        return "title" if kind else ""

    def _lower(self, phrase: str) -> str:
        """ "Experts", "A diplomat" at the head of a sentence: no names, so no capital."""
        first = fold_name(phrase.split()[0]) if phrase.split() else ""
        common = first in self.lexicon.types or first in self.lexicon.grammar["determiners"]
        return phrase[:1].lower() + phrase[1:] if common else phrase

    def kind_of(self, person: Person) -> str:
        """The type of source that a person's words of office make; empty where they tell none."""
        kinds = {k for role in person.roles if (k := self.lexicon.types.get(role))}
        return next((k for k in _BY_OFFICE if k in kinds), "")


def _ends_with(full: str, words: str) -> bool:
    return full.lower().endswith(words.lower()) and len(full) >= len(words)
