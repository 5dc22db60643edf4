"""The command design: what its table shows, and what it says where nothing can be compared."""

from __future__ import annotations

from click.testing import CliRunner

from framing.cli import main


def run_design(folder, *args):
    return CliRunner().invoke(main, ["design", str(folder), *args])


def test_shared_events_are_shown_and_those_of_one_side_with_wide_alone(make_study):
    folder = make_study()
    narrow, wide = run_design(folder), run_design(folder, "--wide")
    header = narrow.stdout.splitlines()[0].split()
    assert "n_events_shared" in header
    assert {"n_events_a", "n_events_b"}.isdisjoint(header)
    assert {"n_events_a", "n_events_b"} <= set(wide.stdout.splitlines()[0].split())


def test_one_outlet_is_told_as_what_it_is(make_study):
    result = run_design(make_study(), "--outlet", "Alpha")
    assert result.exit_code == 0
    assert "articles of one outlet, in one group: nothing to compare" in result.stderr
    assert "no hit" not in result.stderr
