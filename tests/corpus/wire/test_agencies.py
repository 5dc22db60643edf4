from __future__ import annotations

import pytest

from framing.corpus.wire.agencies import find_agency, is_agency, load_agencies, spellings


@pytest.mark.parametrize(
    ("passage", "agency"),
    [
        ("MOSCOW, November 6. /TASS/. ", "TASS"),
        ("BEIJING, Nov. 6 (Xinhua) -- ", "Xinhua"),
        ("Moscow, 6 Nov (RIA Novosti) – ", "RIA Novosti"),
        ("WASHINGTON (AP) — ", "AP"),
        ("APRIL in PARIS: ", ""),
        ("LAKEPORT, 6 ноября. /ТАСС/. ", "TASS"),
        ("(Reuter)", "Reuters"),
        ("MOSCOW: ", ""),
    ],
)
def test_the_agency_that_a_dateline_names(passage, agency):
    assert find_agency(passage) == agency


@pytest.mark.parametrize(
    ("outlet", "agency", "is_own"),
    [
        ("TASS", "TASS", True),
        ("Sputnik", "RIA Novosti", True),
        ("РИА Новости", "Sputnik", True),
        ("Press Trust of India", "PTI", True),
        ("Xinhua News Agency", "Xinhua", True),
        ("Lakeport Post", "TASS", False),
        ("Apia Times", "AP", False),
    ],
)
def test_an_agency_under_any_of_its_names_is_itself(outlet, agency, is_own):
    assert is_agency(outlet, agency) is is_own


def test_each_spelling_means_one_agency():
    listed = [name for kinds in load_agencies().values() for name in kinds["names"]]
    assert len(listed) == len(set(listed)) == len(spellings())
