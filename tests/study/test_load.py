from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import framing
from framing.errors import Problem, StudyError
from framing.records.scope import Scope
from framing.study.check import settings_in_force
from framing.study.load import load_study
from framing.study.tables import read_rows

HEAD = '[study]\nlanguage = "en"\n[sampling]\nkind = "complete"\n'
INDEX = """\
file,outlet,date,event
alpha_talks.txt,Alpha,2019-05-06,talks
beta_ferry.txt,Beta,2019-05-07,ferry
gamma_talks.txt,Gamma,2019-05-06,talks
"""


def problems_of(folder: Path) -> list[Problem]:
    try:
        return list(load_study(folder).problems)
    except StudyError as error:
        return error.problems


def told(folder: Path) -> list[tuple[str, int, str]]:
    """File, line and what was found, of every problem."""
    return [(Path(p.file).name, p.line, p.found) for p in problems_of(folder)]


def test_a_good_study(make_study):
    folder = make_study()
    study = load_study(folder)
    assert study.problems == ()
    assert (study.id, study.question) == ("tiny", "How do they write about the islands?")
    assert study.articles.select("outlet", "group", "event", "date").rows() == [
        ("Alpha", "North", "talks", "2019-05-06"),
        ("Beta", "North", "ferry", "2019-05-07"),
        ("Gamma", "South", "talks", "2019-05-06"),
    ]
    assert [(e.id, e.name) for e in study.events] == [
        ("talks", "Talks in Lakeport"),
        ("ferry", "The ferry sails again"),
    ]
    assert set(study.ledger["fate"]) == {"imported"} and study.ledger.height == 3
    assert study.cache == folder.resolve() / ".framing"
    assert study.sampling.is_complete
    assert {name for name, _ in study.inputs} >= {
        "study.toml",
        "outlets.csv",
        "articles.csv",
        "articles/alpha_talks.txt",
    }


def test_inputs_name_every_file_that_results_depend_on(make_study):
    folder = make_study(
        {"roles.csv": "article,text,role\n", "events.csv": "article,event,source\n"}
    )
    names = {name for name, _ in load_study(folder).inputs}
    every = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert names == every


def test_the_shipped_corpus_has_no_problem(kurils):
    assert kurils.study.problems == ()
    assert kurils.study.articles.height == 18


def test_ten_mistakes_are_told_at_once_each_with_file_and_line(make_study):
    folder = make_study(
        {
            "study.toml": (
                '[study]\nid = "tiny"\nlanguage = "en"\nquestoin = "?"\n\n'
                "[options]\nreplicates = 10\n\n[events.talks]\n"
            ),
            "outlets.csv": (
                "outlet,group\nAlpha,North\nBeta,North\nAlpha,South\nGamma,South\nDelta,West\n"
            ),
            "articles.csv": (
                "file,outlet,date\n"
                "alpha_talks.txt,Alpha,6 May 2019\n"
                "beta_ferry.txt,Beat,2019-05-07\n"
                "gone.txt,Alpha,2019-05-07\n"
                "gamma_talks.txt,Gamma,2019-05-06,surplus\n"
            ),
            "events.csv": "article,event\nalpha_talks.txt,ferry\n",
            "articles/empty.txt": "",
            "articles/notes.docx": "PK",
            "articles/latin.txt": "caf\xe9".encode("latin-1"),
            "codebook/codebook.yaml": "names:\n  p:\n    wordings:\n      w: {patterns: [(w]}\n",
        }
    )
    found = told(folder)
    expected = {
        ("study.toml", 4, "unknown key 'questoin'"),
        ("study.toml", 7, "[options] replicates = 10."),
        ("study.toml", 0, "no [sampling]"),
        ("outlets.csv", 4, "outlet 'Alpha' stands twice (line 2)."),
        ("outlets.csv", 0, "group 'West' has no articles."),
        ("articles.csv", 4, "file 'gone.txt' is not in articles/."),
        ("articles.csv", 5, "4 cells."),
        ("articles.csv", 2, "unreadable date '6 May 2019' (alpha_talks.txt)."),
        ("articles.csv", 3, "unknown outlet 'Beat' (beta_ferry.txt)."),
        ("articles.csv", 0, "1 article has no date."),
        ("empty.txt", 0, "the article is empty."),
        ("notes.docx", 0, "file type '.docx' is not read."),
        ("latin.txt", 1, "byte 0xe9"),
        ("events.csv", 2, "unknown event 'ferry'."),
        ("codebook.yaml", 4, "pattern '(w'"),
    }
    for file, line, start in expected:
        hits = [f for f in found if f[0] == file and f[1] == line and f[2].startswith(start)]
        assert len(hits) == 1, (file, line, start, found)
    files = [p.file for p in problems_of(folder)]
    assert files == sorted(files)
    assert all(p.allowed and p.found.endswith((".", "?", ")")) for p in problems_of(folder))


@pytest.mark.parametrize(
    ("changes", "file", "found", "fatal"),
    [
        ({"articles/empty.txt": "  \n"}, "empty.txt", "the article is empty.", False),
        (
            {"study.toml": "[study]\n[events.talks]\n[events.ferry]\n"},
            "study.toml",
            "no [sampling]",
            False,
        ),
        (
            {"study.toml": '[study]\n[sampling]\nkind = "some"\n[events.talks]\n[events.ferry]\n'},
            "study.toml",
            "[sampling] kind is 'some'.",
            False,
        ),
        ({"study.toml": "[study\n"}, "study.toml", "not readable as TOML", True),
        ({"study.toml": "caf\xe9".encode("latin-1")}, "study.toml", "not readable as TOML", True),
        ({"study.toml": None}, "tiny", "no study.toml in", True),
        ({"outlets.csv": "outlet\nAlpha\n"}, "outlets.csv", "no column 'group'", True),
        (
            {"outlets.csv": "outlet,group\nAlpha,\nBeta,N\nGamma,S\n"},
            "outlets.csv",
            "outlet 'Alpha' has no group.",
            True,
        ),
        ({"outlets.csv": "outlet,group\n,North\n"}, "outlets.csv", "the outlet has no name.", True),
        (
            {"outlets.csv": "outlet,group,colour\nAlpha,N,red\nBeta,N,red\nGamma,S,red\n"},
            "outlets.csv",
            "unknown column 'colour'",
            False,
        ),
        ({"outlets.csv": None}, "outlets.csv", "outlet 'Alpha' has no group.", True),
        ({"outlets.csv": "outlet,group\n"}, "outlets.csv", "no outlets.", True),
        ({"articles.csv": 'file,outlet\n"a'}, "articles.csv", "not readable", True),
        ({"articles.csv": "outlet\nAlpha\n"}, "articles.csv", "no column 'file'", True),
        ({"codebook/codebook.yaml": "a: [\n"}, "codebook.yaml", "not readable as YAML", True),
        ({"codebook/codebook.yaml": None}, "study.toml", "codebook points to", True),
        (
            {"study.toml": '[study]\ncodebook = "gone"\n[sampling]\nkind = "complete"\n'},
            "study.toml",
            "codebook points to",
            True,
        ),
        (
            {"study.toml": '[study]\narticles = "gone"\n[sampling]\nkind = "complete"\n'},
            "study.toml",
            "articles points to",
            True,
        ),
        (
            {"study.toml": '[study]\nindex = "gone.csv"\n[sampling]\nkind = "complete"\n'},
            "study.toml",
            "index points to",
            True,
        ),
        ({"articles.csv": None}, "articles", "no article could be used.", True),
        (
            {"roles.csv": "article,text,role\n*,All news,banner\n"},
            "roles.csv",
            "unknown role 'banner'.",
            False,
        ),
        (
            {"roles.csv": "article,text,role\ngone.txt,All news,body\n"},
            "roles.csv",
            "unknown article 'gone.txt'.",
            False,
        ),
        (
            {"events.csv": "article,event\ngone.txt,talks\n"},
            "events.csv",
            "unknown article 'gone.txt'.",
            False,
        ),
        (
            {"events.csv": "article,event\nalpha_talks.txt,talks\nalpha_talks.txt,ferry\n"},
            "events.csv",
            "article 'alpha_talks.txt' has two events.",
            False,
        ),
        (
            {"events.csv": "article,event\nalpha_talks.txt,tlaks\n"},
            "events.csv",
            "unknown event 'tlaks'.",
            False,
        ),
        (
            {"articles.csv": INDEX.replace("Alpha,2019-05-06,talks", "Alpha,2019-05-06,tlaks")},
            "articles.csv",
            "unknown event 'tlaks'.",
            False,
        ),
        (
            {
                "articles/alpha_twin.txt": "T\n",
                "articles/alpha_twin2.txt": "T\n",
                "articles.csv": INDEX + "alpha_twin.txt,Alpha,,\nalpha_twin2.txt,Alpha,,\n",
            },
            "alpha_twin2.txt",
            "the same text of Alpha stands in alpha_twin.txt.",
            False,
        ),
        (
            {"articles.csv": INDEX + "alpha_talks.txt,Beta,,\n"},
            "articles.csv",
            "file 'alpha_talks.txt' is listed twice.",
            False,
        ),
    ],
)
def test_a_mistake_is_told_and_fatal_only_where_it_must_be(make_study, changes, file, found, fatal):
    problems = problems_of(make_study(changes))
    hits = [p for p in problems if Path(p.file).name == file and p.found.startswith(found)]
    assert len(hits) == 1, problems
    assert hits[0].fatal is fatal
    assert hits[0].allowed


def test_a_study_with_small_problems_runs_and_a_broken_one_does_not(make_study):
    usable = load_study(make_study({"articles/empty.txt": ""}, name="usable"))
    assert len(usable.problems) == 1 and usable.articles.height == 3
    with pytest.raises(StudyError, match=r"codebook\.yaml:\d: not readable as YAML"):
        load_study(make_study({"codebook/codebook.yaml": "a: ["}, name="broken"))


def test_no_such_folder(tmp_path):
    with pytest.raises(
        StudyError, match=r"no such folder\. Allowed: a study folder\. Next: framing new"
    ):
        load_study(tmp_path / "gone")


def test_other_languages_are_kept_and_told(make_study):
    study = load_study(
        make_study({"outlets.csv": "outlet,group,language\nAlpha,N,ru\nBeta,N,\nGamma,S,\n"})
    )
    assert study.articles["language"].to_list() == ["ru", "en", "en"]
    assert [p.found for p in study.problems] == ["language is 'ru'."]


def test_a_group_without_articles_is_told(make_study):
    study = load_study(
        make_study({"outlets.csv": "outlet,group\nAlpha,N\nBeta,N\nGamma,S\nDelta,W\n"})
    )
    assert [p.found for p in study.problems] == ["group 'W' has no articles."]


def test_without_outlets_csv_the_index_names_outlets_and_groups(make_study):
    index = (
        "file,outlet,group\nalpha_talks.txt,Alpha,North\nbeta_ferry.txt,Beta,North\n"
        "gamma_talks.txt,Gamma,South\n"
    )
    study = load_study(make_study({"outlets.csv": None, "articles.csv": index}))
    assert [p.found for p in study.problems] == ["3 articles have no date."]
    assert study.outlets.select("outlet", "group", "name").rows() == [
        ("Alpha", "North", "Alpha"),
        ("Beta", "North", "Beta"),
        ("Gamma", "South", "Gamma"),
    ]
    two = index.replace("beta_ferry.txt,Beta,North", "beta_ferry.txt,Alpha,South")
    problems = problems_of(make_study({"outlets.csv": None, "articles.csv": two}, name="two"))
    assert [p.found for p in problems if p.fatal] == ["outlet 'Alpha' stands twice, in two groups."]


def test_nobody_may_have_the_name_of_the_rest(make_study):
    folder = make_study({"outlets.csv": "outlet,group\nAlpha,North\nBeta,All others\n"})
    found = [p for p in problems_of(folder) if "comparisons call the rest so" in p.found]
    assert [(p.file, p.line, p.fatal) for p in found] == [("outlets.csv", 3, True)]
    assert (found[0].allowed, found[0].step) == (
        "any other name of a group.",
        "rename the group.",
    )


def test_articles_and_index_may_lie_outside_and_are_never_written(make_study, tmp_path):
    folder = make_study()
    outside = tmp_path / "outside"
    (folder / "articles").rename(outside)
    (folder / "articles.csv").rename(outside / "articles.csv")
    toml = (folder / "study.toml").read_text()
    (folder / "study.toml").write_text(
        toml.replace(
            "[study]", '[study]\narticles = "../outside"\nindex = "../outside/articles.csv"'
        )
    )
    before = {p: p.read_bytes() for p in outside.iterdir()}
    run = framing.open_study(folder)
    assert run.study.problems == () and run.study.articles.height == 3
    assert run.layers.names.height > 0
    assert {p: p.read_bytes() for p in outside.iterdir()} == before
    assert run.study.articles["file"].to_list()[0] == "alpha_talks.txt"


def test_one_file_can_hold_all_articles(make_study):
    rows = "\n".join(
        f'{{"outlet": "{outlet}", "title": "Title {k}", "text": "It rained {k} times there."}}'
        for k, outlet in enumerate(["Alpha", "Beta", "Gamma"])
    )
    toml = HEAD.replace("[study]", '[study]\narticles = "all.jsonl"')
    study = load_study(
        make_study(
            {
                "study.toml": toml,
                "all.jsonl": rows,
                "articles.csv": None,
                "events.csv": "article,event,source\nall.jsonl:2,talks,user\n",
            }
        )
    )
    assert [p.found for p in study.problems] == ["3 articles have no date."]
    assert study.articles.select("outlet", "row", "event").rows() == [
        ("Alpha", 1, None),
        ("Beta", 2, "talks"),
        ("Gamma", 3, None),
    ]


def test_events_of_the_user_win_over_the_index(make_study):
    events = "article,event,source\nalpha_talks.txt,ferry,user\n"
    study = load_study(make_study({"events.csv": events}))
    assert study.articles["event"].to_list() == ["ferry", "ferry", "talks"]
    by_id = load_study(make_study()).articles["article"][0]
    named = load_study(make_study({"events.csv": f"article,event\n{by_id},ferry\n"}, name="by_id"))
    assert named.articles["event"].to_list()[0] == "ferry"


def test_events_that_study_toml_does_not_name_are_events(make_study):
    toml = HEAD
    study = load_study(make_study({"study.toml": toml}))
    assert [e.id for e in study.events] == ["ferry", "talks"]
    assert study.problems == ()


def test_hidden_files_are_not_read(make_study):
    study = load_study(make_study({"articles/.DS_Store": b"\0\0", "articles/.hidden/x.txt": "x"}))
    assert study.problems == ()


def test_corrections_of_roles_by_file_id_and_for_all(make_study):
    roles = "article,text,role\nalpha_talks.txt,One line,furniture\n*,Another,caption\n"
    study = load_study(make_study({"roles.csv": roles}))
    assert study.corrections == {
        (study.articles["article"][0], "One line"): "furniture",
        ("*", "Another"): "caption",
    }


def test_values_in_force_say_where_they_come_from(make_study):
    toml = (
        HEAD
        + "[options]\nseed = 7\n"
        + '[scope]\nvoice = ["outlet"]\ncopies = "published"\nevents = ["talks"]\n'
    )
    study = load_study(make_study({"study.toml": toml}))
    assert study.problems == ()
    assert settings_in_force(study) == {
        "seed": (7, "study.toml"),
        "level": (0.95, "default"),
        "replicates": (2000, "default"),
        "texts": ("excerpts", "default"),
        "report_language": ("en", "default"),
        "syntax": ("rules", "default"),
        "interval": ("t", "default"),
        "claim": ("these_outlets", "default"),
        "outlet_weights": ("equal", "default"),
        "share": ("pooled", "default"),
        "voice": (("outlet",), "study.toml"),
        "role": (Scope().role, "default"),
        "copies": ("published", "study.toml"),
        "repeats": (study.options.scope.repeats, "default"),
        "events": (("talks",), "study.toml"),
        "outlets": ((), "default"),
    }


def test_published_in_study_toml_means_what_it_means_on_the_command_line(make_study):
    toml = HEAD + '[scope]\ncopies = "published"\n'
    scope = load_study(make_study({"study.toml": toml})).options.scope
    assert (scope.copies, scope.repeats) == ("published", "all")


@pytest.mark.parametrize(
    ("line", "found", "allowed"),
    [
        ("[options]\nseed = -1", "[options] seed = -1.", "a whole number from 0."),
        ("[options]\nseed = 1.5", "[options] seed = 1.5.", "a whole number from 0."),
        ("[options]\nseed = true", "[options] seed = True.", "a whole number from 0."),
        ("[options]\nlevel = 95", "[options] level = 95.", "between 0.5 and 0.999."),
        ('[options]\nlevel = "0.9"', "[options] level = '0.9'.", "between 0.5 and 0.999."),
        ("[options]\nreplicates = 199", "[options] replicates = 199.", "from 200 to 100000."),
        ('[scope]\nvoice = ["outlets"]', "[scope] voice 'outlets' is unknown", "outlet, source"),
        ('[scope]\nrole = "titel"', "[scope] role 'titel' is unknown", "title, standfirst"),
        ("[scope]\nrole = []", "[scope] role is empty", "title, standfirst"),
        ('[scope]\ncopies = "all"', "[scope] copies 'all' is unknown", "authored, published"),
        ('[scope]\nevents = ["tlaks"]', "[scope] events: 'tlaks'.", "ferry, shared, talks."),
        ('[scope]\noutlets = ["Alfa"]', "[scope] outlets: 'Alfa'.", "Alpha, Beta, Gamma."),
    ],
)
def test_options_out_of_range_cannot_run(make_study, line, found, allowed):
    toml = HEAD
    problems = problems_of(make_study({"study.toml": toml + line + "\n"}))
    hits = [p for p in problems if p.found.startswith(found)]
    assert len(hits) == 1 and hits[0].fatal, problems
    assert allowed in hits[0].found + hits[0].allowed
    assert hits[0].line == 6


def test_unknown_parts_and_keys_of_study_toml_are_told_with_their_line(make_study):
    toml = '[study]\nlanguage = "en"\ntitel = "x"\n[sampling]\nkind = "complete"\n'
    toml += "[scopes]\nvoice = 1\n"
    assert told(make_study({"study.toml": toml})) == [
        ("study.toml", 3, "unknown key 'titel' in [study]."),
        ("study.toml", 6, "unknown part 'scopes'."),
    ]


def test_a_key_that_begins_like_another_has_its_own_line(make_study):
    toml = '[study]\nidentity = "x"\nlanguage = "en"\n[sampling]\nkind = "complete"\nkinds = "x"\n'
    assert told(make_study({"study.toml": toml})) == [
        ("study.toml", 2, "unknown key 'identity' in [study]."),
        ("study.toml", 6, "unknown key 'kinds' in [sampling]."),
    ]
    toml = (
        '[study]\nlanguage = "en"\nindex = "articles.csv"\nin = 1\n[sampling]\nkind = "complete"\n'
    )
    assert told(make_study({"study.toml": toml}, name="other")) == [
        ("study.toml", 4, "unknown key 'in' in [study].")
    ]


@pytest.mark.parametrize("part", ["study = 1", "sampling = 'x'", "options = []"])
def test_a_value_where_a_table_belongs_is_told(make_study, part):
    problems = problems_of(make_study({"study.toml": part + "\n"}))
    assert any(p.found == f"unknown part {part.split(' ')[0]!r}." for p in problems)


def test_a_read_only_study_keeps_its_cache_in_the_users_folder(make_study, tmp_path, monkeypatch):
    folder = make_study()
    monkeypatch.setattr("framing.study.load.os.access", lambda path, mode: False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    first = load_study(folder).cache
    assert first.parent == tmp_path / "home/framing"
    assert load_study(make_study(name="other")).cache != first
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert load_study(folder).cache.parent == tmp_path / "me/.cache/framing"


def test_rows_of_a_csv_file_know_their_line(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b'\xef\xbb\xbfa, b\r\n 1 ,"two\nlines"\r\n\r\n,\r\n3,4\r\n')
    problems: list[Problem] = []
    rows = read_rows(path, ("a",), ("a", "b"), problems)
    assert problems == []
    assert [row.cells for row in rows] == [{"a": "1", "b": "two\nlines"}, {"a": "3", "b": "4"}]
    assert [row.line for row in rows] == [3, 6]


@pytest.mark.parametrize("content", [b"", b"a\n\xff\n", b'a\n"x"y\n'])
def test_a_csv_file_that_cannot_be_read(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    problems: list[Problem] = []
    assert read_rows(path, ("a",), ("a",), problems) == []
    assert [(p.file, p.fatal) for p in problems] == [("x.csv", True)]


def test_a_csv_file_that_is_not_there_has_no_rows(tmp_path):
    problems: list[Problem] = []
    assert read_rows(tmp_path / "x.csv", ("a",), ("a",), problems) == []
    assert problems == []


def test_a_column_that_stands_twice_is_told(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,a\n1,2\n")
    problems: list[Problem] = []
    read_rows(path, ("a",), ("a",), problems)
    assert ["twice" in p.found for p in problems] == [True]


def test_what_no_reader_could_read_has_a_row_in_the_ledger(make_study):
    study = load_study(
        make_study({"articles/latin.txt": b"caf\xe9", "articles/p.png": b"x", "articles/e.txt": ""})
    )
    skipped = study.ledger.filter(pl.col("fate") == "skipped")
    assert {"latin.txt", "p.png", "e.txt"} <= set(skipped["file"])
    assert all(reason for reason in skipped["reason"])


@pytest.mark.parametrize("sign", [";", "\t"])
def test_cells_may_be_separated_by_semicolons_or_tabs(make_study, sign):
    outlets = "outlet,group\nAlpha,North\nBeta,North\nGamma,South\n"
    folder = make_study(
        {"articles.csv": INDEX.replace(",", sign), "outlets.csv": outlets.replace(",", sign)}
    )
    study = load_study(folder)
    assert study.problems == () and study.articles["date"].null_count() == 0


def test_a_comma_in_a_cell_of_a_semicolon_file_is_text(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a;b\n1,2;3\n")
    assert read_rows(path, ("a",), ("a", "b"), [])[0].cells == {"a": "1,2", "b": "3"}


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        ("a,b\n1,2\n".encode("utf-16"), 1, "UTF-16"),
        (b"a,b\n1,2\ncaf\xe9,2\n", 3, "byte 0xe9"),
        (b'a,b\n1,2\n"3,4\n5,6\n7,8\n', 3, "a quotation mark opens a cell in this line"),
        (b'a,b\n"3\n4",x\n"5,6\n"7",8\n', 4, "a quotation mark opens a cell in this line"),
    ],
)
def test_what_makes_a_csv_file_unreadable_is_told_with_its_line(tmp_path, content, line, found):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    problems: list[Problem] = []
    assert read_rows(path, ("a",), ("a", "b"), problems) == []
    assert [(p.line, p.fatal, found in p.found) for p in problems] == [(line, True, True)]
    assert problems[0].step


def test_a_near_column_is_the_next_step(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("file,outlets\n1,2\n")
    problems: list[Problem] = []
    read_rows(path, ("file",), ("file", "outlet"), problems)
    assert problems[0].step == "did you mean 'outlet'? rename or add the column."


def test_a_list_that_cannot_be_read_is_told_once_and_not_for_every_article(make_study):
    outlets = "outlet,group\nAlpha,North\nBeta,North\nGamma,South\n"
    for name, text in (("articles.csv", "paper\nAlpha\n"), ("outlets.csv", '"outlet,group\n')):
        more = {"events.csv": "article,event\nalpha_talks.txt,talks\n", "outlets.csv": outlets}
        problems = problems_of(make_study({**more, name: text}, name=name))
        assert {p.file for p in problems} == {name}
        assert [p.found for p in problems if not p.fatal] == [
            f"{name} could not be read, so 3 files have no outlet."
        ]
        assert len(problems) == 2
    bare = make_study({"articles.csv": "paper\nAlpha\n", "outlets.csv": None}, name="bare")
    assert {p.file for p in problems_of(bare)} == {"articles.csv"}


def test_a_mistake_in_the_list_of_articles_is_told_with_its_line(make_study):
    index = "file,outlet,date\nalpha_talks.txt,,\nbeta_ferry.txt,Beat,\ngamma_talks.txt,Gamma,x\n"
    found = {(p.file, p.line, p.found) for p in problems_of(make_study({"articles.csv": index}))}
    assert found == {
        ("articles.csv", 2, "the article has no outlet (alpha_talks.txt)."),
        ("articles.csv", 3, "unknown outlet 'Beat' (beta_ferry.txt)."),
        ("articles.csv", 4, "unreadable date 'x' (gamma_talks.txt)."),
        ("articles.csv", 0, "1 article has no date."),
        ("outlets.csv", 0, "group 'North' has no articles."),
    }


@pytest.mark.parametrize(
    ("toml", "line", "found", "step"),
    [
        ("[study]\nid = \u201cx\u201d\n", 2, "in the line `id = \u201cx\u201d`.", "curly quotes"),
        ("[study]\nid = x\n", 2, "in the line `id = x`.", ""),
        ("[study]\n\nid = 'caf\xe9'\n".encode("latin-1"), 3, "not readable as TOML", ""),
    ],
)
def test_a_line_that_toml_cannot_read_is_shown(make_study, toml, line, found, step):
    (problem,) = problems_of(make_study({"study.toml": toml}))
    assert (problem.line, found in problem.found) == (line, True)
    assert step in problem.step


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"events.csv": "article,event\nalpha_talks,talks\n"}, "did you mean 'alpha_talks.txt'?"),
        ({"events.csv": "article,event\nalpha_talks.txt,Talks\n"}, "mean 'talks'? Else add"),
        ({"roles.csv": "article,text,role\n*,All,titel\n"}, "did you mean 'title'?"),
        ({"study.toml": HEAD.replace("language", "langauge")}, "did you mean 'language'?"),
        ({"study.toml": HEAD + "[scop]\n"}, "did you mean 'scope'?"),
        ({"study.toml": HEAD + '[scope]\noutlets = ["alpha"]\n'}, "did you mean 'Alpha'?"),
        ({"articles.csv": INDEX + "alpha_talk.txt,Alpha,,\n"}, "'alpha_talks.txt'? Else remove"),
    ],
)
def test_a_near_word_is_the_next_step(make_study, changes, step):
    assert any(step in p.step for p in problems_of(make_study(changes)))


def test_an_event_to_add_is_named_as_toml_wants_it(make_study):
    index = INDEX.replace("talks\n", "dam opening\n")
    steps = [p.step for p in problems_of(make_study({"articles.csv": index}))]
    assert any('add [events."dam opening"] to study.toml' in step for step in steps)


def test_names_that_differ_by_a_hyphen_or_case_are_told(make_study):
    index = INDEX.replace("talks\n", "dam opening\n", 1).replace("ferry\n", "Dam-opening\n")
    outlets = "outlet,group\nAlpha,North\nBeta,north\nGamma,South\n"
    folder = make_study({"study.toml": HEAD, "articles.csv": index, "outlets.csv": outlets})
    assert told(folder) == [
        ("articles.csv", 0, "'Dam-opening' and 'dam opening': two events?"),
        ("outlets.csv", 0, "'North' and 'north': two groups?"),
    ]


def test_codebook_problems_are_named_from_the_study_folder(make_study):
    problems = problems_of(make_study({"codebook/codebook.yaml": "naems: {}\n"}))
    assert [p.file for p in problems] == ["codebook/codebook.yaml"]
    toml = HEAD.replace("[study]", '[study]\ncodebook = "gone"')
    problems = problems_of(make_study({"study.toml": toml}, name="gone"))
    assert "codebook points to gone, which is not there." in [p.found for p in problems]


def test_no_sampling_is_a_note(make_study):
    toml = '[study]\nlanguage = "en"\n'
    (problem,) = problems_of(make_study({"study.toml": toml}))
    assert (problem.note, problem.fatal, problem.severity) == (True, False, "note")


def test_a_command_in_a_message_can_be_copied(tmp_path):
    (problem,) = problems_of(tmp_path / "my study")
    assert problem.step == f"framing new '{tmp_path.resolve()}/my study'"


def test_a_blank_event_is_no_event(make_study):
    study = load_study(make_study({"events.csv": "article,event\n" + "".join(
        f"{name},\n" for name in ("alpha.txt",))}))  # fmt: skip
    assert "" not in [event.id for event in study.events]
    assert "" not in study.articles["event"].to_list()


def test_user_rows_go_before_suggested_ones(make_study):
    folder = make_study()
    file = load_study(folder).articles["file"][0]
    (folder / "events.csv").write_text(
        f"article,event,source\n{file},ferry,suggested\n{file},talks,user\n"
    )
    study = load_study(folder)
    assert study.articles.filter(pl.col("file") == file)["event"].to_list() == ["talks"]
    assert not [p for p in study.problems if p.file == "events.csv"]


def test_a_correction_that_matches_no_line_is_told(make_study):
    folder = make_study({"roles.csv": "article,text,role\n*,Nobody wrote this,furniture\n"})
    told = [p for p in load_study(folder).problems if p.file == "roles.csv"]
    assert [p.line for p in told] == [2]
    assert "no line 'Nobody wrote this'" in told[0].found
