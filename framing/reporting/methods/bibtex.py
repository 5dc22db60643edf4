"""References as BibTeX that any reader of it takes, whatever stands in a study's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from framing.reporting.formats import visible
from framing.reporting.model import Reference

_MARKS = {
    "\\": r"\textbackslash{}", "{": "(", "}": ")", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_PLAIN = ("doi", "url")  # read as they are
_TITLES = ("title", "booktitle")
# A word that keeps its capitals: BibTeX makes the others of a title small.
_CAPITAL = re.compile(r"(?<=\s)([^\s{}]*[A-Z][^\s{}]*)|(?<!\S)(\S[^\s{}]*[A-Z][^\s{}]*)")


def render_bibtex(references: Iterable[Reference]) -> str:
    """A file of references, an entry each, in the order given."""
    return "\n".join(_entry(reference) for reference in references)


def tex(text: str) -> str:
    """Text that TeX prints as it stands; braces, which must pair, become brackets.

    >>> tex("50 % of A_b & {C}\\n")
    '50 \\\\% of A\\\\_b \\\\& (C)'
    """
    shown = " ".join(visible(text).split())
    return "".join(_MARKS.get(c, c) for c in shown)


def _entry(reference: Reference) -> str:
    fields = [f"  {name} = {{{_value(name, value)}}}" for name, value in reference.fields if value]
    inside = ",\n".join(fields)
    return f"@{reference.kind}{{{reference.key},\n{inside}\n}}\n"


def _value(name: str, value: str) -> str:
    if name in _PLAIN:
        return re.sub(r"[{}\\\s]", "", value)
    said = tex(value)
    if name == "pages":
        return said.replace("–", "--")
    if name in _TITLES:
        return _CAPITAL.sub(lambda m: f"{{{m[0]}}}", said)
    return said
