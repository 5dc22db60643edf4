"""The table of suggested wordings: counts by outlet, evidence, passages."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from framing.annotate.names.links import KINDS, Link
from framing.engine.run import Run
from framing.engine.suggestions import Wordings, find_wordings
from framing.language.words import display
from framing.records.scope import Scope
from framing.records.tables import WORDINGS, table

N_CLUSTERS = 20
_AROUND = 90  # characters of a passage on either side of the phrase
_PARTS = ("score", "said", "slots", "company", "kin", "apart", "contrast", "weight")
_OWN = ("outlet", "wire")


def suggest_names(
    run: Run, *, scope: Scope | None = None, n: int = N_CLUSTERS
) -> tuple[pl.DataFrame, list[str]]:
    """Phrases that different outlets seem to use for the same thing, in clusters, the best first.

    Needs no codebook. A ranking to read, not a finding: no score says that two phrases mean the
    same, and none is a probability. Do not compare scores of two studies.

    Parameters
    ----------
    run
        From ``framing.open_study``.
    scope
        Default: the study's.
    n
        How many clusters at most.

    Returns
    -------
    tuple
        A table with schema ``WORDINGS``, one row a wording, by cluster and number of articles; and
        notes on what was compared. The score of a wording is that of its best pair in the cluster
        (``beside``): 1 - (1 - said)(1 - slots)(1 - company), raised for a word in common (``kin``)
        and for outlets that differ (``contrast``), times ``apart`` (1: never in one article; what a
        text says outright needs none) and ``weight`` (how many articles), less for shorter forms
        and names without article.

    Raises
    ------
    UsageError
        Fewer than two outlets, or too few words to compare.
    """
    found = find_wordings(run, scope or run.study.options.scope, n=n)
    writer = _Rows(run, found, scope or run.study.options.scope)
    rows = [
        row
        for number, cluster in enumerate(found.clusters, start=1)
        for row in writer.rows(number, cluster)
    ]
    notes = [
        found.basis,
        f"{len(found.clusters)} clusters of {len(found.phrases.words)} phrases "
        f"({found.phrases.persons} uses of names of persons left out): suggestions, read them",
    ]
    return table(rows, WORDINGS), notes


class _Rows:
    """Rows of the table; holds what they share."""

    def __init__(self, run: Run, found: Wordings, scope: Scope) -> None:
        self._found = found
        flow, phrases = found.flow, found.phrases
        here = run.articles_in(scope)
        self._n_articles = here.height
        self._per_outlet = dict(here.group_by("outlet").len().iter_rows())
        self._articles = run.measured["article"].to_list()
        self._outlets = run.measured["outlet"].to_list()
        self._texts = run.measured["text"].to_list()
        self._first = phrases.first
        tokens = run.tokens
        self._start, self._end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
        voices = run.voices.is_in(_OWN).to_numpy()
        self._own = voices[flow.row[phrases.first]]
        order = np.argsort(phrases.phrase, kind="stable")
        bounds = np.searchsorted(phrases.phrase[order], np.arange(len(phrases.words) + 1))
        self._uses = [order[a:b] for a, b in pairwise(bounds)]
        self._known = _known(run)
        self._pairs = {(row["p"], row["q"]): row for row in found.pairs.iter_rows(named=True)}

    def rows(self, number: int, cluster: list[int]) -> list[dict[str, Any]]:
        rows = [self._row(number, phrase, cluster) for phrase in cluster]
        return sorted(rows, key=lambda row: (-row["n_articles"], -row["n"], row["wording"]))

    def _row(self, number: int, phrase: int, cluster: list[int]) -> dict[str, Any]:
        uses = self._uses[phrase]
        forms = self._forms(uses)
        pair, partner = self._best_pair(phrase, cluster)
        docs = self._found.uses.article[uses]
        evidence, at, other = self._evidence(phrase, partner)
        place, beside = self._place(at), self._place(other)
        return {
            "cluster": number,
            "wording": self._shown(uses),
            "forms": "; ".join(forms),
            "known": self._known_as(uses),
            "n": len(uses),
            "n_own": int(self._own[uses].sum()),
            "n_articles": len(set(docs.tolist())),
            "outlets": self._by_outlet(uses),
            "beside": self._shown(self._uses[partner]),
            **{part: round(float(pair[part]), 4) for part in _PARTS},
            "evidence": evidence,
            **place,
            **{f"other_{column}": value for column, value in beside.items()},
        }

    def _surface(self, use: int) -> str:
        start, end = self._offsets(use)
        return " ".join(self._texts[self._found.uses.article[use]][start:end].split())

    def _offsets(self, use: int) -> tuple[int, int]:
        phrases, row = self._found.phrases, self._found.flow.row
        first, last = row[phrases.first[use]], row[phrases.last[use] - 1]
        return int(self._start[first]), int(self._end[last])

    def _shown(self, uses: np.ndarray) -> str:
        """The commonest spelling, without a possessive; ties by alphabet."""
        counts = Counter(_bare(self._surface(int(use))) for use in uses)
        return min(counts, key=lambda form: (-counts[form], form))

    def _forms(self, uses: np.ndarray) -> list[str]:
        """Spellings as patterns: folded, the commonest first."""
        counts = Counter(
            " ".join(display(word) for word in self._surface(int(use)).split()) for use in uses
        )
        return sorted(counts, key=lambda form: (-counts[form], form))

    def _by_outlet(self, uses: np.ndarray) -> str:
        """Per outlet: uses, how many of them its own, in how many of its articles."""
        by_outlet: dict[str, list[int]] = {}
        for use in uses.tolist():
            by_outlet.setdefault(self._outlets[self._found.uses.article[use]], []).append(use)
        cells = []
        for outlet, mine in by_outlet.items():
            n_articles = len({int(self._found.uses.article[use]) for use in mine})
            own = int(self._own[mine].sum())
            of = self._per_outlet[outlet]
            cells.append((-len(mine), f"{outlet} {len(mine)} ({own} own) in {n_articles} of {of}"))
        return "; ".join(text for _, text in sorted(cells))

    def _known_as(self, uses: np.ndarray) -> str | None:
        """The wording of the codebook that most uses are a mention of."""
        counts: Counter[str] = Counter()
        for use in uses.tolist():
            article = self._articles[self._found.uses.article[use]]
            start, end = self._offsets(use)
            for begin, until, rule in self._known.get(article, ()):
                if begin < end and start < until:
                    counts[rule] += 1
        best = min(counts, key=lambda rule: (-counts[rule], rule), default="")
        return best if best and counts[best] * 2 > len(uses) else None

    def _best_pair(self, phrase: int, cluster: list[int]) -> tuple[dict[str, Any], int]:
        pairs = [
            (self._pairs[key], other)
            for other in cluster
            if (key := (min(phrase, other), max(phrase, other))) in self._pairs
        ]
        if not pairs:  # joined as a shorter or longer form of a member
            words = [frozenset(types) for types in self._found.phrases.words]
            other = next(m for m in cluster if m != phrase and _nested(words[m], words[phrase]))
            return dict.fromkeys(_PARTS, 0.0), other
        return max(pairs, key=lambda pair: (pair[0]["score"], -pair[1]))

    def _evidence(self, phrase: int, partner: int) -> tuple[str, int, int]:
        """Kinds of evidence in words, and the two uses that show it best."""
        numbers = self._found.phrases.phrase
        links = [
            link
            for link in self._found.links
            if {int(numbers[link.x]), int(numbers[link.y])} == {phrase, partner}
        ]
        p, q = min(phrase, partner), max(phrase, partner)
        slots = self._found.slots.filter(p=p, q=q).sort(
            "mass", "use_p", "use_q", descending=[True, False, False]
        )
        said = Counter(self._says(link) for link in links)
        parts = [f"{what} ({n})" for what, n in sorted(said.items())]
        if slots.height:
            parts.append(f"same slot ({slots.height})")
        pair = self._pairs.get((p, q))
        if pair and pair["company"] > 0:
            parts.append("same company")
        if pair and pair["kin"] > 0:
            parts.append("a word in common")
        if not pair:
            parts.append("shorter or longer form")
        if links:
            best = max(links, key=lambda link: (KINDS[link.kind], -link.x))
            x, y = best.x, best.y
            at, other = (x, y) if numbers[x] == phrase else (y, x)
        elif slots.height:
            row = slots.row(0, named=True)
            first, second = row["use_p"], row["use_q"]
            at, other = (first, second) if phrase == p else (second, first)
        else:
            at, other = self._apart(phrase, partner)
        return "; ".join(parts), int(at), int(other)

    def _apart(self, phrase: int, partner: int) -> tuple[int, int]:
        """Uses of both on one event by two outlets; else the first of each."""
        events, outlets = self._found.uses.event, self._found.uses.outlet
        for a in self._uses[phrase].tolist():
            for b in self._uses[partner].tolist():
                if events[a] == events[b] and outlets[a] != outlets[b]:
                    return a, b
        return int(self._uses[phrase][0]), int(self._uses[partner][0])

    def _says(self, link: Link) -> str:
        """Who says what: "called so by Russia, in Alpha"."""
        flow, phrases = self._found.flow, self._found.phrases
        doc = int(flow.doc[phrases.first[link.x]])
        what = link.kind
        if link.owner[1]:
            start = int(self._start[flow.row[link.owner[0]]])
            end = int(self._end[flow.row[link.owner[1] - 1]])
            name = self._surface(link.y)
            what = f"{name}: so called by {' '.join(self._texts[doc][start:end].split())}"
        return f"{what}, in {self._outlets[doc]}"

    def _place(self, use: int) -> dict[str, Any]:
        doc = int(self._found.uses.article[use])
        start, end = self._offsets(use)
        text = self._texts[doc]
        begin, until = max(start - _AROUND, 0), end + _AROUND
        before = text[begin:start] if not begin else text[begin:start].partition(" ")[2]
        after = text[end:until] if until >= len(text) else text[end:until].rpartition(" ")[0]
        passage = " ".join((before + text[start:end] + after).split())
        passage = ("… " if begin else "") + passage + (" …" if until < len(text) else "")
        return {"article": self._articles[doc], "start": start, "end": end, "passage": passage}


def _nested(a: frozenset[int], b: frozenset[int]) -> bool:
    return a <= b or b <= a


def _bare(surface: str) -> str:
    for ending in ("'s", "\u2019s"):
        surface = surface.removesuffix(ending)
    return surface


def _known(run: Run) -> dict[str, list[tuple[int, int, str]]]:
    """Mentions of the codebook's names by article."""
    known: dict[str, list[tuple[int, int, str]]] = {}
    columns = run.layers.names.select("article", "start", "end", "rule")
    for article, start, end, rule in columns.iter_rows():
        known.setdefault(article, []).append((start, end, rule))
    return known
