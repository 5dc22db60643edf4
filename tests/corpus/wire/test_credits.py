from __future__ import annotations

import polars as pl
import pytest

from framing.corpus.articles import build_articles
from framing.corpus.readers import Item
from framing.corpus.wire.credits import find_closing_credit, find_wire, is_agency_line
from framing.records.tables import OUTLETS

TEXT = "The ministers met in Lakeport on Monday and spoke about the ferry for two hours."
TITLE = "Ministers meet on ferry"


def page(*lines: str) -> str:
    return "\n\n".join((TITLE, *lines))


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("LAKEPORT, November 6. /TASS/. ", "TASS"),
        ("LAKEPORT, Nov. 6 (Xinhua) -- ", "Xinhua"),
        ("LAKEPORT: (PTI) ", "PTI"),
        ("LAKEPORT, Nov 6 (PTI) ", "PTI"),
        ("Lakeport [Northland], November 6 (ANI): ", "ANI"),
        ("Lakeport, Nov 6 (IANS) ", "IANS"),
        ("LAKEPORT (AP) — ", "AP"),
        ("Lakeport (AFP) – ", "AFP"),
        ("Nov 6 (Reuters) - ", "Reuters"),
        ("(Reuters) – ", "Reuters"),
        ("LAKEPORT. Nov 6 (Interfax) - ", "Interfax"),
        ("LAKEPORT (Sputnik) — ", "Sputnik"),
        ("LAKEPORT, Oct 6, 2019, TASS. ", "TASS"),
        ("ЛЕЙКПОРТ, 6 ноября. /ТАСС/. ", "TASS"),
        ("ЛЕЙКПОРТ, 6 ноя - РИА Новости. ", "RIA Novosti"),
        ("Лейкпорт. 6 ноября. INTERFAX.RU - ", "Interfax"),
        ("新华社莱克波特11月6日电 ", "Xinhua"),
        ("लेकपोर्ट, छह नवंबर (भाषा) ", "PTI Bhasha"),
    ],
)
def test_the_agency_of_a_dateline(dateline, agency):
    assert find_wire(page(dateline + TEXT, "They will meet again.")) == agency


def test_a_dateline_amid_a_text_of_one_line():
    assert find_wire(f"{TITLE} LAKEPORT (Reuters) - {TEXT}") == "Reuters"


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("PTI", "PTI"),
        ("PTI | Lakeport", "PTI"),
        ("By PTI", "PTI"),
        ("Press Trust of India", "PTI"),
        ("Source: Xinhua", "Xinhua"),
        ("Source: Xinhua| 2019-11-06 16:44:02|Editor: Shan Hu", "Xinhua"),
        ("By Associated Press", "AP"),
        ("Reuters Staff", "Reuters"),
        ("AFP, Lakeport", "AFP"),
        ("ANI | Updated: Nov 06, 2019 23:32 IST", "ANI"),
        ("By Xinhua writers Li Du, Wang Chuan", "Xinhua"),
        ("By Ann Author, Reuters", "Reuters"),
        ("BY ANN AUTHOR (AP)", "AP"),
        ("来源：新华社", "Xinhua"),
        ("Источник: ТАСС", "TASS"),
    ],
)
def test_a_line_of_its_own_below_the_title(line, agency):
    assert find_wire(page(line, TEXT, "They will meet again.")) == agency
    assert is_agency_line(line)


@pytest.mark.parametrize(
    ("end", "agency"),
    [
        (" (Reuters)", "Reuters"),
        (" (PTI)", "PTI"),
        (" PTI ABC DEF", "PTI"),
        (" -- ANI", "ANI"),
        (" --IANS abc/de", "IANS"),
        (" ==Kyodo", "Kyodo"),
        (" /TASS/", "TASS"),
        (" Enditem", "Xinhua"),
        ("\n\n- Reuters", "Reuters"),
        ("\n\n(ANI)", "ANI"),
        ("\n\nSource: Xinhua", "Xinhua"),
        ("\n\n(Reporting by Ann Author; Editing by Bo Sund)", "Reuters"),
        (
            "\n\nReporting by A. Author and B. Sund; writing by C. Lens; editing by D. Desk",
            "Reuters",
        ),
        ("\n\nCopyright 2019 The Associated Press. All rights reserved.", "AP"),
        (
            "\n\n(This story is published from a syndicated feed - PTI)",
            "PTI",
        ),
        (" (IANS)\n\nShare it\n\nTags: ferry", "IANS"),
    ],
)
def test_the_credit_that_closes_an_article(end, agency):
    assert find_wire(page(TEXT, "They will meet again." + end)) == agency


@pytest.mark.parametrize(("n", "agency"), [(10, "PTI"), (11, "")])
def test_only_the_first_dozen_lines_are_the_head(n, agency):
    labels = [f"Label {k}" for k in range(n)]  # below the title
    assert find_wire(page(*labels, "PTI", TEXT)) == agency


@pytest.mark.parametrize(("n", "agency"), [(7, "PTI"), (8, "")])
def test_only_the_last_eight_lines_are_the_tail(n, agency):
    labels = [f"Label {k}" for k in range(n)]
    assert find_wire(page(*[TEXT] * 20, "PTI", *labels)) == agency


def test_a_credit_is_a_line_of_at_most_160_characters():
    line = f"Source: Press Trust of India Staff {'x' * 55} | "
    assert len(line) == 93
    assert is_agency_line(line + "y" * 67)
    assert not is_agency_line(line + "y" * 68)


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("By ANN AUTHOR, --(Reuter)", "Reuters"),
        ("-- (AFP)", "AFP"),
        ("--(AFP/Reuter)", "AFP"),
        ("Reuters", "Reuters"),
        ("Ann Author, Associated Press", "AP"),
        ("By Xinhua writer Li Du", "Xinhua"),
        ("By AP Singh", ""),
        ("Ann Author", ""),
        ("By ANN AUTHOR, --(Additional reporting by Reuter)", ""),
        ("Ann Author with inputs from PTI", ""),
    ],
)
def test_a_byline_that_stands_apart(byline, agency):
    assert find_wire(page(TEXT), byline=byline) == agency


@pytest.mark.parametrize(
    "lines",
    [
        (TEXT, "The ferry will sail again, a spokesman told Reuters."),
        ("TASS reported on Monday that the ministers had met in Lakeport.", TEXT),
        ("LAKEPORT: The ministers met, PTI reported on Monday, for two hours.", TEXT),
        (TEXT, "(With inputs from PTI)"),
        ("By Ann Author with inputs from ANI", TEXT),
        (TEXT, "Reuters contributed to this report."),
        (TEXT, "(Agencies)"),
        (TEXT, "SOURCE: AL EXAMPLE AND NEWS AGENCIES"),
        ("Two ministers shake hands in Lakeport. (AP)", TEXT, "They left."),
        ("Two ministers, left, shake hands in Lakeport.", "AP", TEXT),
        ("FILE PHOTO: A ferry near Lakeport. REUTERS/Cara Lens", TEXT),
        ("(Xinhua/Zhang Gang)", TEXT),
        ("The AP-South poll found that most people want the ferry.", TEXT),
        ("UNITED NATIONS, May 6 — " + TEXT,),
        (TEXT, "© AFP 2019 / CARA LENS"),
    ],
)
def test_what_is_no_credit_of_the_whole(lines):
    assert find_wire(page(*lines)) == ""


@pytest.mark.parametrize(
    ("outlet", "agency"),
    [("TASS", ""), ("Lakeport Post", "TASS"), ("TASS Russian News Agency", ""), ("", "TASS")],
)
def test_an_agency_is_no_wire_of_its_own(outlet, agency):
    text = page("LAKEPORT, November 6. /TASS/. " + TEXT)
    assert find_wire(text, outlet=outlet) == agency


@pytest.mark.parametrize("text", ["", " ", "\n", "Reuters", "(", "—"])
def test_hardly_any_text(text):
    assert find_wire(text) in ("", "Reuters")


@pytest.mark.parametrize(
    ("paragraph", "credit"),
    [
        ("They left. (PTI)", "(PTI)"),
        ("“They left.” -- ANI", "-- ANI"),
        ("They left. PTI ABC", "PTI ABC"),
        ("They left, he told PTI.", ""),
        ("They left (PTI reported).", ""),
    ],
)
def test_a_closing_credit_is_cut_off(paragraph, credit):
    start = find_closing_credit(paragraph)
    assert (paragraph[start:].strip() if start else "") == credit


@pytest.mark.parametrize(
    ("fields", "wire"),
    [
        ({}, "TASS"),
        ({"wire": "Interfax"}, "Interfax"),
        ({"wire": "none"}, None),
        ({"wire": "-"}, None),
        ({"outlet": "TASS"}, None),
    ],
)
def test_what_the_user_says_of_an_article_wins(fields, wire):
    names = ("Lakeport Post", "TASS")
    outlets = pl.DataFrame(
        [{**dict.fromkeys(OUTLETS, ""), "outlet": o, "name": o, "group": "N"} for o in names],
        schema=OUTLETS,
    )
    item = Item(
        "a.txt",
        0,
        page("LAKEPORT, November 6. /TASS/. " + TEXT),
        {"outlet": "Lakeport Post", **fields},
    )
    articles, _ = build_articles(
        [item], outlets=outlets, index={}, language="en", problems=[], listed={}
    )
    assert articles["wire"].to_list() == [wire]
