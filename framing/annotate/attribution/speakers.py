"""Who a source is: the fullest name in the article, titles, and the type of source."""

from __future__ import annotations

import re
from dataclasses import replace

from framing.annotate.attribution.antecedents import find_fuller, find_tail
from framing.annotate.attribution.cast import Cast
from framing.annotate.attribution.names import (
    RUN,
    Person,
    Speaker,
    Words,
    fold_name,
    gender_of,
    read_name,
)
from framing.annotate.attribution.references import Place, find_by_pronoun, find_by_role

_SPLIT = re.compile(r"\s(?:of|for|at|from|with|in|to|by|on|who|which|that|close|familiar)\s|[,(—–]")
_MALE, _FEMALE = ("he", "him", "his", "himself"), ("she", "her", "herself")
_THINGS = ("it", "its", "itself")
_MANY = ("they", "them", "their", "themselves")
_VEILED = re.compile(r"\b(?:familiar with|close to|briefed on|with (?:direct )?knowledge of)\b")
_ARTICLE = re.compile(r"^(?:the|a|an)\s", re.IGNORECASE)
_WHOSE = re.compile(r" of (?=[A-Z])")


def resolve(cast: Cast, source: str, place: Place) -> Speaker:
    """The speaker that a source phrase means."""
    speaker = _resolve(cast, source, place)
    cast.heard.append(speaker)
    return speaker


def _resolve(cast: Cast, source: str, place: Place) -> Speaker:
    word, before = source.lower(), place.before
    if word in _MALE or word in _FEMALE:
        gender = "he" if word in _MALE else "she"
        meant = find_by_pronoun(cast, gender, place)
        if meant is None:
            return Speaker(source, "", None, "pronoun")
        if meant.person is not None:
            meant.person.gender = gender
        return replace(meant, form="pronoun")
    if word in _MANY or word in _THINGS:
        meant = _plural(cast, word) or before
        if meant is None or (word in _THINGS and meant.person is not None):
            return Speaker(source, "", None, "pronoun")
        return replace(meant, form="pronoun")
    if " and " in source and (pair := _pair(cast, source)):
        return pair
    if ", " in source and (told := _apposed(cast, source)):
        return told
    return _named(cast, source) or _common(cast, source, place.at, before)


def _apposed(cast: Cast, source: str) -> Speaker | None:
    """ "The minister, Taro Kono": the name, with the words of office before it."""
    title, _, name = source.rpartition(", ")
    speaker = _named(cast, name)
    if speaker is None or speaker.person is None:
        return None
    words = [fold_name(word) for word in _SPLIT.split(title)[0].split()]
    speaker.person.roles.update(word for word in words if cast.is_office(word))
    return Speaker(speaker.name, cast.kind_of(speaker.person), speaker.person, "name")


def _plural(cast: Cast, word: str) -> Speaker | None:
    """For "they" the last plural or collective speaker, for "it" the last that is nobody."""
    many = ("plural", "unnamed", "institution")
    forms = ("institution", "document") if word in _THINGS else many
    return next((s for s in reversed(cast.heard[-4:]) if s.form in forms), None)


def _pair(cast: Cast, source: str) -> Speaker | None:
    parts = [_named(cast, part.strip()) for part in source.split(" and ")]
    if len(parts) != 2 or parts[0] is None or parts[1] is None:
        return None
    return Speaker(f"{parts[0].name} and {parts[1].name}", parts[0].kind, None, "plural")


def _named(cast: Cast, source: str) -> Speaker | None:
    """A source with a name in it, unless a common noun governs the name."""
    for match in RUN.finditer(source):
        titles, name = read_name(match.group(), cast.lexicon)
        if not name or source[match.end() : match.end() + 2] in ("'s", "’s"):
            continue
        before = source[: match.start()].lower().split()
        if any(_governs(cast, word) for word in before):
            return None
        after = source[match.end() :].split(maxsplit=1)
        if after and after[0].lower() in cast.lexicon.types and name[-1] != after[0]:
            continue  # "the Trump campaign", "Trump spokesman Jason Miller"
        last = fold_name(name[-1])
        if last in cast.lexicon.institutions or last in cast.lexicon.governments:
            return None
        person = cast.find(titles, name)
        if person is not None:
            person.roles.update(titles)
            person.roles.update(word for word in before if word in cast.lexicon.titles)
            return Speaker(person.name, cast.kind_of(person), person, "name")
        if match.start() == 0 or titles or (before and before[-1] in cast.lexicon.types):
            return _unknown(cast, source, titles, name)
    return None


def _governs(cast: Cast, word: str) -> bool:
    """A word before a name that makes it part of another phrase: "aides of", "rivals to"."""
    return (
        (word in cast.lexicon.grammar["prepositions"] and word != "of")
        or (word[-3:] == "ing" and word not in cast.lexicon.titles)
        or (word[-1:] == "s" and word in cast.lexicon.types)
    )


def _unknown(cast: Cast, source: str, titles: Words, name: Words) -> Speaker | None:
    full = " ".join(name)
    folded = fold_name(name[-1])
    kind = cast.lexicon.types.get(folded, "")
    if kind == "media":
        return Speaker(full, kind, None, "institution")
    if kind and len(name) == 1:
        return None  # "Officials" with the capital of its sentence
    if not titles and len(name) == 1 and _SPLIT.split(source)[0].strip() != full:
        return None
    kind = next((k for t in titles if (k := cast.lexicon.types.get(t))), kind)
    gender = gender_of(titles, name, cast.lexicon)
    return Speaker(full, kind, Person(full, name[0], set(titles), gender), "name")


def _common(cast: Cast, source: str, at: int, before: Speaker | None) -> Speaker:
    """Institutions, governments, documents and people without a name."""
    lexicon = cast.lexicon
    head = (_SPLIT.split(source)[0] or source).strip()
    words = [fold_name(word) for word in head.split()]
    last = words[-1] if words else ""
    plain = _ARTICLE.sub("", head)
    capital = head.split()[-1][:1].isupper() if words else False
    if body := _body(cast, source, head, at=at):
        return body
    kind = lexicon.types.get(last) or lexicon.institutions.get(last, "")
    one = last not in lexicon.bodies and not last.endswith("s")
    definite = words and words[0] in ("the", "acting", "deputy")
    fuller = find_fuller(cast.text, source, at=at, lexicon=lexicon)
    if fuller and last in lexicon.generic:
        return Speaker(fuller, kind, None, _form(cast, words, kind))
    if one and kind in ("official", "business", "expert", "") and (definite or capital):
        person = find_by_role(cast, head.split(), at=at, before=before)
        if person is not None:
            return Speaker(person.name, cast.kind_of(person) or kind, person, "title")
    if not kind:
        kind = next((k for w in reversed(words) if (k := lexicon.types.get(w))), "")
    if fuller:
        return Speaker(fuller, kind, None, _form(cast, words, kind))
    form = "unnamed" if _VEILED.search(source) else _form(cast, words, kind)
    if kind == "unnamed" and len(words) == 1 and source.lower().startswith(f"{words[0]} of "):
        return Speaker(_lower(cast, source), kind, None, form)  # "some of Kono's allies"
    if kind == "unnamed" and last.endswith("s"):
        return Speaker(_lower(cast, plain if capital else head), kind, None, form)
    if capital and not kind:
        return Speaker(plain, kind, None, form)
    return Speaker(_lower(cast, source), kind, None, form)


def _body(cast: Cast, source: str, head: str, *, at: int) -> Speaker | None:
    """A government by its country or capital, or an institution with a capital letter."""
    lexicon, plain = cast.lexicon, _ARTICLE.sub("", head)
    last = fold_name(head.split()[-1]) if head else ""
    if last in lexicon.governments or fold_name(plain) in lexicon.governments:
        return Speaker(plain, "official", None, "institution")
    if last not in lexicon.institutions or not head.split()[-1][:1].isupper():
        return None
    full = cast.bodies.get(last, "")
    name = full if _ends_with(full, plain) else plain
    if _WHOSE.match(source, len(head)):
        name = _ARTICLE.sub("", source)  # "the Foreign Ministry of Japan"
    elif last in ("embassy", "consulate", "mission"):
        # "The Russian Embassy in Tokyo": one of many
        name = plain + find_tail(cast.text, at + len(head), kind="", lexicon=lexicon)
    return Speaker(name, lexicon.institutions[last], None, "institution")


def _form(cast: Cast, words: list[str], kind: str) -> str:
    """How a source without a name is given."""
    last = words[-1] if words else ""
    if kind == "document":
        return "document"
    if kind == "unnamed":
        return "unnamed"
    if last in cast.lexicon.bodies:
        return "institution"
    if last[-1:] == "s" or last[-3:] == "men" or last in ("people", "police"):
        return "plural"
    if words and words[0] in ("a", "an", "one", "another", "somebody", "someone"):
        return "unnamed"
    return "title" if kind else ""


def _lower(cast: Cast, phrase: str) -> str:
    """ "Experts", "A diplomat" at the head of a sentence: no names, so no capital."""
    first = fold_name(phrase.split()[0]) if phrase.split() else ""
    common = first in cast.lexicon.types or first in cast.lexicon.grammar["determiners"]
    return phrase[:1].lower() + phrase[1:] if common else phrase


def _ends_with(full: str, words: str) -> bool:
    return full.lower().endswith(words.lower()) and len(full) >= len(words)
