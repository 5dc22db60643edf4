"""The log of a batch: one line of JSON for each thing that happened, with the time."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType


class Log:
    """Appends lines; each is written in one piece, so that two runs may share a file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.troubles: list[str] = []  # why the log is not whole
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)

    def __enter__(self) -> Log:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._file)

    def write(
        self,
        stage: str,
        *,
        report: str = "",
        study: str = "",
        seconds: float = 0,
        message: str = "",
    ) -> None:
        """One line. A log that cannot be written (a full disk) does not end a batch."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = {
            "time": now, "process": os.getpid(), "report": report, "study": study,
            "stage": stage, "seconds": round(seconds, 3), "message": message,
        }  # fmt: skip
        text = json.dumps(line, ensure_ascii=False) + "\n"
        try:
            os.write(self._file, text.encode("utf-8", "replace"))
        except OSError as error:
            self.troubles.append(error.strerror or str(error))
