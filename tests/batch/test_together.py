"""Two runs on one folder, and the files by which a study is known to be unchanged."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from framing.batch.digest import digest_of, environment_hash
from framing.batch.records import Job
from framing.study.inputs import read_inputs
from framing.study.load import load_study

from .conftest import build_study

_MAIN = (
    "import sys\n"
    "from framing.cli import main\n"
    "if __name__ == '__main__':\n"
    "    main(['batch', *sys.argv[2:], '--out-dir', sys.argv[1], '--form', 'markdown'])\n"
)


def test_two_runs_at_once_make_each_report_once(first, tmp_path):
    command = [sys.executable, "-c", _MAIN, str(tmp_path), str(first.studies / "one")]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sorted(text.splitlines()[-2] for text in said) == [
        "1 report: 1 made",
        "1 report: 1 unchanged",
    ]
    lines = [json.loads(x) for x in (tmp_path / "batch.jsonl").read_text("utf-8").splitlines()]
    assert sum(line["stage"] == "made" for line in lines) == 1
    assert len({line["process"] for line in lines}) == 2
    assert {"time", "process", "report", "study", "stage", "seconds", "message"} == set(lines[0])
    for name in ("report.md", "manifest.json"):
        assert (tmp_path / "one" / name).read_bytes() == (first.out / "one" / name).read_bytes()


CHANGES = {
    "articles/beta.txt": "Ferry\n\nNo ferry.\n",
    "articles.csv": "file,outlet\nalpha.txt,Alpha\nbeta.txt,Beta\ngamma.txt,Gamma\n",
    "events.csv": "article,event\nalpha.txt,talks\n",
    "roles.csv": "article,text,role\nalpha.txt,South hopes,title\n",
    "coding/coded.csv": "article,variable,label\n",
    "raw/ledger.csv": "source\n",
    "codebook/more.yml": "codebook: more\nversion: 1\nlanguage: en\n",
    "outlets.csv": "outlet,group\nAlpha,North\nBeta,North\nGamma,North\n",
    "articles/new.md": "New\n\nText.\n",
}


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_every_file_that_a_study_reads_counts(tmp_path, name):
    before = read_inputs(build_study(tmp_path / "a"))[1]
    study = build_study(tmp_path / "a", {name: CHANGES[name]})
    after = read_inputs(study)[1]
    assert dict(before).get(name) != dict(after)[name]
    assert {n for n, _ in set(before) ^ set(after)} == {name}


def test_the_files_are_those_that_loading_finds(tmp_path, kurils_folder):
    (tmp_path / "far/articles").mkdir(parents=True)
    (tmp_path / "far/articles/alpha.txt").write_text("A title\n\nA text.\n")
    (tmp_path / "far/articles/.hidden").write_text("x")
    far = build_study(
        tmp_path / "far-study",
        {
            "study.toml": '[study]\nid = "f"\nlanguage = "en"\narticles = "../far/articles"\n'
            '[sampling]\nkind = "complete"\n',
            "articles.csv": "file,outlet\nalpha.txt,Alpha\n",
        },
    )
    for folder in (far, build_study(tmp_path / "near"), kurils_folder):
        study = load_study(folder)
        assert read_inputs(folder) == (study.id, study.inputs)
    assert "../far/articles/alpha.txt" in dict(load_study(far).inputs)
    assert not any(str(tmp_path) in name for name, _ in load_study(far).inputs)


def test_what_is_asked_counts_and_where_it_is_told_does_not(tmp_path):
    inputs = (("a", "1"),)

    def digest(**asked):
        return digest_of(Job(tmp_path, **asked), "x", inputs)

    asked = [
        {}, {"events": ("a",)}, {"groups": ("a",)}, {"forms": ("pdf",)}, {"texts": "full"},
        {"events": ("a", "b")},
    ]  # fmt: skip
    assert len({digest(**one) for one in asked}) == len(asked)
    assert digest(told="list.toml:3", name="other") == digest()
    assert digest(groups=("a", "b")) == digest(groups=("b", "a"))
    assert digest_of(Job(tmp_path), "y", inputs) != digest() != digest_of(Job(tmp_path), "x", ())


def test_the_code_counts(monkeypatch, tmp_path):
    before = digest_of(Job(tmp_path), "x", ())
    monkeypatch.setattr("framing.batch.digest.environment_hash", lambda: "other code")
    assert digest_of(Job(tmp_path), "x", ()) != before
    assert len(environment_hash()) == 16
