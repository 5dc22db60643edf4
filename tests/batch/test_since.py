"""What is new: by the day of publication, or beside an earlier run."""

from __future__ import annotations

import re
import shutil

import pytest

from framing.batch.run import batch_reports
from framing.batch.since import Since, read_since
from framing.errors import UsageError

ARTICLES = {
    "a/x-1": {"date": "2019-05-06", "hash": "1"},
    "a/y-2": {"date": "2019-05-07", "hash": "2"},
    "a/z-3": {"date": "", "hash": "3"},
}


def test_a_day_is_inclusive_and_what_has_no_date_is_not_new():
    assert read_since("2019-05-07").new_of("x", ARTICLES) == ("a/y-2",)
    assert read_since("2019-05-06").new_of("x", ARTICLES) == ("a/x-1", "a/y-2")
    assert read_since("2019-05-08").new_of("x", ARTICLES) == ()


def test_beside_an_earlier_run_texts_are_new_not_ids(first):
    manifest = first.out / "one"
    since = read_since(str(first.out))
    assert since == read_since(str(first.out)) == Since(str(first.out), earlier=first.out)
    from framing.reporting.folders import read_manifest

    articles = read_manifest(manifest)["articles"]
    renamed = {f"moved/{k}": v for k, v in articles.items()}
    assert since.new_of("one", renamed) == ()
    assert since.new_of("one", {**articles, **ARTICLES}) == ("a/x-1", "a/y-2", "a/z-3")
    assert since.new_of("another", articles) == tuple(sorted(articles))
    assert read_since(str(manifest)).new_of("whatever", articles) == ()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("yesterday", "is no day and no folder; allowed: a day as 2024-03-04"),
        ("2019-13-01", "is no day and no folder"),
        ("20190501", "is no day and no folder"),
        ("EMPTY", "no report lies there"),
    ],
)
def test_anything_else_is_refused(tmp_path, said, why):
    with pytest.raises(UsageError, match=re.escape(why)):
        read_since(str(tmp_path) if said == "EMPTY" else said)


def test_only_reports_with_something_new_are_made(first, tmp_path):
    studies = tmp_path / "studies"
    shutil.copytree(first.studies, studies)
    (studies / "two/articles/gamma.txt").write_text("New\n\nThe Blue Islands are quiet.\n")
    folders = [studies / "one", studies / "two"]
    out = tmp_path / "out"
    late = batch_reports(folders, out, since="2020-01-01", forms=("markdown",))
    assert [(o.state, o.n_articles) for o in late.outcomes] == [("nothing new", 3)] * 2
    assert late.exit_code == 0 and not (out / "one").exists()
    done = batch_reports(folders, out, since=str(first.out), forms=("markdown",))
    assert [(o.job.name, o.state) for o in done.outcomes] == [
        ("one", "nothing new"),
        ("two", "made"),
    ]
    assert len(done.outcomes[1].new) == 1 and done.outcomes[1].new[0].startswith("gamma/")
    again = batch_reports(folders, out, since="2019-05-07", forms=("markdown",))
    assert {o.job.name: (o.state, len(o.new)) for o in again.outcomes} == {
        "one": ("made", 1),
        "two": ("unchanged", 1),
    }
