"""Two outlets' articles on one event side by side: what they share, what only one has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from framing.engine.mentions import spoken
from framing.engine.run import Run
from framing.engine.verbs.events import find_told, titles
from framing.engine.verbs.show import find_article
from framing.errors import UsageError
from framing.language.english import function_types
from framing.language.words import fold
from framing.records.scope import RUNNING_ROLES
from framing.records.tables import DIFF

NEARLY = 0.6  # of the words of two sentences are the same: one tells what the other does
_N_WORDS = 12
_LEAST = 2  # uses; a word that stands once tells little
_AROUND = 4  # words on either side of a number


@dataclass(frozen=True, slots=True)
class _Side:
    """One article: what is known of it and the tables of its own rows."""

    article: str
    text: str
    tokens: pl.DataFrame
    table: Callable[[pl.DataFrame], pl.DataFrame]


def diff(run: Run, event: str, *outlets: str, article: Sequence[str] = ()) -> pl.DataFrame:
    """What two outlets' articles on an event share, and what only one of them has.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    event
        Its id.
    outlets
        Two of them. Of several articles of an outlet the earliest is taken.
    article
        Articles to take instead, by id, beginning of one, or file.

    Returns
    -------
    DataFrame
        ``part`` (``article``, ``name``, ``speaker``, ``fact``, ``number``, ``word``,
        ``sentence``), ``item`` (what is compared), ``where`` (``both``, ``a``, ``b``), ``a`` and
        ``b`` (as it stands in each), ``n_a`` and ``n_b`` (how often), ``similarity`` (share of
        words that two sentences have in common, 0 to 1). Only English articles.

    Raises
    ------
    UsageError
        For an unknown event or outlet, one that does not cover the event, or an article that
        is not theirs.
    """
    if len(outlets) != 2 or outlets[0] == outlets[1]:
        raise UsageError(f"outlets {', '.join(outlets) or 'none'}; allowed: two different ones")
    a, b = (_side(run, find_told(run, event, outlet=outlet, wanted=article)) for outlet in outlets)
    _check_articles(run, (a.article, b.article), article)
    rows = [
        *_about(run, a, b),
        *_compare("name", *(_names(run, side) for side in (a, b))),
        *_compare("speaker", *(_speakers(run, side) for side in (a, b))),
        *_compare("fact", *(_facts(run, side) for side in (a, b))),
        *_compare("number", *(_numbers(side) for side in (a, b))),
        *_words(a, b),
        *_sentences(run, a, b),
    ]
    return pl.DataFrame(rows, schema=DIFF, orient="row")


def _check_articles(run: Run, taken: tuple[str, str], wanted: Sequence[str]) -> None:
    for name in wanted:
        if find_article(run, name) not in taken:
            raise UsageError(
                f"article {name!r} is not compared; allowed: one article of each of the two "
                f"outlets on this event (now {' and '.join(taken)})"
            )


def _side(run: Run, article: str) -> _Side:
    here = pl.col("article") == article
    segments = run.segments.filter(here & pl.col("role").is_in(RUNNING_ROLES))
    return _Side(
        article,
        str(run.measured.filter(here)["text"][0]),
        run.tokens.filter(here).join(
            segments.select("segment"), on="segment", how="semi", maintain_order="left"
        ),
        lambda table: table.filter(here),
    )


Row = tuple[object, ...]
Found = dict[str, tuple[str, int]]  # item -> how it stands there, how often


def _about(run: Run, a: _Side, b: _Side) -> list[Row]:
    known = run.measured.join(titles(run).rename({"title": "headline"}), on="article")
    one, other = (
        known.row(by_predicate=pl.col("article") == side.article, named=True) for side in (a, b)
    )
    rows: list[Row] = [
        ("article", label, "both", one[column], other[column], None, None, None)
        for label, column in (
            ("outlet", "outlet"), ("title", "headline"), ("date", "date"), ("wire credit", "wire"),
            ("id", "article"),
        )
        if one[column] or other[column]
    ]  # fmt: skip
    return [*rows, ("article", "words", "both", None, None, a.tokens.height, b.tokens.height, None)]


def _compare(part: str, one: Found, other: Found) -> list[Row]:
    """A row an item; what both have first, then what only one has; the commonest first."""

    def order(item: str) -> tuple[int, int, str]:
        n = [found[item][1] if item in found else 0 for found in (one, other)]
        return (0 if all(n) else 1 if n[0] else 2, -sum(n), item)

    rows: list[Row] = []
    for item in sorted({*one, *other}, key=order):
        where = "both" if item in one and item in other else "a" if item in one else "b"
        (a, n_a), (b, n_b) = one.get(item, (None, 0)), other.get(item, (None, 0))
        rows.append((part, item, where, a, b, n_a, n_b, None))
    return rows


def _counted(pairs: list[tuple[str, str]]) -> Found:
    """By item: its kinds with how often each stands, as ``2 own, 1 quoted``."""
    kinds: dict[str, Counter[str]] = {}
    for item, kind in pairs:
        kinds.setdefault(item, Counter())[kind] += 1
    return {
        item: (
            ", ".join(
                f"{n} {kind}" for kind, n in sorted(count.items(), key=lambda k: (-k[1], k[0]))
            ),
            count.total(),
        )
        for item, count in kinds.items()
    }


def _names(run: Run, side: _Side) -> Found:
    rows = side.table(run.layers.names).select("entity", "name", "mode")
    return _counted([(f"{e}: {n}" if e != n else e, mode) for e, n, mode in rows.iter_rows()])


def _speakers(run: Run, side: _Side) -> Found:
    rows = spoken(side.table(run.layers.attributions)).select("speaker", "quotation")
    return _counted([(s or "(not named)", quotation) for s, quotation in rows.iter_rows()])


def _facts(run: Run, side: _Side) -> Found:
    """Each fact with the outlet's wordings of it, as they stand."""
    said: dict[str, list[str]] = {}
    for fact, text, voice in (
        side.table(run.layers.facts).sort("start").select("fact", "text", "voice").iter_rows()
    ):
        said.setdefault(fact, []).append(f"{' '.join(text.split())} ({voice})")
    return {fact: ("; ".join(dict.fromkeys(texts)), len(texts)) for fact, texts in said.items()}


def _numbers(side: _Side) -> Found:
    """Each number with the words around its first use."""
    tokens = side.tokens.with_row_index("k")
    found: dict[str, tuple[str, int]] = {}
    starts, ends = tokens["start"].to_list(), tokens["end"].to_list()
    segments = tokens["segment"].to_list()
    for k, number in (
        tokens.filter(pl.col("type").str.contains(r"^\p{N}")).select("k", "type").iter_rows()
    ):
        near = [
            i
            for i in range(max(0, k - _AROUND), min(len(starts), k + _AROUND + 1))
            if segments[i] == segments[k]
        ]
        around = " ".join(side.text[starts[near[0]] : ends[near[-1]]].split())
        context, n = found.get(number, (around, 0))
        found[number] = (context, n + 1)
    return found


def _words(a: _Side, b: _Side) -> list[Row]:
    """The content words whose share of an article differs most, at least twice in one.

    Raw counts of two articles: differences to read, no test and no rank of keyness.
    """
    stop = function_types()
    counts = [
        Counter(t for t in side.tokens["type"] if t not in stop and not t[0].isdigit())
        for side in (a, b)
    ]
    sizes = [max(side.tokens.height, 1) for side in (a, b)]
    rows: list[Row] = []
    for k, where in enumerate(("a", "b")):
        mine, others = counts[k], counts[1 - k]
        surplus = {
            word: n / sizes[k] - others[word] / sizes[1 - k]
            for word, n in mine.items()
            if n >= _LEAST and n > others[word]
        }
        chosen = sorted(surplus, key=lambda word: (-surplus[word], word))[:_N_WORDS]
        rows += [
            ("word", word, where, None, None, counts[0][word], counts[1][word], None)
            for word in chosen
            if surplus[word] > 0
        ]
    return rows


def _sentences(run: Run, a: _Side, b: _Side) -> list[Row]:
    """Sentences that are (nearly) the same, in the order of a; then those of one article alone."""
    mine, others = _bags(run, a), _bags(run, b)
    alike = sorted(
        (-share, i, j)
        for i, (_, bag) in enumerate(mine)
        for j, (_, other) in enumerate(others)
        if (share := _share(bag, other)) >= NEARLY
    )
    partner: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for share, i, j in alike:
        if i not in partner and j not in taken:
            partner[i] = (j, -share)
            taken.add(j)
    rows: list[Row] = []
    for i, (j, share) in sorted(partner.items()):
        said = "same" if share == 1 else "nearly the same"
        rows.append(("sentence", said, "both", mine[i][0], others[j][0], 1, 1, share))
    for i, (text, _) in enumerate(mine):
        if i not in partner:
            rows.append(("sentence", "only here", "a", text, None, 1, 0, None))
    for j, (text, _) in enumerate(others):
        if j not in taken:
            rows.append(("sentence", "only here", "b", None, text, 0, 1, None))
    return rows


def _bags(run: Run, side: _Side) -> list[tuple[str, Counter[str]]]:
    """Each sentence of running text on one line, and its words."""
    tokens = side.tokens.select("start", "type").sort("start")
    begins = tokens["start"]
    bags = []
    for start, end in side.table(run.sentences).sort("start").select("start", "end").iter_rows():
        first, last = int(begins.search_sorted(start)), int(begins.search_sorted(end))
        if last > first:
            words = Counter(fold(w) for w in tokens["type"][first:last])
            bags.append((" ".join(side.text[start:end].split()), words))
    return bags


def _share(one: Counter[str], other: Counter[str]) -> float:
    """Words in common, twice, of all words (Dice).

    >>> _share(Counter("aab"), Counter("abb"))
    0.6666666666666666
    """
    return 2 * (one & other).total() / (one.total() + other.total())
