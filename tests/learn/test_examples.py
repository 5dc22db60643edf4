from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from framing.errors import UsageError
from framing.learn.examples import demand_enough, n_distinct


def test_enough_is_enough(make_examples):
    demand_enough(make_examples(100))


def test_too_few_articles_are_refused_with_the_number_that_is_missing(make_examples):
    with pytest.raises(UsageError, match=r"weather: 99 distinct .*no 66, yes 33.*; code 1 more"):
        demand_enough(make_examples(99))


def test_copies_of_one_text_are_one_article(make_examples):
    examples = make_examples(104, copies=5)
    assert n_distinct(examples) == 99
    with pytest.raises(UsageError, match="99 distinct articles are coded"):
        demand_enough(examples)


def test_a_rare_label_is_refused_by_name(make_examples):
    examples = make_examples(120)
    few = np.where(np.cumsum(examples.truth) > 19, 0, examples.truth)
    with pytest.raises(UsageError, match=r"at least 20 of each label.*too few: yes 19; code more"):
        demand_enough(replace(examples, truth=few))


def test_one_label_is_nothing_to_learn(make_examples):
    examples = make_examples(120)
    one = replace(examples, labels=("no",), truth=np.zeros(120, dtype=np.int64))
    with pytest.raises(UsageError, match="allowed: two labels or more"):
        demand_enough(one)
