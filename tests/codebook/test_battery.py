from __future__ import annotations

from collections import Counter

from framing.codebook.battery import load_battery


def test_twenty_questions_in_five_frames():
    items = load_battery()
    assert Counter(item.frame for item in items) == {
        "responsibility": 5, "human_interest": 5, "conflict": 4, "morality": 3, "economic": 3,
    }  # fmt: skip
    assert len({item.variable for item in items}) == 20
    assert all(item.question.endswith("?") for item in items)
