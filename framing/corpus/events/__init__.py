"""Articles grouped by what happened: suggestions that a person can take, mend or leave."""

from framing.corpus.events.suggest import SPAN, SUGGESTIONS, THRESHOLD, WINDOW, suggest_events

__all__ = ["SPAN", "SUGGESTIONS", "THRESHOLD", "WINDOW", "suggest_events"]
