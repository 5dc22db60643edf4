"""Read the clause of a verb from its dependency parse: who did what to whom, and how told."""

from __future__ import annotations

from typing import Any

from framing.annotate.facts.candidates import Candidate
from framing.annotate.facts.groups import read_group
from framing.annotate.facts.parsed import (
    Parsed,
    can_act,
    children,
    is_object,
    is_passive,
    named_behind,
    phrase_of,
    spread,
)
from framing.annotate.facts.parsed_nouns import read_parsed_noun
from framing.annotate.facts.phrases import phrase_from
from framing.annotate.facts.readings import Found, Reading, Roles
from framing.annotate.facts.status import DENIED, PROPOSED, TOLD, verb_status
from framing.annotate.facts.words import Range, load_grammar, overlaps

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CONTROL = ("xcomp", "advcl", "pcomp", "ccomp", "conj")


def read_parsed(parsed: Parsed, candidate: Candidate, act: Found) -> Reading | None:
    """The reading of an act from the parse of its sentence.

    None where the parse has something else as what was acted on. Ask ``parsed.sees`` first.
    """
    token = parsed.token(act.head)
    if act.kind == "noun":
        return read_parsed_noun(parsed, token, candidate, act)
    group = read_group(parsed.words, act.head, act.lemma.split()[0])
    status = _status(parsed, token, verb_status(parsed.words, group))
    if act.kind == "middle":
        return _read_middle(parsed, token, candidate.roles, act, status)
    passive = is_passive(token)
    found = _acted_on(token, passive)
    spelled = candidate.act is None
    if not spelled and not any(is_object(parsed, t, candidate.roles) for t in found):
        return None
    agent = _agent(token) if passive else _subject(token)
    recipient = _recipient(parsed, token, candidate.roles, passive)
    return Reading(
        "passive" if passive else "active",
        _construction(token, passive),
        phrase_of(parsed, agent),
        recipient,
        status,
    )


def _status(parsed: Parsed, token: Any, by_rules: str) -> str:
    """What rules say, and what the parse shows that stands too far off for them."""
    if by_rules != TOLD:
        return by_rules
    if children(token, "neg"):
        return DENIED
    modal = any(child.tag_ == "MD" for child in children(token, "aux"))
    marks = [child.text.lower() for child in children(token, "mark")]
    if modal or any(mark in load_grammar()["conditions"] for mark in marks):
        return PROPOSED
    return TOLD


def _construction(token: Any, passive: bool) -> str:
    if passive and any(t.text.lower() in load_grammar()["get"] for t in children(token, "auxpass")):
        return "get"
    if token.dep_ == "amod":
        return "attributive"
    if token.dep_ == "relcl":
        return "relative"
    if any(t.tag_ == "TO" for t in children(token, "aux")):
        return "infinitive"
    if passive and not children(token, "auxpass") and token.dep_ != "conj":
        return "reduced"
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in children(token, "aux", "auxpass"))
    if token.tag_ == "VBG" and not finite:
        return "participle"
    if token.dep_ == "advcl" and not finite and token.tag_ == "VBN":
        return "participle"
    return "finite"


def _acted_on(token: Any, passive: bool) -> list[Any]:
    """Heads of what was acted on: the object, or the subject of a passive."""
    if not passive:
        found = children(token, "dobj", "dative", "oprd")
        if not found and token.dep_ == "relcl":
            found = [token.head]
        return [t for head in found for t in spread(_antecedent(token, head))]
    if token.dep_ in ("acl", "amod"):
        return [token.head]
    given = children(token, "dobj", "oprd")
    subject = children(token, "nsubjpass", "nsubj")
    if not subject:
        carried = _subject(token)
        subject = [carried] if carried is not None else []
    if not subject and token.dep_ in ("ROOT", "advcl"):
        subject = children(token.head, *_SUBJECTS)
    return [t for head in [*given, *subject] for t in spread(_antecedent(token, head))]


def _antecedent(verb: Any, noun: Any) -> Any:
    """What a relative pronoun stands for."""
    relative = noun.text.lower() in ("which", "that", "who", "whom")
    clause = verb
    while clause.dep_ == "conj":
        clause = clause.head
    return clause.head if relative and clause.dep_ == "relcl" else noun


def _agent(token: Any) -> Any:
    """Who is behind "by": of the verb, or of one that it is joined with."""
    joined = [token, *(t for t in children(token, "conj") if not children(t, *_SUBJECTS))]
    if token.dep_ == "conj" and not children(token, *_SUBJECTS):
        joined.append(token.head)
    for verb in joined:
        for by in verb.children:
            if by.dep_ == "agent" or (by.dep_ == "prep" and by.text.lower() == "by"):
                for noun in children(by, "pobj"):
                    if can_act(noun):
                        return noun
    return None


def _subject(token: Any) -> Any:
    """Who does it: the verb's subject, or that of what it is joined to or hangs on."""
    verb = token
    for _ in range(5):
        found = children(verb, *_SUBJECTS)
        if found:
            return _antecedent(verb, found[0])
        head = verb.head
        if verb.dep_ == "acl" or (verb.dep_ == "relcl" and verb is not token):
            return head
        if verb.dep_ == "pcomp" and head.dep_ == "prep":
            objects = children(head.head, "dobj")
            if objects and objects[0].i < head.i and head.text.lower() in ("of", "from", "for"):
                return objects[0]
            verb = head.head
            continue
        if verb.dep_ == "xcomp":
            objects = [t for t in children(head, "dobj") if t.i < verb.i]
            if objects:
                return objects[0]
        if verb.dep_ not in _CONTROL or head is verb:
            return None
        verb = head
    return None


def _recipient(parsed: Parsed, token: Any, roles: Roles, passive: bool) -> Range | None:
    """Who got it: "to Nordia", "into Nordia", "gave Nordia ...", "Nordia was given"."""
    if passive and children(token, "dobj", "oprd"):
        subjects = children(token, "nsubjpass")
        return parsed.phrase(subjects[0]) if subjects else None
    holders = [token]
    for child in token.children:
        if child.dep_ in ("dobj", "agent", "prt", "nsubjpass") or child.dep_ == "prep":
            holders += [child, *children(child, "pobj", "prep")]
    for child in children(token, "dative"):
        if child.tag_ not in ("IN", "TO"):
            return parsed.phrase(child)
    for holder in holders:
        for prep in holder.children:
            if prep.dep_ in ("prep", "dative") and prep.text.lower() in ("to", "into"):
                phrase = named_behind(parsed, prep, roles)
                if phrase:
                    return phrase
    return None


def _read_middle(
    parsed: Parsed, token: Any, roles: Roles, act: Found, status: str
) -> Reading | None:
    subject = _subject(token)
    if is_passive(token) or subject is None:
        return None
    if not any(is_object(parsed, t, roles) for t in spread(subject)):
        return None
    phrase = None if parsed.words.mark(act.end) else phrase_from(parsed.words, act.end)
    named = phrase and (
        overlaps(phrase, roles.recipients)
        or any(parsed.words.is_capital(k) for k in range(*phrase))
    )
    return Reading("middle", _construction(token, False), None, phrase if named else None, status)
