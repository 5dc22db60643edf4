"""Where the content of a verb stands: after it, before its source, or on both sides."""

from __future__ import annotations

from framing.annotate.attribution.complements import Complement
from framing.annotate.attribution.ends import OCCASIONS, find_end, find_fronted
from framing.annotate.attribution.units import MARK, Unit
from framing.annotate.attribution.verbs import Verb

Range = tuple[int, int]
_CONCEDING = frozenset(("while", "if", "although", "though", "unless", "even"))
_TRAILING = frozenset(
    ("because", "if", "that", "although", "though", "unless", "until", "even", "which", "who")
)
CONTENT_KINDS = frozenset(("that", "quote", "colon", "clause", "wh", "inf", "ger", "np"))


def place(
    unit: Unit, verb: Verb, *, complement: Complement, lead: int, how: str
) -> tuple[list[Range], str]:
    """Content after the verb, before the source, or on both sides."""
    after = complement.kind in CONTENT_KINDS or (
        # "Kono told the crowd, he would stay"
        complement.kind == "comma" and "hearer" in verb.cue.syntax
        and _opens_clause(unit, complement.at)
    )  # fmt: skip
    stop = find_quote_end(unit, complement.at)
    if after and stop == unit.n:
        stop = find_end(unit, verb, complement, lead=lead, how=how)
    if how != "own" or lead == 0:
        return ([(complement.at, stop)], complement.kind) if after else ([], "bare")
    if fronted := find_fronted(unit, verb, complement, lead=lead):
        return fronted + ([(complement.at, stop)] if after else []), "fronted"
    before = find_content_before(unit, lead)
    beyond = complement.kind == "comma" and _continues(unit, complement.at)
    if unit.words[lead - 1] == "as" and not after:
        return _place_as(unit, complement, lead=lead, beyond=beyond)
    if before and _is_quoted(unit, lead):
        if complement.kind == "quote":
            return [before, (complement.at, stop)], "split"
        return [before], "post"
    if after:
        if before and complement.kind == "quote" and _is_conceded(unit, before):
            return [before, (complement.at, stop)], "split"
        return [(complement.at, stop)], complement.kind
    return _place_before(unit, complement, lead=lead, before=before, beyond=beyond)


def _place_as(
    unit: Unit, complement: Complement, *, lead: int, beyond: bool
) -> tuple[list[Range], str]:
    """ "As Kono said, ..." and "..., as Kono said"."""
    later = (complement.at, find_quote_end(unit, complement.at))
    if lead == 1:
        return ([later], "as") if complement.kind == "comma" else ([], "bare")
    return ([(0, lead - 1), later] if beyond else [(0, lead - 1)]), "as"


def _place_before(
    unit: Unit, complement: Complement, *, lead: int, before: Range | None, beyond: bool
) -> tuple[list[Range], str]:
    """Content before a source, and what goes on after it; or an insertion's content."""
    stop = find_quote_end(unit, complement.at)
    if before is None and beyond and unit.breaks[lead] == ",":
        first = _clause_start(unit, lead)
        if unit.words[first] in unit.grammar["prepositions"] | unit.grammar["connectives"]:
            # "In the end, Kono said, ..."
            linking = all(word in unit.grammar["connectives"] for word in unit.words[first:lead])
            fronted = [] if linking or _tells_when(unit, first, lead) else [(first, lead)]
            return [*fronted, (complement.at, stop)], "insertion"
        return [(first, lead), (complement.at, stop)], "split"
    if before is None or (complement.kind == "blocked" and unit.words[lead - 1] is not MARK):
        return [], "bare"
    if beyond or _trails(unit, complement):
        return [before, (complement.at, unit.n)], "split"
    return [before], "post"


def _is_conceded(unit: Unit, before: Range) -> bool:
    """ "While it is late, Kono said, "we go on"": the clause is Kono's as well."""
    a, b = before
    return unit.breaks[b] == "," and unit.words[a] in _CONCEDING and unit.has_verb(a, b)


def _tells_when(unit: Unit, a: int, b: int) -> bool:
    """ "In May, Kono said, ...": when or where it was said."""
    return any(
        unit.is_time(k) or (unit.is_capital(k) and k > 0) or unit.words[k] in OCCASIONS
        for k in range(a, b)
    )


def _trails(unit: Unit, complement: Complement) -> bool:
    """What goes on with the content after "..., Kono said,": "because", "despite"."""
    if complement.kind != "comma":
        return False
    k = complement.at
    if unit.words[k] in _TRAILING:
        return True
    is_phrase = unit.words[k] in unit.grammar["prepositions"]
    return is_phrase and not _tells_when(unit, k, min(unit.n, k + 4))


def _opens_clause(unit: Unit, k: int) -> bool:
    """A clause after "Kono told the crowd,": a pronoun, or a phrase with a verb after it."""
    grammar = unit.grammar
    if unit.words[k] in grammar["subjects"]:
        return True
    return (
        (unit.words[k] in grammar["determiners"] or unit.is_capital(k))
        and _continues(unit, k)
        and unit.has_verb(k + 1, min(unit.n, k + 6))
    )


def _is_quoted(unit: Unit, lead: int) -> bool:
    """The sentence opens with a quotation that ends right before the source."""
    if unit.words[lead - 1] is not MARK:
        return False
    a, b = unit.span(lead - 1, lead)
    return b - a > 30 or all(
        word is MARK or word in unit.grammar["connectives"] for word in unit.words[:lead]
    )


def find_quote_end(unit: Unit, k: int) -> int:
    """Where a content that begins at item k ends: a whole quoted sentence ends it."""
    if k >= unit.n or unit.words[k] is not MARK:
        return unit.n
    while k < unit.n and unit.words[k] is MARK:
        a, b = unit.span(k, k + 1)
        inner = unit.text[a:b].strip("\"“”„‟«»'‘’` ")
        k += 1
        if (
            k < unit.n
            and unit.words[k] is not MARK
            and (inner[-1:] in ",.!?…-—" and (unit.breaks[k] in ",." or inner[:1].isupper()))
        ):
            return k
    return k if k == unit.n else unit.n


def _clause_start(unit: Unit, lead: int) -> int:
    """The start of the sentence, or what follows its last semicolon before a source."""
    return next((k for k in range(lead - 1, 0, -1) if unit.breaks[k] == ";"), 0)


def find_content_before(unit: Unit, lead: int) -> Range | None:
    """What stands before a source: a quotation, or a clause and a comma."""
    if unit.words[lead - 1] is MARK:
        return 0, lead
    if unit.breaks[lead] not in ",-.":
        return None
    first = _clause_start(unit, lead)
    while first < lead and unit.words[first] in unit.grammar["connectives"]:
        first += 1
    if lead - first < 2:
        return None
    opener = unit.words[first]
    if opener in unit.grammar["prepositions"] and not unit.has_verb(first, lead):
        return None
    if lead - first < 3 and not unit.has_verb(first, lead):
        return None
    return first, lead


def _continues(unit: Unit, k: int) -> bool:
    """After "..., Kono said," the content goes on, unless a participle or relative follows."""
    word, grammar = unit.words[k], unit.grammar
    return not (
        word[-3:] == "ing" or word in unit.lexicon.forms or word in grammar["relatives"]
        or word in grammar["prepositions"] or word in grammar["coordinators"]
        or word in grammar["subordinators"]
    )  # fmt: skip
