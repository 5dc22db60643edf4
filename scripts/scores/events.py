#!/usr/bin/env python3
"""Score suggested events with the scorer that stands beside the data, run unchanged.

Usage: events.py [ROOT]: ROOT holds data/same-event and score/score_events.py, by default ../shared
beside the project. Events are split by a fixed rule: those with an even number (tuned) chose the
threshold and every other setting of framing.corpus.events; those with an odd number (held out)
were only scored. Each half is grouped by itself, as if the other did not exist, then the whole.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

from framing.corpus.events import suggest_events
from framing.corpus.segments import build_segments
from framing.counts.tokens import tokenise

SHOWN = ("n_articles", "n_gold", "n_system", "bcubed_P", "bcubed_R", "bcubed_F1", "bcubed_F1_CI")


def read_triples(root: Path) -> list[dict[str, str]]:
    with (root / "data/same-event/triples.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def group(rows: list[dict[str, str]]) -> pl.DataFrame:
    """Articles with the event suggested for them; nothing is known but title and text."""
    columns = ["article", "outlet", "title", "text", "date"]
    texts = [(r["article"], "", r["title"], f"{r['title']}\n\n{r['text']}", None) for r in rows]
    articles = pl.DataFrame(texts, schema=dict.fromkeys(columns, pl.String), orient="row")
    segments = build_segments(articles, outlet_names={})
    found = suggest_events(articles, tokenise(articles, segments), segments=segments)
    return found.select("article", "event")


def score(root: Path, *, rows: list[dict[str, str]], folder: Path) -> dict[str, object]:
    """What the scorer says of these articles grouped by themselves."""
    system, gold, figures = (folder / name for name in ("system.csv", "gold.csv", "figures.json"))
    group(rows).write_csv(system)
    pl.DataFrame([(r["article"], r["event"]) for r in rows], schema=["article", "event"],
                 orient="row").write_csv(gold)  # fmt: skip
    scorer = [sys.executable, root / "score/score_events.py", system]
    options = ["--gold", gold, "--json", figures]
    subprocess.run([*scorer, *options], check=True, stdout=subprocess.DEVNULL)
    found: dict[str, object] = json.loads(figures.read_text("utf-8"))
    return found


def measure(root: Path) -> dict[str, dict[str, object]]:
    """The figures of the half tuned on, the half held out, and all articles."""
    rows = read_triples(root)
    parts = {
        "tuned": [row for row in rows if int(row["event"][1:]) % 2 == 0],
        "held out": [row for row in rows if int(row["event"][1:]) % 2 == 1],
        "whole": rows,
    }
    with tempfile.TemporaryDirectory() as name:
        return {part: score(root, rows=chosen, folder=Path(name)) for part, chosen in parts.items()}


def main() -> int:
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    if not (root / "data/same-event/triples.csv").is_file():
        print(f"no data/same-event/triples.csv in {root}: nothing is scored", file=sys.stderr)
        return 2
    for part, figures in measure(root).items():
        print(part, *(f"{name}={figures[name]}" for name in SHOWN))
    return 0


if __name__ == "__main__":
    sys.exit(main())
