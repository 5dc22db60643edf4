"""Text that a spreadsheet would run: kept as text in every CSV file, and read back as it was."""

from __future__ import annotations

# What sheets take for the begin of a formula; the wide forms where Chinese or Japanese is typed.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run a text that it reads; blanks before it change nothing.

    >>> is_formula("=1+1"), is_formula(" @SUM(A1)"), is_formula("a=1")
    (True, True, False)
    """
    return text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)


def guard_cell(text: str) -> str:
    """A cell of a list of a study, with an apostrophe in front of what a sheet would run.

    >>> guard_cell("=Nu()"), guard_cell("'=Nu()"), guard_cell("Nu")
    ("'=Nu()", "''=Nu()", 'Nu')
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def bare_cell(text: str) -> str:
    """A cell as it was before ``guard_cell``.

    >>> bare_cell("'=Nu()"), bare_cell("''=Nu()"), bare_cell("'Nu'"), bare_cell("=Nu()")
    ('=Nu()', "'=Nu()", "'Nu'", '=Nu()')
    """
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text
