"""How far the numbers go: agenda or wording, how different at all."""

from __future__ import annotations

import re

import pytest

from framing.reporting import Report
from framing.reporting.model import Section, plain


def section(report: Report, id: str) -> Section:
    return next(s for s in report.sections if s.id == id)


def numbers(cell: str) -> float:
    """The estimate of a cell, without its interval."""
    found = re.match(r"−?[\d,.]+", cell)
    return float(found[0].replace("−", "-").replace(",", "")) if found else 0.0


def test_parts_of_a_difference_add_up_as_printed(kurils_report):
    split = section(kurils_report, "split")
    assert len(split.tables) == len(split.figures) == 3  # pairs of three groups
    for table in split.tables:
        for row in table.rows:
            whole, agenda, wording, rest = (numbers(plain(row[k])) for k in (3, 4, 5, 6))
            assert agenda + wording + rest == pytest.approx(whole, abs=2)  # four roundings


def test_a_difference_within_its_null_is_not_shown(kurils_report, kurils_inputs):
    lead = plain(section(kurils_report, "apart").lead)
    row = kurils_inputs.apart.filter(measure="divergence").row(0, named=True)
    assert (row["estimate"] > row["null_high"]) == ("differ by more than that" in lead)
    assert ("not shown" in lead) == (row["estimate"] <= row["null_high"])


@pytest.mark.parametrize(
    ("id", "start"),
    [
        ("split", "Differences are not split"),
        ("apart", "Not measured"),
        ("noise", "Not checked"),
        ("alike", "Not looked for"),
    ],
)
def test_tier_reading_says_why_there_is_nothing(reading_report, id, start):
    found = section(reading_report, id)
    assert plain(found.lead).startswith(start)
    assert not found.tables
    assert not found.figures


def test_what_was_not_found_names_articles_and_opens_the_passages(kurils_report, kurils_inputs):
    (table,) = section(kurils_report, "omissions").tables
    rows = kurils_inputs.omissions.rows(named=True)
    names = {event.name: event.id for event in kurils_inputs.events}
    for row in table.rows:
        event, label, missing = names[plain(row[0])], plain(row[2]), plain(row[4])
        here = [r for r in rows if (r["event"], r["label"]) == (event, label) and not r["found"]]
        assert here
        assert all(f"of {r['outlet']}" in missing for r in here)
        assert not isinstance(row[3][0], str)  # opens something
    words = " ".join(plain(cell) for row in table.rows for cell in row)
    assert not re.search(r"\b(hid|hides|omitted|concealed|silent)\b", words)


def test_noise_stands_beside_what_is_found(kurils_report, kurils_inputs):
    found = section(kurils_report, "noise")
    (table,) = found.tables
    assert len(table.rows) == kurils_inputs.noise.height
    first = kurils_inputs.noise.filter(measure="words", found_by="interval excludes 0").row(
        0, named=True
    )
    assert f"Of {first['n_tested']:,} words" in plain(found.lead)
    assert f"({first['null_low']:.0f} to {first['null_high']:.0f}) do" in plain(found.lead)
