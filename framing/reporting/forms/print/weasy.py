"""Paper by WeasyPrint: tagged, with bookmarks, and the same bytes every time."""

from __future__ import annotations

import hashlib
from functools import cache


@cache
def has_weasyprint() -> bool:
    """Whether WeasyPrint and the libraries of the system that it needs are here."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):  # without Pango the import ends in an OSError
        return False
    return True


def print_with_weasyprint(page: str) -> bytes:
    """A page as PDF/UA-1. Nothing is loaded but the drawings in the page itself."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    digest = hashlib.blake2b(page.encode(), digest_size=16).hexdigest()
    made: bytes = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=["data"])).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=digest.encode("ascii")
    )
    return made
