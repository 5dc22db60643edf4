"""An answer as a form sends it: label, marked words, note, and a key that names it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from framing.errors import UsageError


@dataclass(frozen=True, slots=True)
class Answer:
    """What a form said of a unit. ``start`` and ``end`` are characters of the article."""

    unit: str
    label: str  # empty: skipped
    start: int | None
    end: int | None
    note: str
    key: str


def new_key() -> str:
    """A name for the next answer of a page."""
    return secrets.token_urlsafe(12)


def name_answer(form: Mapping[str, str], *said: str) -> str:
    """The form's key and what it says: sent twice it is one answer, changed it is another."""
    whole = "\0".join((form.get("key", ""), *said))
    return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read_answer(form: Mapping[str, str], units: Mapping[str, dict[str, Any]]) -> Answer:
    """The answer that a form sent.

    Parameters
    ----------
    form
        Fields ``unit``, ``label`` or ``skip``, ``note``, ``key``; ``start`` and ``end`` count in
        the text that was shown, ``words`` were copied from it by who has no script.
    units
        Rows of ``masks.SHOWN`` with ``begins``, where each starts in its article.

    Raises
    ------
    UsageError
        For a unit that there is not, words that do not stand in it, a span that is none.
    """
    unit = form.get("unit", "")
    if unit not in units:
        raise UsageError("this passage is no longer in the task. Next: load the page again")
    label = "" if form.get("skip") else form.get("label", "")
    if not label and not form.get("skip"):
        raise UsageError("no label was chosen. Next: choose one, or skip")
    span = _span(form, units[unit]["text"])
    begins = units[unit]["begins"]
    start, end = (None, None) if span is None else (span[0] + begins, span[1] + begins)
    note = form.get("note", "")
    return Answer(unit, label, start, end, note, name_answer(form, unit, label, repr(span), note))


def _span(form: Mapping[str, str], text: str) -> tuple[int, int] | None:
    """Where the marked words stand in the text that was shown."""
    if words := " ".join(form.get("words", "").split()):
        at = text.find(words)
        if at < 0:
            raise UsageError(
                "the words do not stand in the passage as you wrote them. Next: go back, copy "
                "them from it letter by letter, or leave the field empty"
            )
        return at, at + len(words)
    said = form.get("start", ""), form.get("end", "")
    if said == ("", ""):
        return None
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in said):
        raise UsageError("the marked words are no numbers. Next: load the page again")
    return int(said[0]), int(said[1])
