"""Read a passage that a pattern of the codebook spells out: ``agent:@nordia ~3 act:seized``."""

from __future__ import annotations

from framing.annotate.facts.agents import by_agent
from framing.annotate.facts.groups import Group, read_group
from framing.annotate.facts.readings import Found, Reading, Roles
from framing.annotate.facts.status import noun_status, verb_status
from framing.annotate.facts.verbs import voiced
from framing.annotate.facts.words import Words, load_grammar
from framing.codebook.matching import Hit
from framing.language.english.verbs import base_of


def find_head(words: Words, hit: Hit) -> Found:
    """The act of a hit: what the pattern marks as ``act:``, else all of it.

    The head is its first word that looks inflected, else its first word.
    """
    marked = [(first, last) for role, first, last in hit.slots if role == "act"]
    first, last = marked[0] if marked else (hit.first, hit.last)
    inflected = [k for k in range(first, last) if _looks_inflected(words.word(k))]
    head = inflected[0] if inflected else first
    noun = last < hit.last and words.word(last) == "of" and not _is_middle(words, head)
    lemma = words.word(head) if noun else base_of(words.word(head))
    rest = [words.word(k) for k in range(head + 1, last)]
    return Found(first, last, head, " ".join((lemma, *rest)), "noun" if noun else "verb", False)


def _looks_inflected(word: str) -> bool:
    return word.endswith("ed") or (base_of(word) != word and not word.endswith("s"))


def _is_middle(words: Words, head: int) -> bool:
    return base_of(words.word(head)) in load_grammar()["middle"]


def read_spelled(words: Words, act: Found, hit: Hit, roles: Roles) -> Reading:
    """The reading of a hit; ``roles`` hold what the pattern marks as agent and recipient."""
    agent = roles.agents[0] if roles.agents else None
    recipient = roles.recipients[0] if roles.recipients else None
    if act.kind == "noun":
        return Reading(
            "nominal",
            "noun",
            agent or by_agent(words, act.end),
            recipient,
            noun_status(words, act.first, act.end),
        )
    group = voiced(words, act, read_group(words, act.head, act.lemma.split()[0]), None)
    status = verb_status(words, group)
    if _is_middle(words, act.head) and not group.passive:
        return Reading("middle", "finite", agent, recipient, status)
    before = agent is not None and agent[0] < act.first
    construction = "get" if group.get else "infinitive" if group.after == "to" else "finite"
    if group.passive or not (before or _only_active(group)):
        construction = construction if group.passive else "reduced"
        by = by_agent(words, act.end)
        return Reading("passive", construction, by if before else agent or by, recipient, status)
    return Reading("active", construction, agent, recipient, status)


def _only_active(group: Group) -> bool:
    return group.perfect or (bool(group.kinds) and "participle" not in group.kinds)
