"""Read the clause of a verb by rules: active, passive or middle, by whom, to whom, told or not."""

from __future__ import annotations

from dataclasses import replace

from framing.annotate.facts.agents import (
    by_agent,
    gerund_agent,
    infinitive_agent,
    subject,
    to_recipient,
)
from framing.annotate.facts.groups import (
    Group,
    coordinated_auxiliary,
    far_auxiliary,
    read_group,
)
from framing.annotate.facts.objects import object_before, object_behind, relative_agent
from framing.annotate.facts.phrases import clause_start, phrase_before, phrase_from, starts_phrase
from framing.annotate.facts.readings import Found, Reading, Roles
from framing.annotate.facts.status import verb_status
from framing.annotate.facts.words import Range, Words, overlaps


def read_verb(words: Words, act: Found, roles: Roles) -> Reading | None:
    """The reading of a verb that tells the fact; None where its object is something else."""
    group = read_group(words, act.head, act.lemma.split()[0])
    if not group.kinds:
        return None
    if act.kind == "middle":
        return _read_middle(words, act, roles, group)
    behind = object_behind(words, act.head + 1 if act.apart else act.end, roles)
    if act.apart and (behind is None or behind[1] > act.end):
        return None
    group = voiced(words, act, group, behind)
    if group.passive:
        return _read_passive(words, act, roles, group, behind)
    if group.kinds & {"base", "third", "gerund"} or "participle" not in group.kinds:
        return _read_active(words, act, roles, group, behind)
    if group.perfect or (behind and not _is_attributive(words, act, roles)):
        return _read_active(words, act, roles, group, behind)
    if "past" in group.kinds and relative_agent(words, act.head, roles):
        return _read_active(words, act, roles, group, behind)
    return _read_reduced(words, act, roles, group)


def voiced(words: Words, act: Found, group: Group, behind: Range | None) -> Group:
    """The group with an auxiliary that stands far off or is shared with a verb before."""
    if group.passive or group.auxiliaries or "participle" not in group.kinds or behind:
        return group
    if starts_phrase(words, act.end) and not act.apart:
        return group
    far = far_auxiliary(words, act.head)
    at = coordinated_auxiliary(words, act.head) if far is None else far
    if at is None:
        return group
    whole = read_group(words, at + 1, "be")
    return replace(
        group,
        start=whole.start,
        passive=True,
        modal=whole.modal,
        perfect=whole.perfect,
        negated=group.negated or whole.negated,
        after=whole.after,
    )


def _read_passive(
    words: Words, act: Found, roles: Roles, group: Group, behind: Range | None
) -> Reading | None:
    recipient = to_recipient(words, act.end, roles.recipients)
    if behind:  # "Nordia was given the islands"
        recipient = phrase_before(words, group.start, roles.recipients)
    elif not _has_subject(words, group, roles):
        return None
    construction = "get" if group.get else "infinitive" if group.after == "to" else "finite"
    if not group.after and words.is_a(group.start - 1, "relatives"):
        construction = "relative"
    if group.auxiliaries and group.auxiliaries[-1] in ("having", "being", "getting"):
        construction = construction if construction == "get" else "participle"
    agent = by_agent(words, act.end)
    return Reading("passive", construction, agent, recipient, verb_status(words, group))


def _has_subject(words: Words, group: Group, roles: Roles) -> bool:
    """Whether what was acted on is the subject, or that of what the group hangs on."""
    if object_before(words, group.start, roles, finite=not group.after):
        return True
    if group.auxiliaries[-1:] in (("having",), ("being",)) and group.start == words.first:
        return any(group.start < span[0] < words.last for span in roles.objects)
    if not group.after and "getting" not in group.auxiliaries:
        return False
    verbs = _verbs_before(words, group)
    return any(object_before(words, at, roles, finite=True) for at in verbs)


def _verbs_before(words: Words, group: Group) -> list[int]:
    """Where the finite verb before an infinitive may begin: its auxiliary, or the word itself."""
    found = []
    for at in range(group.start - 1, max(words.first, group.start - 6), -1):
        found.append(at)
        if words.mark(at):
            break
    return found


def _read_active(
    words: Words, act: Found, roles: Roles, group: Group, behind: Range | None
) -> Reading | None:
    related = None if behind else relative_agent(words, group.start, roles)
    if behind is None and related is None:
        return None
    named = roles.agents
    if related:
        agent: Range | None = related[1]
        construction = "relative"
    elif group.after == "to":
        agent, construction = infinitive_agent(words, group.start, named), "infinitive"
    elif group.after or _is_bare_gerund(group):
        end = behind[1] if behind else act.end
        agent, construction = gerund_agent(words, group.start, end, named), "participle"
    else:
        agent = subject(words, group.start, named)
        relative = words.is_a(group.start - 1, "relatives")
        construction = "relative" if relative else "finite"
    recipient = to_recipient(words, act.end, roles.recipients)
    between = phrase_from(words, act.end)
    if behind and between and recipient is None and between[0] < behind[0]:
        named_between = [s for s in roles.recipients if between[0] <= s[0] and s[1] <= behind[0]]
        recipient = (between[0], named_between[0][1]) if named_between else None
    return Reading("active", construction, agent, recipient, verb_status(words, group))


def _is_bare_gerund(group: Group) -> bool:
    """ "seizing the islands", "having seized the islands" with no finite verb of its own."""
    finite = [word for word in group.auxiliaries if word not in ("having", "being", "been")]
    return not finite and ("gerund" in group.kinds or "having" in group.auxiliaries)


def _is_attributive(words: Words, act: Found, roles: Roles) -> bool:
    """ "the occupied islands", "of occupied islands": a participle before what was acted on."""
    if not any(span[0] == act.end for span in roles.objects) or words.mark(act.end):
        return False
    before = act.head - 1
    while words.is_adverb(before):
        before -= 1
    if words.mark(act.head) or words.word(before) == "that":
        return False
    return words.is_a(before, "articles", "prepositions") or words.is_possessive(before)


def _read_reduced(words: Words, act: Found, roles: Roles, group: Group) -> Reading | None:
    """ "the islands seized by Nordia"; "Islands seized" in a headline; "the occupied islands"."""
    status = verb_status(words, group)
    if _is_attributive(words, act, roles):
        return Reading("passive", "attributive", None, None, status)
    before = object_before(words, group.start, roles, finite=False)
    if before is None and not _is_fronted(words, act, roles):
        return None
    recipient = to_recipient(words, act.end, roles.recipients)
    return Reading("passive", "reduced", by_agent(words, act.end), recipient, status)


def _is_fronted(words: Words, act: Found, roles: Roles) -> bool:
    """ "Captured in the last week of the war, the islands have ...": its subject follows."""
    if act.head != clause_start(words, act.head):
        return False
    for at in range(act.end, words.last):
        if "," in words.mark(at):
            phrase = phrase_from(words, at)
            return phrase is not None and overlaps(phrase, roles.objects)
    return False


def _read_middle(words: Words, act: Found, roles: Roles, group: Group) -> Reading | None:
    """ "changed hands", "came under Nordian control": no agent can be stated."""
    if group.passive or object_before(words, group.start, roles, finite=True) is None:
        return None
    recipient = phrase_from(words, act.end) if not words.mark(act.end) else None
    if recipient and not overlaps(recipient, roles.recipients):
        named = any(words.is_capital(k) for k in range(*recipient))
        recipient = recipient if named else None
    construction = "infinitive" if group.after == "to" else "finite"
    return Reading("middle", construction, None, recipient, verb_status(words, group))
