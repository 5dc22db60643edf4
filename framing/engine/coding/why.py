"""Why the tool labels a unit as it does: the rules that fired in it, with their evidence."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from framing.engine.mentions import spoken
from framing.engine.run import Run

# A kind of variable (what stands before the colon): its layer, the column that names the rest of
# the variable's id, and columns that say what was found.
_LAYERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "voice": ("attributions", "", ("quotation", "cue")),
    "stance": ("stances", "target", ("position", "kind", "holder", "hedge")),
    "fact": ("facts", "fact", ("wording", "grammar", "status")),
    "gloss": ("names", "", ("name", "mode", "gloss")),
    "mode": ("names", "entity", ("name", "mode", "gloss")),
    "name": ("names", "entity", ("name", "mode", "gloss")),
    "portrayal": ("portrayals", "actor", ("tone", "negative", "neutral", "positive")),
    "frame": ("indicators", "", ("element", "indicator")),
    "side": ("attributions", "", ("side", "quotation", "cue")),
    "quotation": ("attributions", "", ("quotation", "cue")),
    "cue": ("attributions", "", ("cue_class", "cue")),
}
NOTHING = "no rule fires in it"


class Hit(NamedTuple):
    """A row of a layer that a label rests on: where it stands, its rule, what it found."""

    start: int
    end: int
    rule: str
    said: str


def find_hits(run: Run, variable: str, units: pl.DataFrame) -> dict[str, list[Hit]]:
    """For each unit the rows of the variable's layer in it, in the order of the text.

    Parameters
    ----------
    run
        The run of the study.
    variable
        Its id, such as ``stance:TARGET``.
    units
        ``unit``, ``article``, ``start``, ``end`` and ``id``: where it names a row of a layer, that
        row is the hit.
    """
    kind, _, rest = variable.partition(":")
    if kind not in _LAYERS:  # a classifier has no rules
        return {}
    name, key, columns = _LAYERS[kind]
    layer: pl.DataFrame = getattr(run.layers, name)
    if kind == "voice":
        layer = spoken(layer)
    elif key:
        layer = layer.filter(pl.col(key) == rest)
    elif kind == "frame":
        layer = layer.filter(pl.format("{}.{}", "element", "indicator") == rest)
    rows = layer.select("id", "article", "rule", *columns, at="start", to="end")
    here = units.select("unit", "article", "start", "end", row="id").join(rows, on="article")
    inside = (pl.col("at") < pl.col("end")) & (pl.col("to") > pl.col("start"))
    own = pl.when(pl.col("row").is_null()).then(inside).otherwise(pl.col("row") == pl.col("id"))
    steps = _steps(run) if name == "stances" else {}
    found: dict[str, list[Hit]] = {}
    for row in here.filter(own).sort("unit", "at", "to", "id").iter_rows(named=True):
        said = ", ".join(f"{c} {_shown(row[c])}" for c in columns if row[c] not in (None, ""))
        why = "; ".join([said, *steps.get(row["id"], ())])
        found.setdefault(row["unit"], []).append(Hit(row["at"], row["to"], row["rule"] or "", why))
    return found


def _shown(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _steps(run: Run) -> dict[str, list[str]]:
    """What each stance was read from, a line a piece of evidence."""
    found: dict[str, list[str]] = {}
    for row in run.layers.evidence.sort("id", "k").iter_rows(named=True):
        where = f" ({row['where']})" if row["where"] else ""
        said = f"{row['part']} “{row['text']}”: {row['effect'] or row['what']}{where}"
        found.setdefault(row["id"], []).append(" ".join(said.split()))
    return found
