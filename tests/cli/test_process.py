"""What only a process of its own can show: imports, pipes, exit codes."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

import pytest

FRAMING = [sys.executable, "-m", "framing"]


def run(*args: str, **more) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*FRAMING, *args], capture_output=True, text=True, check=False, encoding="utf-8", **more
    )


@pytest.mark.parametrize(
    "args", [["--help"], ["names", "--help"], ["--version"], ["new", "--help"]]
)
def test_help_is_quick_since_nothing_heavy_is_imported(args):
    code = (
        "import sys\nfrom framing.cli import main\n"
        f"main({args!r}, standalone_mode=False)\n"
        "heavy = {'polars', 'matplotlib', 'numpy', 'scipy', 'sklearn', 'nltk', 'textstat', 'yaml',"
        " 'regex', 'jinja2', 'pyarrow', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert found.stderr == "[]\n"


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_closed_pipe_ends_quietly(kurils, kurils_folder, form):
    _ = kurils.layers
    command = [*FRAMING, "words", str(kurils_folder), "--group", "Primer Gazette",
               "--versus", "Namuna Times", "--format", form]  # fmt: skip
    whole = subprocess.run(command, capture_output=True, check=True)
    assert len(whole.stdout) > 1 << 16, "more than a pipe holds"
    found = subprocess.run(
        ["bash", "-c", f"{shlex.join(command)} | head -1"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stdout.splitlines() == whole.stdout.decode().splitlines()[:1]
    assert "Traceback" not in found.stderr and "Broken" not in found.stderr
    assert found.stderr == whole.stderr.decode()


def test_exit_codes_reach_the_shell(make_study, tmp_path):
    assert run("check", str(make_study())).returncode == 0
    assert run("check", str(make_study({"articles/e.txt": ""}, name="one"))).returncode == 1
    assert run("check", str(tmp_path / "gone")).returncode == 2
    assert run("names", str(tmp_path / "gone")).returncode == 2
    assert run("nothing").returncode == 2


def test_output_is_the_same_bytes_in_every_process(make_study):
    folder = str(make_study())
    outputs = {
        run("names", folder, "--format", "csv", env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1 and outputs != {""}


def test_files_are_utf_8_whatever_the_locale(make_study, tmp_path):
    folder = make_study({"codebook/codebook.yaml": "actors: {a: {names: [остров]}}\n"})
    (folder / "articles/beta_ferry.txt").write_text("A title\n\nКУРИЛЫ остров “quoted”.\n", "utf-8")
    env = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    found = run(
        "kwic", str(folder), "@a", "--out", str(tmp_path / "o.csv"), "--format", "csv", env=env
    )
    assert found.returncode == 0, found.stderr
    assert "остров" in (tmp_path / "o.csv").read_text("utf-8")
