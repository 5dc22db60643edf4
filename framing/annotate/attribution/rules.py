"""The rules: from one unit to its attributions, each with source, cue and content items."""

from __future__ import annotations

from framing.annotate.attribution.beside import read_beside
from framing.annotate.attribution.clauses import find_first_phrase, find_participle_noun
from framing.annotate.attribution.complements import Complement, find_complement
from framing.annotate.attribution.findings import Finding, Range, cut_contents
from framing.annotate.attribution.nouns import read_noun
from framing.annotate.attribution.passives import read_passive
from framing.annotate.attribution.phrases import (
    IN_WORDS,
    read_according,
    read_colon,
    read_title,
    read_words,
)
from framing.annotate.attribution.places import (
    CONTENT_KINDS,
    find_content_before,
    find_quote_end,
    place,
)
from framing.annotate.attribution.sources import find_phrase_after, find_subject
from framing.annotate.attribution.units import MARK, Unit
from framing.annotate.attribution.verbs import Verb, find_verb

_SHORTEST = 3  # words; an adverbial of time alone is nobody's statement
_PARTICIPLES = ("ing",)
_SPEECH = frozenset(("that", "clause", "wh", "quote_only"))


def read_unit(unit: Unit) -> list[Finding]:
    """All attributions that the words of a unit show, in the order of their cues."""
    cues, forms, nouns = unit.lexicon.cues, unit.lexicon.forms, unit.lexicon.nouns
    found: list[Finding] = []
    held: list[Finding] = []
    taken = 0
    for k in [k for k, word in enumerate(unit.words) if word in cues]:
        word, verb = unit.words[k], None
        if word in forms and k >= taken:
            verb = find_verb(unit, k)
            if verb is not None and (
                finding := read_passive(unit, verb) or _read_verb(unit, verb, found)
            ):
                found.append(finding)
                taken = verb.end
        elif word == "according" and k + 2 < unit.n and unit.words[k + 1] == "to":
            found.append(read_according(unit, k))
        spoken = read_words(unit, k) if verb is None and word in IN_WORDS and k > 1 else None
        if spoken is not None:
            found.append(spoken)
        elif word in nouns and verb is None and (finding := read_noun(unit, k)):
            held.append(finding)
    if all(finding.attitude for finding in found):
        marked = read_title(unit) if unit.role == "title" else read_colon(unit) or read_beside(unit)
        found += [marked] if marked else []
    cut_contents(found)
    return found + held


def _read_verb(unit: Unit, verb: Verb, found: list[Finding]) -> Finding | None:
    if verb.negated and "mental" not in verb.cue.syntax:
        return None
    after = unit.words[verb.end : verb.end + 3]
    if after == ["not", "to", "be"] or after[:2] == ["to", "remain"]:
        return None  # "who asked not to be named"
    if verb.infinitive or (verb.passive and verb.cue.lemma != "quote"):
        return None
    complement = find_complement(unit, verb)
    if not _is_plausible(unit, verb, complement):
        return None
    attitude = _is_attitude(verb, complement)
    if attitude and complement.kind not in verb.cue.syntax:
        return None
    if verb.kind in _PARTICIPLES:
        if attitude and unit.breaks[verb.start] != ",":
            return None  # "a group backing Kono" says nothing
        return _read_participle(unit, verb, complement, found)
    subject, how = find_subject(unit, verb.start)
    if how in ("none", "shared") or (
        how == "own" and unit.breaks[verb.start] == "," and "hearer" not in verb.cue.syntax
    ):
        inverted = _read_inverted(unit, verb, complement)
        if inverted is not None:
            return inverted
    if how == "none":
        return None
    lead = subject[0] if subject else verb.start
    content, rule = place(unit, verb, complement=complement, lead=lead, how=how)
    if not content and complement.kind not in ("none", "comma"):
        return None
    return Finding(
        unit, verb.cue, (verb.at, verb.end),
        subject or _shared(unit, verb, found), subject is None and bool(found),
        content, rule, verb.start if unit.breaks[verb.start] in ",-)" else lead,
        attitude=attitude,
    )  # fmt: skip


def _is_pronoun_alone(unit: Unit, k: int) -> bool:
    """ "though it rarely mentions it": nothing is told of what was said."""
    ends = k + 1 == unit.n or unit.breaks[k + 1] in ",.;-:"
    return unit.words[k] in ("it", "them", "this", "that") and ends


def _is_attitude(verb: Verb, complement: Complement) -> bool:
    """What is wanted, supported or merely named ("announced its surrender") is not said."""
    syntax, kind = verb.cue.syntax, complement.kind
    return (
        "attitude" in syntax
        or ("event" in syntax and kind == "np")
        or ("mental" in syntax and kind in ("np", "inf"))
    )


def _is_plausible(unit: Unit, verb: Verb, complement: Complement) -> bool:
    """Whether verb and complement can be speech together."""
    syntax, kind = verb.cue.syntax, complement.kind
    if kind == "np" and _is_pronoun_alone(unit, complement.at):
        return False
    if "quote_only" in syntax:
        return kind in ("quote", "colon") or _quote_before(unit, verb)
    if (
        "noun" in syntax and verb.kind in ("base", "s") and kind in ("np", "none")
        and not ("attitude" in syntax and _has_plain_subject(unit, verb))
    ):  # fmt: skip
        return _quote_before(unit, verb) or unit.role == "title"
    if kind == "wh":
        return True
    if kind in ("inf", "ger", "np"):
        return kind in syntax
    if kind == "clause":
        return bool(syntax & {"clause", "that"})
    return True


def _has_plain_subject(unit: Unit, verb: Verb) -> bool:
    """A name, pronoun or source noun right before: "Kono supports", not "rival offers of"."""
    k = verb.start - 1
    return (
        k >= 0 and unit.breaks[verb.start] == " "
        and (
            unit.is_capital(k) or unit.words[k] in unit.grammar["subjects"] | {"who"}
            or unit.words[k] in unit.lexicon.types or verb.start < verb.at
        )
    )  # fmt: skip


def _quote_before(unit: Unit, verb: Verb) -> bool:
    """A quotation stands in the unit before the verb, close enough to be its content."""
    return MARK in unit.words[max(0, verb.start - 12) : verb.start]


def _read_inverted(unit: Unit, verb: Verb, complement: Complement) -> Finding | None:
    """ "...," said Kono: the content before, the source after the verb."""
    if verb.start == 0 or verb.kind not in ("past", "s") or not verb.cue.syntax & _SPEECH:
        return None
    by_quote = unit.words[verb.start - 1] is MARK
    if not by_quote and (unit.breaks[verb.start] != "," or verb.start < 3):
        return None
    if not by_quote and ("np" in verb.cue.syntax or not unit.has_verb(0, verb.start)):
        return None
    if verb.end >= unit.n or not _can_name(unit, verb.end):
        return None
    end = find_phrase_after(unit, verb.end)
    if end == verb.end or unit.breaks[verb.end] != " ":
        return None
    closes = (
        end == unit.n
        or unit.breaks[end] != " "
        or unit.is_time(end)
        or unit.words[end]
        in (unit.grammar["prepositions"] | unit.grammar["relatives"] | {"as", "when"})
    )
    if not closes or (not by_quote and complement.kind in ("that", "quote", "colon")):
        return None
    before = find_content_before(unit, verb.start)
    if before is None:
        return None
    if not by_quote and before[1] - before[0] < _SHORTEST:
        before = (0, before[1])  # "X, Roe said on Sunday, reported the agency": all of it
    content = [before]
    later = next((k for k in range(end, unit.n) if unit.words[k] is MARK), None)
    if by_quote and later is not None:
        content.append((later, find_quote_end(unit, later)))
    return Finding(
        unit, verb.cue, (verb.at, verb.end), (verb.end, end), False, content, "inverted", verb.start
    )


def _can_name(unit: Unit, k: int) -> bool:
    word = unit.words[k]
    if unit.is_time(k):
        return False
    if _is_any_office(unit, k):
        return True
    return (
        unit.is_capital(k) or word in unit.grammar["determiners"]
        or word in unit.grammar["subjects"] or word in unit.lexicon.types
        or word in unit.lexicon.titles
    )  # fmt: skip


def _is_any_office(unit: Unit, k: int) -> bool:
    """ "said skipper Ana Lima": nouns that no list holds, right before a name of two words."""
    grammar = unit.grammar
    for j in range(k, min(unit.n - 1, k + 4)):
        if j > k and unit.breaks[j] != " ":
            return False
        if unit.is_capital(j):
            return j > k and unit.is_capital(j + 1) and unit.breaks[j + 1] == " "
        word = unit.words[j]
        if word in grammar["prepositions"] or word in grammar["adverbs"] or word is MARK:
            return False
        if word in grammar["subordinators"] or word in grammar["coordinators"]:
            return False
    return False


def _read_participle(
    unit: Unit, verb: Verb, complement: Complement, found: list[Finding]
) -> Finding | None:
    """ ", adding that ..." and "a letter saying that ...": the speaker of the clause it joins."""
    if complement.kind not in CONTENT_KINDS:
        return None
    noun = find_participle_noun(unit, verb.start)
    source = noun or _shared(unit, verb, found)
    if source is None and not found:
        return None
    return Finding(
        unit, verb.cue, (verb.at, verb.end), source, noun is None and bool(found),
        [(complement.at, find_quote_end(unit, complement.at))], "participle", verb.start,
        attitude=_is_attitude(verb, complement),
    )  # fmt: skip


def _shared(unit: Unit, verb: Verb, found: list[Finding]) -> Range | None:
    """The subject that a second verb or a participle shares."""
    if found:
        return found[-1].source
    return find_first_phrase(unit, verb.start)
