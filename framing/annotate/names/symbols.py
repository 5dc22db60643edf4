"""A sentence with names as a line of symbols that rules can be written on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from framing.annotate.documents import Document, Sentence
from framing.annotate.names.records import Mention, Owner
from framing.language.english import load_words

_MARKS = {",": ",", "(": "(", "[": "(", ")": ")", "]": ")", "/": "/", ":": ":", ";": ";",
          "—": "-", "–": "-"}  # fmt: skip
_MARK = re.compile(r"[,()\[\]/:;—–]|(?<=\s)-(?=\s)|--")
_NOUNS = frozenset(("name", "term", "label", "designation", "appellation", "toponym", "moniker"))
_NOUN_OR_VERB = frozenset(("names", "terms", "labels"))
_BASE_FORMS = frozenset(("name", "term", "label"))
_SUBJECTS = frozenset(("they", "we", "i", "you", "to", "it", "he", "she", "which", "what", "who"))
_LANGUAGE = ("ese", "ian", "ean", "ish", "ench")


def symbols(
    document: Document, sentence: Sentence, mentions: Sequence[Mention], owners: Sequence[Owner]
) -> list[str]:
    """The words and marks of a sentence, one symbol each.

    ``M0`` is the first mention, ``O0`` the first owner (``'s`` behind it where it is possessive,
    ``L0`` where it may be a language: "in Japanese"), ``V:called`` a naming verb, ``A:claimed``
    one that needs "as", ``N`` a noun for a name; other words stand folded. Quotation marks are
    left out.
    """
    names = {mention.first: k for k, mention in enumerate(mentions)}
    sides = {owner.first: k for k, owner in reversed(list(enumerate(owners)))}
    found: list[str] = []
    at, end = sentence.first, sentence.start
    while at < sentence.last:
        found += _marks(document.text[end : document.starts[at]])
        if at in names:
            last = mentions[names[at]].last
            found.append(f"M{names[at]}")
        elif at in sides:
            last = owners[sides[at]].last
            found += _owner(document, sides[at], last)
        else:
            last = at + 1
            found.append(_word(document.words[at], found))
        at, end = last, document.ends[last - 1]
    return found + _marks(document.text[end : sentence.end])


def _marks(gap: str) -> list[str]:
    if not gap.strip():
        return []
    return [_MARKS.get(mark, "-") for mark in _MARK.findall(gap)]


def _owner(document: Document, k: int, last: int) -> list[str]:
    surface = document.surfaces[last - 1]
    if surface[-2:] in ("'s", "’s"):
        return [f"O{k}", "'s"]
    after = document.text[document.ends[last - 1] :][:1]
    if surface.endswith("s") and after in ("'", "’"):
        return [f"O{k}", "'s"]
    return [f"L{k}"] if surface.endswith(_LANGUAGE) else [f"O{k}"]


def _word(word: str, before: list[str]) -> str:
    verbs = _verbs()
    if word in _NOUNS and not (word in _BASE_FORMS and before and before[-1] in _SUBJECTS):
        return "N"
    if word in _NOUN_OR_VERB and not (before and (before[-1] in _SUBJECTS or _is_side(before[-1]))):
        return "N"
    return f"{verbs[word]}:{word}" if word in verbs else word


def _is_side(symbol: str) -> bool:
    return symbol[0] in "OL" and symbol[1:].isdigit()


@cache
def _verbs() -> dict[str, str]:
    lines = [line.split() for line in load_words("naming_verbs.txt")]
    return {line[0]: "A" if len(line) > 1 else "V" for line in lines}
