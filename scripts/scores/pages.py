#!/usr/bin/env python3
"""Score the text of saved pages with the scorer that stands beside the data, run unchanged.

Usage: pages.py [ROOT]: ROOT holds data/html and score/score_pages.py, by default ../shared beside
the project. The pages are split by a fixed rule: of their sorted ids, every other one from the
first (tuned) chose all settings and word lists of framing.intake.formats.pages; every other one
from the second (held out) was only ever scored. Both halves and the whole are printed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from framing.intake.formats.pages import read_page
from framing.intake.records import Source


def extract_all(root: Path) -> dict[str, str]:
    """The body that an import gives of each page, by its id; title and standfirst are no part."""
    gold = json.loads((root / "ground-truth.json").read_text("utf-8"))
    bodies = {}
    for key in sorted(gold):
        path = root / "pages" / f"{key}.html.gz"
        (found,) = read_page(Source(path.name, path))
        bodies[key] = found.body
    return bodies


def score(root: Path, *, bodies: dict[str, str], folder: Path) -> dict[str, object]:
    """What the scorer says of some pages; it scores the pages of the ground truth it is given."""
    gold = json.loads((root / "data/html/ground-truth.json").read_text("utf-8"))
    chosen = {key: gold[key] for key in bodies}
    (folder / "ground-truth.json").write_text(json.dumps(chosen), "utf-8")
    (folder / "system.json").write_text(json.dumps(bodies), "utf-8")
    scorer = [sys.executable, root / "score/score_pages.py", folder / "system.json"]
    options = ["--root", folder, "--json", folder / "figures.json", "--worst", "0"]
    subprocess.run([*scorer, *options], check=True, stdout=subprocess.DEVNULL)
    figures: dict[str, object] = json.loads((folder / "figures.json").read_text("utf-8"))
    return figures


def measure(root: Path) -> dict[str, dict[str, object]]:
    """The figures of the half tuned on, the half held out, and all pages."""
    bodies = extract_all(root / "data/html")
    keys = sorted(bodies)
    parts = {"tuned": keys[0::2], "held out": keys[1::2], "whole": keys}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return {
            part: score(root, bodies={key: bodies[key] for key in chosen}, folder=folder)
            for part, chosen in parts.items()
        }


def main() -> int:
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    if not (root / "data/html/ground-truth.json").is_file():
        print(f"{root}/data/html/ground-truth.json is not there: nothing to score", file=sys.stderr)
        return 2
    for part, figures in measure(root).items():
        values = "  ".join(
            f"{name} {figures[name]}"
            for name in ("token_P", "token_R", "token_F1", "token_F1_CI", "shingle_F1", "missing")
        )
        print(f"{part:<9} n {figures['pages']}  {values}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
