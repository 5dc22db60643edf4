#!/usr/bin/env python3
"""Real database exports: is every article found, with outlet, day, title and body?

Usage: exports.py [ROOT]: ROOT holds data/exports, by default ../shared beside the project.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from framing.intake.dates import find_day, infer_day_first
from framing.intake.reading import read_source
from framing.intake.records import Source
from framing.language.detect import detect_language

# What the data's own README counts, but for two: sample.DOCX says itself that it holds ten
# documents, and factiva_test.html holds two (two headlines, two accession numbers; the eight of
# the README are its elements whose class begins with "article").
EXPECTED = {
    "nexis/guardian1.docx": 2,
    "nexis/guardian2.docx": 1,
    "nexis/usa-today.docx": 7,
    "nexis/washington-post.docx": 50,
    "nexis/irish-times_1995-06-12_0001.html": 166,
    "nexis/sample.TXT": 10,
    "nexis/sample.DOCX": 10,
    "factiva/nyt_1_1993-01-03.html": 27,
    "factiva/chosun_ilbo_1_2018-05-28.html": 59,
    "factiva/factiva_test.html": 2,
    "factiva/factiva_test.xml": 3,
    "integrum/moscow_1993-06-06_1994-09-02.html": 27,
    "integrum/ntv_20121201-20121231_0001-0100_0190.xlsx": 100,
}
COLUMNS = ("articles", "expected", "outlet", "day", "title", "body", "problems")


def score_export(path: Path) -> tuple[str, dict[str, int]]:
    """The format found, and how many articles there are with each of their parts."""
    read = read_source(Source(path.name, path))
    articles = [found for found in read.items if not found.problem]
    day_first = infer_day_first(found.date for found in articles)
    known = [replace(found, language=detect_language(found.body)) for found in articles]
    days = [find_day(found, day_first=day_first) for found in known]
    return read.format or read.reason, {
        "articles": len(articles),
        "outlet": sum(bool(found.outlet) for found in articles),
        "day": sum(bool(day.day) for day in days),
        "title": sum(bool(found.title) for found in articles),
        "body": sum(bool(found.body) for found in articles),
        "problems": len(read.items) - len(articles),
    }


def main() -> int:
    """Print a row an export; 1 where a count is not what it should be."""
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    root = (Path(sys.argv[1]) if len(sys.argv) > 1 else beside) / "data/exports"
    if not root.is_dir():
        print(f"{root} is not there: nothing to score", file=sys.stderr)
        return 2
    wrong = 0
    print("".ljust(51), "format   ", *COLUMNS)
    for name, expected in EXPECTED.items():
        form, counts = score_export(root / name)
        counts["expected"] = expected
        print(name.ljust(51), form.ljust(9), *(str(counts[c]).rjust(len(c)) for c in COLUMNS))
        wrong += any(counts[c] != expected for c in COLUMNS if c != "problems")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
