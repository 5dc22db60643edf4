"""How numbers and names are written, in one place: with the digits that they deserve."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from framing.reporting.messages import _, n_

FEW = 5  # distinct articles under which a number is a count and no share

Bounds = tuple[float | None, float | None]
_COUNT = re.compile(r"(\d+) of (\d+)")
_SAMPLE = re.compile(r"1(\D?)234(\D)5")


def not_applicable() -> str:
    """What stands where a number is not defined."""
    return _("n/a")


def _separators() -> tuple[str, str]:
    """Between thousands and before decimals, read from how the language writes a number."""
    # Translators: write this number as your language does; separators are taken from it.
    found = _SAMPLE.search(_("1,234.5"))
    return (found[1], found[2]) if found else (",", ".")


def number(value: float | None, digits: int = 0) -> str:
    """A number with a fixed count of decimals; ``n/a`` where it is not defined.

    >>> number(1234.4), number(2.345, 1), number(None)
    ('1,234', '2.3', 'n/a')
    """
    if value is None or not math.isfinite(value):
        return not_applicable()
    shown = f"{value:,.{digits}f}"
    shown = shown.replace("-", "−") if float(shown.replace(",", "")) else shown.lstrip("-")
    thousands, decimals = _separators()
    return "".join({",": thousands, ".": decimals}.get(c, c) for c in shown)


def of(k: int, n: int) -> str:
    """A count out of a whole.

    >>> of(9, 11)
    '9 of 11'
    """
    return _("{k} of {n}").format(k=number(k), n=number(n))


def percent(share: float | None) -> str:
    """A share without decimals.

    >>> percent(0.81818), percent(0.004), percent(0.0)
    ('82 %', '< 1 %', '0 %')
    """
    if share is None or not math.isfinite(share):
        return not_applicable()
    if 0 < share < 0.005:
        return _("< {n} %").format(n=1)
    return _("{n} %").format(n=f"{share * 100:.0f}")


def percent_interval(low: float | None, high: float | None) -> str:
    """The interval of a share, empty where there is none.

    >>> percent_interval(0.58, 0.951), percent_interval(None, None)
    ('[58–95]', '')
    """
    if low is None or high is None:
        return ""
    return _("[{low}–{high}]").format(low=f"{low * 100:.0f}", high=f"{high * 100:.0f}")


def interval(low: float | None, high: float | None, digits: int = 1) -> str:
    """An interval in the unit of its estimate, empty where there is none.

    >>> interval(-1.25, 0.5)
    '[−1.2, 0.5]'
    """
    if low is None or high is None:
        return ""
    return _("[{low}, {high}]").format(low=number(low, digits), high=number(high, digits))


def weighted(value: float) -> str:
    """A weighted count: whole where it is whole.

    >>> weighted(11.0), weighted(9.46)
    ('11', '9.5')
    """
    return number(value, 0 if abs(value - round(value)) < 0.05 else 1)


def significant(value: float | None) -> str:
    """A rate with two significant digits.

    >>> significant(7.2751), significant(0.0123), significant(123.4), significant(0.0)
    ('7.3', '0.012', '120', '0')
    """
    if value is None or not math.isfinite(value):
        return not_applicable()
    if value == 0:
        return "0"
    value = float(f"{value:.1e}")
    digits = 1 - math.floor(math.log10(abs(value)))
    return number(value, max(digits, 0))


def share_of(
    k: int,
    n: int,
    share: float | None,
    bounds: Bounds = (None, None),
    weights: tuple[float, float] | None = None,
) -> str:
    """A count out of a whole, and the share only where it carries an interval.

    Where weighted counts differ from those printed, both stand there, so that the share can be
    checked. A share that is no ratio of them is the mean over outlets, and says so.

    >>> share_of(9, 11, 0.818, (0.58, 0.95)), share_of(2, 3, 0.67)
    ('9 of 11, 82 % [58–95]', '2 of 3')
    >>> share_of(14, 37, 0.319, (0.19, 0.47), (9.5, 29.8))
    '32 % [19–47] (9.5 of 29.8 weighted; 14 of 37 as printed)'
    >>> share_of(5, 10, 0.4, (0.2, 0.7), (5, 10))
    '40 % [20–70], outlets alike (5 of 10)'
    """
    shown = percent_interval(*bounds)
    if not shown:
        return of(k, n)
    plain = weights is None or (abs(weights[0] - k) < 0.05 and abs(weights[1] - n) < 0.05)
    part, whole = weights or (k, n)
    alike = outlets_alike(share, part / whole)
    places = {"share": f"{percent(share)} {shown}", "count": of(k, n)}
    if plain:
        told = _("{share}, outlets alike ({count})") if alike else _("{count}, {share}")
        return told.format(**places)
    told = (
        _("{share}, outlets alike ({part} of {whole} weighted; {count} as printed)")
        if alike
        else _("{share} ({part} of {whole} weighted; {count} as printed)")
    )
    return told.format(part=weighted(part), whole=weighted(whole), **places)


def outlets_alike(share: float | None, pooled: float) -> str:
    """What is added to a share that is the mean of a group's outlets, not of their mentions."""
    return "" if share is None or abs(share - pooled) < 0.005 else _(", outlets alike")


def counted_articles(n: int) -> str:
    """How many articles.

    >>> counted_articles(1), counted_articles(2000)
    ('1 article', '2,000 articles')
    """
    return n_("{n} article", "{n} articles", n).format(n=number(n))


def counted_outlets(n: int) -> str:
    """How many outlets."""
    return n_("{n} outlet", "{n} outlets", n).format(n=number(n))


def counted_events(n: int) -> str:
    """How many events."""
    return n_("{n} event", "{n} events", n).format(n=number(n))


def counts_of(text: str) -> str:
    """The counts "k of n" of a table, as the report writes them.

    >>> counts_of("North 2 of 6, South 0 of 3")
    'North 2 of 6, South 0 of 3'
    """
    return _COUNT.sub(lambda found: of(int(found[1]), int(found[2])), text)


def capital(text: str) -> str:
    """A text that begins a cell or a sentence.

    >>> capital("own words")
    'Own words'
    """
    return text[:1].upper() + text[1:]


def commas(parts: Sequence[str]) -> str:
    """A list with commas alone.

    >>> commas(["A", "B", "C"])
    'A, B, C'
    """
    most = "".join(parts[:1])
    for part in parts[1:]:
        most = _("{most}, {next}").format(most=most, next=part)
    return most


def join(parts: Sequence[str]) -> str:
    """A list in words.

    >>> join(["A"]), join(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    if len(parts) < 2:
        return "".join(parts)
    return _("{most} and {last}").format(most=commas(parts[:-1]), last=parts[-1])


# What could turn text round or hide in it, and what no text needs.
_HIDDEN = frozenset(
    [0x200E, 0x200F, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


def visible(text: str) -> str:
    """Text with direction and control characters made visible.

    >>> visible("a\\u202eb\\x00c")
    'a[U+202E]b[U+0000]c'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"[U+{ord(c):04X}]"
        if ord(c) in _HIDDEN or (ord(c) < 32 and c not in "\n\t\r") or 127 <= ord(c) < 160
        else c
        for c in text
    )


def slug(name: str) -> str:
    """A name as part of an id: letters and digits, hyphens between."""
    return "".join(c if c.isalnum() else "-" for c in name.casefold())
