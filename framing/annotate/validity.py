"""What each detector was tried on, and how it did: read from the file that tests pin."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Validity:
    """One detector: how it works, what it was tried on, and what came out.

    ``variables`` are the kinds of variables (``framing sample``) whose codes validate it.
    """

    detector: str
    how: str
    tried_on: str
    words: str
    scores: dict[str, float] = field(default_factory=dict)
    variables: tuple[str, ...] = ()


@cache
def load_validity() -> tuple[Validity, ...]:
    """All detectors, in the order in which reports print them."""
    text = files("framing.annotate").joinpath("validity.yaml").read_text("utf-8")
    entries = yaml.safe_load(text)
    return tuple(
        Validity(**{**entry, "variables": tuple(entry.get("variables", ()))}) for entry in entries
    )
