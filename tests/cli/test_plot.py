from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import framing
from framing.cli import main
from framing.cli import plot as command
from framing.engine.run import Run
from framing.engine.verbs.plot import KINDS, plot_figures
from framing.errors import UsageError
from framing.reporting.figures.files import is_ours

MakeStudy = Callable[..., Path]


def plot(*args: object) -> Result:
    return CliRunner().invoke(main, ["plot", *map(str, args)])


def test_the_command_knows_the_kinds_of_the_verb() -> None:
    assert tuple(KINDS) == command.KINDS


@pytest.mark.parametrize("ending", [".svg", ".png", ".pdf"])
def test_a_figure_is_written_and_written_again(
    make_study: MakeStudy, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / "deep" / f"voices{ending}"
    result = plot(make_study(), "voices", "--out", out)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"Who speaks: attributions by side: {out}\n"
    assert is_ours(out)
    first = out.read_bytes()
    assert plot(make_study(), "voices", "--out", out).exit_code == 0
    assert out.read_bytes() == first


def test_without_out_each_figure_gets_its_name(
    make_study: MakeStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = make_study()
    monkeypatch.chdir(tmp_path)
    assert plot(study, "stance").exit_code == 0
    written = sorted(path.name for path in tmp_path.glob("*.svg"))
    assert written == ["stance-asserted-north_owns.svg", "stance-wording-north_owns.svg"]


def test_nothing_of_anybody_else_is_written_over(make_study: MakeStudy, tmp_path: Path) -> None:
    out = tmp_path / "mine.svg"
    out.write_text("<svg>mine</svg>")
    result = plot(make_study(), "voices", "--out", out)
    assert result.exit_code == 2
    assert f"{out} is no figure of framing; allowed: a new file" in result.stderr
    assert out.read_text() == "<svg>mine</svg>"
    assert plot(make_study(), "voices", "--out", out, "--force").exit_code == 0
    assert is_ours(out)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["voices", "--out", "a.jpg"], "--out a.jpg: files end in .svg, .png, .pdf"),
        (["voices", "--entity", "islands"], "entity with kind voices; allowed: the scope alone"),
        (["names", "--entity", "x"], "entity 'x' is unknown; allowed: islands"),
        (["words"], "kind words compares, and these articles allow reading only"),
        (["timeline", "--layer", "names"], "these articles allow reading only"),
    ],
)
def test_what_cannot_be_drawn_is_said(make_study: MakeStudy, args: list[str], message: str) -> None:
    result = plot(make_study(), *args)
    assert result.exit_code == 2
    assert message in result.stderr


def test_readings_are_counts(make_study: MakeStudy) -> None:
    run = framing.open_study(make_study())
    (figure,) = plot_figures(run, "names")
    assert figure.kind == "counts"
    (over,) = plot_figures(run, "timeline")
    assert over.data["low"].null_count() == over.data.height


@pytest.mark.parametrize("kind", ["names", "stance", "cues", "coverage", "facts"])
def test_the_same_figure_as_in_the_report(kurils: Run, kind: str) -> None:
    from framing.engine.verbs.report import gather_lazily
    from framing.reporting.desk import Desk
    from framing.reporting.sections import coverage, facts, names, stance, voices

    sections = {
        "names": names.build_names, "stance": stance.build_stance, "cues": voices.build_voices,
        "coverage": coverage.build_coverage, "facts": facts.build_facts,
    }  # fmt: skip
    report = {f.id: f for f in sections[kind](Desk(gather_lazily(kurils))).figures}
    found = plot_figures(kurils, kind)
    assert found
    for figure in found:
        same = report[figure.id]
        assert (figure.title, figure.alt, figure.source) == (same.title, same.alt, same.source)
        assert figure.data.equals(same.data)


def test_two_sides_can_be_named(kurils: Run) -> None:
    (figure,) = plot_figures(kurils, "words", group="Russia", versus="China")
    assert "outlets of Russia against outlets of China" in figure.title
    drawing = framing.plot(kurils, "split", group="Russia", versus="China", width="single")
    assert drawing.get_size_inches()[0] == pytest.approx(3.5)
    with pytest.raises(UsageError, match=r"2 figures of kind stance: .*; choose one with target"):
        framing.plot(kurils, "stance")
    with pytest.raises(UsageError, match="width 'wide' is unknown; allowed: single, double"):
        framing.plot(kurils, "voices", width="wide")


def test_a_layer_over_time(kurils: Run) -> None:
    found = plot_figures(kurils, "timeline", layer="names", by="phase")
    assert 1 < len(found) <= 6
    assert all(f.data["axis"][0] == "share (%)" and f.data["scale"][0] == 100 for f in found)
