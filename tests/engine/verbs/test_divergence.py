"""How different outlets are at all: on made-up studies, with and without a planted difference."""

from __future__ import annotations

import json
import random
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal

import framing
from framing.cli import main
from framing.errors import UsageError
from framing.records.scope import Scope
from framing.records.tables import APART

WORDS = [a + b + c for a in ("ba", "lo", "ki", "ren") for b in "aeiou" for c in ("ts", "mov", "ld")]
EVENTS = [f"e{k}" for k in range(6)]


def write_study(
    folder: Path, *, n: int, planted: bool, n_outlets: int = 2, events: list[str] | None = None
) -> Path:
    """``n`` articles of each of ``n_outlets`` outlets a group; words by the same dice."""
    (folder / "articles").mkdir(parents=True)
    (folder / "codebook").mkdir()
    dice = random.Random(3)
    toml = ['[study]\nid = "made"\nquestion = "Q?"\nlanguage = "en"\n']
    toml += [f'[events.{event}]\nname = "Event {event}"\n' for event in EVENTS]
    outlets, articles = ["outlet,group"], []
    for k in range(2 * n_outlets):
        group = "North" if k < n_outlets else "South"
        name = f"{group} Post {k}"
        outlets.append(f"{name},{group}")
        for j in range(n):
            body = [dice.choice(WORDS) for _ in range(60)]
            if planted:
                body += ["frosty" if group == "North" else "sunny"] * 6
            dice.shuffle(body)
            stops = [" ".join(body[i : i + 9]) for i in range(0, len(body), 9)]
            text = f"Title {group} {j}\n\n{name} has it that {'. '.join(stops)}.\n\n"
            text += "Read all about it in tomorrow's paper please.\n"
            event = (EVENTS if events is None else events)[j % len(events or EVENTS)]
            articles.append({"outlet": name, "date": "2019-05-06", "event": event, "text": text})
    (folder / "study.toml").write_text("\n".join(toml), "utf-8")
    (folder / "outlets.csv").write_text("\n".join(outlets) + "\n", "utf-8")
    lines = "".join(json.dumps(row) + "\n" for row in articles)
    (folder / "articles/all.jsonl").write_text(lines, "utf-8")
    book = "codebook: made\nversion: 1\nlanguage: en\nsides: [North, South]\nnames:\n"
    book += "  weather:\n    wordings:\n      cold: {side: North, patterns: [frosty]}\n"
    book += "      warm: {side: South, patterns: [sunny]}\n"
    (folder / "codebook/codebook.yaml").write_text(book, "utf-8")
    return folder


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory):
    return framing.open_study(
        write_study(tmp_path_factory.mktemp("planted") / "s", n=12, planted=True)
    )


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory):
    return framing.open_study(
        write_study(tmp_path_factory.mktemp("alike") / "s", n=12, planted=False)
    )


def rows_of(frame: pl.DataFrame, measure: str) -> list[dict[str, object]]:
    return frame.filter(pl.col("measure") == measure).to_dicts()


def test_a_planted_difference_is_found_and_its_terms_are_named(planted):
    frame = framing.divergence(planted, permutations=99)
    assert frame.schema == pl.Schema(APART)
    (whole,) = rows_of(frame, "divergence")
    # 6 of about 66 words tell for certain, the others nothing: 1/2 + 1/2 * 6/66.
    assert whole["estimate"] == pytest.approx(0.5 + 0.5 * 6 / 66, abs=0.02)
    assert whole["null_high"] < whole["estimate"] and whole["chance"] == 0.5
    assert whole["p"] == 0.01 == whole["smallest_p"]
    assert whole["p_method"].startswith("permutation of articles within events, 99 of 10^")
    assert (whole["n_articles"], whole["n_events"]) == (48, 6)
    first, second = rows_of(frame, "term")[:2]
    assert {(first["what"], first["side"]), (second["what"], second["side"])} == {
        ("frosty", "North"), ("sunny", "South"),
    }  # fmt: skip
    assert first["where"] in ("North 24 of 24, South 0 of 24", "North 0 of 24, South 24 of 24")


def test_nothing_is_found_where_words_are_alike(alike):
    (whole,) = rows_of(framing.divergence(alike, permutations=99), "divergence")
    assert whole["p"] > 0.05
    assert whole["null_mean"] == pytest.approx(0.5, abs=0.005)


def test_giveaways_are_taken_out_and_counted(alike):
    frame = framing.divergence(alike, permutations=0)
    removed = {row["what"]: row for row in rows_of(frame, "removed")}
    # Each article says its outlet's name (three words) once, and the house's eight words.
    assert removed["outlet names"]["n"] == 48 * 3
    assert removed["house sentences"]["n"] == 48 * 8
    assert removed["title"]["n"] == 48 * 3
    with_all = framing.divergence(alike, permutations=0, giveaways=True)
    assert rows_of(with_all, "removed") == []
    assert with_all["estimate"][0] > frame["estimate"][0] + 0.01


def test_without_the_contested_names_the_planted_difference_is_gone(planted):
    frame = framing.divergence(planted, permutations=99, contested=False)
    (whole,) = rows_of(frame, "divergence")
    assert whole["p"] > 0.05
    assert not {"frosty", "sunny"} & {row["what"] for row in rows_of(frame, "term")}
    removed = {row["what"]: row["n"] for row in rows_of(frame, "removed")}
    assert removed["contested names"] == 48 * 6


def test_by_outlet_every_pair_has_its_own_row(planted):
    found = rows_of(framing.divergence(planted, by="outlet", permutations=19), "divergence")
    assert [row["what"] for row in found[:2]] == ["all outlets", "North Post 0 | North Post 1"]
    assert len(found) == 7 and found[0]["chance"] == 0.25
    # 12 articles a side: no p in this tier, the null stands.
    assert all(row["p"] is None and row["null_mean"] for row in found)
    assert "tier descriptive: no p" in found[0]["flag"]


def test_claims_about_groups_need_four_outlets_a_side(planted, tmp_path):
    (whole,) = rows_of(framing.divergence(planted, claim="group"), "divergence")
    assert whole["p"] is None and "needs 4 outlets a side" in whole["flag"]
    wide = framing.open_study(write_study(tmp_path / "s", n=6, planted=True, n_outlets=4))
    (whole,) = rows_of(framing.divergence(wide, claim="group"), "divergence")
    # 8 outlets, 4 a side: 70 relabellings, two of which are this one and its mirror image.
    assert whole["p"] == pytest.approx(2 / 70) == whole["smallest_p"]
    assert "all 70 relabellings" in whole["p_method"] and whole["claim"] == "group"


def test_too_little_is_a_row_with_its_reason(make_study, tmp_path):
    frame = framing.divergence(framing.open_study(make_study()))
    (whole,) = rows_of(frame, "divergence")
    assert whole["estimate"] is None and whole["claim"] == "these_articles"
    assert whole["flag"] == "tier reading: 0 sides with 5 distinct articles"
    assert [row["what"] for row in rows_of(frame, "left out")] == ["North", "South"]
    apart = write_study(tmp_path / "s", n=8, planted=True, n_outlets=1, events=[""])
    (whole,) = rows_of(framing.divergence(framing.open_study(apart)), "divergence")
    assert whole["flag"] == "tier reading: no event that North and South both cover"
    assert whole["estimate"] is None and whole["null_mean"] is None


def test_divergence_within_events(tmp_path):
    run = framing.open_study(
        write_study(tmp_path / "s", n=12, planted=True, n_outlets=1, events=["e0", "e1"])
    )
    found = rows_of(framing.divergence(run, permutations=0), "divergence in event")
    assert [(row["what"], row["n_articles"], row["where"]) for row in found] == [
        ("e0", 12, "North 6, South 6"),
        ("e1", 12, "North 6, South 6"),
    ]
    assert all(row["estimate"] > 0.5 for row in found)


def test_the_order_of_articles_changes_nothing(tmp_path):
    folder = write_study(tmp_path / "s", n=8, planted=True)
    before = framing.divergence(framing.open_study(folder), permutations=19)
    path = folder / "articles/all.jsonl"
    path.write_text("".join(reversed(path.read_text("utf-8").splitlines(keepends=True))), "utf-8")
    after = framing.divergence(framing.open_study(folder), permutations=19)
    # Articles change their ids with their rows, so that permutations are others: the rest holds.
    keep = ["measure", "what", "estimate", "n", "n_articles", "where"]
    assert_frame_equal(before.select(keep), after.select(keep))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"by": "country"}, "by is 'country'; allowed: group, outlet"),
        ({"max_n": 4}, "max_n is 4"),
        ({"min_articles": 1}, "min_articles is 1"),
        ({"claim": "nation"}, "claim is 'nation'"),
        ({"permutations": -1}, "permutations is -1"),
        ({"by": "outlet", "claim": "group"}, "claim .group. speaks of groups"),
        ({"by": "outlet", "leave_outlet": True}, "leave_outlet speaks of groups"),
    ],
)
def test_what_is_not_allowed_is_said(planted, changes, message):
    with pytest.raises(UsageError, match=message):
        framing.divergence(planted, **changes)


def test_titles_alone_are_measured_when_asked_for(planted):
    frame = framing.divergence(planted, scope=Scope(role=("title",)), permutations=0)
    assert "title" not in {row["what"] for row in rows_of(frame, "removed")}
    # "north" or "south" stands in each title, one word of three that counts for all.
    assert {row["what"] for row in rows_of(frame, "term")} >= {"north", "south"}
    (whole,) = rows_of(frame, "divergence")
    assert whole["estimate"] > 0.6 and "so large a difference reads low" in whole["flag"]


def test_the_command(planted):
    arguments = ["divergence", str(planted.study.folder), "--permutations", "19", "--top", "2"]
    result = CliRunner().invoke(main, [*arguments, "--format", "csv"])
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].split(",") == list(APART)
    assert sum(line.startswith("term,") for line in lines) == 2


def test_accuracy_by_article_event_and_outlet(planted, alike):
    frame = framing.divergence(
        planted, permutations=39, accuracy=True, leave_event=True, leave_outlet=True, top=0
    )
    for measure in ("accuracy", "accuracy on other events", "accuracy on other outlets"):
        (whole,) = rows_of(frame, measure)
        assert whole["estimate"] == 1.0 and whole["low"] is None
        assert whole["n_articles"] == 48
        assert whole["null_high"] < 1 or measure.endswith("outlets")
        recall = rows_of(frame, f"{measure}: recall")
        assert [(row["what"], row["estimate"], row["n_articles"]) for row in recall] == [
            ("North", 1.0, 24),
            ("South", 1.0, 24),
        ]
        assert (whole["p"] is None) == measure.endswith("outlets")
    assert rows_of(frame, "accuracy")[0]["p"] == 1 / 40
    assert frame["measure"][1] == "divergence on other events"
    (other,) = rows_of(frame, "divergence on other events")
    assert other["p"] == 1 / 40 and other["estimate"] == pytest.approx(0.545, abs=0.02)
    assert "needs 4 outlets a side" in rows_of(frame, "accuracy on other outlets")[0]["flag"]
    (nothing,) = rows_of(framing.divergence(alike, permutations=39, accuracy=True), "accuracy")
    assert nothing["p"] > 0.05 and 0.2 < nothing["estimate"] < 0.8


def test_what_cannot_be_left_out_is_said(tmp_path):
    run = framing.open_study(
        write_study(tmp_path / "s", n=8, planted=True, n_outlets=1, events=["e0"])
    )
    frame = framing.divergence(run, permutations=0, leave_event=True, leave_outlet=True)
    (event,) = rows_of(frame, "accuracy on other events")
    assert event["estimate"] is None and "fewer than two events" in event["flag"]
    (reader,) = rows_of(frame, "divergence on other events")
    assert reader["estimate"] is None and "fewer than two events" in reader["flag"]
    (outlet,) = rows_of(frame, "accuracy on other outlets")
    assert "North has 1 outlet; needed: 2" in outlet["flag"]


def test_the_interval_stands_with_twenty_articles_a_side(planted, tmp_path):
    (whole,) = rows_of(framing.divergence(planted, permutations=0), "divergence")
    assert whole["low"] < whole["estimate"] < whole["high"] and whole["level"] == 0.95
    assert "reads low" not in whole["flag"]
    few = framing.open_study(write_study(tmp_path / "s", n=9, planted=True))
    (whole,) = rows_of(framing.divergence(few, permutations=0), "divergence")
    assert whole["low"] is None and whole["level"] is None
    assert "a side with fewer than 20 distinct articles: no interval" in whole["flag"]
