"""Time ``framing report`` on generated studies (scripts/generate_study), cold and warm.

Each run is a process of its own, imports included; cold is without a cache. Seconds are those of
the clock and, beside them, of the processor (helpers included); compare the latter where other
jobs use the machine. Beside them stands the load of the machine at the end of the run.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def measure(study: Path, out: Path) -> tuple[float, float]:
    """Seconds of the clock and of the processor of one report."""
    before, began = _spent(), time.perf_counter()
    command = [sys.executable, "-m", "framing", "report", str(study), "--out-dir", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began, _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    print("| articles | cache | seconds (cpu) | MB so far | load |\n|---|---|---|---|---|")
    for n in options.articles:
        with tempfile.TemporaryDirectory() as folder:
            study = Path(folder, "study")
            generate = [sys.executable, str(ROOT / "scripts/generate_study"), str(study)]
            subprocess.run([*generate, "--articles", str(n)], check=True)
            for run in range(options.runs + 1):
                clock, spent = measure(study, Path(folder, "report"))
                megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
                print(
                    f"| {n:,} | {'warm' if run else 'cold'} | {clock:.1f} ({spent:.1f}) | "
                    f"{megabytes:.0f} | {os.getloadavg()[0]:.1f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
