"""Which kind of figure is drawn by what."""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.figure import Figure

from framing.reporting.figures.counts import plot_counts
from framing.reporting.figures.coverage import plot_coverage
from framing.reporting.figures.cues import plot_cues
from framing.reporting.figures.facts import plot_facts
from framing.reporting.figures.profiles import plot_profiles
from framing.reporting.figures.shares import plot_shares
from framing.reporting.figures.split import plot_split
from framing.reporting.figures.stance import plot_stance
from framing.reporting.figures.style import plot_style
from framing.reporting.figures.timeline import plot_timeline
from framing.reporting.figures.words import plot_words

PLOTS: dict[str, Callable[..., Figure]] = {
    "counts": plot_counts,
    "coverage": plot_coverage,
    "cues": plot_cues,
    "facts": plot_facts,
    "profiles": plot_profiles,
    "shares": plot_shares,
    "split": plot_split,
    "stance": plot_stance,
    "style": plot_style,
    "timeline": plot_timeline,
    "words": plot_words,
}
