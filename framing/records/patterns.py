"""A compiled pattern of the codebook language, as the matcher reads it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    """One word: ``text`` is folded; ``exact`` is the demanded spelling, if any."""

    text: str
    prefix: bool = False  # text* : words that begin so
    suffix: bool = False  # *text : words that end so
    exact: str = ""

    def matches(self, word: str) -> bool:
        """Whether a type (folded word) fits; the spelling is checked elsewhere."""
        if self.prefix and self.suffix:
            return self.text in word
        if self.prefix:
            return word.startswith(self.text)
        return word.endswith(self.text) if self.suffix else word == self.text


@dataclass(frozen=True, slots=True)
class Gap:
    """At most ``n`` words between its neighbours."""

    n: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives; ``slot`` names the part that the words play (act, agent, recipient).

    ``name`` is what they are called in the pattern ("@islands"), for showing only.
    """

    options: tuple[tuple[Item, ...], ...]
    optional: bool = False
    slot: str = ""
    name: str = field(default="", compare=False)


Item = Word | Gap | Choice


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; ``source`` is what the codebook says, ``where`` its file and line."""

    source: str
    items: tuple[Item, ...]
    has_gap: bool = False
    where: str = field(default="", compare=False)
