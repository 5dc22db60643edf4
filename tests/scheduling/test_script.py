"""Nothing is left over when a script that uses workers ends, however it does."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = """
import pathlib, sys
from framing.scheduling.choose import choose_scheduler
from framing.scheduling.jobs import Job
print("script")
pool = choose_scheduler(**eval(sys.argv[1]))
code = "(i('pathlib').Path(p).write_text(str(i('os').getpid())), i('time').sleep(s))"
code = code.replace("i(", "__import__(")
given = [{"p": f"{sys.argv[2]}{k}", "s": float(sys.argv[3])} for k in (0, 1)]
list(pool.run([Job("it", eval, (code, names)) for names in given]))
print("done")
"""


@pytest.mark.parametrize(
    "given", ["dict(jobs=2)", "dict(cluster='local:2')"], ids=["pool", "cluster"]
)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, None], ids=str)
def test_nothing_is_left_when_a_script_ends(tmp_path, given, how):
    """A script without ``if __name__ == "__main__"`` closes nothing, and may be killed."""
    (tmp_path / "script.py").write_text(SCRIPT)
    seconds = "0.1" if how is None else "600"
    command = [sys.executable, str(tmp_path / "script.py"), given, str(tmp_path / "pid"), seconds]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    ids = [wait_for_pid(tmp_path / f"pid{k}") for k in (0, 1)]
    if how is not None:
        process.send_signal(how)
    said, _ = process.communicate()
    assert said == ("script\ndone\n" if how is None else "script\n")
    wait_for(lambda: not any(is_alive(pid) for pid in ids))


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for_pid(path: Path) -> int:
    wait_for(lambda: path.is_file() and path.read_text() != "")
    return int(path.read_text())


def wait_for(holds) -> None:
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("did not come about")
