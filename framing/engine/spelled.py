"""Terms in every spelling: where they stand, and in which forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import regex
from numpy.typing import NDArray

from framing.codebook.matching import find_hits, keep_longest
from framing.codebook.postings import WordStream
from framing.counts.numbering import number_strings
from framing.engine.nodes import read_node
from framing.language.english import function_types
from framing.language.english.spellings import other_spellings, spellings_out_of_use
from framing.language.words import WORD, fold
from framing.records.codebook import Codebook
from framing.records.patterns import Choice, Pattern, Word

Ints = NDArray[np.int64]

LEAST_PART = 2  # letters of each part of an open compound
_POSSESSIVE = re.compile("['\u2019\u02bc][sS]$")


@dataclass(frozen=True, slots=True)
class Term:
    """A term with all its spellings; ``entry`` names the entry of the codebook it belongs to.

    ``own`` are the spellings of the term itself where ``patterns`` hold other forms of an entry.
    """

    text: str
    patterns: tuple[Pattern, ...]
    others: tuple[Pattern, ...] = ()
    entry: str = ""
    own: tuple[Pattern, ...] = ()


def read_term(text: str, codebook: Codebook, heads: Mapping[str, str]) -> Term:
    """A term as somebody types it: an id or a pattern, or words in any spelling.

    ``heads`` comes from ``unite_spellings`` of the corpus. Words that make up a name or an actor
    of the codebook stand for all its forms.
    """
    parts = regex.findall(WORD, text)
    if not parts or re.search(r"[\[\]()|*~=@]", text) or " ".join(text.split()) != " ".join(parts):
        node = read_node(text, codebook)
        entry = node.said if text.startswith("@") or "_" in text else ""
        return Term(text, node.patterns, node.others, entry)
    types = [fold(part) for part in parts]
    spelled = Spelled(heads)
    patterns = spelled.patterns(types)
    for _, said, forms, _ in entries(codebook):
        if any(_is_whole(pattern, parts) for pattern in forms):
            # "Kurils" in "Southern Kurils" is a use of the word, though of another name.
            return Term(text, (*forms, *patterns), entry=said, own=patterns)
    return Term(text, patterns)


def entries(
    codebook: Codebook,
) -> Iterable[tuple[str, str, tuple[Pattern, ...], tuple[Pattern, ...]]]:
    """Names and actors of the codebook: id, what it is, its forms, longer ones not its own."""
    for entity in codebook.entities:
        for wording in entity.wordings:
            rest = tuple(p for w in entity.wordings if w != wording for p in w.patterns)
            said = f"the name {wording.label!r}"
            yield f"@{entity.id}.{wording.id}", said, wording.patterns, (*rest, *entity.other)
    for actor in codebook.actors:
        yield f"@{actor.id}", f"all names of {actor.label}", actor.patterns, ()


def _is_whole(pattern: Pattern, parts: Sequence[str]) -> bool:
    """Whether a pattern can match exactly these words."""
    types = [fold(part) for part in parts]
    vocabulary = sorted(set(types))
    ids = np.array([vocabulary.index(word) for word in types], dtype=np.int64)
    ends = np.full(len(types), len(types), dtype=np.int64)
    stream = WordStream(vocabulary, ids, ends, list(parts).__getitem__)
    return any((hit.first, hit.last) == (0, len(types)) for hit in find_hits([pattern], stream))


class Spelled:
    """The spellings that a corpus has of each word."""

    def __init__(self, heads: Mapping[str, str]) -> None:
        self._heads = {**spellings_out_of_use(heads), **heads}
        self._members: dict[str, list[str]] = {}
        for word in sorted(heads):
            self._members.setdefault(heads[word], []).append(word)

    def of(self, word: str) -> tuple[str, ...]:
        """Types of the corpus that are one word with this one; it alone where there are none."""
        heads = [self._heads[w] for w in (word, *other_spellings(word)) if w in self._heads]
        return tuple(self._members[heads[0]]) if heads else (word,)

    def patterns(self, types: Sequence[str]) -> tuple[Pattern, ...]:
        """Patterns of words next to each other, joined into one, or one word parted in two."""
        joined = self.of("".join(types))
        found = [_sequence([self.of(word) for word in types]), _sequence([joined])]
        function = function_types()
        for word in joined:
            for cut in range(LEAST_PART, len(word) - LEAST_PART + 1):
                parts = word[:cut], word[cut:]
                if all(part in self._heads and part not in function for part in parts):
                    found.append(_sequence([self.of(part) for part in parts]))
        return tuple(dict.fromkeys(found))


def _sequence(parts: Sequence[tuple[str, ...]]) -> Pattern:
    items = tuple(Choice(tuple((Word(word),) for word in part)) for part in parts)
    return Pattern(" ".join("|".join(part) for part in parts), items)


def find_uses(
    terms: Sequence[Term], stream: WordStream, tokens: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Where terms stand: cells by term and article, and forms as they are spelled.

    Each term is looked for by itself: its uses do not overlap, those of two terms may.

    Returns
    -------
    tuple of DataFrame
        ``item``, ``article``, ``n``, ``n_term`` (of the term itself, where ``n`` has all forms of
        an entry), ``n_eff``, ``n_outside``; and ``item``, ``article``,
        ``form``, ``n`` of what is in scope.
    """
    item, first, last, is_term = [], [], [], []
    for number, term in enumerate(terms):
        own = {hit.first: hit.last for hit in find_hits(term.own, stream)}
        for hit in keep_longest(find_hits((*term.patterns, *term.others), stream)):
            if hit.pattern < len(term.patterns):
                item.append(number)
                first.append(hit.first)
                last.append(hit.last)
                inside = (own.get(k, hit.last + 1) <= hit.last for k in range(hit.first, hit.last))
                is_term.append(not term.own or any(inside))
    surface = tokens["surface"]
    forms = [_POSSESSIVE.sub("", " ".join(surface[a:b])) for a, b in zip(first, last, strict=True)]
    uses = pl.DataFrame(
        {
            "item": pl.Series(item, dtype=pl.Int64),
            "article": tokens["article"].gather(first) if first else pl.Series([], dtype=pl.String),
            "weight": tokens["weight"].gather(first) if first else pl.Series([], dtype=pl.Float64),
            "form": pl.Series(forms, dtype=pl.String),
            "is_term": pl.Series(is_term, dtype=pl.Boolean),
        }
    )
    return sum_uses(uses), spelled_forms(uses)


def sum_uses(uses: pl.DataFrame) -> pl.DataFrame:
    """Cells of uses (``item``, ``article``, ``weight``, ``is_term``) by term and article."""
    counts = pl.col("weight") > 0
    return (
        uses.group_by("item", "article")
        .agg(
            n=counts.sum().cast(pl.Int64),
            n_term=(counts & pl.col("is_term")).sum().cast(pl.Int64),
            n_eff=pl.col("weight").sort().sum(),
            n_outside=(~counts).sum().cast(pl.Int64),
        )
        .sort("item", "article")
    )


def spelled_forms(uses: pl.DataFrame) -> pl.DataFrame:
    """How often each form stands in each article, within the scope."""
    return (
        uses.filter(pl.col("weight") > 0)
        .group_by("item", "article", "form")
        .agg(n=pl.len().cast(pl.Int64))
        .sort("item", "article", "form")
    )


def every_word(tokens: pl.DataFrame, heads: Mapping[str, str]) -> tuple[pl.DataFrame, pl.Series]:
    """Every use of every word, all spellings of it one item, open compounds included.

    "bio weapon" is a use of "bioweapon" where the corpus has both, and neither part is a
    function word.

    Returns
    -------
    tuple
        ``item``, ``article``, ``weight``, ``form`` of each use; and the name of each item.
    """
    vocabulary, ids = number_strings(tokens["type"])
    names, item = number_strings(pl.Series([heads[word] for word in vocabulary], dtype=pl.String))
    number = ids.to_numpy()
    of_type = item.to_numpy()
    plain = tokens.select(
        "article", "weight", item=pl.Series(of_type[number]), form=pl.col("surface")
    )
    place = {name: k for k, name in enumerate(names)}
    first, joined = _open_compounds(tokens, vocabulary, number, heads=heads, place=place)
    parted = (
        tokens[first]
        .select("article", "weight")
        .with_columns(
            item=pl.Series(joined, dtype=pl.Int64),
            form=tokens["surface"].gather(first) + " " + tokens["surface"].gather(first + 1),
        )
    )
    columns = ["item", "article", "weight", "form"]
    uses = pl.concat([plain.select(columns), parted.select(columns)])
    return uses.with_columns(is_term=pl.lit(True)), names


def _open_compounds(
    tokens: pl.DataFrame,
    vocabulary: pl.Series,
    number: Ints,
    *,
    heads: Mapping[str, str],
    place: Mapping[str, int],
) -> tuple[Ints, Ints]:
    """Where two words stand that the corpus also has as one, in any spelling; and its item."""
    empty = np.array([], dtype=np.int64)
    if len(number) < 2:
        return empty, empty
    short = vocabulary.str.len_chars() < LEAST_PART
    closed = (vocabulary.is_in(sorted(function_types())) | short).to_numpy()
    segment = tokens.select(pl.struct("article", "segment").rle_id()).to_series().to_numpy()
    at = np.flatnonzero((segment[1:] == segment[:-1]) & ~closed[number[1:]] & ~closed[number[:-1]])
    key = number[at] * len(vocabulary) + number[at + 1]
    pairs, which = np.unique(key, return_inverse=True)
    one, two = np.divmod(pairs, len(vocabulary))
    united = {**spellings_out_of_use(heads), **heads}
    words = pl.DataFrame(
        [(word, place[head]) for word, head in united.items() if head in place],
        schema={"word": pl.String, "item": pl.Int64},
        orient="row",
    )
    known = (
        pl.DataFrame({"word": vocabulary.gather(one) + vocabulary.gather(two)})
        .join(words, on="word", how="left", maintain_order="left")["item"]
        .fill_null(-1)
        .to_numpy()
    )
    joined = known[which]
    return at[joined >= 0], joined[joined >= 0]


def list_forms(forms: pl.DataFrame, *, most: int = 8) -> pl.DataFrame:
    """Forms of each item in one cell, commonest first: ``item``, ``forms``."""
    counted = (
        forms.with_columns(form=pl.col("form").str.replace("['\u2019\u02bc][sS]$", ""))
        .group_by("item", "form")
        .agg(pl.col("n").sum())
        .sort("item", "n", "form", descending=[False, True, False])
    )
    return (
        counted.group_by("item", maintain_order=True)
        .agg(
            said=(pl.col("form") + " " + pl.col("n").cast(pl.String)).head(most),
            more=pl.len().cast(pl.Int64) - most,
        )
        .select(
            "item",
            forms=pl.col("said").list.join(", ")
            + pl.when(pl.col("more") > 0)
            .then(pl.format(", and {} more forms", "more"))
            .otherwise(pl.lit("")),
        )
    )
