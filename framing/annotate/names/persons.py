"""Which capitalised words are names of persons: after a title, as a speaker, after a given name."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from framing.annotate.names.flow import BLANK, Flags, Flow
from framing.language.words import fold

_MOST_DEFINITE = 0.2  # of uses after "the": persons take no article, departments and islands do


def find_persons(flow: Flow, speakers: Iterable[str] = ()) -> Flags:
    """Types that end names of persons.

    Parameters
    ----------
    speakers
        Full names of speakers as the layer of attributions has them.
    """
    v, w = flow.vocabulary, flow.word
    n = len(v)
    titles = flow.types_in("titles")
    linked = np.zeros(len(w), dtype=bool)
    linked[1:] = (flow.gap[:-1] == BLANK) & ~flow.possessive[:-1]
    # "Sen. Norte", "Minister Norte": the stop of an abbreviation counts as a blank.
    titled = np.zeros(len(w), dtype=bool)
    titled[1:] = titles[w[:-1]] & (flow.run[1:] == flow.run[:-1]) & flow.capital[1:]
    given = np.zeros(len(w), dtype=bool)
    given[1:] = titled[:-1] & flow.capital[1:] & linked[1:]
    middle = np.zeros(len(w), dtype=bool)
    middle[1:] = given[:-1] & flow.capital[1:] & linked[1:]
    last = (titled | given | middle) & ~np.append((given | middle)[1:], False)
    person = np.bincount(w[last], minlength=n) > 0
    place = {t: k for k, t in enumerate(v)}
    for speaker in speakers:
        words = speaker.split()
        if 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words):
            k = place.get(fold(words[-1]))
            if k is not None:
                person[k] = True
    person &= ~titles & ~flow.types_in("function")
    person &= _definite(flow) <= _MOST_DEFINITE
    # "Ana Norte" makes Ana a given name, and "Ana Sund" a person.
    before = np.zeros(len(w), dtype=bool)
    before[:-1] = linked[1:] & person[w[1:]] & flow.capital[:-1] & ~titles[w[:-1]]
    names = np.bincount(w[before], minlength=n) > 0
    names &= (_definite(flow) == 0) & ~flow.types_in("function")
    follows = np.zeros(len(w), dtype=bool)
    follows[1:] = linked[1:] & names[w[:-1]] & flow.capital[1:] & flow.capital[:-1]
    person |= (np.bincount(w[follows], minlength=n) > 0) & (_definite(flow) <= _MOST_DEFINITE)
    return person


def _definite(flow: Flow) -> np.ndarray:
    """Per type, the share of its uses in a row of capitals that "the" leads."""
    w = flow.word
    the = np.fromiter(
        (t in ("the", "a", "an") for t in flow.vocabulary), bool, len(flow.vocabulary)
    )
    led = np.zeros(len(w), dtype=bool)
    led[1:] = the[w[:-1]] & (flow.run[1:] == flow.run[:-1])
    for _ in range(3):
        led[1:] |= led[:-1] & flow.capital[:-1] & flow.capital[1:] & (flow.gap[:-1] == BLANK)
    n = np.maximum(np.bincount(w, minlength=len(the)), 1)
    share: np.ndarray = np.bincount(w[led], minlength=len(the)) / n
    return share
