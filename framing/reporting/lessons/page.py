"""A page of docs/lessons: what the tool wrote of a lesson, between marks in a page by hand."""

from __future__ import annotations

import re
from dataclasses import replace

from framing.errors import UsageError
from framing.records.lessons import Block, Command, Heading, Lesson
from framing.reporting.lessons.markdown import render_block
from framing.reporting.lessons.sheets import answer_key, handout

PARTS = ("plan", "answers", "handout")
_BLOCK = re.compile(r"(<!-- tool: (\w+) -->\n).*?(<!-- tool: end -->)", re.DOTALL)


def fill_page(page: str, lesson: Lesson, *, study: str) -> str:
    """The page with every part between its marks written anew.

    Parameters
    ----------
    page
        Markdown with ``<!-- tool: plan -->`` (or ``answers``, ``handout``) and
        ``<!-- tool: end -->``.
    lesson
        What is written.
    study
        The folder that stands in commands.

    Raises
    ------
    UsageError
        For a part that is none.
    """

    def write(found: re.Match[str]) -> str:
        if found[2] not in PARTS:
            raise UsageError(f"part {found[2]!r} of a lesson's page; allowed: {', '.join(PARTS)}")
        blocks = [_at(block, study) for block in _parts(lesson)[found[2]]]
        lines = [line for block in blocks for line in render_block(block, level=3)]
        return found[1] + "\n" + "\n\n".join(lines) + "\n\n" + found[3]

    return _BLOCK.sub(write, page)


def _parts(lesson: Lesson) -> dict[str, tuple[Block, ...]]:
    key = answer_key(lesson).blocks
    first_answer = next(
        k for k, block in enumerate(key) if isinstance(block, Heading) and block.text == "Answers"
    )
    return {
        "plan": key[:first_answer],
        "answers": key[first_answer + 1 :],
        "handout": handout(lesson).blocks,
    }


def _at(block: Block, study: str) -> Block:
    """A command on this study; all else as it is."""
    if isinstance(block, Command):
        return replace(block, line=block.line.replace("STUDY", study))
    return block
