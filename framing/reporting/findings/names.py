"""Naming practice: whose name an outlet uses alone in its own words, who gives both at once."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from framing.compare.checks.outlets import Shuffled
from framing.compare.estimates.shares import estimate_shares
from framing.reporting.desk import Desk
from framing.reporting.findings.ends import Ends, farthest, overlap_said, rank_said, who
from framing.reporting.findings.noise import ALONE, BOTH, EACH, contested, resampling
from framing.reporting.findings.phrases import (
    IN_TEXT,
    MAX_OUTLETS,
    Told,
    few_said,
    finding,
    in_own,
    joined,
    listed,
    noise_said,
    sentence,
)
from framing.reporting.formats import of, share_of, visible
from framing.reporting.messages import _, n_, tell
from framing.reporting.model import Finding, Link, Text
from framing.reporting.sections.common import of_outlet, share_text


def names_findings(desk: Desk, noise: Shuffled) -> list[Told]:
    """One sentence a contested entity whose naming differs beyond noise."""
    found = []
    for entity in contested(desk):
        share = noise.each.get(f"names:{entity}", 1.0)
        if share <= EACH:
            rows = in_own(desk, desk.names.filter(pl.col("entity") == entity))
            said = _compared(desk, entity, rows, share)
            found += [said] if said else []
    return found


def names_readings(desk: Desk) -> list[Finding]:
    """In tier reading: a sentence an outlet, none set against another."""
    found = []
    for entity in contested(desk):
        rows = in_own(desk, desk.names.filter(pl.col("entity") == entity))
        said: list[Text] = []
        for outlet, _group in desk.outlets:
            here = of_outlet(rows, outlet)
            clause = _practice(desk, entity, outlet, here)
            said += [(*clause, ".")] if clause else []
        if said:
            head = _("The sides' names for {entity}, in own words. ").format(
                entity=desk.labels.entities[entity]
            )
            found.append(
                finding(
                    desk, "names", [head, *joined(said, " ")], doubt=sentence([(_limits(desk),)])
                )
            )
    return found


def _practice(desk: Desk, entity: str, outlet: str, rows: pl.DataFrame) -> Text:
    """What one outlet does, in the articles that are its own."""
    alone, both = rows.filter(ALONE), rows.filter(BOTH)
    n = _n_own(desk, outlet)
    if alone.is_empty():
        if both.is_empty():
            return ()
        told = _both(desk, outlet, both)
        return tell(
            n_("{outlet} gives both names in one breath ({k} article)",
               "{outlet} gives both names in one breath ({k} articles)", n),
            outlet=visible(outlet), k=told,
        )  # fmt: skip
    title = _("{outlet}: a side's name in its own words").format(outlet=outlet)
    k = of(alone["article"].n_unique(), n)
    times = n_("{n} time", "{n} times", alone.height).format(n=alone.height)
    return tell(
        n_("{outlet} uses {names} ({times} in {k} article)",
           "{outlet} uses {names} ({times} in {k} articles)", n),
        outlet=visible(outlet), names=_quoted(desk, entity, sorted(set(alone["name"]))),
        times=desk.cite(times, alone, title), k=desk.cite(k, alone, title, by_article=True),
    )  # fmt: skip


def _compared(desk: Desk, entity: str, rows: pl.DataFrame, noise: float) -> Told | None:
    alone = rows.filter(ALONE)
    how = {"design": desk.inputs.design, "scope": "", "resampling": resampling(desk)}
    shares = estimate_shares(alone, item=("name",), within=(), **how)  # type: ignore[arg-type]
    groups = _of_groups(desk, entity, alone, shares, noise)
    if groups:
        return groups
    outlets = [o for o, _group in desk.outlets if not of_outlet(rows, o).is_empty()]
    if len(outlets) > MAX_OUTLETS:
        return _ends(desk, entity, alone, shares, noise)
    return _every(desk, entity, rows, shares, noise)


class _Uses(NamedTuple):
    """What each outlet does most, and beside it."""

    alone: dict[tuple[bool, tuple[str, ...]], list[Text]]  # whether only these names, the names
    together: list[Text]  # never a name by itself
    mostly: list[Text]  # a name by itself in fewer articles
    both_too: list[Text]
    alone_too: list[Text]


def _uses(desk: Desk, rows: pl.DataFrame, shares: pl.DataFrame) -> _Uses:
    uses = _Uses({}, [], [], [], [])
    for outlet, _group in desk.outlets:
        here = of_outlet(rows, outlet)
        alone, both = here.filter(ALONE), here.filter(BOTH)
        if both["article"].n_unique() > alone["article"].n_unique():
            n = _n_own(desk, outlet)
            form = n_("{outlet} ({k} article)", "{outlet} ({k} articles)", n)
            use = tell(form, outlet=visible(outlet), k=_both(desk, outlet, both))
            (uses.together if alone.is_empty() else uses.mostly).append(use)
            uses.alone_too.extend([_too(desk, outlet, alone)] * (not alone.is_empty()))
        elif not alone.is_empty():
            key, use = _alone(desk, outlet, alone, shares)
            uses.alone.setdefault(key, []).append(use)
            beside = (f"{visible(outlet)} ", _both(desk, outlet, both))
            uses.both_too.extend([beside] * (not both.is_empty()))
    return uses


def _every(
    desk: Desk, entity: str, rows: pl.DataFrame, shares: pl.DataFrame, noise: float
) -> Told | None:
    """All outlets by practice: one name alone, both alone, both in one breath."""
    uses = _uses(desk, rows, shares)
    if len(uses.alone) + bool(uses.together) + bool(uses.mostly) < 2:
        return None
    clauses = [
        _clause(_quoted(desk, entity, names), outlets, is_only)
        for (is_only, names), outlets in sorted(
            uses.alone.items(), key=lambda item: (-item[0][0], item)
        )
    ]
    clauses += _breaths(uses)
    head = _("For {entity}, in own words: ").format(entity=desk.labels.entities[entity])
    doubt: list[Text] = [(_limits(desk),)]
    if uses.both_too:
        form = _("both in one breath, too: {outlets} articles")
        doubt.append(tell(form, outlets=tuple(listed(uses.both_too))))
    if uses.alone_too:
        form = _("a name by itself, too: {outlets}")
        doubt.append(tell(form, outlets=tuple(listed(uses.alone_too))))
    doubt += [(few_said([_n_own(desk, o) for o, _group in desk.outlets if _n_own(desk, o)]),)]
    doubt.append((noise_said(desk, noise),))
    said = finding(desk, "names", [head, *joined(clauses), "."], doubt=sentence(doubt))
    return Told(said, IN_TEXT, holds=_holds(shares), noise=noise)


def _breaths(uses: _Uses) -> list[Text]:
    """Who gives both names at once, always or in most articles."""
    clauses = []
    if uses.together:
        form = n_(
            "{outlets} gives both names in one breath and neither by itself",
            "{outlets} give both names in one breath and neither by itself",
            len(uses.together),
        )
        clauses.append(tell(form, outlets=tuple(listed(uses.together))))
    if uses.mostly:
        form = n_(
            "{outlets} gives both names in one breath, in more articles than either by itself",
            "{outlets} give both names in one breath, in more articles than either by itself",
            len(uses.mostly),
        )
        clauses.append(tell(form, outlets=tuple(listed(uses.mostly))))
    return clauses


def _too(desk: Desk, outlet: str, alone: pl.DataFrame) -> Text:
    """How often an outlet that mostly gives both uses one by itself."""
    title = _("{outlet}: a side's name in its own words").format(outlet=outlet)
    times = n_("{n} time", "{n} times", alone.height).format(n=alone.height)
    return (f"{visible(outlet)} ", desk.cite(times, alone, title))


def _alone(
    desk: Desk, outlet: str, alone: pl.DataFrame, shares: pl.DataFrame
) -> tuple[tuple[bool, tuple[str, ...]], Text]:
    """The name that an outlet mostly uses alone, and the outlet with its counts."""
    counts = alone.group_by("name").len().sort("len", "name", descending=[True, False])
    name, n = counts.row(0)
    names = (name,) if n * 2 > alone.height else tuple(sorted(counts["name"]))
    row = shares.filter(
        (pl.col("unit") == "outlet") & (pl.col("outlet") == outlet) & (pl.col("name") == name)
    ).row(0, named=True)
    title = _("{outlet}: a side's name in its own words").format(outlet=outlet)
    words = n_("{k} time", "{k} times", alone.height).format(k=of(n, alone.height))
    if row["low"] is not None:
        words = share_of(n, alone.height, row["estimate"], (row["low"], row["high"]))
    mine = alone.filter(pl.col("name").is_in(names))
    return (len(counts) == 1, names), (f"{visible(outlet)} (", desk.cite(words, mine, title), ")")


def _clause(names: str, uses: list[Text], is_only: bool) -> Text:
    if is_only:
        form = n_("{outlets} uses only {names} by itself", "{outlets} use only {names} by itself",
                  len(uses))  # fmt: skip
    else:
        form = n_("{outlets} uses mostly {names} by itself",
                  "{outlets} use mostly {names} by itself", len(uses))  # fmt: skip
    return tell(form, outlets=tuple(listed(uses)), names=names)


def _ends(
    desk: Desk, entity: str, alone: pl.DataFrame, shares: pl.DataFrame, noise: float
) -> Told | None:
    """Of many outlets the two farthest apart."""
    ends = farthest(shares, "name", sorted(set(alone["name"])), unit="outlet")
    if ends is None:
        return None
    high, low = _shares_cited(desk, entity, alone, ends, unit="outlet")
    text = tell(
        _("Where it uses a side's name for {entity} by itself, in own words, {high} writes {name} "
          "{k} times, {low} {m}."),
        entity=desk.labels.entities[entity], name=_quoted(desk, entity, [ends.item]),
        high=who(desk, ends.high), k=high, low=who(desk, ends.low), m=low,
    )  # fmt: skip
    doubt = [rank_said(ends), overlap_said(ends), (noise_said(desk, noise),), (_limits(desk),)]
    said = finding(desk, "names", text, doubt=sentence(doubt))
    return Told(said, IN_TEXT, holds=_holds(shares), noise=noise)


def _of_groups(
    desk: Desk, entity: str, alone: pl.DataFrame, shares: pl.DataFrame, noise: float
) -> Told | None:
    """Groups that the design lets speak as groups and that their intervals tell apart."""
    groups = shares.filter((pl.col("claim") == "group") & pl.col("low").is_not_null())
    ends = farthest(groups, "name", sorted(set(alone["name"])), unit="group")
    if ends is None or ends.overlap is not False:
        return None
    high, low = _shares_cited(desk, entity, alone, ends, unit="group")
    text = tell(
        _("{high} write {name} for {k} of the sides' names for {entity} that stand by themselves "
          "in own words; {low} for {m}."),
        entity=desk.labels.entities[entity], name=_quoted(desk, entity, [ends.item]),
        high=who(desk, ends.high), k=high, low=who(desk, ends.low), m=low,
    )  # fmt: skip
    doubt = [overlap_said(ends), (_("whole outlets were drawn"),), (noise_said(desk, noise),)]
    said = finding(desk, "names", text, doubt=sentence(doubt), claim="group")
    return Told(said, IN_TEXT, holds=_holds(shares), noise=noise)


def _shares_cited(
    desk: Desk, entity: str, alone: pl.DataFrame, ends: Ends, *, unit: str
) -> list[Link | str]:
    """The shares of both ends of a range, each opening its passages."""
    name = desk.labels.names[entity, ends.item]
    return [
        desk.cite(
            share_text(row),
            alone.filter((pl.col(unit) == row[unit]) & (pl.col("name") == ends.item)),
            f"{row[unit]}, “{name}”",
        )
        for row in (ends.high, ends.low)
    ]


def _holds(shares: pl.DataFrame) -> bool:
    """Whether each outlet's first name is the same as printed and with each text counted once."""
    rows = shares.filter(pl.col("unit") == "outlet")
    first = [
        rows.sort(by, "name", descending=[True, False]).group_by("outlet").first().sort("outlet")
        for by in ("n", "n_eff")
    ]
    return first[0]["name"].to_list() == first[1]["name"].to_list()


def _n_own(desk: Desk, outlet: str) -> int:
    rows = of_outlet(desk.measured, outlet)
    return rows.height - int(rows["is_wire"].sum())


def _quoted(desk: Desk, entity: str, names: list[str] | tuple[str, ...]) -> str:
    between = f" {_('and')} "
    return between.join(f"“{desk.labels.names[entity, name]}”" for name in names)


def _both(desk: Desk, outlet: str, rows: pl.DataFrame) -> Link | str:
    k = of(rows["article"].n_unique(), _n_own(desk, outlet))
    title = _("{outlet}: both names in one breath").format(outlet=outlet)
    return desk.cite(k, rows, title, by_article=True)


def _limits(desk: Desk) -> str:
    """What the counts leave out, each of which has a column of its own in the table."""
    if desk.measured["is_wire"].any():
        return _("Neutral wordings, captions, wire copy, quotations and indirect speech are "
                 "counted apart")  # fmt: skip
    return _("Neutral wordings, captions, quotations and indirect speech are counted apart")
