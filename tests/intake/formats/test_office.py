from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.intake.formats.office import Paragraph, docx_paragraphs, rtf_text
from framing.intake.records import UnreadableError

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_docx(path: Path, body: str, *, part: str = "word/document.xml", prolog: str = "") -> Path:
    """A .docx with nothing but its main text."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document xmlns:w="{WORD}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<w:body>{body}</w:body></w:document>"
    )
    return write_zip(path, {part: xml})


def write_zip(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def read_body(tmp_path: Path, body: str) -> list[str]:
    return [p.text for p in docx_paragraphs(write_docx(tmp_path / "a.docx", body))]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_with_their_styles_in_order(tmp_path: Path) -> None:
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{run("Talks")}{run(" open")}</w:p>'
        f"<w:p/><w:p>{run('Курилы &amp; 岛')}</w:p>"
    )
    assert docx_paragraphs(write_docx(tmp_path / "a.docx", body)) == [
        Paragraph("Talks open", "Title"),
        Paragraph(""),
        Paragraph("Курилы & 岛"),
    ]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>", ["a\nb c"]),
        ("<w:p><w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t></w:r></w:p>", ["non-stop"]),
        (f"<w:p>{run('kept')}<w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>", ["kept"]),
        (f"<w:p>{run('a')}<w:moveFrom>{run('x')}</w:moveFrom>{run('b')}</w:p>", ["ab"]),
        (f"<w:p>{run('a')}<w:ins>{run('b')}</w:ins></w:p>", ["ab"]),
        (f"<w:p>{run('a')}{run('x', '<w:vanish/>')}</w:p>", ["a"]),
        (
            f"<w:p>{run('a')}{run('b', '<w:vanish w:val=' + chr(34) + '0' + chr(34) + '/>')}</w:p>",
            ["ab"],
        ),
        (f"<w:p><w:hyperlink>{run('link')}</w:hyperlink></w:p>", ["link"]),
        ("<w:p><w:r><w:instrText>HYPERLINK x</w:instrText></w:r></w:p>", [""]),
        ("<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id='1'/></w:r></w:p>", ["a"]),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('one')}</w:p></w:tc><w:tc><w:p>{run('two')}</w:p>"
            f"</w:tc></w:tr></w:tbl><w:p>{run('three')}</w:p>",
            ["one", "two", "three"],
        ),
        (
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>"
            f"{run('box')}</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p>"
            f"{run('box')}</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
            f"{run('after')}</w:p>",
            ["after", "box"],
        ),
        (
            f"<w:p><w:r><w:ruby><w:rt>{run('ふりがな')}</w:rt><w:rubyBase>{run('岛')}</w:rubyBase>"
            "</w:ruby></w:r></w:p>",
            ["岛"],
        ),
    ],
)
def test_what_is_text_and_what_is_not(tmp_path: Path, body: str, texts: list[str]) -> None:
    assert read_body(tmp_path, body) == texts


def test_a_main_part_of_another_name_is_found(tmp_path: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    path = write_docx(tmp_path / "a.docx", f"<w:p>{run('x')}</w:p>", part="word/document2.xml")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("_rels/.rels", f'<R><R Type="{kind}" Target="/word/document2.xml"/></R>')
    assert docx_paragraphs(path) == [Paragraph("x")]


def test_a_long_document_is_read_whole(tmp_path: Path) -> None:
    texts = read_body(tmp_path, f"<w:p>{run('word ' * 100)}</w:p>" * 20_000)
    assert len(texts) == 20_000
    assert len(set(texts)) == 1


BILLION = (
    '<!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)).replace("&a0;", "&a;")
    + "]>"
)


@pytest.mark.parametrize(
    ("prolog", "body", "message"),
    [
        (BILLION, "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", "declares a document type"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;", "document type"),
        ('<!DOCTYPE a SYSTEM "http://localhost/x.dtd">', "<w:p/>", "document type"),
        ("", "&unknown;", "XML is damaged"),
        ("", "<w:p>" * 10_000 + "</w:p>" * 10_000, "XML is damaged"),
        ("", "<w:p><w:r>", "XML is damaged"),
        ("", "\x0b", "XML is damaged"),
    ],
)
def test_hostile_xml_is_refused(tmp_path: Path, prolog: str, body: str, message: str) -> None:
    path = write_docx(tmp_path / "a.docx", body, prolog=prolog)
    with pytest.raises(UnreadableError, match=message):
        docx_paragraphs(path)


def test_files_that_are_no_docx_are_refused(tmp_path: Path) -> None:
    whole = write_docx(tmp_path / "a.docx", f"<w:p>{run('x' * 5000)}</w:p>")
    cut = tmp_path / "cut.docx"
    cut.write_bytes(whole.read_bytes()[:200])
    with pytest.raises(UnreadableError, match="no readable zip archive"):
        docx_paragraphs(cut)
    with pytest.raises(UnreadableError, match=r"no word/document.xml"):
        docx_paragraphs(write_zip(tmp_path / "b.docx", {"other.xml": "<a/>"}))
    with pytest.raises(UnreadableError, match="XML is damaged"):
        docx_paragraphs(write_zip(tmp_path / "c.docx", {"word/document.xml": ""}))
    with pytest.raises(UnreadableError, match="no readable zip archive"):
        docx_paragraphs(tmp_path / "absent.docx")


def read_rtf(tmp_path: Path, rtf: str | bytes) -> str:
    path = tmp_path / "a.rtf"
    path.write_bytes(rtf.encode() if isinstance(rtf, str) else rtf)
    return rtf_text(path)


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (r"{\rtf1\ansi one\par two}", "one\ntwo"),
        (r"{\rtf1\ansi caf\'e9 \u8220?x\u8221?}", "café “x”"),
        (r"{\rtf1{\fonttbl{\f1\fcharset204 A;}{\f0\fcharset0 B;}}\f1 \'cf\'e0\f0 \'e9}", "Паé"),
        (r"{\rtf1 \u-10179?\u-8698?}", "😆"),
        (
            r"{\rtf1{\field{\*\fldinst{HYPERLINK "
            r'"https://example.org/"}}{\fldrslt{\b Title}}} rest}',
            "Title rest",
        ),
        (r"{\rtf1{\header Page 1}{\footer Page 2}text}", "text"),
        (r"{\rtf1 a}}} b", "a"),
        (r"{\rtf1 a {{{ b", "a  b"),
        ("{\\rtf1 " + "{" * 10_000 + "x" + "}" * 10_000 + "}", "x"),
    ],
)
def test_rtf_as_text(tmp_path: Path, rtf: str, text: str) -> None:
    assert read_rtf(tmp_path, rtf).strip() == text


@pytest.mark.parametrize(
    ("rtf", "message"),
    [
        (b"plain text", "not an RTF file"),
        (b"", "not an RTF file"),
        (b"{\\rtf1 \\u99999999 x}", "the RTF is damaged"),
        (b"{\\rtf1 \\uc x}", "the RTF is damaged"),
        (b"{\\rtf1\\pict\\bin x}", "the RTF is damaged"),
    ],
)
def test_broken_rtf_is_refused(tmp_path: Path, rtf: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_rtf(tmp_path, rtf)


def test_an_rtf_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("framing.intake.formats.office.MAX_RTF", 100)
    with pytest.raises(UnreadableError, match="at most"):
        read_rtf(tmp_path, b"{\\rtf1 " + b"x" * 100)


@pytest.mark.parametrize("font", [rb"\f1", rb"\f1\fcharset0 ", rb"\fcharset1", rb"{\f1;"])
def test_an_endless_table_of_fonts_takes_no_endless_time(tmp_path: Path, font: bytes) -> None:
    # Quadratic in striprtf alone: hours.
    assert read_rtf(tmp_path, rb"{\rtf1{\fonttbl" + font * 100_000) == ""


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_the_one_error(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    for begin, read in ((b"{\\rtf1", rtf_text), (b"PK\3\4", docx_paragraphs)):
        path.write_bytes(begin + raw)
        try:
            read(path)
        except UnreadableError as error:
            assert str(error)


@given(st.text(alphabet="{}\\'*;u0f1 x\n-éбcelprtbinatdsw", max_size=200))
def test_any_rtf_gives_text_or_the_one_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.rtf"
    path.write_text("{\\rtf1" + text, encoding="utf-8")
    try:
        assert "\0" not in rtf_text(path)
    except UnreadableError as error:
        assert "damaged" in str(error)


@given(st.data())
def test_any_damaged_xml_gives_paragraphs_or_the_one_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body><w:p>'
        f"{run('Курилы')}<w:del/></w:p><w:tbl><w:p/></w:tbl></w:body></w:document>"
    )
    begin = data.draw(st.integers(0, len(xml)))
    end = data.draw(st.integers(begin, min(len(xml), begin + 60)))
    middle = data.draw(st.text(alphabet="<>/&;:=\"'wpritdel x\x01é岛[!-?", max_size=12))
    path = tmp_path_factory.getbasetemp() / "damaged.docx"
    write_zip(path, {"word/document.xml": xml[:begin] + middle + xml[end:]})
    try:
        docx_paragraphs(path)
    except UnreadableError as error:
        assert "XML" in str(error)
