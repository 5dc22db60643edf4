from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import UsageError
from framing.study.events import read_settled, with_suggestions, write_suggestions

HEAD = "article,event,source\n"
NEW = [("x/b-1", "ferry"), ("x/c-2", "talks, second")]

# Three outlets tell of a ferry, three of a budget; nobody has said what belongs together.
STORIES = {
    "alpha_ferry.txt": "Ferry to Blue Islands sails again\n\nThe ferry to the Blue Islands sailed "
    "on Tuesday for the first time since the March storm. Captain Bo Sund had forty aboard.",
    "beta_ferry.txt": "Blue Islands ferry back after storm\n\nPassengers cheered as the ferry to "
    "the Blue Islands left on Tuesday. The March storm broke its rudder, captain Bo Sund said.",
    "gamma_ferry.txt": "Ferry sails for Blue Islands\n\nThe ferry, broken by the storm in March, "
    "carried forty passengers to the Blue Islands on Tuesday.",
    "alpha_budget.txt": "Parliament adopts budget after long night\n\nThe parliament of North "
    "adopted the budget at dawn, with money for schools. Minister Ana Norte called it a relief.",
    "beta_budget.txt": "Budget passes by one vote\n\nBy a single vote the parliament in North "
    "passed the budget at dawn. Minister Ana Norte promised money for schools and roads.",
    "gamma_budget.txt": "One vote saves budget\n\nFinance minister Ana Norte won her budget by one "
    "vote at dawn. The parliament of North had sat all night over schools and roads.",
}
TOML = '[study]\nid = "six"\nlanguage = "en"\n\n[sampling]\nkind = "complete"\n'
FERRY = {f"{outlet}_ferry.txt" for outlet in ("alpha", "beta", "gamma")}


@pytest.fixture
def folder(make_study) -> Path:
    """Six articles without events."""
    index = "file,outlet,date\n" + "".join(
        f"{name},{name.split('_')[0].capitalize()},2019-05-0{6 + k % 3}\n"
        for k, name in enumerate(STORIES)
    )
    old = {f"articles/{name}": None for name in
           ("alpha_talks.txt", "beta_ferry.txt", "gamma_talks.txt")}  # fmt: skip
    files = {f"articles/{name}": text for name, text in STORIES.items()}
    return make_study({**old, **files, "study.toml": TOML, "articles.csv": index})


def suggest(folder: Path, **more) -> pl.DataFrame:
    return framing.events(framing.open_study(folder), suggest=True, **more)


def events_of(folder: Path) -> dict[str, str | None]:
    run = framing.open_study(folder)
    return dict(run.study.articles.select("file", "event").iter_rows())


# --- a study from start to end ----------------------------------------------------------------


def test_without_suggest_it_is_coverage(folder):
    found = framing.events(framing.open_study(folder))
    assert found.select("outlet", "coverage", "n_articles").rows() == [
        (outlet, "no event", 1) for outlet in ("Alpha", "Beta", "Gamma") for _ in range(2)
    ]
    assert found["article"].n_unique() == 6
    with pytest.raises(UsageError, match="write goes with suggest"):
        framing.events(framing.open_study(folder), write=True)


def test_suggestions_are_only_printed(folder):
    found = suggest(folder)
    assert found["event"].n_unique() == 2 and found.height == 6
    assert not found["written"].any()
    assert not (folder / "events.csv").exists()


def test_written_suggestions_are_events_and_the_study_is_fine(folder):
    found = suggest(folder, write=True)
    assert found["written"].all()
    assert framing.check(folder) == ()
    events = events_of(folder)
    (ferry,) = {events[name] for name in FERRY}
    (budget,) = {event for name, event in events.items() if name not in FERRY}
    assert ferry and budget and ferry != budget and ferry.startswith("2019-05-06-")
    coverage = framing.events(framing.open_study(folder))
    assert set(coverage["coverage"]) == {"covered"} and coverage.height == 6


def test_a_second_run_writes_the_same_bytes(folder):
    suggest(folder, write=True)
    first = (folder / "events.csv").read_bytes()
    suggest(folder, write=True)
    assert (folder / "events.csv").read_bytes() == first
    suggest(folder, write=True, threshold=1.0)
    assert (folder / "events.csv").read_bytes() == HEAD.encode()


def test_what_a_person_set_stays_and_others_join_it(folder):
    mine = 'event,article,source\r\n"sailing","alpha_ferry.txt",user\r\n,alpha_budget.txt,\r\n'
    (folder / "events.csv").write_bytes(mine.encode())
    suggest(folder, write=True)
    written = (folder / "events.csv").read_bytes()
    assert written.startswith(mine.encode())
    assert b"\n" not in written.replace(b"\r\n", b"")
    events = events_of(folder)
    assert {events[name] for name in FERRY} == {"sailing"}
    assert events["alpha_budget.txt"] is None  # a person set none
    assert events["beta_budget.txt"] == events["gamma_budget.txt"] is not None
    assert framing.check(folder) == ()


def test_seeds_of_the_index_are_not_suggested_anew(folder):
    suggest(folder, write=True)
    index = (folder / "articles.csv").read_text().replace("date\n", "date,event\n")
    index = index.replace("-06\n", "-06,\n").replace("-07\n", "-07,\n").replace("-08\n", "-08,\n")
    seeded = index.replace(
        "beta_ferry.txt,Beta,2019-05-07,", "beta_ferry.txt,Beta,2019-05-07,crossing"
    )
    assert seeded != index
    (folder / "articles.csv").write_text(seeded)
    suggest(folder, write=True)
    assert "beta-ferry" not in (folder / "events.csv").read_text()
    assert {events_of(folder)[name] for name in FERRY} == {"crossing"}


def test_events_may_stand_elsewhere(folder):
    (folder / "lists").mkdir()
    (folder / "lists/mine.csv").write_text(HEAD)
    (folder / "study.toml").write_text(
        TOML.replace("[study]", '[study]\nevents = "lists/mine.csv"')
    )
    suggest(folder, write=True)
    assert "suggested" in (folder / "lists/mine.csv").read_text()
    assert not (folder / "events.csv").exists()


def test_suggestions_go_beyond_the_events_that_study_toml_names(folder):
    (folder / "study.toml").write_text(TOML + '\n[events.sailing]\nname = "The ferry sails"\n')
    (folder / "events.csv").write_text(HEAD + "alpha_ferry.txt,sailing,user\n")
    found = suggest(folder, write=True)
    assert found.filter("written")["event"].n_unique() == found["event"].n_unique() == 2
    assert framing.check(folder) == ()
    rows = (folder / "events.csv").read_text()
    (folder / "events.csv").write_text(rows.replace(",suggested", ",user"))
    assert {p.found.split("'")[0] for p in framing.check(folder)} == {"unknown event "}


def test_who_set_what_is_read_from_the_files(folder):
    (folder / "events.csv").write_text(
        HEAD + "alpha_ferry.txt,a,suggested\nbeta_ferry.txt,b,\nalpha_budget.txt,,user\n"
    )
    run = framing.open_study(folder)
    ids = dict(run.study.articles.select("file", "article").iter_rows())
    assert read_settled(run).given == {ids["beta_ferry.txt"]: "b", ids["alpha_budget.txt"]: ""}


def test_rows_of_unknown_articles_settle_nothing_and_stay(folder):
    rows = "gone.txt,sailing,user\nbeta/gone-1,x,suggested\nbeta_ferry.txt,sailing,user\n"
    (folder / "events.csv").write_text(HEAD + rows)
    run = framing.open_study(folder)
    ids = dict(run.study.articles.select("file", "article").iter_rows())
    assert read_settled(run).given == {ids["beta_ferry.txt"]: "sailing"}
    framing.events(run, suggest=True, write=True)
    written = (folder / "events.csv").read_text()
    assert written.startswith(HEAD + "gone.txt,sailing,user\nbeta_ferry.txt,sailing,user\n")
    assert "beta/gone-1" not in written  # an earlier suggestion, taken back


# --- the file ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", HEAD + "N"),
        ("article,event,source", HEAD + "N"),
        (HEAD, HEAD + "N"),
        ("article,event\n", HEAD + "N"),
        ("\ufeffarticle,event\r\n", "\ufeffarticle,event,source\r\nN"),
        (HEAD + "a.txt,one,user", HEAD + "a.txt,one,user\nN"),
        (HEAD + "b,two,suggested\na.txt,one,\n", HEAD + "a.txt,one,\nN"),
        (HEAD + "b,two, suggested \n", HEAD + "N"),
        (HEAD + '"a\nb",  one ,user\n\n"c",,\n', HEAD + '"a\nb",  one ,user\n\n"c",,\nN'),
        (HEAD + "# a note\na,one,user\n", HEAD + "# a note\na,one,user\nN"),
        ("source,event,article\nuser,one,a\n", "source,event,article\nuser,one,a\nN"),
        (
            "\ufeffarticle;event;source\r\na;one;user\r\n",
            "\ufeffarticle;event;source\r\na;one;user\r\nN",
        ),
        (
            "article,event,source,note\na,one,user,why\n",
            "article,event,source,note\na,one,user,why\nN",
        ),
    ],
)  # fmt: skip
def test_every_other_row_is_kept_to_the_byte(before, after):
    kept = after.removesuffix("N")
    got = with_suggestions(before, NEW)
    assert got.startswith(kept)
    added = got.removeprefix(kept)
    assert added.count("suggested") == 2
    assert with_suggestions(got, NEW) == got
    assert with_suggestions(got, []) == kept
    header = kept.lstrip("\ufeff").splitlines()[0]
    delimiter = ";" if ";" in header else ","
    rows = list(csv.DictReader(io.StringIO(header + "\n" + added), delimiter=delimiter))
    assert [(row["article"], row["event"], row["source"]) for row in rows] == [
        (article, event, "suggested") for article, event in NEW
    ]


@given(
    st.lists(
        st.tuples(
            st.text("ab,;\"' é", min_size=1),
            st.text('xy,"\n', max_size=4),
            st.sampled_from(["user", "", "suggested"]),
        ),
        max_size=6,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_rows_of_persons_survive_whatever_they_hold(rows, end):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(("article", "event", "source"))
    writer.writerows(rows)
    lines = io.StringIO(with_suggestions(out.getvalue(), NEW), newline="")
    found = [tuple(row) for row in csv.reader(lines)][1:]
    kept = [row for row in rows if row[2] != "suggested"]
    assert found == [*kept, *((*row, "suggested") for row in NEW)]


def test_rows_without_a_column_for_their_source_are_not_guessed():
    with pytest.raises(UsageError, match=r"mine\.csv has no column source.*Nothing was written"):
        with_suggestions("article,event\na,one\n", NEW, name="mine.csv")
    with pytest.raises(UsageError, match=r"events\.csv:2: broken row"):
        with_suggestions(HEAD + '"a"b,one,user\n', NEW)


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "events.csv"
    path.write_text(HEAD + "a,one,user\n")

    def fail(descriptor: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space left"):
        write_suggestions(path, NEW)
    assert path.read_text() == HEAD + "a,one,user\n"
    assert [p.name for p in tmp_path.iterdir()] == ["events.csv"]


def test_links_and_modes_are_kept_and_nothing_is_written_without_need(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "events.csv"
    real.write_text(HEAD)
    real.chmod(0o640)
    link.symlink_to(real)
    write_suggestions(link, NEW)
    assert link.is_symlink() and "ferry" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640
    written = real.stat()
    write_suggestions(link, NEW)
    assert (real.stat().st_ino, real.stat().st_mtime_ns) == (written.st_ino, written.st_mtime_ns)
