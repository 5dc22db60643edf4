"""Items into the articles table: outlets known, dates read, twins found, every fate recorded."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

import polars as pl

from framing.corpus.readers import Item
from framing.corpus.wire.credits import find_wire
from framing.errors import Problem, nearest
from framing.language.detect import detect_language
from framing.language.words import slug
from framing.records.tables import ARTICLES, LEDGER


def build_articles(
    items: Iterable[Item],
    *,
    outlets: pl.DataFrame,
    index: Mapping[str, dict[str, str]],
    language: str,
    problems: list[Problem],
    listed: Mapping[str, tuple[str, int]] | None = None,
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
    listed
        List and line by file name: where a mistake in a field of ``index`` is to be mended.

    Returns
    -------
    tuple of DataFrame
        Schema ``ARTICLES`` sorted by article, and ``LEDGER``; every item is in the ledger.
    """
    known = outlet_lookup(outlets)
    slugs = outlet_slugs(outlets)
    rows: dict[tuple[str, object], dict[str, object]] = {}
    ledger: list[tuple[object, ...]] = []
    unknown: dict[str, list[Problem]] = {}
    for item in items:
        fields, place = item.fields, (item.file, item.row)
        if item.row:  # what is known of a table holds where a row of it says nothing
            fields = {**index.get(item.file, {}), **item.fields}
        else:
            fields = {**item.fields, **index.get(item.file, {})}
            place = (listed or {}).get(item.file, place)
        wrong = _check(item, fields, known, place)
        if wrong:
            of_whom = fields.get("outlet", "").strip() if item.text.strip() else item.file
            unknown.setdefault(of_whom, []).append(wrong)
            ledger.append((item.file, item.row, "skipped", None, wrong.found))
            continue
        outlet = known[fields["outlet"].strip().casefold()]
        day, unread = read_date(fields.get("date", ""))
        if unread:
            here = place if "date" in index.get(item.file, {}) else (item.file, item.row)
            problems.append(_at(here, item, *unread))
        row = _article(item, fields, outlet, language, day)
        row["article"] = f"{slugs[outlet['outlet']]}/{row['article']}"
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
    problems += [problem for same in unknown.values() for problem in _told_once(same)]
    articles = pl.DataFrame(list(rows.values()), schema=ARTICLES).sort("article")
    return articles, pl.DataFrame(ledger, schema=LEDGER, orient="row")


def _told_once(same: list[Problem]) -> list[Problem]:
    """Each of a few equal problems; of many the first, with their number."""
    if len(same) <= FEW:
        return same
    found = f"{same[0].found.removesuffix('.')}: {len(same)} articles, this is the first."
    return [replace(same[0], found=found)]


def outlet_lookup(outlets: pl.DataFrame) -> dict[str, dict[str, str]]:
    """Outlets by id, name and alias, case ignored, in this order where two have the same."""
    rows = list(outlets.iter_rows(named=True))
    known = {
        alias.strip().casefold(): row
        for row in reversed(rows)
        for alias in row["aliases"].split(";")
        if alias.strip()
    }
    known |= {row["name"].casefold(): row for row in reversed(rows) if row["name"]}
    return known | {row["outlet"].casefold(): row for row in reversed(rows)}


def outlet_slugs(outlets: pl.DataFrame) -> dict[str, str]:
    """The first part of article ids: unique, also where no ASCII letter is left of a name.

    >>> list(outlet_slugs(pl.DataFrame({"outlet": ["Daily Post", "Правда"]})).values())
    ['daily-post', 'outlet-2fd41f']
    """
    names = outlets["outlet"].to_list()
    plain = [slug(name) for name in names]
    return {
        name: short
        if short and plain.count(short) == 1
        else f"{short or 'outlet'}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
        for name, short in zip(names, plain, strict=True)
    }


def _language(said: str) -> str:
    """ISO 639-1 of what a user may write: EN, en-GB, English."""
    code = said.strip().casefold()
    return "en" if code == "english" else code.replace("_", "-").partition("-")[0]


FEW = 3  # equal problems that are told one by one
NO_OUTLET = "the article has no outlet"
UNKNOWN_OUTLET = "unknown outlet"
NO_WIRE = ("none", "no", "-", "–", "—")  # what a user writes where a text is the outlet's own


def _at(place: tuple[str, int], item: Item, found: str, allowed: str, step: str) -> Problem:
    """A problem at a place; the file is named in it where the place is the list of articles."""
    of = "" if place[0] == item.file else f" ({item.file})"
    return Problem(*place, f"{found}{of}.", allowed, step)


def _check(
    item: Item,
    fields: Mapping[str, str],
    known: Mapping[str, dict[str, str]],
    place: tuple[str, int],
) -> Problem | None:
    if not item.text.strip():
        return Problem(item.file, item.row, "the article is empty.", "some text.")
    outlet = fields.get("outlet", "").strip()
    if not outlet:
        is_listed = place[0] != item.file
        step = "fill in its outlet." if is_listed else "add a row for it to articles.csv."
        return _at(place, item, NO_OUTLET, "an outlet of outlets.csv.", step)
    if outlet.casefold() not in known:
        if outlet == item.fields.get("outlet", "").strip():
            place = (item.file, item.row)
        names = sorted({row["outlet"] for row in known.values()})
        near = nearest(outlet, known)
        step = f"did you mean {known[near]['outlet']!r}? Else add" if near else "add"
        allowed = f"{', '.join(names) or 'none listed'}."
        found = f"{UNKNOWN_OUTLET} {outlet!r}"
        return _at(place, item, found, allowed, f"{step} a row to outlets.csv.")
    return None


def _article(
    item: Item,
    fields: Mapping[str, str],
    outlet: Mapping[str, str],
    language: str,
    day: str | None,
) -> dict[str, object]:
    digest = hashlib.sha256(item.text.encode()).hexdigest()
    stem = PurePosixPath(item.file).stem
    title = fields.get("title", "")
    opening = " ".join(item.text.split()[:6])
    name = slug(title) or (slug(stem) if not item.row else slug(opening)) or "article"
    said = fields.get("language") or outlet["language"] or language
    return {
        "article": f"{name}-{digest[:8]}",
        "outlet": outlet["outlet"],
        "group": outlet["group"],
        "event": fields.get("event") or None,
        "date": day,
        "title": title or None,
        "url": fields.get("url") or None,
        "language": _language(said) or detect_language(item.text),
        "wire": _wire(fields, item.text, outlet["name"] or outlet["outlet"]),
        "file": item.file,
        "row": item.row,
        "hash": digest,
        "text": item.text,
    }


def _wire(fields: Mapping[str, str], text: str, outlet: str) -> str | None:
    """The agency that the user names ("none" or "-" for none), else the one the text credits."""
    said = fields.get("wire", "").strip()
    if said:
        return None if said.casefold() in NO_WIRE else said
    return find_wire(text, byline=fields.get("byline", ""), outlet=outlet) or None


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def read_date(value: str) -> tuple[str | None, tuple[str, str, str] | None]:
    """A date as YYYY-MM-DD, or what was found, what is allowed and what to write instead.

    >>> read_date("6/11/2019")[1][2].split("; ")[0]
    'write 2019-11-06 if 6 November is meant, 2019-06-11 if 11 June is meant'
    """
    value = value.strip()
    if not value:
        return None, None
    try:
        return date.fromisoformat(value[:10]).isoformat(), None
    except ValueError:
        meant = [
            f"{day.isoformat()} if {day.day} {_MONTHS[day.month - 1]} is meant"
            for day in _candidates(value)
        ]
        step = "the article is kept without a date."
        if meant:
            step = f"write {', '.join(meant)}; until then {step}"
        return None, (f"unreadable date {value!r}", "YYYY-MM-DD, as 2019-11-06.", step)


def _candidates(value: str) -> list[date]:
    """The days that a date may mean, day first, then month first."""
    if found := re.match(r"(\d{4})[./ -](\d{1,2})[./ -](\d{1,2})\b", value):
        orders = [(found[1], found[2], found[3])]
    elif found := re.match(r"(\d{1,2})[./ -]+(\d{1,2})[./ -]+(\d{4})\b", value):
        orders = [(found[3], found[2], found[1]), (found[3], found[1], found[2])]
    elif found := re.search(
        r"(\d{1,2})\.?(?:st|nd|rd|th)?[ -]+([A-Za-z]{3,})\.?,?[ -]+(\d{4})", value
    ):
        orders = [(found[3], _month(found[2]), found[1])]
    elif found := re.search(r"([A-Za-z]{3,})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})", value):
        orders = [(found[3], _month(found[1]), found[2])]
    else:
        orders = []
    days = []
    for year, month, day in orders:
        with contextlib.suppress(ValueError):
            days.append(date(int(year), int(month), int(day)))
    return list(dict.fromkeys(days))


def _month(name: str) -> str:
    """The number of a month by the beginning of its English name; 0 for none."""
    starts = [m.casefold().startswith(name.casefold()) for m in _MONTHS]
    return str(starts.index(True) + 1) if True in starts else "0"
