from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.measures.diversity import mattr, mtld


def draw(n, modulus, seed):
    """Token ids with many rare and few common types, the same on every machine."""
    ids, state = [], seed
    for _ in range(n):
        state = (1103515245 * state + 12345) % 2**31
        share = (state >> 8) / 2**23
        ids.append(int(modulus * share * share))
    return np.array(ids)


# lexicalrichness 0.5.1, in an environment of its own:
#   python -m venv /tmp/ref && /tmp/ref/bin/pip install lexicalrichness==0.5.1
#   LexicalRichness(" ".join(f"w{i}" for i in draw(n, modulus, seed)), preprocessor=None,
#                   tokenizer=str.split).mtld(threshold=threshold), .mattr(window_size=100)
REFERENCE = [
    (100, 120, 1, 0.72, 60.749743238616915, 0.63),
    (257, 300, 2, 0.72, 132.78369129573338, 0.755886075949367),
    (1000, 400, 3, 0.72, 156.76629306766296, 0.8089234184239696),
    (1000, 400, 3, 0.66, 237.1700879765396, 0.8089234184239696),
    (5000, 2000, 4, 0.72, 851.2669576540486, 0.940091817996305),
    (150, 3, 5, 0.72, 2.9128959276018103, 0.030000000000000023),
]

tokens = st.lists(st.integers(0, 12), min_size=1, max_size=60).map(np.array)


def mtld_one_way(words, threshold):
    """McCarthy & Jarvis with a set, one word at a time."""
    factors, types, n = 0.0, set(), 0
    for word in words:
        n += 1
        types.add(word)
        if len(types) / n <= threshold:
            factors, types, n = factors + 1, set(), 0
    if n:
        factors += (1 - len(types) / n) / (1 - threshold)
    return len(words) / factors if factors else math.nan


@pytest.mark.parametrize(("n", "modulus", "seed", "threshold", "expected", "_"), REFERENCE)
def test_mtld_is_lexicalrichness(n, modulus, seed, threshold, expected, _):
    got = mtld(draw(n, modulus, seed), threshold=threshold)
    assert got == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("n", "modulus", "seed", "_", "__", "expected"), REFERENCE)
def test_mattr_is_lexicalrichness(n, modulus, seed, _, __, expected):
    assert mattr(draw(n, modulus, seed)) == pytest.approx(expected, rel=1e-9)


def test_mtld_by_hand():
    # forwards: 0 1 0 | 1 2 0 -> 2/3 ends a factor, rest 1: one factor; backwards: 0 2 1 0 1 | 0
    assert mtld(np.array([0, 1, 0, 1, 2, 0]), min_tokens=1) == 6
    # forwards 0 0 | 0 0 | 1: 2 factors; backwards 1 0 0 | 0 0: 2 factors
    assert mtld(np.array([0, 0, 0, 0, 1]), min_tokens=1) == 2.5


@given(tokens, st.sampled_from([0.5, 0.66, 0.72, 0.75]))
def test_mtld_equals_the_word_by_word_definition(ids, threshold):
    words = ids.tolist()
    expected = (mtld_one_way(words, threshold) + mtld_one_way(words[::-1], threshold)) / 2
    got = mtld(ids, threshold=threshold, min_tokens=1)
    assert got == pytest.approx(expected, rel=1e-9, nan_ok=True)


@given(tokens, st.integers(1, 70))
def test_mattr_equals_the_mean_over_windows(ids, window):
    windows = [ids[i : i + window] for i in range(ids.size - window + 1)]
    got = mattr(ids, window=window)
    if not windows:
        assert math.isnan(got)
        return
    expected = sum(len(set(w.tolist())) / window for w in windows) / len(windows)
    assert got == pytest.approx(expected, rel=1e-9)
    assert 1 / window - 1e-12 <= got <= 1


@given(tokens, st.integers(-1000, 1000))
def test_names_of_types_and_direction_of_reading_do_not_matter(ids, shift):
    renamed = shift - 7 * ids
    for other in (renamed, ids[::-1], ids.astype(np.uint32)):
        assert mtld(other, min_tokens=1) == pytest.approx(mtld(ids, min_tokens=1), nan_ok=True)
        assert mattr(other, window=3) == pytest.approx(mattr(ids, window=3), nan_ok=True)


def test_short_texts_are_undefined_not_zero():
    ids = draw(99, 50, 1)
    assert math.isnan(mtld(ids))
    assert math.isnan(mattr(ids))
    assert mtld(ids, min_tokens=99) > 0
    assert math.isnan(mtld(np.array([], dtype=np.int64)))
    assert math.isnan(mattr(np.array([], dtype=np.int64), window=1))


def test_a_text_that_repeats_nothing_has_no_factor():
    # lexicalrichness returns 150 here, which is the length of the text and nothing else.
    assert math.isnan(mtld(np.arange(150)))


def test_errors():
    ids = draw(100, 50, 1)
    with pytest.raises(ValueError, match=r"threshold = 1.0; allowed: above 0, below 1"):
        mtld(ids, threshold=1.0)
    with pytest.raises(ValueError, match="min_tokens = 0; allowed: at least 1"):
        mtld(ids, min_tokens=0)
    with pytest.raises(ValueError, match="window = 0; allowed: at least 1"):
        mattr(ids, window=0)
    for measure in (mtld, mattr):
        with pytest.raises(ValueError, match="type_ids is 2-D of int64; allowed: 1-D whole"):
            measure(ids.reshape(10, 10))
        with pytest.raises(ValueError, match=r"1-D of float64.*return_inverse"):
            measure(ids / 2)
        with pytest.raises(ValueError, match="1-D of <U1"):
            measure(np.array(["a", "b"]))
