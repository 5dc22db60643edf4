"""Text that a spreadsheet would run: kept as text in every CSV file, and read back as it was."""

from __future__ import annotations

# What sheets take for the begin of a formula; the wide forms where Chinese or Japanese is typed.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# What ``str.lstrip`` takes away.
BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run a text that it reads; blanks before it change nothing.

    >>> is_formula("=1+1"), is_formula(" @SUM(A1)"), is_formula("a=1")
    (True, True, False)
    """
    return text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)


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
