"""The fuller phrase that a short one takes up: "the source" of "a diplomatic source in Paris"."""

from __future__ import annotations

import re

from framing.annotate.attribution.lexicon import Lexicon
from framing.annotate.attribution.names import fold_name

_WORDS = re.compile(r"[\w’'-]+(?:\.(?=\w))?")
_ARTICLES = ("the", "this", "that", "these", "those")
_LONGEST = 4  # words of a phrase that may take up another
_WIDEST = 6  # words before a noun, or in a phrase after it
# "The government", "the country" is not that of whichever state was named before.
_NOT_TAKEN_UP = frozenset(
    ("government", "governments", "authorities", "side", "sides", "country", "countries", "state",
     "people", "president", "minister", "leader", "leaders", "man", "woman", "men", "women")
)  # fmt: skip
_TAILS = frozenset(("of", "at", "in", "from", "with", "for", "to"))
_TIES = frozenset(("close", "familiar", "near"))
_PAPERS = frozenset(("document", "text"))  # may mean any document brought up before
_PERSONS = frozenset(("official", "expert", "citizen", "unnamed", "business"))


def find_fuller(text: str, phrase: str, *, at: int, lexicon: Lexicon) -> str:
    """The fullest earlier phrase with the same head noun; empty where there is none.

    Parameters
    ----------
    text, at
        The article, and the character where the phrase stands.
    phrase
        "the source", "the Japanese official": its other words must be in the fuller one, too.
    lexicon
        Closed classes and source nouns.
    """
    words = phrase.split()
    if not 2 <= len(words) <= _LONGEST or words[0].lower() not in _ARTICLES:
        return ""
    head = fold_name(words[-1])
    if head in _NOT_TAKEN_UP or not head.isalpha():
        return ""
    wanted = {fold_name(word) for word in words[1:-1]}
    if found := _last_fuller(text[:at], head, wanted, lexicon=lexicon):
        return found
    if head in _PAPERS and not wanted:
        return _last_document(text[:at], lexicon)
    return ""


def _last_fuller(text: str, head: str, wanted: set[str], *, lexicon: Lexicon) -> str:
    pattern = re.compile(rf"\b{re.escape(head)}\b", re.IGNORECASE)
    best: tuple[str, ...] = ()
    for match in reversed(list(pattern.finditer(text))):
        before = _modifiers(text, match.start(), lexicon)
        folded = {fold_name(word) for word in before}
        if not wanted <= folded:
            continue
        kind = lexicon.types.get(head, "")
        if kind in _PERSONS and _is_title(text, match.end(), before):
            continue
        tail = find_tail(text, match.end(), kind=kind, lexicon=lexicon)
        if best and not {fold_name(word) for word in best[:-1]} <= folded:
            break  # another one with the same noun
        if (len(folded) > len(wanted) or tail) and len(before) + bool(tail) >= len(best):
            best = (*before, match.group() + tail)
            wanted = folded
    return " ".join(best)


def _is_title(text: str, end: int, before: list[str]) -> bool:
    """Whether a person's noun stands beside its name: "official Kono", "Kono, an official"."""
    if re.match(r",? [A-ZÀ-Ž]", text[end : end + 3]):
        return True
    words = " ".join(before)
    start = text.rfind(words, 0, end) if words else end
    return bool(re.search(r"[\w”’], (?:an?|the) (?:[\w’'-]+ )?$", text[max(0, start - 30) : start]))


def _modifiers(text: str, end: int, lexicon: Lexicon) -> list[str]:
    """Words of the phrase before its noun: back to an article, a preposition, a verb or a stop."""
    tokens = list(_WORDS.finditer(text, max(0, end - 90), end))
    found: list[str] = []
    for token in reversed(tokens[-_WIDEST:]):
        word = fold_name(token.group())
        if (
            text[token.end() : end].strip()
            or token.group()[-2:] in ("'s", "’s")
            or _stops(word, lexicon)
        ):
            break
        if word in lexicon.forms and not token.group()[:1].isupper() and word[-2:] != "ed":
            break
        found.append(token.group())
        end = token.start()
    return found[::-1]


def _stops(word: str, lexicon: Lexicon) -> bool:
    grammar = lexicon.grammar
    return (
        word in lexicon.not_names
        or any(word in grammar[name] for name in _CLOSED)
        or not word[:1].isalpha()
        or word in _TIES
    )


_CLOSED = ("determiners", "prepositions", "auxiliaries", "subjects", "coordinators",
           "subordinators", "relatives", "adverbs", "negations", "calendar")  # fmt: skip


def find_tail(text: str, end: int, *, kind: str, lexicon: Lexicon) -> str:
    """The phrase after a noun that belongs to it: " in Moscow", " at the Embassy in Seoul".

    It has a name in it; after a person's noun "at", "for", "of", "from" take common nouns, too.
    """
    stop = last = end
    for _ in range(3):
        here = _phrase_end(text, stop, lexicon)
        if here is None:
            break
        words = text[stop:here].split()
        if any(word[:1].isupper() for word in words) or (
            kind in _PERSONS and words[0] in ("at", "for", "of", "from") and stop == end
        ):
            last = here
        stop = here
    return text[end:last]


def _phrase_end(text: str, at: int, lexicon: Lexicon) -> int | None:
    """End of one phrase with a preposition that stands right at a character; None for none."""
    tokens = list(_WORDS.finditer(text, at, min(len(text), at + 120)))[: _WIDEST + 3]
    k = 0
    if tokens and tokens[0].group() in _TIES:
        k = 1
    if k >= len(tokens) or tokens[k].group() not in _TAILS or text[at : tokens[0].start()] != " ":
        return None
    first = k = k + 1
    if k < len(tokens) and tokens[k].group() in ("the", "a", "an", "its", "his", "her", "their"):
        first = k = k + 1
    while k < len(tokens):
        surface = tokens[k].group()
        word = fold_name(surface)
        if text[tokens[k - 1].end() : tokens[k].start()] != " " or k - first >= _WIDEST:
            break
        capital = surface[:1].isupper()
        if not capital and (
            _stops(word, lexicon) or word in lexicon.forms or (k > first and word[-2:] == "ed")
        ):
            break
        if capital and any(word in lexicon.grammar[n] for n in ("calendar", "determiners")):
            break
        k += 1
        if surface[-2:] not in ("'s", "’s") and tokens[k - 1].end() - at > 80:
            break
    return tokens[k - 1].end() if k > first else None


def _last_document(text: str, lexicon: Lexicon) -> str:
    """The document brought up last, with the words before its noun."""
    for token in reversed(list(_WORDS.finditer(text))):
        word = fold_name(token.group())
        if lexicon.types.get(word) == "document" and word not in _PAPERS and not word.endswith("s"):
            before = _modifiers(text, token.start(), lexicon)
            article = text[: token.start() - len(" ".join(before)) - bool(before)].split()[-1:]
            if article and article[0].lower() in ("the", "a", "an", "its", "their"):
                return " ".join([*before, token.group()])
    return ""
