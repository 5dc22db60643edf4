"""What an import reads: everything that was named but the study's own, by whoever is to read it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from framing.intake.fetch.log import LOG
from framing.intake.readers import read_sources
from framing.intake.reading import Read
from framing.intake.sources import find_sources
from framing.scheduling.choose import choose_scheduler
from framing.scheduling.jobs import Scheduler
from framing.scheduling.limits import MEMORY, read_size
from framing.study.fetch import PLACE as FETCHED
from framing.study.inputs import LEDGER_PLACE


@dataclass(frozen=True, slots=True)
class Workers:
    """Who reads, as somebody asked for it (see ``choose_scheduler``)."""

    jobs: int | None = None
    cluster: str = ""
    memory: str | int | None = None

    @property
    def bytes(self) -> int:
        """That the reader of a file may hold."""
        return MEMORY if self.memory is None else read_size(self.memory)

    def start(self) -> Scheduler:
        """On this machine always in processes beside this one: a file may end its reader."""
        if self.cluster:
            return choose_scheduler(jobs=self.jobs, cluster=self.cluster, memory=self.memory)
        return choose_scheduler(jobs=self.jobs, memory=self.bytes)


def read_all(
    folder: Path,
    paths: Sequence[Path],
    workers: Workers,
    *,
    columns: Mapping[str, str],
    as_format: str,
    progress: Callable[[str], None],
) -> list[Read]:
    """Everything in the sources but what is the study's own; a log is read with its pages."""

    def is_ours(file: Path) -> bool:
        real = file.resolve()
        if folder not in real.parents:
            return False
        inner = real.relative_to(folder)
        return inner.parts[0] != "raw" or inner.as_posix() in (LEDGER_PLACE, f"{FETCHED}/{LOG}")

    reads = []
    # Other machines see what was unpacked, if anywhere, in the study.
    where = folder / ".framing" if workers.cluster else None
    if where is not None:
        where.mkdir(exist_ok=True)
    with (
        closing(workers.start()) as scheduler,
        tempfile.TemporaryDirectory(prefix="framing-", dir=where) as unpacked,
    ):
        pairs = tuple(sorted(columns.items()))
        found = find_sources([*paths], unpacked=Path(unpacked), columns=pairs, ours=is_ours)
        for read in read_sources(found, scheduler, as_format=as_format, memory=workers.bytes):
            progress(read.name)
            reads.append(read)
    return reads
