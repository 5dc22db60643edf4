"""What a site allows a robot: its robots.txt, read once a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.intake.fetch.asking import Answer

MAX_ROBOTS = 512 * 2**10  # bytes that count, as in RFC 9309
LONGEST_DELAY = 600.0  # seconds between requests; a site that asks for more is not fetched from


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's rules; ``closed`` says why nothing can be asked now, empty otherwise."""

    parsed: Any = None
    closed: str = ""

    def refusal(self, url: str, *, user_agent: str) -> str:
        """Why an address may not be asked for; empty where it may."""
        if self.closed:
            return self.closed
        if self.parsed is not None and not self.parsed.can_fetch(url, user_agent):
            return "robots.txt disallows it"
        delay = self.delay(user_agent)
        if delay > LONGEST_DELAY:
            return f"robots.txt asks for {delay:g} s between requests: ask the site for the text"
        return ""

    def delay(self, user_agent: str) -> float:
        """Seconds between requests that the site asks for; 0 where it asks for none."""
        if self.parsed is None:
            return 0.0
        return float(self.parsed.crawl_delay(user_agent) or 0.0)


def build_rules(answer: Answer) -> Rules:
    """Rules by what came of asking for robots.txt: none where there is none, closed where it fails.

    >>> from framing.intake.fetch.asking import Answer
    >>> build_rules(Answer(404)).refusal("https://post.example/a", user_agent="x")
    ''
    >>> build_rules(Answer(503)).closed
    'robots.txt is not to be had (HTTP 503): not now'
    """
    if answer.status == 200 and not answer.error:
        from protego import Protego

        text = answer.body[:MAX_ROBOTS].decode("utf-8-sig", errors="replace")
        return Rules(Protego.parse(text))
    if 400 <= answer.status < 500 and answer.status != 429:
        return Rules()
    why = f"HTTP {answer.status}" if answer.status else answer.error
    return Rules(closed=f"robots.txt is not to be had ({why}): not now")
