"""That outlets do not differ beyond what their articles, shuffled among them, show."""

from __future__ import annotations

from framing.compare.checks.outlets import Shuffled
from framing.reporting.desk import Desk
from framing.reporting.findings.noise import EACH, TOGETHER, VOICES
from framing.reporting.findings.phrases import (
    IN_TEXT,
    Told,
    few_said,
    finding,
    listed,
    noise_said,
    own_articles,
)
from framing.reporting.messages import _, tell
from framing.reporting.model import Link

LEAST = 20  # shuffles under which hardly any could be called rare


def alike_finding(desk: Desk, noise: Shuffled) -> Told | None:
    """The traits in which no difference is told; None where all are told or none is there."""
    same = [name for name, share in noise.each.items() if not is_told(noise, name)]
    if not same:
        return None
    whats = listed([[Link(*_what(desk, name))] for name in same], _("or"))
    n_own = own_articles(desk).group_by("outlet").len()["len"].to_list()
    if noise.n_shuffles < LEAST:
        text = tell(
            _("Whether these outlets differ in {what} cannot be told from noise: too few of their "
              "articles tell of a common event."),
            what=tuple(whats),
        )  # fmt: skip
        doubt = [f"{few_said(n_own)}."]
    else:
        text = tell(
            _("No difference in {what} beyond what articles shuffled among the outlets show."),
            what=tuple(whats),
        )
        least = noise.together if len(same) == len(noise.each) else _least(noise, same)
        doubt = [f"{few_said(n_own)}; {noise_said(desk, least)}."]
    return Told(finding(desk, "alike", text, doubt=doubt), IN_TEXT, differs=False)


def is_told(noise: Shuffled, name: str) -> bool:
    """Whether a trait may be told as a difference."""
    return noise.together <= TOGETHER and noise.each[name] <= EACH


def _least(noise: Shuffled, names: list[str]) -> float:
    return min(noise.each[name] for name in names)


def _what(desk: Desk, name: str) -> tuple[str, str]:
    """A trait in words, and its section."""
    if name == VOICES:
        return _("who speaks"), "voices"
    kind, key = name.split(":", 1)
    if kind == "names":
        return _("the names for {entity}").format(entity=desk.labels.entities[key]), "names"
    return _("the wording of “{fact}”").format(fact=desk.labels.facts[key]), "facts"
