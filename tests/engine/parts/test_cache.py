from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from framing.engine.parts import cache as module
from framing.engine.parts.cache import FEWEST, Cache, bucket_of
from framing.records.tables import ARTICLES
from framing.scheduling import versions
from framing.scheduling.places import Folder


def articles(n: int = 12, **changed: str) -> pl.DataFrame:
    rows = [
        {
            **dict.fromkeys(ARTICLES),
            "article": f"o/{k:02}",
            "outlet": "O",
            "hash": f"h{k}",
            "row": 0,
        }
        for k in range(n)
    ]
    for key, value in changed.items():
        rows[3][key] = value
    return pl.DataFrame(rows, schema=ARTICLES).sort("article")


class Stage:
    """Counts the articles that it computes: a table with their ids, and one with their hashes."""

    def __init__(self) -> None:
        self.computed: list[str] = []

    def __call__(self, part: pl.DataFrame) -> dict[str, pl.DataFrame]:
        self.computed += part["article"].to_list()
        return {
            "ids": part.select("article"),
            "twice": pl.concat([part.select("article", "hash")] * 2).sort("article"),
        }


def run(
    folder: Path | None, table: pl.DataFrame, depends: str = "d", **how: int
) -> tuple[dict, list[str]]:
    stage = Stage()
    found = Cache(Folder(folder) if folder else None, **how).stage(
        "text", table, tables=("ids", "twice"), depends=depends, compute=stage
    )
    return found, stage.computed


def same_bucket(article: str, table: pl.DataFrame) -> set[str]:
    return {a for a in table["article"] if bucket_of(a, FEWEST) == bucket_of(article, FEWEST)}


def assert_right(found: dict[str, pl.DataFrame], table: pl.DataFrame) -> None:
    assert found["ids"]["article"].to_list() == table["article"].to_list()
    assert found["twice"].select("article", "hash").rows() == [
        row for row in table.select("article", "hash").iter_rows() for _ in range(2)
    ]


def test_what_is_there_is_not_computed_again(tmp_path):
    table = articles()
    first, computed = run(tmp_path, table)
    assert sorted(computed) == table["article"].to_list()
    second, again = run(tmp_path, table)
    assert again == []
    assert_right(first, table)
    assert_right(second, table)


def test_without_a_folder_everything_is_computed_and_nothing_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found, computed = run(None, articles())
    assert len(computed) == 12 and not list(tmp_path.iterdir())
    assert_right(found, articles())


@pytest.mark.parametrize(
    "changed", [{"hash": "new"}, {"outlet": "P"}, {"title": "T"}, {"wire": "XY"}]
)
def test_a_changed_article_is_computed_again_with_its_bucket_only(tmp_path, changed):
    run(tmp_path, articles())
    table = articles(**changed)
    found, computed = run(tmp_path, table)
    assert set(computed) == same_bucket("o/03", table)
    assert_right(found, table)


@pytest.mark.parametrize("changed", [{"event": "e"}, {"date": "2019-05-06"}, {"url": "u"}])
def test_an_events_or_dates_change_computes_nothing(tmp_path, changed):
    run(tmp_path, articles())
    assert run(tmp_path, articles(**changed))[1] == []


def test_a_removed_and_an_added_article(tmp_path):
    run(tmp_path, articles(12))
    fewer = articles(11)
    found, computed = run(tmp_path, fewer)
    assert set(computed) == same_bucket("o/11", fewer)
    assert_right(found, fewer)
    found, _ = run(tmp_path, articles(13))
    assert_right(found, articles(13))


def test_other_dependencies_compute_everything(tmp_path):
    run(tmp_path, articles())
    assert len(run(tmp_path, articles(), depends="another codebook")[1]) == 12


def test_changed_code_computes_everything(tmp_path, monkeypatch):
    run(tmp_path, articles())
    monkeypatch.setattr(module, "code_hash", lambda: "another version")
    assert len(run(tmp_path, articles())[1]) == 12


def test_the_hash_of_the_code_covers_every_floor_that_stages_run(monkeypatch, tmp_path):
    code = (
        "import framing.annotate.layers, framing.corpus.segments, framing.corpus.sentences\n"
        "import framing.counts.tokens, sys\n"
        "print(*{m.split('.')[1] for m in sys.modules if m.startswith('framing.')})"
    )
    run_by = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    root = Path(versions.__file__).parents[1]
    floors = set(run_by.stdout.split()) - {"errors", "scheduling"}
    assert {"annotate", "corpus", "counts", "codebook", "language"} <= floors
    monkeypatch.setattr(versions, "files", lambda package: tmp_path / package)
    shutil.copytree(root, tmp_path / "framing", ignore=shutil.ignore_patterns("__pycache__"))
    before = versions.code_hash.__wrapped__()
    for floor in floors:
        path = next(p for p in sorted((tmp_path / "framing" / floor).rglob("*.py")))
        path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
        after = versions.code_hash.__wrapped__()
        assert after != before, floor
        before = after


def test_a_run_killed_before_the_second_table_leaves_nothing_wrong(tmp_path):
    run(tmp_path, articles())
    (victim,) = (tmp_path / "text").glob(f"twice-{bucket_of('o/03', FEWEST):05}-*.parquet")
    victim.unlink()
    found, computed = run(tmp_path, articles())
    assert set(computed) == same_bucket("o/03", articles())
    assert_right(found, articles())


def test_a_run_killed_while_writing_leaves_no_half_file_in_use(tmp_path, monkeypatch):
    original = pl.DataFrame.write_parquet

    def killed(frame: pl.DataFrame, path: Path, **more: object) -> None:
        original(frame, path, **more)
        Path(path).write_bytes(Path(path).read_bytes()[:20])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pl.DataFrame, "write_parquet", killed)
        with pytest.raises(KeyboardInterrupt, match=r"^$"):
            run(tmp_path, articles())
    assert not list(tmp_path.rglob("*.parquet"))
    found, computed = run(tmp_path, articles())
    assert len(computed) == 12
    assert_right(found, articles())


def test_ctrl_c_leaves_nothing_half_written(tmp_path, monkeypatch):
    def stopped(frame: pl.DataFrame, path: Path, **more: object) -> None:
        Path(path).write_bytes(b"PAR1")
        raise KeyboardInterrupt

    monkeypatch.setattr(pl.DataFrame, "write_parquet", stopped)
    with pytest.raises(KeyboardInterrupt, match=r"^$"):
        run(tmp_path, articles())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"no parquet at all", b"PAR1" + b"\0" * 50 + b"PAR1"]
)
def test_a_corrupt_file_is_computed_again(tmp_path, content):
    run(tmp_path, articles())
    (victim,) = (tmp_path / "text").glob(f"ids-{bucket_of('o/03', FEWEST):05}-*.parquet")
    victim.write_bytes(content)
    found, computed = run(tmp_path, articles())
    assert set(computed) == same_bucket("o/03", articles())
    assert_right(found, articles())
    assert run(tmp_path, articles())[1] == []


def test_old_files_are_taken_away(tmp_path):
    run(tmp_path, articles())
    names = {path.name for path in tmp_path.rglob("*.parquet")}
    run(tmp_path, articles(hash="new"))
    now = {path.name for path in tmp_path.rglob("*.parquet")}
    assert len(now) == len(names) and len(now - names) == 2


def test_a_cache_can_always_be_deleted(tmp_path):
    run(tmp_path, articles())
    for path in (tmp_path / "text").iterdir():
        path.unlink()
    (tmp_path / "text").rmdir()
    found, _ = run(tmp_path, articles())
    assert_right(found, articles())


def test_partitions_change_nothing(tmp_path):
    whole, _ = run(None, articles(40))
    parts, computed = run(tmp_path, articles(40), at_once=3)
    assert len(computed) == 40
    for table in ("ids", "twice"):
        assert whole[table].equals(parts[table])
    assert_right(run(tmp_path, articles(40))[0], articles(40))


def test_no_articles_give_empty_tables(tmp_path):
    found, computed = run(tmp_path, articles(0))
    assert computed == []
    assert [found[name].height for name in ("ids", "twice")] == [0, 0]
    assert found["twice"].columns == ["article", "hash"]


def test_buckets_are_the_same_on_every_machine():
    assert [bucket_of(a, FEWEST) for a in ("o/00", "o/01", "alpha/a-title-12345678")] == [
        int.from_bytes(hashlib.blake2b(a.encode(), digest_size=4).digest(), "big") % FEWEST
        for a in ("o/00", "o/01", "alpha/a-title-12345678")
    ]
    assert len({bucket_of(f"o/{k}", FEWEST) for k in range(2000)}) == FEWEST
