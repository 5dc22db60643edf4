"""Articles whose partitions ended their workers again and again: noted, told, left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import polars as pl

from framing.errors import FramingError
from framing.records.tables import LEDGER
from framing.scheduling.jobs import Lost
from framing.scheduling.places import Place
from framing.scheduling.versions import code_hash

FOLDER = "lost"


class LostArticlesError(FramingError):
    """Articles were lost during a run, which has to begin again without them."""

    def __init__(self, articles: Sequence[str]) -> None:
        self.articles = tuple(articles)
        n = len(articles)
        super().__init__(
            f"{n} article{'s' * (n != 1)} ended the workers that read them: {articles[0]}"
            f"{' and others' * (n > 1)}. They are noted in the ledger. Next: run it again; they "
            "are left out."
        )


def tell_lost(place: Place, articles: pl.DataFrame, stage: str, lost: Lost) -> list[str]:
    """Note articles as lost; their ids."""
    names = articles["article"].to_list()
    note = {
        "code": code_hash(),
        "reason": f"{stage}: {lost.reason}",
        "hashes": dict(articles.select("article", "hash").iter_rows()),
    }
    content = json.dumps(note, sort_keys=True, indent=1).encode()
    place.write_bytes(f"{FOLDER}/{hashlib.sha256(content).hexdigest()[:16]}.json", content)
    return names


def read_lost(place: Place | None, articles: pl.DataFrame) -> pl.DataFrame:
    """Schema ``LEDGER``: those of these articles that this code lost; a changed text is new."""
    rows = []
    if place is not None:
        hashes = dict(articles.select("article", "hash").iter_rows())
        where = {
            a: (file, row) for a, file, row in articles.select("article", "file", "row").iter_rows()
        }
        for name in place.names(FOLDER):
            note = json.loads(place.read_bytes(f"{FOLDER}/{name}"))
            if note["code"] != code_hash():
                continue
            rows += [
                (*where[article], "skipped", article, note["reason"])
                for article, digest in note["hashes"].items()
                if hashes.get(article) == digest
            ]
    return pl.DataFrame(rows, schema=LEDGER, orient="row").unique("article").sort("article")


def with_lost(ledger: pl.DataFrame, lost: pl.DataFrame) -> pl.DataFrame:
    """The ledger of a study in which lost articles are skipped, not imported."""
    if lost.is_empty():
        return ledger
    return pl.concat([ledger.join(lost, on="article", how="anti", maintain_order="left"), lost])
