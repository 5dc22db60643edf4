from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from framing.cli import main
from framing.cli.running import run_options
from framing.scheduling import choose
from framing.scheduling.here import Here

PLACES = ("jobs", "cluster", "memory", "store")
# Commands that measure nothing, or whose --jobs are reports (batch).
WITHOUT = {"batch", "check", "compare-runs", "fetch", "import", "new"}


def names_of(command: click.Command) -> list[str]:
    return [str(option.name) for option in command.params]


def test_every_command_that_measures_says_where_it_runs_last():
    with_them = {n for n, c in main.commands.items() if names_of(c)[-4:] == list(PLACES)}
    assert set(main.commands) - with_them == WITHOUT


def test_an_import_says_who_reads():
    assert names_of(main.commands["import"])[-3:] == list(PLACES[:3])


class Watched(Here):
    """Notes whether it was closed."""

    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(
    ("given", "code"), [(["names"], 0), (["names", "--outlet", "Nobody"], 2)], ids=["well", "error"]
)
def test_the_scheduler_that_was_asked_for_ends_with_the_command(
    make_study, monkeypatch, given, code
):
    asked = []
    watched = Watched()

    def fake(**how):
        asked.append(how)
        return watched

    monkeypatch.setattr(choose, "choose_scheduler", fake)
    command, *rest = given
    done = CliRunner().invoke(
        main, [command, str(make_study()), *rest, "--cluster", "local:2", "--memory", "2GB"]
    )
    assert (done.exit_code, asked, watched.closed) == (
        code, [{"cluster": "local:2", "memory": "2GB"}], 1,
    )  # fmt: skip


def test_two_runs_of_a_command_share_a_scheduler(make_study, monkeypatch):
    asked = []
    monkeypatch.setattr(choose, "choose_scheduler", lambda **how: asked.append(how) or Here())
    one, other = make_study(), make_study(name="other")
    done = CliRunner().invoke(main, ["words", str(one), "--background", str(other), "--jobs", "3"])
    assert (done.exit_code, asked) == (0, [{"jobs": 3}]), done.output


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--jobs", "0"], "--jobs 0; allowed: 1 or more"),
        (["--jobs", "2", "--cluster", "local:2"], "both given; allowed: one of them"),
        (["--memory", "much"], "--memory much; allowed: a size such as 2GB"),
        (["--memory", "2MB"], "--memory 2MB; allowed: a size such as 2GB, at least 512MB"),
        (["--store", "nosuch://bucket"], "nosuch:// is not known; allowed: a folder, or a URL"),
    ],
    ids=lambda given: given[1] if isinstance(given, list) else "",
)
def test_what_cannot_be_is_said_in_one_line(make_study, given, said):
    done = CliRunner().invoke(main, ["names", str(make_study()), *given])
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_partitions_lie_in_the_store_and_rows_are_the_same(make_study, tmp_path):
    study, store = make_study(), tmp_path / "store"
    own = CliRunner().invoke(main, ["names", str(study), "--format", "csv", "--jobs", "1"])
    there = list((study / ".framing").rglob("*.parquet"))
    for path in there:
        path.unlink()
    given = ["names", str(study), "--format", "csv", "--jobs", "1", "--store", store.as_uri()]
    other = CliRunner().invoke(main, given)
    assert own.exit_code == other.exit_code == 0, other.stderr
    assert own.stdout == other.stdout
    assert not list((study / ".framing").rglob("*.parquet"))
    stored = [path.relative_to(store / "tiny") for path in store.rglob("*.parquet")]
    assert sorted(stored) == sorted(path.relative_to(study / ".framing") for path in there)


def test_options_are_kept_out_of_the_command():
    @click.command()
    @run_options
    def nothing(**given):
        assert not given

    assert CliRunner().invoke(nothing, ["--jobs", "1", "--store", "x"]).exit_code == 0
