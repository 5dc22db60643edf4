from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.intake.formats.tables import read_table, table_columns
from framing.intake.formats.tables.columns import FIELDS, lay_out, load_words
from framing.intake.formats.tables.delimited import read_delimited
from framing.intake.formats.tables.lines import find_opener
from framing.intake.formats.tables.objects import read_json_lines
from framing.intake.formats.tables.sheets import read_sheet
from framing.intake.formats.tables.values import part_paragraphs, say, say_text
from framing.intake.records import Found, Source, UnreadableError

NO_UTF8 = "the row holds bytes that are no UTF-8, or half a surrogate pair"
FIXTURES = Path(__file__).parent / "fixtures/tables"
Columns = tuple[tuple[str, str], ...]


def source(path: Path, columns: Columns = ()) -> Source:
    return Source(path.name, path, columns)


def read(path: Path, content: str | bytes, columns: Columns = ()) -> list[Found]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_table(source(path, columns)))


def problems(rows: list[Found]) -> list[tuple[int, str]]:
    return [(row.item, row.problem) for row in rows if row.problem]


def left_out(source: Source) -> tuple[str, ...]:
    return lay_out(table_columns(source.path), source.columns).left_out


def sheet(path: Path, rows: list[list[object]], *more: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, content in enumerate([rows, *more]):
        page = book.create_sheet(f"Sheet {number}")
        for row in content:
            page.append(row)
    book.save(path)
    return path


# What the layouts of known tools give


def test_media_cloud_gives_links_that_can_be_fetched():
    rows = list(read_table(source(FIXTURES / "mediacloud.csv")))
    assert rows[0] == Found(
        2,
        title="Ministers open talks, at last",
        outlet="lakeportpost.example",
        date="2024-05-06",
        url="https://lakeportpost.example/2024/05/06/talks",
        language="en",
        number="0a1b",
        saved="2024-05-08 03:11:09.120000",
        problem="no text (the row has a URL: framing fetch can bring the page)",
    )
    assert [row.item for row in rows] == [2, 3]
    assert left_out(source(FIXTURES / "mediacloud.csv")) == ("media_url",)


def test_older_media_cloud_says_what_is_agency_copy():
    rows = list(read_table(source(FIXTURES / "mediacloud_older.csv")))
    assert [(row.number, row.outlet, row.wire) for row in rows] == [
        ("1201", "Lakeport Post", ""),
        ("1202", "South Herald", "AP"),
    ]
    left = left_out(source(FIXTURES / "mediacloud_older.csv"))
    assert left == ("themes", "media_id", "media_url")


def test_lexisnexistools_articles():
    rows = list(read_table(source(FIXTURES / "lexisnexistools.csv")))
    assert rows[0] == Found(
        2,
        title="Ministers open talks",
        body="The ministers opened talks on Monday.\n\nThey will meet again on Friday.",
        outlet="The Lakeport Post",
        date="2019-05-06",
        byline="Ana Norte",
        section="NEWS; Pg. 4",
        number="1",
    )
    assert (rows[1].item, rows[1].byline, rows[1].section) == (5, "", "")
    left = left_out(source(FIXTURES / "lexisnexistools.csv"))
    assert left == ("Source_File", "Length", "Edition", "Graphic")


def test_gdelt_dates_are_days_of_retrieval():
    (row,) = read_table(source(FIXTURES / "gdelt.json"))
    assert (row.outlet, row.saved, row.date) == ("lakeportpost.example", "20190506T101500Z", "")
    assert row.problem == "no text (the row has a URL: framing fetch can bring the page)"


def test_news_services_that_cut_their_texts_are_told():
    first, second = read_table(source(FIXTURES / "newsapi.json"))
    assert first.problem == "the text is only its beginning: it ends in [+... chars]"
    assert (first.outlet, first.standfirst) == ("Lakeport Post", "They meet in Lakeport.")
    assert (second.body, second.byline, second.problem) == ("The ferry sailed.", "", "")


def test_index_rows_name_the_file_of_their_text():
    rows = list(read_table(source(FIXTURES / "index.csv")))
    assert [(row.file, row.outlet, row.body, row.problem) for row in rows] == [
        ("talks.txt", "Lakeport Post", "", ""),
        ("sub/ferry.html", "South Herald", "", ""),
    ]


def test_a_row_with_a_text_is_no_index_row(tmp_path):
    rows = read(tmp_path / "a.csv", "file,text\na.txt,It rained.\nb.txt,\n,\n ,NA\nc.txt, \n")
    assert [(row.item, row.file, row.body) for row in rows] == [
        (2, "", "It rained."),
        (3, "b.txt", ""),
        (6, "c.txt", ""),
    ]


def test_a_row_with_nothing_to_import_says_so(tmp_path):
    rows = read(tmp_path / "a.csv", "title,text\nRain,\n")
    assert rows == [Found(2, title="Rain", problem="no text")]


@pytest.mark.parametrize(
    ("name", "encodings"),
    [
        ("russian.csv", ["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
        ("chinese.csv", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"]),
        ("german.csv", ["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    ],
)
def test_headings_of_other_languages_in_every_encoding(tmp_path, name, encodings):
    text = (FIXTURES / name).read_text("utf-8")
    wanted = list(read_table(source(FIXTURES / name)))
    assert [row.problem for row in wanted] == ["", ""]
    assert all(row.title and row.body and row.outlet and row.date for row in wanted)
    for encoding in encodings:
        raw = text.encode(encoding)
        raw = b"\xff\xfe" + raw if encoding == "utf-16-le" else raw
        assert read(tmp_path / name, raw) == wanted, encoding


def test_a_line_break_in_a_cell_parts_paragraphs():
    first, _ = read_table(source(FIXTURES / "russian.csv"))
    assert first.body.split("\n\n") == [
        "Министры Севера и Юга начали переговоры в понедельник; они продлятся неделю.",
        "Рыбаки ждали у входа в здание.",
    ]


# Which column is which


def test_a_user_has_the_last_word(tmp_path):
    content = "headline,Slug line,text,note\nA,B,It rained.,N\n"
    (row,) = read(tmp_path / "a.csv", content, (("title", "slug_line"), ("outlet", "note")))
    assert (row.title, row.outlet, row.body) == ("B", "N", "It rained.")
    assert left_out(source(tmp_path / "a.csv", (("title", "Slug line"),))) == ("headline", "note")


def test_columns_that_both_fit_a_field_are_no_matter_of_luck(tmp_path):
    with pytest.raises(UnreadableError) as error:
        read(tmp_path / "a.csv", "text,Full Text,title\na,b,c\n")
    assert str(error.value) == (
        "the columns 'text' and 'Full Text' both fit text. Columns found: text, Full Text, title. "
        f"Fields allowed: {', '.join(FIELDS)}. "
        "Next: --column FIELD=COLUMN, such as --column text=text"
    )
    (row,) = read(tmp_path / "a.csv", "text,Full Text,title\na,b,c\n", (("text", "Full Text"),))
    assert row.body == "b"


def test_a_sure_heading_goes_before_a_likely_one():
    layout = lay_out(["content", "text", "source", "media_name", "id", "stories_id"])
    assert layout.places == {"text": (1,), "outlet": (3,), "number": (5,)}
    assert layout.left_out == ("content", "source", "id")
    assert lay_out(["text", "domain", "source"]).places["outlet"] == (2,)
    assert lay_out(["text", "domain"]).places["outlet"] == (1,)


def test_texts_in_two_columns_are_joined_in_the_order_given(tmp_path):
    (row,) = read(
        tmp_path / "a.csv",
        "HD,LP,TD\nRain,It rained.,It stopped.\n",
        (("text", "LP"), ("text", "TD")),
    )
    assert (row.title, row.body) == ("Rain", "It rained.\n\nIt stopped.")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ((("outlet", "mediaa"),), "no column 'mediaa'; did you mean 'media'[?][.] Columns found: "),
        ((("outlet", ""),), "no column ''[.]"),
        ((("outlett", "media"),), "no field 'outlett'; did you mean 'outlet'[?][.] Columns found"),
        ((("outlet", "media"), ("outlet", "paper")), "two columns are given for outlet[.]"),
        ((("outlet", "twin"),), "2 columns have the heading 'twin'; rename one"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(tmp_path, columns, message):
    with pytest.raises(UnreadableError, match=message):
        read(tmp_path / "a.csv", "text,media,paper,twin,twin\na,b,c,d,e\n", columns)


def test_headings_that_stand_twice_cost_nothing_where_no_field_wants_them(tmp_path):
    (row,) = read(tmp_path / "a.csv", "x,text,x,,\n1,It rained.,2,3,4\n")
    assert row.body == "It rained."
    assert left_out(source(tmp_path / "a.csv")) == ("x",)


def test_a_table_of_something_else_is_refused_with_what_to_do(tmp_path):
    wanted = "no column of titles, texts, links or files .*found: year, gdp[.].*--column text=gdp"
    with pytest.raises(UnreadableError, match=wanted):
        read(tmp_path / "a.csv", "year,gdp\n2019,3\n")


def test_the_data_file_names_every_field_and_no_heading_twice():
    words = load_words()
    assert tuple(words["fields"]) == FIELDS
    every = [h for ranks in words["fields"].values() for rank in ranks.values() for h in rank]
    assert len(every) == len(set(every))
    assert all(isinstance(heading, str) for heading in every)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_delimiters_are_found(tmp_path, delimiter, suffix):
    content = delimiter.join(["title", "text"]) + "\n" + delimiter.join(["A", "It rained."])
    (row,) = read(tmp_path / f"a{suffix}", content)
    assert (row.title, row.body) == ("A", "It rained.")


def test_a_delimiter_is_told_by_the_columns_that_a_user_names(tmp_path):
    (row,) = read(tmp_path / "a.csv", "a;b,c,d;e\n1;It rained.;3\n", (("text", "b,c,d"),))
    assert row.body == "It rained."


def test_the_line_of_excel_that_names_the_delimiter_is_no_header(tmp_path):
    (row,) = read(tmp_path / "a.csv", "sep=;\r\ntitle;text\r\nA;It rained.\r\n")
    assert (row.item, row.title) == (3, "A")


# Broken rows


def test_a_broken_row_costs_itself(tmp_path):
    content = (
        "title,text\n"
        "A,It rained.\n"
        "B\n"
        "C,x,y\n"
        '"D,never closed\n'
        "E,It stopped.\n"
        'F,"Two\n\nparagraphs, here"\n'
        'G,"a "quoted" word"\n'
        "H,The end.\n"
    )
    rows = read(tmp_path / "a.csv", content)
    good = [(row.item, row.title, row.body) for row in rows if not row.problem]
    assert good == [
        (2, "A", "It rained."),
        (6, "E", "It stopped."),
        (7, "F", "Two\n\nparagraphs, here"),
        (11, "H", "The end."),
    ]
    told = problems(rows)
    assert [item for item, _ in told] == [3, 4, 5, 10]
    assert told[0][1].startswith("broken row: 1 cell; the header has 2. Next: ")
    assert told[1][1].startswith("broken row: 3 cells; the header has 2. Next: ")
    assert "close the quotation mark that opens in line 5" in told[2][1]
    assert "double those inside a cell" in told[3][1]


def test_a_quotation_mark_that_opens_at_the_end_costs_its_row(tmp_path):
    rows = read(tmp_path / "a.csv", 'title,text\nA,It rained.\nB,"never\nC,It stopped.\n')
    assert [(row.item, bool(row.problem)) for row in rows] == [(2, False), (3, True), (4, False)]


def test_a_row_that_swallows_the_next_with_a_fitting_count_is_rare_but_short(tmp_path):
    rows = read(tmp_path / "a.csv", 'title,text\n"A,x\nB,y\nC,"z"\nD,It stopped.\n')
    assert [row.title for row in rows if not row.problem] == ["B", "C", "D"]


def test_tabs_with_quotation_marks_that_are_text(tmp_path):
    content = 'title\ttext\n"Yes," he said\tIt rained.\n"Open\tIt "stopped".\nC\tThe end.\n'
    rows = read(tmp_path / "a.tsv", content)
    assert [(row.title, row.body, row.problem) for row in rows] == [
        ('"Yes," he said', "It rained.", ""),
        ('"Open', 'It "stopped".', ""),
        ("C", "The end.", ""),
    ]


def test_a_broken_row_of_several_lines_is_never_taken_in_part(tmp_path):
    content = 'title\ttext\nA\t"It rained.\nIt "stopped" then."\nB\tThe end.\n'
    rows = read(tmp_path / "a.tsv", content)
    assert [(row.item, row.body, bool(row.problem)) for row in rows] == [
        (2, "", True),
        (3, "", True),
        (4, "The end.", False),
    ]


def test_damaged_bytes_cost_their_row(tmp_path):
    good = "Б,Паром вышел в море впервые после бури как и было сказано\n"
    raw = b"title,text\n" + (good * 30).encode() + b"A,caf\xe9\n" + good.encode()
    rows = read(tmp_path / "a.csv", raw)
    assert len(rows) == 32
    assert problems(rows) == [
        (32, "the row holds bytes that are no UTF-8, or half a surrogate pair")
    ]


def test_nul_characters_cost_their_row(tmp_path):
    rows = read(tmp_path / "a.csv", "title,text\nA,It\0rained.\nB,It stopped.\n")
    assert problems(rows) == [(2, "the row holds NUL characters")]
    rows = read(
        tmp_path / "a.jsonl", '{"text": "It\\u0000rained."}\n{"text": "B\0"}\n{"text": "C"}\n'
    )
    assert [(row.item, bool(row.problem)) for row in rows] == [(1, True), (2, True), (3, False)]


@pytest.mark.parametrize("content", [b"ti\0tle,text\n\0,a\n", "title,text\n".encode("utf-16-le")])
def test_nul_characters_in_a_header_are_no_table(tmp_path, content):
    with pytest.raises(UnreadableError, match="holds NUL"):
        read(tmp_path / "a.csv", content)


@pytest.mark.parametrize("content", [b"", b"\n\n \n", b",,\n1,2,3\n"])
def test_no_header_is_told(tmp_path, content):
    with pytest.raises(UnreadableError, match="no header"):
        read(tmp_path / "a.csv", content)


def test_a_line_that_is_too_long_costs_itself(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title,text\nA,It rained.\nB," + "x" * 5000 + "\nC,It stopped.\n")
    rows = list(read_delimited(path, limit=1000).rows)
    assert [(row.item, bool(row.problem)) for row in rows] == [(2, False), (3, True), (4, False)]
    assert "longer than 1,000 characters" in rows[1].problem
    path.write_text('{"text": "A"}\n{"text": "' + "x" * 5000 + '"}\n{"text": "C"}\n')
    rows = list(read_json_lines(path, limit=1000).rows)
    assert [(row.item, row.problem) for row in rows] == [
        (1, ""),
        (2, "the line is longer than 1,000 characters"),
        (3, ""),
    ]


def test_a_quotation_mark_that_never_closes_does_not_eat_the_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('title,text\n"A,never closed\n' + "B,It stopped.\n" * 5000)
    rows = list(read_delimited(path, limit=1000).rows)
    assert [row.item for row in rows if row.problem] == [2]
    assert len(rows) == 5001


def test_a_large_table_is_read_as_a_stream(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("title,text\n")
        for number in range(20_000):
            stream.write(f'T{number},"Ferry №{number} sailed, full to the rail."\n')
    stream = find_opener(path)()
    assert not isinstance(stream, io.StringIO)
    stream.close()
    rows = read_table(source(path))
    assert [next(rows).title for _ in range(3)] == ["T0", "T1", "T2"]
    assert sum(1 for _ in rows) == 19_997


# JSON


def test_json_lines_with_broken_lines(tmp_path):
    content = (
        '{"title": "A", "text": "It rained."}\n\n'
        "{broken}\n"
        "[1, 2]\n"
        '{"text": "half \\ud800 pair"}\n'
        '{"headline": "B", "text": ["One.", "Two."], "author": ["Ana", "Bo"]}\n'
        + "[" * 100_000
        + "\n"
        + '{"text": "C", "n": '
        + "9" * 5000
        + "}\n"
    )
    with pytest.raises(UnreadableError, match="'title' and 'headline' both fit title"):
        read(tmp_path / "a.jsonl", content)
    rows = list(read_table(source(tmp_path / "a.jsonl", (("title", "headline"),))))
    assert [(row.item, bool(row.problem)) for row in rows] == [
        (1, False), (3, True), (4, True), (5, True), (6, False), (7, True), (8, True),
    ]  # fmt: skip
    told = dict(problems(rows))
    assert told[3].startswith("not readable as JSON (Expecting property name")
    assert told[4].startswith("the line is no object. Allowed: {")
    assert told[5] == NO_UTF8
    assert told[7] == "nested too deep to be an article"
    assert told[8].startswith("not readable as JSON (Exceeds the limit")
    assert (rows[4].title, rows[4].body, rows[4].byline) == ("B", "One.\n\nTwo.", "Ana, Bo")


def test_json_lines_find_a_column_that_comes_late(tmp_path):
    lines = ['{"title": "A", "url": "https://a.example"}'] * 1000 + ['{"text": "It rained."}']
    rows = read(tmp_path / "a.ndjson", "\n".join(lines))
    assert rows[-1] == Found(1001, body="It rained.")
    assert table_columns(tmp_path / "a.ndjson") == ("title", "url")


@pytest.mark.parametrize(
    "content",
    [
        '[{"title": "A", "text": "It rained."}, {"title": "B", "text": "It stopped."}]',
        ' {"status": "ok", "articles": [{"title": "A", "text": "It rained."},\n'
        '{"title": "B", "text": "It stopped."}]}',
        '{"title": "A", "text": "It rained."}\n{"title": "B", "text": "It stopped."}\n',
        '{"title": "A", "text": "It rained.", "images": [{"url": "x"}]}'
        '{"title": "B", "text": "It stopped."}',
    ],
)
def test_the_shapes_of_json(tmp_path, content):
    rows = read(tmp_path / "a.json", content)
    assert [(row.item, row.title, row.body, row.problem) for row in rows] == [
        (1, "A", "It rained.", ""),
        (2, "B", "It stopped.", ""),
    ]


def test_json_that_is_cut_off_gives_what_stands_before_the_cut(tmp_path):
    rows = read(tmp_path / "a.json", '[{"text": "It rained."}, {"text": "It sto')
    assert (rows[0].body, rows[0].problem) == ("It rained.", "")
    assert rows[1].problem.startswith("broken from here on (Unterminated string")
    rows = read(tmp_path / "a.json", '[{"text": "It rained."}, 3')
    assert [row.problem for row in rows] == [
        "", "it is no object", "the file ends before the array does: it was cut off",
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["", "3", "null", "[]", "{}", "[1, 2]", "[[]]", "[" * 100_000])
@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_json_without_articles_is_refused(tmp_path, content, suffix):
    with pytest.raises(UnreadableError, match=r"no object of an article|not readable as JSON"):
        read(tmp_path / f"a{suffix}", content)


# Workbooks


def test_a_workbook(tmp_path):
    path = sheet(
        tmp_path / "a.xlsx",
        [["Nothing to see here"]],
        [
            ["Export of 6 May"],
            [],
            ["Title", "Date", "Publication", "Text", None, "Page No"],
            ["A", datetime(2019, 5, 6), "Lakeport Post", "It rained.\nIt stopped.", None, 4],
            [],
            ["B", date(2019, 5, 7), 1843, None, None, 4.0],
            ["C", datetime(2019, 5, 8, 10, 30), "Post", "x", None, None, "stray"],
        ],
    )
    rows = list(read_table(source(path)))
    assert rows == [
        Found(
            4, title="A", date="2019-05-06", outlet="Lakeport Post",
            body="It rained.\n\nIt stopped.",
        ),
        Found(6, title="B", date="2019-05-07", outlet="1843", problem="no text"),
        Found(7, problem="a cell beyond the columns of the header"),
    ]  # fmt: skip
    assert left_out(source(path)) == ("Page No",)
    assert table_columns(path) == ("Title", "Date", "Publication", "Text", "", "Page No")


def test_the_sheet_that_a_user_means_is_taken(tmp_path):
    path = sheet(
        tmp_path / "a.xlsx", [["title", "text"], ["A", "a"]], [["Slug", "Copy"], ["B", "b"]]
    )
    (row,) = read_table(source(path, (("title", "slug"), ("text", "copy"))))
    assert (row.title, row.body) == ("B", "b")


def test_a_workbook_without_articles_is_refused(tmp_path):
    path = sheet(tmp_path / "a.xlsx", [["year", "gdp"], [2019, 3]])
    with pytest.raises(UnreadableError, match="Columns found: year, gdp"):
        list(read_table(source(path)))
    with pytest.raises(UnreadableError, match="no sheet with a header"):
        table_columns(sheet(tmp_path / "b.xlsx", []))


def test_a_cell_as_long_as_excel_allows_is_kept(tmp_path):
    path = sheet(tmp_path / "a.xlsx", [["title", "text"], ["A", "x" * 32_767]])
    (row,) = read_table(source(path))
    assert len(row.body) == 32_767


def replace_member(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {m: archive.read(m) for m in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, old in members.items():
            archive.writestr(member, content if member == name else old)


def test_entities_in_a_workbook_are_refused(tmp_path):
    path = sheet(tmp_path / "a.xlsx", [["title", "text"], ["A", "a"]])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    bomb += b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 9))
    replace_member(path, "xl/worksheets/sheet1.xml", bomb + b"]><worksheet>&a8;</worksheet>")
    with pytest.raises(UnreadableError, match=r"sheet1\.xml declares XML entities"):
        list(read_table(source(path)))
    replace_member(path, "xl/worksheets/sheet1.xml", (bomb + b"]><w/>").decode().encode("utf-16"))
    with pytest.raises(UnreadableError, match=r"sheet1\.xml declares XML entities"):
        list(read_table(source(path)))


def test_a_workbook_that_is_a_zip_bomb_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * 2**20))
    with pytest.raises(UnreadableError, match="a zip bomb"):
        list(read_table(source(path)))


def test_a_sheet_that_claims_a_million_rows_is_read_at_once(tmp_path):
    path = sheet(tmp_path / "a.xlsx", [["title", "text"], ["A", "a"]])
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    far = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Z</t></is></c></row></sheetData>'
    replace_member(
        path, "xl/worksheets/sheet1.xml",
        xml.replace("A1:B2", "A1:XFD1048576").replace("</sheetData>", far).encode(),
    )  # fmt: skip
    rows = list(read_table(source(path)))
    assert [(row.item, row.title) for row in rows] == [(2, "A"), (1_048_576, "Z")]


@pytest.mark.parametrize("content", [b"", b"PK", b"no workbook", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    with pytest.raises(UnreadableError, match=r"no readable zip archive|the workbook is damaged"):
        read(tmp_path / "a.xlsx", content)


# Parquet


def test_parquet(tmp_path):
    frame = pl.DataFrame(
        {
            "title": ["A", None],
            "text": ["It rained.\r\nIt stopped.", "B"],
            "date": [date(2019, 5, 6), None],
            "collect_date": [datetime(2019, 5, 7, 10, 0), datetime(2019, 5, 8)],
            "authors": [["Ana", "Bo"], []],
            "id": [1.0, math.nan],
            "score": [0.5, 1.5],
        }
    )
    frame.write_parquet(tmp_path / "a.parquet")
    assert list(read_table(source(tmp_path / "a.parquet"))) == [
        Found(
            1, title="A", body="It rained.\n\nIt stopped.", date="2019-05-06", byline="Ana, Bo",
            number="1", saved="2019-05-07T10:00:00",
        ),
        Found(2, body="B", saved="2019-05-08"),
    ]  # fmt: skip
    assert left_out(source(tmp_path / "a.parquet")) == ("score",)
    assert table_columns(tmp_path / "a.parquet") == tuple(frame.columns)


def test_parquet_of_many_rows_keeps_their_order(tmp_path):
    titles = [f"T{number}" for number in range(20_000)]
    pl.DataFrame({"title": titles}).write_parquet(tmp_path / "a.parquet", row_group_size=700)
    rows = list(read_table(source(tmp_path / "a.parquet")))
    assert [row.title for row in rows] == titles
    assert [row.item for row in rows] == list(range(1, 20_001))


def test_parquet_that_claims_billions_of_rows_is_refused(tmp_path):
    same = pl.select(pl.repeat("A", 5_000_001).alias("title"))
    same.write_parquet(tmp_path / "a.parquet")
    with pytest.raises(UnreadableError, match="5,000,001 rows; at most 5,000,000 are read"):
        list(read_table(source(tmp_path / "a.parquet")))


def test_parquet_that_is_cut_off_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    pl.DataFrame({"title": ["A"] * 100}).write_parquet(path)
    whole = path.read_bytes()
    for end in (0, 3, 8, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:end])
        with pytest.raises(UnreadableError, match="not readable as Parquet"):
            list(read_table(source(path)))


# Values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), ("NA", ""), ("NULL", ""), (" nan ", ""), (math.nan, ""), (True, "true"),
        (3, "3"), (3.0, "3"), (3.5, "3.5"), (1e300 * 10**10, "inf"), (b"caf\xc3\xa9", "café"),
        ({"id": 1, "name": "Post"}, "Post"), ({"b": 1, "a": 2}, '{"a": 2, "b": 1}'),
        (datetime(2019, 5, 6, 10, 0), "2019-05-06T10:00:00"), (["a", None, "b"], "a, b"),
    ],
)  # fmt: skip
def test_cells_as_text(value, text):
    assert say(value) == text


def test_paragraphs():
    assert say_text("One.\r\n\r\n \r\nTwo,\rthree.") == "One.\n\nTwo,\nthree."
    assert part_paragraphs("a\u2028b\x0bc\n") == "a\n\nb\n\nc"
    wrapped = (
        "The ministers of North and South opened talks on the Blue Islands\n"
        "on Monday, and said so.\n\n"
        "The ferry to the islands sailed again for the first time since\nthe storm."
    )
    assert part_paragraphs(wrapped).count("\n") == 2


# Round trips

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), max_size=20)
TABLES = st.lists(
    st.fixed_dictionaries({"title": CELLS, "text": CELLS.filter(bool), "outlet": CELLS}), max_size=5
)
FREE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def kept(rows: list[Found]) -> list[dict[str, str]]:
    return [{"title": row.title, "text": row.body, "outlet": row.outlet} for row in rows]


@FREE
@given(table=TABLES)
def test_rows_come_back_as_they_were_written(tmp_path, table):
    empty = set(load_words()["empty"])
    table = [row for row in table if not empty & set(row.values())]
    for suffix, delimiter in ((".csv", ","), (".tsv", "\t"), (".csv", ";")):
        path = tmp_path / f"a{suffix}"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, ["title", "text", "outlet"], delimiter=delimiter)
            writer.writeheader()
            writer.writerows(table)
        assert kept(list(read_table(source(path)))) == table
    if table:
        assert kept(read(tmp_path / "a.json", json.dumps(table))) == table
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in table)
        assert kept(read(tmp_path / "a.jsonl", lines)) == table
    schema = {"title": pl.String, "text": pl.String, "outlet": pl.String}
    pl.DataFrame(table, schema=schema).write_parquet(tmp_path / "a.parquet")
    assert kept(list(read_table(source(tmp_path / "a.parquet")))) == table


# Whatever comes

SUFFIXES = [".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".parquet"]


def swallow(path: Path) -> None:
    """Read a file to its end; only the one kind of error may come out."""
    try:
        for _ in read_table(source(path)):
            pass
    except UnreadableError as error:
        assert str(error)


@FREE
@pytest.mark.parametrize("suffix", SUFFIXES)
@given(raw=st.binary(max_size=300))
def test_arbitrary_bytes(tmp_path, suffix, raw):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(raw)
    swallow(path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    rows = [{"title": f"T{n}", "text": "It rained.\nIt stopped.", "n": n} for n in range(20)]
    pl.DataFrame(rows).write_parquet(folder / "a.parquet")
    sheet(folder / "a.xlsx", [["title", "text"], *[[r["title"], r["text"]] for r in rows]])
    (folder / "a.csv").write_bytes((FIXTURES / "russian.csv").read_bytes())
    (folder / "a.tsv").write_text("title\ttext\n" + 'A\t"It\n""rained""."\n' * 20)
    (folder / "a.json").write_text(json.dumps(rows))
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return {suffix: (folder / f"a{suffix}").read_bytes() for suffix in SUFFIXES}


@FREE
@pytest.mark.parametrize("suffix", SUFFIXES)
@given(data=st.data())
def test_mutated_tables(tmp_path, suffix, whole, data):
    raw = bytearray(whole[suffix])
    # A damaged footer can make Polars end the process: imports read in processes of their own.
    footer = int.from_bytes(raw[-8:-4], "little") + 8 if suffix == ".parquet" else 0
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(raw) - 1 - footer))
        raw[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(raw)) | st.just(len(raw)))
    path = tmp_path / f"a{suffix}"
    path.write_bytes(bytes(raw[:end]))
    swallow(path)


def test_other_types_are_refused(tmp_path):
    with pytest.raises(UnreadableError, match=r"file type \.doc is no table; allowed: \.csv, "):
        read(tmp_path / "a.doc", "x")


def test_a_file_that_is_not_there_is_told(tmp_path):
    for suffix in SUFFIXES:
        with pytest.raises(UnreadableError, match=r"cannot be opened|no readable|not readable"):
            list(read_table(source(tmp_path / f"none{suffix}")))


def test_a_member_of_an_archive_is_known_by_the_name_its_user_sees(tmp_path):
    path = tmp_path / "000001"
    path.write_text("text\nIt rained.\n")
    (row,) = read_table(Source("export.zip/a.CSV", path))
    assert row.body == "It rained."
    with pytest.raises(UnreadableError, match=r"no sheet with a header|no readable zip"):
        read_sheet(path)
