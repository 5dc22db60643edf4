"""The same study gives the same bytes, whatever the machine's zone, language, folder and cores."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from framing.reporting.forms import FORMS

# Two machines as far as one can be made to look like two.
HERE = {
    "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "FRAMING_JOBS": "1",
    "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "COLUMNS": "40",
}  # fmt: skip
THERE = {
    "TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242",
    "FRAMING_JOBS": "2", "POLARS_MAX_THREADS": "4", "OMP_NUM_THREADS": "2", "COLUMNS": "200",
}  # fmt: skip
PROMISED = ("html", "markdown", "json", "xlsx")  # others hold what other programs write


def test_two_machines_write_the_same_bytes(make_study: Callable[..., Path], tmp_path: Path) -> None:
    written = []
    for name, machine in (("here", HERE), ("there/далеко", THERE)):
        study = make_study(name=f"{name}/tiny")
        out = tmp_path / f"{name}-out"
        forms = [part for form in PROMISED if form in FORMS for part in ("--form", form)]
        command = [sys.executable, "-m", "framing", "report", str(study), "--out-dir", str(out)]
        environment = {
            **os.environ,
            **machine,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        }
        subprocess.run(
            [*command, *forms], env=environment, cwd=study.parent, check=True, capture_output=True
        )
        files = (path for path in sorted(out.rglob("*")) if path.is_file())
        written.append({path.relative_to(out).as_posix(): path.read_bytes() for path in files})
    assert written[0].keys() == written[1].keys()
    differ = [name for name in written[0] if written[0][name] != written[1][name]]
    assert differ == []
    assert {"index.html", "report.md", "manifest.json", "tables/names.csv"} <= written[0].keys()
    for name, content in written[0].items():
        assert str(tmp_path).encode() not in content, name
