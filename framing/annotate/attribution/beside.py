"""Sources beside a quotation that no listed verb ties to it: "...," Kono barked; "..." - Kono."""

from __future__ import annotations

import re

from framing.annotate.attribution.findings import Finding, Range
from framing.annotate.attribution.names import RUN
from framing.annotate.attribution.sources import find_phrase_after, opens_phrase
from framing.annotate.attribution.units import MARK, Unit

_SIGNED = re.compile(r"[\"”’'».!?]*\s*[-–—―]{1,2}\s?(?=[A-Z])")
_CLOSED = " \"”’'»"


def read_beside(unit: Unit) -> Finding | None:
    """A quotation that ends in a comma, then a name and a verb, or a verb and a name.

    The verb may be any: the comma inside the marks says that the sentence goes on. It gets no
    class of cue, since no list knows it.
    """
    if MARK not in unit.words:
        return None
    mark = unit.words.index(MARK)
    at = mark + 1
    if mark > 1 or at + 1 >= unit.n or not _ends_in_comma(unit, mark):
        return None
    found = _verb_first(unit, at) or _name_first(unit, at)
    if found is None:
        return None
    source, verb = found
    content = [(k, k + 1) for k in range(unit.n) if unit.words[k] is MARK]
    return Finding(unit, None, (verb, verb + 1), source, False, content, "beside", at)


def _ends_in_comma(unit: Unit, mark: int) -> bool:
    return unit.text[unit.starts[mark] : unit.ends[mark]].rstrip(_CLOSED)[-1:] == ","


def _is_any_verb(unit: Unit, k: int) -> bool:
    """A word in -ed or -s, or a listed form, that is no closed class."""
    word, grammar = unit.words[k], unit.grammar
    if unit.is_capital(k) or word is MARK or len(word) < 4:
        return False
    if word in grammar["auxiliaries"] or word in grammar["prepositions"]:
        return False
    return word[-2:] == "ed" or (word in unit.lexicon.forms and word[-3:] != "ing")


def _verb_first(unit: Unit, at: int) -> tuple[Range, int] | None:
    if not _is_any_verb(unit, at) or not opens_phrase(unit, at + 1):
        return None
    end = find_phrase_after(unit, at + 1)
    return ((at + 1, end), at) if end > at + 1 and unit.breaks[at + 1] == " " else None


def _name_first(unit: Unit, at: int) -> tuple[Range, int] | None:
    if not opens_phrase(unit, at):
        return None
    for k in range(at + 1, min(unit.n, at + 7)):
        if unit.breaks[k] != " " or unit.words[k] is MARK:
            return None
        if _is_any_verb(unit, k):
            return (at, k), k
    return None


def find_signature(unit: Unit) -> tuple[int, int] | None:
    """Characters of the name that signs a quotation: "..." - Taro Kono, on a line of its own."""
    marks = [k for k in range(unit.n) if unit.words[k] is MARK]
    if not marks:
        return None
    dash = _SIGNED.match(unit.text, unit.ends[marks[-1]])
    name = RUN.match(unit.text, dash.end()) if dash else None
    if name is None or unit.text[name.end() : name.end() + 1] not in ("", ",", ".", "\n", "("):
        return None
    return name.span()
