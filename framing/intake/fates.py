"""What becomes of every item: imported, a duplicate of one, listed by an index, or skipped."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from framing.corpus.wire.credits import find_wire
from framing.intake.dates import find_day, infer_day_first
from framing.intake.listed import Listed
from framing.intake.outlets import Lookup, Match, find_outlet
from framing.intake.reading import Read
from framing.intake.records import Found
from framing.language.detect import detect_language
from framing.language.words import fold_id, slug
from framing.records.tables import FATES

IMPORTED, DUPLICATE, SKIPPED, LISTED = FATES
_CUT = 0.7  # of the words stated; whole articles of real exports have 0.85 at least
_UNPARTED = ("zh", "ja", "ko", "th")  # words are not parted by blanks, or counted another way
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article that is to be stored: file below ``articles/``, text, row of ``articles.csv``."""

    file: str
    text: str
    fields: dict[str, str]


@dataclass(slots=True)
class Fates:
    """What was decided; ``rows`` have the columns of schema ``IMPORTS``."""

    arrivals: list[Arrival] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)
    matches: dict[str, Match] = field(default_factory=dict)  # by outlet as it is stored
    n_settled: int = 0  # items that an earlier import decided on
    files: set[str] = field(default_factory=set)  # of the arrivals


def settle(
    reads: Sequence[Read],
    *,
    lookup: Lookup,
    known: Mapping[tuple[str, str], str],
    outlet: str = "",
    day_first: bool | None = None,
    is_settled: Callable[[str, int, str], bool] = lambda digest, item, text: False,
) -> Fates:
    """Decide on every item.

    Parameters
    ----------
    reads
        In the order of import: of equal texts the first is the article.
    lookup
        The study's outlets and the registry.
    known
        File of the article by (outlet, text) of what was imported earlier.
    outlet
        For items that name none.
    day_first
        Whether 03/04/2019 is a day in April; None: what else stands in its source tells.
    is_settled
        Whether an item (hash of its source, number, its text) was decided on in an earlier
        import. The text of an index's row stands elsewhere and may have changed.

    Returns
    -------
    Fates
        One row an item; a source that could not be read has one, with item 0.
    """
    fates = Fates()
    seen = dict(known)
    spelled = {fold_id(name): name for name, _ in reversed(list(known))}
    listed = Listed(reads)
    for read in reads:
        index_row = listed.by_name.get(read.name, "")
        order = day_first
        if order is None:
            order = infer_day_first(found.date for found in read.items)
        whole = read.reason or ("" if read.items else "no article found in it")
        failed = (Found(0, problem=whole),) if whole else ()
        for found in (*failed, *read.items):
            if found.file:
                found = listed.resolve(read, found)
            if is_settled(read.hash, found.item, text_key(found)):
                fates.n_settled += 1
                continue
            if index_row:
                why = f"read with {index_row}"
                said = {"reason": found.problem or why, "text": text_key(found)}
                fates.rows.append(_row(read, found, LISTED, **said))
                continue
            if found.problem:
                fates.rows.append(_row(read, found, SKIPPED, reason=found.problem))
                continue
            _store(read, replace(found, outlet=found.outlet or outlet), order, lookup,
                   seen=seen, spelled=spelled, fates=fates)  # fmt: skip
    return fates


def _store(
    read: Read,
    found: Found,
    day_first: bool | None,
    lookup: Lookup,
    *,
    seen: dict[tuple[str, str], str],
    spelled: dict[str, str],
    fates: Fates,
) -> None:
    """One item with text: an article, or the duplicate of one."""
    text = article_text(found)
    match = find_outlet(lookup, name=found.outlet, url=found.url)
    # Of an unknown outlet's spellings ("TheBlaze", "The Blaze") the first is kept.
    name = match.outlet or spelled.setdefault(fold_id(found.outlet), _line(found.outlet))
    found = replace(found, language=detect_language(found.body))
    day = find_day(found, day_first=day_first)
    key = (name, text_key(found))
    same = {"outlet": name, "date": day.day, "text": key[1]}
    file = _file(name, day.day, found, text)
    first = seen.get(key) or (file if file in fates.files else "")
    if first:
        reason = f"same text as {first}"
        fates.rows.append(_row(read, found, DUPLICATE, file=first, reason=reason, **same))
        return
    fates.matches.setdefault(name, match)
    seen[key] = file
    fates.files.add(file)
    reason = "; ".join(filter(None, (day.problem, "" if name else "no outlet", _short(found))))
    fates.rows.append(_row(read, found, IMPORTED, file=file, reason=reason, **same))
    given = {
        "file": file,
        "outlet": name,
        "date": day.day,
        "title": _line(found.title),
        "wire": _line(found.wire) or find_wire(text, byline=found.byline, outlet=name),
        "url": _line(found.url),
        "language": found.language,
        "event": _line(found.event),
        "byline": _line(found.byline),
        "section": _line(found.section),
        "date_from": day.origin,
        "source": f"{read.name}#{found.item}" if found.item else read.name,
    }
    fates.arrivals.append(Arrival(file, text, given))


def _short(found: Found) -> str:
    """What is said of a text that is much shorter than its database states."""
    n = len(found.body.split())
    if found.n_words * _CUT <= n or found.language in _UNPARTED:
        return ""
    return f"{n:,} words, {found.n_words:,} stated: is the text cut off?"


def article_text(found: Found) -> str:
    """The text to store: title, standfirst and body, parted by blank lines; ends with a line end.

    >>> article_text(Found(1, title="A  title", body="A title\\n\\nIt rained."))
    'A title\\n\\nIt rained.\\n'
    """
    body = _CONTROL.sub("", found.body.replace("\r\n", "\n").replace("\r", "\n")).strip()
    openings = [_line(found.title), _line(found.standfirst)]
    there = {_line(line) for line in body.split("\n", 8)[:8]}
    parts = [opening for opening in openings if opening and opening not in there]
    return "\n\n".join([*parts, body]) + "\n"


def text_key(found: Found) -> str:
    """The same for bodies that differ in blanks and capitals alone; empty where there is none."""
    words = " ".join(found.body.casefold().split())
    if not words:
        return ""
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:16]


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub("", text).split())


def _file(outlet: str, day: str, found: Found, text: str) -> str:
    """A name that a person can read and that only this text of this outlet has."""
    digest = hashlib.sha256(f"{outlet}\0{text}".encode()).hexdigest()[:8]
    opening = " ".join(found.body.split()[:8])
    stem = "-".join(filter(None, (day, slug(found.title, 40) or slug(opening, 40), digest)))
    return f"{slug(outlet, 40) or 'no-outlet'}/{stem}.txt"


def _row(read: Read, found: Found, fate: str, **more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "source": read.name, "hash": read.hash, "format": read.format, "item": found.item,
        "fate": fate, "file": "", "reason": "", "outlet": _line(found.outlet), "date": "",
        "title": _line(found.title), "text": "",
    }  # fmt: skip
    return row | more
