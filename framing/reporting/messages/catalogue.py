"""Catalogues of messages by gettext, and the language that a report is built and rendered in."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

ENGLISH = "en"  # what messages are written in: it needs no catalogue
DOMAIN = "report"
LOCALE = Path(__file__).parent / "locale"

_LANGUAGE: ContextVar[str] = ContextVar("language of the report", default=ENGLISH)


def languages() -> tuple[str, ...]:
    """The languages that a report can be in: English, and every catalogue that is there."""
    found = LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return (ENGLISH, *sorted(path.parent.parent.name for path in found))


def spoken() -> str:
    """The language in force."""
    return _LANGUAGE.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Messages are in this language until the block ends; other threads keep theirs.

    Raises
    ------
    UsageError
        When there is no catalogue of the language.
    """
    _catalogue(LOCALE, language)
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


@cache
def _catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    from framing.errors import UsageError

    if language == ENGLISH:
        return gettext.NullTranslations()
    path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if language not in languages() or not path.is_file():
        raise UsageError(
            f"report_language {language!r} has no catalogue; allowed: {', '.join(languages())}. "
            "docs/translating.md says how to add one."
        )
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def _(text: str) -> str:
    """A message in the language in force; the English where nobody has translated it.

    >>> _("Passages")
    'Passages'
    """
    # For gettext the empty message is the head of the catalogue.
    return _catalogue(LOCALE, spoken()).gettext(text) if text else ""


def n_(singular: str, plural: str, n: int) -> str:
    """A message that counts, in the form that ``n`` takes; its places are filled by the caller.

    >>> n_("{n} article", "{n} articles", 2).format(n=2)
    '2 articles'
    """
    return _catalogue(LOCALE, spoken()).ngettext(singular, plural, n)


def N_(text: str) -> str:
    """Marks a message of a table of constants, which is read where it is used: ``_(LABELS[key])``.

    >>> N_("own voice")
    'own voice'
    """
    return text
