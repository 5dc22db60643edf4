from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.errors import UsageError
from framing.records.tables import CARRIERS, CHANGES


def test_the_forum_of_the_teaching_corpus_has_three_carriers(kurils):
    rows = framing.copies(kurils)
    assert dict(rows.schema) == CARRIERS
    assert rows["n_carriers"].to_list() == [3, 3, 3]
    first = rows.row(0, named=True)
    assert first["article"] == first["unit"] and first["outlet"] == first["earliest"]
    assert (first["shared"], first["n_added"], first["n_removed"]) == (1.0, 0, 0)
    assert set(rows["wire"]) == {"MAKET"}
    assert rows["shared"].min() > 0.9


def test_changes_add_up_to_the_rows_of_carriers(kurils):
    rows = framing.copies(kurils, changes=True)
    assert dict(rows.schema) == CHANGES
    texts = dict(kurils.measured.select("article", "text").iter_rows())
    for row in rows.iter_rows(named=True):
        assert texts[row["article"]][row["start"] : row["end"]] == row["after"]
        assert bool(row["after"]) == (row["change"] != "removed")
        assert bool(row["before"]) == (row["change"] != "added")
    assert set(rows["article"]) < set(framing.copies(kurils)["article"])


def test_one_article_alone(kurils):
    every = framing.copies(kurils)
    later, unit = every["article"][1], every["unit"][0]
    assert set(framing.copies(kurils, changes=True, article=later)["article"]) == {later}
    assert framing.copies(kurils, changes=True, article=unit)["article"].n_unique() == 2
    assert framing.copies(kurils, article=later).equals(every)


def test_an_article_without_copies_is_an_error(kurils):
    alone = kurils.copies.filter(pl.col("n_carriers") == 1)["article"][0]
    with pytest.raises(UsageError, match="has no copies; framing copies STUDY"):
        framing.copies(kurils, article=alone)


def test_a_study_without_copies_has_no_rows(make_study):
    run = framing.open_study(make_study())
    assert framing.copies(run).is_empty() and framing.copies(run, changes=True).is_empty()
