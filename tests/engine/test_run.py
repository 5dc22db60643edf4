"""A run over small studies: tables that agree, the cache in place, numbers by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest

import framing
from framing.engine.mentions import mention_rows
from framing.engine.parts import stages as module
from framing.engine.run import Run
from framing.errors import PatternError, UsageError
from framing.records.scope import Scope
from framing.records.tables import MENTION
from framing.study.load import load_study


def test_two_runs_give_the_same_tables_cached_or_not(make_study):
    folder = make_study()
    fresh = framing.open_study(folder)
    first = (fresh.segments, fresh.tokens, fresh.sentences, *fresh.layers)
    assert (folder / ".framing").is_dir()
    cached = framing.open_study(folder)
    second = (cached.segments, cached.tokens, cached.sentences, *cached.layers)
    shutil.rmtree(folder / ".framing")
    (folder / ".framing").write_text("a file where the cache should be")
    uncached = framing.open_study(folder)
    third = (uncached.segments, uncached.tokens, uncached.sentences, *uncached.layers)
    for one, two, three in zip(first, second, third, strict=True):
        assert one.equals(two) and one.equals(three)


def test_the_second_run_annotates_nothing(make_study, monkeypatch):
    folder = make_study()
    expected = framing.open_study(folder).layers.names

    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("computed again")

    for name in ("annotate", "tokenise", "build_segments", "build_sentences"):
        monkeypatch.setattr(module, name, never)
    assert framing.open_study(folder).layers.names.equals(expected)


def test_a_changed_codebook_is_obeyed(make_study):
    folder = make_study()
    assert set(framing.open_study(folder).layers.names["name"]) == {"blue", "green"}
    path = folder / "codebook/codebook.yaml"
    path.write_text(path.read_text().replace("blue:", "azure:"))
    assert set(framing.open_study(folder).layers.names["name"]) == {"azure", "green"}


def test_corrected_roles_are_obeyed(make_study):
    folder = make_study()
    line = "The islands were seized by the South in the autumn of 1945."
    assert framing.open_study(folder).layers.facts.height == 1
    (folder / "roles.csv").write_text(f'article,text,role\nalpha_talks.txt,"{line}",furniture\n')
    run = framing.open_study(folder)
    assert run.layers.facts.height == 0
    assert "seized" not in set(run.weighted_tokens(Scope()).filter(pl.col("weight") > 0)["type"])


def test_a_read_only_study_is_cached_in_the_users_folder(make_study, tmp_path, monkeypatch):
    folder = make_study()
    before = sorted(p.relative_to(folder) for p in folder.rglob("*"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("framing.study.load.os.access", lambda path, mode: False)
    run = framing.open_study(folder)
    assert run.layers.names.height > 0
    assert sorted(p.relative_to(folder) for p in folder.rglob("*")) == before
    assert list((tmp_path / "home/framing").rglob("*.parquet"))


def test_progress_names_the_stages_once(make_study):
    stages: list[str] = []
    run = Run(load_study(make_study()), stages.append)
    for _ in range(2):
        _ = (run.layers, run.tokens, run.segments, run.design)
    assert len(stages) == len(set(stages)) == 2


@pytest.mark.parametrize("language", ["ru", "und"])
def test_a_study_without_english_articles_has_empty_tables_and_no_crash(make_study, language):
    toml = f'[study]\nlanguage = "{language}"\n[sampling]\nkind = "complete"\n'
    run = framing.open_study(make_study({"study.toml": toml}))
    assert run.measured.height == 0 and run.study.articles.height == 3
    assert framing.names(run).height == 0
    assert framing.voices(run).height == 0
    assert framing.stance(run, shares=True).height == 0
    assert framing.kwic(run, "islands").height == 0
    assert framing.style(run).height == 0
    assert run.design.tier == "reading"


def test_words_of_a_text_are_those_of_its_segments(kurils):
    text = dict(kurils.study.articles.select("article", "text").iter_rows())
    for row in kurils.tokens.sample(200, seed=1).iter_rows(named=True):
        assert text[row["article"]][row["start"] : row["end"]] == row["surface"]


def test_every_layer_has_true_offsets(kurils):
    text = dict(kurils.study.articles.select("article", "text").iter_rows())
    for name in ("names", "stances", "facts"):
        layer: pl.DataFrame = getattr(kurils.layers, name)
        assert layer.height > 10
        assert layer["id"].n_unique() == layer.height
        for article, start, end, passage in layer.select(
            "article", "start", "end", "text"
        ).iter_rows():
            assert text[article][start:end] == passage
    for article, start, end in kurils.layers.spans.select("article", "start", "end").iter_rows():
        assert 0 <= start < end <= len(text[article])


def test_the_wire_story_is_one_unit_of_three_carriers(kurils):
    groups = kurils.copies.filter(pl.col("n_carriers") > 1)
    assert groups.height == 3 and groups["unit"].n_unique() == 1
    assert {article.split("/")[0] for article in groups["article"]} == {
        "primer-gazette",
        "yangben-daily",
        "namuna-times",
    }
    assert all("forum" in a or "investors" in a for a in groups["article"])


def test_the_house_sentence_is_found(kurils):
    body = kurils.segments.filter(pl.col("role") == "body")
    house = kurils.repeats.join(body, on=["article", "segment"], how="semi").filter(
        pl.col("n_in_outlet") == 3
    )
    assert house["article"].n_unique() == 3
    assert set(house["outlet"]) == {"Primer Gazette"}


def test_the_design_of_the_corpus(kurils):
    assert [(s.name, s.n_articles) for s in kurils.design.sides] == [
        ("China", 6),
        ("India", 6),
        ("Russia", 6),
    ]
    assert kurils.design.shared_events == ("fishery-quota", "investment-forum", "talks-moscow")
    assert kurils.design.tier == "descriptive"


def test_authored_names_count_the_wire_story_once_a_group(kurils):
    shown = framing.names(kurils, mentions=True)
    seen = framing.names(kurils, mentions=True, scope=Scope(copies="published", repeats="all"))
    assert set(seen["weight"]) == {1.0}
    assert shown.height == seen.height
    assert shown["weight"].sum() < seen["weight"].sum()


def test_mentions_carry_the_contract_and_their_place(kurils):
    rows = mention_rows(kurils, kurils.layers.names, Scope())
    assert rows.columns[: len(MENTION)] == list(MENTION)
    titles = rows.filter(pl.col("role") == "title")
    assert set(titles["place"]) == {"title"} and titles.height > 3
    assert rows.select("article", "start").equals(
        rows.select("article", "start").sort("article", "start")
    )


@pytest.mark.parametrize("voice", ["outlet", "source", "wire", "caption"])
def test_a_voice_selects_the_mentions_that_have_it(kurils, voice):
    rows = framing.names(kurils, mentions=True, scope=Scope(voice=(voice,)))
    every = framing.names(kurils, mentions=True)
    assert set(rows["voice"]) == {voice}
    assert rows.height == every.filter(pl.col("voice") == voice).height


def test_a_mention_in_a_caption_that_stands_twice_weighs_half(kurils):
    rows = framing.names(kurils, mentions=True, scope=Scope(role=("caption",)))
    twice = rows.filter(pl.col("article").str.starts_with("yangben-daily/forum"))
    assert twice.height == 2 and twice["weight"].to_list() == [0.5, 0.5]


def test_kwic_stays_in_its_sentence_and_scope(kurils):
    rows = framing.kwic(kurils, "sovereignty ~5 (islands|kurils)")
    assert rows.height > 2
    text = dict(kurils.study.articles.select("article", "text").iter_rows())
    for row in rows.iter_rows(named=True):
        assert text[row["article"]][row["start"] : row["end"]] == row["match"]
        assert ". " not in row["match"]
    only = framing.kwic(kurils, "sovereignty", scope=Scope(voice=("source",)))
    every = framing.kwic(kurils, "sovereignty")
    assert 0 < only.height < every.height
    assert every.select("outlet", "article", "start").equals(
        every.select("outlet", "article", "start").sort("outlet", "article", "start")
    )


def test_kwic_reads_patterns_of_the_study(kurils):
    assert set(framing.kwic(kurils, "@lavrov")["match"].str.to_lowercase()) <= {
        "lavrov",
        "sergey lavrov",
        "sergei lavrov",
        "lavrov's",
        "lavrov’s",
    }
    with pytest.raises(PatternError, match=r"unknown actor @nobody; allowed: .*lavrov"):
        framing.kwic(kurils, "@nobody")


@pytest.mark.parametrize(
    ("group", "versus", "message"),
    [
        ("Prussia", "", "no side 'Prussia' in this study; allowed: China, India"),
        ("China", "Prussia", "no side 'Prussia'"),
        ("China", "China", "'China' cannot be compared with itself"),
        ("China", "Yangben Daily", "'China' and 'Yangben Daily' share articles"),
    ],
)
def test_sides_that_cannot_be_compared(kurils, group, versus, message):
    with pytest.raises(UsageError, match=message):
        framing.words(kurils, group=group, versus=versus)


@pytest.mark.parametrize("max_n", [0, 4])
def test_ngrams_out_of_range(kurils, max_n):
    with pytest.raises(UsageError, match=f"max_n is {max_n}; allowed: 1, 2, 3"):
        framing.words(kurils, group="China", max_n=max_n)


def test_words_of_two_outlets_are_for_reading(kurils):
    found = framing.words(kurils, group="Primer Gazette", versus="Obrazets Courier", max_n=1)
    assert found.pair.tier == "reading"
    assert found.words["log_ratio"].null_count() == found.words.height


def test_page_furniture_is_no_word_of_an_outlet(kurils):
    terms = set(framing.words(kurils, group="Primer Gazette", versus="Namuna Times").words["term"])
    for furniture in (
        "related stories",
        "stories found",
        "www",
        "read also",
        "all news",
        "namuna times",
    ):
        assert furniture not in terms


def test_style_of_short_scopes_is_length_alone(kurils):
    values = framing.style(kurils, articles=True, scope=Scope(role=("title",)))
    assert set(values.drop_nulls("value")["measure"]) == {"n_words"}
    body = framing.style(kurils, articles=True)
    assert body.filter(pl.col("measure") == "mtld")["value"].null_count() == 0


def test_two_folders_of_one_study_give_the_same_report_tables(kurils, kurils_folder, tmp_path):
    copy = tmp_path / "elsewhere"
    shutil.copytree(kurils_folder, copy, ignore=shutil.ignore_patterns(".framing"))
    other = framing.open_study(copy)
    assert framing.names(other).equals(framing.names(kurils))
    assert framing.words(other, group="China").words.equals(
        framing.words(kurils, group="China").words
    )


def test_the_repository_has_no_cache_from_tests(kurils, kurils_folder):
    _ = kurils.layers
    assert kurils.study.cache == Path(kurils_folder).resolve() / ".framing"


def test_a_part_of_a_study_has_its_own_tier(kurils):
    assert kurils.design.tier == "descriptive"
    one = kurils.design_in(Scope(events=("talks-moscow",)))
    assert one.tier == "reading"
    assert one.units["article"].n_unique() == 6
    shares = framing.names(kurils, scope=Scope(events=("talks-moscow",)))
    assert shares["low"].null_count() == shares.height
    assert set(shares["claim"]) == {"these_articles"}


def test_style_of_a_part_counts_only_its_articles(kurils):
    rows = framing.style(kurils, scope=Scope(events=("talks-moscow",)))
    length = rows.filter((rows["measure"] == "n_words") & (rows["unit"] == "event"))
    assert length.select("event", "n").rows() == [("talks-moscow", 6)]
    assert length["estimate"][0] > 150


def test_positions_told_of_others_are_no_part_of_the_outlets_voice(kurils: Run) -> None:
    own = framing.stance(kurils, shares=True, scope=framing.Scope(voice=("outlet",)))
    assert set(own["voice"]) == {"outlet"}
    told = framing.stance(kurils, shares=True, scope=framing.Scope(voice=("source",)))
    both = framing.stance(kurils, shares=True)
    sources = both.filter((pl.col("voice") == "source") & (pl.col("unit") == "outlet"))
    assert told.filter(pl.col("unit") == "outlet")["n"].sum() == sources["n"].sum()
