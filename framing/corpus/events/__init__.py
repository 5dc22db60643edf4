"""Articles grouped by what happened: suggestions that a person can take, mend or leave."""

from framing.corpus.events.suggest import SPAN, THRESHOLD, WINDOW, suggest_events

__all__ = ["SPAN", "THRESHOLD", "WINDOW", "suggest_events"]
