"""Handout and key of a lesson as two files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from framing.errors import MissingPackageError, UsageError
from framing.files import write_whole
from framing.records.lessons import Lesson, Sheet
from framing.reporting.forms.pdf import print_page
from framing.reporting.lessons.html import render_html
from framing.reporting.lessons.markdown import render_markdown
from framing.reporting.lessons.sheets import answer_key, foot, handout
from framing.reporting.tables import encoded

ENDINGS = {"pdf": "pdf", "docx": "docx", "html": "html", "markdown": "md"}


def write_lesson(lesson: Lesson, folder: Path, *, form: str = "pdf") -> list[Path]:
    """Write ``N-ID-handout`` and ``N-ID-key`` into a folder, which is made.

    Raises
    ------
    UsageError
        For another form than those of ``ENDINGS``.
    MissingPackageError
        When the form needs what is not installed; nothing is written then.
    """
    if form not in ENDINGS:
        raise UsageError(f"form {form!r}; allowed: {', '.join(ENDINGS)}")
    made = []
    for name, sheet in (("handout", handout(lesson)), ("key", answer_key(lesson))):
        file = f"{lesson.number}-{lesson.id}-{name}.{ENDINGS[form]}"
        made.append((folder / file, _RENDER[form](sheet, foot(lesson), file)))
    for path, content in made:
        write_whole(path, content)
    return [path for path, _ in made]


def _pdf(sheet: Sheet, foot: str, file: str) -> bytes:
    return print_page(lambda: render_html(sheet, foot), file=file)


def _docx(sheet: Sheet, foot: str, file: str) -> bytes:
    try:
        import docx  # noqa: F401
    except ImportError:
        raise MissingPackageError(
            f"{file} is not made: it needs python-docx (pip install 'framing[docx]')."
        ) from None
    from framing.reporting.lessons.word import build_sheet

    return build_sheet(sheet, foot)


def _html(sheet: Sheet, foot: str, file: str) -> bytes:
    return encoded(render_html(sheet, foot))


def _markdown(sheet: Sheet, foot: str, file: str) -> bytes:
    return encoded(render_markdown(sheet))


_RENDER: dict[str, Callable[[Sheet, str, str], bytes]] = {
    "pdf": _pdf, "docx": _docx, "html": _html, "markdown": _markdown,
}  # fmt: skip
