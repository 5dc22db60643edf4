#!/usr/bin/env python3
"""How fast a class is answered: scripts/benchmark_class.py [STUDY] --coders 40 --answers 60.

Starts `framing serve` on a copy of the study, lets coders in who all code at once, each of them
without a pause, and prints how long pages and labels took. Then compares what was answered with
what lies in codes/class.csv: a label that is lost, doubled or another is an error. Client and
server share this machine's processors, so that times are rather too long than too short.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import html
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
_FRAMING = (sys.executable, "-m", "framing")
_FIELD = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?>')
_BROKEN = (ConnectionError, asyncio.IncompleteReadError)


@dataclass
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Line:
    """One connection of a browser that keeps its cookie, light enough for forty of them."""

    port: int
    cookie: str = ""
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        """A page."""
        return await self._send("GET", path, b"")

    async def post(self, path: str, fields: dict[str, str]) -> Answer:
        """A form."""
        return await self._send("POST", path, urlencode(fields).encode())

    async def _send(self, method: str, path: str, body: bytes) -> Answer:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        assert self._reader is not None
        host = f"127.0.0.1:{self.port}"
        head = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
        head += [f"Cookie: {self.cookie}"] if self.cookie else []
        if method == "POST":
            head += [f"Origin: http://{host}", "Content-Type: application/x-www-form-urlencoded"]
        try:
            self._writer.write("\r\n".join([*head, "", ""]).encode() + body)
            await self._writer.drain()
            begin = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value
                for name, _, value in (line.partition(": ") for line in begin[1:])
            }
            said = await self._reader.readexactly(int(headers.get("content-length", "0")))
        except _BROKEN:
            await self.close()
            raise
        if "set-cookie" in headers:
            self.cookie = headers["set-cookie"].partition(";")[0]
        if headers.get("connection") == "close":
            await self.close()
        return Answer(int(begin[0].split(" ")[1]), headers, said.decode("utf-8", "replace"))

    async def close(self) -> None:
        """Hang up; the next request calls again."""
        writer, self._reader, self._writer = self._writer, None, None
        if writer is not None:
            writer.close()
            with suppress(*_BROKEN):
                await writer.wait_closed()


@dataclass
class Result:
    """What a crowd saw: seconds of pages and labels, and what was answered with 303."""

    pages: list[float] = field(default_factory=list)
    labels: list[float] = field(default_factory=list)
    kept: dict[tuple[str, str], str] = field(default_factory=dict)  # (coder, unit): label


@dataclass
class Server:
    """A running `framing serve`."""

    process: subprocess.Popen[str]
    port: int
    code: str
    teacher: str  # path of the teacher's link


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of a page's first form."""
    form = page.partition("<form")[2].partition("</form>")[0]
    found = dict(_FIELD.findall(form))
    return {name: html.unescape(value) for name, value in found.items()}


@contextmanager
def serving(study: Path) -> Iterator[Server]:
    """A server of a study, stopped at the end."""
    server = start_server(study)
    try:
        yield server
    finally:
        stop_server(server)


def start_server(study: Path, *, port: int = 0) -> Server:
    """Start a server and wait until it answers."""
    process = subprocess.Popen(
        [*_FRAMING, "serve", str(study), "--port", str(port)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    return _greeted(process)


def stop_server(server: Server) -> str:
    """Stop a server as Ctrl-C does; what it said then."""
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGINT)
    return server.process.communicate(timeout=60)[0]


def _greeted(process: subprocess.Popen[str]) -> Server:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Stop with" in line:
            break
    teacher = re.search(r"127\.0\.0\.1:(\d+)(/teach/\S+)", said)
    code = re.search(r"code (\d{4}) (\d{4})", said)
    if teacher is None or code is None:
        raise SystemExit(f"framing serve said: {said}")
    return Server(process, int(teacher[1]), code[1] + code[2], teacher[2])


async def open_task(server: Server, task: str) -> None:
    """Let the class code, as the teacher does."""
    line = Line(server.port)
    await line.post(server.teacher, fields_of((await line.get(server.teacher)).text))
    path = f"/teacher/task/{task}/phase/coding"
    page = await line.get(path)
    answer = await line.post(path, fields_of(page.text))
    assert answer.status == 303, answer
    await line.close()


async def join(server: Server) -> tuple[Line, str]:
    """A new coder, and the coder's pseudonym."""
    line = Line(server.port)
    fields = fields_of((await line.get("/join")).text)
    answer = await line.post("/join", {**fields, "code": server.code})
    found = re.search(r"You are ([a-z]+-[a-z]+)", answer.text)
    assert found is not None, answer
    return line, found[1]


async def code(
    line: Line, coder: str, result: Result, *, task: str, labels: list[str], answers: int
) -> None:
    """Answer one unit after the other; what got no answer is sent again until it gets one."""
    draw = random.Random(coder)
    for _ in range(answers):
        page = await _insist(line, "GET", f"/code/{task}", None, result.pages)
        fields = fields_of(page.text)
        if "unit" not in fields:
            break  # all are coded
        said = {**fields, "label": draw.choice(labels)}
        answer = await _insist(line, "POST", f"/code/{task}", said, result.labels)
        assert answer.status == 303, answer
        result.kept[coder, said["unit"]] = said["label"]


async def _insist(
    line: Line, method: str, path: str, fields: dict[str, str] | None, times: list[float]
) -> Answer:
    while True:
        begun = time.perf_counter()
        try:
            answer = await (line.get(path) if fields is None else line.post(path, fields))
        except OSError:
            await asyncio.sleep(0.1)
            continue
        except _BROKEN:
            continue
        if answer.status == 429:
            await asyncio.sleep(float(answer.headers["retry-after"]))
            continue
        times.append(time.perf_counter() - begun)
        return answer


async def crowd(
    server: Server, result: Result, *, coders: int, answers: int, task: str, labels: list[str]
) -> None:
    """All coders at once; ``result`` grows while they code."""
    await open_task(server, task)
    joined = [await join(server) for _ in range(coders)]
    await asyncio.gather(*(
        code(line, coder, result, task=task, labels=labels, answers=answers)
        for line, coder in joined
    ))  # fmt: skip
    for line, _ in joined:
        await line.close()


def read_codes(study: Path, task: str) -> dict[tuple[str, str], str]:
    """What the study holds of a task: (coder, unit): label; twice the same is an error."""
    found: dict[tuple[str, str], str] = {}
    with (study / f"coding/{task}/codes/class.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["coder"], row["unit"])
            if key in found:
                raise SystemExit(f"doubled: {key}")
            found[key] = row["label"]
    return found


def main() -> None:
    """Print the figures of one class."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", type=Path, nargs="?", default=ROOT / "corpora/kurils")
    parser.add_argument("--coders", type=int, default=40)
    parser.add_argument("--answers", type=int, default=60, help="of each coder (default 60)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study"
        shutil.copytree(chosen.study, study, ignore=shutil.ignore_patterns("coding"))
        command = [*_FRAMING, "sample", str(study), "voice", "--n", str(chosen.answers)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        begun = time.perf_counter()
        with serving(study) as server:
            print(f"server ready after {time.perf_counter() - begun:.1f} s")
            begun = time.perf_counter()
            result = Result()
            asyncio.run(
                crowd(
                    server, result, coders=chosen.coders, answers=chosen.answers, task="voice",
                    labels=["outlet", "source", "both"],
                )
            )  # fmt: skip
            took = time.perf_counter() - begun
        if read_codes(study, "voice") != result.kept:
            raise SystemExit("labels in the study differ from those that were answered")
    print(f"{chosen.coders} coders, {len(result.kept)} labels, none lost or doubled, {took:.0f} s")
    for name, times in (("page", result.pages), ("label", result.labels)):
        cuts = statistics.quantiles([1000 * seconds for seconds in times], n=100)
        print(
            f"{name:<6} median {cuts[49]:.0f} ms   p95 {cuts[94]:.0f} ms   "
            f"slowest {1000 * max(times):.0f} ms   n {len(times)}"
        )


if __name__ == "__main__":
    main()
