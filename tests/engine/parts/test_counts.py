"""Counts of partitions against those of all tokens in one table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing.engine.parts.corpus as corpus_module
from framing.compare.resampling.blocks import Workers
from framing.counts.chosen import choose_counts
from framing.counts.terms import count_terms
from framing.counts.tokens import display_forms
from framing.engine.parts import fill
from framing.engine.parts.counts import count as module
from framing.engine.parts.counts.count import Counts
from framing.engine.run import Run
from framing.engine.verbs.divergence import divergence
from framing.engine.verbs.lockwords import lockwords
from framing.engine.verbs.words import words
from framing.records.scope import Scope
from framing.scheduling.here import Here
from framing.scheduling.places import Folder, Place
from framing.scheduling.processes import Processes
from tests.counts.test_chosen import assert_equal, tables

SCOPES = [Scope(), Scope(copies="published"), Scope(voice=("source",)), Scope(role=("caption",))]


@pytest.fixture(scope="module")
def patch():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def processes():
    scheduler = Processes(2, 3 * 2**30)
    yield scheduler
    scheduler.close()


def parted_run(kurils, cache, patch, *, size=5, scheduler=None) -> Run:
    """The teaching corpus in partitions of a few articles and small ranges of terms."""
    assert not kurils.corpus.is_parted
    patch.setattr(corpus_module, "PARTED", 5)
    patch.setattr(fill, "AT_ONCE", size)
    patch.setattr(module, "USES_OF_RANGE", 9000)
    return Run(replace(kurils.study, cache=cache), scheduler=scheduler or Here())


@pytest.mark.parametrize("scope", SCOPES, ids=str)
@pytest.mark.parametrize("max_n", [1, 2, 3])
@pytest.mark.parametrize("least", [1, 2, 3])
def test_counts_of_partitions_are_those_of_the_whole(kurils, parted, scope, max_n, least):
    found = Counts(parted).weighted(scope, max_n=max_n, min_articles=least)
    expected = count_terms(kurils.weighted_tokens(scope), max_n=max_n, min_articles=least)
    assert_equal(found, expected)


@pytest.fixture(scope="module")
def parted(kurils, patch, tmp_path_factory):
    return parted_run(kurils, tmp_path_factory.mktemp("parted") / ".framing", patch)


@pytest.mark.parametrize("size", [1, 17])
def test_partitions_of_any_size_count_the_same(kurils, patch, tmp_path, size):
    run = parted_run(kurils, tmp_path, patch, size=size)
    expected = count_terms(kurils.weighted_tokens(Scope()), max_n=2, min_articles=2)
    assert_equal(run.counts.weighted(Scope(), max_n=2, min_articles=2), expected)


def test_every_scheduler_counts_the_same(kurils, patch, tmp_path, cluster, processes):
    expected = count_terms(kurils.weighted_tokens(Scope()), max_n=3, min_articles=2)
    for scheduler in (processes, cluster):
        run = parted_run(kurils, tmp_path, patch, size=20, scheduler=scheduler)
        assert_equal(run.counts.weighted(Scope(), max_n=3, min_articles=2), expected)


@pytest.mark.parametrize("scope", SCOPES[:2], ids=str)
def test_spellings_are_chosen_over_all_partitions(kurils, parted, scope):
    tokens = kurils.weighted_tokens(scope).filter(pl.col("weight") > 0)
    found = parted.counts.forms(scope)
    assert found == kurils.counts.forms(scope) == dict(display_forms(tokens).iter_rows())
    assert found


@pytest.mark.parametrize(
    "how", [{}, {"max_n": 2, "contested": False}, {"giveaways": True}], ids=str
)
def test_divergence_of_partitions_is_that_of_the_whole(kurils, parted, how):
    whole = divergence(kurils, permutations=9, **how)
    assert whole.filter(pl.col("measure") == "removed")["n"].sum() > 0
    assert divergence(parted, permutations=9, **how).equals(whole)


def test_words_of_partitions_are_those_of_the_whole(kurils, parted):
    how = {"permutations": 9, "n_intervals": 20, "max_n": 2}
    whole, found = words(kurils, **how), words(parted, **how)
    assert found.words.equals(whole.words) and found.hidden == whole.hidden
    whole, found = lockwords(kurils, margin=9), lockwords(parted, margin=9)
    assert found.words.equals(whole.words) and found.hidden == whole.hidden


def test_cells_are_removed_from_the_place(parted):
    Counts(parted).weighted(Scope(), max_n=2)
    assert parted.workers.place.names("counts") == []


@dataclass
class Piece:
    """Some articles of a made-up table."""

    tokens: pl.DataFrame

    def table(self, name: str) -> pl.DataFrame:
        return self.tokens


class MadeUp:
    """A run over pieces of a made-up table of tokens."""

    def __init__(self, pieces: list[Piece], place: Place) -> None:
        self.pieces = pieces
        self.scheduler = Here()
        self.workers = Workers(self.scheduler, place)
        self.corpus = self

    def map_parts(self, name, function, *args, layers=False):
        return [function(piece, *args) for piece in self.pieces]

    def merge_parts(self, name, function, *args, add):
        return reduce(add, self.map_parts(name, function, *args))


def read_tokens(piece: Piece) -> pl.DataFrame:
    return piece.tokens


@given(tables, st.lists(st.integers(0, 3), min_size=6, max_size=6), st.integers(1, 3), st.data())
def test_made_up_tokens_cut_anyhow_count_as_one_table(tmp_path_factory, tokens, where, max_n, data):
    least = data.draw(st.integers(1, 3))
    number = pl.col("article").str.tail(1).cast(pl.Int64).replace_strict(dict(enumerate(where)))
    pieces = [Piece(tokens.filter(number == k)) for k in range(4)]
    place = Folder(tmp_path_factory.getbasetemp() / "made-up")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "USES_OF_RANGE", data.draw(st.sampled_from([7, 1000])))
        counts = Counts(MadeUp(pieces, place))
        counted = counts.count_parts(read_tokens, max_n=max_n, least=min(least, 2))
    found = choose_counts(counted, max_n=max_n, min_articles=least)
    assert_equal(found, count_terms(tokens, max_n=max_n, min_articles=least))
