"""Saved pages of invented outlets: what is the article, what is beside it, what is no article."""

from __future__ import annotations

import gzip
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.intake.formats.encodings import decode_markup
from framing.intake.formats.pages import read_page
from framing.intake.formats.pages.load import load_page, strip_scripts
from framing.intake.records import Found, Source, UnreadableError

FIXTURES = Path(__file__).parent / "fixtures" / "pages"
ROOT = Path(__file__).parents[3]


def read(path: Path) -> Found:
    (found,) = read_page(Source(path.name, path))
    return found


def read_markup(folder: Path, markup: str | bytes, name: str = "page.html") -> Found:
    path = folder / name
    path.write_bytes(markup.encode() if isinstance(markup, str) else markup)
    return read(path)


def sentences(n: int) -> str:
    """Paragraphs that are long enough for a page to be an article, none like another."""
    rows = (
        f"<p>On day {i} it rained on the harbour of Lakeport, and the ferry number {i * 7} stayed "
        "where it was until the wind had turned.</p>"
        for i in range(n)
    )
    return "\n".join(rows)


def test_an_english_page_with_everything_around_it():
    found = read(FIXTURES / "harbour_post.html")
    assert found.item == 0
    assert found.problem == ""
    assert found.title == "Ferry to the Blue Islands sails again"
    assert found.standfirst.startswith("Forty people were on board when the first boat")
    assert found.outlet == "The Harbour Post"
    assert found.date == "2019-05-07T09:30:00+02:00"
    assert found.byline == "Mara Quill, Ivo Stern"
    assert found.section == "Islands"
    assert found.language == "en"
    assert found.url == "https://harbourpost.example/islands/2019/ferry-sails-again"
    paragraphs = found.body.split("\n\n")
    assert [p.split()[0] for p in paragraphs] == [
        "LAKEPORT", "Captain", '"We', "The", "—", "The",
    ]  # fmt: skip
    assert paragraphs[-1].endswith("A vote is planned for the last week of the month.")


@pytest.mark.parametrize(
    "beside",
    ["Lena Dahl", "coffee was cold", "Share on", "Read more", "newsletter", "Harbour wall",
     "2024", "no paragraph of the article", "Forty people were on board when"],
)  # fmt: skip
def test_what_stands_beside_the_article_is_no_body(beside):
    path = FIXTURES / "harbour_post.html"
    assert beside in path.read_text("utf-8")
    assert beside not in read(path).body


@pytest.mark.parametrize(
    ("name", "title", "outlet", "date", "language", "first", "last"),
    [
        ("severny_vestnik.html", "Паром на Синие острова снова ходит", "Северный вестник",
         "6 мая 2019, 10:15", "ru", "ЛАДОГРАД, 6 мая.", "пока неизвестно."),
        ("lake_daily.html", "蓝岛渡轮恢复航行", "湖港日报", "2019年5月6日 10:15", "zh",
         "本报湖港五月六日电", "星期进行表决。"),
        ("nadi_samachar.html", "नीले द्वीप की नाव फिर चली", "नदी समाचार", "06 मई 2019, 10:15", "hi",
         "झीलपुर: नीले", "आज का दिन अच्छा है।"),
        ("gazette.mhtml", "Café on the pier opens its doors", "Gazette", "2019-05-09", "en",
         "The café on the new pier", "the money of the boat."),
        ("island_watch.html.gz", "Second boat planned, council says", "islandwatch.example",
         "2019-05-07", "", "The council of the Blue Islands", "nothing at all so far."),
    ],
)  # fmt: skip
def test_pages_of_other_tongues_and_wrappings(name, title, outlet, date, language, first, last):
    found = read(FIXTURES / name)
    assert found.problem == ""
    assert (found.title, found.outlet, found.date, found.language) == (
        title, outlet, date, language,
    )  # fmt: skip
    assert found.body.startswith(first)
    assert found.body.endswith(last)


def test_pointers_in_other_tongues_are_no_body():
    assert "Читайте" not in read(FIXTURES / "severny_vestnik.html").body
    assert "责任编辑" not in read(FIXTURES / "lake_daily.html").body
    assert "यह भी पढ़ें" not in read(FIXTURES / "nadi_samachar.html").body


def test_lists_and_tables_are_paragraphs_a_row_each():
    body = read(FIXTURES / "island_watch.html.gz").body
    assert "\n\nThe boat would carry sixty people and six cars.\n\n" in body
    assert "\n\nWhite ferry | forty\n\n" in body


def test_mhtml_gives_the_page_not_the_frame_of_an_advertisement():
    found = read(FIXTURES / "gazette.mhtml")
    assert "boots" not in found.body
    assert found.url == "https://gazette.example/news/cafe-on-the-pier"


def test_saved_from_is_the_address(tmp_path):
    assert load_page(FIXTURES / "island_watch.html.gz").url == (
        "https://islandwatch.example/2019/05/07/second-boat-planned"
    )


def test_a_canonical_address_is_read_from_where_the_page_was_saved(tmp_path):
    head = (
        "<!-- saved from url=(0030)https://post.example/a/b?x=1 -->"
        "<link rel=canonical href='/a/b'><title>Rain on the harbour</title>"
    )
    assert read_markup(tmp_path, head + sentences(6)).url == "https://post.example/a/b"
    home = head.replace("'/a/b'", "'/'")
    assert read_markup(tmp_path, home + sentences(6)).url == "https://post.example/a/b?x=1"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("login.html", "a login, cookie or security page"),
        ("cookies.html", "a login, cookie or security page"),
        ("missing.html", "an error page ('Page not found')"),
        ("front.html", "a page of links"),
    ],
)
def test_a_page_without_an_article_says_why(name, reason):
    assert reason in read(FIXTURES / name).problem


def test_a_section_of_headlines_and_summaries_is_no_article(tmp_path):
    teasers = "".join(
        f"<div><h2><a href='/{at}'>The ferry sails again, for time {at}</a></h2>{summary}</div>"
        for at, summary in enumerate(sentences(12).splitlines())
    )
    markup = f"<title>Islands</title><h1>Islands</h1>{teasers}"
    reason = "a page of 12 headlines that lead elsewhere, no article"
    assert read_markup(tmp_path, markup).problem == reason
    told = f"{markup}<meta property='og:type' content='article'>"
    assert read_markup(tmp_path, told).problem == ""


def test_an_empty_page_and_a_script_only_page_are_told(tmp_path):
    shell = "<html><head><title>Post</title></head><body><div id=app></div></body></html>"
    assert read_markup(tmp_path, shell).problem == "no article text found in the page"


def test_a_page_that_shows_its_text_by_script_gives_the_text_it_tells_machines(tmp_path):
    text = "".join(f"The ferry sailed in week {i} with all its people on board. " for i in range(9))
    markup = (
        '<html><body><div id="app"></div><script type="application/ld+json">{"@type": '
        f'"NewsArticle", "headline": "Ferries", "articleBody": "{text}"}}</script></body></html>'
    )
    found = read_markup(tmp_path, markup)
    assert (found.problem, found.title, found.body) == ("", "Ferries", text.strip())


def test_a_copyright_line_is_no_date(tmp_path):
    markup = sentences(6) + '<div class="date">© 2019 Post, 3 May 2019</div><p>Copyright 2018</p>'
    assert read_markup(tmp_path, markup).date == ""


def test_the_day_of_change_is_no_date_of_publication(tmp_path):
    markup = (
        '<h1>Rain on the harbour</h1><time class="updated" datetime="2020-01-02">2 Jan</time>'
        '<time datetime="2019-12-31">31 Dec</time>' + sentences(6)
    )
    assert read_markup(tmp_path, markup).date == "2019-12-31"


def test_a_first_sentence_with_a_time_of_day_stays(tmp_path):
    markup = "<h1>Rain</h1><p>The ferry left Lakeport at 10:15 on Monday.</p>" + sentences(6)
    assert read_markup(tmp_path, markup).body.startswith("The ferry left Lakeport at 10:15")


RUSSIAN = "<meta charset={}><p>" + "Паром снова вышел в рейс после шторма. " * 8


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        (RUSSIAN.format("utf-8").encode("cp1251"), ""),  # the page lies
        (RUSSIAN.format("windows-1251").encode("utf-8"), ""),
        (RUSSIAN.format("x").encode("cp1251"), "iso-8859-1"),  # the server does not know
        (RUSSIAN.format("x").encode("koi8-r"), "koi8-r"),
        (RUSSIAN.format("windows-1251").encode("koi8-r"), "koi8-r"),
        (RUSSIAN.format("x").encode("utf-16"), "utf-8"),
        (RUSSIAN.format("x").encode("utf-16-le"), ""),
        (RUSSIAN.format("utf-8").encode("utf-8")[:-20] + b"\xd0", ""),  # cut in a letter
        (RUSSIAN.format("zlib").encode("cp1251"), "hex"),
    ],
)
def test_the_bytes_outweigh_what_is_said_of_their_encoding(raw, charset):
    assert "Паром снова вышел в рейс" in decode_markup(raw, charset)


def test_scripts_go_and_data_stays():
    markup = (
        "<SCRIPT>var a='<p>x</p>'</SCRIPT ><p>İt rained.</p><style>p{}</style>"
        '<script type="application/ld+json">{}</script><script>never closed'
    )
    assert strip_scripts(markup) == (
        '<p>İt rained.</p><script type="application/ld+json">{}</script><script>never closed'
    )


def test_the_data_of_another_article_is_not_taken(tmp_path):
    data = "".join(
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": '
        f'"{head}", "datePublished": "{day}"}}</script>'
        for head, day in (("Storm", "2018-01-01"), ("Rain on the harbour", "2019-02-02"))
    )
    found = read_markup(tmp_path, f"<h1>Rain on the harbour</h1>{data}{sentences(6)}")
    assert (found.title, found.date) == ("Rain on the harbour", "2019-02-02")


def test_a_long_page_that_asks_to_subscribe_is_still_an_article(tmp_path):
    plea = "<p>Please log in or subscribe to continue reading.</p>"
    assert read_markup(tmp_path, f"<h1>Rain</h1>{sentences(9)}{plea}").problem == ""


def test_the_last_sentence_that_speaks_of_subscribing_stays(tmp_path):
    last = "The council said that forty islanders had already signed up for the newsletter."
    assert read_markup(tmp_path, f"<h1>Rain</h1>{sentences(6)}<p>{last}</p>").body.endswith(last)


HOSTILE = {
    "deep": "<div>" * 10_000 + sentences(9) + "</div>" * 10_000,
    "inline": sentences(3) + "<p>" + "<b>" * 10_000 + "x" + "</b>" * 10_000,
    "elements": "<div><a href=x>a</a></div>" * 100_000,
    "one piece": "<p>" + "word " * 2_500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_markup_beyond_bounds_is_told_at_once(tmp_path, name):
    start = time.perf_counter()
    with pytest.raises(UnreadableError, match="no article page"):
        read_markup(tmp_path, HOSTILE[name])
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    "around",
    [
        "<div class='" + "a " * 1_000_000 + "'>{}</div>",
        "<script>var a = '<p>';" * 100_000 + "</script>{}",
        "<script>1</script>" * 100_000 + "{}",
        "{}" + "<script>" * 100_000,
        "\0{}\0",
        "\x01&#2;<p>&#x1f;{}\x0b",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>{}",
        '<img src="data:image/png;base64,' + "A" * 10_000_000 + '">{}',
        "<meta charset" * 100_000 + ">{}",
        "</p></i><b><table><p>{}</div>",
    ],
)
def test_an_article_in_hostile_markup_is_still_found(tmp_path, around):
    start = time.perf_counter()
    found = read_markup(tmp_path, around.replace("{}", sentences(9)))
    assert (found.problem, found.body.count("it rained on the harbour")) == ("", 9)
    assert time.perf_counter() - start < 20


def test_a_bomb_and_a_damaged_file_are_told(tmp_path):
    with pytest.raises(UnreadableError, match="unpacks to more than 64 MB"):
        read_markup(tmp_path, gzip.compress(bytes(65 * 2**20)), "bomb.html.gz")
    with pytest.raises(UnreadableError, match="gzip file is damaged"):
        read_markup(tmp_path, gzip.compress(sentences(50).encode())[:-30], "cut.html.gz")


def test_envelopes_nested_without_end_are_told(tmp_path):
    raw = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a0\n\n"
    for i in range(3000):
        raw += b"--a%d\nContent-Type: multipart/mixed; boundary=a%d\n\n" % (i, i + 1)
    with pytest.raises(UnreadableError, match="nested too deep"):
        read_markup(tmp_path, raw, "page.mhtml")


PIECES = st.sampled_from(
    [b"<p>", b"</div>", b"<article>", b"<table><tr><td>", b"<script>", b"</script>", b"<!--", b"\0",
     b"\xff\xfe", b"\x1f\x8b\x08", b"<meta charset=utf-16>", b"MIME-Version: 1.0\nContent-Type: "
     b"multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=hex\n\n", b"<h1>",
     b'<script type="application/ld+json">{"@type":"Article","headline":["\\ud800"]}</script>',
     b"<link rel=canonical href=http://[>", b"<time datetime=2019-01-01>", "Паром".encode("cp1251"),
     b"It rained on the harbour of Lakeport, and the ferry stayed where it was until May 2019. "]
)  # fmt: skip


@pytest.mark.parametrize("name", ["page.html", "page.html.gz", "page.mhtml"])
@given(pieces=st.lists(PIECES | st.binary(max_size=40), max_size=12))
def test_arbitrary_bytes_give_an_item_or_a_reason(tmp_path_factory, name, pieces):
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(b"".join(pieces))
    try:
        found = read(path)
    except UnreadableError as error:
        assert str(error)
    else:
        assert found.body or found.problem


READ_ALL = """
import sys
from pathlib import Path
from framing.intake.formats.pages import read_page
from framing.intake.records import Source
for path in sorted(Path(sys.argv[1]).iterdir()):
    print(list(read_page(Source(path.name, path))))
"""


def test_the_same_pages_give_the_same_items_in_every_process():
    told = [
        subprocess.run(
            [sys.executable, "-c", READ_ALL, FIXTURES],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert told[0].count(b"Found(") == len(list(FIXTURES.iterdir()))


def test_real_pages_keep_their_score(shared):
    if not (shared / "data/html/ground-truth.json").is_file():
        pytest.skip(f"{shared}/data/html is not there: the pages are not in the clone")
    spec = importlib.util.spec_from_file_location("pages_score", ROOT / "scripts/scores/pages.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    figures = script.measure(shared)
    assert figures["whole"]["pages"] == 91
    # Measured .9866 and .9828; the issue asks for .955.
    assert figures["whole"]["token_F1"] >= 0.984
    assert figures["held out"]["token_F1"] >= 0.980
