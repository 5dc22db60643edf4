"""The pattern language of codebooks: small enough to read aloud.

===================  ======================================================================
``treaty``           the word, in any case, spelling of hyphen or apostrophe, and possessive
``sovereign*``       words that begin so; ``*held`` words that end so
``peace treaty``     words next to each other
``(seize|take)``     alternatives, each one or more words
``[the] islands``    an optional part
``seized ~4 islands``  at most four words between, within one sentence
``=May``             this spelling and case only
``@russia``          any name of that actor, pattern of that set or wording of that name of the
                     codebook
``agent:@ussr``      the same, marked as agent of the act (or ``recipient:``); ``act:seized``
                     marks the words of the act itself, ``holder:@japan`` whose stance it is
``[free:never]``     words that keep their own meaning, as those in a gap do
===================  ======================================================================
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from framing.codebook.shape import begins_with_gap, can_be_empty, first_in, has_gap
from framing.errors import PatternError, suggest
from framing.language.words import WORD, fold
from framing.records.patterns import Choice, Gap, Item, Pattern, Word

Lexemes = deque[tuple[str, str, int]]

SLOTS = ("act", "agent", "free", "holder", "recipient")
_MAX_GAP = 20
_MAX_DEPTH = 20  # brackets and sets in each other
_MAX_PARTS = 20_000  # words, gaps, brackets and references, sets written out
_LEXEME = re.compile(
    r"\s+|(?P<open>[(\[])|(?P<close>[)\]])|(?P<bar>\|)|~(?P<gap>\d+)(?=[\s|)\]]|$)"
    r"|(?P<slot>[a-z]+):(?=[@(=\w])|@(?P<actor>[a-z][a-z0-9_]*)|(?P<word>[^\s()\[\]|~@]+)"
)


def compile_pattern(source: str, actors: Mapping[str, tuple[str, ...]] | None = None) -> Pattern:
    """Read a pattern.

    Parameters
    ----------
    source
        The pattern as the codebook has it.
    actors
        Patterns of each actor, set or name that ``@id`` may refer to; a set may use others.

    Raises
    ------
    PatternError
        What is wrong, at which character, and what is allowed.

    Examples
    --------
    >>> compile_pattern("(seize|take) ~3 islands").has_gap
    True
    """
    items = _Reading(actors or {}).pattern(source)
    return Pattern(source, items, has_gap(items))


def _lexemes(source: str) -> Iterator[tuple[str, str, int]]:
    at = 0
    while at < len(source):
        match = _LEXEME.match(source, at)
        if not match:
            raise PatternError(
                f"pattern {source!r}: {source[at]!r} at character {at + 1} cannot stand here; "
                "allowed: words, *, ( | ), [ ], ~n, =Word, @actor, "
                + ", ".join(f"{slot}:" for slot in SLOTS)
            )
        if match.lastgroup:
            yield match.lastgroup, match[match.lastgroup], at
        at = match.end()


@dataclass(frozen=True, slots=True)
class _Set:
    """What an ``@id`` stands for, with its parts and how deep they lie."""

    choice: Choice
    parts: int
    depth: int


class _Reading:
    """A pattern being read; each ``@id`` in it is read once, however often it is used."""

    def __init__(self, actors: Mapping[str, tuple[str, ...]]) -> None:
        self.actors = actors
        self.sets: dict[str, _Set] = {}
        self.path: list[str] = []  # the sets that are being read, each used by the one before
        self.parts = self.depth = self.deepest = 0

    def pattern(self, source: str) -> tuple[Item, ...]:
        """The items of a pattern, or of one of a set."""
        lexemes = deque(_lexemes(source))
        items = self.sequence(lexemes, source, closing="")
        if not items:
            raise PatternError(f"pattern {source!r} is empty; write at least one word")
        if begins_with_gap(items[0]) or isinstance(items[-1], Gap):
            raise PatternError(
                f"pattern {source!r}: a gap ~n stands between two words, not at an end"
            )
        if next(first_in(items), None) is None or can_be_empty(items):
            raise PatternError(
                f"pattern {source!r} would match nothing at all; not all may be optional"
            )
        return items

    def grow(self, source: str, what: str, *, parts: int, depth: int) -> None:
        """Count parts, ``depth`` levels below here; a pattern too large or deep is refused."""
        self.parts += parts
        self.deepest = max(self.deepest, self.depth + depth)
        short = source if len(source) <= 60 else source[:60] + "..."
        if self.deepest > _MAX_DEPTH:
            raise PatternError(
                f"pattern {short!r}: brackets and sets lie more than {_MAX_DEPTH} deep in each "
                f"other at {what}; allowed: at most {_MAX_DEPTH} in each other; write it flatter"
            )
        if self.parts > _MAX_PARTS:
            raise PatternError(
                f"pattern {short!r} has more than {_MAX_PARTS:,} words and other parts at {what}, "
                f"its sets written out; allowed: at most {_MAX_PARTS:,}; split it or use fewer "
                "sets of sets"
            )

    def sequence(self, lexemes: Lexemes, source: str, closing: str) -> tuple[Item, ...]:
        """Items up to a bar or the closing bracket (left to read), or the end."""
        items: list[Item] = []
        slot = ""
        while lexemes:
            kind, text, at = lexemes[0]
            if kind == "bar" or kind == "close":
                if not closing:
                    step = "write (a|b)" if kind == "bar" else "remove it or open it"
                    raise PatternError(
                        f"pattern {source!r}: {text!r} at character {at + 1} opens nowhere; {step}"
                    )
                break
            lexemes.popleft()
            if kind == "slot":
                if text not in SLOTS:
                    raise PatternError(
                        f"pattern {source!r}: unknown part {text!r}; allowed: {', '.join(SLOTS)}"
                    )
                slot = text
                continue
            self.grow(source, f"character {at + 1}", parts=1, depth=0)
            item: Item = self.item(lexemes, source, kind, text, at)
            if slot:
                name = item.name if isinstance(item, Choice) else ""
                options = item.options if isinstance(item, Choice) else ((item,),)
                item = Choice(options, slot=slot, name=name)
                slot = ""
            items.append(item)
        return tuple(items)

    def item(self, lexemes: Lexemes, source: str, kind: str, text: str, at: int) -> Item:
        """What a lexeme begins."""
        if kind == "actor":
            return self.reference(text, source)
        if kind == "gap":
            return _gap(int(text), source)
        return self.choice(lexemes, source, text, at) if kind == "open" else _word(text, source)

    def choice(self, lexemes: Lexemes, source: str, opener: str, at: int) -> Choice:
        """Alternatives up to the bracket that closes them."""
        closer = ")" if opener == "(" else "]"
        self.grow(source, f"character {at + 1}", parts=0, depth=1)
        self.depth += 1
        options = []
        while True:
            items = self.sequence(lexemes, source, closer)
            if not items:
                raise PatternError(
                    f"pattern {source!r}: an alternative after character {at + 1} is empty"
                )
            if (isinstance(items[0], Gap) and opener == "(") or isinstance(items[-1], Gap):
                raise PatternError(f"pattern {source!r}: a gap ~n stands between two words")
            options.append(items)
            if not lexemes:
                raise PatternError(
                    f"pattern {source!r}: {opener!r} at character {at + 1} is never closed; "
                    f"add {closer!r}"
                )
            kind, text, place = lexemes.popleft()
            if kind == "close":
                if text != closer:
                    raise PatternError(
                        f"pattern {source!r}: {text!r} at character {place + 1} closes {opener!r}"
                    )
                self.depth -= 1
                return Choice(tuple(options), optional=opener == "[")

    def reference(self, actor: str, source: str) -> Choice:
        """What ``@id`` stands for."""
        if actor in self.path:
            circle = " uses ".join(
                f"@{name}" for name in [*self.path[self.path.index(actor) :], actor]
            )
            raise PatternError(
                f"pattern {source!r}: the set @{actor} comes round to itself: {circle}; "
                "allowed: sets that do not use themselves; take one of these out"
            )
        if actor not in self.actors:
            known = ", ".join(sorted(self.actors)) or "none is defined"
            near = suggest(actor, self.actors)
            raise PatternError(
                f"pattern {source!r}: unknown actor @{actor}; allowed: {known}"
                + (f"; {near.removesuffix('?')}" if near else "")
            )
        found = self.sets.get(actor)
        if found is None:
            self.grow(source, f"@{actor}", parts=0, depth=1)
            found = self.sets[actor] = self.read_set(actor)
        self.grow(source, f"@{actor}", parts=found.parts, depth=found.depth)
        return found.choice

    def read_set(self, actor: str) -> _Set:
        """The patterns of a set, counted apart."""
        outside = self.parts, self.deepest
        self.parts, self.deepest = 0, self.depth
        self.path.append(actor)
        self.depth += 1
        options = tuple(self.pattern(text) for text in self.actors[actor])
        self.depth -= 1
        self.path.pop()
        found = _Set(Choice(options, name=f"@{actor}"), self.parts, self.deepest - self.depth)
        self.parts, self.deepest = outside
        return found


def _gap(n: int, source: str) -> Gap:
    if not 1 <= n <= _MAX_GAP:
        raise PatternError(
            f"pattern {source!r}: gap ~{n} is out of range; allowed: ~1 to ~{_MAX_GAP}"
        )
    return Gap(n)


def _word(text: str, source: str) -> Item:
    import regex

    exact = text[1:] if text.startswith("=") else ""
    bare = exact or text
    prefix, suffix = bare.endswith("*"), bare.startswith("*")
    core = bare.strip("*")
    if not regex.fullmatch(WORD, core) or (exact and (prefix or suffix)):
        raise PatternError(
            f"pattern {source!r}: {text!r} is no word that an article can hold; allowed: letters, "
            "digits, inner hyphens and apostrophes, * at either end (not with =)"
        )
    joined = Word(fold(core), prefix, suffix, exact)
    parts = core.split("-")
    if exact or len(parts) == 1:
        return joined
    # A hyphenated word is also written as two: bio-weapon, bio weapon.
    apart = tuple(
        Word(fold(part), prefix and k == len(parts) - 1, suffix and k == 0)
        for k, part in enumerate(parts)
    )
    return Choice(((joined,), apart))
