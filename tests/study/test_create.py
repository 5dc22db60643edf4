from __future__ import annotations

import inspect
import tomllib

import pytest

import framing
from framing.errors import UsageError
from framing.study.load import load_study

STILL_TEMPLATE = (
    "the codebook is still the template, which looks for A and B.",
    "the question is still the template's.",
)


def test_new_writes_a_study_that_lacks_only_what_the_user_must_give(tmp_path):
    folder = tmp_path / "mine"
    written = framing.new(folder)
    assert {path.relative_to(folder).as_posix() for path in written} == {
        "study.toml", "outlets.csv", "articles.csv", "events.csv", "codebook/codebook.yaml",
    }  # fmt: skip
    assert (folder / "articles").is_dir()
    problems = framing.check(folder)
    assert {p.found for p in problems} == {
        "no [sampling]: how were the articles drawn?",
        "no outlets.",
        "no article could be used.",
        *STILL_TEMPLATE,
    }


def test_new_then_filled_in_runs(tmp_path):
    folder = tmp_path / "mine"
    framing.new(folder)
    with (folder / "outlets.csv").open("a") as file:
        file.write("Alpha,,North,,,,,,,,,\nBeta,,South,,,,,,,,,\n")
    for outlet in ("Alpha", "Beta"):
        (folder / f"articles/{outlet}.txt").write_text(
            f"{outlet} meets\n\nThe government of A met on Friday, and {outlet} was there too."
        )
        with (folder / "articles.csv").open("a") as file:
            file.write(f"{outlet}.txt,{outlet},2019-05-06,,,,,\n")
    found = {p.found for p in framing.check(folder) if p.note}
    assert found == {*STILL_TEMPLATE, "no [sampling]: how were the articles drawn?"}
    assert all(problem.note for problem in framing.check(folder))
    assert framing.kwic(framing.open_study(folder), "@a_government").height == 2


def test_the_template_is_right_when_its_comments_are_taken_away(tmp_path):
    folder = tmp_path / "mine"
    framing.new(folder)
    path = folder / "study.toml"
    lines = path.read_text("utf-8").splitlines()
    bare = [
        line[2:] if line.startswith("# ") and ("=" in line or line.startswith("# [")) else line
        for line in lines
    ]
    path.write_text("\n".join(bare))
    tables = tomllib.loads(path.read_text())
    assert {"study", "sampling", "events", "scope", "options"} <= set(tables)
    found = {p.found for p in framing.check(folder)}
    assert found == {"no outlets.", "no article could be used.", *STILL_TEMPLATE}


def test_new_touches_nothing_that_is_there(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not an empty folder; give a new name"):
        framing.new(tmp_path)
    with pytest.raises(UsageError, match="is not an empty folder"):
        framing.new(tmp_path / "notes.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_new_fills_an_empty_folder(tmp_path):
    (tmp_path / "empty").mkdir()
    framing.new(tmp_path / "empty")
    assert (tmp_path / "empty/study.toml").is_file()


def test_python_verbs_are_those_of_the_command_line(kurils):
    from framing.cli import main

    names = {"import": "import_sources", "batch": "batch_reports", "try": "try_text"}
    verbs = {names.get(name, name.replace("-", "_")) for name in main.commands}
    assert verbs <= set(dir(framing)) | set(framing.__all__)
    assert set(framing.__all__) == {*verbs, "Scope", "open_study"}
    for name in framing.__all__:
        assert callable(getattr(framing, name)), name
    with pytest.raises(AttributeError, match="module 'framing' has no attribute 'nothing'"):
        _ = framing.nothing


def test_workers_and_store_are_asked_for_as_on_the_command_line(make_study, tmp_path):
    from framing.cli import main

    options = [str(option.name) for option in main.commands["words"].params][-4:]
    assert list(inspect.signature(framing.open_study).parameters) == ["folder", *options]
    folder, store = make_study(), tmp_path / "store"
    with framing.open_study(folder, jobs=2, memory="1GB", store=store) as run:
        assert run.scheduler.n_workers == 2
        there = framing.names(run, mentions=True)
    assert [path.name for path in store.iterdir()] == ["tiny"]
    assert there.equals(framing.names(framing.open_study(folder, jobs=1), mentions=True))
    with pytest.raises(
        UsageError, match=r"--store .*plain.tiny: .*; allowed: a folder, or a URL of one"
    ):
        (tmp_path / "plain").write_text("")
        framing.open_study(folder, store=tmp_path / "plain")


def test_check_from_python_never_raises(make_study, tmp_path):
    assert framing.check(make_study()) == ()
    assert framing.check(make_study({"articles/e.txt": ""}, name="e"))[0].found.endswith("empty.")
    assert framing.check(tmp_path / "gone")[0].fatal
    assert load_study(make_study(name="again")).problems == ()
