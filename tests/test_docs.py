"""The papers say what is true: commands, options, links, and the codebook guide's example."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from framing.cli import main
from framing.codebook.load import load_codebook
from framing.errors import Problem

ROOT = Path(__file__).resolve().parent.parent
PAPERS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md",
          "docs/codebook.md", "docs/statistics.md", "docs/portrayal.md", "docs/commands.md",
          "docs/batch.md", "docs/class.md", "docs/coding.md",
          "docs/forms.md", "docs/glossary.md",
          "docs/translating.md", "corpora/kurils/README.md")  # fmt: skip


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_option_is_in_the_reference(name: str) -> None:
    reference = (ROOT / "docs/commands.md").read_text("utf-8")
    section = reference.split(f"## framing {name}\n")[1].split("\n## ")[0]
    command = main.commands[name]
    assert squeezed(command.help or "") in squeezed(section)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in section
            assert squeezed(parameter.help or "") in squeezed(section)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_an_example(name: str) -> None:
    assert f"Example: framing {name} " in (main.commands[name].help or "")


def test_every_command_of_the_readme_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"(?:`|bin/)framing ([a-z-]+)", text))
    assert named
    assert named <= set(main.commands)


@pytest.mark.parametrize("paper", PAPERS)
def test_links_lead_somewhere(paper: str) -> None:
    path = ROOT / paper
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_the_example_of_the_codebook_guide_loads(tmp_path: Path) -> None:
    text = (ROOT / "docs/codebook.md").read_text("utf-8")
    example = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert example
    (tmp_path / "book.yaml").write_text(example[1], "utf-8")
    problems: list[Problem] = []
    codebook = load_codebook(tmp_path, problems)
    assert problems == []
    assert [entity.id for entity in codebook.entities] == ["disputed_islands"]
    assert {cue.lemma for cue in codebook.cues} == {"stress", "thunder"}
