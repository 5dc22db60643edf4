from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from framing.corpus.readers import FIELDS, READERS, Item, read_items
from framing.errors import Problem


def read(path: Path, content: str | bytes) -> tuple[list[Item], list[Problem]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    problems: list[Problem] = []
    return list(read_items([path], path.parent, problems)), problems


def test_a_text_file_is_one_item_kept_as_it_is(tmp_path):
    items, problems = read(tmp_path / "a.txt", " A title\r\n\r\nIt rained.\n")
    assert (items, problems) == ([Item("a.txt", 0, " A title\r\n\r\nIt rained.\n")], [])


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    items, _ = read(tmp_path / "a.txt", b"\xef\xbb\xbfA title")
    assert items[0].text == "A title"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl", "a.csv"])
@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        ("fine\ncaf\xe9".encode("latin-1"), 2, "byte 0xe9 at 8 is no UTF-8."),
        ("A title".encode("utf-16"), 1, "byte 0xff at 0 is no UTF-8."),
        (b"A\0B", 0, "the file holds NUL characters."),
    ],
)
def test_a_file_that_is_no_text_is_told_and_no_item(tmp_path, name, content, line, found):
    items, problems = read(tmp_path / name, content)
    assert items == []
    assert [(p.file, p.line, p.found) for p in problems] == [(name, line, found)]


def test_an_empty_text_file_is_an_item_for_the_ledger(tmp_path):
    assert read(tmp_path / "a.txt", "")[0] == [Item("a.txt", 0, "")]


def test_an_unknown_type_is_told(tmp_path):
    items, problems = read(tmp_path / "a.docx", "PK")
    assert items == []
    assert [(p.file, p.found) for p in problems] == [("a.docx", "file type '.docx' is not read.")]
    assert all(suffix in problems[0].allowed for suffix in READERS)


def test_a_suffix_in_capitals_is_read(tmp_path):
    assert read(tmp_path / "A.TXT", "A title")[0][0].text == "A title"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fields_before_markdown(tmp_path, end):
    content = "---\ntitle: A title\ndate: 2019-05-06\nwire: null\n---\n# A title\n\nIt rained.\n"
    items, problems = read(tmp_path / "a.md", content.replace("\n", end))
    assert problems == []
    assert items[0].fields["title"] == "A title"
    assert items[0].fields["date"] == "2019-05-06"
    assert items[0].text == "# A title\n\nIt rained.\n".replace("\n", end)


@pytest.mark.parametrize("content", ["A title\n---\nb: c\n---\n", "---\nnever closed", "# T\n"])
def test_markdown_without_fields(tmp_path, content):
    assert read(tmp_path / "a.md", content) == ([Item("a.md", 0, content)], [])


def test_broken_fields_before_markdown_are_told_and_the_text_is_kept(tmp_path):
    items, problems = read(tmp_path / "a.md", "---\na: [b\n---\nIt rained.\n")
    assert [(p.line, p.found.split(" (")[0]) for p in problems] == [(1, "the fields are no YAML")]
    assert items == [Item("a.md", 0, "It rained.\n")]


def test_json_lines_with_broken_rows(tmp_path):
    content = "\n".join(
        [
            json.dumps({"text": "It rained.", "title": "A title", "outlet": "A", "views": 3}),
            "",
            "{broken",
            "[1, 2]",
            json.dumps({"text": "Line\u2028separator.", "date": "2019-05-06"}, ensure_ascii=False),
            json.dumps({"title": "No text"}),
            json.dumps({"text": None}),
        ]
    )
    items, problems = read(tmp_path / "a.jsonl", content)
    assert [(p.line, p.found.split(" (")[0]) for p in problems] == [
        (3, "not readable as JSON"),
        (4, "the line is no object."),
    ]
    assert items == [
        Item("a.jsonl", 1, "A title\n\nIt rained.", {"title": "A title", "outlet": "A"}),
        Item("a.jsonl", 5, "Line\u2028separator.", {"date": "2019-05-06"}),
        Item("a.jsonl", 6, "", {"title": "No text"}),
        Item("a.jsonl", 7, ""),
    ]


def test_an_empty_json_lines_file_has_no_item(tmp_path):
    assert read(tmp_path / "a.jsonl", "") == ([], [])


def test_csv_rows_are_named_by_the_line_they_end_in(tmp_path):
    content = 'outlet,text,views\nA,"It rained,\non Monday.",3\n\nB,,1\nC,It stopped.,2\n'
    items, problems = read(tmp_path / "a.csv", content)
    assert problems == []
    assert items == [
        Item("a.csv", 3, "It rained,\non Monday.", {"outlet": "A"}),
        Item("a.csv", 5, "", {"outlet": "B"}),
        Item("a.csv", 6, "It stopped.", {"outlet": "C"}),
    ]


def test_a_long_article_in_a_csv_cell_is_read_whole(tmp_path):
    text = "It rained. " * 20_000
    items, problems = read(tmp_path / "a.csv", f'text\n"{text}"\n')
    assert problems == [] and items[0].text == text


def test_csv_with_byte_order_mark(tmp_path):
    items, problems = read(tmp_path / "a.csv", b"\xef\xbb\xbftext,outlet\nIt rained.,A\n")
    assert (items, problems) == ([Item("a.csv", 2, "It rained.", {"outlet": "A"})], [])


def test_csv_numbers_stay_as_they_are_written(tmp_path):
    items, _ = read(tmp_path / "a.csv", "text,title\n0123,1.50\n")
    assert items[0].text == "1.50\n\n0123"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("outlet,body\nA,It rained.\n", "no column text among the columns outlet, body."),
        ("", "no column text among the columns none."),
    ],
)
def test_csv_without_a_text_column_is_told(tmp_path, content, found):
    items, problems = read(tmp_path / "a.csv", content)
    assert items == []
    assert [(p.line, p.found, p.allowed) for p in problems] == [(1, found, ", ".join(FIELDS))]


def test_a_broken_row_of_a_csv_costs_only_itself(tmp_path):
    content = "text,outlet\nIt rained.,A\nIt rained, then.,A\nIt stopped.,A\nAlone\n"
    items, problems = read(tmp_path / "a.csv", content)
    assert [(item.row, item.text) for item in items] == [(2, "It rained."), (4, "It stopped.")]
    assert [(p.file, p.line, p.found) for p in problems] == [
        ("a.csv", 3, "3 cells."),
        ("a.csv", 5, "1 cell."),
    ]


def test_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": ["It rained.", None], "date": ["2019-05-06", None]}).write_parquet(path)
    problems: list[Problem] = []
    assert list(read_items([path], tmp_path, problems)) == [
        Item("a.parquet", 1, "It rained.", {"date": "2019-05-06"}),
        Item("a.parquet", 2, ""),
    ]
    assert problems == []


def test_dates_of_parquet_are_read(tmp_path):
    path = tmp_path / "a.parquet"
    frame = pl.DataFrame({"text": ["It rained."], "date": ["2019-05-06"]})
    frame.with_columns(pl.col("date").str.to_date()).write_parquet(path)
    assert next(read_items([path], tmp_path, [])).fields["date"] == "2019-05-06"


def test_a_broken_parquet_is_told(tmp_path):
    items, problems = read(tmp_path / "a.parquet", b"PAR1 no more")
    assert items == []
    assert [p.found.split(":")[0] for p in problems] == ["not readable"]


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"title": "T one", "standfirst": "S two", "text": "Body."}, "T one\n\nS two\n\nBody."),
        ({"title": "T one", "text": " T one \n\nBody."}, " T one \n\nBody."),
        (
            {"title": "T one", "standfirst": "S two", "text": "T one\nBody."},
            "T one\n\nS two\n\nBody.",
        ),
        (
            {"title": "T one", "standfirst": "S two", "text": "S two\nBody."},
            "T one\n\nS two\nBody.",
        ),
        (
            {"title": "It rained", "text": "It rained on Monday."},
            "It rained\n\nIt rained on Monday.",
        ),
        ({"standfirst": "S two", "text": " Body."}, "S two\n\n Body."),
        ({"title": "T", "text": "  "}, "  "),
        ({"title": " ", "text": "Body."}, "Body."),
    ],
)
def test_title_and_standfirst_of_a_record_stand_in_its_text_once(tmp_path, record, text):
    assert read(tmp_path / "a.jsonl", json.dumps(record))[0][0].text == text


def test_files_are_named_by_their_path_under_the_root(tmp_path):
    path = tmp_path / "sub" / "a.txt"
    path.parent.mkdir()
    path.write_text("It rained.")
    assert next(read_items([path], tmp_path, [])).file == "sub/a.txt"
    assert next(read_items([path], tmp_path / "other", [])).file == "a.txt"


@pytest.mark.parametrize("sign", [";", "\t"])
def test_csv_with_semicolons_or_tabs(tmp_path, sign):
    items, problems = read(tmp_path / "a.csv", f"outlet{sign}text\nA{sign}It rained, then.\n")
    assert (items, problems) == ([Item("a.csv", 2, "It rained, then.", {"outlet": "A"})], [])


def test_an_open_quotation_mark_of_a_csv_is_told_with_its_line(tmp_path):
    _, problems = read(tmp_path / "a.csv", 'text,outlet\nFine.,A\n"It rained,A\nIt stopped.,A\n')
    assert [p.found for p in problems] == ["1 cell in a row that begins in line 3."]
    assert problems[0].step == "close the quotation mark that opens in line 3."
