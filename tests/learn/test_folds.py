from __future__ import annotations

from itertools import pairwise

import numpy as np

from framing.learn.folds import article_folds, can_train, growing, outlet_folds


def test_folds_cover_every_article_once_and_keep_copies_whole(make_examples):
    examples = make_examples(120, copies=20)
    folds = article_folds(examples, seed=1)
    assert sorted(np.concatenate([fold.test for fold in folds])) == list(range(120))
    for fold in folds:
        train = {examples.units[i] for i in fold.train}
        assert train.isdisjoint(examples.units[i] for i in fold.test)
        assert len(fold.train) + len(fold.test) == 120


def test_every_fold_has_its_share_of_every_label(make_examples):
    examples = make_examples(150)
    shares = [examples.truth[fold.test].sum() for fold in article_folds(examples, seed=3)]
    assert shares == [10] * 5


def test_folds_depend_on_the_seed_and_not_on_the_order_of_rows(make_examples):
    one, two = (article_folds(make_examples(), seed=seed) for seed in (1, 2))
    assert [f.test.tolist() for f in one] != [f.test.tolist() for f in two]
    again = article_folds(make_examples(), seed=1)
    assert [f.test.tolist() for f in one] == [f.test.tolist() for f in again]


def test_an_outlet_is_held_out_with_all_that_copied_from_it(make_examples):
    examples = make_examples(24, copies=0)
    units = list(examples.units)
    units[2] = units[0]  # outlet 1 carries a text of outlet 0
    object.__setattr__(examples, "units", tuple(units))
    fold = next(f for f in outlet_folds(examples) if f.name == "outlet 0")
    assert {examples.outlets[i] for i in fold.test} == {"outlet 0"}
    assert 2 not in fold.train and 2 not in fold.test
    assert len(fold.train) == 24 - len(fold.test) - 1


def test_an_outlet_that_holds_most_of_a_label_cannot_be_held_out(make_examples):
    examples = make_examples(24)
    assert not can_train(examples, outlet_folds(examples)[0])
    many = make_examples(120)
    assert all(can_train(many, fold) for fold in outlet_folds(many))


def test_parts_of_the_training_rows_grow_and_keep_the_labels_in_proportion(make_examples):
    examples = make_examples(150)
    fold = article_folds(examples, seed=1)[0]
    parts = list(growing(examples, fold, seed=1))
    assert [len(part) for part in parts] == [30, 60, 90, 120]
    for small, large in pairwise(parts):
        assert set(small) < set(large)
    assert [int(examples.truth[part].sum()) for part in parts] == [10, 20, 30, 40]
    assert parts[-1].tolist() == fold.train.tolist()
