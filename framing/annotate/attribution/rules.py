"""The rules: from one unit to its attributions, each with source, cue and content items."""

from __future__ import annotations

from framing.annotate.attribution.clauses import find_first_phrase, find_participle_noun
from framing.annotate.attribution.complements import Complement, find_complement
from framing.annotate.attribution.findings import Finding, Range, cut_contents
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
    found: list[Finding] = []
    forms = unit.lexicon.forms
    taken = 0
    for k, word in enumerate(unit.words):
        if word in forms and k >= taken:
            verb = find_verb(unit, k)
            if verb is not None and (finding := _read_verb(unit, verb, found)):
                found.append(finding)
                taken = verb.end
        elif word == "according" and k + 2 < unit.n and unit.words[k + 1] == "to":
            found.append(_read_according(unit, k))
        elif word == "words" and k > 1 and (finding := _read_words(unit, k)):
            found.append(finding)
    if not found:
        marked = _read_title(unit) if unit.role == "title" else _read_colon(unit)
        return [marked] if marked else []
    cut_contents(found)
    return found


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
    content, rule = place(unit, verb, complement, lead, how)
    if not content and complement.kind not in ("none", "comma"):
        return None
    return Finding(
        unit, verb.cue, (verb.at, verb.end),
        subject or _shared(unit, verb, found), subject is None and bool(found),
        content, rule, verb.start if unit.breaks[verb.start] in ",-)" else lead,
        attitude=attitude,
    )  # fmt: skip


def _is_attitude(verb: Verb, complement: Complement) -> bool:
    """What is wanted, supported or merely named ("announced its surrender") is not said."""
    syntax = verb.cue.syntax
    return "attitude" in syntax or ("event" in syntax and complement.kind == "np")


def _is_plausible(unit: Unit, verb: Verb, complement: Complement) -> bool:
    """Whether verb and complement can be speech together."""
    syntax, kind = verb.cue.syntax, complement.kind
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
    if not by_quote and (unit.breaks[verb.start] != "," or verb.start < 4):
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
    return (
        unit.is_capital(k) or word in unit.grammar["determiners"]
        or word in unit.grammar["subjects"] or word in unit.lexicon.types
        or word in unit.lexicon.titles
    )  # fmt: skip


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


def _read_according(unit: Unit, k: int) -> Finding:
    """ "According to X, ..." and "..., according to X"."""
    cue = unit.lexicon.phrases["according to"]
    end = max(find_phrase_after(unit, k + 2, whole=True), k + 3)
    fronted = k == 0 or (unit.words[k - 1] in unit.grammar["connectives"] and k < 3)
    if fronted:
        start = _skip_apposition(unit, end)
        content = [(start, unit.n)] if start < unit.n else []
    else:
        content = [(0, k)]
    return Finding(unit, cue, (k, k + 2), (k + 2, end), False, content, "according", k)


def _read_words(unit: Unit, k: int) -> Finding | None:
    """ "In his words, ...", "..., in Kono's words"."""
    first = next((j for j in range(k - 1, max(-1, k - 7), -1) if unit.words[j] == "in"), None)
    owned = unit.words[k - 1] in unit.grammar["possessives"] or unit.has_possessive(k - 1)
    if first is None or not owned or any(unit.breaks[j] != " " for j in range(first + 1, k)):
        return None
    content = (k + 1, unit.n) if first == 0 else (0, first)
    if content[0] >= content[1] or unit.breaks[k + 1 if first == 0 else first] != ",":
        return None
    cue = unit.lexicon.phrases["in the words of"]
    return Finding(unit, cue, (k, k + 1), (first + 1, k), False, [content], "words", first)


def _skip_apposition(unit: Unit, k: int) -> int:
    """ "According to Kono, a minister, ...": where the clause begins."""
    if k < unit.n and unit.words[k] in ("a", "an", "who", "which", "the", "whose"):
        for j in range(k + 1, min(unit.n, k + 16)):
            if unit.breaks[j] == ",":
                return j
            if unit.is_verb(j) and unit.words[k] not in ("who", "which", "whose"):
                return k
    return k


def _read_title(unit: Unit) -> Finding | None:
    """Headlines: "Kono: talks will go on" and "Talks will go on: minister"."""
    at = next((k for k in range(1, unit.n) if unit.breaks[k] == ":"), None)
    if at is None:
        return None
    cue = unit.lexicon.marks[":"]
    colon = None
    if unit.n - at <= 5 and _names_source(unit, at, unit.n) and not unit.has_verb(at, unit.n):
        return Finding(unit, cue, colon, (at, unit.n), False, [(0, at)], "headline", at)
    if at <= 5 and unit.n - at >= 2 and not unit.has_verb(0, at) and _names_source(unit, 0, at):
        return Finding(unit, cue, colon, (0, at), False, [(at, unit.n)], "headline", 0)
    return None


def _names_source(unit: Unit, a: int, b: int) -> bool:
    lexicon = unit.lexicon
    if unit.words[b - 1] in lexicon.types or unit.words[b - 1] in lexicon.governments:
        return True
    return a == 0 and MARK not in unit.words[a:b] and all(unit.is_capital(k) for k in range(a, b))


def _read_colon(unit: Unit) -> Finding | None:
    """A quotation after a colon, without a verb of saying: its sentence's subject speaks."""
    for k in range(1, unit.n):
        if unit.words[k] is MARK and unit.breaks[k] == ":":
            source = find_first_phrase(unit, k)
            if source is not None:
                cue = unit.lexicon.marks[":"]
                return Finding(unit, cue, None, source, False, [(k, unit.n)], "mark", 0)
    return None
