#!/usr/bin/env python3
"""Measure the search for copies: recall by kind of edit, precision, insets, time and memory.

Texts are those of ../shared/data where it stands beside the project, else generated ones. Edits
and order come from a fixed seed. Thresholds were set on articles with an even number; figures are
of the odd ones (--half even prints the others).
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from framing.corpus.copies import find_copies
from framing.counts.tokens import tokenise

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT.parent / "shared" / "data"
Words = list[str]
Rng = np.random.Generator
LEAST_WORDS = 20  # of a text that is edited: cut to half, ten are left
Edit = Callable[[Words, Words, Rng], Words]

# --- edits: the words of a text (the first line is its headline) and of another text ------------


def replaced(share: float) -> Edit:
    """Words exchanged for words of other texts, drawn as often as they stand there."""

    def edit(words: Words, pool: Words, rng: Rng) -> Words:
        edited = list(words)
        for k in rng.choice(len(words), round(share * len(words)), replace=False):
            edited[k] = pool[rng.integers(len(pool))]
        return edited

    return edit


def every_fifth_replaced(words: Words, pool: Words, rng: Rng) -> Words:
    return [pool[rng.integers(len(pool))] if k % 5 == 4 else w for k, w in enumerate(words)]


def dropped(share: float) -> Edit:
    def edit(words: Words, pool: Words, rng: Rng) -> Words:
        gone = set(rng.choice(len(words), round(share * len(words)), replace=False).tolist())
        return [word for k, word in enumerate(words) if k not in gone]

    return edit


def added(share: float) -> Edit:
    def edit(words: Words, pool: Words, rng: Rng) -> Words:
        edited = list(words)
        for k in sorted(rng.integers(0, len(words), round(share * len(words))), reverse=True):
            edited.insert(k, pool[rng.integers(len(pool))])
        return edited

    return edit


def first_half(words: Words, pool: Words, rng: Rng) -> Words:
    return words[: len(words) // 2]


def last_half(words: Words, pool: Words, rng: Rng) -> Words:
    return words[len(words) // 2 :]


def half_of_passages(words: Words, pool: Words, rng: Rng) -> Words:
    passages = cut(words, max(min(20, len(words) // 4), 1))
    kept = sorted(rng.permutation(len(passages))[: -(-len(passages) // 2)])
    return [word for k in kept for word in passages[k]]


def reordered(size: int) -> Edit:
    """Passages of so many words in another order."""

    def edit(words: Words, pool: Words, rng: Rng) -> Words:
        passages = cut(words, size)
        return [word for k in rng.permutation(len(passages)) for word in passages[k]]

    return edit


def prefixed(share: float) -> Edit:
    """An opening of one's own, so long as a share of the text, taken from another one."""

    def edit(words: Words, pool: Words, rng: Rng) -> Words:
        size = max(round(share * len(words)), 1)
        start = int(rng.integers(max(len(pool) - size, 1)))
        return pool[start : start + size] + words

    return edit


def new_headline(words: Words, pool: Words, rng: Rng) -> Words:
    """Ten other words for the first ten."""
    start = int(rng.integers(max(len(pool) - 10, 1)))
    return pool[start : start + 10] + words[10:]


def both(*edits: Edit) -> Edit:
    def edit(words: Words, pool: Words, rng: Rng) -> Words:
        for one in edits:
            words = one(words, pool, rng)
        return words

    return edit


def cut(words: Words, size: int) -> list[Words]:
    return [words[k : k + size] for k in range(0, len(words), size)]


ASKED: dict[str, Edit] = {
    "to the letter": lambda words, pool, rng: words,
    "5 % replaced": replaced(0.05),
    "10 % replaced": replaced(0.10),
    "20 % replaced": replaced(0.20),
    "every fifth word replaced": every_fifth_replaced,
    "cut to the first half": first_half,
    "cut to the last half": last_half,
    "cut to half of its passages": half_of_passages,
    "prefixed, a fifth": prefixed(0.2),
    "prefixed, a half": prefixed(0.5),
    "new headline": new_headline,
    "sentences reordered": reordered(20),
    "paragraphs reordered": reordered(60),
}
FURTHER: dict[str, Edit] = {
    "25 % replaced": replaced(0.25),
    "30 % replaced": replaced(0.30),
    "20 % left out": dropped(0.2),
    "30 % left out": dropped(0.3),
    "20 % added": added(0.2),
    "half, new headline": both(first_half, new_headline),
    "half, 10 % replaced": both(first_half, replaced(0.10)),
    "half, 20 % replaced": both(first_half, replaced(0.20)),
    "prefixed, 20 % replaced": both(replaced(0.20), prefixed(0.3)),
    "half, prefixed a fifth": both(first_half, prefixed(0.2)),
    "reordered, 20 % replaced": both(reordered(20), replaced(0.20)),
}

# --- measures -----------------------------------------------------------------------------------


def find(texts: dict[str, str], dates: dict[str, str] | None = None) -> dict[str, str]:
    """The unit of each text."""
    articles = pl.DataFrame(
        {"article": list(texts), "text": list(texts.values())},
        schema={"article": pl.String, "text": pl.String},
    ).with_columns(date=pl.Series([(dates or {}).get(a) for a in texts], dtype=pl.String))
    copies = find_copies(tokenise(articles, whole(articles)), articles)
    return dict(copies.select("article", "unit").iter_rows())


def whole(articles: pl.DataFrame) -> pl.DataFrame:
    """One segment an article."""
    return articles.select(
        "article",
        segment=pl.lit(0, dtype=pl.Int64),
        paragraph=pl.lit(0, dtype=pl.Int64),
        role=pl.lit("body"),
        start=pl.lit(0, dtype=pl.Int64),
        end=pl.col("text").str.len_chars().cast(pl.Int64),
    )


def edited(texts: dict[str, str], edit: Edit, seed: int = 1) -> dict[str, str]:
    """Every text edited, under its name with ``-edited`` after it."""
    rng = np.random.default_rng(seed)
    names = sorted(texts)
    done = {}
    for k, name in enumerate(names):
        pool = texts[names[(k + 1 + int(rng.integers(len(names) - 1))) % len(names)]].split()
        done[f"{name}-edited"] = " ".join(edit(texts[name].split(), pool, rng))
    return done


def recall(texts: dict[str, str], edit: Edit, *, twice: bool = False) -> tuple[float, int]:
    """The share of edited texts in one group with their original, and of groups that mix texts.

    With ``twice`` the original is not there: two versions of it, edited apart, are.
    """
    versions = edited(texts, edit)
    first = edited(texts, edit, seed=2) if twice else {f"{k}-edited": v for k, v in texts.items()}
    unit = find({**{f"{k}0": v for k, v in first.items()}, **versions})
    together = [unit[name] == unit[f"{name}0"] for name in versions]
    mixed = {u for a, u in unit.items() if a.split("-edited")[0] != u.split("-edited")[0]}
    return float(np.mean(together)), len(mixed)


def with_inset(texts: dict[str, str], inset: str) -> dict[str, str]:
    """The same words put into the middle of every text."""
    done = {}
    for name, text in texts.items():
        words = text.split()
        middle = len(words) // 2
        done[name] = " ".join([*words[:middle], *inset.split(), *words[middle:]])
    return done


def groups(unit: dict[str, str]) -> list[list[str]]:
    """The groups of at least two."""
    found: dict[str, list[str]] = {}
    for article, name in sorted(unit.items()):
        found.setdefault(name, []).append(article)
    return [members for members in found.values() if len(members) > 1]


def distinct(texts: dict[str, str]) -> dict[str, str]:
    """One text of each group that the data have of their own."""
    unit = find(texts)
    return {name: text for name, text in texts.items() if unit[name] == name}


# --- texts --------------------------------------------------------------------------------------


def load_texts() -> dict[str, dict[str, str]]:
    """Real texts by source; none where the data are not there."""
    csv.field_size_limit(10**7)
    found: dict[str, dict[str, str]] = {}
    if not DATA.is_dir():
        return found
    with (DATA / "same-event/triples.csv").open(encoding="utf-8", newline="") as file:
        found["openings"] = {
            row["article"]: f"{row['title']}\n\n{row['text']}" for row in csv.DictReader(file)
        }
    path = DATA / "narrative-framing/articles_metadata.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found["articles"] = {f"climate{row['ID']}": row["text"] for row in rows}
    for part in ("train", "dev"):
        for path in sorted((DATA / "polnear" / part / "text").glob("*.txt")):
            found["articles"][path.stem] = path.read_text("utf-8")
    pages = json.loads((DATA / "html/ground-truth.json").read_text("utf-8"))
    found["articles"] |= {f"page{key[:8]}": page["articleBody"] for key, page in pages.items()}
    return found


def generated(n: int, *, words: int = 400, seed: int = 7) -> dict[str, str]:
    """Texts of ``scripts/generate_corpus``, without the copies it writes."""
    with tempfile.TemporaryDirectory() as folder:
        file = generate(Path(folder), n, words=words, seed=seed)
        with file.open(encoding="utf-8") as lines:
            rows = [json.loads(line)["text"] for line in lines]
    return {f"g{k:06}": text for k, text in enumerate(rows) if k % 50 != 49}


def generate(folder: Path, n: int, *, words: int = 400, seed: int = 1) -> Path:
    file = folder / "corpus.jsonl"
    sizes = ["--articles", str(n), "--words", str(words), "--seed", str(seed)]
    subprocess.run([sys.executable, ROOT / "scripts/generate_corpus", file, *sizes], check=True)
    return file


def half(texts: dict[str, str], kind: str, *, even: bool) -> dict[str, str]:
    """The even or odd half: of openings by event, of articles by their place in the alphabet."""
    if kind == "openings":
        return {name: text for name, text in texts.items() if (int(name[1:4]) % 2 == 0) == even}
    return {k: texts[k] for n, k in enumerate(sorted(texts)) if (n % 2 == 0) == even}


# Pairs of same-event openings read by eye and found to be copies: the same agency text, credited
# or to the letter. Everything else found together there is an error.
TRUE_COPIES = (("e116-0", "e116-1"), ("e204-0", "e204-1"))


def print_recall(kind: str, texts: dict[str, str]) -> None:
    kept = {k: v for k, v in distinct(texts).items() if len(v.split()) >= LEAST_WORDS}
    print(f"\n{kind}: {len(kept)} texts of at least {LEAST_WORDS} words, an edited version of each")
    print(f"{'edit':<30}{'n':>6}{'recall':>9}{'mixed groups':>15}")
    for name, edit in {**ASKED, "": None, **FURTHER}.items():
        if edit is None:
            print("not asked for:")
            continue
        share, mixed = recall(kept, edit)
        print(f"{name:<30}{len(kept):>6}{share:>9.3f}{mixed:>15}", flush=True)
    for share in (0.1, 0.2, 0.3):
        found, mixed = recall(kept, replaced(share), twice=True)
        name = f"two versions, {share:.0%} each"
        print(f"{name:<30}{len(kept):>6}{found:>9.3f}{mixed:>15}", flush=True)


def print_precision(openings: dict[str, str]) -> None:
    """Groups among different stories about one event, and with an inset in all of them."""
    found = groups(find(openings))
    wrong = [group for group in found if tuple(group) not in TRUE_COPIES]
    print(f"\ndifferent stories about one event: {len(openings)} openings, {len(found)} groups, "
          f"{len(found) - len(wrong)} of them copies by eye, {len(wrong)} wrong")  # fmt: skip
    for group in wrong:
        print("  wrong:", *group)


def print_insets(kind: str, texts: dict[str, str], inset: str) -> None:
    kept = {k: v for k, v in distinct(texts).items() if len(v.split()) >= LEAST_WORDS}
    for size in (60, 80, 100):
        words = " ".join(inset.split()[:size])
        found = groups(find(with_inset(kept, words)))
        grouped, largest = sum(map(len, found)), max(map(len, found), default=0)
        print(f"inset of {size} words in {len(kept)} {kind}: {grouped} articles in {len(found)} "
              f"groups, the largest of {largest}", flush=True)  # fmt: skip


def copied(texts: dict[str, str], share: float) -> dict[str, str]:
    """A share of the texts exchanged for edited versions of those before them."""
    edits = [*ASKED.values(), *FURTHER.values()]
    rng = np.random.default_rng(5)
    names = sorted(texts)
    done = dict(texts)
    for k in range(1, len(names)):
        if rng.random() < share:
            pool = texts[names[int(rng.integers(len(names)))]].split()
            edit = edits[int(rng.integers(len(edits)))]
            done[names[k]] = " ".join(edit(done[names[k - 1]].split() or ["none"], pool, rng))
    return done


def print_speed(n: int) -> None:
    """Seconds and peak memory in a process of its own, on words already split."""
    for share in (0.0, 0.2):
        command = [sys.executable, __file__, "--child", str(n), "--copied", str(share)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        figures = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{n:>7} articles of 400 words, {share:>4.0%} edited copies: find_copies "
            f"{figures['wall']:.1f} s ({figures['cpu']:.1f} s of processor), peak "
            f"{figures['peak']:.2f} GB, {figures['grouped']} articles in groups",
            flush=True,
        )


def child(n: int, share: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = generate(Path(folder), n)
        rows = pl.read_ndjson(file).select("date", "text")
        names = [f"a{k:06}" for k in range(rows.height)]
        texts = dict(zip(names, rows["text"], strict=True))
        if share:
            texts = copied(texts, share)
        articles = pl.DataFrame({"article": names, "date": rows["date"], "text": texts.values()})
        split(articles, Path(folder))
        del texts, rows
        words = pl.read_parquet(Path(folder) / "words.parquet")
    began, used = time.perf_counter(), time.process_time()
    found = find_copies(words, articles.select("article", "date"))
    figures = {
        "wall": time.perf_counter() - began,
        "cpu": time.process_time() - used,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "grouped": found.filter(pl.col("n_carriers") > 1).height,
    }
    print(json.dumps(figures))


def split(articles: pl.DataFrame, folder: Path) -> None:
    """Words of the articles in parts: splitting all at once is another module's memory."""
    parts = []
    for k, part in enumerate(articles.iter_slices(10_000)):
        parts.append(folder / f"{k}.parquet")
        tokenise(part, whole(part)).select("article", "type").write_parquet(parts[-1])
    pl.scan_parquet(parts).sink_parquet(folder / "words.parquet")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("odd", "even"), default="odd")
    parser.add_argument("--articles", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--copied", type=float, default=0.0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.copied)
        return 0
    real = load_texts()
    if not real:
        print(f"{DATA} is not there: generated texts instead", file=sys.stderr)
    chosen = {kind: half(texts, kind, even=options.half == "even") for kind, texts in real.items()}
    for kind, texts in (chosen or {"generated": generated(500)}).items():
        print_recall(kind, texts)
    if chosen:
        print_precision(chosen["openings"])
    print()
    inset = " ".join(next(iter(generated(1).values())).split())
    for kind, texts in (real or {"generated": generated(500)}).items():
        print_insets(kind, texts, inset)
    print()
    for n in options.articles:
        print_speed(n)
    return 0


if __name__ == "__main__":
    sys.exit(main())
