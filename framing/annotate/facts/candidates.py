"""Where a codebook's facts may be told: its patterns and the forms of its verbs and nouns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.annotate.documents import Partition
from framing.annotate.facts.readings import Found, Roles
from framing.annotate.hits import hits_by_document
from framing.codebook.matching import Hit
from framing.records.codebook import Act, Codebook, Fact, FactWording
from framing.records.patterns import Choice, Item, Pattern

Range = tuple[int, int]
_TELLING = ("spelled", "act")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pattern is asked for: ``part`` is spelled, act, object, agent, recipient or name.

    ``bound`` are those of agent and recipient of which the wording says who they may be.
    """

    part: str
    fact: Fact | None = None
    wording: FactWording | None = None
    act: Act | None = None
    bound: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a wording of a fact may be told; ``act`` is None for a spelled pattern.

    ``allowed`` are the roles that the wording knows, for those parts that it has ``bound``.
    """

    fact: Fact
    wording: FactWording
    hit: Hit
    act: Found | None
    roles: Roles
    allowed: Roles
    bound: tuple[str, ...]


def find_candidates(partition: Partition, codebook: Codebook) -> list[list[Candidate]]:
    """Candidates of each document; who takes part is looked for only where there is an act."""
    asked = [pair for fact in codebook.facts for pair in _asked(fact)]
    if any(wording.acts for fact in codebook.facts for wording in fact.wordings):
        asked += [(Asked("name"), p) for actor in codebook.actors for p in actor.patterns]
    acts = [pair for pair in asked if pair[0].part in _TELLING]
    parts = [pair for pair in asked if pair[0].part not in _TELLING]
    told = hits_by_document(partition, [pattern for _, pattern in acts])
    busy = [k for k, hits in enumerate(told) if hits]
    around = hits_by_document(partition, [pattern for _, pattern in parts], only=busy)
    return [
        list(_of_document([(hit, acts[hit.pattern][0]) for hit in hits],
                          [(hit, parts[hit.pattern][0]) for hit in others])) if hits else []
        for hits, others in zip(told, around, strict=True)
    ]  # fmt: skip


def _asked(fact: Fact) -> Iterator[tuple[Asked, Pattern]]:
    yield from ((Asked("object", fact), pattern) for pattern in fact.objects)
    marked = {part: slot_patterns(fact, part) for part in ("agent", "recipient")}
    for wording in fact.wordings:
        known = {
            "agent": wording.agents or marked["agent"],
            "recipient": wording.recipients or marked["recipient"],
        }
        bound = tuple(part for part, patterns in known.items() if patterns)
        for pattern in wording.patterns:
            yield Asked("spelled", fact, wording, bound=bound), pattern
        for act in wording.acts:
            yield Asked("act", fact, wording, act, bound=bound), act.pattern
        for part, patterns in known.items():
            for pattern in patterns:
                yield Asked(part, fact, wording), pattern


def slot_patterns(fact: Fact, slot: str) -> tuple[Pattern, ...]:
    """What the spelled patterns of a fact mark as a part: another agent is another fact."""
    found: dict[tuple[Item, ...], Pattern] = {}
    for wording in fact.wordings:
        for pattern in wording.patterns:
            for items in _slots(pattern.items, slot):
                found[items] = Pattern(f"{slot}:{pattern.source}", items)
    return tuple(found.values())


def _slots(items: tuple[Item, ...], slot: str) -> Iterator[tuple[Item, ...]]:
    for item in items:
        if isinstance(item, Choice):
            if item.slot == slot:
                yield (Choice(item.options),)
            for option in item.options:
                yield from _slots(option, slot)


def _of_document(
    acts: Sequence[tuple[Hit, Asked]], others: Sequence[tuple[Hit, Asked]]
) -> Iterator[Candidate]:
    parts: dict[tuple[str, str, str], list[Range]] = {}
    for hit, a in others:
        key = (a.part, a.fact.id if a.fact else "", a.wording.id if a.wording else "")
        parts.setdefault(key, []).append((hit.first, hit.last))
    names = tuple(parts.get(("name", "", ""), ()))
    for hit, a in acts:
        if a.fact is None or a.wording is None:
            continue
        objects = tuple(parts.get(("object", a.fact.id, ""), ()))
        if a.act and not objects:
            continue
        ids = (a.fact.id, a.wording.id)
        agents = tuple(parts.get(("agent", *ids), ()))
        recipients = tuple(parts.get(("recipient", *ids), ()))
        allowed = Roles(objects, agents, recipients)
        if a.act:
            seen = Roles(objects, (*agents, *names), (*recipients, *names))
            yield Candidate(a.fact, a.wording, hit, _found(hit, a.act), seen, allowed, a.bound)
            continue
        marked = Roles(objects, _marked(hit, "agent"), _marked(hit, "recipient"))
        yield Candidate(a.fact, a.wording, hit, None, marked, allowed, a.bound)


def _marked(hit: Hit, slot: str) -> tuple[Range, ...]:
    return tuple((first, last) for role, first, last in hit.slots if role == slot)


def _found(hit: Hit, act: Act) -> Found:
    apart = hit.last - hit.first > len(act.lemma.split())
    return Found(hit.first, hit.last, hit.first, act.lemma, act.kind, apart)
