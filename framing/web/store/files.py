"""Codes from the store into the study: ``coding/NAME/codes/class.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from framing.errors import UsageError
from framing.files import hash_file, write_whole
from framing.records.coding import Sample
from framing.records.tables import CODES
from framing.study.coding.samples import CODES_FOLDER, rows_to_csv
from framing.web.store.store import Store

FILE = "class.csv"
COLUMNS = tuple(name for name in CODES if name not in ("file", "row"))


def write_codes(store: Store, samples: Mapping[str, Sample]) -> list[Path]:
    """Write every task's codes beside its sample, sorted; a file stays where nothing changed.

    Raises
    ------
    UsageError
        Where ``class.csv`` is not what the store wrote: it would be lost.
    """
    return [path for sample in samples.values() if (path := _write(store, sample))]


def _write(store: Store, sample: Sample) -> Path | None:
    path = sample.folder / CODES_FOLDER / FILE
    rows = store.codes(sample.id).select(COLUMNS)
    if rows.is_empty() and not path.exists():
        return None
    content = rows_to_csv(COLUMNS, rows.iter_rows()).encode()
    check_file(store, sample)
    store.note_written(sample.id, content)
    write_whole(path, content)
    return path


def check_file(store: Store, sample: Sample) -> None:
    """Refuse to replace a ``class.csv`` that this store did not write."""
    path = sample.folder / CODES_FOLDER / FILE
    if path.is_file() and not store.has_written(sample.id, hash_file(path)):
        raise UsageError(
            f"{path} is not as this class's store wrote it, and would be replaced. Next: give it "
            "another name (its rows count as those of other coders then), or bring back the "
            "coding/class.sqlite that it is from"
        )
