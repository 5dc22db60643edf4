"""The registry of outlets shipped as data: loaded, checked, indexed by name and by domain."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml

from framing.errors import FramingError
from framing.records.tables import OUTLETS

LONGEST = 200  # characters of a name that are looked at
KINDS = ("newspaper", "agency", "broadcaster", "web", "magazine")
AUDIENCES = ("domestic", "foreign", "both")
OWNERSHIP = ("state", "party", "public", "private", "cooperative", "trust", "foundation")
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+")


@dataclass(frozen=True, slots=True)
class RegistryOutlet:
    """One outlet of the registry; ``country`` is an ISO 3166 code, ``place`` its English name."""

    outlet: str
    names: tuple[str, ...]
    domains: tuple[str, ...]
    country: str
    place: str
    kind: str
    audience: str
    languages: tuple[str, ...]
    ownership: str = ""
    ownership_source: str = ""
    ownership_date: str = ""
    unlike: tuple[str, ...] = ()


def _load(name: str) -> Any:
    path = files("framing.intake.outlets") / "data" / f"{name}.yaml"
    # Every value is text: the country NO is no truth value, a year no number.
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@cache
def load_registry() -> tuple[RegistryOutlet, ...]:
    """The outlets shipped with the toolkit, by name.

    Raises
    ------
    FramingError
        Where an entry is incomplete, or two share a name or a domain.
    """
    about = _load("sources")
    found = [
        _entry(fields, country=part["country"], about=about)
        for part in (_load(name) for name in ("china", "india", "russia", "world"))
        for fields in part["outlets"]
    ]
    outlets = tuple(sorted(found, key=lambda entry: entry.outlet))
    index_outlets(outlets, "names")
    index_outlets(outlets, "domains")
    return outlets


def _entry(fields: dict[str, Any], *, country: str, about: dict[str, Any]) -> RegistryOutlet:
    outlet = fields["outlet"]
    source = about["sources"].get(fields.get("source", ""), {"text": "", "year": ""})
    code = fields.get("country", country)
    wrong = [
        what
        for what, right in {
            f"kind {fields.get('kind')!r}": fields.get("kind") in KINDS,
            f"audience {fields.get('audience')!r}": fields.get("audience") in AUDIENCES,
            f"country {code!r}": code in about["countries"],
            "no languages": bool(fields.get("languages")),
            f"ownership {fields.get('ownership')!r}": fields.get("ownership", "")
            in ("", *OWNERSHIP),
            "ownership without a source": bool(source["text"]) == bool(fields.get("ownership")),
        }.items()
        if not right
    ]
    if wrong:
        raise FramingError(f"registry: {outlet}: {', '.join(wrong)}")
    return RegistryOutlet(
        outlet=outlet,
        names=tuple(fields.get("names", ())),
        domains=tuple(fields.get("domains", ())),
        country=code,
        place=about["countries"][code],
        kind=fields["kind"],
        audience=fields["audience"],
        languages=tuple(fields["languages"]),
        ownership=fields.get("ownership", ""),
        ownership_source=source["text"],
        ownership_date=source["year"],
        unlike=tuple(fields.get("unlike", ())),
    )


def fold_name(name: str) -> str:
    """A name without case, accents of Latin and Cyrillic, blanks and punctuation.

    >>> fold_name("People’s Daily") == fold_name("PEOPLE'S  DAILY"), fold_name("Коммерсантъ-Daily")
    (True, 'коммерсантъdaily')
    """
    text = unicodedata.normalize("NFKD", name[:LONGEST].replace("&", " and ")).casefold()
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text.replace("ı", "i"))
        if unicodedata.category(sign)[0] in "LMN" and not "\u0300" <= sign <= "\u036f"
    )


def name_keys(name: str) -> set[str]:
    """The folded name, with and without "The" unless one word would be left ("The Times")."""
    key = fold_name(name)
    if re.fullmatch(r"(?i)the\s+\S+", name.strip()):
        return {key} - {""}
    return {key, key[3:] if re.match(r"(?i)the\s", name.strip()) else f"the{key}"} - {"", "the"}


def index_outlets(outlets: tuple[RegistryOutlet, ...], kind: str) -> dict[str, str]:
    """The folded ``names`` or ``domains`` of outlets; one that two of them share is an error."""
    index: dict[str, str] = {}
    for entry in outlets:
        if kind == "names":
            every = {key for name in (entry.outlet, *entry.names) for key in name_keys(name)}
            keys = every - {fold_name(name) for name in entry.unlike}
        else:
            keys = {host_of(domain) for domain in entry.domains}
        for key in sorted(keys):
            if key in index:
                raise FramingError(f"registry: {entry.outlet} and {index[key]} share {key!r}")
            index[key] = entry.outlet
    return index


def host_of(url: str, *, bare: bool = False) -> str:
    """The host of an address without ``www.``; with ``bare``, only of what looks like one."""
    text = url.strip().removeprefix("//")[: LONGEST * 10].casefold()
    if inner := re.search(r"^(?:https?://)?web\.archive\.org/web/[^/]*/(.+)", text):
        text = inner[1]
    if bare and not re.fullmatch(rf"(?:https?://)?{_HOST.pattern}(?:[/?#:]\S*)?", text):
        return ""
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    host = host.rstrip(".").removeprefix("www.")
    return host if _HOST.fullmatch(host) else ""


@cache
def edition_words(kind: str = "editions") -> frozenset[str]:
    """Folded words that name an edition; ``whole_editions`` makes one of any words beside it."""
    return frozenset(fold_name(word) for word in _load("sources")[kind])


@cache
def places_of(country: str) -> frozenset[str]:
    """Folded places of a country that may follow a name."""
    return frozenset(fold_name(place) for place in _load("sources")["places"].get(country, ()))


def outlet_row(entry: RegistryOutlet) -> dict[str, str]:
    """A row of ``outlets.csv``; its group is the country.

    Its language is empty where it has several: it would else stand for that of every article.
    """
    said = {
        "outlet": entry.outlet,
        "name": entry.outlet,
        "group": entry.place,
        "type": entry.kind,
        "audience": entry.audience,
        "language": entry.languages[0] if len(entry.languages) == 1 else "",
        "country": entry.place,
        "ownership": entry.ownership,
        "ownership_source": entry.ownership_source,
        "ownership_date": entry.ownership_date,
        "domain": entry.domains[0] if entry.domains else "",
    }
    return {column: said.get(column, "") for column in OUTLETS}
