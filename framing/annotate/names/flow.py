"""Words in a row with what stands between them: what noun phrases are cut out of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.counts.numbering import number_strings
from framing.language.english import load_phrases, load_words

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# What may stand between two words: one bit each.
BLANK, COMMA, OPEN, CLOSE, SLASH, QUOTE, OTHER = (1 << k for k in range(7))
_LOOKED_AT = 4  # characters of a gap; a longer one counts as OTHER
_CHARACTERS = {
    COMMA: ",", OPEN: "([", CLOSE: ")]", SLASH: "/", BLANK: " \u00a0\u2009\u202f",
    QUOTE: "\"'\u2018\u2019\u201c\u201d\u00ab\u00bb",
}  # fmt: skip
_LEAST_CAPITALS = 0.6  # of the words of a line: a headline in title case, capitals say nothing


@dataclass(frozen=True, slots=True)
class Flow:
    """Words of a corpus in order; every array has one entry a word unless it says otherwise.

    Attributes
    ----------
    vocabulary
        Types, sorted; ``word`` numbers them.
    doc, run
        Number of the article and of the run of words (no phrase crosses a run).
    gap
        Bits of what stands between this word and the next; OTHER at the end of a run.
    capital
        Written with a capital where a capital says something; ``known`` says where.
    possessive
        Ends in 's.
    hyphen
        Has a hyphen in it.
    row
        Place in the table of tokens.
    """

    vocabulary: list[str]
    word: Ints
    doc: Ints
    run: Ints
    gap: Ints
    capital: Flags
    known: Flags
    possessive: Flags
    hyphen: Flags
    row: Ints

    def types_in(self, kind: str) -> Flags:
        """Which types belong to a closed class of ``phrases.yaml``, or to ``function`` words."""
        listed = load_words("function_words.txt") if kind == "function" else load_phrases()[kind]
        return np.fromiter((t in listed for t in self.vocabulary), bool, len(self.vocabulary))


def build_flow(tokens: pl.DataFrame, articles: pl.DataFrame) -> Flow:
    """Lay out words.

    Parameters
    ----------
    tokens
        Columns of ``TOKENS`` with ``weight``, sorted; words of weight 0 are left out, and no
        phrase reaches over them.
    articles
        Columns ``article``, ``text``, sorted by article.
    """
    row = np.flatnonzero(tokens["weight"].to_numpy() > 0)
    used = tokens.select("article", "segment", "position", "run", "type", "surface", "start", "end")
    used = used[row]
    vocabulary, word = number_strings(used["type"])
    number = pl.DataFrame({"article": articles["article"]}).with_row_index("doc")
    doc = used.join(number, on="article", maintain_order="left")["doc"].to_numpy().astype(np.int64)
    position = used["position"].to_numpy()
    new = np.ones(len(doc), dtype=bool)
    new[1:] = (np.diff(doc) != 0) | (np.diff(used["run"].to_numpy()) != 0)
    new[1:] |= np.diff(position) != 1
    run = np.cumsum(new) - 1
    gap = _gaps(articles["text"], doc, used["start"].to_numpy(), used["end"].to_numpy())
    gap[:-1][new[1:]] = OTHER
    if len(gap):
        gap[-1] = OTHER
    spellings, spelled = number_strings(used["surface"])
    begins = spellings.str.contains(r"^\p{Lu}").to_numpy()[spelled.to_numpy()]
    owner = spellings.str.contains("['\u2019\u02bc][sS]$").to_numpy()[spelled.to_numpy()]
    hyphen = spellings.str.contains("[-\u2010\u2011]").to_numpy()[spelled.to_numpy()]
    size = np.bincount(run) if len(run) else np.zeros(0, dtype=np.int64)
    shouted = np.bincount(run, weights=begins) > np.maximum(_LEAST_CAPITALS * size, 2.5)
    # The first word of a run, and the first within quotation marks, are capitalised by rule.
    after_quote = np.zeros(len(gap), dtype=bool)
    after_quote[1:] = gap[:-1] & (QUOTE | OTHER) > 0
    known = ~new & ~after_quote & ~shouted[run]
    return Flow(
        vocabulary.to_list(),
        word.to_numpy(),
        doc,
        run,
        gap,
        capital=begins & known,
        known=known,
        possessive=owner,
        hyphen=hyphen,
        row=row,
    )


def _gaps(texts: pl.Series, doc: Ints, start: Ints, end: Ints) -> Ints:
    """Bits of what stands after each word, read from the characters of all texts in a row."""
    class_of = np.full(0x3000, OTHER, dtype=np.uint8)
    for bit, characters in _CHARACTERS.items():
        class_of[[ord(c) for c in characters]] = bit
    gap = np.full(len(doc), OTHER, dtype=np.int64)
    for first in range(0, len(texts), 1000):
        part = texts[first : first + 1000]
        at = np.flatnonzero((doc >= first) & (doc < first + len(part)))
        if not len(at):
            continue
        joined = "".join(part).encode("utf-32-le", "surrogatepass")
        codes = np.frombuffer(joined, dtype="<u4")
        classes = np.where(codes < 0x3000, class_of[np.minimum(codes, 0x2FFF)], OTHER)
        lengths = part.str.len_chars().cast(pl.Int64).to_numpy()
        offset = (np.cumsum(lengths) - lengths)[doc[at] - first]
        begin = offset + end[at]
        until = np.append((offset + start[at])[1:], len(codes))
        bits = np.zeros(len(at), dtype=np.int64)
        for k in range(_LOOKED_AT):
            inside = begin + k < until
            bits[inside] |= classes[begin[inside] + k]
        gap[at] = np.where(until - begin > _LOOKED_AT, bits | OTHER, bits)
    return gap
