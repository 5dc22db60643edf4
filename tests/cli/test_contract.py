"""The columns that every command promises; later work only adds."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from framing.cli import main

ESTIMATE = [
    "unit", "outlet", "group", "event", "scope", "claim", "estimate", "low", "high", "level",
    "n", "n_eff", "n_articles", "n_events", "flag",
]  # fmt: skip
MENTION = [
    "article", "outlet", "group", "event", "role", "place", "voice", "wire", "start", "end", "text",
]  # fmt: skip
NAMES = ["entity", "name", "side", "mode"]
VOICES = ["speaker", "side", "source_type", "cue", "cue_class", "quotation", "content_words"]
STANCE = ["target", "position", "kind", "holder", "hedge", "sentence"]
FACTS = [
    "fact", "wording", "verb", "grammar", "construction", "agency", "agent", "recipient", "status",
    "position", "depth", "sentence",
]  # fmt: skip
PORTRAYAL = ["actor", "side", "tone", "negative", "neutral", "positive", "speaker", "sentence"]
WORDS = [
    "term", "n_a", "n_b", "rate_a", "rate_b", "log_ratio", "log_ratio_low", "log_ratio_high",
    "log_odds", "z", "g2", "p", "q", "n_articles_a", "n_articles_b", "n_events", "flag",
]  # fmt: skip
DIVERGENCE = [
    "measure", "what", "side", "estimate", "low", "high", "null_mean", "null_high", "p",
    "smallest_p", "p_method", "n", "n_articles", "n_events", "where", "claim", "flag",
]  # fmt: skip
KWIC = [
    "article", "outlet", "date", "left", "match", "right", "start", "end", "group", "voice",
    "weight",
]  # fmt: skip
SPLIT = [
    "side_a", "side_b", "measure", "per", "within", "item", "rate_a", "rate_b", "difference",
    "agenda", "agenda_low", "agenda_high", "wording", "wording_low", "wording_high", "unmatched_a",
    "unmatched_b", "no_event_a", "no_event_b", "level", "n_a", "n_b", "n_articles_a",
    "n_articles_b", "n_events_shared", "n_events_a", "n_events_b", "claim", "kind", "weights",
    "flag",
]  # fmt: skip
TIMELINE = [
    "period", "from", "to", "unit", "outlet", "group", "measure", "per", "within", "item",
    "events", "estimate", "low", "high", "level", "n", "n_articles", "n_in_period", "flag",
]  # fmt: skip
EVENT_PARTS = ["item", "event", "matched", "agenda", "wording", "outside", "n_articles_a", "flag"]
OMISSIONS = [
    "event", "kind", "item", "label", "outlet", "group", "found", "n_articles_with", "n_articles",
    "n_outlets_with", "n_outlets", "n_units_with", "n_units", "chance_none", "prior", "flag", "how",
    "article", "start", "end", "text",
]  # fmt: skip
KWIC = ["article", "outlet", "date", "left", "match", "right", "start", "end"]
LOCKWORDS = [
    "term", "n", "rates", "articles", "a", "b", "rate_a", "rate_b", "log_ratio", "low", "high",
    "level", "margin", "scope", "claim", "said",
]  # fmt: skip
ABSENT = [
    "term", "entry", "outlet", "group", "found", "n", "n_term", "n_articles",
    "n_articles_searched", "forms", "n_outside", "n_others", "n_articles_others", "forms_others",
    "n_events_others", "chance", "expected", "scope", "claim", "said", "flag",
]  # fmt: skip
COLLOCATES = [
    "outlet", "group", "scope", "claim", "node", "collocate", "n", "n_eff", "n_node", "n_collocate",
    "rate", "log_dice", "low", "high", "level", "mi", "mi3", "t", "g2", "n_articles", "flag",
]  # fmt: skip
COLLOCATE_DIFFERENCES = [
    "node", "a", "b", "collocate", "n_a", "n_b", "rate_a", "rate_b", "rate_difference",
    "rate_difference_low", "rate_difference_high", "log_dice_difference",
    "log_dice_difference_low", "log_dice_difference_high", "level", "g2", "n_articles_a", "flag",
]  # fmt: skip

CONTRACT = {
    "names": (["names"], [*ESTIMATE, *NAMES]),
    "names --mentions": (
        ["names", "--mentions"],
        [*MENTION, *NAMES, "gloss", "gloss_owner", "scare", "pair", "first"],
    ),
    "names --sides": (["names", "--sides"], [*ESTIMATE, "entity", "side", "with_paraphrased"]),
    "names --practice": (
        ["names", "--practice"],
        [*ESTIMATE, "entity", "voice", "practice", "side"],
    ),
    "voices": (["voices"], [*MENTION, *VOICES]),
    "voices --shares": (["voices", "--shares"], [*ESTIMATE, "side"]),
    "stance": (["stance"], [*MENTION, *STANCE]),
    "stance --shares": (["stance", "--shares"], [*ESTIMATE, "target", "position", "kind"]),
    "portrayal": (["portrayal"], [*MENTION, *PORTRAYAL]),
    "portrayal --shares": (["portrayal", "--shares"], [*ESTIMATE, "actor", "voice", "tone"]),
    "facts": (["facts"], [*MENTION, *FACTS]),
    "facts --shares": (["facts", "--shares"], [*ESTIMATE, "fact", "wording", "grammar", "agency"]),
    "facts --fact": (["facts", "--fact", "transfer_1945"], ["outlet", "n_articles", *FACTS]),
    "frames": (["frames"], [*MENTION, "element", "indicator", "frames", "sentence"]),
    "frames --lists": (["frames", "--lists"], [*MENTION, "kind", "list", "sentence"]),
    "frames --shares": (["frames", "--shares"], [*ESTIMATE, "kind", "item", "voice"]),
    "frames --sheet": (["frames", "--sheet"], ["variable", "article", "label", "question"]),
    "omissions": (["omissions"], OMISSIONS),
    "style": (["style"], [*ESTIMATE, "measure"]),
    "words": (["words", "--group", "Russia", "--versus", "China"], WORDS),
    "decompose": (["decompose", "--group", "Russia", "--versus", "China"], SPLIT),
    "decompose --events": (
        ["decompose", "--group", "Russia", "--versus", "China", "--term", "islands", "--events"],
        EVENT_PARTS,
    ),
    "divergence": (["divergence", "--permutations", "19"], DIVERGENCE),
    "timeline": (["timeline", "--term", "islands"], TIMELINE),
    "timeline --events": (["timeline", "--events"], ["event", "name", "date", "period"]),
    "kwic": (["kwic", "sovereignty"], KWIC),
    "lockwords": (["lockwords", "--margin", "2"], LOCKWORDS),
    "absent": (["absent", "--min-articles", "3"], ABSENT),
    "absent TERM": (["absent", "Kurils", "bioweapon"], ABSENT),
    "collocates": (["collocates", "@disputed_islands"], COLLOCATES),
    "collocates --versus": (
        ["collocates", "treaty", "--versus", "Russia", "China"],
        COLLOCATE_DIFFERENCES,
    ),
}
PLACES = {
    "title", "standfirst", "lead", "first third", "middle third", "last third", "caption", "other",
}  # fmt: skip


@pytest.fixture(scope="module")
def output(kurils, kurils_folder):
    """Standard output of a command on the teaching corpus, each run once."""
    known: dict[tuple[str, ...], str] = {}
    _ = kurils.layers

    def run(name: str, form: str) -> str:
        command, *more = CONTRACT[name][0]
        key = (command, str(kurils_folder), *more, "--format", form)
        if key not in known:
            result = CliRunner().invoke(main, key)
            assert result.exit_code == 0, result.output
            known[key] = result.stdout
        return known[key]

    return run


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_in_csv_and_json(output, name):
    columns = CONTRACT[name][1]
    header, *rows = csv.reader(io.StringIO(output(name, "csv")))
    records = json.loads(output(name, "json"))
    assert [column for column in columns if column not in header] == []
    assert len(header) == len(set(header))
    assert rows and len(rows) == len(records)
    assert all(list(record) == header for record in records)
    assert all(len(row) == len(header) for row in rows)


@pytest.mark.parametrize("name", CONTRACT)
def test_csv_and_json_say_the_same(output, name):
    records = json.loads(output(name, "json"))
    for row, record in zip(csv.DictReader(io.StringIO(output(name, "csv"))), records, strict=True):
        for column, value in record.items():
            cell = row[column]
            if value is None:
                assert cell == ""
            elif isinstance(value, bool):
                assert cell == str(value).lower()
            elif isinstance(value, int | float):
                assert float(cell) == value
            else:
                assert cell in (value, f"'{value}")


@pytest.mark.parametrize("name", CONTRACT)
def test_no_cell_is_a_formula(output, name):
    for row in csv.DictReader(io.StringIO(output(name, "csv"))):
        for cell in row.values():
            if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
                float(cell)


@pytest.mark.parametrize("name", [n for n, (_, c) in CONTRACT.items() if c[0] == "unit"])
def test_estimate_rows(output, name):
    for row in json.loads(output(name, "json")):
        assert row["unit"] in ("outlet", "group", "event")
        named = {"outlet": ("outlet", "group"), "group": ("group",), "event": ("event",)}
        for column in ("outlet", "group", "event"):
            assert (row[column] is not None) == (column in named[row["unit"]])
        assert row["claim"] == "these_outlets" and row["scope"].startswith("authored")
        assert (row["low"] is None) == (row["high"] is None) == (row["level"] is None)
        # An interval, or the reason why there is none.
        assert (row["low"] is None) == (row["flag"] != "")
        if row["low"] is not None:
            assert row["low"] < row["high"] and row["n_articles"] >= 5
        assert row["n_eff"] <= row["n"] and row["n_articles"] >= 1


@pytest.mark.parametrize(
    "name", [n for n, (_, c) in CONTRACT.items() if c[0] == "article" and n != "kwic"]
)
def test_mention_rows(output, name, kurils):
    text = dict(kurils.study.articles.select("article", "text").iter_rows())
    for row in json.loads(output(name, "json")):
        assert row["outlet"] and row["group"] and row["event"]
        assert row["voice"] in ("outlet", "source", "wire", "caption")
        assert row["place"] in PLACES
        assert 0 <= row["start"] < row["end"] <= len(text[row["article"]])
        if name != "voices":
            assert text[row["article"]][row["start"] : row["end"]] == row["text"]


def test_values_of_closed_lists(output):
    names = json.loads(output("names --mentions", "json"))
    assert {r["mode"] for r in names} == {"own", "paraphrased", "quoted", "glossed"}
    assert {r["gloss"] for r in names} <= {None, "symmetric", "asymmetric"}
    voices = json.loads(output("voices", "json"))
    assert {r["quotation"] for r in voices} == {"direct", "indirect", "mixed"}
    assert {r["cue_class"] for r in voices} - {None} <= {
        "neutral", "emphatic", "factive", "doubting", "performative", "context",
    }  # fmt: skip
    assert {r["source_type"] for r in voices} - {None} <= {
        "official", "expert", "business", "citizen", "document", "media", "unnamed",
    }  # fmt: skip
    stances = json.loads(output("stance", "json"))
    assert {r["position"] for r in stances} <= {"favour", "against", "mixed"}
    assert {r["kind"] for r in stances} == {"asserted", "wording"}


def test_shares_of_a_name_are_of_all_mentions_of_its_entity(output):
    sums: dict[tuple[object, ...], float] = {}
    for row in json.loads(output("names", "json")):
        key = tuple(row[k] for k in ("unit", "outlet", "group", "event", "entity"))
        sums[key] = sums.get(key, 0.0) + row["estimate"]
    assert sums and all(total == pytest.approx(1, abs=1e-5) for total in sums.values())


def test_p_and_q_are_null_until_units_are_permuted(output):
    rows = json.loads(output("words", "json"))
    assert all(row["p"] is None and row["q"] is None for row in rows)


def test_numbers_have_six_significant_digits(output):
    for name in ("words", "style", "names"):
        for row in json.loads(output(name, "json")):
            for value in row.values():
                if isinstance(value, float):
                    assert value == float(f"{value:.6g}")
