"""One question before something that cannot be taken back, or that everybody sees."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from framing.web.room import render


def ask_sure(
    request: Request, question: str, *, lines: tuple[str, ...], yes: str, back: str
) -> Response:
    """Ask before the same address is sent a form; ``yes`` names the button, ``back`` is where no
    leads."""
    return render(request, "sure.html", question=question, lines=lines, yes=yes, back=back)
