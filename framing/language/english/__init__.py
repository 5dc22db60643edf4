"""English: data files with a header each, loaded and checked here."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from framing.language.words import fold


@cache
def load_words(name: str) -> frozenset[str]:
    """The lines of a word list, without its ``#`` header."""
    lines = files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def function_types() -> frozenset[str]:
    """Types of the words of closed classes (``function_words.txt``)."""
    return frozenset(fold(word) for word in load_words("function_words.txt"))


@cache
def load_furniture() -> dict[str, tuple[str, ...]]:
    """Patterns of page furniture, credits and datelines by kind (see ``furniture.yaml``)."""
    text = files(__package__).joinpath("furniture.yaml").read_text("utf-8")
    return {kind: tuple(patterns) for kind, patterns in yaml.safe_load(text).items()}


@cache
def load_phrases() -> dict[str, frozenset[str]]:
    """Closed classes of words that cut noun phrases out of a text (see ``phrases.yaml``)."""
    text = files(__package__).joinpath("phrases.yaml").read_text("utf-8")
    # BaseLoader: "no", "on" and "off" are words.
    return {k: frozenset(words) for k, words in yaml.load(text, Loader=yaml.BaseLoader).items()}


@cache
def load_claim_words() -> dict[str, frozenset[str]]:
    """Classes of words that tell claims apart (see ``claims.yaml``)."""
    text = files(__package__).joinpath("claims.yaml").read_text("utf-8")
    return {k: frozenset(words) for k, words in yaml.load(text, Loader=yaml.BaseLoader).items()}
