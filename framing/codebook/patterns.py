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
from collections.abc import Iterator, Mapping

from framing.errors import PatternError, suggest
from framing.language.words import WORD, fold
from framing.records.patterns import Choice, Gap, Item, Pattern, Word

SLOTS = ("act", "agent", "free", "holder", "recipient")
_MAX_GAP = 20
_MAX_DEPTH = 20
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
    lexemes = list(_lexemes(source))
    _refuse_depth(lexemes, source)
    items, rest = _sequence(lexemes, source, actors or {}, closing="")
    assert not rest
    if not items:
        raise PatternError(f"pattern {source!r} is empty; write at least one word")
    if _begins_with_gap(items[0]) or isinstance(items[-1], Gap):
        raise PatternError(f"pattern {source!r}: a gap ~n stands between two words, not at an end")
    if not list(_first_words(items)) or _can_be_empty(items):
        raise PatternError(
            f"pattern {source!r} would match nothing at all; not all may be optional"
        )
    return Pattern(source, items, _has_gap(items))


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


def _refuse_depth(lexemes: Lexemes, source: str) -> None:
    depth = 0
    for kind, _, at in lexemes:
        depth += {"open": 1, "close": -1}.get(kind, 0)
        if depth > _MAX_DEPTH:
            raise PatternError(
                f"pattern {source[:40]!r}...: brackets {_MAX_DEPTH} deep at character {at + 1}; "
                f"allowed: at most {_MAX_DEPTH} in each other"
            )


def _begins_with_gap(item: Item) -> bool:
    """``[~2 islands]`` is fine after a word and nowhere else."""
    if isinstance(item, Choice):
        return any(_begins_with_gap(option[0]) for option in item.options)
    return isinstance(item, Gap)


Lexemes = list[tuple[str, str, int]]


def _sequence(
    lexemes: Lexemes, source: str, actors: Mapping[str, tuple[str, ...]], closing: str
) -> tuple[tuple[Item, ...], Lexemes]:
    """Items up to a bar or the closing bracket (left in the rest), or the end."""
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
        lexemes = lexemes[1:]
        if kind == "slot":
            if text not in SLOTS:
                raise PatternError(
                    f"pattern {source!r}: unknown part {text!r}; allowed: {', '.join(SLOTS)}"
                )
            slot = text
            continue
        item: Item
        if kind == "open":
            item, lexemes = _choice(lexemes, source, actors, text, at)
        elif kind == "actor":
            item = _actor(text, source, actors)
        elif kind == "gap":
            item = _gap(int(text), source)
        else:
            item = _word(text, source)
        if slot:
            options = item.options if isinstance(item, Choice) else ((item,),)
            item = Choice(options, slot=slot, name=item.name if isinstance(item, Choice) else "")
            slot = ""
        items.append(item)
    return tuple(items), lexemes


def _choice(
    lexemes: Lexemes, source: str, actors: Mapping[str, tuple[str, ...]], opener: str, at: int
) -> tuple[Choice, Lexemes]:
    closer = ")" if opener == "(" else "]"
    options = []
    while True:
        items, lexemes = _sequence(lexemes, source, actors, closer)
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
        (kind, text, place), lexemes = lexemes[0], lexemes[1:]
        if kind == "close":
            if text != closer:
                raise PatternError(
                    f"pattern {source!r}: {text!r} at character {place + 1} closes {opener!r}"
                )
            return Choice(tuple(options), optional=opener == "["), lexemes


def _gap(n: int, source: str) -> Gap:
    if not 1 <= n <= _MAX_GAP:
        raise PatternError(
            f"pattern {source!r}: gap ~{n} is out of range; allowed: ~1 to ~{_MAX_GAP}"
        )
    return Gap(n)


def _actor(actor: str, source: str, actors: Mapping[str, tuple[str, ...]]) -> Choice:
    if actor not in actors:
        known = ", ".join(sorted(actors)) or "none is defined"
        near = suggest(actor, actors)
        raise PatternError(
            f"pattern {source!r}: unknown actor @{actor}; allowed: {known}"
            + (f"; {near.removesuffix('?')}" if near else "")
        )
    # Without itself: a set that comes round to itself is refused as unknown.
    others = {name: patterns for name, patterns in actors.items() if name != actor}
    options = tuple(compile_pattern(name, others).items for name in actors[actor])
    return Choice(options, name=f"@{actor}")


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


def first_words(pattern: Pattern) -> tuple[Word, ...]:
    """The words that a match can begin with."""
    return tuple(_first_words(pattern.items))


def literal_words(pattern: Pattern) -> tuple[Word, ...]:
    """Every word that a pattern spells out."""
    return tuple(_literal_words(pattern.items))


def _literal_words(items: tuple[Item, ...]) -> Iterator[Word]:
    for item in items:
        if isinstance(item, Word):
            yield item
        elif isinstance(item, Choice):
            for option in item.options:
                yield from _literal_words(option)


def _first_words(items: tuple[Item, ...]) -> Iterator[Word]:
    for item in items:
        if isinstance(item, Word):
            yield item
            return
        if isinstance(item, Choice):
            for option in item.options:
                yield from _first_words(option)
            if not item.optional and not any(_can_be_empty(option) for option in item.options):
                return


def _can_be_empty(items: tuple[Item, ...]) -> bool:
    return all(
        isinstance(item, Gap)
        or (isinstance(item, Choice) and (item.optional or any(map(_can_be_empty, item.options))))
        for item in items
    )


def _has_gap(items: tuple[Item, ...]) -> bool:
    return any(
        isinstance(item, Gap) or (isinstance(item, Choice) and any(map(_has_gap, item.options)))
        for item in items
    )
