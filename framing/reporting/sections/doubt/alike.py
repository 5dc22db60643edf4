"""Not different: words that all groups are shown to use at like rates."""

from __future__ import annotations

from framing.reporting.desk import Desk
from framing.reporting.formats import counts_of, interval, number, visible
from framing.reporting.messages import _, below, n_
from framing.reporting.model import Section, Table, Text

LISTED = 20


def build_alike(desk: Desk) -> Section:
    """Words of equal rates, and how many are shown to be neither equal nor different."""
    found = desk.inputs.alike
    code = desk.command("lockwords")
    if desk.is_reading or found is None:
        why = _("Not looked for: with so few articles nothing can be shown to be equal.")
        return Section("alike", _("What is not different"), (why,), code=code)
    words = found.words
    lead = n_(
        "{n} word is shown to be used at like rates by all groups. A difference that is not shown "
        "is not yet equality: the interval has to lie within the margin.",
        "{n} words are shown to be used at like rates by all groups. A difference that is not "
        "shown is not yet equality: the interval has to lie within the margin.",
        words.height,
    ).format(n=number(words.height))
    others = _("Other words: {how}.").format(
        how="; ".join(visible(below(line)) for line in found.hidden)
    )
    return Section(
        "alike",
        _("What is not different"),
        (lead,),
        ((others,),),
        tables=(_table(desk),) if words.height else (),
        reading=_(
            "Words that all share are the ground on which differences stand out (lockwords, Baker "
            "2011)."
        ),
        explained=("lockword",),
        method=_(
            "Every pair of groups: the interval of the log ratio lies within the margin (two "
            "one-sided tests); the pair that differs most is shown."
        ),
        code=code,
    )


def _table(desk: Desk) -> Table:
    assert desk.inputs.alike is not None
    words = desk.inputs.alike.words
    out: list[tuple[Text, ...]] = []
    for row in words.head(LISTED).iter_rows(named=True):
        cells = (
            visible(row["term"]), number(row["n"]), visible(counts_of(row["articles"])),
            f"{row['a']} : {row['b']}",
            f"{number(row['log_ratio'], 2)} {interval(row['low'], row['high'], 2)}",
        )  # fmt: skip
        out.append(tuple((cell,) for cell in cells))
    columns = (_("Word"), _("n"), _("In articles"), _("Widest between"), _("Log ratio"))
    note = _("The first {n}; {file} has all.").format(n=LISTED, file="tables/lockwords.csv")
    note = "" if words.height <= LISTED else note
    return Table("t-alike", _("Words used at like rates"), columns, tuple(out), (1,), note,
                 explained=((1, "mentions"), (2, "articles"), (4, "log_ratio")))  # fmt: skip
