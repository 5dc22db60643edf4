"""Articles that end every process which reads them: noted, told in the ledger, left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from framing.errors import Problem
from framing.records.study import Study
from framing.records.tables import LEDGER
from framing.scheduling.jobs import Lost
from framing.scheduling.places import Place
from framing.scheduling.versions import code_hash

FOLDER = "lost"
ALONE = "it ended every process that read it"
TOGETHER = "it stands in a partition that ended every process, though no article alone does"
STEP = "look at its text, give workers more memory, or remove .framing/lost to try it again"


def note_lost(
    place: Place, hashes: Mapping[str, str], stage: str, lost: Lost, *, why: str = ALONE
) -> None:
    """Note articles (id -> hash of the text) as lost in a stage."""
    reason = f"{why} (stage {stage}: {lost.reason}). Next: {STEP}"
    note = {"code": code_hash(), "reason": reason, "hashes": dict(hashes)}
    content = json.dumps(note, sort_keys=True, indent=1).encode()
    place.write_bytes(f"{FOLDER}/{hashlib.sha256(content).hexdigest()[:16]}.json", content)


def read_lost(place: Place | None, articles: pl.DataFrame) -> pl.DataFrame:
    """Schema ``LEDGER``: those of these articles that this code lost; a changed text is new."""
    noted = {} if place is None else _read_notes(place)
    rows = [
        (file, row, "skipped", article, noted[article, digest])
        for article, file, row, digest in _those_of(articles, noted).iter_rows()
        if (article, digest) in noted
    ]
    return pl.DataFrame(rows, schema=LEDGER, orient="row").sort("article")


def _those_of(articles: pl.DataFrame, noted: Mapping[tuple[str, str], str]) -> pl.DataFrame:
    names = pl.Series([article for article, _ in noted], dtype=pl.String)
    here = articles.filter(pl.col("article").is_in(names.implode()))
    return here.select("article", "file", "row", "hash")


def _read_notes(place: Place) -> dict[tuple[str, str], str]:
    """The reason by article and hash of its text."""
    found: dict[tuple[str, str], str] = {}
    for _, reason, hashes in _notes(place):
        found |= dict.fromkeys(hashes.items(), reason)
    return found


def _notes(place: Place) -> Iterator[tuple[str, str, dict[str, str]]]:
    """File, reason and hashes of each note; one of other code, or broken, is as if not there."""
    for name in place.names(FOLDER):
        try:
            note = json.loads(place.read_bytes(f"{FOLDER}/{name}"))
        except (OSError, ValueError):
            continue
        if note["code"] == code_hash():
            yield name, note["reason"], note["hashes"]


def useful_notes(place: Place) -> set[str]:
    """Names of the notes of this code: another does not read them."""
    return {name for name, _, _ in _notes(place)}


def leave_out_lost(study: Study, place: Place | None) -> tuple[Study, pl.Series]:
    """The study in which lost articles are skipped, with a problem each; and their ids."""
    lost = read_lost(place, study.articles)
    if lost.is_empty():
        return study, lost["article"]
    ledger = study.ledger.join(
        lost.select("article", now="reason"), on="article", how="left", maintain_order="left"
    )
    skipped = pl.col("now").is_not_null() & (pl.col("fate") == "imported")
    ledger = ledger.with_columns(
        fate=pl.when(skipped).then(pl.lit("skipped")).otherwise("fate"),
        reason=pl.when(skipped).then("now").otherwise("reason"),
    ).drop("now")
    told = {_problem(*row) for row in lost.select("file", "row", "reason").iter_rows()}
    problems = sorted({*study.problems, *told}, key=lambda p: (p.file, p.line))
    return replace(study, ledger=ledger, problems=tuple(problems)), lost["article"]


def _problem(file: str, row: int, reason: str) -> Problem:
    found, _, step = reason.partition(" Next: ")
    return Problem(file, row, f"left out: {found}", "an article that a worker can read.", step)
