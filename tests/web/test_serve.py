"""The command as a class uses it: started, stopped, killed in the middle, forty coders at once."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from framing.cli import main
from framing.engine.verbs.sample import sample
from framing.study.api import open_study
from framing.study.coding.samples import write_sample
from tests.web.aside import run_aside

ROOT = Path(__file__).parents[2]
LABELS = ["outlet", "source", "both"]
# Eighteen sentences that a class can code.
BODY = "Talks in Lakeport\n\n" + "\n\n".join(
    f"The ferry sailed {number} times in a week. Captain Bo Sund said {number} were too few."
    for number in range(2, 11)
)


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """The script that measures a class: its coders are those of these tests."""
    path = ROOT / "scripts/benchmark_class.py"
    spec = importlib.util.spec_from_file_location("benchmark_class", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def study(make_study) -> Path:
    """A study with a sample of a dozen units."""
    folder = make_study({"articles/alpha_talks.txt": BODY})
    write_sample(sample(open_study(folder), "voice", n=12))
    return folder


def doubled(study: Path) -> list[tuple[str, str, int]]:
    """Coders and units with more than one mark in the store's log."""
    connection = sqlite3.connect(study / "coding/class.sqlite")
    try:
        return connection.execute(
            "SELECT coder, unit, count(*) FROM marks GROUP BY 1, 2 HAVING count(*) > 1"
        ).fetchall()
    finally:
        connection.close()


def test_a_class_codes_at_once_and_what_was_answered_is_in_the_study(bench, study):
    found = bench.Result()
    with bench.serving(study) as server:
        crowd = bench.crowd(server, found, coders=15, answers=20, task="voice", labels=LABELS)
        run_aside(crowd)
    assert len(found.kept) == 15 * 12
    assert bench.read_codes(study, "voice") == found.kept
    assert doubled(study) == []
    codes = open_study(study).study.samples[0].codes
    assert codes.height == 15 * 12
    assert set(codes["phase"]) == {"independent"}


async def _with_a_kill(bench, study: Path) -> tuple[dict, dict, dict]:
    """Forty coders code; the server is killed in the middle, started again, and they go on.

    What they had been answered when it was killed, what lay in the study when the next one
    started, and what they had been answered in the end.
    """
    server, found = bench.start_server(study), bench.Result()
    crowd = asyncio.create_task(
        bench.crowd(server, found, coders=40, answers=20, task="voice", labels=LABELS)
    )
    path = study / "coding/class.sqlite"
    watch = sqlite3.connect(path)
    while watch.execute("SELECT count(*) FROM marks").fetchone()[0] < 150:
        await asyncio.sleep(0.02)
        assert not crowd.done()
    watch.close()
    os.kill(server.process.pid, signal.SIGKILL)
    await asyncio.to_thread(server.process.communicate)
    await asyncio.sleep(0.5)  # answers on their way
    before = dict(found.kept)
    again = await asyncio.to_thread(bench.start_server, study, port=server.port)
    there = bench.read_codes(study, "voice")
    await crowd
    await asyncio.to_thread(bench.stop_server, again)
    return before, there, found.kept


def test_a_server_that_is_killed_loses_and_doubles_nothing(bench, study):
    before, there, after = run_aside(_with_a_kill(bench, study))
    assert 100 < len(before) < 40 * 12
    assert before.items() <= there.items()
    assert len(after) == 40 * 12
    assert bench.read_codes(study, "voice") == after
    assert doubled(study) == []


async def _join(bench, server) -> str:
    """The cookie of a new coder."""
    line, _ = await bench.join(server)
    await line.close()
    return line.cookie


async def _own(bench, port: int, cookie: str) -> int:
    """The status of a coder's own labels."""
    line = bench.Line(port, cookie)
    answer = await line.get("/export/mine.csv")
    await line.close()
    return answer.status


def test_ctrl_c_ends_it_and_coders_come_back_at_the_next_start(bench, study):
    server = bench.start_server(study)
    cookie = run_aside(_join(bench, server))
    second = CliRunner().invoke(main, ["serve", str(study), "--port", "0"])
    assert second.exit_code == 2 and "another framing serve is at work in" in second.stderr
    said = bench.stop_server(server)
    assert server.process.returncode == 0
    assert said.splitlines()[-1].startswith("Stopped. Labels: ")
    with bench.serving(study) as again:
        assert (again.code, again.teacher) != (server.code, server.teacher)
        assert run_aside(_own(bench, again.port, cookie)) == 200
        assert run_aside(_own(bench, again.port, f"{cookie}x")) == 303


@pytest.fixture
def taken() -> int:
    """A port of this machine that somebody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--sample", "voise"], "sample 'voise'; allowed: voice. did you mean 'voice'?"),
        (["--host", "192.0.2.1"], "cannot listen at 192.0.2.1 port 8000"),
        (["--port", "TAKEN"], "Next: --port 0 takes a free one"),
    ],
)
def test_what_cannot_be_served_is_told(study, taken, args, said):
    args = [arg.replace("TAKEN", str(taken)) for arg in args]
    result = CliRunner().invoke(main, ["serve", str(study), *args])
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert not (study / "coding/class.sqlite").exists()


def test_a_file_that_is_not_the_stores_is_never_replaced(study):
    path = study / "coding/voice/codes/class.csv"
    path.parent.mkdir()
    path.write_text("unit,label\n")
    result = CliRunner().invoke(main, ["serve", str(study), "--port", "0"])
    assert result.exit_code == 2
    assert "is not as this class's store wrote it" in result.stderr
    assert path.read_text() == "unit,label\n"


def test_links_for_a_whole_class_are_printed_at_once(study):
    process = subprocess.Popen(
        [sys.executable, "-m", "framing", "serve", str(study), "--port", "0", "--coders", "3"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(7)]
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    links = [line.split("  ")[1].strip() for line in lines if line.startswith("Coder ")]
    assert len(set(links)) == 3 and all(link.startswith("http://127.0.0.1:") for link in links)


def test_what_a_network_hears_is_said_before_anybody_comes(study, monkeypatch):
    from framing.web import serve as serving
    from framing.web.doors.keys import Keys

    run, keys = open_study(study), Keys(b"key", code="01234567", teacher="secret")
    chosen = serving._choose(run.study.samples, ())
    here = "http://192.0.2.7:8000"
    said = list(serving._welcome(run, chosen, keys, address=here, lan=True))
    assert said[0] == "Study tiny: voice (12 units)"
    assert f"{here}/teach/secret" in said[1] and said[2].endswith("/join  code 0123 4567")
    assert "only in a network that you trust" in said[3]
    alone = list(serving._welcome(run, chosen, keys, address=here, lan=False))
    assert alone == [*said[:3], said[4]]
    monkeypatch.setattr(socket, "gethostname", lambda: "Desk")
    assert serving._names("0.0.0.0") == {"desk", "desk.local"}
    assert serving._names("Class.example") == {"class.example", "desk", "desk.local"}


def test_links_are_for_the_address_that_is_listened_at():
    from framing.web import serve as serving

    with serving._listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert serving._address(listener, lan=False) == f"http://127.0.0.1:{port}"
        assert serving._address(listener, lan=True) == f"http://127.0.0.1:{port}"
