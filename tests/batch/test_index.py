"""The index: what lies in the folder, safe to open, and the same whoever writes it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from html.parser import HTMLParser

from framing.batch.index import COLUMNS, find_rows, render_index, write_index
from framing.batch.run import batch_reports


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_the_index_tells_what_lies_there(first):
    rows = {row["report"]: row for row in json.loads((first.out / "index.json").read_text("utf-8"))}
    assert list(rows) == ["bad", "one", "two"]
    assert (rows["bad"]["state"], rows["bad"]["page"]) == ("failed", "")
    assert rows["bad"]["reason"].startswith("codebook/book.yaml:3: ")
    one = rows["one"]
    assert (one["state"], one["tier"], one["question"]) == (
        "report", "reading", "How do they write about one?",
    )  # fmt: skip
    assert (one["articles"], one["outlets"], one["events"]) == (3, 3, 2)
    assert (one["first"], one["last"]) == ("2019-05-06", "2019-05-07")
    assert one["finding"] and (first.out / one["page"]).is_file()
    table = list(csv.DictReader(io.StringIO((first.out / "index.csv").read_text("utf-8"))))
    assert [row["report"] for row in table] == ["bad", "one", "two"]
    assert tuple(table[0]) == COLUMNS


def test_links_of_the_page_lead_to_files_and_nothing_is_loaded(first):
    tags = Tags((first.out / "index.html").read_text("utf-8")).found
    links = [a["href"] for tag, a in tags if tag == "a" and not a["href"].startswith("#")]
    assert {"one/report.md", "two/report.md", "index.csv", "index.json"} == set(links)
    assert all((first.out / link).is_file() for link in links)
    assert not [a for tag, a in tags if tag in ("link", "img", "iframe") or "src" in a]
    assert (first.out / "index.html").stat().st_size < 30_000


def test_two_runs_into_one_folder_merge(first, tmp_path):
    for name in ("two", "one", "bad"):
        batch_reports([first.studies / name], tmp_path, forms=("markdown",))
    for name in ("index.html", "index.json", "index.csv"):
        assert (tmp_path / name).read_bytes() == (first.out / name).read_bytes(), name


def test_a_report_that_was_removed_is_told_no_more_and_one_of_an_earlier_state_is(batch):
    shutil.rmtree(batch.out / "two")
    memory = batch.out / ".batch/memory/one.json"
    memory.write_text(json.dumps({"study": "x", "failure": {"digest": "", "reason": "why"}}))
    (batch.out / "notes").mkdir()
    rows = {row["report"]: row for row in find_rows(batch.out)}
    assert {name: row["state"] for name, row in rows.items()} == {"bad": "failed", "one": "old"}
    assert rows["one"]["reason"] == "why" and rows["one"]["page"] == "one/report.md"
    write_index(batch.out)
    assert "1 of an earlier state" in (batch.out / "index.html").read_text("utf-8")


def test_what_comes_from_studies_is_text():
    row = {
        **dict.fromkeys(COLUMNS, ""),
        "report": "x",
        "state": "report",
        "question": "<script>alert(1)</script> \u202eevil",
        "finding": '"><img src=x onerror=alert(2)>',
        "reason": "=cmd|' /C calc'!A0",
        "scope": "<b>",
        "page": "x/index.html",
    }
    text = render_index([row])
    tags = Tags(text).found
    assert [tag for tag, _ in tags].count("script") == 1
    assert not [tag for tag, attributes in tags if tag in ("img", "b") or "onerror" in attributes]
    assert "\u202e" not in text and "[U+202E]" in text


def test_an_empty_index_says_so():
    assert "No report yet." in render_index([])
