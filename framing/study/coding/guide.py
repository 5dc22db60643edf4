"""What coders are told before they begin: the question, the labels, how to fill in a sheet."""

from __future__ import annotations

import re

from framing.records.coding import MASK, MASK_NAMES, Sample

_UNITS = {
    "sentence": "one sentence",
    "passage": "one passage",
    "article": "one article",
    "attribution": "what somebody is told to have said",
}


def write_guide(sample: Sample) -> str:
    """The instructions of a sample as Markdown."""
    variable = sample.variable
    labels = ", ".join(f"`{label}`" for label in variable.labels)
    parts = [
        f"# Coding {variable.id}",
        f"**{variable.question}**",
        variable.instructions,
        "## How to fill in a sheet",
        "\n".join(f"- {line}" for line in _rules(sample, labels)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _rules(sample: Sample, labels: str) -> list[str]:
    variable = sample.variable
    scale = " (in this order)" if variable.ordinal else ""
    rules = [
        f"Each row is {_UNITS[variable.unit]}: judge column `text`; `before` and `after` are only "
        "there to understand it.",
        f"Write one label into column `label`: {labels}{scale}. Leave it empty to come back later.",
        "Column `note` is for doubts and for what the labels do not cover.",
        "Code alone, in the order of the rows, and talk about it only when all are done.",
        "Leave the columns `unit`, `variable` and `coder` as they are; no row may be added.",
    ]
    if sample.blind:
        rules.append(
            f"`{MASK * 4}` hides what would tell the outlet. Do not look the article up, and do "
            "not guess who wrote it."
        )
    if MASK_NAMES in sample.masks:
        rules.append(f"`{MASK * 4}` also hides contested names: judge without them.")
    return rules


def plain_lines(markdown: str) -> list[str]:
    r"""Markdown as lines of a sheet, without its marks.

    >>> plain_lines("# A\n\n- **b**: *c* `d`")
    ['A', '', '• b: c d']
    """
    bare = re.sub(r"\*\*|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", markdown)
    bare = re.sub(r"^- ", "• ", bare, flags=re.MULTILINE)
    return re.sub(r"^#+ ", "", bare, flags=re.MULTILINE).strip().split("\n")
