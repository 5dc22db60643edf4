"""What changed between two reports, and why: read off two folders written by hand."""

from __future__ import annotations

import copy
import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from framing.batch.compared.compare import compare, compare_runs, render_comparison
from framing.cli import main
from framing.errors import UsageError
from framing.files import hash_file

NAMES = (
    "unit,outlet,group,event,entity,name,mode,estimate,low,high,n,flag\n"
    "outlet,Alpha,North,,islands,blue,own,0.5,0.4,0.6,10,\n"
    "outlet,Beta,North,,islands,blue,own,0.2,,,2,few articles\n"
)
MENTIONS = "article,start,end,text\nalpha/x-00000001,1,5,blue\nbeta/y-00000002,3,7,blue\n"
MANIFEST = {
    "study": "tiny",
    "question": "How?",
    "tier": "descriptive",
    "scope": "authored",
    "findings": [
        {"kind": "names", "claim": "these_outlets", "text": "Alpha uses blue (5 of 10)."},
        {"kind": "voices", "claim": "these_outlets", "text": "Beta quotes the North."},
    ],
    "articles": {
        "alpha/x-00000001": {
            "outlet": "Alpha",
            "event": "talks",
            "date": "2019-05-06",
            "hash": "1",
        },
        "beta/y-00000002": {"outlet": "Beta", "event": "talks", "date": "2019-05-07", "hash": "2"},
    },
    "inputs": {"articles/x.txt": "1", "codebook/book.yaml": "c1", "study.toml": "s1"},
    "codebook": {"name": "tiny", "version": "1", "hash": "h1"},
    "options": {"seed": 1, "level": 0.95},
    "versions": {"framing": "0.1.0", "polars": "2.1"},
}


def write(folder: Path, *, manifest=None, names: str = NAMES, mentions: str = MENTIONS) -> Path:
    (folder / "tables").mkdir(parents=True)
    (folder / "tables/names.csv").write_text(names)
    (folder / "tables/names_mentions.csv").write_text(mentions)
    (folder / "tables/articles.csv").write_text("article,file\nalpha/x-00000001,x.txt\n")
    (folder / "index.html").write_text("page")
    content = copy.deepcopy(manifest or MANIFEST)
    content["files"] = {p.relative_to(folder).as_posix(): hash_file(p) for p in folder.rglob("*.*")}
    (folder / "manifest.json").write_text(json.dumps(content))
    return folder


def changed(**parts: object) -> dict[str, object]:
    return {**copy.deepcopy(MANIFEST), **parts}


def rows(a: Path, b: Path, *parts: str) -> list[tuple[str, ...]]:
    found = compare(a, b).of(*parts)
    return [(c.table, c.item, c.column, c.change, c.a, c.b, c.intervals) for c in found]


def test_a_report_is_the_same_as_itself(tmp_path):
    a, b = write(tmp_path / "a"), write(tmp_path / "b")
    assert compare_runs(a, b).is_empty()
    assert list(render_comparison(compare(a, b))) == [
        "The same numbers and findings, made from the same."
    ]
    assert invoke(a, b).exit_code == 0


def test_the_same_numbers_by_another_version_are_the_same(tmp_path):
    a = write(tmp_path / "a")
    b = write(tmp_path / "b", manifest=changed(versions={"framing": "0.2.0", "polars": "2.1"}))
    result = invoke(a, b)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "Same numbers and findings, other version."
    assert "  version framing: 0.1.0 -> 0.2.0" in result.stdout.splitlines()


@pytest.mark.parametrize(
    ("low", "high", "said"), [("0.55", "0.8", "overlap"), ("0.61", "0.9", "apart"), ("", "", "")]
)
def test_a_number_is_told_with_both_intervals(tmp_path, low, high, said):
    names = NAMES.replace("0.5,0.4,0.6,10", f"0.7,{low},{high},12")
    a, b = write(tmp_path / "a"), write(tmp_path / "b", names=names)
    item = "unit=outlet; outlet=Alpha; group=North; entity=islands; name=blue; mode=own"
    assert rows(a, b, "number") == [
        ("names", item, "estimate", "changed", "0.5", "0.7", said),
        ("names", item, "n", "changed", "10", "12", ""),
    ]
    (change, _) = compare(a, b).of("number")
    assert (change.a_low, change.a_high, change.b_low, change.b_high) == ("0.4", "0.6", low, high)
    result = invoke(a, b)
    assert result.exit_code == 1
    assert "names outlet, Alpha, North, islands, blue, own estimate: 0.5 [0.4, 0.6] -> 0.7" in (
        result.stdout
    )
    assert "1 number beside these changed, too" in result.stdout


def test_rows_that_came_and_went(tmp_path):
    names = NAMES.replace("outlet,Beta", "outlet,Gamma")
    a, b = write(tmp_path / "a"), write(tmp_path / "b", names=names)
    found = [(c[1].split("; ")[1], c[3], c[4], c[5]) for c in rows(a, b, "number")]
    assert found == [("outlet=Beta", "gone", "0.2", ""), ("outlet=Gamma", "new", "", "0.2")]


def test_the_order_of_rows_and_words_beside_numbers_are_seen(tmp_path):
    a = write(tmp_path / "a")
    b = write(tmp_path / "b", names=NAMES.replace("few articles", "very few articles"))
    assert rows(a, b, "number") == []
    assert rows(a, b, "rows") == [("names", "1 rows are the same", "rows", "changed", "2", "2", "")]
    assert invoke(a, b).exit_code == 1


def test_passages_are_counted(tmp_path):
    mentions = MENTIONS + "beta/y-00000002,9,12,blue\n"
    a, b = write(tmp_path / "a"), write(tmp_path / "b", mentions=mentions)
    assert rows(a, b, "rows") == [
        ("names_mentions", "2 rows are the same", "rows", "changed", "2", "3", "")
    ]


def test_findings_are_matched_by_their_kind(tmp_path):
    findings = [
        {"kind": "names", "claim": "these_outlets", "text": "Alpha uses blue (7 of 12)."},
        {"kind": "facts", "claim": "these_outlets", "text": "Beta writes seized."},
    ]
    a, b = write(tmp_path / "a"), write(tmp_path / "b", manifest=changed(findings=findings))
    assert rows(a, b, "finding") == [
        (
            "names",
            "",
            "",
            "changed",
            "Alpha uses blue (5 of 10).",
            "Alpha uses blue (7 of 12).",
            "",
        ),
        ("voices", "", "", "gone", "Beta quotes the North.", "", ""),
        ("facts", "", "", "new", "", "Beta writes seized.", ""),
    ]


def test_why_names_articles_files_and_settings(tmp_path):
    articles = copy.deepcopy(MANIFEST["articles"])
    edited = articles.pop("alpha/x-00000001")  # type: ignore[union-attr]
    articles["alpha/x-0000000a"] = {**edited, "hash": "1a"}  # type: ignore[index]
    articles["beta/y-00000002"]["event"] = "ferry"  # type: ignore[index]
    articles["gamma/z-00000003"] = {**edited, "outlet": "Gamma", "hash": "3"}  # type: ignore[index]
    manifest = changed(
        articles=articles,
        inputs={"articles/x.txt": "1a", "codebook/book.yaml": "c2", "events.csv": "e"},
        codebook={"name": "tiny", "version": "2", "hash": "h2"},
        options={"seed": 2, "level": 0.95},
        scope="published",
    )
    a, b = write(tmp_path / "a"), write(tmp_path / "b", manifest=manifest)
    assert [row[:6] for row in rows(a, b, "why")] == [
        ("article", "alpha/x-00000001", "text", "changed", "1", "1a"),
        ("article", "gamma/z-00000003", "", "new", "", "2019-05-06"),
        ("article", "beta/y-00000002", "event", "changed", "talks", "ferry"),
        ("scope", "scope", "", "changed", "authored", "published"),
        ("codebook", "hash", "", "changed", "h1", "h2"),
        ("codebook", "version", "", "changed", "1", "2"),
        ("option", "seed", "", "changed", "1", "2"),
        ("file", "codebook/book.yaml", "", "changed", "c1", "c2"),
        ("file", "events.csv", "", "new", "", "e"),
        ("file", "study.toml", "", "gone", "s1", ""),
    ]
    said = invoke(a, b)
    assert said.exit_code == 0
    assert said.stdout.startswith("Same numbers and findings, made from other inputs or settings.")


def test_what_was_changed_by_hand_is_said(tmp_path):
    a, b = write(tmp_path / "a"), write(tmp_path / "b")
    (b / "tables/names.csv").write_text(NAMES.replace("0.2", "0.9"))
    assert ("changed by hand", "B: tables/names.csv", "", "changed", "", "", "") in rows(
        a, b, "why"
    )


def test_rows_as_data(tmp_path):
    a = write(tmp_path / "a")
    b = write(tmp_path / "b", names=NAMES.replace("0.2", "0.3"))
    table = list(csv.DictReader(io.StringIO(invoke(a, b, "--format", "csv").stdout)))
    data = json.loads(invoke(a, b, "--format", "json").stdout)
    assert len(table) == len(data) == compare_runs(a, b).height > 0
    assert table[0]["part"] == data[0]["part"] == "number"
    assert (data[0]["a"], data[0]["b"]) == ("0.2", "0.3")
    out = tmp_path / "found.txt"
    assert invoke(a, b, "--out", out).exit_code == 1
    assert out.read_text().startswith("The reports differ: 1 number.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no such folder"),
        ("", "no manifest.json of a report in it"),
        ("[]", "no manifest.json of a report in it"),
        ('{"study": "x"}', "its manifest lists no articles"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path, content, said):
    a = write(tmp_path / "a")
    if content is not None:
        (tmp_path / "b").mkdir()
        (tmp_path / "b/manifest.json").write_text(content)
    with pytest.raises(UsageError, match=said):
        compare(a, tmp_path / "b")
    result = invoke(a, tmp_path / "b")
    assert (result.exit_code, result.stdout) == (2, "")


def test_two_real_reports(first, tmp_path):
    same = tmp_path / "one"
    shutil.copytree(first.out / "one", same)
    assert compare(first.out / "one", same).changes == ()
    found = compare(first.out / "one", first.out / "two")
    assert not found.is_same
    edited = [c for c in found.of("why") if c.table == "article"]
    assert [(c.item.split("/")[0], c.column) for c in edited] == [("beta", "text")]
    assert {c.table for c in found.of("number")} <= {p.stem for p in same.glob("tables/*.csv")}


def invoke(*args: object):
    return CliRunner().invoke(main, ["compare-runs", *map(str, args)])
