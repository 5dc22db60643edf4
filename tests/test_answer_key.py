"""The teaching corpus against its answer key, at pinned figures: a software test, never accuracy.

The first 18 articles and their key were written without sight of codebook and code; the codebook
was completed after a first run on them. Of the 18 later ones only the people were added: their
figures are what the tool does on texts that nothing was tuned on, and it may only get better.
Lowering a figure is a deliberate act.
"""

from __future__ import annotations

import csv
import hashlib
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import framing
from framing.engine.run import Run

CORPUS = Path(__file__).resolve().parent.parent / "corpora" / "kurils"
KEY = CORPUS / "key"
LATER = ("_summit-osaka.txt", "_summit-osaka-evening.txt", "_minister-visit.txt",
         "_graves-visit.txt", "_graves-visit-feature.txt")  # fmt: skip
Row = dict[str, Any]


def key(name: str, run: Run) -> list[Row]:
    files = dict(run.measured.select("file", "article").iter_rows())
    with (KEY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows: list[Row] = list(csv.DictReader(file))
    kept = [row for row in rows if row["file"] in files]
    for row in kept:
        row.update(article=files[row["file"]], start=int(row["start"]), end=int(row["end"]))
    return kept


def scores(gold: set[object], found: set[object]) -> tuple[float, float]:
    """Precision and recall."""
    both = len(gold & found)
    return both / len(found), both / len(gold)


def test_the_key_is_the_one_that_figures_are_pinned_on() -> None:
    digest = hashlib.sha256()
    for path in sorted([*CORPUS.glob("articles/*.txt"), *KEY.glob("*.csv")]):
        digest.update(path.read_bytes())
    assert digest.hexdigest()[:16] == "60eca97b35756c79"


def test_every_slice_of_the_key_is_true(islands: Run) -> None:
    texts = dict(islands.measured.select("article", "text").iter_rows())
    n_rows = {"names": 170, "quotations": 183, "indirect": 166, "stance": 68, "scare_quotes": 2}
    for name, n in n_rows.items():
        rows = key(name, islands)
        assert len(rows) == n
        for row in rows:
            assert texts[row["article"]][row["start"] : row["end"]] == row["text"], (name, row)


@pytest.mark.parametrize(
    ("layer", "name", "iou", "expected"),
    [
        ("names", "names", 1.0, {"F1": 1.0, "name": 0.98, "mode": 0.92, "gloss": 0.97}),
        ("quotations", "quotations", 0.5, {"F1": 0.87, "speaker": 0.85, "side": 0.81}),
        ("indirect", "indirect", 0.5, {"F1": 0.68, "speaker": 0.83}),
        ("stances", "stance", 0.0, {"precision": 1.0, "F1": 0.71, "position": 0.9}),
    ],
)
def test_articles_that_nothing_was_tuned_on(
    islands: Run, tmp_path: Path, layer: str, name: str, iou: float, expected: dict[str, float]
) -> None:
    # precision, recall and F1 of passages; of those found, how many have the right label.
    later = [row for row in key(name, islands) if row["file"].endswith(LATER)]
    gold = pl.DataFrame(later).drop("article")
    gold.write_csv(tmp_path / "gold.csv")
    rows = framing.evaluate(islands, layer, tmp_path / "gold.csv", iou=iou)
    found = {
        row["measure"] if row["column"] == "(passage)" else row["column"]: row["estimate"]
        for row in rows.iter_rows(named=True)
        if row["column"] == "(passage)" or row["measure"] == "agreement"
    }
    assert {what: found[what] >= least for what, least in expected.items()} == dict.fromkeys(
        expected, True
    ), found


def test_names(kurils: Run) -> None:
    gold = [row for row in key("names", kurils) if row["entity"] == "disputed_islands"]
    found = framing.names(kurils, mentions=True).filter(pl.col("entity") == "disputed_islands")
    where = ("article", "start", "end", "name")
    assert scores({tuple(r[c] for c in where) for r in gold}, set(found.select(where).rows())) == (
        1.0,
        1.0,
    )
    what = (*where, "mode", "gloss")
    used = {tuple(row[c] for c in what) for row in gold}
    precision, recall = scores(used, set(found.with_columns(
        pl.col("gloss").fill_null("")).select(what).rows()))  # fmt: skip
    assert min(precision, recall) >= 0.98


def test_quotations_have_speaker_side_and_kind(kurils: Run) -> None:
    layers = kurils.layers
    content = layers.spans.filter(pl.col("part") == "content").select("id", "start", "end")
    rows = layers.attributions.drop("start", "end").join(content, on="id").to_dicts()
    right = speaker_right = 0
    gold = key("quotations", kurils)
    for quote in gold:
        # The comma before the closing mark is inside the key's span and may be outside of ours.
        around = [
            row
            for row in rows
            if row["article"] == quote["article"]
            and row["start"] <= quote["start"] + 1
            and row["end"] >= quote["end"] - 2
        ]
        side = quote["side"] if quote["side"] != "other" else ""
        named = [row for row in around if row["speaker"] == quote["speaker"]]
        speaker_right += bool(named)
        right += any(
            row["quotation"] == quote["quotation"] and (row["side"] or "") == side for row in named
        )
    assert speaker_right / len(gold) >= 0.96
    assert right / len(gold) >= 0.96


def overlap(a: Row, b: Row) -> float:
    inside = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return max(inside, 0) / (max(a["end"], b["end"]) - min(a["start"], b["start"]))


def match(gold: list[Row], found: list[Row], fits: Any) -> list[tuple[Row, Row]]:
    """Pairs one to one, in order of the key."""
    free = list(found)
    pairs = []
    for row in gold:
        hit = next((f for f in free if f["article"] == row["article"] and fits(row, f)), None)
        if hit is not None:
            free.remove(hit)
            pairs.append((row, hit))
    return pairs


def test_indirect_speech(kurils: Run) -> None:
    gold = key("indirect", kurils)
    found = framing.voices(kurils).filter(pl.col("quotation") != "direct").to_dicts()
    pairs = match(gold, found, lambda a, b: overlap(a, b) >= 0.5)
    assert len(pairs) / len(gold) >= 0.98
    assert len(pairs) / len(found) >= 0.90
    assert sum(a["speaker"] == b["speaker"] for a, b in pairs) / len(pairs) >= 0.88


def test_stance(kurils: Run) -> None:
    gold = key("stance", kurils)
    found = framing.stance(kurils).to_dicts()
    pairs = match(
        gold,
        found,
        lambda a, b: overlap(a, b) > 0 and (a["kind"], a["position"]) == (b["kind"], b["position"]),
    )
    assert len(pairs) / len(found) == 1.0
    assert len(pairs) / len(gold) >= 0.96
    agree = sum((a["holder"], a["voice"]) == (b["holder"], b["voice"]) for a, b in pairs)
    assert agree / len(pairs) >= 0.96


def test_the_event_without_planted_difference_takes_no_stance(kurils: Run) -> None:
    assert framing.stance(kurils).filter(pl.col("event") == "fishery-quota").is_empty()


def test_the_wire_story_is_one_unit_in_another_voice(kurils: Run) -> None:
    carriers = kurils.copies.filter(pl.col("n_carriers") > 1)
    assert carriers.height == 3
    assert carriers["unit"].n_unique() == 1
    own = framing.names(kurils, mentions=True, scope=framing.Scope(voice=("outlet",)))
    body = own.filter((pl.col("wire") == "MAKET") & ~pl.col("place").is_in(["title", "standfirst"]))
    assert body.is_empty()


def test_house_sentences_weigh_once_per_outlet(kurils: Run) -> None:
    house = kurils.repeats.filter((pl.col("n_in_outlet") > 1) & (pl.col("n_tokens") >= 6))
    found = {outlet: rows["n_in_outlet"][0] for (outlet,), rows in house.group_by("outlet")}
    assert found["Primer Gazette"] == 3
    assert found["Udaharan Express"] == 2


@pytest.mark.parametrize("group", ["China", "India", "Russia"])
def test_groups_are_described_and_outlets_only_counted(kurils: Run, group: str) -> None:
    shares = framing.names(kurils).filter(pl.col("group") == group)
    outlets = shares.filter(pl.col("unit") == "outlet")
    assert outlets["low"].null_count() == outlets.height
    assert set(outlets["flag"]) == {"fewer than 5 distinct articles: no interval"}
    assert kurils.design.tier == "descriptive"


def own_names(run: Run, outlet: str) -> dict[str, set[str]]:
    """The names that an outlet uses in its own words and explains by nobody, by event."""
    scope = framing.Scope(voice=("outlet",), outlets=(outlet,))
    rows = framing.names(run, mentions=True, scope=scope).filter(
        (pl.col("mode") == "own") & (pl.col("side") != "neutral")
    )
    return {
        event: set(part["name"]) for (event,), part in rows.group_by("event", maintain_order=True)
    }


def test_one_outlet_changes_its_names_half_way(islands: Run) -> None:
    assert own_names(islands, "Shili Evening Post") == {
        "talks-moscow": {"northern_territories"},
        "investment-forum": {"northern_territories"},
        "summit-osaka": {"northern_territories"},
        "minister-visit": {"southern_kurils"},
        "graves-visit": {"southern_kurils"},
    }
    assert set().union(*own_names(islands, "Udaharan Express").values()) == {"southern_kurils"}


def test_the_change_of_names_shows_between_two_days(islands: Run) -> None:
    rows = framing.timeline(islands, by="phase", layer="names").rates.filter(
        (pl.col("outlet") == "Shili Evening Post") & (pl.col("n") > 0)
    )
    days = {
        name: sorted(part["from"])
        for (name,), part in rows.filter(pl.col("item") != "disputed_islands").group_by("item")
    }
    assert max(days["northern_territories"]) < min(days["southern_kurils"])
    assert str(min(days["southern_kurils"])) == "2019-08-02"


def test_one_event_has_no_article_in_india(islands: Run) -> None:
    rows = framing.events(islands).filter(pl.col("event") == "minister-visit")
    assert dict(rows.select("outlet", "coverage").iter_rows()) == {
        "Namuna Times": "searched, none",
        "Udaharan Express": "searched, none",
        "Obrazets Courier": "covered",
        "Primer Gazette": "covered",
        "Shili Evening Post": "covered",
        "Yangben Daily": "covered",
    }
    others = framing.events(islands).filter(pl.col("event") != "minister-visit")
    assert set(others["coverage"]) == {"covered"}


def test_a_live_page_saved_twice_is_one_unit(islands: Run) -> None:
    live = islands.copies.filter(pl.col("article").str.starts_with("namuna-times/live-updates"))
    assert live.height == 2
    assert live["unit"].n_unique() == 1
    assert set(live["n_carriers"]) == {2}


def test_outlets_of_one_country_differ_as_much_as_those_of_two(islands: Run) -> None:
    rows = framing.names(islands, show="sides").filter(pl.col("unit") == "outlet")
    groups = dict(rows.select("outlet", "group").iter_rows())
    shares = {
        outlet: dict(part.select("side", "estimate").iter_rows())
        for (outlet,), part in rows.group_by("outlet")
    }
    apart: dict[bool, list[float]] = {True: [], False: []}
    for a, b in combinations(sorted(shares), 2):
        sides = shares[a].keys() | shares[b].keys()
        gaps = sum(abs(shares[a].get(s, 0) - shares[b].get(s, 0)) for s in sides) / 2
        apart[groups[a] == groups[b]].append(gaps)
    assert [len(gaps) for gaps in (apart[True], apart[False])] == [3, 12]
    assert sum(apart[True]) / 3 >= sum(apart[False]) / 12


def test_the_whole_corpus_is_still_described_only(islands: Run) -> None:
    assert islands.design.tier == "descriptive"
