"""What can be told of a pattern from its parts: the words it spells out, what it begins with."""

from __future__ import annotations

from collections.abc import Iterator

from framing.records.patterns import Choice, Gap, Item, Pattern, Word


def first_words(pattern: Pattern) -> tuple[Word, ...]:
    """The words that a match can begin with."""
    return tuple(first_in(pattern.items))


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


def first_in(items: tuple[Item, ...]) -> Iterator[Word]:
    """The words that items can begin with."""
    for item in items:
        if isinstance(item, Word):
            yield item
            return
        if isinstance(item, Choice):
            for option in item.options:
                yield from first_in(option)
            if not item.optional and not any(can_be_empty(option) for option in item.options):
                return


def can_be_empty(items: tuple[Item, ...]) -> bool:
    """Whether items can match no word at all."""
    return all(
        isinstance(item, Gap)
        # What has a name is a set, of which every pattern was asked when it was read.
        or (
            isinstance(item, Choice)
            and (item.optional or (not item.name and any(map(can_be_empty, item.options))))
        )
        for item in items
    )


def has_gap(items: tuple[Item, ...]) -> bool:
    """Whether a gap stands anywhere in items."""
    return any(
        isinstance(item, Gap) or (isinstance(item, Choice) and any(map(has_gap, item.options)))
        for item in items
    )


def begins_with_gap(item: Item) -> bool:
    """``[~2 islands]`` is fine after a word and nowhere else."""
    if isinstance(item, Choice):
        return any(begins_with_gap(option[0]) for option in item.options)
    return isinstance(item, Gap)
