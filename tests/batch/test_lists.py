"""A list of reports: what it may say, and every mistake with its line."""

from __future__ import annotations

import re

import pytest

from framing.batch.lists import read_list
from framing.batch.names import name_of
from framing.batch.records import Job
from framing.batch.run import batch_reports
from framing.errors import StudyError, UsageError

LIST = """\
[[report]]
study = "studies/one"
event = ["talks", "ferry"]
groups = "North"
id = "north-may"
forms = ["markdown"]
texts = "full"

[[report]]
study = "../two"
each = "event"
"""


def test_a_list_is_read_with_paths_relative_to_it(tmp_path):
    path = tmp_path / "list.toml"
    path.write_text(LIST)
    first, second = read_list(path, forms=("html",))
    assert first == Job(
        tmp_path / "studies/one", "north-may", ("talks", "ferry"), ("North",), ("markdown",),
        "full", f"{path}:1",
    )  # fmt: skip
    assert second == Job(tmp_path / "../two", forms=("html",), told=f"{path}:9", each_event=True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('texts = "full"', 'texts = "all"', "list.toml:7: texts = 'all'. Allowed: excerpts, full."),
        ("each", "ech", "list.toml:11: unknown key 'ech' in [[report]]."),
        ('"event"\n', '"group"\n', "list.toml:11: each = 'group'. Allowed: \"event\""),
        ('id = "north-may"', 'id = "North/May"', "list.toml:5: id = 'North/May'. Allowed: small"),
        ('id = "north-may"', 'id = ".."', "list.toml:5: id = '..'. Allowed: small"),
        ('["markdown"]', '["pfd"]', "list.toml:6: forms = ['pfd']. Allowed: html,"),
        ('["talks", "ferry"]', "[1]", "list.toml:3: event = [1]. Allowed: the id of an event"),
        ('study = "../two"\n', "", "list.toml:9: a report without study."),
        ('each = "event"', 'each = "event"\nevent = "x"', "list.toml:11: event and each together."),
        ('[[report]]\nstudy = "../two"', "[reports]\nstudy = 1", "list.toml:9: unknown part"),
        ('"../two"', '"../two', "list.toml:10: not readable as TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, old, new, said):
    path = tmp_path / "list.toml"
    assert old in LIST
    path.write_text(LIST.replace(old, new))
    with pytest.raises(StudyError, match=re.escape(said)):
        read_list(path)


def test_all_mistakes_are_told_at_once(tmp_path):
    path = tmp_path / "list.toml"
    path.write_text(LIST.replace("groups", "group").replace('"full"', "1"))
    with pytest.raises(StudyError) as raised:
        read_list(path)
    assert [problem.line for problem in raised.value.problems] == [4, 7]


@pytest.mark.parametrize("text", ["", "report = 1\n", "[report]\nstudy = 'x'\n", "report = []\n"])
def test_a_list_without_reports_is_refused(tmp_path, text):
    path = tmp_path / "list.toml"
    path.write_text(text)
    with pytest.raises(StudyError, match=r"no report\. Allowed: \[\[report\]\]"):
        read_list(path)
    with pytest.raises(UsageError, match=r"gone\.toml: no such file"):
        read_list(tmp_path / "gone.toml")


def test_names_are_of_the_study_and_what_of_it_is_asked_for():
    def name(**asked):
        return name_of(Job(None, **asked), "islands")

    assert name() == "islands"
    assert name(events=("talks",), groups=("North",)) == "islands-talks-north"
    assert name(name="mine", events=("talks",)) == "mine"
    russian, others = name(events=("переговоры",)), name(events=("паром",))
    assert re.fullmatch(r"islands-[0-9a-f]{6}", russian) and russian != others
    assert name(events=("a/b",)) != name(events=("a-b",)) == "islands-a-b"
    assert "/" not in name(events=("../../etc",))


def test_one_report_an_event_and_a_wrong_event_costs_only_itself(first, tmp_path):
    path = tmp_path / "list.toml"
    path.write_text(
        f'[[report]]\nstudy = "{first.studies}/one"\neach = "event"\n\n'
        f'[[report]]\nstudy = "{first.studies}/one"\nevent = "tlaks"\n\n'
        f'[[report]]\nstudy = "{first.studies}/bad"\neach = "event"\n'
    )
    done = batch_reports([path], tmp_path / "out", forms=("markdown",))
    found = {o.job.name: (o.state, o.n_articles) for o in done.outcomes}
    assert found == {
        "bad": ("failed", 0),
        "one-ferry": ("made", 1),
        "one-talks": ("made", 2),
        "one-tlaks": ("failed", 0),
    }
    reasons = {o.job.name: o.reason for o in done.outcomes}
    assert reasons["one-tlaks"] == f"{path}:5: event 'tlaks'; allowed: ferry, shared, talks"
    assert "codebook/book.yaml:3: " in reasons["bad"]
    again = batch_reports([path], tmp_path / "out", forms=("markdown",))
    assert [o.state for o in again.outcomes] == ["failed", "unchanged", "unchanged", "failed"]
