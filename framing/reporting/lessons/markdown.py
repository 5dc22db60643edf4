"""A sheet as Markdown, to change it before it is printed."""

from __future__ import annotations

from framing.records.lessons import (
    Block,
    Break,
    Command,
    Extract,
    Grid,
    Heading,
    Lines,
    Mark,
    Points,
    Prose,
    Sheet,
    Slips,
    Text,
)
from framing.reporting.forms.markdown import escape, inline

_LINE = "\\_" * 40


def render_markdown(sheet: Sheet, *, level: int = 1) -> str:
    """The sheet; ``level`` is that of its title."""
    parts = [f"{'#' * level} {escape(sheet.title)}", escape(sheet.subtitle)]
    parts += [part for block in sheet.blocks for part in render_block(block, level=level + 1)]
    return "\n\n".join(parts) + "\n"


def render_block(block: Block, *, level: int) -> list[str]:
    """A block as paragraphs of Markdown; headings are of ``level``."""
    match block:
        case Heading():
            return [f"{'#' * level} {escape(block.text)}"]
        case Prose():
            return [_words(block.text)]
        case Points():
            lines = [
                f"{f'{k}.' if block.is_numbered else '-'} {_words(item)}"
                for k, item in enumerate(block.items, 1)
            ]
            return ["\n".join(lines)]
        case Command():
            return [f"```sh\n{' '.join(block.line.split())}\n```", escape(block.what)]
        case Grid():
            return _grid(block)
        case Extract():
            lines = [f"**{escape(block.label)}**", *(_words(p) for p in block.paragraphs)]
            return ["\n>\n".join(f"> {line}" for line in lines)]
        case Lines():
            return [_LINE] * block.n
        case Slips():
            return [_slips(block)]
        case Break():
            return ["---"]


def _words(text: Text) -> str:
    parts = []
    for part in text:
        if isinstance(part, Mark):
            label = f" *({escape(part.label)})*" if part.label else ""
            parts.append(f"**{escape(part.text)}**{label}")
        else:
            parts.append(inline(part))
    return "".join(parts).strip()


def _grid(grid: Grid) -> list[str]:
    align = [":---:" if k in grid.centred else "---" for k in range(len(grid.columns))]
    rows = [[escape(c) for c in grid.columns], align]
    rows += [[_words(cell) for cell in row] for row in grid.rows]
    table = "\n".join(_row(row) for row in rows)
    return [f"**{escape(grid.caption)}**", table] if grid.caption else [table]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell or ' ' for cell in cells)} |"


def _slips(slips: Slips) -> str:
    """Slips as a table with an empty head, which Markdown asks for."""
    n = slips.in_a_row
    cells = ["<br>".join(escape(line) for line in slip) for slip in slips.slips]
    rows = [[" "] * n, ["---"] * n] + [cells[k : k + n] for k in range(0, len(cells), n)]
    return "\n".join(_row(row + [" "] * (n - len(row))) for row in rows)
