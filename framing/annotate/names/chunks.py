"""Which words can stand in a noun phrase, and where one ends: closed classes and what is beside."""

from __future__ import annotations

import numpy as np

from framing.annotate.names.flow import BLANK, CLOSE, OPEN, Flags, Flow, Ints

LEAST_INTRODUCED = 0.3  # of the phrases that end in a noun
_LEAST_ADJECTIVAL = 0.3  # of the uses of a form in -ed: "disputed" is an adjective, "said" is not
LEAST_NOMINAL = 0.6  # of the uses of a form in -ing: "meeting" is a noun, "visiting" is not


def _counts(flow: Flow, where: Flags) -> Ints:
    return np.bincount(flow.word[where], minlength=len(flow.vocabulary))


def proper_types(flow: Flow) -> Flags:
    """Types written with a capital wherever a capital says something."""
    n_capital, n_known = _counts(flow, flow.capital), _counts(flow, flow.known)
    flags: Flags = (n_capital > 0) & (n_capital >= 0.7 * n_known)
    return flags


def _previous(flow: Flow, flags: Flags) -> Flags:
    """Words whose neighbour to the left, in the same run and beside it, has a flag."""
    found = np.zeros(len(flow.word), dtype=bool)
    found[1:] = flags[:-1] & (flow.gap[:-1] == BLANK)
    return found


def content_words(flow: Flow, proper: Flags) -> Flags:
    """Words that can stand in a noun phrase."""
    v = flow.vocabulary
    closed = np.zeros(len(v), dtype=bool)
    for kind in ("function", "verbs", "numbers", "dates", "determiners", "prepositions"):
        closed |= flow.types_in(kind)
    adverb = _ending(v, "ly") & ~flow.types_in("not_adverbs")
    digit = np.fromiter((not t[0].isalpha() for t in v), bool, len(v))
    closed |= (adverb & ~proper) | digit
    w = flow.word
    determined = flow.types_in("determiners") | flow.types_in("lead")
    introduced = determined | flow.types_in("prepositions") | flow.types_in("numbers") | digit
    owned = _previous(flow, flow.possessive)
    after_noun_cue = _previous(flow, introduced[w]) | owned
    after_determiner = _previous(flow, determined[w]) | owned
    to = flow.types_in("preverbs") | np.fromiter((t == "to" for t in v), bool, len(v))
    after_verb_cue = _previous(flow, to[w])
    n = np.maximum(_counts(flow, np.ones(len(w), dtype=bool)), 1)
    nominal = _counts(flow, after_noun_cue)
    verbal = _counts(flow, after_verb_cue)
    before_content = np.zeros(len(w), dtype=bool)
    before_content[:-1] = ~closed[w[1:]] & (flow.gap[:-1] == BLANK)
    adjectival = _counts(flow, after_noun_cue & before_content)
    ed = _ending(v, "ed") & ~proper
    negated = np.fromiter((t.startswith("un") for t in v), bool, len(v))
    ing = _ending(v, "ing") & ~proper
    closed |= ed & ~negated & (adjectival < _LEAST_ADJECTIVAL * n)
    closed |= ing & (_counts(flow, after_determiner) < 0.5 * LEAST_NOMINAL * n)
    # What verbs give away of "leave" goes for "leaves".
    base = singulars(flow)
    nominal, verbal = (
        np.bincount(base, weights=c, minlength=len(v))[base] for c in (nominal, verbal)
    )
    closed |= ~proper & ~ed & ~ing & (verbal > nominal)
    # "(D-Mass.)": a party and a state, no phrase.
    closed |= np.fromiter((len(t) == 1 for t in v), bool, len(v))
    kept: Flags = ~closed[w]
    kept[1:] &= ~((flow.gap[:-1] & OPEN > 0) & (flow.gap[1:] & CLOSE > 0) & flow.hyphen[1:])
    # "was seized", "has disputed": after an auxiliary a form in -ed is a verb.
    kept &= ~(ed[w] & _previous(flow, flow.types_in("be")[w]))
    # An adjective in -ed needs a noun beside it.
    kept[:-1] &= ~(ed[w[:-1]] & ~(kept[1:] & (flow.gap[:-1] == BLANK)))
    return kept


def _ending(vocabulary: list[str], ending: str) -> Flags:
    found = (len(t) > len(ending) + 2 and t.endswith(ending) for t in vocabulary)
    return np.fromiter(found, bool, len(vocabulary))


def phrase_ends(flow: Flow, inside: Flags) -> Ints:
    """Places of the last words of noun phrases."""
    goes_on = np.zeros(len(inside), dtype=bool)
    goes_on[:-1] = inside[1:] & (flow.gap[:-1] == BLANK) & ~flow.possessive[:-1]
    return np.flatnonzero(inside & ~goes_on)


def words_so_far(flow: Flow, inside: Flags) -> Ints:
    """How many words of its noun phrase stand up to each word, itself included."""
    begins = inside.copy()
    begins[1:] &= ~(inside[:-1] & (flow.gap[:-1] == BLANK) & ~flow.possessive[:-1])
    return _since(begins, inside)


def _since(begins: Flags, inside: Flags) -> Ints:
    place = np.arange(len(inside))
    since = place - np.maximum.accumulate(np.where(begins, place, 0)) + 1
    return np.where(inside, since, 0)


def name_rows(flow: Flow, inside: Flags, proper: Flags) -> tuple[Ints, Ints]:
    """Runs of capitalised words within noun phrases: words up to each one, and last places."""
    capital = inside & proper[flow.word]
    joined = np.zeros(len(capital), dtype=bool)
    joined[1:] = capital[:-1] & (flow.gap[:-1] == BLANK) & ~flow.possessive[:-1]
    goes_on = np.zeros(len(capital), dtype=bool)
    goes_on[:-1] = capital[1:] & joined[1:]
    return _since(capital & ~joined, capital), np.flatnonzero(capital & ~goes_on)


def singulars(flow: Flow) -> Ints:
    """For each type its singular, where the corpus has one; else itself."""
    place = {t: k for k, t in enumerate(flow.vocabulary)}
    found = np.arange(len(flow.vocabulary))
    for k, t in enumerate(flow.vocabulary):
        if len(t) < 4 or not t.endswith("s") or t.endswith("ss"):
            continue
        singular = place.get(t[:-3] + "y") if t.endswith("ies") else place.get(t[:-1])
        if singular is not None:
            found[k] = singular
    return found


def noun_types(flow: Flow, ends: Ints, size: Ints) -> Flags:
    """Types whose noun phrases are introduced as such, often enough; plurals need not be."""
    v, w = flow.vocabulary, flow.word
    leads = flow.types_in("determiners") | flow.types_in("prepositions") | flow.types_in("numbers")
    leads |= flow.types_in("lead")
    introduced = _previous(flow, leads[w]) | _previous(flow, flow.possessive)
    begins = ends - size[ends] + 1
    n = np.bincount(w[ends], minlength=len(v))
    n_introduced = np.bincount(w[ends][introduced[begins]], minlength=len(v))
    plural = np.fromiter(
        (len(t) > 4 and t.endswith("s") and not t.endswith("ss") for t in v), bool, len(v)
    )
    least = np.where(_ending(v, "ing"), LEAST_NOMINAL, LEAST_INTRODUCED)
    found: Flags = plural | (n_introduced >= np.maximum(least * n, 1))
    return found
