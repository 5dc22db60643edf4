"""Weights made in partitions against those of a corpus in one piece."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

import framing
import framing.engine.parts.corpus as corpus_module
from framing.annotate.layers import Layers
from framing.engine.carried.sentences import find_event_sentences, named_types
from framing.engine.mentions import mention_rows
from framing.engine.parts import fill
from framing.engine.parts.weights import gather as gathering
from framing.engine.parts.weights.jobs import count_passages, weigh_part
from framing.engine.run import Run
from framing.engine.verbs.report import gather
from framing.records.scope import Scope
from framing.reporting import build_report
from framing.reporting.figures.drawings import Drawings
from framing.reporting.forms.json import render
from framing.scheduling.here import Here
from framing.scheduling.limits import MEMORY
from framing.scheduling.processes import Processes

_NO_MENTIONS = ("spans", "evidence")
SCOPES = [
    Scope(),
    Scope(copies="published"),
    Scope(copies="published", repeats="once"),
    Scope(repeats="all"),
    Scope(role=("body",)),
    Scope(voice=("outlet",)),
    Scope(voice=("source", "wire"), events=("shared",)),
    Scope(events=("investment-forum",)),
    Scope(outlets=("Primer Gazette", "Namuna Times"), repeats="once", copies="published"),
]


@pytest.fixture(scope="module")
def parted(kurils, tmp_path_factory):
    """The teaching corpus in partitions of five articles, in a cache of its own."""
    assert not kurils.corpus.is_parted
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(corpus_module, "PARTED", 5)
        patch.setattr(fill, "AT_ONCE", 5)
        cache = tmp_path_factory.mktemp("parted") / ".framing"
        run = Run(replace(kurils.study, cache=cache), scheduler=Here())
        assert run.corpus.is_parted
        yield run


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_tokens_weigh_in_partitions_what_they_weigh_in_one_piece(kurils, parted, scope):
    whole, parts = kurils.weighted_tokens(scope), parted.weighted_tokens(scope)
    assert parts.equals(whole)
    assert whole["weight"].n_unique() > 1


def test_a_partition_weighs_its_own_articles_alone(kurils, parted):
    scope = Scope(voice=("outlet",), events=("shared",))
    weighing = parted.weighing(scope)
    parts = parted.corpus.map_parts("", weigh_part, weighing, layers=weighing.layers)
    assert len(parts) > 3
    whole = kurils.weighted_tokens(scope)
    for rows in parts:
        here = whole.filter(pl.col("article").is_in(rows["article"].unique().implode()))
        assert rows.equals(here)


def test_repeats_are_found_across_partitions(kurils, parted):
    assert parted.repeats.equals(kurils.repeats)
    assert kurils.repeats["n_outlets"].max() > 1


@pytest.mark.parametrize("name", [name for name in Layers._fields if name not in _NO_MENTIONS])
def test_mentions_weigh_and_stand_alike(kurils, parted, name):
    for scope in (Scope(), Scope(copies="published", voice=("source",), events=("shared",))):
        whole = mention_rows(kurils, getattr(kurils.layers, name), scope)
        parts = mention_rows(parted, getattr(parted.layers, name), scope)
        assert parts.equals(whole)
        assert whole.height > 0 or name in ("indicators", "listed")


def test_sentences_are_located_when_they_are_asked_for(kurils, parted):
    assert find_event_sentences(parted, Scope()).equals(find_event_sentences(kurils, Scope()))


def test_mentions_need_no_words_here(kurils, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus_module, "PARTED", 5)
    run = Run(replace(kurils.study, cache=tmp_path / ".framing"), scheduler=Here())
    for name in ("edited", "copies"):  # made of all words, for now
        vars(run)[name] = getattr(kurils, name)
    given = []
    read = run.corpus.table
    monkeypatch.setattr(run.corpus, "table", lambda name: given.append(name) or read(name))
    mention_rows(run, run.layers.names, Scope(voice=("outlet",)))
    assert given == ["names"]


@pytest.mark.parametrize("scope", [Scope(), Scope(copies="published", voice=("outlet",))], ids=str)
def test_style_is_measured_in_partitions(kurils, parted, scope):
    whole = framing.style(kurils, scope=scope, articles=True)
    assert framing.style(parted, scope=scope, articles=True).equals(whole)
    assert whole.height > 50
    assert framing.style(parted, scope=scope).equals(framing.style(kurils, scope=scope))


def test_workers_weigh_as_this_process_does(kurils, parted, cluster):
    scope = Scope(voice=("outlet",), events=("shared",))
    expected = mention_rows(kurils, kurils.layers.names, scope)
    for scheduler in (Processes(2, MEMORY), cluster):
        run = Run(parted.study, scheduler=scheduler)
        vars(run).update(edited=parted.edited, copies=kurils.copies)
        assert mention_rows(run, run.layers.names, scope).equals(expected)
        assert run.repeats.equals(kurils.repeats)
        if scheduler is not cluster:
            scheduler.close()


def test_a_report_of_partitions_has_the_same_bytes(parted, kurils_report):
    report = build_report(gather(parted))
    written = [render(one, Drawings(one)) for one in (report, kurils_report)]
    assert written[0] == written[1]
    assert len(written[0]) > 100_000


def test_passages_are_counted_by_ranges_of_their_hashes(kurils, parted, monkeypatch):
    monkeypatch.setattr(gathering, "PIECE", 4)
    run = Run(parted.study, scheduler=Here())
    assert run.corpus.is_parted and run.passages.equals(parted.passages)
    whole = count_passages(kurils.corpus.whole, kurils.edited, (0, 1))
    pieces = [count_passages(kurils.corpus.whole, kurils.edited, (k, 3)) for k in range(3)]
    assert pl.concat(pieces).equals(whole) and all(piece.height > 20 for piece in pieces)


def test_named_types_are_counted_in_partitions(kurils, parted):
    assert named_types(parted).equals(named_types(kurils))
    assert {"lavrov", "russia"} & set(named_types(kurils))
