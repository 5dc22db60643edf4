"""Not found: what others carry of an event and an outlet does not, where chance is no reason."""

from __future__ import annotations

import polars as pl

from framing.reporting.desk import Desk
from framing.reporting.findings.phrases import NOT_FOUND, Told, finding
from framing.reporting.formats import of, visible
from framing.reporting.messages import _, n_, tell

ALPHA = 0.05  # of the chance that any of all places looked at lacks its item by its length
LEAST = 3  # other outlets that carry it
_KEYS = ["event", "kind", "item"]


def omissions_findings(desk: Desk) -> list[Told]:
    """The least likely of what is not found, if it stays unlikely among all that were looked at."""
    rows = desk.inputs.omissions.filter(pl.col("chance_none").is_not_null())
    lacking = rows.filter((pl.col("found") == 0) & (pl.col("n_outlets_with") >= LEAST)).sort(
        pl.col("chance_none").round(12), *_KEYS, "outlet"
    )
    if lacking.is_empty() or lacking["chance_none"][0] * rows.height > ALPHA:
        return []
    row = lacking.row(0, named=True)
    passages = desk.inputs.carried.filter(*(pl.col(key) == row[key] for key in _KEYS))
    label = visible(row["label"])
    title = _("{label}, where it was found").format(label=label)
    others = of(row["n_outlets_with"], row["n_outlets"])
    text = tell(
        n_("On “{event}” “{label}” is not found in the article of {outlet}; {k} other outlets "
           "carry it.",
           "On “{event}” “{label}” is not found in the articles of {outlet}; {k} other outlets "
           "carry it.", row["n_articles"]),
        event=desk.event_names.get(row["event"], row["event"]), label=label,
        outlet=visible(row["outlet"]), k=desk.cite(others, passages, title, by_article=True),
    )  # fmt: skip
    doubt = _(
        "As far as the rules read; in texts of this length its absence is less likely than 1 in "
        "{n}; {all} places were looked at, why it is absent cannot be read from this."
    ).format(n=f"{int(1 / max(row['chance_none'], 1e-6)):,}", all=f"{rows.height:,}")
    said = finding(desk, "omissions", text, doubt=[doubt])
    return [Told(said, NOT_FOUND, noise=row["chance_none"])]
