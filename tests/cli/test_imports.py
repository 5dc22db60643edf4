"""framing import and framing fetch as a user types them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main

BODY = (
    "The ministers of both countries met in Lakeport on Friday and spoke about the ferry. "
    "They agreed to meet again in spring, officials told reporters after the talks."
)


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def study(tmp_path: Path) -> Path:
    framing.new(tmp_path / "mine")
    return tmp_path / "mine"


def test_a_table_with_columns_of_its_own(study, tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text(f'kop,inhalt,haus\nTalks,"{BODY}",Lakeport Bugle\nFerry,,Lakeport Bugle\n')
    mapped = ("--column", "title=kop", "--column", "text=inhalt", "--column", "outlet=haus")
    code, out, _ = run("import", study, table, *mapped)
    assert code == 1
    assert out.splitlines() == [
        "2 items in 1 file, 1 distinct text: 1 imported, 0 duplicates, 1 skipped",
        "skipped: mine.csv: no text",
        "1 article without a date: the ledger says why",
        "unknown outlet 'Lakeport Bugle', 1 article",
        "for outlets.csv, with a group for GROUP (or put the name among the aliases",
        "of the outlet that it is):",
        "  Lakeport Bugle,Lakeport Bugle,GROUP,,,,,,,,,",
        f"Ledger: {study / 'raw/ledger.csv'}",
        f"Next: framing check {study}",
    ]
    code, out, _ = run("import", study, table, *mapped)
    assert "1 item of earlier imports, left as they are" in out


def test_the_row_to_paste_fits_the_list_it_goes_to(study, tmp_path):
    (study / "outlets.csv").write_text("group;outlet;domain\nA;Alpha;alpha.example\n")
    (tmp_path / "a.md").write_text(f"---\noutlet: Bravo\n---\nTalks\n\n{BODY}\n")
    _, out, _ = run("import", study, tmp_path / "a.md")
    assert "  GROUP;Bravo;" in out.splitlines()


def test_an_outlet_can_be_given_and_its_absence_is_told(study, tmp_path):
    (tmp_path / "a.txt").write_text(f"Talks\n\n{BODY}\n")
    (tmp_path / "b.txt").write_text(f"Ferry\n\n{BODY.replace('Lakeport', 'Rome')}\n")
    _, out, _ = run("import", study, tmp_path / "a.txt")
    assert "1 article without an outlet: fill it in in articles.csv" in out
    _, out, _ = run("import", study, tmp_path / "b.txt", "--outlet", "TASS")
    assert "added to outlets.csv from the registry: TASS" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--column", "title"), "--column 'title'; allowed: FIELD=COLUMN, as outlet=media_name"),
        (("--as", "word"), "format 'word'; allowed: nexis, factiva, integrum, table"),
    ],
)
def test_what_is_not_allowed_says_what_is(study, tmp_path, arguments, message):
    (tmp_path / "a.txt").write_text("x")
    code, _, err = run("import", study, tmp_path / "a.txt", *arguments)
    assert (code, message in err) == (2, True), err


def test_an_ambiguous_column_is_told_with_an_example(study, tmp_path):
    (tmp_path / "a.csv").write_text(f'text,fulltext\n"{BODY}","{BODY}"\n')
    code, out, _ = run("import", study, tmp_path / "a.csv")
    assert code == 1
    assert "--column" in out


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path in ("/talks.html", "/robots.txt")
        self.send_response(200 if found else 404)
        page = (
            f"<html><title>Talks</title><body><h1>Talks</h1><p>{BODY}</p><p>{BODY[:-1]} in May.</p>"
        )
        raw = b"" if self.path == "/robots.txt" else page.encode()
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_pages_are_fetched_then_imported_with_what_the_list_says(study, tmp_path, site):
    links = tmp_path / "links.csv"
    links.write_text(
        f"url,outlet,date,event\n{site}/talks.html,TASS,2019-11-06,talks\n{site}/gone.html,TASS,,\n"
    )
    options = ("--pause", "0", "--allow-local", "--contact", "desk@university.example")
    code, out, _ = run("fetch", study, links, *options)
    lines = out.splitlines()
    assert code == 1
    assert lines[0] == "2 links: 1 kept, 1 not"
    assert lines[1].startswith(f"{links}:3: {site}/gone.html: ")
    assert lines[-1] == f"Next: framing import {study} {study / 'raw/fetched'}"
    code, out, _ = run("import", study, study / "raw/fetched")
    written = pl.read_csv(study / "articles.csv", infer_schema=False).row(0, named=True)
    assert (written["outlet"], written["date"], written["event"]) == ("TASS", "2019-11-06", "talks")
    assert written["url"] == f"{site}/talks.html"
    assert run("fetch", study, links, *options)[1].startswith("2 links: 1 kept, 1 not")


def test_dates_can_be_told_and_removed_articles_brought_back(study, tmp_path):
    table = tmp_path / "a.csv"
    table.write_text(f'text,outlet,date\n"{BODY}",TASS,03/04/2019\n')
    _, out, _ = run("import", study, table)
    assert "1 article without a date" in out
    (text,) = (study / "articles/tass").glob("*.txt")
    text.unlink()
    assert run("import", study, table)[1].startswith("nothing new\n")
    _, out, _ = run("import", study, table, "--again", "--dates", "day-first")
    assert "1 imported" in out
    rows = pl.read_csv(study / "articles.csv", infer_schema=False)
    assert rows["date"].to_list()[-1] == "2019-04-03"


def test_spellings_of_an_unknown_outlet_are_one(study, tmp_path):
    places = {"TheBlaze": "Rome", "theblaze": "Oslo", "The Blaze": "Cairo"}
    rows = "".join(f'"{BODY.replace("Lakeport", p)}",{o}\n' for o, p in places.items())
    (tmp_path / "a.csv").write_text(
        f"text,outlet\n{rows}".replace("Blaze", "Blazon").replace("blaze", "blazon")
    )
    _, out, _ = run("import", study, tmp_path / "a.csv")
    assert "unknown outlet 'TheBlazon', 3 articles" in out
    assert out.count("GROUP,") == 1


def test_what_strangers_wrote_moves_no_cursor(study, tmp_path):
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m"
    (tmp_path / "a.csv").write_text(f'text,outlet,{evil}\n"{BODY}","Bugle {evil}",x\n')
    (tmp_path / f"b{evil[:5]}.png").write_bytes(b"PNG")
    (tmp_path / "c.csv").write_text(f"{evil},other\n1,2\n")
    code, out, err = run(
        "import", study, tmp_path / "a.csv", *tmp_path.glob("b*"), tmp_path / "c.csv"
    )
    assert code == 1
    for stream in (out, err, *run("check", study)[1:], *run("import", study, "gone" + evil)[1:]):
        assert not [c for c in stream if not c.isprintable() and c != "\n"]
