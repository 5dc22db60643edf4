"""The part ``facts`` of a codebook file: what outlets tell in different words and grammar."""

from __future__ import annotations

from collections.abc import Mapping

from framing.codebook.reader import NOTES, Reader, label_of, notes_of
from framing.codebook.yamlfile import Lines, Text
from framing.errors import suggest
from framing.language.english.verbs import forms_of
from framing.records.codebook import ACT_KINDS, POSITIONS, Act, Fact, FactWording
from framing.records.patterns import Pattern

Names = Mapping[str, tuple[str, ...]]

_KEYS = {"verb": "verbs", "noun": "nouns", "middle": "middle"}
_PARTS = ("agents", "recipients", "needs")
_NEEDS = ("agent", "recipient")
PARTICLES = frozenset(("away", "back", "down", "in", "off", "out", "over", "up"))
_REACH = 6  # words between a verb and its particle: "handed the four islands over"


def read_facts(r: Reader, names: Names, targets: set[str]) -> list[Fact]:
    """What outlets tell in different words."""
    facts = []
    for fact, entry in r.entries(r.tree, "facts", (*NOTES, "target", "object", "wordings")):
        target = r.one_of(entry, "target", (*sorted(targets), ""), "")
        objects = r.patterns(entry, "object", names)
        allowed = (*NOTES, "position", "acts", *_KEYS.values(), *_PARTS)
        wordings = []
        for name, wording in r.entries(entry, "wordings", allowed):
            found = _read_wording(r, name, wording, names)
            if found.acts and not objects:
                r.refuse(
                    wording.line,
                    f"fact {fact!r} has no object, but wording {name!r} has verbs or nouns.",
                    "object: [pattern, ...], what was acted on.",
                )
            wordings.append(found)
        facts.append(
            Fact(
                fact,
                label_of(entry, fact),
                target,
                tuple(wordings),
                *notes_of(entry),
                objects=objects,
            )
        )
    return facts


def _read_wording(r: Reader, name: str, wording: Lines, names: Names) -> FactWording:
    position = r.one_of(wording, "position", (*POSITIONS, ""), "")
    patterns = r.patterns(wording, "acts", names)
    acts = tuple(act for kind in ACT_KINDS for act in _read_acts(r, wording, kind))
    if not patterns and not acts:
        allowed = "verbs, nouns or middle: [seize, ...], or acts: [pattern, ...]"
        r.refuse(wording.line, f"wording {name!r} has no acts.", allowed)
    needs = tuple(r.texts(wording, "needs"))
    for part in needs:
        if part not in _NEEDS:
            line = wording.line_of["needs"]
            r.refuse(line, f"needs is {part!r}.", f"{', '.join(_NEEDS)}.", suggest(part, _NEEDS))
    return FactWording(
        name,
        label_of(wording, name),
        position,
        patterns,
        *notes_of(wording),
        acts=acts,
        agents=r.patterns(wording, "agents", names),
        recipients=r.patterns(wording, "recipients", names),
        needs=needs,
    )


def _read_acts(r: Reader, wording: Lines, kind: str) -> list[Act]:
    key = _KEYS[kind]
    line = wording.line_of.get(key, wording.line)
    acts = []
    for text in r.texts(wording, key):
        here = text.line if isinstance(text, Text) else line
        for source in act_patterns(text) if kind != "noun" else (f"({text}|{_plural(text)})",):
            pattern: Pattern | None = r.pattern(source, here, {})
            if pattern:
                acts.append(Act(str(text), kind, pattern))
    return acts


def act_patterns(verb: str) -> tuple[str, ...]:
    """Patterns of all forms of a verb; a particle may stand behind the object.

    >>> act_patterns("hand over")[0]
    '(hand|hands|handed|handing) over'
    """
    base, *rest = verb.split() or [""]
    forms = "(" + "|".join(forms_of(base).all) + ")"
    together = " ".join((forms, *rest))
    if len(rest) == 1 and rest[0] in PARTICLES:
        return together, f"{forms} ~{_REACH} {rest[0]}"
    return (together,)


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
