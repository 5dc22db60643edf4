"""Words of every group against the others, with a background, on a study made here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

import framing
from framing.engine.background import find_background
from framing.engine.verbs.words import how_tested
from framing.errors import UsageError

OUTLETS = "outlet,name,group\n" + "".join(f"{g}{k},{g}{k} News,{g}\n" for g in "ABC" for k in "12")


@pytest.fixture
def run(make_study):
    """Three groups of two outlets, 24 articles each over six events; only A keeps a word."""
    dice = np.random.default_rng(5)
    words = [f"{c}{v}{d}" for c in "bdfgklm" for v in "aeiou" for d in "nrst"]
    files: dict[str, str] = {}
    rows = ["file,outlet,date,event"]
    for group in "ABC":
        for k in range(24):
            name = f"{group}{1 + k % 2}_{k:02}.txt"
            text = list(dice.choice(words, 40)) + (["harbour"] * 3 if group == "A" else [])
            dice.shuffle(text)
            files[f"articles/{name}"] = f"{text[0]} {text[1]}\n\n{' '.join(text)}.\n"
            rows.append(f"{name},{group}{1 + k % 2},2024-05-{1 + k % 6:02},e{k % 6}")
    events = "".join(f'[events.e{k}]\nname = "Event {k}"\n' for k in range(6))
    study = f'[study]\nid = "made"\nlanguage = "en"\n[sampling]\nkind = "complete"\n{events}'
    none = dict.fromkeys(
        ("articles/alpha_talks.txt", "articles/beta_ferry.txt", "articles/gamma_talks.txt")
    )
    return framing.open_study(
        make_study(
            {**none, **files, "study.toml": study, "outlets.csv": OUTLETS,
             "articles.csv": "\n".join(rows) + "\n"}
        )
    )  # fmt: skip


QUICK = {"max_n": 1, "n_intervals": 3, "permutations": 99}


def test_each_group_against_the_rest_or_each_pair(run):
    rest = framing.words(run, **QUICK)
    assert rest.words.select("a", "b").unique(maintain_order=True).rows() == [
        (group, "all others") for group in "ABC"
    ]
    assert (rest.pair.a, rest.pair.b, rest.pair.tier) == (
        "each group", "all others", "inferential",
    )  # fmt: skip
    pairs = framing.words(run, pairs=True, **QUICK)
    assert pairs.words.select("a", "b").unique(maintain_order=True).rows() == [
        ("A", "B"), ("A", "C"), ("B", "C"),
    ]  # fmt: skip
    # One comparison of many is the same as that comparison alone.
    for found, group, versus in ((rest, "B", ""), (pairs, "A", "C")):
        alone = framing.words(run, group=group, versus=versus, **QUICK)
        own = found.words.filter(a=group, b=versus or "all others")
        assert own.equals(alone.words)
        prefix = f"{group} against {versus or 'all others'}: "
        here = [line.removeprefix(prefix) for line in found.hidden if line.startswith(prefix)]
        assert here == list(alone.hidden)


def test_the_word_that_one_group_keeps_is_found_and_noise_is_not(run):
    words = framing.words(run, **QUICK).words
    found = words.filter(pl.col("p_adjusted") <= 0.05)
    assert found.select("a", "term").unique(maintain_order=True).rows() == [("A", "harbour"),
        ("B", "harbour"), ("C", "harbour")]  # fmt: skip
    assert (found["z"] > 0).to_list() == [True, False, False]
    said = "Westfall-Young max-T, 99 relabellings within 6 events, smallest p 0.01"
    assert how_tested(words) == tuple(f"p of {g} against all others: {said}" for g in "ABC")


def test_one_group_and_others_that_do_not_fit(run):
    for more, message in (
        ({"versus": "A"}, "versus 'A' needs group"),
        ({"group": "A", "pairs": True}, "pairs are of all groups"),
        ({"max_n": 4}, "max_n is 4; allowed: 1, 2, 3"),
        ({"permutations": 0}, "permutations is 0; allowed: 1 or more"),
        ({"claim": "nations"}, "claim is 'nations'; allowed: these_outlets, group"),
    ):
        with pytest.raises(UsageError, match=message):
            framing.words(run, **more)


def test_backgrounds_count_the_same_words(run, tmp_path):
    text = tmp_path / "more.txt"
    text.write_text("\ufeffThe HARBOUR of the town. The harbour wall.\n", "utf-8")
    plain = find_background(text, max_n=2)
    counts = dict(plain.counts.iter_rows())
    assert (plain.name, plain.n_words, counts["the"], counts["the harbour"]) == (
        "more.txt",
        8,
        3,
        2,
    )
    assert "town the" not in counts
    table = tmp_path / "more.csv"
    table.write_text("term,n\nThe,2\nthe,1\nHarbour,1.5\nthe harbour,1\n")
    listed = find_background(table, max_n=2)
    assert listed.n_words == 4.5
    assert dict(listed.counts.iter_rows()) == {"harbour": 1.5, "the": 3.0, "the harbour": 1.0}
    study = find_background(run, max_n=1)
    assert study.n_words == 72 * 42 + 72 and study.name == "made"
    own = framing.words(run, group="A", **QUICK).words
    moved = framing.words(run, group="A", background=table, **QUICK).words
    assert own["log_ratio"].to_list() != [] and own["z"].to_list() != moved["z"].to_list()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b" ... \n", "holds no word"),
        ("latin.txt", "café".encode("latin-1"), "it is not UTF-8"),
        ("none.csv", b"word,count\na,1\n", "has no column term or n, only word, count"),
        ("wrong.csv", b"term,n\na,1\nb,-2\n", "wrong.csv:3: n of 'b' is -2.0; allowed: 0 or more"),
        ("words.csv", b"term,n\na,some\n", "allowed: columns term,n"),
        ("pairs.csv", b"term,n\na b,2\n", "counts no single word"),
        ("void.csv", b"", "allowed: columns term,n"),
    ],
)
def test_a_background_that_cannot_be_read_is_named(tmp_path, name, content, message):
    path: Path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        find_background(path, max_n=1)
    with pytest.raises(UsageError, match="No such file"):
        find_background(tmp_path / "gone.txt", max_n=1)
