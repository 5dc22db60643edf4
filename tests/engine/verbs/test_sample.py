"""The verb sample, a sample after another, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.engine.coding.find import find_chain, pool_samples
from framing.engine.coding.units import sample_frame
from framing.engine.run import Run
from framing.engine.verbs.sample import sample, sample_after
from framing.errors import UsageError
from framing.records.scope import Scope
from framing.study.coding.drawn import COLUMNS
from framing.study.coding.samples import write_sample

MakeStudy = Callable[..., Path]


@pytest.fixture
def run(make_study: MakeStudy) -> Run:
    return framing.open_study(make_study())


def written(run: Run, *parts) -> Run:
    for part in parts:
        write_sample(part)
    return framing.open_study(run.study.folder)


def test_a_sample_reads_back_as_it_was_drawn(run: Run) -> None:
    drawn = sample(
        run, "mode:islands", n=4, blind=True, mask_names=True, by=("outlet",),
        allocation="proportional", seed=9, scope=Scope(outlets=("Alpha", "Gamma")),
    )  # fmt: skip
    (read,) = written(run, drawn).study.samples
    for field in ("id", "variable", "n_frame", "blind", "masks", "seed", "scope", "by",
                  "allocation", "after"):  # fmt: skip
        assert getattr(read, field) == getattr(drawn, field), field
    assert read.units.equals(drawn.units)
    assert read.id == "mode-islands"


def test_the_frame_of_a_sample_is_found_again(run: Run) -> None:
    drawn = sample(run, "voice", n=5, scope=Scope(events=("talks",), voice=("outlet",)))
    (read,) = written(run, drawn).study.samples
    frame = sample_frame(run, read)
    assert frame.height == read.n_frame
    assert set(read.units["unit"]) <= set(frame["unit"])
    assert set(frame["event"]) == {"talks"}


def test_samples_after_one_another_hold_everything_once(run: Run) -> None:
    first = sample(run, "voice", n=4, by=("outlet",))
    run = written(run, first)
    run = written(run, second := sample_after(run, "voice", n=3))
    run = written(run, third := sample_after(run, "voice-2", n=100))
    assert [second.id, third.id] == ["voice-2", "voice-3"]
    assert [part.id for part in find_chain(run, "voice-3")] == ["voice", "voice-2", "voice-3"]
    units = [unit for part in (first, second, third) for unit in part.units["unit"]]
    assert len(units) == len(set(units)) == first.n_frame
    both = pool_samples(find_chain(run, "voice-2"))
    whole = sample(run, "voice", n=7, by=("outlet",)).units
    probabilities = ("unit", "probability")
    assert both.units.select(probabilities).sort("unit")["probability"].to_list() == pytest.approx(
        whole.select(probabilities).sort("unit")["probability"].to_list()
    )
    assert set(pool_samples(find_chain(run, "voice-3")).units["probability"]) == {1.0}
    with pytest.raises(UsageError, match=r"voice-3: all \d+ units are drawn"):
        sample_after(run, "voice-3")


def test_nothing_comes_after_a_study_that_changed(make_study: MakeStudy) -> None:
    folder = make_study()
    run = written(framing.open_study(folder), sample(framing.open_study(folder), "voice", n=4))
    (folder / "articles/beta_ferry.txt").write_text("New\n\nThis is new text.\n", "utf-8")
    changed = framing.open_study(folder)
    with pytest.raises(UsageError, match="not what it was when voice was drawn"):
        sample_after(changed, "voice")
    with pytest.raises(UsageError, match=r"sample 'voyce'; allowed: voice. did you mean 'voice'"):
        sample_after(run, "voyce")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"variable": "voices"}, "variable 'voices'; allowed: voice, stance:north_owns"),
        ({"variable": "name:islands", "mask_names": True}, "asks for the name that mask_names"),
        (
            {"scope": Scope(voice=("wire",))},
            "no sentence of voice under scope authored; voice=wire",
        ),
        ({"name": "../voice"}, r"sample name '\.\./voice'; allowed"),
        ({"name": "a/b"}, "sample name 'a/b'; allowed"),
        ({"name": ".x"}, r"sample name '\.x'; allowed"),
        ({"by": ("outlet", "predicted"), "n": 2}, "2 units of .* strata .*some would never"),
        ({"unit": "article"}, "unit 'article' of voice; allowed: sentence"),
    ],
)
def test_what_cannot_be_drawn(run: Run, given: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        sample(run, **{"variable": "voice", **given})


def test_an_outlet_with_a_plus_in_its_name_makes_no_scope(make_study: MakeStudy) -> None:
    names = "outlet,group\nAlpha,North\nBeta,North\nA+B,South\n"
    index = "file,outlet\nalpha_talks.txt,Alpha\nbeta_ferry.txt,Beta\ngamma_talks.txt,A+B\n"
    folder = make_study({"outlets.csv": names, "articles.csv": index})
    with pytest.raises(UsageError, match="names of outlets and events without"):
        sample(framing.open_study(folder), "voice", scope=Scope(outlets=("A+B",)))


def test_a_sample_is_never_written_over(run: Run) -> None:
    drawn = sample(run, "voice", n=3)
    write_sample(drawn)
    before = {path: path.read_bytes() for path in drawn.folder.iterdir()}
    other = sample(run, "voice", n=5)
    with pytest.raises(UsageError, match=r"sample 'voice' exists .*such as --name voice-2"):
        write_sample(other)
    assert {path: path.read_bytes() for path in drawn.folder.iterdir()} == before


def test_codes_alone_keep_a_name_taken(run: Run) -> None:
    drawn = sample(run, "voice", n=3)
    (drawn.folder / "codes").mkdir(parents=True)
    with pytest.raises(UsageError, match="sample 'voice' exists"):
        write_sample(drawn)


def test_what_the_study_reads_of_a_sample_is_in_its_inputs(run: Run) -> None:
    drawn = sample(run, "voice", n=3)
    study = written(run, drawn).study
    files = {"coding/voice/sample.json", "coding/voice/units.csv"}
    assert files <= {name for name, _ in study.inputs}
    sheets = drawn.folder / "sheets"
    sheets.mkdir()
    (sheets / "ana.csv").write_text("unit,label\n", "utf-8")
    assert framing.open_study(study.folder).study.inputs == study.inputs
    (drawn.folder / "codes").mkdir()
    (drawn.folder / "codes/ana.csv").write_text("unit,label\n", "utf-8")
    changed = framing.open_study(study.folder).study.inputs
    assert {name for name, _ in changed} - {name for name, _ in study.inputs} == {
        "coding/voice/codes/ana.csv"
    }


def edited(line: str, **changes: str) -> str:
    """A row of units.csv with other cells."""
    cells = dict(zip(COLUMNS, line.rstrip().split(","), strict=True))
    return ",".join({**cells, **changes}.values()) + "\n"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"article": "beta/gone-12345678"}, "which is not in the study"),
        ({"start": "x"}, "has a number that is none"),
        ({"start": "-3"}, "is characters -3 to"),
        ({"end": "99999"}, "which its article has not"),
        ({"probability": "0"}, "has probability 0, not above 0 up to 1"),
        ({"probability": "nan"}, "has probability nan"),
        ({"probability": "1.5"}, "has probability 1.5"),
        ({"weight": "inf"}, "has weight inf, not above 0"),
        ({"unit": ""}, "a unit without a name"),
        ({"place": "9" * 5000}, "has a number that is none"),
    ],
)
def test_what_a_person_did_to_a_unit_is_told(run: Run, changes: dict, found: str) -> None:
    drawn = sample(run, "voice", n=3)
    write_sample(drawn)
    path = drawn.folder / "units.csv"
    head, first, *rest = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(head + edited(first, **changes) + "".join(rest), "utf-8")
    study = framing.open_study(run.study.folder).study
    (problem,) = study.problems
    assert (problem.file, problem.line) == ("coding/voice/units.csv", 2)
    assert found in problem.found
    assert study.samples[0].units.height == 2


def test_a_unit_twice_counts_once(run: Run) -> None:
    drawn = sample(run, "voice", n=3)
    write_sample(drawn)
    path = drawn.folder / "units.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), "utf-8")
    study = framing.open_study(run.study.folder).study
    assert "stands twice" in study.problems[0].found
    assert study.samples[0].units.equals(drawn.units)


@pytest.mark.parametrize("content", [None, "", "a,b\n1,2\n", 'unit,"kind\n', b"\xff\xfea\x00"])
def test_a_list_of_units_that_cannot_be_read_costs_no_study(run: Run, content) -> None:
    drawn = sample(run, "voice", n=3)
    write_sample(drawn)
    path = drawn.folder / "units.csv"
    path.unlink()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    study = framing.open_study(run.study.folder).study
    assert study.samples[0].units.is_empty()
    (problem,) = study.problems
    assert problem.file == "coding/voice/units.csv" and not problem.fatal


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"variable": 3}',
        '{"variable": {"id": "v", "unit": "word", "labels": ["a", "b"], "question": "?"}}',
        '{"variable": {"id": "v", "unit": "article", "labels": "a", "question": "?"}}',
        '{"variable": {"id": "v", "unit": "article", "labels": ["a", "b"], "question": "?"}}',
        "[" * 100_000,
    ],
)
def test_a_sample_that_cannot_be_read_costs_itself(run: Run, content: str) -> None:
    drawn = sample(run, "voice", n=3)
    write_sample(drawn)
    (drawn.folder / "sample.json").write_text(content, "utf-8")
    study = framing.open_study(run.study.folder).study
    assert study.samples == ()
    (problem,) = study.problems
    assert problem.file == "coding/voice/sample.json" and not problem.fatal
    assert problem.found.startswith("not what framing sample wrote (")


def test_a_study_that_cannot_be_written_into(run: Run) -> None:
    (run.study.folder / "coding").write_text("a file where the folder would be", "utf-8")
    with pytest.raises(UsageError, match=r"coding/voice cannot be written .*--out-dir DIR"):
        write_sample(sample(run, "voice", n=3))


def test_weights_of_the_sample_make_totals_of_the_frame(kurils: Run) -> None:
    """All units drawn: the weighted total of labels is that of the frame, exactly."""
    drawn = sample(kurils, "voice", n=10_000)
    assert drawn.units.height == drawn.n_frame
    frame = sample_frame(kurils, drawn)
    left, right = (
        rows.group_by("outlet", "predicted")
        .agg(pl.col("weight").sum().round(9))
        .sort("outlet", "predicted")
        for rows in (drawn.units, frame)
    )
    assert left.equals(right)
