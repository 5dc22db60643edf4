"""The one token regex, the one folding rule, and names folded to be compared.

A word keeps its inner apostrophes and hyphens; numbers keep their separators; dotted
abbreviations are one word. Folding makes the spellings of one word one *type*: it acts on
types, never on the text, so that offsets stay true.
"""

from __future__ import annotations

import re
import unicodedata

SOFT_HYPHEN = "\u00ad"  # web pages leave it inside words
WORD_START = r"[\p{L}\p{N}]"
MARK = r"[\p{M}" + SOFT_HYPHEN + "]"
_PART = WORD_START + r"[\p{L}\p{M}\p{N}" + SOFT_HYPHEN + "]*"
JOINTS = "[-\u2010\u2011'\u2019\u02bc]"

# Read by Polars (Rust regex) and by the `regex` module alike: no look-around, no back-reference.
WORD = (
    r"(?:\p{Lu}\.){2,}(?:['\u2019\u02bc][sS]\b)?"
    r"|\p{N}+(?:[.,]\p{N}+)+"
    r"|" + _PART + "(?:" + JOINTS + _PART + ")*"
)

# What ends a run of words that can be compared across articles without knowing sentences.
STOP = "[.!?\u2026][\"'\u201d\u2019\u00bb)\\]]*\\s|[\r\n]"

_SPELLINGS = str.maketrans(
    {"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", SOFT_HYPHEN: ""}
)
_POSSESSIVE = re.compile(r"'[sS]$")
_HYPHEN_BY_LETTER = re.compile(r"(?<=[^\W\d_])-|-(?=[^\W\d_])")
_UNITED_STATES = frozenset({"US", "U.S."})


def display(word: str) -> str:
    """The word as a table shows it: folded, but with its hyphens.

    >>> display("Non-Negotiable")
    'non-negotiable'
    """
    spelled = unicodedata.normalize("NFKC", word).translate(_SPELLINGS)
    bare = _POSSESSIVE.sub("", spelled)
    if bare in _UNITED_STATES:
        return "u.s."
    # A capital with a dot above folds to two characters, capitals with two accents to three.
    return unicodedata.normalize("NFKC", bare.casefold().replace("i\u0307", "i"))


def fold(word: str) -> str:
    """The type of a word: case, apostrophes, hyphens and a possessive 's make no difference.

    >>> [fold(w) for w in ("Russia’s", "bio-weapon", "Bioweapon", "US", "us", "2016-2017", "U.K.")]
    ['russia', 'bioweapon', 'bioweapon', 'u.s.', 'us', '2016-2017', 'uk']
    """
    shown = display(word)
    if shown == "u.s.":
        return shown
    if "." in shown and not shown[0].isdigit():
        shown = shown.replace(".", "")
    return _HYPHEN_BY_LETTER.sub("", shown) if "-" in shown else shown


def letters(text: str) -> str:
    """Letters and digits alone, folded: blanks, hyphens and marks make no difference.

    >>> letters("“It’s over” – he said"), letters("Publish_Date")
    ('itsoverhesaid', 'publishdate')
    """
    return re.sub(r"[\W_]+", "", text.casefold())


def fold_id(name: str) -> str:
    """An id as it is told from others: case, blanks, hyphens and underscores are nothing.

    >>> fold_id("Ferry_Talks"), fold_id("2019-11-06 ferry")
    ('ferrytalks', '20191106ferry')
    """
    return re.sub(r"[\s_-]+", "", name.casefold())


def slug(text: str, length: int = 48) -> str:
    """Small ASCII letters, digits and hyphens; empty where nothing of that is left.

    >>> slug("Russia, Japan discuss: deputy PM")
    'russia-japan-discuss-deputy-pm'
    """
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-")
    if len(whole) <= length:
        return whole
    return whole[: length + 1].rpartition("-")[0] or whole[:length]
