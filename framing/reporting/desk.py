"""The desk that sections are written at: inputs, labels, house style, and the passages cited."""

from __future__ import annotations

import hashlib
import shlex
from functools import cached_property
from typing import Any

import polars as pl

from framing.annotate.layers import mark_wire
from framing.annotate.names.practice import with_use
from framing.compare.design import READING
from framing.reporting.anchors import article_id, layer_of, mention_id
from framing.reporting.figures.house import House, build_house
from framing.reporting.formats import counted_articles, of, visible
from framing.reporting.inputs import ReportInputs
from framing.reporting.labels import Labels, build_labels, voice_label
from framing.reporting.messages import _, below
from framing.reporting.model import Evidence, Link, Passage, Store

MAX_PASSAGES = 12  # a number; how many more there are is said
MAX_SPREADS = 6
MAX_COLUMNS = 12
_CONTEXT = 110  # characters on either side of a match
_LONGEST = 280  # characters of a match


class Desk:
    """Holds what every section needs, and collects the passages that they cite."""

    def __init__(self, inputs: ReportInputs) -> None:
        self.inputs = inputs
        self._evidence: dict[str, Evidence] = {}
        self._cited: list[tuple[str, pl.DataFrame]] = []

    @cached_property
    def labels(self) -> Labels:
        """Labels of the codebook."""
        return build_labels(self.inputs.codebook)

    @cached_property
    def house(self) -> House:
        """Colours of outlets, marks of groups."""
        return build_house(self.inputs.outlets)

    @property
    def is_reading(self) -> bool:
        """Whether the tier allows readings only: counts, no comparison."""
        return self.inputs.design.tier == READING

    @cached_property
    def lost(self) -> pl.DataFrame:
        """Articles that ended every process which read them, and are left out everywhere."""
        ledger = self.inputs.ledger
        ids = ledger.filter((pl.col("fate") == "skipped") & pl.col("article").is_not_null())
        return self.inputs.articles.filter(pl.col("article").is_in(ids["article"].implode()))

    @cached_property
    def measured(self) -> pl.DataFrame:
        """Articles that measures speak of, with ``is_wire`` (another agency's text)."""
        rows = self.inputs.articles.filter(
            pl.col("article").is_in(pl.Series(self.inputs.measured).implode())
        )
        return mark_wire(rows)

    @cached_property
    def names(self) -> pl.DataFrame:
        """Mentions of names with their ``use``: what every count of names rests on."""
        wire = self.measured.filter(pl.col("is_wire"))["article"]
        return with_use(self.inputs.names.mentions, wire)

    @cached_property
    def outlets(self) -> list[tuple[str, str]]:
        """Outlets with articles as (outlet, group), in the order of every table."""
        rows = self.measured.select("outlet", "group").unique().sort("group", "outlet")
        return [(outlet, group) for outlet, group in rows.iter_rows()]

    @cached_property
    def event_names(self) -> dict[str, str]:
        """Event ids and what they are called, by date."""
        events = sorted(self.inputs.events, key=lambda e: (e.date or "9999", e.id))
        return {event.id: visible(event.name or event.id) for event in events}

    @cached_property
    def shown(self) -> list[tuple[str, list[str]]]:
        """What stands side by side: (event or empty, articles), as far as the page holds."""
        rows = self.measured.sort("group", "outlet", "date", "article", nulls_last=True)
        with_event = rows.drop_nulls("event")
        if with_event.is_empty():
            return [
                (
                    "",
                    rows.sort("date", "article", nulls_last=True)["article"].to_list()[
                        :MAX_COLUMNS
                    ],
                )
            ]
        spread = with_event.group_by("event").agg(pl.col("outlet").n_unique())
        first = spread.sort("outlet", "event", descending=[True, False]).head(MAX_SPREADS)
        order = list(self.event_names)
        chosen = sorted(first["event"], key=lambda e: (order.index(e) if e in order else 999, e))
        return [
            (e, with_event.filter(pl.col("event") == e)["article"].to_list()[:MAX_COLUMNS])
            for e in chosen
        ]

    @cached_property
    def shown_articles(self) -> frozenset[str]:
        """Articles that stand in the page."""
        return frozenset(article for _event, articles in self.shown for article in articles)

    @cached_property
    def store(self) -> Store:
        """Articles and passages: those cited until it is first asked for, so ask for it last."""
        from framing.reporting.store.build import build_store

        return build_store(self)

    @cached_property
    def texts(self) -> dict[str, str]:
        """Stored texts by article."""
        return dict(self.measured.select("article", "text").iter_rows())

    @cached_property
    def _dates(self) -> dict[str, str]:
        return dict(self.measured.select("article", "date").iter_rows())

    def n_articles(self, outlet: str) -> int:
        """How many articles of an outlet are measured."""
        return self.measured.filter(pl.col("outlet") == outlet).height

    def cite(
        self,
        words: str,
        rows: pl.DataFrame,
        title: str,
        *,
        most: int = MAX_PASSAGES,
        by_article: bool = False,
    ) -> Link | str:
        """Words that open passages of ``rows`` (mentions); plain words where there are none.

        ``by_article`` for words that count articles: each article comes before a second passage.
        """
        if rows.is_empty():
            return words
        layer = layer_of(rows)
        ids = rows["id"].cast(pl.String)
        all_ids = ids.sort().str.join("\x1f").item()
        said = "\x1f".join([title, str(by_article), layer, all_ids])
        key = f"e-{hashlib.blake2b(said.encode(), digest_size=6).hexdigest()}"
        if key not in self._evidence:
            self._cited.append((layer, rows))
            ordered = rows.sort("outlet", "article", "start")
            n_articles = ordered["article"].n_unique() if by_article else 0
            if by_article:
                turn = ordered.with_row_index("k").with_columns(
                    turn=pl.int_range(pl.len()).over("article")
                )
                chosen = sorted(turn.sort("turn", "k")["k"].head(most))
            else:
                # Spread over all of them, not only the first outlets or dates.
                chosen = sorted({k * ordered.height // most for k in range(most)})
            passages = tuple(self._passage(row) for row in ordered[chosen].iter_rows(named=True))
            self._evidence[key] = Evidence(
                key, visible(title), passages, ordered.height - len(passages), n_articles,
                layer, ids,
            )  # fmt: skip
        return Link(words, key)

    def in_articles(self, rows: pl.DataFrame, outlet: str, title: str) -> Link | str:
        """``k of n`` articles of an outlet that have a row, opening the passages."""
        words = of(rows["article"].n_unique(), self.n_articles(outlet))
        return self.cite(words, rows, title, by_article=True)

    def command(self, verb: str, *options: str) -> str:
        """A command line of this study."""
        return shlex.join(["framing", verb, self.inputs.study, *options])

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Everything cited so far, in the order of citing."""
        return tuple(self._evidence.values())

    @property
    def cited(self) -> list[tuple[str, pl.DataFrame]]:
        """The rows cited so far with their layer, in the order of citing."""
        return list(self._cited)

    def article_link(self, article: str, words: str) -> Link | str:
        """Words that lead to an article where it stands in the page."""
        return Link(words, article_id(article)) if article in self.shown_articles else words

    def source_note(self) -> str:
        """What a figure pasted elsewhere must carry along."""
        inputs = self.inputs
        dates = sorted(d for d in self.measured["date"] if d)
        said = (
            _(
                "Source: study {study}, {first} to {last}; {articles}; codebook {codebook} "
                "{version}; scope {scope}."
            )
            if dates
            else _(
                "Source: study {study}; {articles}; codebook {codebook} {version}; scope {scope}."
            )
        )
        return said.format(
            study=inputs.study,
            first=min(dates, default=""),
            last=max(dates, default=""),
            articles=counted_articles(self.measured.height),
            codebook=inputs.codebook.name,
            version=inputs.codebook.version,
            scope=inputs.scope,
        )

    def _passage(self, row: dict[str, Any]) -> Passage:
        article, start, end = row["article"], row["start"], row["end"]
        text = self.texts[article]
        # Context ends with the line: what stands above and below is often page furniture.
        first = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT)
        stop = text.find("\n", end)
        last = min(len(text) if stop < 0 else stop, end + _CONTEXT)
        match = text[start:end]
        if len(match) > _LONGEST:
            match = match[:_LONGEST].rsplit(" ", 1)[0] + " …"
        note = str(
            row.get("speaker")
            or row.get("holder")
            or row.get("labels")
            or below(row.get("mode") or "")
        )
        return Passage(
            article,
            visible(str(row["outlet"])),
            self._dates.get(article) or "",
            below(str(row["place"] or "")),
            voice_label(str(row["voice"])),
            visible(_flat(_tail(text[first:start], first == start - _CONTEXT))),
            visible(_flat(match)),
            visible(_flat(_head(text[end:last], last == end + _CONTEXT))),
            visible(_flat(note)),
            mention_id(str(row["id"])) if article in self.shown_articles else "",
        )


def _flat(text: str) -> str:
    """One line; spaces at its ends stay, so that words do not grow together."""
    middle = " ".join(text.split())
    left = " " if text[:1].isspace() else ""
    right = " " if middle and text[-1:].isspace() else ""
    return f"{left}{middle}{right}"


def _tail(text: str, is_cut: bool) -> str:
    if not is_cut or " " not in text:
        return text
    return "… " + text.split(" ", 1)[1]


def _head(text: str, is_cut: bool) -> str:
    if not is_cut or " " not in text:
        return text
    return text.rsplit(" ", 1)[0] + " …"
