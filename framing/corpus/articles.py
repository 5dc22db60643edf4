"""Items into the articles table: outlets known, dates read, twins found, every fate recorded."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath

import polars as pl

from framing.corpus.languages import detect_language
from framing.corpus.readers import Item
from framing.errors import Problem
from framing.records.tables import ARTICLES, LEDGER


def build_articles(
    items: Iterable[Item],
    *,
    outlets: pl.DataFrame,
    index: Mapping[str, dict[str, str]],
    language: str,
    problems: list[Problem],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles and the ledger of what became of every item.

    Parameters
    ----------
    items
        As the readers found them.
    outlets
        Schema ``OUTLETS``.
    index
        Fields by file name, from ``articles.csv``.
    language
        The study's language where neither article nor outlet says; empty: detect it.
    problems
        Receives what is wrong with an item; the item is then skipped.

    Returns
    -------
    tuple of DataFrame
        Schema ``ARTICLES`` sorted by article, and ``LEDGER``; every item is in the ledger.
    """
    known = outlet_lookup(outlets)
    rows: dict[tuple[str, object], dict[str, object]] = {}
    ledger: list[tuple[object, ...]] = []
    for item in items:
        fields = {**item.fields, **index.get(item.file, {})} if not item.row else item.fields
        wrong = _check(item, fields, known)
        if wrong:
            problems.append(wrong)
            ledger.append((item.file, item.row, "skipped", None, wrong.found))
            continue
        outlet = known[fields["outlet"].strip().casefold()]
        row = _article(item, fields, outlet, language, problems)
        text = (outlet["outlet"], row["hash"])
        if first := rows.get(text):
            twin = f"{first['file']}:{first['row']}".removesuffix(":0")
            problems.append(
                Problem(
                    item.file,
                    item.row,
                    f"the same text of {outlet['outlet']} stands in {twin}.",
                    "each article once.",
                    "remove one; only the first is used.",
                )
            )
            reason = f"same text as {twin}"
            ledger.append((item.file, item.row, "duplicate", first["article"], reason))
            continue
        rows[text] = row
        ledger.append((item.file, item.row, "imported", row["article"], ""))
    articles = pl.DataFrame(list(rows.values()), schema=ARTICLES).sort("article")
    return articles, pl.DataFrame(ledger, schema=LEDGER, orient="row")


def outlet_lookup(outlets: pl.DataFrame) -> dict[str, dict[str, str]]:
    """Outlets by id and name, case ignored; an id goes before another outlet's name."""
    rows = list(outlets.iter_rows(named=True))
    known = {row["name"].casefold(): row for row in reversed(rows) if row["name"]}
    return known | {row["outlet"].casefold(): row for row in reversed(rows)}


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


def _check(
    item: Item, fields: Mapping[str, str], known: Mapping[str, dict[str, str]]
) -> Problem | None:
    if not item.text.strip():
        return Problem(item.file, item.row, "the article is empty.", "some text.")
    outlet = fields.get("outlet", "").strip()
    if not outlet:
        return Problem(
            item.file,
            item.row,
            "the article has no outlet.",
            "an outlet of outlets.csv.",
            "add a row for it to articles.csv.",
        )
    if outlet.casefold() not in known:
        names = sorted({row["outlet"] for row in known.values()})
        near = difflib.get_close_matches(outlet.casefold(), known, 1)
        step = f"did you mean {known[near[0]]['outlet']!r}? Else add" if near else "add"
        return Problem(
            item.file,
            item.row,
            f"unknown outlet {outlet!r}.",
            ", ".join(names) or "none listed.",
            f"{step} a row to outlets.csv.",
        )
    return None


def _article(
    item: Item,
    fields: Mapping[str, str],
    outlet: Mapping[str, str],
    language: str,
    problems: list[Problem],
) -> dict[str, object]:
    digest = hashlib.sha256(item.text.encode()).hexdigest()
    stem = PurePosixPath(item.file).stem
    title = fields.get("title", "")
    opening = " ".join(item.text.split()[:6])
    name = slug(title) or (slug(stem) if not item.row else slug(opening)) or "article"
    said = fields.get("language") or outlet["language"] or language
    return {
        "article": f"{slug(outlet['outlet']) or 'outlet'}/{name}-{digest[:8]}",
        "outlet": outlet["outlet"],
        "group": outlet["group"],
        "event": fields.get("event") or None,
        "date": _read_date(fields.get("date", ""), item, problems),
        "title": title or None,
        "url": fields.get("url") or None,
        "language": said or detect_language(item.text),
        "wire": fields.get("wire") or None,
        "file": item.file,
        "row": item.row,
        "hash": digest,
        "text": item.text,
    }


def _read_date(value: str, item: Item, problems: list[Problem]) -> str | None:
    value = value.strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        problems.append(
            Problem(
                item.file,
                item.row,
                f"unreadable date {value!r}.",
                "YYYY-MM-DD, as 2019-11-06.",
                "the article is kept without a date.",
            )
        )
        return None
