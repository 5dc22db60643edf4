"""What stands at the head of every page; a page that shall be found there is added here."""

from __future__ import annotations

_BOTH = (("/read", "Articles"), ("/search", "Search"), ("/about-report", "Report"),
         ("/exercises", "Exercises"))  # fmt: skip
_CODER = (("/", "Tasks"), *_BOTH, ("/me", "About you"))
_TEACHER = (("/teacher", "Class"), *_BOTH)


def navigation(is_teacher: bool) -> tuple[tuple[str, str], ...]:
    """Addresses and what they are called, in their order."""
    return _TEACHER if is_teacher else _CODER
