"""The five real articles come out rig … here ``../shared`` is absent)."""

from __future__ import annotations

import pytest

from framing.corpus.segments import find_segments

NAMES = {
    "000": ("Pan Pacific Agency",),
    "001": ("TASS",),
    "002": ("CGTN",),
    "003": ("TASS",),
    "004": ("The New Indian Express",),
}
KEY = {
    "000": {
        "title": ["Russia, Japan discuss cooperation in space industry: deputy PM"],
        "standfirst": [],
        "dateline": ["KYOTO, Oct 6, 2019, TASS."],
        "caption": ["Russian Deputy Prime Minister Maxim … nese Prime Minister Shinzo Abe"],
        "credit": ["© Igor Belyayev/TASS. Sketched by the Pan Pacific Agency."],
        "furniture": ["Share it", "Exclusive: Beyond the Covid-19 world's coverage"],
        "body": 7,
    },
    "001": {
        "title": ["Sakhalin authorities ready to grant … rences to Japanese businessmen"],
        "standfirst": ["Acting Governor of the region Valer … Islands and the region overall"],
        "dateline": ["YUZHNO-SAKHALINSK, January 23. /TASS/."],
        "caption": [],
        "credit": [],
        "furniture": ["All news"],
        "body": 7,
    },
    "002": {
        "title": ["Japan, Russia discuss joint economic activities on disputed islands"],
        "standfirst": [],
        "dateline": [],
        "caption": [
            "Japanese Prime Minister Shinzo Abe  … okyo, Japan, February 7, 2019.",
        ]
        * 2
        + [
            "Russian Foreign Minister Sergei Lav … in Tokyo, Japan, May 31, 2019.",
        ]
        * 2,
        "credit": ["/VCG Photo"] * 4,
        "furniture": [
            "CGTN",
            '["china"]',
            "Share",
            "Copied",
            "Error loading player: No playable sources found",
            "01:00",
        ],
        "body": 16,
    },
    "003": {
        "title": ["Russian, Japanese diplomats discuss … ivities on South Kuril Islands"],
        "standfirst": ["The previous round of consultations … ld in Tokyo in early September"],
        "dateline": ["MOSCOW, November 6. /TASS/."],
        "caption": [],
        "credit": [],
        "furniture": ["All news"],
        "body": 8,
    },
    "004": {
        "title": ["Putin says ties with Japan moving forward at Abe talks"],
        "standfirst": ["President Vladimir Putin had met wi … cades-old territorial dispute."],
        "dateline": ["MOSCOW:"],
        "caption": ["Russian President Vladimir Putin, l … ting in the Kremlin in Moscow."] * 2,
        "credit": ["(AP)"] * 2,
        "furniture": [
            "Related Stories",
            "No stories found.",
            "X",
            "The New Indian Express",
            "www.newindianexpress.com",
        ],
        "body": 10,
    },
}


def brief(text: str) -> str:
    """A long text by its beginning and end."""
    return text if len(text) <= 70 else f"{text[:35]} … {text[-30:]}"


@pytest.mark.parametrize("seed", sorted(KEY))
def test_every_line_of_a_seed_has_its_role(shared, seed):
    (path,) = (shared / "seeds").glob(f"{seed}_*.txt")
    text = path.read_text("utf-8")
    found: dict[str, list[str]] = {role: [] for role in KEY[seed]}
    for _, role, start, end in find_segments(text, names=NAMES[seed]):
        found[role].append(brief(text[start:end].strip()))
    assert {**found, "body": len(found["body"])} == KEY[seed]
