"""The shell scripts: they can be run, they parse, and they fit every machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMANDS = ["scripts/demo", "scripts/test", "scripts/score_intake", ".ci/run"]
SCRIPTS = [*COMMANDS, "scripts/lib.sh"]
BASH = shutil.which("bash") or "bash"

OF_ONE_MACHINE = re.compile(
    r"(?<![\w.}$\"])/(?:home|root|work|Users|opt|srv|mnt|tmp|var|usr/local)\b"
    r"|https?:|--(?:extra-)?index-url|--find-links|--trusted-host"
    r"|\b[\w-]+\.(?:org|com|net|io|dev)\b"
)


@pytest.mark.parametrize("script", COMMANDS)
def test_a_command_is_executable(script):
    assert os.access(ROOT / script, os.X_OK)


@pytest.mark.parametrize("script", SCRIPTS)
def test_bash_can_parse_it(script):
    run = subprocess.run([BASH, "-n", ROOT / script], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("script", SCRIPTS)
def test_it_names_no_machine_and_no_registry(script):
    assert OF_ONE_MACHINE.findall((ROOT / script).read_text("utf-8")) == []


@pytest.mark.parametrize("line", ["cd /home/me/x", "pip --index-url x", "a https://b", "pkg.org"])
def test_the_search_for_machines_finds_them(line):
    assert OF_ONE_MACHINE.search(line)


def _fake(folder: Path, name: str, body: str) -> None:
    (folder / name).write_text(f"#!{BASH}\n{body}\n")
    (folder / name).chmod(0o755)


def _call(function: str, path: Path) -> subprocess.CompletedProcess[str]:
    """A function of lib.sh where only the programs in ``path`` can be found."""
    return subprocess.run(
        [BASH, "-c", f'. "{ROOT}/scripts/lib.sh"; {function}'],
        env={"PATH": str(path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pythons", "message"),
    [
        ({}, "3.11 or newer is needed; found none"),
        (
            {"python3": 'case $2 in *print*) echo 3.9.2;; *exit*) exit 1;; esac'},
            "3.11 or newer is needed; found 3.9.2",
        ),
        (
            {"python3.12": 'case $2 in *print*) echo python3.12-venv;; *ensurepip*) exit 1;; esac'},
            "python3.12 cannot make a virtual environment (no venv or ensurepip module)."
            " On Debian or Ubuntu: sudo apt-get install python3.12-venv.",
        ),
    ],
)  # fmt: skip
def test_without_a_fitting_python_it_says_what_to_do(tmp_path, pythons, message):
    for name, body in pythons.items():
        _fake(tmp_path, name, body)
    run = _call("find_python", tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert message in run.stderr


def test_the_first_fitting_python_is_taken_and_stubs_are_passed_over(tmp_path):
    _fake(tmp_path, "python3.13", "exit 127")
    _fake(tmp_path, "python3.12", "exit 0")
    _fake(tmp_path, "python3", "exit 0")
    assert _call("find_python", tmp_path).stdout == "python3.12\n"


def test_a_system_package_that_cannot_be_had_is_named_in_one_line(tmp_path):
    run = _call('system_package chromium chromium "browser tests (no Chromium)"', tmp_path)
    assert run.returncode == 1
    assert run.stderr.startswith("left out: browser tests (no Chromium): ")
    assert run.stderr.count("\n") == 1


def test_a_system_package_that_is_there_is_not_installed(tmp_path):
    _fake(tmp_path, "chromium", "exit 0")
    run = _call("system_package chromium chromium", tmp_path)
    assert (run.returncode, run.stderr) == (0, "")


def test_a_system_library_is_known_by_a_check(tmp_path):
    _fake(tmp_path, "works", "exit 0")
    run = _call('system_package "liba libb" "works -c x" "PDF"', tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    run = _call('system_package "liba libb" "fails -c x" "PDF"', tmp_path)
    assert run.returncode == 1
    assert run.stderr.startswith("left out: PDF: liba libb")
    assert run.stderr.count("\n") == 1


def test_the_benchmark_runs_small_and_says_what_it_left_out(tmp_path):
    out = tmp_path / "benchmarks.md"
    command = [sys.executable, ROOT / "scripts/benchmark.py", "--quick", "--out", out]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    page = out.read_text("utf-8")
    for part in ("## Beside peers", "scikit-learn CountVectorizer", "999 replicates", "--help"):
        assert part in page
    assert "VALUES DIFFER" not in page
