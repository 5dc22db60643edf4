"""Time framing beside its peers, all from the same file, and write docs/benchmarks.md.

Each run is a process of its own; runs of framing and of a peer take turns, so that what else the
machine does falls on both. Imports are not timed. Seconds are those of the clock and, beside
them, of the processor (all threads and helpers).
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-bench" / "bin" / "python"
# (task of ours, task of a peer, its name, how many times faster is asked)
PAIRS = [
    ("keyness", "sklearn", "scikit-learn CountVectorizer", 6.0),
    ("keyness", "scattertext", "scattertext", 8.0),
    ("keyness", "convokit", "ConvoKit FightingWords", 20.0),
    ("whole", "plain", "plain Python, two processes", 4.5),
    ("readability", "textstat", "textstat, article by article", 7.0),
]
COMMANDS = (
    ("--help",),
    ("names", "corpora/kurils"),
    ("words", "corpora/kurils", "--group", "Russia", "--versus", "China"),
    ("style", "corpora/kurils"),
)
Figures = dict[str, float]

DIFFERS = """## What differs in the work
- **Keyness**: read, tokenise, 1-2-grams in at least 5 articles, counts of two sides, effects and
  rankings. framing also keeps character offsets, runs of words and a table of counts by article;
  it joins "non-negotiable" and "nonnegotiable", keeps "2.5" and "U.S." whole and lets no pair
  reach over a full stop. CountVectorizer drops words of one letter. scattertext and ConvoKit
  count every pair, also the rare ones, before they drop them. Effects: framing log ratio, G2,
  log-odds with prior; the others log-odds and at most G2. What `framing words` adds (copies,
  events, dispersion, intervals, tests) is not in it.
- **Whole comparison**: six outlets, each against the rest; 5,000 phrases of a lexicon; near
  duplicates. Plain Python: `re`, `Counter`, pyahocorasick, datasketch (MinHash of 128, five-word
  shingles). framing's duplicates are aligned word by word and found also where texts were edited;
  phrases are those of `counts.phrases`. `framing names`, which also matches patterns with gaps
  and tells used from mentioned, takes longer.
- **Readability**: both Flesch scores, of generated texts of real words: 50,000 spellings by
  Zipf's law, those of the pronouncing dictionary but for 1.6 % of words (12 % of spellings), which
  are made up and have to be hyphenated (in US political news 1.1 % and 11 %). textstat's dictionary
  is loaded before its clock runs, framing's within. The sums of all scores are compared: they must
  be equal.
- **Bootstrap**: log ratio and log-odds with tails of Student's t, 20,000 terms that are most
  used; counting is not timed.
"""


def run(python: str, script: str, task: str, file: str) -> Figures | str:
    """One run, or the last line of what went wrong."""
    from framing.measures.readability import load_pronunciations

    command = [python, str(ROOT / "scripts" / script), task, file]
    # textstat would fetch its dictionary from the network: it gets the copy that framing makes.
    env = os.environ | {"NLTK_DATA": str(load_pronunciations())}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    except FileNotFoundError:
        return "not installed"
    except subprocess.CalledProcessError as error:
        return (error.stderr.strip().splitlines() or ["failed"])[-1]
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def medians(runs: list[Figures]) -> Figures:
    return {key: statistics.median(one[key] for one in runs) for key in runs[0]}


def compare(task: str, peer: str, file: str, runs: int) -> tuple[Figures, Figures] | str:
    """Medians of framing and of a peer, in turns."""
    both: tuple[list[Figures], list[Figures]] = ([], [])
    for _ in range(runs):
        for figures, python, script, name in (
            (both[0], sys.executable, "benchmark_ours.py", task),
            (both[1], str(PEERS), "benchmark_peers.py", peer),
        ):
            found = run(python, script, name, file)
            if isinstance(found, str):
                return found
            figures.append(found)
    return medians(both[0]), medians(both[1])


def pair_rows(file: str, english: str, runs: int) -> list[str]:
    rows = [
        "| work | peer | framing s (cpu) | peer s (cpu) | times faster (cpu) | asked | MB, peer |",
        "|---|---|---|---|---|---|---|",
    ]
    for task, peer, name, asked in PAIRS:
        found = compare(task, peer, english if task == "readability" else file, runs)
        if isinstance(found, str):
            rows.append(f"| {task} | {name} | left out: {found} | | | {asked:g} | |")
            print(rows[-1], flush=True)
            continue
        us, them = found
        ratio, cpu = them["seconds"] / us["seconds"], them["cpu"] / us["cpu"]
        same = ""
        if task == "readability":
            same = ", same values" if us["count"] == them["count"] else ", VALUES DIFFER"
        rows.append(
            f"| {task} | {name} | {us['seconds']:.2f} ({us['cpu']:.2f}) | "
            f"{them['seconds']:.2f} ({them['cpu']:.2f}) | {ratio:.1f} ({cpu:.1f}){same} | "
            f"{asked:g} | {us['peak']:.0f}, {them['peak']:.0f} |"
        )
        print(rows[-1], flush=True)
    return rows


def alone_rows(file: str, large: str | None, runs: int) -> list[str]:
    rows = ["| work | seconds (cpu) | MB | asked |", "|---|---|---|---|"]
    boot = [run(sys.executable, "benchmark_ours.py", "bootstrap", file) for _ in range(runs)]
    rows.append(_alone("999 replicates, 20,000 terms", boot, "10 s, 1,024 MB"))
    if large:
        small, big = [], []
        for _ in range(min(runs, 3)):
            small.append(run(sys.executable, "benchmark_ours.py", "whole", file))
            big.append(run(sys.executable, "benchmark_ours.py", "whole", large))
        rows.append(_alone("whole comparison", small, ""))
        rows.append(_alone("the same, ten times the articles", big, "8.5 times, 3,072 MB"))
    return rows


def _alone(name: str, runs: list[Figures | str], asked: str) -> str:
    fine = [found for found in runs if not isinstance(found, str)]
    if len(fine) < len(runs):
        return f"| {name} | left out: {next(r for r in runs if isinstance(r, str))} | | {asked} |"
    found = medians(fine)
    row = (
        f"| {name} | {found['seconds']:.2f} ({found['cpu']:.2f}) | {found['peak']:.0f} | {asked} |"
    )
    print(row, flush=True)
    return row


def command_rows(runs: int, commands: tuple[tuple[str, ...], ...] = COMMANDS) -> list[str]:
    """Whole commands with a warm cache, imports included."""
    rows = ["| command | seconds |", "|---|---|"]
    for command in commands:
        spent = []
        for turn in range(runs + 1):
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "framing", *command],
                cwd=ROOT,
                check=True,
                capture_output=True,
            )
            if turn:
                spent.append(time.perf_counter() - began)
        rows.append(f"| `framing {' '.join(command)}` | {statistics.median(spent):.2f} |")
        print(rows[-1], flush=True)
    return rows


def machine() -> str:
    names = ("polars", "numpy", "scipy")
    ours = [f"{name} {importlib.metadata.version(name)}" for name in names]
    code = (
        "import importlib.metadata as m\n"
        "for n in {!r}:\n try: print(n, m.version(n))\n except m.PackageNotFoundError: pass"
    )
    wanted = ("scikit-learn", "scattertext", "convokit", "pyahocorasick", "datasketch", "textstat")
    theirs = []
    if PEERS.exists():
        done = subprocess.run(
            [str(PEERS), "-c", code.format(wanted)], capture_output=True, text=True, check=True
        )
        theirs = done.stdout.split("\n")[:-1]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python "
        f"{platform.python_version()}; {', '.join(ours)}. Peers: {', '.join(theirs)}. Load of the "
        f"machine (1, 5, 15 minutes) when it began: {load}."
    )


def generate(file: Path, articles: int, words: int, *more: str) -> str:
    """A generated corpus."""
    size = ["--articles", str(articles), "--words", str(words)]
    script = ROOT / "scripts/generate_corpus"
    subprocess.run([sys.executable, script, file, *size, *more], check=True)
    return str(file)


def write_corpus(file: Path, articles: int, words: int) -> str:
    """A generated corpus, and beside it 5,000 phrases of two and three words of its texts."""
    generate(file, articles, words)
    dice = random.Random(1)
    with file.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(1200), lines, strict=False)]
    phrases: set[str] = set()
    for _ in range(20_000):
        words_of = dice.choice(texts).lower().replace(".", "").split()
        start = dice.randrange(max(len(words_of) - 3, 1))
        phrases.add(" ".join(words_of[start : start + 2 + dice.randrange(2)]))
    chosen = sorted(phrases)
    dice.shuffle(chosen)
    Path(f"{file}.phrases").write_text("\n".join(sorted(chosen[:5000])), encoding="utf-8")
    return str(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a small corpus, once; for tests")
    parser.add_argument("--no-large", action="store_true", help="leave out ten times the articles")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md")
    options = parser.parse_args()
    if options.quick:
        options.articles, options.words, options.runs, options.no_large = 60, 60, 1, True
    where = machine()
    with tempfile.TemporaryDirectory() as folder:
        file = write_corpus(Path(folder, "corpus.jsonl"), options.articles, options.words)
        english = generate(
            Path(folder, "english.jsonl"), options.articles, options.words, "--english"
        )
        large = None
        if not options.no_large:
            large = write_corpus(Path(folder, "large.jsonl"), 10 * options.articles, options.words)
        lines = [
            "# Benchmarks",
            "",
            f"Written by `scripts/bench`: {options.articles:,} generated articles of "
            f"{options.words} words in six outlets, 1-2-grams in 5 articles; medians of "
            f"{options.runs} run{'s' * (options.runs > 1)}, framing and peer in turns, each run a "
            "process of its own. Seconds of the clock, in brackets of the processor.",
            "",
            where,
            "",
            "## Beside peers",
            *pair_rows(file, english, options.runs),
            "",
            "## Alone",
            *alone_rows(file, large, options.runs),
            "",
            "## Commands on the shipped corpus, warm",
            *command_rows(options.runs, COMMANDS[:1] if options.quick else COMMANDS),
            "",
            DIFFERS,
        ]
    options.out.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
