#!/usr/bin/env python3
"""List suggested wordings of real articles, with passages, to be judged by eye.

Usage: wordings.py [even|odd] [ROOT]: ROOT holds data/same-event, by default ../shared beside the
project. Settings were chosen on events with an even number; the odd ones were looked at once.

Criterion: a cluster is right when the two passages shown are about the same event and its two
phrases name the same thing, person, body or act there, so that either could stand in both; part
and whole, cause and effect, a role and who has it, and doubtful cases are wrong. It is contested
when the choice also says something for or against, or plays up or down.

Judged by one reader (odd half, 460 openings of about 75 words, first 50 clusters): 21 right, 11
of the first 20, 7 of the first 10; 3 contested ("claims" and "arguments", "pandemic" and "crisis",
"protesters" and "activists"), the rest synonyms and abbreviations. One reader, so no more than a
hint. Whole articles say more than openings.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path

import framing
from framing.cli.wordings import wordings_page
from framing.engine.verbs.suggested import suggest_names

N = 50


def write_study(rows: list[dict[str, str]], folder: Path) -> None:
    """A study without a codebook; the k-th article of each event is put to outlet k."""
    (folder / "articles").mkdir(parents=True)
    (folder / "codebook").mkdir()
    (folder / "study.toml").write_text('[study]\nid = "triples"\nlanguage = "en"\n')
    (folder / "codebook/codebook.yaml").write_text("codebook: none\nversion: 1\nlanguage: en\n")
    places = sorted({row["article"].split("-")[1] for row in rows})
    named = "".join(f"outlet {k},group {k}\n" for k in places)
    (folder / "outlets.csv").write_text(f"outlet,group\n{named}")
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "outlet", "title", "event"])
        for row in rows:
            name = f"{row['article']}.txt"
            text = f"{row['title']}\n\n{row['text']}"
            (folder / "articles" / name).write_text(text, "utf-8")
            outlet = f"outlet {row['article'].split('-')[1]}"
            writer.writerow([name, outlet, row["title"], row["event"]])


def main() -> int:
    half = sys.argv[1] if len(sys.argv) > 1 else "even"
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    source = (Path(sys.argv[2]) if len(sys.argv) > 2 else beside) / "data/same-event/triples.csv"
    if half not in ("even", "odd") or not source.is_file():
        print(f"no half {half!r} (allowed: even, odd), or no file {source}", file=sys.stderr)
        return 2
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = [r for r in csv.DictReader(file) if int(r["event"][1:]) % 2 == (half == "odd")]
    with tempfile.TemporaryDirectory() as name:
        write_study(rows, Path(name) / "triples")
        found, notes = suggest_names(framing.open_study(Path(name) / "triples"), n=N)
    print(*notes, sep="\n")
    print(*(wordings_page(found) or ()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
