from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.intake.formats.nexis import is_nexis, read_nexis
from framing.intake.formats.nexis.labels import load_labels
from framing.intake.formats.nexis.prose import clean, end_of_text, join_lines, join_paragraphs
from framing.intake.records import Found, Source, UnreadableError

FIXTURES = Path(__file__).parent / "fixtures/nexis"
NAMES = sorted(path.name for path in FIXTURES.iterdir())
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(path: Path) -> list[Found]:
    return list(read_nexis(Source(path.name, path)))


def read_text(tmp_path: Path, text: str, name: str = "a.txt") -> list[Found]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def write_docx(path: Path, lines: list[str]) -> Path:
    """Lines as Lexis Advance writes them: bold labels and a hard blank behind the colon."""
    body = "".join(
        f'<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(label)}</w:t></w:r>'
        f'<w:r><w:t xml:space="preserve">{escape(rest)}</w:t></w:r></w:p>'
        for label, rest in (_hard_blank(line) for line in lines)
    )
    xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return path


def _hard_blank(line: str) -> tuple[str, str]:
    match = re.match(r"([A-Z][A-Za-z-]+:) (.*)", line)
    return (match[1], "\xa0" + match[2]) if match else ("", line)


ADVANCE = [
    Found(
        item=1,
        title="Ferry to the Blue Islands sails again; Forty on board for the first crossing",
        standfirst="The storm had kept the ferry in port for three months.",
        body="The ferry sailed on Tuesday “at last”, as Captain Bo Sund put it. It carried forty "
        "passengers.\n\nBody\n\nThe old signpost at the pier still reads so, and nobody knows why. "
        "It is the work of an artist.\n\nLength: 5 metres\n\nis what the plate on the smaller boat "
        "says, and the crew swears that it is End of Document\n\nfor anyone who tries to cross in "
        "her.",
        outlet="Harbour Times (Lakeport)",
        date="July 1, 2019 Monday 9:20 AM GMT",
        byline="Bo Sund, Mara Quill",
        section="NEWS; Pg. 3",
        language="ENGLISH",
        saved="July 2, 2019",
        n_words=62,
    ),
    Found(
        item=2,
        title="Body",
        standfirst="A novel about a swimmer.",
        body="The new novel by Sol Sur is about a swimmer who counts her strokes across the "
        "strait.",
        outlet="The Lakeport Herald",
        date="May 2, 2002, Thursday,, FINAL EDITION",
        section="BOOKS;",
        saved="May 3, 2002",
        n_words=15,
    ),
    Found(
        item=3,
        title="Паром снова ходит на Синие острова",
        body="Паром снова ходит на Синие острова после долгого шторма.",
        outlet="Полевой вестник",
        date="6 ноября 2019 среда",
        dateline="ПОРТ ОЗЁРНЫЙ",
        saved="November 7, 2019",
        n_words=9,
    ),
    Found(
        item=4,
        title="渡轮重返蓝岛",
        body="渡轮周三重返蓝岛，这是风暴以来的第一次。",
        outlet="湖港日报",
        date="2019年11月6日 星期三",
        saved="November 7, 2019",
        n_words=21,
    ),
]


def test_advance_text() -> None:
    assert read(FIXTURES / "advance.txt") == ADVANCE


def test_advance_docx(tmp_path: Path) -> None:
    lines = (FIXTURES / "advance.txt").read_text(encoding="utf-8").split("\n")
    assert read(write_docx(tmp_path / "a.DOCX", lines)) == ADVANCE


def test_advance_rtf() -> None:
    assert read(FIXTURES / "advance.rtf") == [
        Found(
            item=1,
            title="Ferry sails “at last”",
            body="The ferry sailed on Tuesday – café included.\n\nПаром 😆",
            outlet="Harbour Times (Lakeport)",
            date="July 1, 2019 Monday",
            byline="René Sund",
            section="NEWS; Pg. 3",
            saved="July 2, 2019",
            n_words=9,
        ),
        Found(
            item=2,
            title="Talks open",
            body="The talks are open.",
            outlet="The Lakeport Herald",
            date="July 2, 2019 Tuesday",
            language="ENGLISH",
            saved="July 3, 2019",
            n_words=4,
        ),
    ]


def test_a_single_file_is_item_0() -> None:
    assert read(FIXTURES / "single.txt") == [
        Found(
            item=0,
            title="Minister calls the bridge “a matter of years”",
            body="The bridge to the Blue Islands is a matter of years, the minister said.\n\n"
            "Graphic\n\nDesign is what the engineers still quarrel about, she added.",
            outlet="The Lakeport Herald",
            date="January 11, 2010 Monday 9:03 AM GMT",
            byline="Ana Norte",
            saved="January 12, 2010",
            n_words=14,
        )
    ]


def test_classic_text() -> None:
    assert read(FIXTURES / "classic.txt") == [
        Found(
            item=1,
            title="Ferry to the Blue Islands sails again; Forty on board",
            body="The ferry to the Blue Islands sailed on Tuesday for the first time since the "
            "storm in March. Captain Bo Sund told reporters that forty people were on board.\n\n"
            "LENGTH: 5 metres, says the plate on the smaller boat. The crew of the smaller boat "
            'does not believe in plates.\n\n"Graphic: that is what the map was," a passenger said '
            "of the ferry's map of the strait, End of Document.",
            outlet="Harbour Times (Lakeport)",
            date="January 11, 2010 Monday",
            byline="Bo Sund",
            section="NEWS; Pg. 6",
            language="ENGLISH",
            saved="January 11, 2010",
            n_words=61,
        ),
        Found(
            item=2,
            title="Ministers open talks",
            body="The ministers of North and South opened talks on the Blue Islands on Monday.",
            outlet="The Lakeport Herald",
            date="January 8, 2010",
            dateline="LAKEPORT",
            language="ENGLISH",
            saved="January 9, 2010",
            n_words=1014,
        ),
        Found(
            item=3,
            title="South hopes for a treaty",
            body="The South hopes for a treaty this year.",
            outlet="Harbour Times (Lakeport)",
            date="December 31, 2009, Thursday",
            byline="By Sol Sur",
            section="Foreign; Pg. 2",
            saved="January 1, 2010",
            n_words=8,
        ),
    ]


def test_classic_text_from_a_german_interface() -> None:
    assert read(FIXTURES / "classic_german.txt") == [
        Found(
            item=1,
            title="Fähre fährt wieder",
            standfirst="Der Sturm hatte sie drei Monate lang im Hafen gehalten.",
            body="Die Fähre zu den Blauen Inseln fährt wieder. Vierzig Menschen waren an Bord.",
            outlet="Nordwald Kurier",
            date="Mittwoch 10.Dezember 2019",
            byline="Jörg Übel",
            section="WELT; S. 3",
            language="GERMAN; DEUTSCH",
            saved="11. Dezember 2019",
            n_words=1014,
        ),
        Found(
            item=2,
            title="Minister verhandeln",
            body="Die Minister verhandeln seit Montag.",
            outlet="Nordwald Kurier",
            date="Donnerstag 11. Dezember 2019",
            saved="12. Dezember 2019",
            n_words=5,
        ),
    ]


def test_classic_html() -> None:
    assert read(FIXTURES / "classic.html") == [
        Found(
            item=1,
            title="Ministers open talks; The islands were seized in the autumn of 1945",
            body="THE ministers of North & South opened talks on Monday.\n\n"
            '"The Blue Islands are not for sale," Minister Ana Norte said.',
            outlet="The Lakeport Herald",
            date="June 17, 1995, CITY EDITION",
            byline="By ANA NORTE, --(XY)",
            section="FRONT PAGE; Pg. 1",
            dateline="LAKEPORT",
            language="ENGLISH",
            saved="June 19, 1995",
            n_words=20,
        ),
        Found(
            item=2,
            title="Ferry late",
            body="THE ferry was late again.",
            outlet="The Lakeport Herald",
            date="June 16, 1995, CITY EDITION",
            n_words=5,
        ),
    ]


HEADER = "Talks open\nThe Herald\nMay 6, 2019 Monday\n\nLength: {n} words\nBody\n\n"


@pytest.mark.parametrize(
    ("body", "n", "expected"),
    [
        # A heading within the text, told from the real one by the length that the database states.
        (
            "One two.\n\nGraphic\n\nThree four five six.\n\nGraphic\n\nA caption.\n",
            7,
            "One two.\n\nGraphic\n\nThree four five six.",
        ),
        ("One two three.\n\nGraphic\n\nA caption that is long.\n", 3, "One two three."),
        ("One two three.\nGraphic\n\n \nA caption.\n", 0, "One two three."),
        ("One.\nCorrection\n\n\nWrong.\nCorrection-Date: May 7, 2019\n", 0, "One."),
        ("Subject: your letter\n\nDear all, no.\n", 0, "Subject: your letter\n\nDear all, no."),
        ("One.\nSubject: FERRIES (91%)\n", 0, "One."),
        ("One.\nLanguage: ENGLISH\nPublication-Type: Web\nSubject: SEA;\nISLES\n", 0, "One."),
        (
            "One.\nLanguage: ENGLISH\nGraphic\n\n\nA caption.\nSubject: FERRIES (91%);\nISLANDS\n",
            0,
            "One.",
        ),
        ("One.\n\nCopyright 2019 The Herald\nAll Rights Reserved\n", 0, "One."),
        (
            "One.\nEnd of Document\nis what it says.\n",
            0,
            "One.\n\nEnd of Document\n\nis what it says.",
        ),
        ("ABSTRACT\nShort.\nFULL TEXT\nLong.\n", 0, "Long."),
        ("FULL TEXT\nLong.\n", 0, "Long."),
        ("ABSTRACT\nNothing else.\n", 0, "Nothing else."),
    ],
)
def test_where_the_text_ends(tmp_path: Path, body: str, n: int, expected: str) -> None:
    text = HEADER.format(n=n) + body + "Load-Date: May 7, 2019\nEnd of Document\n"
    (found,) = read_text(tmp_path, text)
    assert found.body == expected
    assert found.saved == "May 7, 2019"
    assert (found.title, found.outlet) == ("Talks open", "The Herald")


def test_the_last_article_may_lack_its_end(tmp_path: Path) -> None:
    article = HEADER.format(n=1) + "One.\n"
    found = read_text(tmp_path, f"{article}End of Document\n\n{article}")
    assert [(f.item, f.body) for f in found] == [(1, "One."), (2, "One.")]


def test_exports_put_behind_one_another(tmp_path: Path) -> None:
    text = (FIXTURES / "advance.txt").read_text(encoding="utf-8")
    found = read_text(tmp_path, text + "\n" + text)
    assert [f.item for f in found] == list(range(1, 9))
    assert [f.title for f in found] == [f.title for f in ADVANCE] * 2


def test_header_fields_may_be_missing_or_go_on(tmp_path: Path) -> None:
    text = (
        "News\nsecond line ;\nThe Herald\nMay 6, 2019\n\nSection: NEWS\nPage 2 of 3\n"
        "Byline: Ana Norte\nand Bo Sund\nTeaser: unknown label\nLength: 2 words\nBody\nOne two.\n"
    )
    (found,) = read_text(tmp_path, text)
    assert (found.title, found.outlet, found.date) == (
        "News second line",
        "The Herald",
        "May 6, 2019",
    )
    assert (found.section, found.byline, found.body) == (
        "NEWS",
        "Ana Norte and Bo Sund",
        "One two.",
    )
    (found,) = read_text(tmp_path, "Talks open\nThe Herald\nLength: 2 words\nBody\nOne two.\n")
    assert (found.title, found.outlet, found.date) == ("Talks open", "The Herald", "")
    assert not found.problem
    (found,) = read_text(tmp_path, "Talks open\nLength: 2 words\nBody\nOne two.\n")
    assert (found.title, found.outlet, found.body) == ("Talks open", "", "One two.")


COVER = (
    "User Name: ana\nDate and Time: Friday\nJob Number: 7\nDocuments (1)\n1. Talks\n"
    "Client/Matter: -None-\nSources: The Herald; Content Type: News\n"
)


@pytest.mark.parametrize(
    ("above", "title", "item"),
    [
        (f"{COVER}\nTalks open\n", "Talks open", 1),
        (f"{COVER}Talks open\n", "Talks open", 1),
        (f"{COVER}Talks open\nin Lakeport\n", "Talks open in Lakeport", 1),
        (f"{COVER}\nTalks open\n\n", "Talks open", 1),
        (f"{COVER}\nleft over\n\nTalks open\n\n", "Talks open", 1),
        (f"{COVER}\nSources: talks open\n", "Sources: talks open", 1),
        ("Sources: talks\nopen in\nLakeport\n", "Sources: talks open in Lakeport", 0),
        ("News\n\n", "News", 0),
    ],
)
def test_the_cover_page_is_no_title(tmp_path: Path, above: str, title: str, item: int) -> None:
    article = "The Herald\nMay 6, 2019\n\nLength: 1 words\nBody\nOne.\nEnd of Document\n"
    (found,) = read_text(tmp_path, above + article)
    assert (found.title, found.outlet, found.item) == (title, "The Herald", item)


def test_an_article_without_header_behind_a_cover_page(tmp_path: Path) -> None:
    (found,) = read_text(tmp_path, f"{COVER}Length: 1 words\nBody\nOne.\n")
    assert (found.item, found.title, found.outlet, found.body) == (1, "", "", "One.")


def test_a_label_of_the_header_stands_once(tmp_path: Path) -> None:
    text = HEADER.format(n=1).replace("Body", "Section: NEWS\nSection: Pg. 3\nBody")
    assert read_text(tmp_path, text + "One.\n")[0].section == "NEWS"


@pytest.mark.parametrize(
    "opening",
    ["LENGTH: 5 metres, says the plate.", "Dateline: nowhere, says the sign.", "ONE: two."],
)
def test_a_classic_text_may_open_like_a_label(tmp_path: Path, opening: str) -> None:
    text = (
        "    1 of 1 DOCUMENTS\n\n          The Herald\n\n          May 6, 2019\n\n"
        f"          CITY EDITION\n\nTalks\n\nLENGTH: 4 words\n\n{opening}\n\n"
        "LANGUAGE: ENGLISH\n\nGRAPHIC: A caption\n\nand another\n\nPUBLICATION-TYPE: Newspaper\n"
    )
    (found,) = read_text(tmp_path, text)
    assert (found.title, found.body, found.n_words) == ("Talks", opening, 4)
    assert found.language == "ENGLISH"


def test_a_file_without_the_line_body(tmp_path: Path) -> None:
    (found,) = read_text(
        tmp_path,
        "Talks open\nThe Herald\nMay 6, 2019\n\nLength: 2 words\nByline: Ana\n\nOne two.\n",
    )
    assert (found.byline, found.body) == ("Ana", "One two.")


def test_an_article_without_text_has_a_problem(tmp_path: Path) -> None:
    (found,) = read_text(tmp_path, HEADER.format(n=300) + "Load-Date: May 7, 2019\n")
    assert found.problem == "the export holds no text of this article"
    assert found.title == "Talks open"
    text = "1 of 1 DOCUMENTS\n\nThe Herald\n\nMay 6, 2019\n\nTalks open\n\nLENGTH: 3 words\n\n"
    (found,) = read_text(tmp_path, text + "LOAD-DATE: May 7, 2019\n")
    assert found.problem == "the export holds no text of this article"


def test_a_missing_article_is_told(tmp_path: Path) -> None:
    text = (FIXTURES / "advance.txt").read_text(encoding="utf-8")
    begin = text.index("Паром снова ходит на Синие острова\nПолевой")
    end = text.index("渡轮重返蓝岛\n湖港日报")
    found = read_text(tmp_path, text[:begin] + text[end:])
    assert [f.item for f in found] == [1, 2, 3, 4]
    assert found[-1] == Found(item=4, problem="the export says 4 documents; 3 were found")


def test_a_line_of_the_other_layout_is_text(tmp_path: Path) -> None:
    text = (FIXTURES / "advance.txt").read_text(encoding="utf-8")
    found = read_text(tmp_path, text.replace("Notes\n", "1 of 4 DOCUMENTS"))
    assert [f.item for f in found] == [1, 2, 3, 4]
    text = (FIXTURES / "classic.txt").read_text(encoding="utf-8")
    found = read_text(tmp_path, text.replace("CORRECTION: An", "End of Document\n\nAn"))
    assert [f.item for f in found] == [1, 2, 3]
    assert "End of Document" in found[1].body


def test_a_single_article_as_a_web_page(tmp_path: Path) -> None:
    lines = (FIXTURES / "single.txt").read_text(encoding="utf-8").replace("Graphic\n", "")
    page = "".join(f"<p>{escape(line)}</p>\n" for line in lines.split("\n"))
    assert is_nexis(f"<html><body>{page}</body></html>")
    (found,) = read_text(tmp_path, f"<html><body>{page}</body></html>", "a.htm")
    (expected,) = read_text(tmp_path, lines)
    assert found == expected


@pytest.mark.parametrize(
    ("numbers", "problem"),
    [
        ("1/3 2/3 3/3", ""),
        ("1/3 3/3", "the export says 3 documents; 2 were found"),
        ("1/3 2/3", "the export says 3 documents; 2 were found"),
        ("1/2", "the export says 2 documents; 1 was found"),
        ("1/2 2/2 1/3 2/3 3/3", ""),  # two exports put behind one another
        ("1/2 1/2 2/2", "the export says 4 documents; 3 were found"),
        ("501/1,000 502/1,000", ""),  # a later part of a large export
        ("501/1,000 503/1,000", "the export says 3 documents; 2 were found"),
    ],
)
def test_numbering_is_checked(tmp_path: Path, numbers: str, problem: str) -> None:
    text = "".join(
        f"   {n.replace('/', ' of ')} DOCUMENTS\n\nThe Herald\n\nMay 6, 2019\n\nTalks\n\n"
        "LENGTH: 1 words\n\nOne.\n\nLOAD-DATE: May 7, 2019\n\n"
        for n in numbers.split()
    )
    found = read_text(tmp_path, text)
    assert [f.problem for f in found if f.problem] == ([problem] if problem else [])
    assert [f.body for f in found if not f.problem] == ["One."] * len(numbers.split())


@pytest.mark.parametrize(
    ("mark", "labels"),
    [
        ("1 of 2 DOCUMENTS", ("BYLINE", "LENGTH", "words", "LOAD-DATE")),
        ("Document 1 de 2", ("AUTEUR", "LONGUEUR", "mots", "DATE-CHARGEMENT")),
        ("1 von 2 DOKUMENTEN", ("AUTOR", "LÄNGE", "Wörter", "UPDATE")),
    ],
)
def test_labels_by_language_of_the_interface(
    tmp_path: Path, mark: str, labels: tuple[str, str, str, str]
) -> None:
    byline, length, words, saved = labels
    text = (
        f"   {{}}\n\n   Le Phare\n\n   mardi 10 décembre 2019\n\nTitre\n\n{byline}: Ana Norte\n\n"
        f"{length}: 1 014 {words}\n\nTexte.\n\n{saved}: 11. Dezember 2019\n"
    )
    found = read_text(tmp_path, text.format(mark) + text.format(mark.replace("1", "2", 1)))
    assert [f.item for f in found] == [1, 2]
    for f in found:
        assert (f.outlet, f.date, f.title) == ("Le Phare", "mardi 10 décembre 2019", "Titre")
        assert (f.byline, f.body, f.n_words) == ("Ana Norte", "Texte.", 1014)
        assert f.saved == "11. Dezember 2019"


@pytest.mark.parametrize(
    "line",
    [
        "January 11, 2010 Monday 9:03 AM GMT", "May 2, 2002, Thursday,, FINAL EDITION",
        "June 17, 1995, CITY EDITION", "Mittwoch 10.Dezember 2019", "10. Dezember 2019 Dienstag",
        "Friday, 5. July 2019", "décembre 10 2019", "10 décembre 2019 mardi 3:00 AM GMT",
        "6 ноября 2019 среда", "2019年11月6日", "2019-11-06", "06.11.2019", "July 2019",
        "July-August 2019", "Winter 2008", "January 1 - 3, 2010", "SEPTEMBER 6, 2019",
    ],
)  # fmt: skip
def test_date_lines(line: str) -> None:
    assert load_labels().date.match(line)


@pytest.mark.parametrize(
    "line",
    ["The Herald", "Copyright 2019 The Herald", "May 6", "March of the 2019 thousand", "2019",
     "Monday Times", "In May 2019 the ferry", "Length: 2019 words", "May 20199"],
)  # fmt: skip
def test_lines_that_are_no_date(line: str) -> None:
    assert not load_labels().date.match(line)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith(".rtf")])
def test_fixtures_are_told_from_other_texts(name: str) -> None:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    assert is_nexis(text)
    assert is_nexis("\n".join(text.split("\n")[:45]))
    assert is_nexis("\ufeff" + text.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Talks open\n\nLAKEPORT, May 6. /XY/. The ministers opened talks.\n",
        "Report\nMay 6, 2019\nBody\nSteel, to the End of Document.\n",
        "The bill\n\nMay 6, 2019\n\nBody\n\nThe body of the bill has a Length: 99 words.\n",
        "Report\nMay 6, 2019\nLength: 99 metres\nBody\nSteel.\n",
        "1 of 10 DOCUMENTS\n\nis what the stamp says.\n",
        "1 of 10 DOCUMENTS\n\nis what the stamp says.\n\nLength: 99 words\n",
        "We found 3 of 10 DOCUMENTS\nLENGTH: 99 words\n",
        "Documents (12)\n1. A letter\n2. A map\n",
        "User Name: ana\nDate and Time: now\n",
        "<html><body><p>1 of 10 DOCUMENTS</p><p>End of Document</p></body></html>",
        "<!DOCTYPE html><html><body><h1>Length of the bridge</h1><p>May 6, 2019</p></body></html>",
        "{\\rtf1 1 of 10 DOCUMENTS}",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_nexis(text)


def test_a_single_file_without_its_length() -> None:
    text = "Talks open\nThe Herald\nMay 6, 2019 Monday\nBody\nOne.\n"
    assert not is_nexis(text)
    assert is_nexis(text + "Load-Date: May 7, 2019")
    assert is_nexis(text + "End of Document")


def test_hard_wrapping() -> None:
    wrapped = [
        "The ferry to the Blue Islands sailed on Tuesday, for the",
        "first time since the storm in March. Captain Bo Sund told",
        "reporters that forty people were on board, and that none",
        "was ill.",
        "The next ferry is to sail on Friday, weather permitting, he",
        "said, and the one after that when there are enough people",
        "who want to cross the strait.",
    ]
    first = " ".join(wrapped[:4])
    assert join_paragraphs(wrapped) == f"{first}\n\n{' '.join(wrapped[4:])}"
    assert join_paragraphs([*wrapped[:4], "", "", *wrapped[4:]]) == join_paragraphs(wrapped)
    broken = [*wrapped[:3], "was ill .", ". . or said so.", *wrapped[4:]]
    assert join_paragraphs(broken).startswith(" ".join(broken[:5]))
    poem = ["The sea is wide", "The sea is grey", "The ferry sails", "On Saturday", "And so", "I"]
    assert join_paragraphs(poem) == "\n\n".join(poem)
    assert join_lines(["会谈在", "莫斯科 now", "开始"]) == "会谈在莫斯科 now 开始"
    assert clean("\ufeff a\u3000\u00a0b\t") == "a b"


def test_end_of_text() -> None:
    lines = ["one two three four", "Graphic", "five six seven eight", "Graphic", "x"]
    assert end_of_text(lines, [], sure=5, n_words=4) == 5
    assert end_of_text(lines, [1, 3], sure=5, n_words=0) == 1
    assert end_of_text(lines, [1, 3], sure=5, n_words=4) == 1
    assert end_of_text(lines, [1, 3], sure=5, n_words=9) == 3
    assert end_of_text(lines, [1], sure=5, n_words=10) == 5
    assert end_of_text(lines, [1], sure=5, n_words=100) == 1
    assert end_of_text(["", *lines], [0], sure=6, n_words=10) == 0  # captions are no text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "A page about ferries.\n"),
        ("a.txt", ""),
        ("a.html", "<html><body><p>A page about ferries.</p></body></html>"),
        ("a.html", "<html></html>"),
        ("a.rtf", "{\\rtf1 A page about ferries.\\par}"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(UnreadableError, match="no article in a layout of Nexis; allowed"):
        read_text(tmp_path, text, name)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read(tmp_path / "absent.txt")


def test_hostile_files_end(tmp_path: Path) -> None:
    deep = "<div>" * 10_000 + "<p>1 of 1 DOCUMENTS</p><p>LENGTH: 1 words</p>" + "</div>" * 10_000
    assert is_nexis(f"<html>{deep}")
    (found,) = read_text(tmp_path, f"<html>{deep}", "deep.html")
    assert found.n_words == 1
    header = HEADER.format(n=200_000)
    for line in (
        "Graphic\n\n",
        "Load-Date: x\n",
        "Copyright\n",
        "End of Document\n",
        "Body\n",
        "Subject: x\n",
        "\n",
        "Length: 9 words\n",
    ):
        found_all = read_text(tmp_path, f"{header}One.\n{line * 20_000}")
        assert found_all[0].title == "Talks open"
    read_text(tmp_path, "1 of 1 DOCUMENTS\n" + "Copyright 2019\n\n" * 20_000)
    read_text(tmp_path, header + "x" * 5_000_000)
    with pytest.raises(UnreadableError, match="NUL"):
        read_text(tmp_path, "1 of 1 DOCUMENTS\0")
    (tmp_path / "a.docx").write_bytes(b"PK\3\4 cut")
    with pytest.raises(UnreadableError, match="no readable zip archive"):
        read(tmp_path / "a.docx")


PIECES = st.sampled_from(
    [
        "1 of 2 DOCUMENTS", "2 of 2 DOCUMENTS", "Documents (2)", "User Name: a", "Body",
        "End of Document", "Length: 9 words", "LENGTH: 9 words", "Byline:", "BYLINE: x", "Graphic",
        "GRAPHIC: x", "Load-Date: May 6, 2019", "LOAD-DATE: May 6, 2019", "May 6, 2019", "ABSTRACT",
        "FULL TEXT", "Copyright 2019", "", "", "Text of it.", "Sources: x", "Classification",
        "            centred", "BODY:", "HEADLINE: x", "Correction",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30))
def test_labels_in_any_order_give_items_or_the_one_error(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "order.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    check_items(path)


@given(st.sampled_from(NAMES), st.data())
def test_damaged_exports_give_items_or_the_one_error(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    raw = (FIXTURES / name).read_bytes()
    begin = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(begin, min(len(raw), begin + 400)))
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(raw[:begin] + data.draw(st.binary(max_size=20)) + raw[end:])
    check_items(path)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8"))))
def test_any_bytes_give_items_or_the_one_error(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes"
    path.write_bytes(raw)
    check_items(path)
    assert is_nexis(raw.decode("utf-8", "replace")) in (True, False)


def check_items(path: Path) -> None:
    try:
        found = read(path)
    except UnreadableError as error:
        assert str(error)
        return
    assert [f.item for f in found] in ([0], list(range(1, len(found) + 1)))
    for f in found:
        assert f.problem or f.body or f.standfirst
        assert not re.search(r"\n\n\n|\A\s|\s\Z|[^\S\n]{2}|\xa0", f.body)
        assert "\n" not in f.title + f.outlet + f.date + f.byline + f.saved


# The exports themselves: counts, and how far the words found are from those that are stated.
COUNTS = {
    "guardian1.docx": 2,
    "guardian2.docx": 1,
    "usa-today.docx": 7,
    "washington-post.docx": 50,
    "irish-times_1995-06-12_0001.html": 166,
    "sample.TXT": 10,
    "sample.DOCX": 10,  # filler under the stated lengths of what it replaced
}


@pytest.mark.parametrize("name", COUNTS)
def test_real_exports(shared: Path, name: str) -> None:
    found = read(shared / "data/exports/nexis" / name)
    assert len(found) == COUNTS[name]
    for f in found:
        assert not f.problem
        assert f.outlet and f.date and f.title and f.body and f.n_words
        assert load_labels().date.match(f.date)
        assert not load_labels().label.match(f.title)
        for paragraph in f.body.split("\n\n"):
            assert not load_labels().label.match(paragraph)
            assert not re.search("load-date|end of document|all rights reserved", paragraph, re.I)
            assert paragraph not in ("Body", "Graphic", "Classification", "Correction", "Notes")
        assert not load_labels().copyright.match(f.body.rpartition("\n\n")[2])
        if name != "sample.DOCX":
            assert 0.89 <= len(f.body.split()) / f.n_words <= 1.11


def test_the_filler_export_to_the_word(shared: Path) -> None:
    # Counted without the reader, between the lines Body and End of Document or Classification.
    found = read(shared / "data/exports/nexis/sample.DOCX")
    n_words = [355, 571, 311, 971, 494, 1194, 95, 1458, 446, 360]
    assert [len(f.body.split()) for f in found] == n_words


def test_real_exports_state_the_words_that_are_found(shared: Path) -> None:
    folder = shared / "data/exports/nexis"
    shares = [
        len(f.body.split()) / f.n_words
        for name in COUNTS
        if name != "sample.DOCX"
        for f in read(folder / name)
    ]
    assert len(shares) == 236
    assert sum(0.9 <= share <= 1.1 for share in shares) == 234


def test_real_exports_are_told_from_real_pages(shared: Path) -> None:
    pages = sorted((shared / "data/html/pages").iterdir())
    others = [*pages, *sorted((shared / "seeds").iterdir())]
    assert len(others) > 91
    for path in others:
        assert not is_nexis(path.read_bytes()[: 2**18].decode("utf-8", "replace")), path.name


def test_a_declared_charset_is_believed(tmp_path):
    text = (
        "<html><meta charset=iso-8859-2><p>1 of 1 DOCUMENTS</p><p>Kurier Portowy</p>"
        "<p>May 6, 2019 Monday</p><p>Prom w Łodzi</p><p>LENGTH: 8 words</p>"
        "<p>Łódź zobaczyła prom. Źródło milczy.</p></html>"
    )
    (tmp_path / "a.html").write_bytes(text.encode("iso-8859-2"))
    (found,) = read_nexis(Source("a.html", tmp_path / "a.html"))
    assert (found.title, found.body) == ("Prom w Łodzi", "Łódź zobaczyła prom. Źródło milczy.")
