"""What a study cannot carry in a lesson, in sentences for the teacher."""

from __future__ import annotations

from framing.compare.design import READING
from framing.engine.run import Run


def study_limits(run: Run) -> tuple[str, ...]:
    """What holds for every lesson on this study."""
    found = []
    if run.design.tier == READING:
        found.append(
            "A side of this study has fewer than five distinct articles, or there is no event that "
            "both sides cover. The sheets show what stands in these articles, outlet by outlet, "
            "and no difference between outlets or groups is stated."
        )
    if run.study.options.texts != "full":
        found.append(
            "The articles may not be passed on in full (texts in study.toml), so only sentences "
            "are printed. Read the articles themselves where you may."
        )
    if (n := run.study.articles.filter(run.study.articles["language"] != "en").height) > 0:
        found.append(f"{n} article{'s' * (n != 1)} not in English left out.")
    return tuple(found)
