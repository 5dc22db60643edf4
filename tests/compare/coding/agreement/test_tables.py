"""The table of agreement: hand sums, reasons for none, and that only independent codes count."""

from __future__ import annotations

import polars as pl
import pytest

from framing.compare.coding.agreement.disputed import disputed_units
from framing.compare.coding.agreement.tables import CONVENTIONS, agreement_of
from framing.records.tables import AGREEMENT, CODES

LABELS = ("outlet", "source", "both")
UNITS = pl.DataFrame(
    {"unit": [f"u{k}" for k in range(8)], "article": [f"a{k // 2}" for k in range(8)]}
)


def _codes(said: dict[str, str], phase: str = "independent") -> pl.DataFrame:
    """Codes from one letter a unit and coder: "oosb-": outlet, outlet, source, both, none."""
    labels = {label[0]: label for label in LABELS}
    rows = [
        {**dict.fromkeys(CODES), "unit": f"u{k}", "coder": coder, "label": labels[letter],
         "phase": phase, "place": k + 1}
        for coder, letters in said.items()
        for k, letter in enumerate(letters)
        if letter != "-"
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=CODES)


THREE = {"ana": "oossbo--", "bo": "oosbbs-o", "cy": "o-ss-o-s"}


def _one(found: pl.DataFrame, statistic: str, **keys: str) -> dict[str, object]:
    rows = found.filter(
        pl.col("statistic") == statistic,
        *(
            pl.col(name) == keys[name] if name in keys else pl.col(name).is_null()
            for name in ("label", "coder", "other")
        ),
    )
    assert rows.height == 1
    return rows.row(0, named=True)


def test_hand_sums() -> None:
    found = agreement_of(_codes(THREE), UNITS, labels=LABELS, variable="voice", sample="class")
    assert dict(found.schema) == AGREEMENT
    # Pairs that agree: u0 3/3, u1 1/1, u2 3/3, u3 1/3, u4 1/1, u5 1/3, u7 0/1.
    assert _one(found, "agreement")["estimate"] == pytest.approx((5 - 1 + 2 / 3) / 7)
    pair = _one(found, "agreement", coder="ana", other="cy")
    assert (pair["estimate"], pair["n"], pair["n_articles"], pair["n_coders"]) == (1.0, 4, 3, 2)
    whole = _one(found, "alpha")
    assert (whole["n"], whole["n_articles"], whole["n_coders"]) == (7, 4, 3)
    # Coincidences: off the diagonal 2 (os, so) of u7, 2 of u3 (sb, bs), 2 of u5: each unit of
    # three codes with one apart has 2 x 2 / 2. In all 18 codes: o 8, s 7, b 3.
    assert whole["estimate"] == pytest.approx(
        1 - 17 * (2 + 2 + 2) / (18**2 - 8**2 - 7**2 - 3**2), abs=1e-9
    )
    assert _one(found, "alpha", label="both")["prevalence"] == pytest.approx(3 / 18)
    # Of both: u3 has one of three, u4 two of two: 1 x 2 / 2 apart in u3.
    assert _one(found, "alpha", label="both")["estimate"] == pytest.approx(1 - 17 * 1 / (3 * 15))


def test_discussed_and_adjudicated_codes_change_nothing() -> None:
    before = _codes(THREE)
    later = [
        _codes({"ana": "ssssssss", "new": "bbbbbbbb"}, "discussed"),
        _codes({"teacher": "bbbbbbbb", "bo": "ssssssss"}, "adjudicated"),
    ]
    after = pl.concat([*later, before])
    assert agreement_of(after, UNITS, labels=LABELS).equals(
        agreement_of(before, UNITS, labels=LABELS)
    )
    assert disputed_units(after).equals(disputed_units(before))
    alone = agreement_of(pl.concat(later), UNITS, labels=LABELS)
    assert alone["estimate"].null_count() == alone.height


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "nobody has coded a unit before the discussion"),
        ({"ana": "oosb"}, "only ana has coded: nobody to agree with"),
        ({"ana": "oo--", "bo": "--ss"}, "no two coders have coded the same unit"),
        ({"ana": "oooo", "bo": "oooo"}, "nothing varies, all codes are one label"),
    ],
)
def test_reasons_for_no_alpha(said: dict[str, str], reason: str) -> None:
    row = _one(agreement_of(_codes(said), UNITS, labels=LABELS), "alpha")
    assert row["estimate"] is None
    assert row["flag"] == f"undefined: {reason}"
    assert row["convention"] == ""


def test_a_pair_without_a_unit_in_common_is_told() -> None:
    found = agreement_of(_codes({"ana": "oo--", "bo": "osss", "cy": "--s-"}), UNITS, labels=LABELS)
    row = _one(found, "kappa", coder="ana", other="cy")
    assert (row["estimate"], row["n"]) == (None, 0)
    assert row["flag"] == "undefined: the two coded no unit in common"
    assert _one(found, "alpha", label="both")["flag"] == "undefined: nobody gave this label"


def test_words_for_an_alpha_and_for_nothing_else() -> None:
    found = agreement_of(_codes(THREE), UNITS, labels=LABELS, ordinal=True)
    for row in found.iter_rows(named=True):
        if not row["statistic"].startswith("alpha"):
            assert row["convention"] == ""
        elif row["estimate"] is not None:
            place = (row["estimate"] >= 0.667) + (row["estimate"] >= 0.8)
            assert row["convention"] == CONVENTIONS[place]


def test_forty_coders_have_every_pair() -> None:
    many = {f"c{k:02}": "oosbso"[k % 3 :] + "oo" for k in range(40)}
    found = agreement_of(_codes(many), UNITS, labels=LABELS)
    assert found.filter(pl.col("statistic") == "kappa").height == 40 * 39 // 2


def test_the_most_disputed_stand_first() -> None:
    found = disputed_units(_codes(THREE))
    assert found.rows() == [
        ("u7", 1.0, 2, "outlet 1, source 1"),
        ("u3", pytest.approx(2 / 3), 3, "source 2, both 1"),
        ("u5", pytest.approx(2 / 3), 3, "outlet 2, source 1"),
    ]


def test_labels_and_units_of_another_sample_are_refused() -> None:
    codes = _codes({"ana": "oosb"})
    with pytest.raises(ValueError, match="label 'both'; allowed: outlet, source"):
        agreement_of(codes, UNITS, labels=("outlet", "source"))
    with pytest.raises(ValueError, match="unit 'u3' was not drawn"):
        agreement_of(codes, UNITS.head(3), labels=LABELS)
