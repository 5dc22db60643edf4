"""Pages fetched from a list of links, kept as they came, with a log of what became of each."""

from framing.intake.fetch.log import fetched_fields
from framing.intake.fetch.run import build_user_agent, fetch_links

__all__ = ["build_user_agent", "fetch_links", "fetched_fields"]
