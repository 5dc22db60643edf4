"""The chance of finding none: exact sums, numerical integrals, and a fitted prior."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.sparse import csr_array
from scipy.stats import beta

from framing.measures.omission import JEFFREYS, LEAST_ITEMS, Prior, chance_none, fit_prior


def one(pattern: str, exposure: list[float], own: float, prior: Prior = JEFFREYS) -> float:
    carried = np.array([[c == "x" for c in pattern]])
    return float(chance_none(carried, np.array(exposure), own=own, prior=prior)[0])


@pytest.mark.parametrize(("pattern", "k"), [("...", 0), ("x..", 1), ("x.x", 2), ("xxx", 3)])
@pytest.mark.parametrize("prior", [JEFFREYS, Prior(0.3, 2.0), Prior(2.0, 5.0)])
def test_texts_of_one_length_give_the_beta_binomial(pattern, k, prior):
    chance = (prior.b + 3 - k) / (prior.a + prior.b + 3)
    assert one(pattern, [1.0, 1.0, 1.0], 1.0, prior) == pytest.approx(chance, abs=1e-9)


def test_two_articles_of_ones_own_are_two_draws_at_one_rate():
    # After 2 of 3 the share is Beta(2.5, 1.5): E (1 - s)^2 = 1.5 * 2.5 / (4 * 5).
    assert one("xx.", [1.0] * 3, 2.0) == pytest.approx(1.5 * 2.5 / 20, abs=1e-9)


def test_unequal_lengths_equal_the_integral():
    exposure, own = [0.4, 1.0, 1.6], 0.7

    def likelihood(s: float, extra: float = 0.0) -> float:
        rest = 1 - s
        with_it = (1 - rest**0.4) * (1 - rest**1.6)
        return float(with_it * rest ** (1.0 + extra) * beta.pdf(s, 2, 3))

    wanted = quad(lambda s: likelihood(s, own), 0, 1)[0] / quad(likelihood, 0, 1)[0]
    assert one("x.x", exposure, own, Prior(2, 3)) == pytest.approx(wanted, abs=1e-8)


@given(
    st.lists(st.booleans(), min_size=3, max_size=6),
    st.floats(0.05, 4),
    st.floats(0.1, 2),
)
def test_longer_articles_and_more_carriers_make_none_less_likely(pattern, own, more):
    text = "".join("x" if has else "." for has in pattern)
    exposure = [1.0] * len(text)
    assert one(text, exposure, own + more) < one(text, exposure, own)
    if "." in text:
        assert one(text.replace(".", "x", 1), exposure, own) < one(text, exposure, own)


def test_the_prior_of_a_kind_is_found_again():
    random = np.random.Generator(np.random.Philox(7))
    events = []
    for _ in range(80):
        exposure = random.uniform(0.4, 1.6, int(random.integers(4, 8)))
        share = random.beta(0.3, 3.0, 60)
        has = random.random((60, len(exposure))) < 1 - (1 - share[:, None]) ** exposure
        events.append((has, exposure))
    found = fit_prior(events, least=1)
    assert found is not None
    assert found.a == pytest.approx(0.3, rel=0.35) and found.b == pytest.approx(3.0, rel=0.35)


def test_few_items_or_small_events_tell_no_prior():
    has, exposure = np.ones((LEAST_ITEMS - 1, 5), dtype=bool), np.ones(5)
    assert fit_prior([(has, exposure)], least=1) is None
    assert fit_prior([(np.ones((500, 3), dtype=bool), np.ones(3))], least=1) is None
    assert fit_prior([], least=1) is None


@pytest.mark.parametrize("n_texts", [5, 63, 65, 200])
def test_patterns_of_any_number_of_texts_are_weighed_as_each_item_alone(n_texts):
    dice = np.random.default_rng(n_texts)
    carried = dice.random((40, n_texts)) < 0.1
    exposure = dice.random(n_texts) + 0.5
    found = chance_none(carried, exposure, own=2.0)
    alone = [chance_none(row[np.newaxis], exposure, own=2.0)[0] for row in carried]
    np.testing.assert_allclose(found, alone, rtol=1e-12)
    sparse = chance_none(csr_array(carried.astype(float)), exposure, own=2.0)
    np.testing.assert_allclose(found, sparse, rtol=1e-12)
