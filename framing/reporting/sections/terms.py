"""Which terms of a comparison are shown: no outlet's name, no date, no part of a longer term."""

from __future__ import annotations

import re
from functools import cached_property

import polars as pl

from framing.language.english import load_words

LISTED = 15  # and in the table
EXPLAINS = 1.2  # a part with up to so many times the count of a longer term is that term

_WORD = re.compile(r"[^\W\d_]+")
_DAYS = "mon(day)?|tue(sday)?|wed(nesday)?|thu(rsday)?|fri(day)?|sat(urday)?|sun(day)?"
_MONTHS = (
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|"
    "oct(ober)?|nov(ember)?|dec(ember)?"
)
_DATE = re.compile(rf"{_DAYS}|{_MONTHS}|on|in|of|the|\d[\d.,:/-]*(st|nd|rd|th|s)?")


class TermFilter:
    """Which terms are no words to be compared: outlets' own names, numbers and dates.

    A term is an outlet's name when more than half of its places in the articles stand inside a
    name of an outlet.
    """

    def __init__(self, outlets: pl.DataFrame, articles: pl.DataFrame) -> None:
        names = {str(n) for c in ("outlet", "name") for n in outlets[c].drop_nulls() if n}
        # The longest first: "Evening Post" must not leave "Shili" of a longer name behind.
        ordered = sorted((n.casefold() for n in names), key=lambda n: (-len(n), n))
        self._words = {word for name in ordered for word in _WORD.findall(name)}
        self._names = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in ordered) or r"(?!)")
        self._articles = articles
        self._known: dict[str, bool] = {}

    @cached_property
    def _texts(self) -> tuple[str, str]:
        """All articles, and the same without the names of outlets."""
        whole = "\n".join(self._articles["text"]).casefold()
        return whole, self._names.sub("\n", whole)

    def why_not(self, term: str) -> str:
        """Why a term is left out: ``name``, ``date``, or nothing."""
        words = term.casefold().split(" ")
        if all(_DATE.fullmatch(w) for w in words):
            return "date"
        return "name" if self._words & set(words) and self._is_name(term.casefold()) else ""

    def _is_name(self, term: str) -> bool:
        if term not in self._known:
            place = re.compile(rf"\b{re.escape(term)}\b".replace(r"\ ", r"\W+"))
            n, rest = (len(place.findall(text)) for text in self._texts)
            self._known[term] = n > 0 and rest * 2 < n
        return self._known[term]


def chosen_terms(
    words: pl.DataFrame, per_side: int = LISTED, keep: TermFilter | None = None
) -> pl.DataFrame:
    """The first terms of either sign: no function words alone, no part of a longer term."""
    return walk_terms(words, per_side, keep)[0]


def walk_terms(
    words: pl.DataFrame, per_side: int, keep: TermFilter | None
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Terms chosen, and those passed over on the way with the reason."""
    words = words.filter(~is_function())
    kept: list[dict[str, object]] = []
    passed: dict[str, str] = {}
    for sign in (1, -1):
        here = words.filter(pl.col("log_ratio").is_not_null() & (pl.col("log_ratio") * sign > 0))
        parts = _explained(here)
        side: list[dict[str, object]] = []
        for row in here.iter_rows(named=True):
            if len(side) == per_side:
                break
            if row["term"] in parts or any(_chained(row, other) for other in side):
                continue
            why = keep.why_not(row["term"]) if keep else ""
            if why:
                passed[row["term"]] = why
            else:
                side.append(row)
        kept += side
    rows = pl.DataFrame(kept, schema=words.schema, orient="row")
    return rows.sort("log_ratio", "term", descending=[True, False]), passed


def _chained(row: dict[str, object], other: dict[str, object]) -> bool:
    """Whether two terms of the same counts are the same words, one word further on."""
    a, b = (str(r["term"]).split(" ") for r in (row, other))
    same = all(row[k] == other[k] for k in ("n_a", "n_b"))
    return same and len(a) == len(b) > 1 and (a[1:] == b[:-1] or b[1:] == a[:-1])


def _explained(words: pl.DataFrame) -> set[str]:
    """Terms whose count another explains: part of a longer one, or one with mere edges.

    The longer one explains a part that has no more than 1.2 times its count; function words at
    its ends make a term no longer.
    """
    number = {t: a + b for t, a, b in words.select("term", "n_a", "n_b").iter_rows()}
    closed = load_words("function_words.txt")
    out: set[str] = set()
    for term, n in number.items():
        tokens = term.split(" ")
        core = tokens
        while len(core) > 1 and core[0].casefold() in closed:
            core = core[1:]
        while len(core) > 1 and core[-1].casefold() in closed:
            core = core[:-1]
        bare = " ".join(core)
        if bare != term and bare in number:
            out.add(term)
            continue
        for size in range(1, len(tokens)):
            for k in range(len(tokens) - size + 1):
                part = " ".join(tokens[k : k + size])
                if part in number and number[part] <= EXPLAINS * n:
                    out.add(part)
    return out


def is_function() -> pl.Expr:
    """Whether every word of a term belongs to a closed class ("of the", "its")."""
    closed = sorted(load_words("function_words.txt"))
    return pl.col("term").str.split(" ").list.eval(pl.element().is_in(closed)).list.all()
