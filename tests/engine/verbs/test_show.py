from __future__ import annotations

import pytest

import framing
from framing.engine.verbs.show import MARK_LAYERS, REPEATS, find_article, find_role_rows
from framing.errors import UsageError


@pytest.mark.parametrize(
    "wanted", ["primer-gazette_talks-moscow.txt", "primer-gazette/peace-treaty-with"]
)
def test_an_article_is_found_by_file_and_by_the_beginning_of_its_id(kurils, wanted):
    found = find_article(kurils, wanted)
    assert found.startswith("primer-gazette/peace-treaty-with")
    assert find_article(kurils, found) == found


def test_what_fits_nothing_or_too_much_is_told_with_examples(kurils):
    with pytest.raises(UsageError, match="no article 'gone'; ids look like: namuna-times/"):
        find_article(kurils, "gone")
    with pytest.raises(UsageError, match="'primer-gazette/' fits 3 articles: primer-gazette/"):
        find_article(kurils, "primer-gazette/")


def test_parts_and_marks_of_an_article(kurils):
    rows = framing.show(kurils, "primer-gazette_talks-moscow.txt")
    assert rows.columns == ["layer", "what", "start", "end", "text"]
    parts = rows.filter(rows["layer"] == "segment").sort("start")
    article = find_article(kurils, "primer-gazette_talks-moscow.txt")
    text = dict(kurils.study.articles.select("article", "text").iter_rows())[article]
    assert "".join(parts["text"]) == text
    assert {"title", "standfirst", "dateline", "body", "furniture"} <= set(parts["what"])
    assert set(rows["layer"]) <= {"segment", REPEATS, *MARK_LAYERS}
    assert all(text[a:b] == t for a, b, t in rows.select("start", "end", "text").iter_rows())
    assert "southern_kurils (own)" in set(rows["what"])


@pytest.mark.parametrize("wanted", ["primer-gazette_talks-moscow", "PEACE TREATY WITH"])
def test_an_article_is_found_by_stem_and_by_part_of_its_title(kurils, wanted):
    assert find_article(kurils, wanted).startswith("primer-gazette/peace-treaty-with")


def test_repeated_passages_say_in_how_many_other_articles_they_stand(kurils):
    rows = framing.show(kurils, "primer-gazette_talks-moscow.txt")
    repeats = {
        (row["text"].split()[0], row["what"])
        for row in rows.filter(rows["layer"] == REPEATS).iter_rows(named=True)
    }
    assert {("All", "in 2 other articles of Primer Gazette")} <= repeats
    assert {("Russia", "in 2 other articles of Primer Gazette")} <= repeats


RUSSIAN = """\
Министры встретились на островах

ЛЕЙКПОРТ, 6 мая. /ТАСС/. Министры двух стран встретились на островах в понедельник утром.

www.alpha.example
"""


@pytest.fixture
def russian(make_study):
    index = (
        "file,outlet,date,language,title\nalpha_ru.txt,Alpha,2019-05-06,ru,Министры встретились\n"
    )
    files = {"articles/alpha_ru.txt": RUSSIAN}
    folder = make_study(files)
    path = folder / "articles.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    cells = dict(zip(index.split("\n")[0].split(","), index.split("\n")[1].split(","), strict=True))
    rows.append(",".join(cells.get(name, "") for name in header.split(",")))
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return framing.open_study(folder)


def test_an_article_that_is_not_measured_has_roles_and_no_marks(russian):
    rows = framing.show(russian, "alpha_ru.txt")
    assert set(rows["layer"]) == {"segment"}
    assert rows["what"].to_list()[0] == "title"
    assert "".join(rows["text"]) == RUSSIAN


def test_rows_of_roles_name_each_part_and_change_nothing_when_they_are_kept(make_study):
    folder = make_study()
    run = framing.open_study(folder)
    rows = find_role_rows(run, find_article(run, "alpha_talks.txt"))
    assert rows.columns == ["article", "text", "role"]
    assert set(rows["article"]) == {"alpha_talks.txt"}
    assert {"title", "dateline", "body"} <= set(rows["role"])
    rows.write_csv(folder / "roles.csv")
    again = framing.open_study(folder)
    assert [p for p in again.study.problems if p.file == "roles.csv"] == []
    assert again.segments.equals(run.segments)


def test_one_part_of_a_line_is_corrected(make_study):
    folder = make_study()
    run = framing.open_study(folder)
    rows = find_role_rows(run, find_article(run, "alpha_talks.txt"))
    dateline = rows.filter(rows["role"] == "dateline")["text"][0]
    (folder / "roles.csv").write_text(f'article,text,role\n*,"{dateline}",body\n', "utf-8")
    again = framing.open_study(folder)
    changed = find_role_rows(again, find_article(again, "alpha_talks.txt"))
    assert changed.filter(changed["text"] == dateline)["role"].to_list() == ["body"]
    assert changed.filter(changed["text"] != dateline).equals(rows.filter(rows["text"] != dateline))


def test_a_correction_outlives_an_edited_text_and_other_spellings(make_study):
    folder = make_study()
    article = find_article(framing.open_study(folder), "alpha_talks.txt")
    path = folder / "articles/alpha_talks.txt"
    text = path.read_text("utf-8")
    line = text.splitlines()[0]
    (folder / "roles.csv").write_text(
        f'article,text,role\n{article},"  {line.replace(" ", "  ")} ",furniture\n', "utf-8"
    )
    path.write_text(text + "\nA last line that was not there before.\n", "utf-8")
    run = framing.open_study(folder)
    changed = find_article(run, "alpha_talks.txt")
    assert changed != article
    assert [p for p in run.study.problems if p.file == "roles.csv"] == []
    rows = find_role_rows(run, changed)
    assert rows.filter(rows["text"] == line)["role"].to_list() == ["furniture"]


def test_a_correction_in_other_quotation_marks_fits(make_study):
    folder = make_study()
    path = folder / "articles/alpha_talks.txt"
    path.write_text(path.read_text("utf-8") + "\n“It’s over” – so he said, and left.\n", "utf-8")
    (folder / "roles.csv").write_text(
        'article,text,role\nalpha_talks.txt,"""It\'s over"" - so he said, and left.",caption\n',
        "utf-8",
    )
    run = framing.open_study(folder)
    assert [p for p in run.study.problems if p.file == "roles.csv"] == []
    rows = find_role_rows(run, find_article(run, "alpha_talks.txt"))
    assert rows["role"].to_list()[-1] == "caption"
