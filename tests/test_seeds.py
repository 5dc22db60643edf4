"""The five real articles: what issue 2 demands of names, quotations, stance and repeats.

The texts are read in place and are not part of the project; without them these tests are skipped.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.engine.run import Run

KURILS = Path(__file__).resolve().parent.parent / "corpora" / "kurils"
TASS_2, CGTN, TASS_3, EXPRESS = "001", "002", "003", "004"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Run:
    folder = tmp_path_factory.mktemp("seeds")
    shutil.copytree(KURILS / "codebook", folder / "codebook")
    place = (shared / "seeds").as_posix()
    (folder / "study.toml").write_text(
        f'[study]\nquestion = "The seeds"\narticles = "{place}"\nindex = "{place}/articles.csv"\n'
    )
    return framing.open_study(folder)


def of(seeds: Run, frame: pl.DataFrame, number: str) -> pl.DataFrame:
    files = dict(seeds.measured.select("file", "article").iter_rows())
    article = next(article for file, article in files.items() if file.startswith(number))
    return frame.filter(pl.col("article") == article)


def modes(seeds: Run, number: str, name: str) -> list[tuple[str, str | None]]:
    rows = of(seeds, framing.names(seeds, mentions=True), number)
    return sorted(rows.filter(pl.col("name") == name).select("mode", "gloss").rows())


def test_no_event_is_shared_so_they_are_for_reading(seeds: Run) -> None:
    assert seeds.design.tier == "reading"
    assert framing.names(seeds)["low"].null_count() == framing.names(seeds).height


def test_southern_kurils_are_used_mentioned_or_reported(seeds: Run) -> None:
    own, reported, gloss = ("own", None), ("paraphrased", None), ("glossed", "symmetric")
    assert modes(seeds, TASS_3, "southern_kurils") == [own, own, reported, reported]
    assert modes(seeds, TASS_2, "southern_kurils") == [reported]
    assert modes(seeds, CGTN, "southern_kurils") == [gloss]
    assert modes(seeds, EXPRESS, "southern_kurils") == [gloss]


def test_northern_territories_are_only_mentioned(seeds: Run) -> None:
    gloss = ("glossed", "symmetric")
    assert modes(seeds, CGTN, "northern_territories") == [gloss]
    assert modes(seeds, EXPRESS, "northern_territories") == [gloss]
    rows = framing.names(seeds, mentions=True).filter(pl.col("name") == "northern_territories")
    assert rows.height == 2
    assert set(rows["gloss_owner"]) == {"Japan"}


def test_the_twelve_quotations_have_their_speakers(seeds: Run) -> None:
    rows = framing.voices(seeds).filter(pl.col("quotation") != "indirect")
    files = dict(seeds.measured.select("article", "file").iter_rows())
    found = sorted((files[article][:3], speaker) for article, speaker in rows.select(
        "article", "speaker").iter_rows())  # fmt: skip
    assert found == [
        ("000", "Maxim Akimov"), ("000", "Maxim Akimov"), ("000", "Maxim Akimov"),
        ("001", "Valery Limarenko"), ("001", "Valery Limarenko"),
        ("002", "Sergei Lavrov"), ("002", "Taro Kono"),
        ("003", "Russian Foreign Ministry"), ("003", "the statement"),
        ("004", "Kremlin"), ("004", "Shinzo Abe"), ("004", "Vladimir Putin"),
    ]  # fmt: skip


def test_the_scare_quote_is_no_quotation(seeds: Run) -> None:
    rows = of(seeds, framing.voices(seeds), TASS_3)
    marked = rows.filter(pl.col("text").str.contains("special system"))
    assert marked.select("speaker", "quotation").rows() == [("Japan", "indirect")]


def test_sovereignty_is_asserted_by_sources(seeds: Run) -> None:
    rows = framing.stance(seeds).filter(pl.col("text").str.contains("sovereignty"))
    assert set(rows["kind"]) == {"asserted"}
    assert set(rows["voice"]) == {"source"}
    assert set(rows["position"]) == {"favour"}
    assert sorted(rows["holder"]) == ["Moscow", "Moscow", "Sergey Lavrov"]


def test_the_transfer_is_worded_in_the_outlets_own_voice(seeds: Run) -> None:
    rows = framing.stance(seeds).filter(pl.col("text").is_in(["seized", "handed over"]))
    files = dict(seeds.measured.select("article", "file").iter_rows())
    found = {
        (files[row["article"]][:3], row["text"], row["position"], row["kind"], row["voice"])
        for row in rows.iter_rows(named=True)
    }
    assert found == {
        (CGTN, "seized", "against", "wording", "outlet"),
        (EXPRESS, "seized", "against", "wording", "outlet"),
        (TASS_3, "handed over", "favour", "wording", "outlet"),
    }


def test_handing_over_to_japan_is_no_handing_over_to_the_soviet_union(seeds: Run) -> None:
    assert of(seeds, framing.facts(seeds), TASS_2).is_empty()
    stances = of(seeds, framing.stance(seeds), TASS_2)
    assert not stances.filter(pl.col("text").str.contains("hand")).height


def test_the_same_fact_has_three_grammars(seeds: Run) -> None:
    def told(number: str) -> list[tuple[str | None, ...]]:
        rows = of(seeds, framing.facts(seeds), number)
        rows = rows.filter(pl.col("text").is_in(["seized", "handed over"]))
        return rows.select("verb", "grammar", "agency", "agent", "recipient", "status").rows()

    ussr = "the Soviet Union"
    assert told(TASS_3) == [("hand over", "passive", "deleted", None, ussr, "told")]
    assert told(CGTN) == [("seize", "passive", "stated", ussr, None, "told")]
    assert told(EXPRESS) == [("seize", "active", "stated", "The Soviet Union", None, "told")]


def test_the_sentence_that_tass_repeats_is_found(seeds: Run) -> None:
    repeats = seeds.repeats.filter(pl.col("n_in_outlet") > 1)
    texts = dict(seeds.measured.select("article", "text").iter_rows())
    found = {
        texts[row["article"]][row["start"] : row["end"]] for row in repeats.iter_rows(named=True)
    }
    assert len(found) == 1
    assert found.pop().endswith("cannot be called into question")
    weighed = framing.voices(seeds).filter(
        (pl.col("speaker") == "Moscow") & pl.col("text").str.ends_with("called into question")
    )
    assert weighed["weight"].to_list() == [0.5, 0.5]
