"""Lesson 4: real difference or noise?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb
from statistics import fmean, pstdev

import polars as pl

from framing.annotate.layers import mark_wire
from framing.annotate.names.practice import contested_sides
from framing.compare.design import MIN_DESCRIPTIVE, READING
from framing.engine.lessons.deals import DealsOf, all_deals
from framing.engine.lessons.pairs import introduce
from framing.engine.lessons.passages import AS_PRINTED, lot
from framing.engine.lessons.texts import Words
from framing.engine.run import Run
from framing.engine.verbs.names import names
from framing.engine.verbs.power import power
from framing.engine.verbs.selfcheck import selfcheck
from framing.engine.verbs.voices import voices
from framing.records.lessons import Block, Break, Grid, Lines, Prose, Slips, Task
from framing.records.scope import RUNNING_ROLES

A_SIDE = 6  # slips of each outlet
DEALS = 10  # by each group of students
LENGTH = "the number of words in the article"
_RATE = 10.0  # uses in 10,000 words, for the planner

INVENTED = (
    "No two outlets of this study have five distinct articles each, so a difference between them "
    "cannot be told from chance. The slips hold invented numbers; say so to the class."
)


@dataclass(frozen=True, slots=True)
class Cards:
    """What stands on the slips: (is A, dot, square) of each article, in a random order."""

    a: str
    b: str
    dot: str
    slips: tuple[tuple[bool, int, int], ...]
    n_tried: int  # pairs of outlets times dots, of which this differs most
    articles: tuple[str, ...] = ()  # of the slips; none where they are invented


# Two outlets that differ in the dot and not in the square: dots 0-3 against 2-6.
_MADE_UP = Cards(
    "A",
    "B",
    "how often an (invented) article uses one side's name",
    (
        (True, 4, 301), (False, 1, 288), (False, 0, 322), (True, 5, 274), (True, 2, 310),
        (False, 2, 295), (True, 6, 262), (False, 1, 330), (False, 3, 281), (True, 3, 319),
        (True, 4, 305), (False, 0, 277),
    ),
    1,
)  # fmt: skip


def noise_tasks(run: Run, words: Words) -> tuple[tuple[Task, ...], tuple[str, ...], Cards]:
    """The tasks, what the study cannot carry, and the cards."""
    found = deal_cards(run)
    cards = found or _MADE_UP
    limits = () if found else (INVENTED,)
    return (_real(run, words, cards), _deal(run, words, cards)), limits, cards


def deal_cards(run: Run) -> Cards | None:
    """The two outlets that differ most in the use of one name, or in who speaks."""
    counted = _counted(run)
    able = _able(run)
    sizes = {(a, b): len(able[a]) + len(able[b]) for a, b in combinations(able, 2)}
    pairs = [pair for pair, size in sizes.items() if size == max(sizes.values())]
    tried = [(dot, a, b) for dot in counted for a, b in pairs]
    apart = {
        (dot, a, b): _apart([[counted[dot].get(x, 0) for x in able[o]] for o in (a, b)])
        for dot, a, b in tried
    }
    best = min(tried, key=lambda each: (-apart[each], each), default=None)
    if best is None or not apart[best]:
        return None
    dot, a, b = best
    lengths, seed = _lengths(run), run.study.options.seed
    mixed = sorted([(x, True) for x in able[a]] + [(x, False) for x in able[b]],
                   key=lambda pair: lot(seed + 1, pair[0]))  # fmt: skip
    slips = tuple((is_a, counted[dot].get(x, 0), lengths[x]) for x, is_a in mixed)
    return Cards(a, b, dot, slips, len(tried), tuple(x for x, _ in mixed))


def _able(run: Run) -> dict[str, list[str]]:
    """Outlets with enough distinct articles of their own, and as many of these as fit on slips."""
    own = mark_wire(run.measured).filter(~pl.col("is_wire"))
    rows = own.join(run.copies.select("article", "unit"), on="article").sort("article")
    rows = rows.unique("unit", keep="first", maintain_order=True)
    seed = run.study.options.seed
    by_outlet: dict[str, list[str]] = {}
    for outlet, article in rows.select("outlet", "article").iter_rows():
        by_outlet.setdefault(outlet, []).append(article)
    return {
        outlet: sorted(sorted(articles, key=lambda article: lot(seed, article))[:A_SIDE])
        for outlet, articles in sorted(by_outlet.items())
        if len(articles) >= MIN_DESCRIPTIVE
    }


def _apart(sides: list[list[int]]) -> float:
    """The difference of two means in standard deviations of all values; 0 where none varies."""
    spread = pstdev([value for side in sides for value in side])
    return abs(fmean(sides[0]) - fmean(sides[1])) / spread if spread else 0.0


def _counted(run: Run) -> dict[str, dict[str, int]]:
    """What can be counted on a slip, by what it is, with the number in each article."""
    found = {}
    rows = names(run, scope=AS_PRINTED, show="mentions").filter(pl.col("mode") == "own")
    for entity, sides in contested_sides(run.study.codebook).items():
        for side in sides:
            here = rows.filter((pl.col("entity") == entity) & (pl.col("side") == side))
            label = next(e.label for e in run.study.codebook.entities if e.id == entity)
            what = f"how often the outlet uses {side}'s name of {label} in its own words"
            found[what] = dict(here.group_by("article").len().iter_rows())
    said = voices(run, scope=AS_PRINTED)
    for side in run.study.codebook.sides or ("",):
        here = said.filter(pl.col("side") == side) if side else said
        what = f"how often {f'somebody of the side {side}' if side else 'somebody'} is quoted or "
        found[what + "reported"] = dict(here.group_by("article").len().iter_rows())
    return found


def _lengths(run: Run) -> dict[str, int]:
    """Words of running text."""
    running = run.segments.filter(pl.col("role").is_in(RUNNING_ROLES)).select("article", "segment")
    tokens = run.tokens.join(running, on=["article", "segment"], how="semi")
    return {**dict.fromkeys(run.measured["article"], 0),
            **dict(tokens.group_by("article").len().iter_rows())}  # fmt: skip


def _real(run: Run, words: Words, cards: Cards) -> Task:
    numbers = {is_a: ", ".join(str(k) for k, slip in enumerate(cards.slips, 1) if slip[0] == is_a)
               for is_a in (True, False)}  # fmt: skip
    ask = words.ask("real", dot=cards.dot, square=LENGTH, a=numbers[True], b=numbers[False])
    columns = ("", "mean of A", "mean of B", "difference")
    rows = ("● dot", "■ square")
    wide = (0.25, 0.25, 0.25, 0.25)
    grid = Grid(columns, tuple(((row,), ("",), ("",), ("",)) for row in rows), wide, is_tall=True)
    found = [_deals(cards, k) for k in (1, 2)]
    full = tuple(
        ((row,), *((f"{value:.2f}",) for value in (of.mean_a, of.mean_b, of.difference)))
        for row, of in zip(rows, found, strict=True)
    )
    answer: list[Block] = [Grid(columns, full, wide)]
    if cards.articles:
        listed = [
            ((f"{k}",), ("AB"[not cards.slips[k - 1][0]],), (introduce(run, article, event=True),))
            for k, article in enumerate(cards.articles, 1)
        ]
        answer.append(Grid(("Slip", "Label", "Article"), tuple(listed), (0.1, 0.1, 0.8)))
    return Task(words.task_title("real"), ask, (grid,), tuple(answer))


def _deals(cards: Cards, column: int) -> DealsOf:
    values = [slip[column] for slip in cards.slips]
    return all_deals(values, [slip[0] for slip in cards.slips])


def _deal(run: Run, words: Words, cards: Cards) -> Task:
    columns = ("Deal", *(f"{k}" for k in range(1, DEALS + 1)))
    wide = (0.2, *(0.08 for _ in range(DEALS)))
    rows = tuple(((row,), *(("",) for _ in range(DEALS))) for row in ("● difference",
                                                                     "■ difference"))  # fmt: skip
    slips = tuple((f"Article {k}", f"● {dot}", f"■ {square}")
                  for k, (_, dot, square) in enumerate(cards.slips, 1))  # fmt: skip
    labels = tuple((("A" if slip[0] else "B"),) for slip in sorted(cards.slips, reverse=True))
    material = (
        Grid(columns, rows, wide, is_tall=True),
        Prose(("As large as the real one or larger:  ● ____ of 10   ■ ____ of 10. "
               "What do you conclude?",)),
        Lines(3),
        Break(),
        Prose(("Cut out. Slips of articles:",), is_small=True),
        Slips(slips),
        Prose(("Label cards:",), is_small=True),
        Slips(labels, in_a_row=6),
    )  # fmt: skip
    n_a = sum(slip[0] for slip in cards.slips)
    n_all = comb(len(cards.slips), n_a)
    said = [
        f"{mark}: {of.n_as_large} of all {n_all} deals give a difference as large as the real one "
        f"({of.difference:.2f}) or larger."
        for mark, of in (("● dot", _deals(cards, 1)), ("■ square", _deals(cards, 2)))
    ]
    answer: list[Block] = [Prose((line,)) for line in said]
    if cards.articles:
        picked = (
            f"The outlets are {cards.a} (A) and {cards.b} (B). They were picked because they "
            f"differ most, out of {cards.n_tried} pairs of outlets and dots that were tried: what "
            "was picked for being large looks rarer among these deals than it is."
        )
        answer.append(Prose((picked,)))
    return Task(words.task_title("deal"), words.ask("deal"), material, (*answer, *_checked(run)))


def _checked(run: Run) -> tuple[Block, ...]:
    """The tool's own self-check on names, and what a difference in words would take."""
    blocks: list[Block] = []
    if run.design.tier == READING:
        blocks.append(Prose(("The tool makes no self-check here: it compares nothing.",)))
    else:
        rows = selfcheck(run, measures=("names",)).filter(pl.col("null") == "labels shuffled")
        for row in rows.filter(pl.col("findings_null_median").is_not_null()).iter_rows(named=True):
            said = (
                f"Self-check of the tool ({row['a']} against {row['b']}, names): "
                f"{row['findings_real']:.0f} of {row['n_tested']} comparisons stand out; with "
                f"labels shuffled within events {row['findings_null_median']:g} (median of "
                f"{row['n_nulls']} shuffles)."
            )
            blocks.append(Prose((said,)))
    plan = power(rate=_RATE).sort("size", "n")
    seen = plan.unique("size", keep="first", maintain_order=True)
    told = tuple(
        (
            (f"{row['size']:g} times",),
            (f"{row['n_needed']}" if row["n_needed"] is not None else "more than 100",),
        )
        for row in seen.iter_rows(named=True)
    )
    caption = (
        "How many articles of each outlet it takes to see (four times in five) that one uses a "
        f"word more often, where the other uses it {_RATE:.0f} times in 10,000 words (framing "
        "power --rate 10)"
    )
    blocks.append(Grid(("uses it", "articles of each outlet"), told, (0.5, 0.5), caption=caption))
    return tuple(blocks)
