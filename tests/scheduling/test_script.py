"""Nothing is left over when a script that uses workers ends, however it does."""

from __future__ import annotations

import signal
import subprocess
import sys

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
def test_nothing_is_left_when_a_script_ends(tmp_path, given, how, is_alive, wait_for, wait_for_pid):
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
