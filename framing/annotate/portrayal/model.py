"""The trained model as plain arrays, and what it says of places in sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from framing.annotate.portrayal.features import (
    Keys,
    Reals,
    class_cells,
    pair_words,
    word_keys,
)
from framing.annotate.portrayal.lexicon import load_colours
from framing.annotate.portrayal.passages import Codes, Ints, Passages

TONES = ("negative", "neutral", "positive")
MODEL_FILE = "model.npz"


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model of three tones.

    ``keys`` are the features of words it knows, sorted, ``rarity`` the weight of each in a
    sentence's length, ``word_weights`` and ``class_weights`` a row a feature and a column a tone;
    ``common`` are the numbers of words that are no names also where they are capitalised.
    """

    keys: Keys
    rarity: NDArray[np.float16]
    word_weights: NDArray[np.float16]
    class_weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    common: Codes


@cache
def load_model() -> tuple[Model, str]:
    """The model in the package, and its version: the first 8 digits of the file's hash."""
    data = files(__package__).joinpath(MODEL_FILE).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        model = Model(**{field.name: arrays[field.name] for field in fields(Model)})
    return model, hashlib.sha256(data).hexdigest()[:8]


def known_keys(model: Model, place: Ints, keys: Keys) -> tuple[Ints, Ints]:
    """Rows (place, number of the feature) of the keys that the model knows."""
    at = np.minimum(np.searchsorted(model.keys, keys), max(len(model.keys) - 1, 0))
    known = model.keys[at] == keys
    return place[known], at[known]


def word_lengths(place: Ints, rarity: Reals, n: int) -> Reals:
    """The length of each place's words: the root of the summed squares of their rarities."""
    return np.sqrt(np.maximum(np.bincount(place, rarity**2, n), 1e-9))


def probabilities(model: Model, passages: Passages) -> Reals:
    """How likely each tone is for each place: a row a place, columns as ``TONES``.

    The model was trained with equal weight for each tone: these are no shares to expect in a
    corpus.
    """
    lexicon, n = load_colours(), len(passages.first)
    if not n:
        return np.zeros((0, len(TONES)))
    pairs = pair_words(passages, lexicon)
    place, feature = known_keys(model, *word_keys(passages, pairs))
    rarity = model.rarity[feature].astype(np.float64)
    length = word_lengths(place, rarity, n)
    cell_place, column, value = class_cells(passages, pairs, lexicon)
    scores = np.empty((n, len(TONES)))
    for tone in range(len(TONES)):
        words = np.bincount(place, rarity * model.word_weights[feature, tone], n) / length
        classes = np.bincount(cell_place, value * model.class_weights[column, tone], n)
        scores[:, tone] = words + classes + model.bias[tone]
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
