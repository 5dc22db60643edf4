from __future__ import annotations

from framing.scheduling.jobs import Standing
from framing.scheduling.progress import say_standing


def test_much_is_told_now_and_then_and_news_at_once():
    said, seconds = [], iter([0.0, 0.1, 0.2, 0.7, 0.8, 0.9, 1.0])
    tell = say_standing("annotating", said.append, clock=lambda: next(seconds))
    for done, again in [(1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (6, 1)]:
        tell(Standing(done, 6, 2, again))
    assert said == [
        "annotating: 3 of 6 partitions, 2 workers",
        "annotating: 4 of 6 partitions, 2 workers, 1 job tried again",
        "annotating: 6 of 6 partitions, 2 workers, 1 job tried again",
    ]
