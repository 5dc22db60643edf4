from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.intake.fetch.log import Fetched, write_log
from framing.intake.formats.documents import read_document
from framing.intake.formats.documents.heads import HeadError, split_head, take_labels
from framing.intake.formats.documents.reading import assemble
from framing.intake.records import Found, Source, UnreadableError

FIXTURES = Path(__file__).parent / "fixtures/documents"
FREE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
SUFFIXES = [".txt", ".md", ".docx", ".rtf", ".pdf"]

TALKS = "The ministers of North and South opened talks on Monday."
FERRY = "The ferry to the Blue Islands sailed on Tuesday."


def read(path: Path, content: str | bytes | None = None) -> Found:
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = read_document(Source(path.name, path))
    return found


# Plain text and Markdown


def test_a_text_with_labels_at_both_ends():
    assert read(FIXTURES / "talks.txt") == Found(
        0,
        title="Ministers open talks",
        body="The ministers of North and South opened talks on the Blue Islands on Monday.\n\n"
        '"They are not for sale," Minister Ana Norte said. Her reason: they are home.',
        outlet="The Lakeport Post",
        date="6 May 2019",
        url="https://lakeportpost.example/talks",
        byline="Bo Sund",
    )


def test_markdown_with_fields():
    assert read(FIXTURES / "ferry.md") == Found(
        0,
        title="Ferry sails again",
        body="The ferry to the Blue Islands sailed on Tuesday.\n\nOn board\n\n"
        "Captain Bo Sund told reporters that forty people were on board.",
        outlet="South Herald",
        date="2019-05-07",
        byline="Ana Norte, Bo Sund",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path, encoding, end):
    text = (FIXTURES / "russian.txt").read_text("utf-8").replace("\n", end)
    assert read(tmp_path / "a.txt", text.encode(encoding)) == Found(
        0,
        title="Министры начали переговоры",
        body="Министры Севера и Юга начали переговоры в понедельник.\n"
        "Рыбаки ждали у входа в здание.".replace("\n", "\n\n"),
        outlet="Вестник Озёрска",
        date="6 мая 2019",
    )


def test_furniture_before_the_title_stays_and_is_no_title(tmp_path):
    found = read(tmp_path / "a.txt", f"All news\n\nMinisters open talks\n\nROME, May 6. {TALKS}")
    assert found.title == "Ministers open talks"
    assert found.body == f"All news\n\nMinisters open talks\n\nROME, May 6. {TALKS}"


def test_hard_wrapped_lines_are_joined(tmp_path):
    text = (
        "Ministers open talks\non the Blue Islands\n\n"
        "The ministers of North and South opened talks on the Blue Islands on\n"
        "Monday, and said that they would meet again on Friday in the town hall\n"
        "of Lakeport.\n\n"
        "Fishermen from the islands waited outside the hall for news, as they\n"
        "had done in March.\n"
    )
    found = read(tmp_path / "a.txt", text)
    assert found.title == "Ministers open talks on the Blue Islands"
    assert [p.split()[-1] for p in found.body.split("\n\n")] == ["Lakeport.", "March."]
    assert found.body.count("\n") == 2


@pytest.mark.parametrize("content", ["", " \n\n", "\ufeff"])
def test_an_empty_text_is_told(tmp_path, content):
    assert read(tmp_path / "a.txt", content) == Found(0, problem="no text")


def test_a_text_of_one_line_has_a_body_and_no_title(tmp_path):
    assert read(tmp_path / "a.txt", TALKS + "\n") == Found(0, body=TALKS)


def test_a_first_line_as_long_as_a_paragraph_is_no_title(tmp_path):
    long = "Minister " * 40 + "spoke."
    assert read(tmp_path / "a.txt", f"{long}\n\n{FERRY}") == Found(0, body=f"{long}\n\n{FERRY}")


def test_a_title_that_the_fields_give_stands_once(tmp_path):
    found = read(tmp_path / "a.md", f"---\ntitle: Talks\n---\nTalks\n\n{TALKS}")
    assert (found.title, found.body) == ("Talks", TALKS)
    found = read(tmp_path / "a.md", f"---\ntitle: Talks\n---\n{FERRY}\n\n{TALKS}")
    assert (found.title, found.body) == ("Talks", f"{FERRY}\n\n{TALKS}")


def test_broken_fields_are_told(tmp_path):
    found = read(tmp_path / "a.txt", "---\na: [b\n---\nIt rained.\n")
    assert found.problem.startswith("the fields between --- are no YAML (while parsing")
    assert "Next: write 'key: value' lines" in found.problem


def test_fields_that_name_billions_of_words_are_left_alone():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{'abcdefghi'[n]}: &{'abcdefghi'[n]} [{', '.join(['*' + 'abcdefghi'[n - 1]] * 9)}]\n"
        for n in range(1, 9)
    )
    fields, text = split_head(f"---\n{bomb}author: *i\nsource: Post\n---\nIt rained.")
    assert (fields, text) == ({"outlet": "Post"}, "It rained.")
    with pytest.raises(HeadError, match="no YAML"):
        split_head("---\na: " + "[" * 20_000 + "\n---\n")


@pytest.mark.parametrize(
    "mark", ["[", "![", "**a ", "# # ", "\n", " \n", "__", "---\n", "a:", "[a]("]
)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_marks_without_end_are_read_in_time(tmp_path, mark, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_text(mark + "# " + mark * 60_000 + f"x\n\n{TALKS}\n\n{FERRY}")
    swallow(path)


def test_labels_are_believed_only_where_they_fit():
    lines = [
        "Source: he did not say.",
        "Date: the fruit of the desert",
        "URL: see below",
        "Minister: no talks",
        "Quelle: Seehafener Bote",
        "Source: South Herald",
        "**Date:** 2019-05-06",
        "Веб: x",
        "来源：湖港邮报",
    ]
    fields, left = take_labels(lines, {})
    assert fields == {"outlet": "Seehafener Bote", "date": "2019-05-06"}
    assert left == [line for line in lines if line[:6] not in ("Quelle", "**Date")]
    assert take_labels(["Source: Post"], {"outlet": "Herald"}) == ({}, ["Source: Post"])


def test_labels_in_the_middle_of_a_text_are_text():
    lines = ["It rained."] * 12 + ["Source: Post"] + ["It stopped."] * 12
    assert take_labels(lines, {}) == ({}, lines)


def test_control_characters_are_told():
    assert assemble("a\0b").problem == "the text holds NUL characters"


def test_nul_characters_and_other_types_are_refused(tmp_path):
    with pytest.raises(UnreadableError, match="NUL"):
        read(tmp_path / "a.txt", "It\0rained.")
    with pytest.raises(UnreadableError, match=r"file type \.doc is no document; allowed: \.txt, "):
        read(tmp_path / "a.doc", "x")


# DOCX and RTF


def word(path: Path, paragraphs: list[tuple[str, str]], title: str = "") -> Path:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    core = (
        '<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cp="x">'
        f"<dc:title>{title}</dc:title></cp:coreProperties>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("docProps/core.xml", core)
    return path


def test_a_word_document(tmp_path):
    lines = [("", "POLITICS"), ("Heading1", "Ministers open talks"), ("", TALKS), ("", FERRY)]
    found = read(word(tmp_path / "a.docx", [*lines, ("", "Source: Lakeport Post")]))
    assert found.title == "Ministers open talks"
    assert found.body == f"POLITICS\n\nMinisters open talks\n\n{TALKS}\n\n{FERRY}"
    assert found.outlet == "Lakeport Post"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Ministers open talks", "Ministers open talks"),
        ("Microsoft Word - Document1", "Ferry to the Blue Islands sails again"),
    ],
)
def test_the_title_that_a_document_states_counts_where_the_text_has_it(tmp_path, stated, title):
    lines = [
        ("", "Ferry to the Blue Islands sails again"),
        ("", "Ministers open talks"),
        ("", TALKS),
    ]
    assert read(word(tmp_path / "a.docx", lines, title=stated)).title == title


def test_a_word_document_with_broken_properties_is_read(tmp_path):
    path = word(tmp_path / "a.docx", [("", "Talks"), ("", TALKS)], title="<broken")
    assert read(path) == Found(0, title="Talks", body=TALKS)


def test_an_empty_word_document_is_told(tmp_path):
    assert read(word(tmp_path / "a.docx", [("", " ")])) == Found(0, problem="no text")


def test_rich_text(tmp_path):
    content = r"{\rtf1\ansi Ministers open talks\par Date: 6 May 2019\par " + TALKS + r"\par}"
    found = read(tmp_path / "a.rtf", content)
    assert found == Found(0, title="Ministers open talks", body=TALKS, date="6 May 2019")


# PDF

Placed = tuple[float, float, float, str]  # x, y, size, text


def pdf(pages: list[list[Placed]], *, more: str = "", info: str = "", image: bool = False) -> bytes:
    """A PDF by hand: text of Helvetica at places; ``image`` gives each page a picture."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
        "/BitsPerComponent 8/Length 1>>stream\n0\nendstream",
    ]
    for number, items in enumerate(pages):
        text = "".join(
            f"BT /F1 {size} Tf {x} {y} Td ({_escaped(line)}) Tj ET\n" for x, y, size, line in items
        )
        text += "q 400 0 0 600 50 50 cm /I1 Do Q\n" if image else ""
        objects += [
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>"
            f"/XObject<</I1 4 0 R>>>>/Contents {6 + 2 * number} 0 R>>",
            f"<</Length {len(text)}>>stream\n{text}endstream",
        ]
    objects.append(f"<<{info}>>")
    raw, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(raw))
        raw += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(raw)
    raw += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    raw += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{more}/Info {len(objects)} 0 R>>\n"
    return f"{raw}startxref\n{start}\n%%EOF\n".encode("latin-1")


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def column(text: str, x: float = 72, y: float = 700, size: float = 10) -> list[Placed]:
    lines = text.strip("\n").split("\n")
    return [(x, y - 1.3 * size * k, size, line) for k, line in enumerate(lines) if line]


BODY = """\
The ministers of North and South opened talks on the Blue Islands on
Monday in Lakeport, and said that an agree-
ment was near. The talks will go on for a week, the ministers told the
reporters.
Fishermen from the islands waited outside the hall for news, as they
had done in March of the year before, when the storm-
tossed ferry could not sail.

A third paragraph stands apart from the others by the room above it.
"""


def test_a_pdf_page(tmp_path):
    head = [(72.0, 780.0, 24.0, "Ministers open talks"), (72.0, 752.0, 24.0, "on the Blue Islands")]
    found = read(
        tmp_path / "a.pdf", pdf([head + column(BODY)], info="/CreationDate(D:20190508101500Z)")
    )
    assert found.title == "Ministers open talks on the Blue Islands"
    assert found.body.split("\n\n") == [
        "The ministers of North and South opened talks on the Blue Islands on Monday in Lakeport, "
        "and said that an agreement was near. The talks will go on for a week, the ministers told "
        "the reporters.",
        "Fishermen from the islands waited outside the hall for news, as they had done in March "
        "of the year before, when the stormtossed ferry could not sail.",
        "A third paragraph stands apart from the others by the room above it.",
    ]
    assert (found.saved, found.date, found.outlet) == ("2019-05-08", "", "")


def test_a_large_first_letter_is_no_title(tmp_path):
    page = [(72.0, 780.0, 16.0, "Ministers open talks"), (40.0, 690.0, 40.0, "T"), *column(BODY)]
    assert read(tmp_path / "a.pdf", pdf([page])).title == "Ministers open talks"


def test_a_hyphen_that_the_text_has_elsewhere_is_kept(tmp_path):
    text = BODY + "\nThe storm-tossed ferry sails again, the captain of the vessel said.\n"
    assert "the storm-tossed ferry could" in read(tmp_path / "a.pdf", pdf([column(text)])).body


def test_running_heads_and_page_numbers_are_no_text(tmp_path):
    topics = ["The ferry", "The storm", "The talks", "The treaty"]
    pages = [
        [
            (72.0, 810.0, 8.0, f"0{n}/05/2019, 10:15  Ministers open talks - Lakeport Post"),
            (72.0, 760.0, 20.0, "Ministers open talks") if n == 1 else (72.0, 760.0, 10.0, "x."),
            *column(f"{topic} went on for a day.\n\n{topic} went on for a week."),
            (72.0, 30.0, 8.0, "https://lakeportpost.example/talks"),
            (500.0, 30.0, 8.0, f"{n}/4"),
        ]
        for n, topic in enumerate(topics, start=1)
    ]
    found = read(tmp_path / "a.pdf", pdf(pages))
    assert found.title == "Ministers open talks"
    assert found.url == "https://lakeportpost.example/talks"
    wanted = [f"{topic} went on for a {time}." for topic in topics for time in ("day", "week")]
    assert [p for p in found.body.split("\n\n") if p != "x."] == wanted


def test_a_title_that_runs_over_all_pages_stays_on_the_first(tmp_path):
    pages = [
        [(72.0, 800.0, 20.0 if n == 1 else 8.0, "Ministers open talks"), *column(text)]
        for n, text in enumerate((TALKS, FERRY, "It rained."), start=1)
    ]
    found = read(tmp_path / "a.pdf", pdf(pages))
    assert (found.title, found.body) == (
        "Ministers open talks",
        f"{TALKS}\n\n{FERRY}\n\nIt rained.",
    )


def test_a_number_alone_at_the_foot_of_one_page_is_text(tmp_path):
    page = [*column(f"{TALKS}\n\n{FERRY}"), (72.0, 30.0, 10.0, "1")]
    assert read(tmp_path / "a.pdf", pdf([page])).body.endswith("\n\n1")


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page(tmp_path):
    one = "The ministers of North and South\nopened talks on the Blue Islands\non Monday and"
    two = "said in the town hall of Lakeport\nthat an agreement was near, as the"
    left, right = column(one, 72), column(two, 320)
    after = column("reporters of the region wrote.\n\nThe ferry sailed.")
    found = read(tmp_path / "a.pdf", pdf([left + right, after]))
    assert found.body.split("\n\n") == [
        "The ministers of North and South opened talks on the Blue Islands on Monday and said in "
        "the town hall of Lakeport that an agreement was near, as the reporters of the region "
        "wrote.",
        "The ferry sailed.",
    ]


def test_a_pdf_of_pictures_has_no_text(tmp_path):
    found = read(tmp_path / "a.pdf", pdf([[], []], image=True, info="/CreationDate(D:20190508)"))
    assert found == Found(0, saved="2019-05-08", problem="no text layer: run OCR first")
    pages = [column(TALKS), [], []]
    found = read(tmp_path / "a.pdf", pdf(pages, image=True))
    assert found.problem == "no text layer on 2 of 3 pages: run OCR first"


def test_the_title_that_a_pdf_states_counts_where_the_text_has_it(tmp_path):
    text = f"Ferry to the Blue Islands sails again\n\nMinisters open talks\n\n{TALKS}"
    found = read(tmp_path / "a.pdf", pdf([column(text)], info="/Title(Document1)"))
    assert found.title == "Ferry to the Blue Islands sails again"
    found = read(tmp_path / "a.pdf", pdf([column(text)], info="/Title(Ministers open talks)"))
    assert found.title == "Ministers open talks"
    assert found.body == text


def test_an_encrypted_pdf_is_told(tmp_path):
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/O({'o' * 32})/U({'u' * 32})/P -4>>/ID[(a)(a)]"
    found = read(tmp_path / "a.pdf", pdf([column(TALKS)], more=lock))
    assert found.problem == "encrypted: save it without its password, then import it again"


def test_a_pdf_that_is_cut_off_is_refused(tmp_path):
    raw = pdf([column(BODY)])
    for end in (9, len(raw) // 2, len(raw) - 8):
        with pytest.raises(UnreadableError, match="the PDF is cut off"):
            read(tmp_path / "a.pdf", raw[:end])
    for content in (b"", b"no PDF", raw[1000:]):
        with pytest.raises(UnreadableError, match="not readable as PDF"):
            read(tmp_path / "a.pdf", content)


def test_ten_thousand_pages_are_no_article(tmp_path):
    found = read(tmp_path / "a.pdf", pdf([[]] * 10_000))
    assert found.problem == "10,000 pages; an article has at most 1,000. Next: split it"


def test_letters_of_other_alphabets(tmp_path):
    import matplotlib as mpl
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 11))
    figure.text(0.1, 0.9, "Министры начали переговоры", fontsize=22)
    figure.text(0.1, 0.8, "Паром вышел в море впервые после бури.", fontsize=10)
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(tmp_path / "a.pdf") as pages:
        pages.savefig(figure)
    found = read(tmp_path / "a.pdf")
    assert found.title == "Министры начали переговоры"
    assert found.body == "Паром вышел в море впервые после бури."


# Whatever comes


def swallow(path: Path) -> None:
    """Read a file; only the one kind of error may come out, and an item has text or a problem."""
    try:
        (found,) = read_document(Source(path.name, path))
    except UnreadableError as error:
        assert str(error)
        return
    assert bool(found.body) != bool(found.problem)


@FREE
@pytest.mark.parametrize("suffix", SUFFIXES)
@given(raw=st.binary(max_size=300))
def test_arbitrary_bytes(tmp_path, suffix, raw):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(raw)
    swallow(path)


@FREE
@pytest.mark.parametrize("suffix", [".txt", ".md"])
@given(text=st.text(max_size=200))
def test_arbitrary_text(tmp_path, suffix, text):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(text.encode())
    swallow(path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    return {
        ".txt": (FIXTURES / "talks.txt").read_bytes(),
        ".md": (FIXTURES / "ferry.md").read_bytes(),
        ".docx": word(folder / "a.docx", [("Title", "Talks"), ("", TALKS)]).read_bytes(),
        ".rtf": rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Talks\par It rained.\par}",
        ".pdf": pdf([column(BODY), column(BODY)], info="/Title(Talks)"),
    }


@FREE
@pytest.mark.parametrize("suffix", SUFFIXES)
@given(data=st.data())
def test_mutated_documents(tmp_path, suffix, whole, data):
    raw = bytearray(whole[suffix])
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)) | st.just(len(raw)))
    path = tmp_path / f"a{suffix}"
    path.write_bytes(bytes(raw[:cut]))
    swallow(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    for suffix in SUFFIXES:
        with pytest.raises(UnreadableError, match=r"cannot be opened|no readable|not readable"):
            read(tmp_path / f"none{suffix}")


def test_a_fetched_document_has_what_the_list_of_links_says(tmp_path):
    row = Fetched(
        url="https://alpha.example/a", final_url="https://alpha.example/b", status=200,
        fetched_at="2020-02-01T10:00:00Z", file="a.txt", outlet="Alpha", date="2019-11-06",
    )  # fmt: skip
    write_log(tmp_path, [row])
    (tmp_path / "a.txt").write_text("Rain in Lakeport\n\nIt rained in Lakeport on Monday.\n")
    (found,) = read_document(Source("a.txt", tmp_path / "a.txt"))
    assert (found.outlet, found.date, found.saved) == ("Alpha", "2019-11-06", "2020-02-01")
    assert (found.url, found.title) == ("https://alpha.example/b", "Rain in Lakeport")
