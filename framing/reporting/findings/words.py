"""Words: those whose interval excludes 0 where more do than noise gives; else that none do."""

from __future__ import annotations

from typing import Any

import polars as pl

from framing.compare.words.keyness import Keyness
from framing.reporting.desk import Desk
from framing.reporting.findings.phrases import (
    WORDS,
    Told,
    finding,
    joined,
    listed,
    outlets_of,
    sentence,
)
from framing.reporting.formats import interval, number, of, visible
from framing.reporting.messages import _, n_, tell
from framing.reporting.model import Link, Text
from framing.reporting.sections.terms import LISTED, TermFilter, chosen_terms

TERMS = 3  # in a sentence
ALPHA = 0.05
_RULE = "interval excludes 0"


def words_findings(desk: Desk) -> list[Told]:
    """A sentence a comparison of groups in which more words differ than noise gives."""
    keep = TermFilter(desk.inputs.outlets, desk.measured)
    found = []
    for keyness in desk.inputs.keyness:
        noise = _noise(desk, keyness.pair.a, keyness.pair.b)
        tested = keyness.words["p_adjusted"].is_not_null().any()
        if keyness.words.is_empty() or not (tested or _is_beyond(noise)):
            continue
        terms = chosen_terms(keyness.words, LISTED, keep).filter(
            (pl.col("log_ratio_low") > 0) | (pl.col("log_ratio_high") < 0)
        )
        if tested:
            terms = terms.filter(pl.col("p_adjusted") <= ALPHA)
        if not terms.is_empty():
            found.append(_told(desk, keyness, terms, noise))
    return found


def no_words_finding(desk: Desk) -> Told | None:
    """That no more words differ than noise gives, where that holds for all pairs checked."""
    noise = _noise(desk)
    if noise.is_empty() or any(_is_beyond(noise[k : k + 1]) for k in range(noise.height)):
        return None
    real = joined([(_of(row),) for row in noise.iter_rows(named=True)], ", ")
    drawn = [number(row["findings_null_median"]) for row in noise.iter_rows(named=True)]
    text = tell(
        n_("Between the groups of outlets no more {words} differ than with labels shuffled.",
           "Between no two groups of outlets do more {words} differ than with labels shuffled.",
           noise.height),
        words=Link(_("words"), "words"),
    )  # fmt: skip
    doubt = tell(
        _("Words whose interval excludes 0: {real}; shuffled labels give {noise}."),
        real=tuple(real), noise=", ".join(drawn),
    )  # fmt: skip
    return Told(finding(desk, "no words", text, doubt=doubt), WORDS, differs=False)


def _told(desk: Desk, keyness: Keyness, terms: pl.DataFrame, noise: pl.DataFrame) -> Told:
    near = pl.min_horizontal(pl.col("log_ratio_low").abs(), pl.col("log_ratio_high").abs())
    ordered = terms.with_columns(near=near.round(9)).sort("near", "term", descending=[True, False])
    is_more = ordered["log_ratio"][0] > 0
    same = ordered.filter((pl.col("log_ratio") > 0) == is_more).head(TERMS)
    ends = ("a", "b") if is_more else ("b", "a")
    sides = {"a": keyness.pair.a, "b": keyness.pair.b}
    text = tell(
        _("{terms} stand more often in the articles of {more} than in those of {less}."),
        terms=tuple(listed([_term(desk, row, sides, ends) for row in same.iter_rows(named=True)])),
        more=_outlets(desk, sides, ends[0]), less=_outlets(desk, sides, ends[1]),
    )  # fmt: skip
    first = same.row(0, named=True)
    ratio = first["log_ratio"] * (1 if is_more else -1)
    bounds = [first["log_ratio_low"], first["log_ratio_high"]]
    low, high = bounds if is_more else [-bounds[1], -bounds[0]]
    doubt = [
        _("log ratio of the first {value} {interval}").format(
            value=number(ratio, 1), interval=interval(low, high)
        ),
        *(
            _("{real} words differ by their intervals, with labels shuffled {noise} do").format(
                real=_of(row), noise=number(row["findings_null_median"])
            )
            for row in noise.head(1).iter_rows(named=True)
        ),
    ]
    said = finding(desk, "words", text, doubt=sentence([(one,) for one in doubt]))
    return Told(said, WORDS, noise=-float(abs(first["near"])) if "near" in first else 0.0)


def _term(desk: Desk, row: dict[str, Any], sides: dict[str, str], ends: tuple[str, str]) -> Text:
    passages = desk.inputs.word_passages.filter(pl.col("term") == row["term"])
    links = [
        desk.cite(
            number(row[f"n_{end}"]),
            passages.filter(_is_side(sides, end)),
            f"“{row['term']}”, {sides[end]}",
        )
        for end in ends
    ]
    return tell(_("“{term}” ({n} to {m})"), term=visible(row["term"]), n=links[0], m=links[1])


def _is_side(sides: dict[str, str], end: str) -> pl.Expr:
    if sides[end] == "all others":
        return pl.col("group") != sides["a"]
    return pl.col("group") == sides[end]


def _outlets(desk: Desk, sides: dict[str, str], end: str) -> str:
    """A side by its outlets: what is found speaks of these, not of a country."""
    if sides[end] == "all others":
        return _("the other outlets")
    return outlets_of(desk, sides[end])


def _noise(desk: Desk, a: str = "", b: str = "") -> pl.DataFrame:
    """The self-check of words with labels shuffled: of all pairs, or those a comparison is of."""
    rows = desk.inputs.noise.filter(
        (pl.col("measure") == "words")
        & (pl.col("found_by") == _RULE)
        & pl.col("outlet").is_null()
        & pl.col("findings_real").is_not_null()
    )
    if not a:
        return rows
    is_a = (pl.col("a") == a) | (pl.col("b") == a)
    return rows.filter(
        is_a if b == "all others" else is_a & ((pl.col("a") == b) | (pl.col("b") == b))
    )


def _is_beyond(noise: pl.DataFrame) -> bool:
    """Whether more is found than nine of ten shuffles give, in every pair at hand."""
    return noise.height > 0 and bool((noise["findings_real"] > noise["null_high"]).all())


def _of(row: dict[str, Any]) -> str:
    return of(round(row["findings_real"]), row["n_tested"])
