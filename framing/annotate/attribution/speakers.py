"""Who a source is: the fullest name in the article, pronouns, titles, and the type of source."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from framing.annotate.attribution.lexicon import Lexicon
from framing.annotate.documents import Document
from framing.language.words import fold

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĽŁŃŅŇŌŐŘŚŞŠŤŪŮŰŹŻŽΑ-ΩА-Я]"
# A full stop belongs to a name only after an initial or one of these: "Clinton. The" is no name.
_SHORT = r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Capt|Adm|Maj|Rev|St|Prof|Hon)\."
_WORD = rf"(?:{_SHORT}|{_CAPITAL}(?:\.(?:{_CAPITAL}\.)*|[^\W_]*(?:[-'’](?!s\b)[^\W_]+)*))"
_RUN = re.compile(
    rf"{_WORD}(?: (?:(?:of|de|del|al|bin|ben|van|von|der|la|ul|da|dos) (?={_CAPITAL}))?{_WORD})*"
)
_SPLIT = re.compile(r"\s(?:of|for|at|from|with|in|to|by|on|who|which|that|close|familiar)\s|[,(—–]")
_MALE, _FEMALE = ("he", "him", "his", "himself"), ("she", "her", "herself")
_BY_OFFICE = ("official", "expert", "business", "media", "citizen")
_ARTICLE = re.compile(r"^(?:the|a|an)\s", re.IGNORECASE)


@dataclass(slots=True)
class Person:
    """A name of the article, the words of office beside it, and its gender where known."""

    name: str
    first: str
    roles: set[str]
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source resolved; ``person`` is set where it is one of the named."""

    name: str
    kind: str
    person: Person | None = None


class Cast:
    """The named of one article: persons by last name, institutions by their last words."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._text = document.text
        self._starts = [s.start for s in document.sentences]
        self.people: dict[str, list[Person]] = {}
        self.bodies: dict[str, str] = {}
        self._mentions: list[tuple[int, Person]] = []
        self._heard: list[Person] = []  # those who spoke so far
        # Capitals of a headline make no names, so the text below it is read where there is any.
        first = next((s.start for s in document.sentences if s.role != "title"), 0)
        runs = [(m.start(), m.group()) for m in _RUN.finditer(document.text, first)]
        known = {run: self._read(run) for run in {run for _, run in runs}}
        read = [(start, run, *known[run]) for start, run in runs]
        for _, run, titles, name in read:
            self._enter(run, titles, name)
        for start, _, titles, name in read:
            if name and (person := self._find(name)):
                person.roles.update(titles)
                self._mentions.append((start, person))

    def _read(self, run: str) -> tuple[list[str], list[str]]:
        """Words of office, and the name after the last of them."""
        words = run.split()
        folded = [_fold(word) for word in words]
        titles = self._lexicon.titles
        cut = 0
        for k, word in enumerate(folded):
            if word in titles and (word != "of" or cut == k):
                cut = k + 1
        name = words[cut:]
        if cut and "of" in name[2:]:
            name = name[: name.index("of", 2)]  # "Governor Valery Limarenko of Sakhalin"
        return folded[:cut], name

    def _enter(self, run: str, titles: list[str], name: list[str]) -> None:
        words = run.split()
        if words[0] == "The":
            words = words[1:]
        if not words:
            return
        last = _fold(words[-1])
        if last in self._lexicon.institutions:
            known = self.bodies.get(last, "")
            if len(words) > len(known.split()):
                self.bodies[last] = " ".join(words)
            return
        if len(name) < 2 or name[0] in ("The", "In", "On", "At", "But", "And"):
            return
        key = _fold(name[-1])
        full = " ".join(name)
        people = self.people.setdefault(key, [])
        for person in people:
            if person.first == name[0]:
                if len(full) > len(person.name):
                    person.name = full
                break
        else:
            people.append(Person(full, name[0], set(titles), self._gender(titles)))

    def _gender(self, titles: list[str]) -> str:
        return next((g for t in titles if (g := self._lexicon.gender.get(t))), "")

    def _find(self, name: list[str]) -> Person | None:
        """The person a (partial) name means: same last name, and same first one if given."""
        people = self.people.get(_fold(name[-1]))
        if not people:
            return None
        if len(name) > 1:
            return next((p for p in people if p.first == name[0]), None)
        return people[0]

    def resolve(self, source: str, at: int, before: Speaker | None, before_at: int) -> Speaker:
        """The speaker that a source phrase at character ``at`` means.

        ``before`` is the speaker of the attribution before and ``before_at`` where it stands.
        """
        speaker = self._resolve(source, at, before, before_at)
        if speaker.person is not None:
            self._heard.append(speaker.person)
        return speaker

    def _resolve(self, source: str, at: int, before: Speaker | None, before_at: int) -> Speaker:
        word = source.lower()
        if word in _MALE or word in _FEMALE:
            return self._pronoun("he" if word in _MALE else "she", source, at, before, before_at)
        if word in ("they", "it") and before is not None:
            return before
        if " and " in source and (pair := self._pair(source, at)):
            return pair
        return self._named(source) or self._common(source, at, before)

    def has(self, person: Person | None) -> bool:
        """Whether the text below the headline names this person."""
        return any(person is known for group in self.people.values() for known in group)

    def nearest(self, at: int) -> Person | None:
        """The person named last before a character."""
        k = bisect_left(self._mentions, at, key=lambda mention: mention[0])
        return self._mentions[k - 1][1] if k else None

    def _pair(self, source: str, at: int) -> Speaker | None:
        parts = [self._named(part.strip()) for part in source.split(" and ")]
        if len(parts) != 2 or parts[0] is None or parts[1] is None:
            return None
        return Speaker(f"{parts[0].name} and {parts[1].name}", parts[0].kind)

    def _named(self, source: str) -> Speaker | None:
        """A source with a name in it, unless a common noun governs the name."""
        for match in _RUN.finditer(source):
            titles, name = self._read(match.group())
            if not name or source[match.end() : match.end() + 2] in ("'s", "’s"):
                continue
            before = source[: match.start()].lower().split()
            if any(self._governs(word) for word in before):
                return None
            after = source[match.end() :].split(maxsplit=1)
            if after and after[0].lower() in self._lexicon.types and name[-1] != after[0]:
                continue  # "the Trump campaign", "Trump spokesman Jason Miller"
            last = _fold(name[-1])
            if last in self._lexicon.institutions or last in self._lexicon.governments:
                return None
            person = self._find(name)
            if person is not None:
                person.roles.update(titles)
                person.roles.update(word for word in before if word in self._lexicon.titles)
                return Speaker(person.name, self._kind_of(person), person)
            if match.start() == 0 or titles or (before and before[-1] in self._lexicon.types):
                return self._unknown(source, titles, name)
        return None

    def _governs(self, word: str) -> bool:
        """A word before a name that makes it part of another phrase: "aides of", "rivals to"."""
        return (
            (word in self._lexicon.grammar["prepositions"] and word != "of")
            or (word[-3:] == "ing" and word not in self._lexicon.titles)
            or (word[-1:] == "s" and word in self._lexicon.types)
        )

    def _unknown(self, source: str, titles: list[str], name: list[str]) -> Speaker | None:
        full = " ".join(name)
        folded = _fold(name[-1])
        kind = self._lexicon.types.get(folded, "")
        if kind == "media":
            return Speaker(full, kind)
        if kind and len(name) == 1:
            return None  # "Officials" with the capital of its sentence
        if not titles and len(name) == 1 and _SPLIT.split(source)[0].strip() != full:
            return None
        kind = next((k for t in titles if (k := self._lexicon.types.get(t))), kind)
        return Speaker(full, kind, Person(full, name[0], set(titles), self._gender(titles)))

    def _common(self, source: str, at: int, before: Speaker | None) -> Speaker:
        """Institutions, governments, documents and people without a name."""
        lexicon = self._lexicon
        head = (_SPLIT.split(source)[0] or source).strip()
        words = [_fold(word) for word in head.split()]
        last = words[-1] if words else ""
        plain = _ARTICLE.sub("", head)
        if last in lexicon.governments or _fold(plain) in lexicon.governments:
            return Speaker(plain, "official")
        capital = head.split()[-1][:1].isupper() if words else False
        if capital and last in lexicon.institutions:
            full = self.bodies.get(last, "")
            name = full if _ends_with(full, plain) else plain
            if source.startswith(f"{head} of ") and source[len(head) + 4 :][:1].isupper():
                name = _ARTICLE.sub("", source)  # "the Foreign Ministry of Japan"
            return Speaker(name, lexicon.institutions[last])
        kind = lexicon.types.get(last) or lexicon.institutions.get(last, "")
        singular = words and words[0] in ("the", "acting", "deputy") and not last.endswith("s")
        if kind in ("official", "business", "expert", "") and (singular or capital):
            person = self._by_role(words, at, before)
            if person is not None:
                return Speaker(person.name, self._kind_of(person) or kind, person)
        if not kind:
            kind = next((k for w in reversed(words) if (k := lexicon.types.get(w))), "")
        if kind == "unnamed" and last.endswith("s"):
            return Speaker(self._lower(plain if capital else head), kind)
        if capital and not kind:
            return Speaker(plain, kind)
        return Speaker(self._lower(head if kind == "unnamed" else source), kind)

    def _lower(self, phrase: str) -> str:
        """ "Experts", "A diplomat" at the head of a sentence: no names, so no capital."""
        first = _fold(phrase.split()[0]) if phrase.split() else ""
        common = first in self._lexicon.types or first in self._lexicon.grammar["determiners"]
        return phrase[:1].lower() + phrase[1:] if common else phrase

    def _by_role(self, words: list[str], at: int, before: Speaker | None) -> Person | None:
        """ "the Russian official", "deputy PM": the person with these words of office."""
        lexicon = self._lexicon
        wanted = {word for word in words if word in lexicon.titles and word not in ("of", "the")}
        for word in words:
            wanted.update(lexicon.abbreviations.get(word, "").split())
        last = words[-1]
        if last in lexicon.generic:
            wanted.discard(last)
        elif not wanted:
            return None
        people = [p for group in self.people.values() for p in group if p.roles]
        fitting = [p for p in people if wanted <= p.roles]
        if not fitting:
            return None
        if before is not None and before.person is not None and before.person in fitting:
            return before.person
        if wanted:
            if len(fitting) == 1:
                return fitting[0]
            if heard := next((p for p in reversed(self._heard) if p in fitting), None):
                return heard
            k = bisect_left(self._mentions, at, key=lambda mention: mention[0])
            return next((p for _, p in reversed(self._mentions[:k]) if p in fitting), fitting[0])
        return None

    def _pronoun(
        self, gender: str, source: str, at: int, before: Speaker | None, before_at: int
    ) -> Speaker:
        """A person of that gender: the subject just before, else the last speaker."""
        here = bisect_left(self._starts, at + 1) - 1
        floor = self._starts[max(0, here - 1)] if self._starts else 0
        speaker = before if before is not None and before.person is not None else None
        known = speaker.person.gender if speaker is not None and speaker.person else ""
        fits = speaker is not None and known in ("", gender)
        if speaker is not None and fits and before_at >= floor:
            return self._tag(speaker, gender)
        a = bisect_left(self._mentions, floor, key=lambda mention: mention[0])
        b = bisect_left(self._mentions, at, key=lambda mention: mention[0])
        for _, person in self._mentions[a:b]:
            if person.gender in ("", gender):
                return self._tag(Speaker(person.name, self._kind_of(person), person), gender)
        if speaker is not None and fits:
            return self._tag(speaker, gender)
        for _, person in reversed(self._mentions[:a]):
            if person.gender in ("", gender):
                return self._tag(Speaker(person.name, self._kind_of(person), person), gender)
        return Speaker(source, "")

    def _tag(self, speaker: Speaker, gender: str) -> Speaker:
        if speaker.person is not None:
            speaker.person.gender = gender
        return speaker

    def _kind_of(self, person: Person) -> str:
        kinds = {k for role in person.roles if (k := self._lexicon.types.get(role))}
        return next((k for k in _BY_OFFICE if k in kinds), "")


@lru_cache(1 << 16)
def _fold(word: str) -> str:
    return fold(word.rstrip("."))


def _ends_with(full: str, words: str) -> bool:
    return full.lower().endswith(words.lower()) and len(full) >= len(words)
