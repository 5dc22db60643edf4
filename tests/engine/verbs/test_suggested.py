from __future__ import annotations

import shutil

import polars as pl
import pytest
import yaml

import framing
from framing.cli.wordings import wordings_yaml
from framing.engine.verbs.suggested import suggest_names
from framing.errors import UsageError
from framing.records.tables import WORDINGS
from tests.engine.verbs.wordings_studies import BORDER, MIGRANTS, OPERATION, UNREST, WAR, files_of


def cluster_of(rows: pl.DataFrame, wording: str) -> int:
    """The cluster that a wording stands in, its head in the singular or plural."""
    found = rows.filter(pl.col("forms").str.split("; ").list.contains(wording))["cluster"]
    assert len(found) == 1, (wording, rows["forms"].to_list())
    return int(found[0])


@pytest.fixture(scope="module")
def kurils_without_names(kurils_folder, tmp_path_factory):
    """The teaching corpus, its codebook without names: nobody has said what to look for."""
    folder = tmp_path_factory.mktemp("bare") / "kurils"
    shutil.copytree(kurils_folder, folder, ignore=shutil.ignore_patterns(".framing"))
    for path in folder.glob("codebook/*.yaml"):
        path.unlink()
    bare = "codebook: bare\nversion: 1\nlanguage: en\n"
    (folder / "codebook/bare.yaml").write_text(bare, "utf-8")
    return framing.open_study(folder)


def test_the_names_of_the_islands_are_found_without_a_codebook(kurils_without_names):
    rows, notes = suggest_names(kurils_without_names)
    first = rows.filter(cluster=1)
    assert {"Southern Kurils", "Northern Territories", "disputed islands"} <= set(first["wording"])
    assert rows["known"].null_count() == rows.height
    assert notes[0] == "compared within 3 events that two outlets or more cover"
    assert "suggestions, read them" in notes[1]


def test_wordings_that_the_codebook_has_are_marked(kurils):
    rows = framing.names(kurils, suggest=True)
    known = dict(rows.filter(cluster=1).select("wording", "known").iter_rows())
    assert known["Southern Kurils"] == "disputed_islands.southern_kurils"
    assert known["Northern Territories"] == "disputed_islands.northern_territories"
    assert rows.filter(wording="waters")["known"].to_list() == [None]


def test_rows_have_the_schema_and_stand_in_the_texts(kurils):
    rows, _ = suggest_names(kurils)
    assert rows.schema == pl.Schema(WORDINGS)
    text = dict(kurils.study.articles.select("article", "text").iter_rows())
    for row in rows.iter_rows(named=True):
        for side in ("", "other_"):
            stands = text[row[f"{side}article"]][row[f"{side}start"] : row[f"{side}end"]]
            assert " ".join(stands.split()) in row[f"{side}passage"]
        assert 0 <= row["n_own"] <= row["n"] and row["n_articles"] <= row["n"]
        assert all(
            0 <= row[part] <= 1 for part in ("said", "slots", "company", "apart", "contrast")
        )


def test_counts_are_those_of_the_layer_of_names(kurils):
    rows, _ = suggest_names(kurils)
    mentions = framing.names(kurils, mentions=True)
    for wording, name in (("Northern Territories", "northern_territories"),):
        here = rows.filter(wording=wording).row(0, named=True)
        assert here["n"] == mentions.filter(name=name).height


@pytest.mark.parametrize(
    ("articles", "wanted"),
    [(OPERATION, WAR), (BORDER, MIGRANTS), (BORDER, UNREST)],
    ids=["war", "migrants", "unrest"],
)
def test_two_invented_studies_with_an_empty_codebook(make_study, articles, wanted):
    rows, _ = suggest_names(framing.open_study(make_study(files_of(articles))))
    assert len({cluster_of(rows, wording) for wording in wanted}) == 1
    assert all(cluster_of(rows, wording) <= 2 for wording in wanted)
    assert "Paula Reed" not in rows["wording"].to_list()


def test_without_events_all_articles_are_compared_and_it_is_said(make_study):
    run = framing.open_study(make_study(files_of(OPERATION, events=False)))
    rows, notes = suggest_names(run)
    assert notes[0].startswith("no article has an event: all 8 articles are compared")
    assert cluster_of(rows, "invasion") == cluster_of(rows, "special military operation")


def test_the_order_of_outlets_and_a_second_run_change_nothing(make_study):
    one = suggest_names(framing.open_study(make_study(files_of(BORDER))))[0]
    reversed_ = dict(reversed(BORDER.items()))
    other = suggest_names(framing.open_study(make_study(files_of(reversed_), name="again")))[0]
    assert one.equals(other)


def test_top_and_scope_bound_what_is_listed(make_study):
    run = framing.open_study(make_study(files_of(BORDER)))
    assert set(suggest_names(run, n=1)[0]["cluster"]) == {1}
    scope = framing.Scope(events=("bill",))
    rows, _ = suggest_names(run, scope=scope)
    assert "riots" not in " ".join(rows["forms"])
    assert cluster_of(rows, MIGRANTS[0]) == cluster_of(rows, MIGRANTS[1])


def test_too_little_to_compare_is_refused(make_study):
    run = framing.open_study(make_study())
    with pytest.raises(UsageError, match=r"words in scope; allowed: at least 150"):
        suggest_names(run)
    run = framing.open_study(make_study(files_of(BORDER), name="border"))
    with pytest.raises(UsageError, match=r"of 1 outlet \(City Ledger\); allowed: at least two"):
        suggest_names(run, scope=framing.Scope(outlets=("City Ledger",)))


def test_yaml_is_a_codebook_that_check_accepts(make_study):
    folder = make_study(files_of(BORDER))
    text = wordings_yaml(suggest_names(framing.open_study(folder))[0])
    assert text.count("# side: TODO") == 4 and "side:" not in text.replace("# side: TODO", "")
    (folder / "codebook/suggested.yaml").write_text(text, "utf-8")
    assert framing.check(folder) == ()
    run = framing.open_study(folder)
    shares = framing.names(run, mentions=True)
    assert set(shares["name"]) == {
        "illegal_immigrants", "undocumented_migrants", "protests", "riots",
    }  # fmt: skip
    # Now the codebook knows them all: nothing is left to suggest, and the YAML still loads.
    again = wordings_yaml(suggest_names(run)[0])
    assert yaml.safe_load(again) == {"names": {}}


def test_yaml_of_odd_wordings_is_quoted():
    row = dict.fromkeys(WORDINGS, None) | {
        "cluster": 1, "wording": 'No: "1"', "forms": "no; o'brien's; [x", "n": 1, "n_own": 1,
        "n_articles": 1, "outlets": 'A: "B" 1', "score": 0.5,
    }  # fmt: skip
    twin = row | {"wording": "Кольцо", "forms": "yes"}
    tree = yaml.safe_load(wordings_yaml(pl.DataFrame([row, twin, twin], schema=WORDINGS)))
    (entry,) = tree["names"].values()
    assert entry["wordings"]["no_1"]["patterns"] == ["no", "o'brien's"]
    assert entry["wordings"]["no_1"]["note"] == '1 uses (1 own) in 1 articles: A: "B" 1'
    assert len(entry["wordings"]) == 3 and entry["label"].startswith('No: "1" / Кольцо')
