"""Cues that are no verbs: "according to", "in Kono's words", colons in titles and before marks."""

from __future__ import annotations

from framing.annotate.attribution.clauses import find_first_phrase
from framing.annotate.attribution.findings import Finding
from framing.annotate.attribution.sources import find_phrase_after
from framing.annotate.attribution.units import MARK, Unit

# "In Kono's words": the entries of the codebook.
IN_WORDS = {
    "words": "in the words of", "opinion": "in the opinion of", "view": "in the view of",
    "eyes": "in the view of", "telling": "in the words of", "mind": "in the view of",
}  # fmt: skip


def read_according(unit: Unit, k: int) -> Finding:
    """ "According to X, ..." and "..., according to X"."""
    cue = unit.lexicon.phrases["according to"]
    end = max(find_phrase_after(unit, k + 2, whole=True), k + 3)
    fronted = k == 0 or (unit.words[k - 1] in unit.grammar["connectives"] and k < 3)
    resumes = end + 1 < unit.n and unit.breaks[k] == "," and unit.breaks[end] == ","
    if fronted:
        start = _skip_apposition(unit, end)
        content = [(start, unit.n)] if start < unit.n else []
    elif resumes and unit.words[k - 1] == "that":
        content = [(end, unit.n)]
    elif resumes and not unit.has_verb(0, k):
        opens = unit.words[0] in unit.grammar["prepositions"] | unit.grammar["connectives"]
        content = [(end, unit.n)] if opens else [(0, k), (end, unit.n)]
    else:
        content = [(0, k)]
    return Finding(unit, cue, (k, k + 2), (k + 2, end), False, content, "according", k)


def read_words(unit: Unit, k: int) -> Finding | None:
    """ "In his words, ...", "..., in Kono's view", "in the opinion of Kono, ..."."""
    first = next((j for j in range(k - 1, max(-1, k - 7), -1) if unit.words[j] == "in"), None)
    if first is None or any(unit.breaks[j] != " " for j in range(first + 1, k + 1)):
        return None
    if unit.words[k - 1] in unit.grammar["possessives"] or unit.has_possessive(k - 1):
        source, end = (first + 1, k), k + 1
    elif k - first == 2 and k + 2 < unit.n and unit.words[k - 1 : k + 2 : 2] == ["the", "of"]:
        end = find_phrase_after(unit, k + 2)
        source = (k + 2, end)
    else:
        return None
    cue = unit.lexicon.phrases[IN_WORDS[unit.words[k]]]
    if first == 0:
        content = [(end, unit.n)]
    elif end < unit.n and unit.breaks[end] == "," and not unit.has_verb(0, first):
        content = [(0, first), (end, unit.n)]  # "The talks, in Kono's words, were late"
    else:
        content = [(0, first)]
    edge = end if first == 0 else first
    if edge >= unit.n or unit.breaks[edge] != "," or source[0] >= source[1]:
        return None
    return Finding(unit, cue, (k, k + 1), source, False, content, "words", first)


def _skip_apposition(unit: Unit, k: int) -> int:
    """ "According to Kono, a minister, ...": where the clause begins."""
    if k < unit.n and unit.words[k] in ("a", "an", "who", "which", "the", "whose"):
        for j in range(k + 1, min(unit.n, k + 16)):
            if unit.breaks[j] == ",":
                return j
            if unit.is_verb(j) and unit.words[k] not in ("who", "which", "whose"):
                return k
    return k


def read_title(unit: Unit) -> Finding | None:
    """Headlines: "Kono: talks will go on" and "Talks will go on: minister"."""
    at = next((k for k in range(1, unit.n) if unit.breaks[k] == ":"), None)
    if at is None:
        return None
    cue = unit.lexicon.marks[":"]
    colon = None
    if at == 1 and unit.words[0] is MARK and (source := _first_name(unit, at)):
        return Finding(unit, cue, colon, source, False, [(0, 1)], "headline", 1)
    if unit.n - at <= 5 and _names_source(unit, at, unit.n) and not unit.has_verb(at, unit.n):
        return Finding(unit, cue, colon, (at, unit.n), False, [(0, at)], "headline", at)
    enough = unit.n - at >= 2 or unit.words[at] is MARK
    if at <= 5 and enough and not unit.has_verb(0, at) and _names_source(unit, 0, at):
        return Finding(unit, cue, colon, (0, at), False, [(at, unit.n)], "headline", 0)
    return None


def _first_name(unit: Unit, a: int) -> tuple[int, int] | None:
    """Who acts after "'...':" at the head of a title: "'Fix it': Kremlin in a rage"."""
    for b in range(a + 1, min(unit.n, a + 5)):
        if not unit.is_capital(b - 1) or unit.words[b - 1] in unit.lexicon.not_names:
            return None
        if _names_source(unit, a, b):
            return a, b
        if unit.is_verb(b) or not unit.is_capital(b):
            return a, b
    return None


def _names_source(unit: Unit, a: int, b: int) -> bool:
    lexicon, last = unit.lexicon, unit.words[b - 1]
    known = last in lexicon.types or last in lexicon.governments
    if known or (last in lexicon.institutions and unit.is_capital(b - 1)):
        return True
    return a == 0 and MARK not in unit.words[a:b] and all(unit.is_capital(k) for k in range(a, b))


def read_colon(unit: Unit) -> Finding | None:
    """A quotation after a colon, without a verb of saying: its sentence's subject speaks."""
    for k in range(1, unit.n):
        if unit.words[k] is MARK and unit.breaks[k] == ":":
            source = find_first_phrase(unit, k)
            if source is not None:
                cue = unit.lexicon.marks[":"]
                # "Kono boomed:" has a verb that no list holds.
                verb = (k - 1, k) if unit.words[k - 1][-2:] == "ed" else None
                return Finding(unit, cue, verb, source, False, [(k, unit.n)], "mark", 0)
    return None
