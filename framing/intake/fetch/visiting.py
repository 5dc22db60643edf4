"""One link visited: robots.txt, redirects, what kind of page it is, and where it is kept."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from framing.files import write_whole
from framing.intake.fetch.asking import Answer, Limits, ask
from framing.intake.fetch.links import Link, check_url
from framing.intake.fetch.log import Fetched
from framing.intake.fetch.pacing import Pacer, site_of
from framing.intake.fetch.robots import MAX_ROBOTS, Rules, build_rules

MAX_REDIRECTS = 5
_GIVE_UP = 3  # links in a row that a site failed at: the rest waits for the next run
_MOVED = (301, 302, 303, 307, 308)
_HTML = ("text/html", "application/xhtml+xml")
_PDF = ("application/pdf", "application/x-pdf")


class Visitor:
    """Visits links one by one; holds what each site's robots.txt said."""

    def __init__(self, folder: Path, *, limits: Limits, pacer: Pacer) -> None:
        self._folder = folder
        self._limits = limits
        self._pacer = pacer
        self._rules: dict[str, Rules] = {}

    def visit_all(self, links: Sequence[Link]) -> Iterator[Fetched]:
        """What became of each link; next is always one of the site that has rested longest."""
        queues: dict[str, deque[Link]] = {}
        for link in links:
            queues.setdefault(site_of(link.url), deque()).append(link)
        silent = dict.fromkeys(queues, 0)
        while queues:
            site = self._pacer.soonest(queues)
            link = queues[site].popleft()
            if not queues[site]:
                del queues[site]
            if silent[site] >= _GIVE_UP:
                error = f"{site} failed {_GIVE_UP} times in a row: not asked in this run"
                yield Fetched(link.url, error=error)
                continue
            row, answered = self._visit(link.url)
            silent[site] = 0 if answered else silent[site] + 1
            yield row

    def _visit(self, url: str) -> tuple[Fetched, bool]:
        """What became of a link, and whether its site works."""
        row = Fetched(url, fetched_at=datetime.now(UTC).isoformat(timespec="seconds"))
        at = url
        for _ in range(MAX_REDIRECTS + 1):
            if error := check_url(at) or self._rules_of(at).refusal(
                at, user_agent=self._limits.user_agent
            ):
                return replace(row, final_url=at, error=error), True
            answer = self._ask(at, self._limits)
            row = _described(row, answer, at=at)
            target = answer.headers.get("location", "") if answer.status in _MOVED else ""
            if not target:
                failing = answer.silent or answer.status == 429 or answer.status >= 500
                return self._keep(row, answer), not failing
            at = _resolve(at, target)
        return replace(row, error=f"more than {MAX_REDIRECTS} redirects"), True

    def _ask(self, url: str, limits: Limits) -> Answer:
        site = site_of(url)
        self._pacer.wait(site)
        try:
            return ask(url, limits, wanted=_unwanted)
        finally:
            self._pacer.asked(site)

    def _rules_of(self, url: str) -> Rules:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        if origin not in self._rules:
            rules = build_rules(self._robots(f"{origin}/robots.txt"))
            self._rules[origin] = rules
            self._pacer.slow_down(site_of(url), rules.delay(self._limits.user_agent))
        return self._rules[origin]

    def _robots(self, url: str) -> Answer:
        """The answer for robots.txt, wherever it has moved to."""
        limits = replace(self._limits, max_bytes=max(MAX_ROBOTS, self._limits.max_bytes))
        answer = Answer(error="more than 5 redirects")
        for _ in range(MAX_REDIRECTS + 1):
            if check_url(url):
                break
            self._pacer.wait(site_of(url))
            answer = ask(url, limits, wanted=lambda answer: "")
            self._pacer.asked(site_of(url))
            target = answer.headers.get("location", "") if answer.status in _MOVED else ""
            if not target:
                return answer
            url = _resolve(url, target)
        return Answer(error="robots.txt is redirected without end")

    def _keep(self, row: Fetched, answer: Answer) -> Fetched:
        """Write a good page; a row without ``error`` has its file on the disk."""
        if answer.error or answer.status != 200:
            return replace(row, error=answer.error or f"HTTP {answer.status}")
        if not answer.body:
            return replace(row, error="an empty page")
        suffix = ".pdf" if _is_pdf(row.content_type, answer.body) else ".html.gz"
        host = re.sub(r"[^a-z0-9]+", "-", (urlsplit(row.url).hostname or "").lower()).strip("-")
        name = f"{hashlib.sha256(row.url.encode()).hexdigest()[:12]}-{host[:60] or 'host'}{suffix}"
        packed = answer.body if suffix == ".pdf" else gzip.compress(answer.body, mtime=0)
        write_whole(self._folder / name, packed)
        digest = hashlib.sha256(answer.body).hexdigest()
        return replace(row, file=name, sha256=digest, bytes=len(answer.body))


def _resolve(url: str, target: str) -> str:
    """Where a redirect leads; headers come as Latin-1 and often are UTF-8."""
    with contextlib.suppress(UnicodeError):
        target = target.encode("latin-1").decode("utf-8")
    try:
        return urldefrag(urljoin(url, target)).url
    except ValueError:
        return target


def _described(row: Fetched, answer: Answer, *, at: str) -> Fetched:
    kind, _, rest = answer.headers.get("content-type", "").partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", rest, re.IGNORECASE)
    return replace(
        row,
        final_url=at,
        status=answer.status,
        content_type=" ".join(kind.lower().split())[:100],
        charset=charset[1].lower() if charset else "",
    )


def _unwanted(answer: Answer) -> str:
    """Why a body is not read: another status than 200, or neither a page nor a PDF."""
    if answer.status != 200:
        return f"HTTP {answer.status}"
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind not in (*_HTML, *_PDF):
        return f"content type {kind[:60]}: only HTML and PDF are kept"
    return ""


def _is_pdf(content_type: str, body: bytes) -> bool:
    return body[:1024].lstrip().startswith(b"%PDF") or (
        content_type in _PDF and not body.lstrip().startswith(b"<")
    )
