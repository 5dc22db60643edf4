"""Names that are mentioned as somebody's name: "called X in Russia and Y in Japan"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.annotate.documents import Document, Sentence
from framing.annotate.names import grammar
from framing.annotate.names.records import Gloss, Mention, Owner
from framing.annotate.names.symbols import symbols
from framing.records.codebook import NEUTRAL


@dataclass(frozen=True, slots=True)
class _Place:
    """A mention among the symbols of its sentence."""

    side: str
    before: str
    after: str
    owners: Sequence[Owner]

    def owner(self, match_group: str | None) -> str:
        """The side of an owner's symbol; the name's own side where that side is named before.

        In "which Velia, unlike Sorinia, calls Y" the nearest owner is not the subject.
        """
        found = self.owners[int(match_group[1:])].side if match_group else ""
        if found == self.side or self.side == NEUTRAL:
            return found
        return self.own_side() or found

    def own_side(self) -> str:
        """The name's side where an owner of that side stands before it, else empty."""
        words = self.before.split()
        named = {self.owners[int(w[1:])].side for w in words if w[0] in "OL" and w[1:].isdigit()}
        return self.side if self.side in named else ""


def find_glosses(
    document: Document,
    sentence: Sentence,
    mentions: Sequence[Mention],
    owners: Sequence[Owner],
) -> dict[int, Gloss]:
    """Which mentions of one sentence are mentioned as names, by index.

    The rules stand in ``grammar``. A gloss is ``symmetric`` where names of two sides are glossed
    in the sentence, else ``asymmetric``. Names joined by a slash, a bracket or "or" without an
    owner are symmetric too, and stay used.
    """
    inside = [o for o in owners if sentence.first <= o.first and o.last <= sentence.last]
    free = [o for o in inside if not any(o.first < m.last and m.first < o.last for m in mentions)]
    places = list(_places(document, sentence, mentions, _longest(free)))
    owned = {k: owner for k, place in enumerate(places) if (owner := _owner_of(place)) is not None}
    for k, place in enumerate(places):
        if k not in owned and any(mentions[j].side != place.side for j in owned):
            owner = _sibling_owner(place)
            if owner is not None and owner not in owned.values():
                owned[k] = owner
    glosses = _joined(places, mentions, owned)
    for k, owner in owned.items():
        twins = any(_differ(k, j, mentions, owned) for j in owned)
        kind = "symmetric" if twins else "asymmetric"
        glosses[k] = Gloss(kind, owner, distance="socalled" in places[k].before.split()[-2:])
    return glosses


def _differ(k: int, j: int, mentions: Sequence[Mention], owned: dict[int, str]) -> bool:
    """Whether two glossed names are two sides' names."""
    if owned[k] and owned[j]:
        return owned[k] != owned[j]
    return mentions[k].entity == mentions[j].entity and mentions[k].side != mentions[j].side


def _longest(owners: Sequence[Owner]) -> list[Owner]:
    """One owner a place: the longest that begins there, none that begins inside of another."""
    kept: list[Owner] = []
    for owner in sorted(owners, key=lambda o: (o.first, -o.last)):
        if not kept or owner.first >= kept[-1].last:
            kept.append(owner)
    return kept


def _places(
    document: Document, sentence: Sentence, mentions: Sequence[Mention], owners: Sequence[Owner]
) -> Iterator[_Place]:
    line = symbols(document, sentence, mentions, owners)
    for k, mention in enumerate(mentions):
        at = line.index(f"M{k}")
        before = "".join(f"{symbol} " for symbol in line[:at])
        after = "".join(f"{symbol} " for symbol in line[at + 1 :])
        yield _Place(mention.side, before, after, owners)


def _owner_of(place: _Place) -> str | None:
    """The side whose name a mention is said to be; empty for nobody's, None where it is used."""
    for name, rule in grammar.AFTER:
        if match := rule.match(place.after):
            owner = match.groupdict().get("o")
            return _of_noun(place, match["o"]) if name == "noun" else place.owner(owner)
    if grammar.EXPLAINED.search(place.before):
        return None
    for name, rule in grammar.BEFORE:
        match = rule.search(place.before)
        if match is None or not _fits(name, place):
            continue
        owner = match.groupdict().get("o")
        if owner is None and name == "known":
            behind = grammar.OWNER_BEHIND.match(place.after)
            return place.owner(behind["o"] if behind else None)
        return place.owner(owner) if owner else place.own_side()
    return _owner_behind(place)


def _of_noun(place: _Place, owner: str) -> str:
    """ "A term that Sorinia rejects" mentions a name and is no name of Sorinia's."""
    side = place.owners[int(owner[1:])].side
    return side if side == place.side or place.side == NEUTRAL else ""


def _owner_behind(place: _Place) -> str | None:
    """ "... Y in Velia": with a naming verb, in brackets, or set off by marks."""
    before, after = place.before, place.after
    if grammar.NAMED_BY_NOUN.search(before):
        match = grammar.OWNER_BEHIND.match(after) or grammar.USED_BY.match(after)
        return (_of_noun(place, match["o"]) or None) if match else None
    if grammar.CUT_OFF.search(before):
        return None
    if match := grammar.IN_LANGUAGE.match(after):
        return place.owner(match["o"] or match["p"])
    if (match := grammar.TO_OWNER.match(after)) and grammar.OPENED.search(before):
        return place.owner(match["o"])
    match = grammar.OWNER_BEHIND.match(after)
    if match is None:
        return None
    if grammar.IN_BRACKETS.search(before) or grammar.GOVERNED.search(before):
        return place.owner(match["o"])
    return None


def _fits(rule: str, place: _Place) -> bool:
    """What a rule that looks before the name demands behind it."""
    following = place.after.split(" ", 1)[0]
    if rule == "reduced":  # "calls the Y an old friend": the name is what is called something
        return following not in ("a", "an", "its", "their", "his", "her", "our", "part")
    return rule != "set_off" or following in ("", ",", ";", ")", "-")


def _sibling_owner(place: _Place) -> str | None:
    """The owner where the sentence glosses another side's name: "and Velia the Y"."""
    for rule, text in (
        (grammar.SIBLING, place.before),
        (grammar.SIBLING_BEHIND, place.after),
        (grammar.TO_OWNER, place.after),
    ):
        match = rule.match(text) if rule is not grammar.SIBLING else rule.search(text)
        if match:
            return place.owner(match["o"])
    match = grammar.OWNER_BEHIND.match(place.after)
    if match and not grammar.CUT_OFF.search(place.before):
        return place.owner(match["o"])
    return None


def _joined(
    places: Sequence[_Place], mentions: Sequence[Mention], owned: dict[int, str]
) -> dict[int, Gloss]:
    """Names of two sides joined by a slash, a bracket or "or" that nobody is said to own."""
    found: dict[int, Gloss] = {}
    for k, place in enumerate(places):
        match = grammar.JOINED.search(place.before)
        if match is None or k in owned:
            continue
        j = int(match["m"])
        sides = {mentions[k].side, mentions[j].side}
        closed = not match["open"] or place.after.startswith(") ")
        closed &= not match["comma"] or not place.after or place.after[0] in ",;)"
        if j in owned or not closed or len(sides) < 2 or NEUTRAL in sides:
            continue
        if mentions[j].entity == mentions[k].entity:
            found[j] = found[k] = Gloss("symmetric", "", used=True)
    return found
