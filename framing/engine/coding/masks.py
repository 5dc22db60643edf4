"""What coders see of a unit: its text and what stands around it, masked where they are blind."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from framing.corpus.wire.agencies import load_agencies
from framing.engine.run import Run
from framing.records.coding import MASK, MASK_NAMES, Sample
from framing.records.scope import TEXT_ROLES

CONTEXT = 2  # sentences shown before a unit, and after it
SHOWN = {
    "unit": pl.String, "before": pl.String, "text": pl.String, "after": pl.String,
    "outlet": pl.String, "title": pl.String, "event": pl.String,
}  # fmt: skip
# Addresses and accounts tell whose page it was.
_ADDRESS = r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)@\w+"

Span = tuple[int, int]


def shown_units(run: Run, sample: Sample) -> pl.DataFrame:
    """What coders of a sample are shown, in the order of its places.

    Returns
    -------
    DataFrame
        ``unit``, ``before``, ``text``, ``after``, ``outlet``, ``title``, ``event``. Every string
        is as long as what stands in the article, so that character k of ``text`` is character
        ``start + k`` of the article, also where it is masked. A blind sample has no outlet and no
        title, and masks names of outlets and agencies, addresses, datelines, credits and furniture;
        with mask ``names`` also the contested names that the tool found.
    """
    here = sample.units["article"].unique().sort()
    articles = run.study.articles.filter(pl.col("article").is_in(here.implode()))
    texts = dict(articles.select("article", "text").iter_rows())
    titles = _titles(run, texts) | dict(
        articles.select("article", "title").drop_nulls().iter_rows()
    )
    around = _sentence_spans(run, here)
    masked = _mask_texts(run, sample, texts)
    rows = []
    for unit in sample.units.sort("place").iter_rows(named=True):
        article, start, end = unit["article"], unit["start"], unit["end"]
        # A title is no context of the text, nor the text of a title: it has a place of its own.
        first, last = start, end
        for sentences in around.get(article, ()):
            first, last = _around(sentences, first, last)
        text = masked[article]
        rows.append(
            (
                unit["unit"],
                text[first:start],
                text[start:end],
                text[end:last],
                None if sample.blind else unit["outlet"],
                None if sample.blind else titles.get(article),
                unit["event"],
            )
        )
    return pl.DataFrame(rows, schema=SHOWN, orient="row")


def _titles(run: Run, texts: Mapping[str, str]) -> dict[str, str]:
    """Headlines as they stand in the texts: not every study lists titles."""
    rows = run.segments.filter(pl.col("role") == "title").select("article", "start", "end")
    return {
        article: texts[article][start:end].strip()
        for article, start, end in reversed(rows.rows())
        if article in texts
    }


def _sentence_spans(run: Run, here: pl.Series) -> dict[str, tuple[list[Span], list[Span]]]:
    """Sentences of the title of each article, and of its text below."""
    titles = run.segments.filter(pl.col("role") == "title").select(
        "article", "segment", is_title=pl.lit(True)
    )
    rows = (
        run.sentences.filter(pl.col("article").is_in(here.implode()))
        .join(titles, on=["article", "segment"], how="left")
        .sort("article", "start")
        .select("article", "is_title", "start", "end")
    )
    found: dict[str, tuple[list[Span], list[Span]]] = {}
    for article, is_title, start, end in rows.iter_rows():
        found.setdefault(article, ([], []))[0 if is_title else 1].append((start, end))
    return found


def _around(sentences: list[Span], start: int, end: int) -> Span:
    """From where to where a unit is shown: whole sentences, and a few on both sides."""
    first = bisect_right([a for a, _ in sentences], start) - 1
    last = bisect_left([b for _, b in sentences], end)
    if first < 0 or sentences[first][1] <= start:  # elsewhere, or a whole article
        return start, end
    from_first = sentences[max(first - CONTEXT, 0)][0]
    to_last = sentences[min(last + CONTEXT, len(sentences) - 1)][1]
    return min(from_first, start), max(to_last, end)


def _mask_texts(run: Run, sample: Sample, texts: Mapping[str, str]) -> dict[str, str]:
    """Texts of articles with all that coders shall not see replaced, letter by letter."""
    spans: dict[str, list[Span]] = {article: [] for article in texts}
    if sample.blind:
        giveaways = Giveaways(run.study.outlets)
        for article, text in texts.items():
            spans[article] += giveaways.find(text)
        _add(spans, run.segments.filter(~pl.col("role").is_in(TEXT_ROLES)))
    if MASK_NAMES in sample.masks:
        _add(spans, run.layers.names)
    return {article: mask_spans(text, spans[article]) for article, text in texts.items()}


def _add(spans: dict[str, list[Span]], rows: pl.DataFrame) -> None:
    for article, start, end in rows.select("article", "start", "end").iter_rows():
        if article in spans:
            spans[article].append((start, end))


def mask_spans(text: str, spans: Iterable[Span]) -> str:
    """A text with every character of the spans hidden, line breaks apart.

    >>> mask_spans("The Daily Post says so", [(4, 14)])
    'The ██████████ says so'
    """
    letters = list(text)
    for start, end in spans:
        letters[start:end] = [c if c in "\r\n" else MASK for c in letters[start:end]]
    return "".join(letters)


class Giveaways:
    """What tells an outlet: names of outlets and agencies, so or in capitals; addresses."""

    def __init__(self, outlets: pl.DataFrame) -> None:
        names, self._domains = set(), set()
        for row in outlets.iter_rows(named=True):
            aliases = (row["aliases"] or "").split(";")
            names |= {part.strip() for part in (row["outlet"], row["name"] or "", *aliases)}
            self._domains |= {(row["domain"] or "").strip()} - {""}
        for kinds in load_agencies().values():
            names |= {name for spelled in kinds.values() for name in spelled}
        plain = {name.replace("’", "'") for name in names}
        self._forms = sorted({form for name in plain for form in _forms(name)})
        self._compiled: dict[tuple[str, ...], re.Pattern[str]] = {}

    def find(self, text: str) -> list[Span]:
        """Where they stand in a text.

        Looked for are those whose first word is there: a pattern of all is seven times slower.
        """
        plain = text.replace("’", "'")
        here = tuple(form for form in self._forms if form.split(maxsplit=1)[0] in plain)
        if here not in self._compiled:
            self._compiled[here] = re.compile("|".join(self._parts(here)))
        return [match.span() for match in self._compiled[here].finditer(text)]

    def _parts(self, forms: Iterable[str]) -> Iterator[str]:
        yield _ADDRESS
        for domain in sorted(self._domains):
            yield rf"(?i:(?<!\w){re.escape(domain)}(?!\w))"
        for form in sorted(forms, key=lambda form: (-len(form), form)):
            words = [re.escape(word).replace("'", "['’]") for word in form.split()]
            yield r"(?<!\w)" + r"[\s-]+".join(words) + r"(?!\w)"


def _forms(name: str) -> Iterator[str]:
    """A name as it is spelled, in capitals, and without its article."""
    for form in {name, re.sub(r"^The\s+", "", name)} - {""}:
        yield from (form, form.upper())
