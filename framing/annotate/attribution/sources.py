"""The phrase that names a source, found beside its cue by closed classes and capitals."""

from __future__ import annotations

from itertools import pairwise

from framing.annotate.attribution.units import MARK, Unit

Range = tuple[int, int]
# Single words that no name is made of, but that can be a source.
_HEADS = frozenset(
    (
        "i", "he", "she", "it", "we", "you", "they", "this", "that", "these", "those", "some",
        "many", "several", "most", "few", "both", "all", "another", "other", "others", "one", "two",
        "three", "four", "five", "six", "who", "which", "everyone", "everybody", "someone",
        "somebody", "nobody", "anyone", "none", "neither", "either", "people", "reuters", "ap",
        "afp", "tass", "video", "videos", "transcript", "analysis", "editorial", "thousands",
        "hundreds", "dozens", "millions", "half", "more", "each", "him", "her",
    )
)  # fmt: skip
_MAX = 25  # words; no subject in the news is longer without a comma


def find_subject(unit: Unit, verb: int) -> tuple[Range | None, str]:
    """The noun phrase before a verb group that starts at item ``verb``.

    Returns
    -------
    tuple
        The range of items (None where there is none of its own) and how it stands:
        ``own``, ``relative`` ("Kono, who said"), ``shared`` (a second verb of one subject)
        or ``none``.
    """
    if verb == 0:
        return None, "none"
    words, breaks, grammar = unit.words, unit.breaks, unit.grammar
    if words[verb - 1] in grammar["relatives"]:
        return _antecedent(unit, verb - 1), "relative"
    if breaks[verb] in ",-)":
        return _before_insertion(unit, verb)
    if breaks[verb] != " " or words[verb - 1] is MARK:
        return None, "none"
    if words[verb - 1] in ("and", "but", "or", "then"):
        return None, "shared"
    left = left_edge(unit, verb)
    found = trim(unit, left, verb)
    if left and unit.is_verb(left - 1) and (relative := _relative_before(unit, left)):
        # "Officials who asked not to be named said"
        return _antecedent(unit, relative), "own"
    if left and words[left - 1] == "who" and not opens_phrase(unit, left):
        # "Experts who favor the plan agree": a verb that no list knows stands after "who"
        return _antecedent(unit, left - 1), "own"
    if found is None:
        return None, "shared" if left and words[left - 1] in ("and", "but", "or") else "none"
    return found, "own"


def opens_phrase(unit: Unit, k: int) -> bool:
    """True where a noun phrase may begin: a name, a determiner or a pronoun."""
    word = unit.words[k]
    return (
        unit.is_capital(k) or word in unit.grammar["determiners"]
        or word in unit.grammar["subjects"] or word in unit.lexicon.types
    )  # fmt: skip


def left_edge(unit: Unit, verb: int) -> int:
    """Where the clause of a verb begins: after a break, a subordinator or another verb."""
    words, breaks, grammar = unit.words, unit.breaks, unit.grammar
    left = verb
    lowest = max(0, verb - _MAX)
    while left > lowest:
        if left < verb and breaks[left] != " ":
            break
        word = words[left - 1]
        if word is MARK or (
            word in grammar["subordinators"] and (left == 1 or not unit.is_capital(left - 1))
        ):
            break
        if word in ("and", "or") and not _joins_nouns(unit, left - 1):
            break
        if word in grammar["subjects"] and word != "you":
            # A pronoun is a whole subject: what stands before it is another phrase.
            return left - 1
        if unit.is_verb(left - 1) and not _is_modifier(unit, left - 1):
            break
        left -= 1
    return left


def _is_modifier(unit: Unit, k: int) -> bool:
    """True for a participle inside a noun phrase: "the embattled leader", "people interviewed"."""
    word = unit.words[k]
    if word in unit.grammar["auxiliaries"] or k == 0:
        return False
    before = unit.words[k - 1]
    return before in unit.grammar["determiners"] or unit.surfaces[k - 1][-2:] in ("'s", "’s")


def _joins_nouns(unit: Unit, k: int) -> bool:
    """True where "and" stands in a row of nouns that opens its clause: "Trump and Clinton"."""
    words, breaks = unit.words, unit.breaks
    j = k
    while j > 0 and breaks[j] == " " and k - j < 8:
        word = words[j - 1]
        if word is MARK or word in unit.grammar["subordinators"] or unit.is_verb(j - 1):
            return words[j - 1] in ("that", "but", "while") and k - j <= 5
        j -= 1
    return k - j <= 5 and (breaks[j] == " " or not unit.has_verb(0, j))


def trim(unit: Unit, a: int, b: int) -> Range | None:
    """Cut what stands around a noun phrase: connectives, fronted phrases, times."""
    words, grammar = unit.words, unit.grammar
    while a < b and (
        words[a] in grammar["connectives"] or (words[a][-2:] == "ly" and not _is_noun(unit, a))
    ):
        a += 1
    b = _trim_end(unit, a, b)
    if a >= b or words[b - 1] == "there" or _is_bare(unit, a, b):
        return None
    if words[b - 1] in grammar["subjects"]:
        return b - 1, b
    if words[a] in grammar["prepositions"] or unit.is_time(a):
        return _last_phrase(unit, a, b)
    return _cut_second_phrase(unit, a, b), b


def _trim_end(unit: Unit, a: int, b: int) -> int:
    """Take "on Friday", "yesterday", "last week" off the end of a subject."""
    words, grammar = unit.words, unit.grammar
    first = b
    while b > a + 1 and (
        unit.is_time(b - 1)
        or words[b - 1].isdigit()
        or (
            words[b - 1] in grammar["prepositions"] | grammar["adverbs"]
            and not unit.is_capital(b - 1)
        )
        or (b < first and words[b - 1] in ("a", "an", "the", "one", "two", "three", "few"))
    ):
        b -= 1
    return b


def _is_bare(unit: Unit, a: int, b: int) -> bool:
    """True for what names nobody: an article that lost its noun, "Last week", "OH", "Just"."""
    words, not_names = unit.words, unit.lexicon.not_names
    if words[b - 1] in ("a", "an", "the", "no", "every", "its", "their", "his", "her", "my", "our"):
        return True
    if all(words[k] in unit.grammar["times"] or unit.is_time(k) for k in range(a, b)):
        return True
    return b - a == 1 and (
        (words[a] in not_names and words[a] not in _HEADS)
        or (unit.surfaces[a].isupper() and len(words[a]) == 2 and unit.breaks[a] == ",")
    )


def _is_noun(unit: Unit, k: int) -> bool:
    return unit.words[k] in unit.lexicon.types or (unit.is_capital(k) and k > 0)


def _last_phrase(unit: Unit, a: int, b: int) -> Range | None:
    """The noun phrase at the end of "In Tokyo the minister" or "On Friday Kono"."""
    words, grammar = unit.words, unit.grammar
    for k in range(b - 1, a, -1):
        if words[k] in grammar["determiners"] and words[k - 1] not in grammar["prepositions"]:
            return k, b
    k = b
    while k - 1 > a and unit.is_capital(k - 1) and not unit.is_time(k - 1):
        k -= 1
    return (k, b) if k < b and words[k - 1] not in grammar["prepositions"] else None


def _cut_second_phrase(unit: Unit, a: int, b: int) -> int:
    """Where two phrases meet ("At talks the minister"), the start of the second."""
    words, grammar = unit.words, unit.grammar
    for k in range(b - 1, a, -1):
        if words[k] in ("the", "a", "an") and not (
            words[k - 1] in grammar["prepositions"]
            or words[k - 1] in ("and", "or", "both", "all", "half", "many")
            or unit.is_capital(k)
        ):
            return k
    return a


def _relative_before(unit: Unit, k: int) -> int | None:
    """The relative pronoun of a clause that stands, without a comma, between subject and verb."""
    for j in range(k - 1, max(0, k - 12), -1):
        if unit.words[j] in ("who", "which"):
            return j
        if unit.breaks[j] != " " or unit.words[j] is MARK:
            return None
    return None


def _antecedent(unit: Unit, relative: int) -> Range | None:
    """The noun phrase that "who" or "which" takes up."""
    if relative == 0:
        return None
    left = left_edge(unit, relative)
    return trim(unit, left, relative) if left < relative else None


def _before_insertion(unit: Unit, verb: int) -> tuple[Range | None, str]:
    """Subject before an insertion: "Kono, the minister, said", "Tokyo, however, maintains"."""
    words, breaks, grammar = unit.words, unit.breaks, unit.grammar
    edges = [0]
    for k in range(1, verb + 1):
        if breaks[k] in ";:." or words[k - 1] is MARK:
            edges = [k]
        elif breaks[k] != " ":
            edges.append(k)
    segments = [(a, b) for a, b in pairwise(edges) if a < b]
    if len(segments) < 2:
        return None, "none"
    for a, b in segments[:-1]:
        if words[a] in ("and", "but"):
            a += 1
        if a >= b or words[a] in grammar["prepositions"] or words[a] in grammar["subordinators"]:
            continue
        left = left_edge(unit, b)
        found = trim(unit, max(a, left), b)
        if found and (left <= a or b - left <= 8) and _can_host(unit, found):
            return (found[0], find_apposed_name(unit, found, verb)), "own"
    return None, "shared"


def find_apposed_name(unit: Unit, found: Range, stop: int) -> int:
    """End of a name that tells who a title is: "the minister, Taro Kono, said"; else of the title.

    The name has two words or more; an age may follow it.
    """
    a, b = found
    head = unit.words.index("of", a, b) if "of" in unit.words[a:b] else b
    if b >= stop or unit.breaks[b] != "," or unit.is_capital(head - 1):
        return b
    k = b
    while k < stop and unit.is_capital(k) and unit.words[k] is not MARK and unit.breaks[k] in " ,":
        if k > b and unit.breaks[k] == ",":
            break
        k += 1
    ended = k == unit.n or unit.breaks[k] != " "
    return k if k - b >= 2 and ended else b


def _can_host(unit: Unit, found: Range) -> bool:
    """True where a phrase can carry an apposition: a name, a pronoun or a determined noun."""
    a, b = found
    return (
        unit.is_capital(b - 1)
        or unit.words[a] in unit.grammar["determiners"]
        or (unit.words[b - 1] in unit.lexicon.types or unit.words[a] in unit.grammar["subjects"])
    )


def find_phrase_after(unit: Unit, k: int, *, whole: bool = False) -> int:
    """End of the noun phrase that begins at item k ("said Kono", "according to the report").

    With ``whole`` it may hold any preposition, as after "according to".
    """
    words, breaks, grammar = unit.words, unit.breaks, unit.grammar
    first = k
    if k < unit.n and words[k] in grammar["subjects"]:
        return k + 1
    while k < unit.n and k - first < _MAX:
        word = words[k]
        if word is MARK or (k > first and breaks[k] != " ") or word in grammar["subordinators"]:
            break
        if word in grammar["auxiliaries"] or (k > first and unit.is_time(k)):
            break
        if word in grammar["prepositions"] and not (word in ("of", "for", "from") or whole):
            break
        k += 1
    while k - 1 > first and words[k - 1] in grammar["prepositions"]:
        k -= 1
    return find_apposed_name(unit, (first, k), unit.n) if k > first else k
