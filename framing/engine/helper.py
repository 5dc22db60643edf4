"""A process that fills the cache with a part of a stage: started by ``framing.engine.workers``."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from framing.engine.cache import Cache
from framing.engine.workers import work


def main() -> None:
    """Read the task that stands in standard input, and do it."""
    stages, folder, articles, stage = pickle.load(sys.stdin.buffer)
    work(stages, Cache(Path(folder)), articles, stage)


if __name__ == "__main__":
    main()
