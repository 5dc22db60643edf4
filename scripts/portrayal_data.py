"""NewsMTSC as places in documents, the folds by article, and the fit of the model."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from framing.annotate.attribution import find_attributions, find_quotes, load_lexicon
from framing.annotate.documents import Document, build_partition
from framing.annotate.portrayal.features import class_cells, n_columns, pair_words, word_keys
from framing.annotate.portrayal.lexicon import load_colours
from framing.annotate.portrayal.model import Model, known_keys, word_lengths
from framing.annotate.portrayal.passages import Codes, Passages, Place, build_passages, number_of
from framing.annotate.spans import Annotated, sentence_at
from framing.corpus.sentences import build_sentences
from framing.counts.tokens import tokenise
from framing.records.tables import SEGMENTS, table

N_FOLDS = 5
# Settings and features were chosen on articles of part "design" (see docs/portrayal.md).
STRENGTH = 1.0  # C of the logistic regression
CLASS_SCALE = 0.01  # of the columns of classes, in standard deviations
LEAST_KEYS, LEAST_COLUMNS = 2, 15  # places that a feature must stand in
# What of `primary_gid` names the article: `allsides_1000_401` of `allsides_1000_401_25_...` is
# article 1000 (event 401, sentence 25); `polusa_v1_4333948_-1` of `polusa_v1_4333948_-1_6_...`.
ARTICLE = re.compile(r"(allsides_\d+_\d+|polusa_v1_\d+_-?\d+)_\d+_")


@dataclass(frozen=True, slots=True)
class Gold:
    """Places with their tone (0 negative, 1 neutral, 2 positive), and the article of each."""

    annotated: list[Annotated]
    places: list[Place]
    tones: NDArray[np.int64]
    articles: list[str]


def load_gold(path: Path) -> Gold:
    """Read the file; a mention that is cut inside a word takes the whole word."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    annotated = annotate([row["sentence_normalized"] for row in rows])
    article_of = with_reprints(path, rows)
    places, tones, articles = [], [], []
    for number, (row, one) in enumerate(zip(rows, annotated, strict=True)):
        for target in row["targets"]:
            places.append(find_place(one.document, number, target["from"], target["to"]))
            tones.append(int(target["polarity"]) // 2 - 1)
            articles.append(article_of[number])
    return Gold(annotated, places, np.array(tones), articles)


def with_reprints(path: Path, rows: list[dict]) -> list[str]:
    """The article of each row; articles that hold the same sentence are one."""
    first: dict[str, str] = {}
    same: dict[str, str] = {}

    def root(article: str) -> str:
        while article in same:
            article = same[article]
        return article

    articles = []
    for line, row in enumerate(rows, start=1):
        found = ARTICLE.match(row["primary_gid"])
        if not found:
            raise ValueError(f"{path}: line {line}: no article in {row['primary_gid']!r}")
        articles.append(found[1])
        own = root(found[1])
        other = root(first.setdefault(row["sentence_normalized"], own))
        if other != own:
            same[max(own, other)] = min(own, other)
    return [root(article) for article in articles]


def annotate(sentences: list[str]) -> list[Annotated]:
    """Sentences as documents of one segment, with attributions, as the layer sees them."""
    ids = [f"{k:06}" for k in range(len(sentences))]
    articles = pl.DataFrame(
        {"article": ids, "outlet": "", "text": sentences},
        schema=dict.fromkeys(("article", "outlet", "text"), pl.String),
    )
    segments = table(
        [
            {"article": name, "segment": 0, "paragraph": 0, "role": "body", "start": 0,
             "end": len(text)}
            for name, text in zip(ids, sentences, strict=True)
        ],
        SEGMENTS,
    )  # fmt: skip
    partition = build_partition(
        articles,
        segments=segments,
        tokens=tokenise(articles, segments),
        sentences=build_sentences(articles, segments),
    )
    lexicon, found = load_lexicon(), []
    for document in partition.documents:
        quotes = find_quotes(document)
        attributions = find_attributions(document, lexicon, quotes=quotes)
        found.append(Annotated(document, attributions, quotes, ""))
    return found


def find_place(document: Document, number: int, start: int, end: int) -> Place:
    first = min(bisect_right(document.ends, start), len(document.words) - 1)
    sentence = sentence_at(document, document.starts[first])
    return Place(number, sentence, first, max(bisect_left(document.starts, end), first + 1))


def part_of(article: str) -> tuple[int, str]:
    """The fold of an article, and whether it is in the half that features were chosen on."""
    number = int(hashlib.sha256(article.encode()).hexdigest()[:8], 16)
    return number % N_FOLDS, "design" if number // N_FOLDS % 2 == 0 else "fresh"


def common_words(gold: Gold, rows: NDArray[np.int64]) -> Codes:
    """Words that stand in small letters more often than not, in the sentences of these rows."""
    small, large = Counter(), Counter()
    for number in sorted({gold.places[row].document for row in rows.tolist()}):
        document = gold.annotated[number].document
        for word, surface in zip(document.words, document.surfaces, strict=True):
            (large if surface[0].isupper() else small)[word] += 1
    common = [number_of(word) for word, n in small.items() if n > large[word]]
    return np.sort(np.array(common, dtype=np.uint64))


def lay_out(gold: Gold, rows: NDArray[np.int64], common: Codes) -> Passages:
    places = [gold.places[row] for row in rows.tolist()]
    return build_passages(gold.annotated, places, common=common, lexicon=load_colours())


def fit(gold: Gold, rows: NDArray[np.int64]) -> Model:
    """The model of these rows alone."""
    lexicon, n = load_colours(), len(rows)
    common = common_words(gold, rows)
    passages = lay_out(gold, rows, common)
    pairs = pair_words(passages, lexicon)
    place, keys = word_keys(passages, pairs)
    seen = np.unique(keys.astype(np.uint64) << np.uint64(32) | place.astype(np.uint64))
    known, in_places = np.unique((seen >> np.uint64(32)).astype(np.uint32), return_counts=True)
    kept = in_places >= LEAST_KEYS
    # Rounded as they are stored, so that training and prediction see the same numbers.
    rarity = (np.log(n / in_places[kept]) + 1).astype(np.float16)
    cells = class_cells(passages, pairs, lexicon)
    classes = sparse.csr_matrix((cells[2], (cells[0], cells[1])), shape=(n, n_columns(lexicon)))
    spread = np.sqrt(
        np.asarray(classes.multiply(classes).mean(axis=0)).ravel()
        - np.asarray(classes.mean(axis=0)).ravel() ** 2
    )
    used = (classes.getnnz(axis=0) >= LEAST_COLUMNS) & (spread > 0)
    scale = np.where(used, CLASS_SCALE / np.where(used, spread, 1), 0)
    empty = Model(known[kept], rarity, *(np.zeros((0, 3)),) * 3, common)
    rows_of, feature = known_keys(empty, place, keys)
    values = rarity[feature].astype(np.float64)
    values /= word_lengths(rows_of, values, n)[rows_of]
    words = sparse.csr_matrix((values, (rows_of, feature)), shape=(n, len(rarity)))
    both = sparse.hstack([words, classes @ sparse.diags(scale)]).tocsr()
    with threadpool_limits(1):  # sums in one order, so that the bytes are the same
        fitted = LogisticRegression(
            C=STRENGTH, class_weight="balanced", max_iter=1000, tol=1e-5
        ).fit(both, gold.tones[rows])
    weights = fitted.coef_.T
    return Model(
        known[kept],
        rarity,
        weights[: len(rarity)].astype(np.float16),
        (weights[len(rarity) :] * scale[:, None]).astype(np.float32),
        fitted.intercept_.astype(np.float32),
        common,
    )
