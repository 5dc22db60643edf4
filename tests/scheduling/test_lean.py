"""Who uses no cluster pays nothing for it: its libraries are not imported."""

from __future__ import annotations

import subprocess
import sys

_RUN = """
import sys
from framing.cli import main
main(sys.argv[1:], standalone_mode=False)
print(sorted({"dask", "distributed", "fsspec"} & sys.modules.keys()), file=sys.stderr)
"""


def test_a_run_without_a_cluster_imports_nothing_of_one(make_study):
    for asked in (["--help"], ["names", str(make_study())]):
        done = subprocess.run(
            [sys.executable, "-c", _RUN, *asked], capture_output=True, text=True, check=True
        )
        assert done.stderr.splitlines()[-1] == "[]"
