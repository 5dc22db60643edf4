"""What each outlet carries of what others do, with the chance of carrying none."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from framing.compare.coverage.carried import Carried, count_carried
from framing.measures.omission import JEFFREYS, LEAST_UNITS, Prior, chance_none, fit_prior
from framing.records.numerals import plural
from framing.records.tables import OMISSIONS

KINDS = ("claims", "quotations", "actors", "names", "facts")
SIDES = ("outlet", "group")
Flags = NDArray[np.bool_]
_LEAST = {"claims": 2}  # articles that an item of this kind is known by
_COPY = "a copy of the same text elsewhere has it"


def build_omissions(mentions: pl.DataFrame, articles: pl.DataFrame, *, by: str) -> pl.DataFrame:
    """One row an item and outlet (or group) with articles on its event.

    The chance of none is that of ``framing.measures.omission.chance_none``: from the units of
    others that carry the item (copies are one unit) and the words of everybody. What a side has a
    copy of is no unit of others.

    Parameters
    ----------
    mentions
        Columns ``event``, ``kind``, ``item``, ``label``, ``article``, ``start``, ``end``,
        ``text``, ``how``, ``carries`` (false: spoken of, but not carried).
    articles
        Columns ``article``, ``outlet``, ``group``, ``event``, ``unit``, ``n_words``; passages are
        shown in this order.
    by
        ``outlet`` or ``group``.

    Returns
    -------
    DataFrame
        Schema ``OMISSIONS``: what was not found, the most telling first (small chance; then
        carried by most others), then what was found.
    """
    # A mention has a voice of its own, also in an article none of whose words has that voice.
    mentions = mentions.join(articles, on="article", how="semi", maintain_order="left")
    tables = list(count_carried(mentions.filter("carries"), articles))
    if not tables:
        return pl.DataFrame(schema=OMISSIONS)
    priors = {kind: _prior([t for t in tables if t.kind == kind], kind) for kind in KINDS}
    rows = _frame(
        [
            _side(table, number, by=by, side=side, prior=priors[table.kind])
            for number, table in enumerate(tables)
            for side in sorted(set(_sides(table, by).tolist()))
        ],
        tables,
        by=by,
    )
    return _order(_place(rows, mentions, articles=articles, by=by))


def _prior(tables: list[Carried], kind: str) -> Prior | None:
    events = []
    for table in tables:
        everybody = np.ones(len(table.articles.unit), dtype=bool)
        has = table.articles.carrying(table.n, everybody)
        events.append((has, table.articles.exposures(everybody)))
    return fit_prior(events, least=_LEAST.get(kind, 1))


class _Rows(NamedTuple):
    """Rows of one outlet or group: columns of ``OMISSIONS``, and what they are about."""

    table: int
    side: str
    columns: dict[str, NDArray[Any]]


def _sides(table: Carried, by: str) -> NDArray[Any]:
    """The outlet or group of each article."""
    return table.articles.outlet if by == "outlet" else table.articles.group


def _side(table: Carried, number: int, *, by: str, side: str, prior: Prior | None) -> _Rows:
    """The rows of one outlet or group."""
    articles = table.articles
    own: Flags = _sides(table, by) == side
    found = table.n[:, own].sum(axis=1)
    own_exposure, exposure = articles.exposures(own), articles.exposures(~own)
    has = articles.carrying(table.n, ~own)
    others = (exposure > 0) & (own_exposure == 0)
    in_copy: Flags = np.logical_or.reduce(has[:, own_exposure > 0], axis=1)
    has = has[:, others]
    n_with = has.sum(axis=1)
    elsewhere = n_with > 0
    n_units = int(others.sum())
    size = len(table.items)
    chance = np.full(size, np.nan)
    wanted = (found == 0) & elsewhere
    if n_units >= LEAST_UNITS and wanted.any():
        chance[wanted] = chance_none(
            has[wanted], exposure[others], own=float(own_exposure.sum()), prior=prior or JEFFREYS
        )
    n_outlets_with, n_outlets = _outlets(table, ~own)
    columns = {
        "found": found,
        "n_articles_with": (table.n[:, own] > 0).sum(axis=1),
        "n_outlets_with": n_outlets_with,
        "n_units_with": n_with,
        "chance_none": chance,
        "prior": np.where(np.isfinite(chance), _told(prior), ""),
        "flag": _flags(found == 0, in_copy=in_copy, elsewhere=elsewhere, n_units=n_units),
        "n_articles": np.full(size, int(own.sum())),
        "n_outlets": np.full(size, n_outlets),
        "n_units": np.full(size, n_units),
    }
    return _Rows(number, side, columns)


def _frame(parts: list[_Rows], tables: list[Carried], *, by: str) -> pl.DataFrame:
    """All rows in one frame: a frame for each of thousands of tables would cost more than they."""
    sizes = [len(tables[part.table].items) for part in parts]
    joined = {name: np.concatenate([p.columns[name] for p in parts]) for name in parts[0].columns}
    texts = {
        "event": [tables[part.table].event for part in parts],
        "kind": [tables[part.table].kind for part in parts],
        by: [part.side for part in parts],
    }
    said = ("prior", "flag")
    return pl.DataFrame(
        {
            "item": pl.concat([tables[part.table].items for part in parts]),
            **{name: column for name, column in joined.items() if name not in said},
            **{name: pl.Series(name, joined[name].tolist(), dtype=pl.String) for name in said},
            **{
                name: pl.Series(name, each, dtype=pl.String).gather(
                    np.repeat(np.arange(len(parts)), sizes)
                )
                for name, each in texts.items()
            },
        }
    ).with_columns(pl.col("chance_none").fill_nan(None), pl.col("prior").replace("", None))


def _told(prior: Prior | None) -> str:
    return f"Beta({prior.a:g}, {prior.b:g}) of this study" if prior else "Jeffreys"


def _outlets(table: Carried, among: Flags) -> tuple[NDArray[np.int64], int]:
    """In how many of the outlets of some articles each item is found, and how many there are."""
    names, number = np.unique(table.articles.outlet[among], return_inverse=True)
    of_outlet = np.eye(len(names), dtype=np.int64)[number]
    return ((table.n[:, among] @ of_outlet) > 0).sum(axis=1), len(names)


def _flags(missing: Flags, *, in_copy: Flags, elsewhere: Flags, n_units: int) -> NDArray[Any]:
    few = f"no chance: {plural(n_units, 'other distinct article')}, {LEAST_UNITS} are needed"
    nobody = "no chance: no other text has it"
    why = np.full(len(missing), few) if n_units < LEAST_UNITS else np.where(elsewhere, "", nobody)
    both = np.where(why == "", _COPY, np.char.add(f"{_COPY}; ", why))
    return np.where(missing, np.where(in_copy, both, why), "")


def _place(
    rows: pl.DataFrame, mentions: pl.DataFrame, *, articles: pl.DataFrame, by: str
) -> pl.DataFrame:
    """Labels, the first passage of each side, and how the item stands there."""
    order = articles.select("article", "outlet", "group").with_row_index("nth")
    keys = ["event", "kind", "item"]
    placed = mentions.join(order, on="article").sort("nth", "start", "end")
    first = (
        placed.filter("carries")
        .group_by(*keys, by, maintain_order=True)
        .agg(pl.col("article", "start", "end", "text").first())
    )
    ways = (
        placed.group_by(*keys, by, "how")
        .len()
        .sort("len", "how", descending=[True, False])
        .group_by(*keys, by, maintain_order=True)
        .agg(how=pl.format("{} {}", "len", "how").str.join(", "))
    )
    labels = mentions.select(*keys, "label").unique(keys, keep="first", maintain_order=True)
    rows = rows.join(labels, on=keys, how="left", validate="m:1")
    for table in (first, ways):
        rows = rows.join(table, on=[*keys, by], how="left", validate="1:1")
    if by == "outlet":
        groups = articles.select("outlet", "group").unique()
        rows = rows.join(groups, on="outlet", how="left", validate="m:1")
    else:
        rows = rows.with_columns(outlet=pl.lit(None))
    return rows.select(pl.col(name).cast(kind) for name, kind in OMISSIONS.items())


def _order(rows: pl.DataFrame) -> pl.DataFrame:
    kinds = {kind: k for k, kind in enumerate(KINDS)}
    share = pl.col("n_units_with") / pl.max_horizontal("n_units", 1)
    return rows.sort(
        pl.col("found") > 0,
        pl.col("chance_none").round(6),
        -share,
        -pl.col("n_units_with"),
        "event",
        pl.col("kind").replace_strict(kinds, return_dtype=pl.Int64),
        "item",
        "group",
        "outlet",
        nulls_last=True,
    )


def build_matrix(rows: pl.DataFrame, coverage: pl.DataFrame, *, by: str) -> pl.DataFrame:
    """A row an item, in the order of ``rows``; a column an outlet or group.

    Cells say ``in k of n`` (articles), ``not found in n``, or ``no article: not searched``, or
    ``nothing in scope`` where its articles have no words that count.

    Parameters
    ----------
    rows
        From ``build_omissions``.
    coverage
        Schema ``COVERAGE``: what having no article means.
    by
        As for the rows.
    """
    told = rows.select(
        "event", "kind", "item", "label", by,
        cell=pl.when(pl.col("found") > 0)
        .then(pl.format("in {} of {}", "n_articles_with", "n_articles"))
        .otherwise(pl.format("not found in {}", "n_articles")),
    )  # fmt: skip
    counted = coverage.filter(pl.col("event").is_not_null())
    missing = dict(
        counted.filter(pl.col("n_articles") == 0).select("event", "coverage").iter_rows()
    )
    covered = set(counted.filter(pl.col("n_articles") > 0).select("event", by).iter_rows())
    wide = told.pivot(by, index=["event", "kind", "item", "label"], values="cell")
    cells = []
    for side in coverage[by].unique().sort():
        said = [
            "nothing in scope" if (event, side) in covered else f"no article: {missing[event]}"
            for event in wide["event"]
        ]
        column = pl.Series(side, said, dtype=pl.String)
        if side in wide.columns:
            column = pl.select(pl.coalesce(wide[side], column).alias(side)).to_series()
        cells.append(column)
    return wide.select("event", "kind", "item", "label").with_columns(cells)
