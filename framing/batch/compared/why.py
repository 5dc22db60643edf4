"""Why two reports differ: articles, files, the codebook, options, versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from framing.batch.compared.changes import CHANGED, FORM, GONE, NEW, WHY, Change
from framing.batch.compared.reports import Written

_PLAIN = ("study", "question", "tier", "scope")
_TABLES = "tables/"


def find_reasons(a: Written, b: Written) -> list[Change]:
    """What the two reports were made from, where it differs: from the nearest to the remotest."""
    found = [*_articles(a.manifest["articles"], b.manifest["articles"])]
    for key in _PLAIN:
        found += _values(key, {key: a.manifest.get(key, "")}, {key: b.manifest.get(key, "")})
    for key in ("codebook", "options", "versions"):
        kind = {"options": "option", "versions": "version"}.get(key, key)
        found += _values(kind, a.manifest.get(key, {}), b.manifest.get(key, {}))
    found += _files(a.manifest, b.manifest, a.article_files() | b.article_files())
    for side, written in (("A", a), ("B", b)):
        found += [Change(WHY, "changed by hand", f"{side}: {name}") for name in written.edited]
    return found


def find_forms(a: Written, b: Written) -> list[Change]:
    """Pages and figures that differ, or that only one report has."""
    mine, other = a.manifest.get("files", {}), b.manifest.get("files", {})
    return [
        Change(FORM, "file", name, "", _change(mine.get(name), other.get(name)))
        for name in sorted(mine.keys() | other.keys())
        if mine.get(name) != other.get(name) and not name.startswith(_TABLES)
    ]


def _articles(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Change]:
    """Articles that came, went, or were edited; an edited text has another hash in its id."""
    gone, new = sorted(a.keys() - b.keys()), sorted(b.keys() - a.keys())
    stems = {_stem(article): article for article in new}
    for article in gone:
        other = stems.pop(_stem(article), "")
        if other:
            yield Change(
                WHY, "article", article, "text", CHANGED, a[article]["hash"], b[other]["hash"]
            )
        else:
            yield Change(WHY, "article", article, "", GONE, a[article]["date"])
    for article in sorted(stems.values()):
        yield Change(WHY, "article", article, "", NEW, b=b[article]["date"])
    for article in sorted(a.keys() & b.keys()):
        for column in ("outlet", "event", "date", "hash"):
            x, y = a[article].get(column, ""), b[article].get(column, "")
            if x != y:
                yield Change(WHY, "article", article, column, CHANGED, x, y)


def _stem(article: str) -> str:
    """What of an id does not depend on the text: outlet and beginning of the title."""
    return re.sub(r"-[0-9a-f]{8}$", "", article)


def _values(kind: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Change]:
    for key in sorted(a.keys() | b.keys()):
        x, y = a.get(key), b.get(key)
        if x != y:
            yield Change(WHY, kind, key, "", _change(x, y), _said(x), _said(y))


def _files(a: Mapping[str, Any], b: Mapping[str, Any], articles: set[str]) -> Iterator[Change]:
    """Files of the study that are no articles: those are told one by one."""
    mine, other = a.get("inputs", {}), b.get("inputs", {})
    for name in sorted(mine.keys() | other.keys()):
        x, y = mine.get(name), other.get(name)
        if x != y and not _ends(name) & articles:
            yield Change(WHY, "file", name, "", _change(x, y), _said(x), _said(y))


def _ends(name: str) -> set[str]:
    """A name, and what is left of it without the folders above, one by one.

    >>> sorted(_ends("a/b/c"))
    ['a/b/c', 'b/c', 'c']
    """
    parts = name.split("/")
    return {"/".join(parts[k:]) for k in range(len(parts))}


def _change(a: object, b: object) -> str:
    return NEW if a is None else GONE if b is None else CHANGED


def _said(value: object) -> str:
    return "" if value is None else str(value)
