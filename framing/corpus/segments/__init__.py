"""The parts of an article with their roles: title, standfirst, dateline, body, furniture ..."""

from framing.corpus.segments.build import (
    build_segments,
    correctable,
    find_segments,
    outlet_names,
)

__all__ = ["build_segments", "correctable", "find_segments", "outlet_names"]
