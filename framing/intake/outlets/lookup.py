"""Which outlet a spelling or an address means: the study's own list first, then the registry."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from framing.intake.outlets.registry import (
    LONGEST,
    RegistryOutlet,
    edition_words,
    fold_name,
    host_of,
    index_outlets,
    name_keys,
    outlet_row,
    places_of,
)
from framing.records.tables import OUTLETS

_NEAR = 75  # of 100: below it a suggestion misleads more than it helps
_TAILS = (
    re.compile(r"(?P<head>.+?)\s*[(\[（【](?P<tail>[^()\[\]（）【】]*)[)\]）】]\s*\Z"),
    re.compile(r"(?P<head>.+)\s[-–—|]+\s(?P<tail>.+)\Z"),
    re.compile(r"(?P<head>.+?)\s*[,;:，：]\s*(?P<tail>.+)\Z"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """What a spelling or an address was taken for.

    ``how`` is ``study``, ``name``, ``domain``, or empty where nothing fits; ``nearest`` is then the
    outlet with the most similar name, if any is near. ``row`` is a line for ``outlets.csv``.
    """

    outlet: str
    how: str
    nearest: str
    row: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """Spellings and domains, of the study and of the registry, each with its outlet."""

    study_names: Mapping[str, str]
    study_domains: Mapping[str, str]
    names: Mapping[str, str]
    domains: Mapping[str, str]
    entries: Mapping[str, RegistryOutlet]
    rows: Mapping[str, Mapping[str, str]]  # of the study, by outlet
    owners: Mapping[str, str]  # registry outlet -> the study's outlet that it is
    known: Mapping[str, str]  # folded name -> outlet, for suggestions


def build_lookup(
    registry: tuple[RegistryOutlet, ...], overrides: pl.DataFrame | None = None
) -> Lookup:
    """The registry below the study's own ``outlets.csv``.

    Parameters
    ----------
    registry
        See :func:`load_registry`.
    overrides
        Columns of ``OUTLETS``; ``name``, ``aliases`` and ``domain`` may hold several spellings,
        parted by semicolons. The first row that has a spelling keeps it.
    """
    study_names: dict[str, str] = {}
    study_domains: dict[str, str] = {}
    rows: dict[str, Mapping[str, str]] = {}
    for row in overrides.iter_rows(named=True) if overrides is not None else ():
        cells = {column: str(value or "") for column, value in row.items()}
        outlet = cells["outlet"]
        rows.setdefault(outlet, cells)
        for name in (outlet, *_parts(cells, "name"), *_parts(cells, "aliases")):
            for key in sorted(name_keys(name)):
                study_names.setdefault(key, outlet)
        for domain in _parts(cells, "domain"):
            study_domains.setdefault(host_of(domain), outlet)
    known = {fold_name(name): entry.outlet for entry in registry for name in entry.names}
    known |= {fold_name(entry.outlet): entry.outlet for entry in registry}
    return Lookup(
        study_names=study_names,
        study_domains={host: outlet for host, outlet in study_domains.items() if host},
        names=index_outlets(registry, "names"),
        domains=index_outlets(registry, "domains"),
        entries={entry.outlet: entry for entry in registry},
        rows=rows,
        owners={
            entry.outlet: owner
            for entry in registry
            if (owner := _owner(entry, study_names, study_domains))
        },
        known=known | {fold_name(outlet): outlet for outlet in rows},
    )


def _parts(cells: Mapping[str, str], column: str) -> list[str]:
    return [part.strip() for part in cells.get(column, "").split(";") if part.strip()]


def _owner(entry: RegistryOutlet, names: Mapping[str, str], domains: Mapping[str, str]) -> str:
    """The study's outlet that a registry entry is: by its name, else the only one that shares."""
    if owner := names.get(fold_name(entry.outlet)):
        return owner
    shared = {names[key] for name in entry.names if (key := fold_name(name)) in names}
    shared |= {domains[host] for domain in entry.domains if (host := host_of(domain)) in domains}
    return shared.pop() if len(shared) == 1 else ""


def find_outlet(lookup: Lookup, *, name: str = "", url: str = "") -> Match:
    """The outlet that a name or an address means: the study first, and the name before the url.

    Unknown names cost a search for the nearest one: ask once for each spelling.

    >>> from framing.intake.outlets import load_registry
    >>> lookup = build_lookup(load_registry())
    >>> find_outlet(lookup, name="China Daily - US Edition").outlet
    'China Daily'
    >>> find_outlet(lookup, url="http://europe.chinadaily.com.cn/a/201911/06/WS1.html").outlet
    'China Daily'
    >>> find_outlet(lookup, name="Times of Indio").nearest
    'The Times of India'
    """
    name = " ".join(name.split())[:LONGEST]
    host = host_of(url) or host_of(name, bare=True)
    if outlet := _by_name(name, lookup.study_names, None) or _by_host(host, lookup.study_domains):
        return Match(outlet, "study", "", _line(lookup.rows[outlet]))
    how, known = "name", _by_name(name, lookup.names, lookup.entries)
    if not known:
        how, known = "domain", _by_host(host, lookup.domains)
    if owner := lookup.owners.get(known):
        return Match(owner, "study", "", _line(lookup.rows[owner]))
    if known:
        return Match(known, how, "", _line(outlet_row(lookup.entries[known])))
    shown = name or host
    row = {"outlet": shown, "name": shown, "domain": host} if shown else {}
    return Match("", "", _nearest(shown, lookup.known), _line(row) if row else "")


def _by_name(
    name: str, index: Mapping[str, str], entries: Mapping[str, RegistryOutlet] | None
) -> str:
    """The name as it stands, else without what is a place of its own or an edition."""
    if outlet := index.get(fold_name(name)):
        return outlet
    for head, tails in _heads(name, ()):
        outlet = index.get(fold_name(head), "")
        places = places_of(entries[outlet].country) if outlet and entries else frozenset()
        if outlet and all(_is_edition(tail, head, places) for tail in tails):
            return outlet
    return ""


def _heads(name: str, tails: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is left of a name without one to three endings, longest first."""
    for pattern in _TAILS:
        if match := pattern.match(name):
            cut = (*tails, match["tail"])
            yield match["head"], cut
            if len(cut) < 3:
                yield from _heads(match["head"], cut)


def _is_edition(tail: str, head: str, places: frozenset[str]) -> bool:
    """Whether an ending is a place of the outlet, or words that name an edition.

    "Trenton Edition" is one of "The Times of India", but not of "The Times": that is too short a
    name to be one outlet's alone.
    """
    words = {fold_name(word) for word in re.split(r"[\s–—/.,-]+", tail)} - {""}
    if fold_name(tail) in places or words <= edition_words() | places:
        return True
    several = len(head.removeprefix("The ").split()) > 1
    return several and not words.isdisjoint(edition_words("whole_editions"))


def _by_host(host: str, index: Mapping[str, str]) -> str:
    """The entry of the longest ending of a host."""
    labels = host.split(".")
    endings = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((index[ending] for ending in endings if ending in index), "")


def _nearest(name: str, known: Mapping[str, str]) -> str:
    from rapidfuzz import fuzz, process

    key = fold_name(name)
    if len(key) < 3:
        return ""
    found = process.extractOne(key, sorted(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return known[found[0]] if found else ""


def _line(row: Mapping[str, str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow([row.get(column, "") for column in OUTLETS])
    return stream.getvalue()
