from __future__ import annotations

import csv
import json
import shutil
import zipfile
from pathlib import Path

import pytest

import framing
from framing import files
from framing.errors import StudyError, UsageError
from framing.intake import readers
from framing.study.imports import import_sources
from framing.study.load import load_study
from framing.study.lock import study_lock

BODY = (
    "The ministers of both countries met in {place} on Friday and spoke about the ferry. "
    "They agreed to meet again in spring, officials told reporters after the talks."
)


def page(place: str, *, outlet: str = "Sample Daily", title: str = "") -> str:
    return (
        f"---\noutlet: {outlet}\ndate: 2019-11-06\n---\n"
        f"{title or f'Talks in {place}'}\n\n{BODY.format(place=place)}\n"
    )


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "mine"
    framing.new(folder)
    return folder


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_text(page("Lakeport"))
    (folder / "b.md").write_text(page("Rome", outlet="China Daily - US Edition"))
    (folder / "c.md").write_text(page("Lakeport", title="The same talks under a new headline"))
    (folder / "d.png").write_bytes(b"\x89PNG")
    rows = [
        {
            "text": BODY.format(place="Oslo"),
            "outlet": "TASS",
            "date": "6 November 2019",
            "title": "O",
        },
        {"text": "", "outlet": "TASS", "date": "2019-11-07", "title": "Without a text"},
    ]
    (folder / "e.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_item_has_one_fate_and_the_numbers_add_up(study, sources):
    done = import_sources(study, [sources])
    fates = {(r["source"], r["item"]): (r["fate"], r["reason"]) for r in done.rows.to_dicts()}
    assert {key: fate for key, (fate, _) in fates.items()} == {
        ("in/a.md", 0): "imported",
        ("in/b.md", 0): "imported",
        ("in/c.md", 0): "duplicate",
        ("in/d.png", 0): "skipped",
        ("in/e.jsonl", 1): "imported",
        ("in/e.jsonl", 2): "skipped",
    }
    assert fates["in/c.md", 0][1].startswith(
        "same text as sample-daily/2019-11-06-talks-in-lakeport"
    )
    assert "file type .png is not read" in fates["in/d.png", 0][1]
    counts = done.counts
    assert counts["items"] == 6 == sum(counts[f] for f in ("imported", "duplicate", "skipped"))
    assert (counts["sources"], counts["texts"]) == (5, 3)
    assert [row["fate"] for row in _rows(done.ledger)] == done.rows["fate"].to_list()


def test_what_came_in_can_be_read_and_the_sources_are_kept(study, sources):
    done = import_sources(study, [sources])
    assert done.added == ("China Daily", "TASS")
    assert [(u.name, u.n_articles) for u in done.unknown] == [("Sample Daily", 1)]
    (unknown,) = done.unknown
    outlets = study / "outlets.csv"
    outlets.write_text(outlets.read_text() + unknown.row.replace("GROUP", "Elsewhere") + "\n")
    loaded = load_study(study)
    assert dict(loaded.articles.select("outlet", "date").iter_rows()) == {
        "China Daily": "2019-11-06", "Sample Daily": "2019-11-06", "TASS": "2019-11-06",
    }  # fmt: skip
    assert loaded.imports.height == 6
    text = loaded.articles.filter(outlet="TASS")["text"][0]
    assert text == f"O\n\n{BODY.format(place='Oslo')}\n"
    for name in ("a.md", "c.md", "e.jsonl"):
        assert (study / "raw/in" / name).read_bytes() == (sources / name).read_bytes()
    assert not (study / "raw/in/d.png").exists()  # nothing came from it


def test_importing_again_adds_only_what_is_new(study, sources):
    import_sources(study, [sources])
    before = tree(study)
    again = import_sources(study, [sources])
    assert tree(study) == before
    assert (again.counts["imported"], again.n_known) == (0, 4)
    (sources / "f.md").write_text(page("Cairo"))
    third = import_sources(study, [sources])
    assert third.rows.filter(fate="imported")["source"].to_list() == ["in/f.md"]
    after = tree(study)
    added = {name for name in after if name not in before}
    assert sorted(name.split("/")[0] for name in added) == ["articles", "raw"]
    # The rows that were there keep their bytes.
    assert after["articles.csv"].startswith(before["articles.csv"])
    assert after["raw/ledger.csv"].startswith(before["raw/ledger.csv"])


def test_what_was_skipped_is_tried_again_and_keeps_its_place(study, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "index.csv").write_text("file,outlet,title\na.txt,TASS,A\nb.txt,TASS,B\n")
    (folder / "a.txt").write_text(BODY.format(place="Lakeport"))
    first = import_sources(study, [folder / "index.csv"])
    assert first.rows["fate"].to_list() == ["skipped", "skipped"]
    second = import_sources(study, [folder])
    ledger = [(row["source"], row["item"], row["fate"]) for row in _rows(second.ledger)]
    assert ledger == [
        ("in/index.csv", "2", "imported"),
        ("in/index.csv", "3", "skipped"),
        ("in/a.txt", "0", "listed"),
    ]


def test_a_kill_at_any_moment_ends_in_the_same_state(tmp_path, sources, monkeypatch):
    whole = tmp_path / "whole"
    framing.new(whole)
    import_sources(whole, [sources])
    wanted = tree(whole)
    real = Path.replace
    n_moves = len(wanted)  # more than there are
    killed = 0
    for last in range(n_moves):
        folder = tmp_path / f"killed{last}" / "whole"
        framing.new(folder)
        moves = iter(range(n_moves * 2))

        def move(self, target, *, moves=moves, last=last):
            if next(moves) == last:
                raise KeyboardInterrupt
            return real(self, target)

        monkeypatch.setattr(files.Path, "replace", move)
        try:
            import_sources(folder, [sources])
        except KeyboardInterrupt:
            killed += 1
        monkeypatch.setattr(files.Path, "replace", real)
        import_sources(folder, [sources])
        state = {n: raw for n, raw in tree(folder).items() if not n.endswith(".new")}
        assert state == wanted, f"killed before move {last}"
        if last > 2 and not killed:
            raise AssertionError("nothing was killed")
        shutil.rmtree(folder)
    assert killed >= 8


def test_an_index_may_list_a_file_in_many_rows(study, tmp_path):
    folder = tmp_path / "in"
    (folder / "texts").mkdir(parents=True)
    for place in ("Lakeport", "Rome"):
        (folder / f"texts/{place}.txt").write_text(f"Talks\n\n{BODY.format(place=place)}\n")
    (folder / "index.csv").write_text(
        "file,outlet,date,title\n"
        "texts/Lakeport.txt,Alpha,2019-11-06,Talks in Lakeport\n"
        "texts/Lakeport.txt,Alpha,2019-11-06,Talks in Lakeport\n"
        "Rome.txt,Beta,2019-11-07,Talks in Rome\n"
        "texts/Gone.txt,Beta,2019-11-07,Gone\n"
    )
    done = import_sources(study, [folder])
    rows = {(r["source"], r["item"]): (r["fate"], r["reason"]) for r in done.rows.to_dicts()}
    assert [fate for fate, _ in rows.values()] == [
        "imported", "duplicate", "imported", "skipped", "listed", "listed",
    ]  # fmt: skip
    assert rows["in/index.csv", 5] == ("skipped", "file 'texts/Gone.txt' is not among the sources")
    assert rows["in/texts/Rome.txt", 0][1] == "read with row 4 of in/index.csv"
    counts = done.counts
    assert (counts["items"], counts["listed"], counts["texts"]) == (4, 2, 2)
    written = _rows(study / "articles.csv")
    assert [(row["outlet"], row["title"]) for row in written] == [
        ("Alpha", "Talks in Lakeport"), ("Beta", "Talks in Rome"),
    ]  # fmt: skip


def test_sources_may_lie_in_raw_and_other_files_of_a_name_are_kept_beside(study, sources):
    shutil.copytree(sources, study / "raw/in")
    before = tree(study / "raw")
    done = import_sources(study, [study / "raw"])
    assert done.rows.filter(fate="imported").height == 3
    assert tree(study / "raw").keys() == {*before, "ledger.csv"}
    (sources / "a.md").write_text(page("Cairo"))
    import_sources(study, [sources])
    names = sorted(path.name for path in (study / "raw/in").glob("a*.md"))
    assert len(names) == 2
    assert names[1].startswith("a") and (study / "raw/in/a.md").read_bytes() == before["in/a.md"]
    again = import_sources(study, [study / "raw"])
    assert again.rows.filter(fate="imported").is_empty()


def test_a_users_list_keeps_its_bytes_delimiter_and_line_ends(study, sources):
    mine = "file;outlet;date;title;wire;url;language;event\r\nmine.txt;Alpha;06.11.2019;;;;;\r\n"
    (study / "articles.csv").write_bytes(mine.encode())
    (study / "articles/mine.txt").write_text("Mine\n\nA text of my own that was here before.\n")
    import_sources(study, [sources / "e.jsonl"])
    lines = (study / "articles.csv").read_bytes().decode().split("\r\n")
    assert lines[0].startswith("file;outlet;date;title;wire;url;language;event;")
    assert lines[1].startswith("mine.txt;Alpha;06.11.2019;;;;;")
    assert lines[2].split(";")[1] == "TASS"
    assert "\n" not in "".join(lines)


def test_a_study_that_cannot_be_added_to_says_why(study, sources, tmp_path):
    with pytest.raises(UsageError, match=r"has no study\.toml; `framing new` makes a study"):
        import_sources(tmp_path / "none", [sources])
    with pytest.raises(UsageError, match="is not there; nothing was imported"):
        import_sources(study, [tmp_path / "gone.docx"])
    with pytest.raises(UsageError, match="format 'word'; allowed: nexis, factiva"):
        import_sources(study, [sources], as_format="word")
    with pytest.raises(UsageError, match="belongs to the study itself"):
        import_sources(study, [study / "articles"])
    (study / "articles.csv").write_text('file,outlet\n"a.txt,Alpha\n')
    with pytest.raises(StudyError, match=r"articles\.csv:2: not readable"):
        import_sources(study, [sources])


def test_a_reader_that_fails_costs_its_file_alone(study, tmp_path):
    with zipfile.ZipFile(tmp_path / "mix.zip", "w") as archive:
        archive.writestr("broken.docx", b"PK\x03\x04 not a document")
        archive.writestr("broken.pdf", b"%PDF-1.7 broken")
        archive.writestr("broken.xlsx", b"nothing")
        archive.writestr("broken.parquet", b"PAR1 nothing PAR1")
        archive.writestr("../../good.md", page("Lakeport"))
    done = import_sources(study, [tmp_path / "mix.zip"])
    fates = dict(done.rows.select("source", "fate").iter_rows())
    assert fates.pop("mix.zip/good.md") == "imported"
    assert set(fates.values()) == {"skipped"}
    assert all(done.rows.filter(fate="skipped")["reason"])
    assert not list(tmp_path.glob("good*"))


def test_an_index_row_whose_file_is_no_single_article_says_so(study, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "index.csv").write_text("file,outlet\nmany.csv,TASS\nnone.png,TASS\nbad.pdf,TASS\n")
    many = "".join(f'"{BODY.format(place=place)}"\n' for place in ("Rome", "Oslo"))
    (folder / "many.csv").write_text(f"text\n{many}")
    (folder / "none.png").write_bytes(b"PNG")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7")
    done = import_sources(study, [folder])
    reasons = done.rows.filter(source="in/index.csv")["reason"].to_list()
    assert reasons[0] == "file 'many.csv': 2 articles in it"
    assert reasons[1].startswith("file 'none.png': file type .png is not read")
    assert reasons[2].startswith("file 'bad.pdf': the PDF is cut off")
    assert done.counts == {
        "sources": 4, "items": 5, "texts": 2,
        "imported": 2, "duplicate": 0, "skipped": 3, "listed": 2,
    }  # fmt: skip


def test_a_text_much_shorter_than_its_database_states_is_told(study, tmp_path):
    export = (
        "1 of 1 DOCUMENT\n\n\n\nLakeport Bugle\n\nNovember 6, 2019 Wednesday\n\nTalks\n\n"
        f"LENGTH: 400 words\n\n{BODY.format(place='Rome')}\n\nLOAD-DATE: November 7, 2019\n\n"
        "LANGUAGE: ENGLISH\n"
    )
    (tmp_path / "a.txt").write_text(export)
    done = import_sources(study, [tmp_path / "a.txt"])
    assert done.rows["reason"].to_list() == ["28 words, 400 stated: is the text cut off?"]


def test_a_format_can_be_forced_and_copies_left_out(study, tmp_path):
    (tmp_path / "a.txt").write_text(f"1 of 1 DOCUMENT\n\nTalks\n\n{BODY.format(place='Rome')}\n")
    done = import_sources(study, [tmp_path / "a.txt"], as_format="document", keep=False)
    assert done.rows["format"].to_list() == ["document"]
    assert [path.name for path in (study / "raw").iterdir()] == ["ledger.csv"]


def test_articles_in_one_file_cannot_be_added_to(study, tmp_path, sources):
    (study / "all.jsonl").write_text('{"text": "x"}\n')
    (study / "study.toml").write_text('[study]\narticles = "all.jsonl"\n')
    with pytest.raises(UsageError, match=r"articles is the file all\.jsonl; an import writes into"):
        import_sources(study, [sources])


def test_a_damaged_ledger_is_told_with_its_line_and_nothing_is_imported(study, sources):
    done = import_sources(study, [sources / "a.md"])
    lines = done.ledger.read_text().replace(",imported,", ",perhaps,")
    done.ledger.write_text(lines)
    before = tree(study)
    with pytest.raises(StudyError, match=r"ledger\.csv:2: item '0', fate 'perhaps'"):
        import_sources(study, [sources])
    assert tree(study) == before


def test_a_text_corrected_under_an_unchanged_index_comes_in(study, tmp_path):
    for name, place in (("one", "Rome"), ("two", "Oslo")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.csv").write_text("file,outlet\nx.txt,TASS\n")
        (tmp_path / name / "x.txt").write_text(BODY.format(place=place))
        assert import_sources(study, [tmp_path / name]).counts["imported"] == 1
    (tmp_path / "two/x.txt").write_text(BODY.format(place="Cairo"))
    assert import_sources(study, [tmp_path / "two"]).counts["imported"] == 1
    again = import_sources(study, [tmp_path / "two"])
    assert (again.rows.height, again.n_known) == (0, 2)
    fates = [(row["source"], row["fate"]) for row in _rows(study / "raw/ledger.csv")]
    assert fates.count(("two/index.csv", "imported")) == 2


def test_folders_of_one_name_keep_their_files_apart(study, tmp_path):
    for outlet, place in (("TASS", "Rome"), ("Xinhua", "Oslo")):
        folder = tmp_path / outlet / "pages"
        folder.mkdir(parents=True)
        (folder / "index.csv").write_text(f"file,outlet\nx.txt,{outlet}\n")
        (folder / "x.txt").write_text(BODY.format(place=place))
    import_sources(study, [tmp_path / "TASS/pages", tmp_path / "Xinhua/pages"])
    texts = {p.parent.name: p.read_text() for p in (study / "articles").glob("*/*.txt")}
    assert "Rome" in texts["tass"] and "Oslo" in texts["xinhua"]
    assert (study / "raw/pages (2)/x.txt").is_file()
    assert (study / "raw/pages/x.txt").is_file()  # read with an index, and kept


def test_a_row_never_means_a_file_of_another_folder(study, tmp_path):
    folder = tmp_path / "in"
    (folder / "russia").mkdir(parents=True)
    (folder / "index.csv").write_text("file,outlet\nchina/talks.txt,China Daily\nindex.csv,TASS\n")
    (folder / "russia/talks.txt").write_text(BODY.format(place="Rome"))
    done = import_sources(study, [folder])
    assert [row["fate"] for row in done.rows.to_dicts()] == ["skipped", "skipped", "imported"]


def test_a_study_never_imports_itself(study, sources, monkeypatch):
    import_sources(study, [sources])
    before = tree(study)
    monkeypatch.chdir(study)
    for around in (study.parent, Path(".."), Path("../.")):
        done = import_sources(study, [around])
        assert not [row for row in done.rows["source"] if "mine/articles" in row]
        inside = {n for n in tree(study) if not n.startswith(("raw/", ".framing/"))}
        assert inside == {n for n in before if not n.startswith(("raw/", ".framing/"))}
    with pytest.raises(UsageError, match="is the study itself"):
        import_sources(study, [Path()])


def test_members_of_one_name_are_both_read(study, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.md", page("Rome"))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.md", page("Oslo"))
    assert import_sources(study, [tmp_path / "a.zip"]).counts["imported"] == 2


def test_a_body_with_and_without_its_title_is_one_article(study, tmp_path):
    rows = [
        {"outlet": "TASS", "title": "Talks", "text": BODY.format(place="Rome")},
        {"outlet": "TASS", "title": "Talks", "text": f"Talks\n\n{BODY.format(place='Rome')}"},
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert import_sources(study, [tmp_path / "a.jsonl"]).counts["duplicate"] == 1
    assert len(_rows(study / "articles.csv")) == 1


FIXTURES = Path(__file__).parents[1] / "intake/formats/fixtures"
EXPORTS = Path(__file__).parents[3] / "shared/data/exports"


def _bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".framing" not in path.parts
    }


def test_what_comes_in_does_not_depend_on_who_reads(sources, tmp_path, monkeypatch):
    with zipfile.ZipFile(sources / "more.zip", "w") as archive:
        archive.write(sources / "b.md", "inner/b2.md")
        archive.writestr("damaged.pdf", b"%PDF-1.7 and no more")
    monkeypatch.setattr(readers, "_MOST_FILES", 4)
    given = [sources, FIXTURES, *(folder for folder in [EXPORTS] if folder.is_dir())]
    found = []
    for who in ({"jobs": 1}, {"jobs": 2, "memory": "1GB"}, {"cluster": "local:2"}):
        folder = tmp_path / "-".join(map(str, who.values())).replace(":", "-")
        framing.new(folder)
        done = import_sources(folder, given, **who)
        assert done.counts["imported"] > 20
        assert done.counts["skipped"] > 3
        found.append(_bytes_of(folder))
    assert found[0] == found[1]
    assert found[0] == found[2]


def test_a_cluster_that_is_not_there_leaves_a_study_alone(study, sources):
    before = _bytes_of(study)
    with pytest.raises(UsageError, match=r"--jobs and --cluster were both given"):
        import_sources(study, [sources], jobs=2, cluster="local:2")
    with pytest.raises(UsageError, match=r"--jobs 0; allowed: 1 or more"):
        import_sources(study, [sources], jobs=0)
    assert _bytes_of(study) == before


def test_only_one_import_at_a_time(study, sources):
    with study_lock(study), pytest.raises(UsageError, match="another import or fetch is at work"):
        import_sources(study, [sources])
    assert import_sources(study, [sources]).counts["imported"] == 3


def test_what_a_killed_import_left_beside_is_removed(study, sources):
    (study / "articles/.half.txt.123.new").write_text("half")
    (study / "articles/.mine.new").write_text("not ours")
    import_sources(study, [sources])
    assert not (study / "articles/.half.txt.123.new").exists()
    assert (study / "articles/.mine.new").exists()


def test_skipped_rows_of_equal_bytes_stay_apart(study, tmp_path):
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(b"PNG")
    paths = [tmp_path / "a.png", tmp_path / "b.png"]
    first = import_sources(study, paths)
    before = first.ledger.read_bytes()
    assert import_sources(study, paths).ledger.read_bytes() == before
    assert [row["source"] for row in _rows(first.ledger)] == ["a.png", "b.png"]


def test_files_of_one_name_are_both_read_and_kept(study, tmp_path):
    for name, place in (("one", "Rome"), ("two", "Oslo")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "export.md").write_text(page(place))
    done = import_sources(study, [tmp_path / "one/export.md", tmp_path / "two/export.md"])
    assert done.rows.select("source", "fate").rows() == [
        ("export.md", "imported"), ("export (2).md", "imported"),
    ]  # fmt: skip
    assert sorted(p.name for p in (study / "raw").glob("*.md")) == ["export (2).md", "export.md"]
