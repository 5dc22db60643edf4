"""The pages of docs/lessons: current, their links lead somewhere, their commands run."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from framing.cli import main
from framing.errors import UsageError
from framing.records.lessons import Lesson
from framing.reporting.lessons import write
from framing.reporting.lessons.page import fill_page

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs/lessons").glob("[1-5]-*.md"))
README = ROOT / "docs/lessons/README.md"


def commands(page: Path) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_tool_wrote_is_current(page: Path, corpus_lessons: tuple[Lesson, ...]) -> None:
    """If this fails, run scripts/write_lessons and read what changed."""
    text = page.read_text("utf-8")
    lesson = corpus_lessons[int(page.name[0]) - 1]
    assert page.stem == f"{lesson.number}-{lesson.id}"
    assert text.startswith(f"# {lesson.number}. {lesson.title}\n")
    assert text.count("<!-- tool: end -->") == 3
    assert fill_page(text, lesson, study="corpora/kurils") == text


def test_all_lessons_have_a_page_and_stand_in_the_overview() -> None:
    assert [page.name[0] for page in PAGES] == list("12345")
    overview = README.read_text("utf-8")
    assert all(f"]({page.name})" in overview for page in PAGES)


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_a_part_that_is_none(corpus_lessons: tuple[Lesson, ...]) -> None:
    page = "<!-- tool: key -->\n<!-- tool: end -->"
    with pytest.raises(UsageError, match="part 'key' of a lesson's page; allowed: plan, answers"):
        fill_page(page, corpus_lessons[0], study="x")


def test_every_command_runs(
    corpus_folder: Path,
    corpus_lessons: tuple[Lesson, ...],  # so that the copy has a warm cache
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In the order of the pages, each once; a server is asked for and not started."""
    shutil.copytree(corpus_folder, tmp_path / "corpora/kurils")
    (tmp_path / "rewrite.txt").write_text("The islands have been under Moscow's rule since 1945.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(write, "print_page", lambda page, file: b"%PDF")  # printed elsewhere
    lines = dict.fromkeys(line for page in (README, *PAGES) for line in commands(page))
    assert len(lines) > 15
    for line in lines:
        program, name, *arguments = shlex.split(line)
        assert program == "framing"
        command = main.commands[name]
        if name == "serve":
            command.make_context("serve", arguments, parent=click.Context(main))
            continue
        if name == "agree":
            _code(tmp_path / "corpora/kurils/coding/class")
        result = CliRunner().invoke(main, [name, *arguments], catch_exceptions=False)
        assert result.exit_code == 0, (line, result.output)
        assert result.stdout.strip(), line
    assert len(list((tmp_path / "handouts").glob("*.pdf"))) == 10


def _code(folder: Path) -> None:
    """Two coders who differ now and then, as a class would leave them."""
    rows = list(csv.DictReader((folder / "units.csv").read_text("utf-8").splitlines()))
    written = ["unit,label,coder,phase"]
    for k, row in enumerate(rows):
        label = row["predicted"] or "outlet"
        other = "both" if k % 5 == 0 else label
        written += [f"{row['unit']},{label},calm-lantern,independent",
                    f"{row['unit']},{other},slow-river,independent"]  # fmt: skip
    (folder / "codes").mkdir(exist_ok=True)
    (folder / "codes/class.csv").write_text("\n".join(written) + "\n", "utf-8")
