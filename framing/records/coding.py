"""What is coded by hand: variables, samples, sheets, names of articles for blind coders."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # settings are read without waiting for polars
    import polars as pl

# Columns of a sheet: the first three are read back, and the coder; the others help who codes.
SHEET = ("article", "variable", "label", "coder", "frame", "question", "outlet", "title", "text")
YES, NO = ("yes", "y", "1"), ("no", "n", "0")

UNIT_KINDS = ("sentence", "passage", "article", "attribution")
# Masks of a sample beside those of a blind one: contested names.
MASK_NAMES = "names"
MASK = "█"  # stands for a character that coders do not see
# How many units each stratum of a sample gives.
EVEN, PROPORTIONAL = ALLOCATIONS = ("even", "proportional")
# Labels given before any discussion are frozen; only these are compared between coders.
INDEPENDENT, DISCUSSED, ADJUDICATED = PHASES = ("independent", "discussed", "adjudicated")


@dataclass(frozen=True, slots=True)
class Variable:
    """What coders decide about each unit: one of ``labels``.

    ``id`` is how commands name it (``voice``, ``stance:russian_sovereignty``). ``ordinal`` labels
    stand in order. ``instructions`` are Markdown, from the codebook. ``predicts`` tells whether the
    tool gives labels of its own.
    """

    id: str
    unit: str  # one of UNIT_KINDS
    labels: tuple[str, ...]
    question: str
    instructions: str = ""
    ordinal: bool = False
    predicts: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Units that were drawn to be coded, and what coders said of them.

    Attributes
    ----------
    id
        The name of its folder in ``coding/``.
    variable
        What is coded: one decision at a time.
    n_frame
        How many units there were to draw from.
    blind
        Whether coders do not see which outlet wrote a unit; ``masks`` says what else is hidden
        (``MASK_NAMES``: contested names).
    seed, scope, by
        How units were drawn: the seed, the scope's line, and the columns of the strata.
    units
        Schema ``SAMPLE``, sorted by place.
    codes
        Schema ``CODES``, sorted by unit, coder, phase.
    folder
        Where it lies.
    allocation
        How many units strata gave: one of ``ALLOCATIONS``.
    after
        The sample whose units it does not repeat, of the same design; empty: none.
    """

    id: str
    variable: Variable
    n_frame: int
    blind: bool
    seed: int
    scope: str
    by: tuple[str, ...]
    units: pl.DataFrame
    codes: pl.DataFrame
    folder: Path
    masks: tuple[str, ...] = ()
    allocation: str = EVEN
    after: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A question that a coder answers about an article; ``frame`` is what it is part of."""

    variable: str
    frame: str
    question: str


def blind_code(article: str) -> str:
    """A name of an article that does not tell its outlet.

    >>> blind_code("tass/talks-1a2b3c4d")
    'x27bf089cd5'
    """
    return "x" + hashlib.blake2b(article.encode(), digest_size=5).hexdigest()
