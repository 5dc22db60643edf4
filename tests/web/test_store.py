"""The store by itself: turns, marks, undo, who is deleted."""

from __future__ import annotations

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl
import pytest

from framing.errors import UsageError
from framing.web.store import TEACHER, open_store
from framing.web.store.marks import TurnError


def test_a_coder_codes_in_the_samples_order_and_skipped_units_come_last(store):
    who = store.join().coder
    assert store.next_unit("voice", who) == "u1"
    store.put("voice", "u1", who, "outlet")
    store.skip("voice", "u2", who)
    store.put("voice", "u3", who, "both", start=31, end=35, note="half")
    assert store.next_unit("voice", who) == "u4"
    store.put("voice", "u4", who, "source")
    assert store.next_unit("voice", who) == "u2"
    done = store.own_progress("voice", who)
    assert (done.done, done.skipped, done.total) == (3, 1, 4)
    store.put("voice", "u2", who, "source")
    assert store.next_unit("voice", who) is None
    rows = store.codes("voice").select("unit", "label", "phase", "place", "start", "end", "note")
    assert rows.rows() == [
        ("u1", "outlet", "independent", 1, None, None, None),
        ("u2", "source", "independent", 4, None, None, None),
        ("u3", "both", "independent", 2, 31, 35, "half"),
        ("u4", "source", "independent", 3, None, None, None),
    ]


def test_a_request_that_is_sent_again_is_kept_once(store):
    who = store.join().coder
    first = store.put("voice", "u1", who, "outlet", key="one")
    assert store.put("voice", "u1", who, "outlet", key="one") == first
    store.put("voice", "u2", who, "both", key="two")
    assert store.undo("voice", who, key="three") == "u2"
    assert store.undo("voice", who, key="three") == "u2"
    assert store.codes("voice")["unit"].to_list() == ["u1"]
    other = store.join().coder
    assert store.put("voice", "u1", other, "both", key="one").coder == other


def test_undo_brings_back_what_was_before(store):
    who = store.join().coder
    store.put("voice", "u1", who, "outlet")
    store.put("voice", "u1", who, "both")
    assert store.own_code("voice", who, "u1").label == "both"
    assert store.undo("voice", who) == "u1"
    assert store.own_code("voice", who, "u1").label == "outlet"
    assert store.undo("voice", who) == "u1"
    assert store.own_code("voice", who, "u1") is None
    assert store.undo("voice", who) is None
    assert store.next_unit("voice", who) == "u1"


def test_what_was_coded_before_the_discussion_is_frozen(store):
    one, two = store.join().coder, store.join().coder
    store.put("voice", "u1", one, "outlet")
    store.put("voice", "u1", two, "source")
    with pytest.raises(TurnError, match="adjudicate when the discussion has been opened"):
        store.adjudicate("voice", "u1", "both")
    store.set_phase("voice", "discussion")
    store.put("voice", "u1", two, "outlet", note="convinced")
    assert store.undo("voice", one) is None
    store.comment("voice", "u1", one, "It says <b>so</b>.")
    store.comment("voice", "u1", TEACHER, "Where?")
    assert [said.coder for said in store.comments("voice", "u1")] == [one, TEACHER]
    with pytest.raises(TurnError, match="from which it goes to adjudicated only"):
        store.set_phase("voice", "coding")
    store.set_phase("voice", "adjudicated")
    store.adjudicate("voice", "u1", "outlet", "as in the codebook")
    with pytest.raises(TurnError, match="voice is adjudicated"):
        store.put("voice", "u1", one, "both")
    rows = store.codes("voice").select("coder", "phase", "label").rows()
    assert sorted(rows) == sorted(
        [
            (one, "independent", "outlet"),
            (two, "independent", "source"),
            (two, "discussed", "outlet"),
            (TEACHER, "adjudicated", "outlet"),
        ]
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("voice", "u9", "outlet"), "no unit 'u9' in voice"),
        (("voice", "u1", "'; DROP TABLE marks; --"), "allowed: outlet, source, both"),
        (("voices", "u1", "outlet"), "no task 'voices'"),
    ],
)
def test_what_is_no_mark_is_refused(store, args, said):
    task, unit, label = args
    with pytest.raises(UsageError, match=said):
        store.put(task, unit, store.join().coder, label)
    assert store.codes("voice").is_empty()


@pytest.mark.parametrize("span", [(9, 12), (12, 12), (15, 12), (12, 21), (12, None), (None, 12)])
def test_a_span_lies_in_its_unit(store, span):
    with pytest.raises(UsageError, match="allowed: inside of the unit, 10-20"):
        store.put("voice", "u1", store.join().coder, "both", start=span[0], end=span[1])


def test_who_is_deleted_is_gone_from_the_file(store, tmp_path):
    gone, stays = store.join().coder, store.join().coder
    for who in (gone, stays):
        store.put("voice", "u1", who, "outlet", note=f"a note of {who} in the file")
        store.put("voice", "u1", who, "both", note=f"another note of {who}")
        store.undo("voice", who)
    store.delete_coder(gone)
    assert store.coders() == (stays,)
    left = b"".join(path.read_bytes() for path in tmp_path.glob("coding/class.sqlite*"))
    assert gone.encode() not in left
    assert stays.encode() in left
    with pytest.raises(UsageError, match="no coder"):
        store.put("voice", "u1", gone, "outlet")


def test_marks_are_never_changed_in_place(store, tmp_path):
    who = store.join().coder
    store.put("voice", "u1", who, "outlet")
    with pytest.raises(sqlite3.IntegrityError, match="marks are never changed"):
        store.database.run("UPDATE marks SET label = 'both'")


def test_a_store_is_read_again_and_a_newer_one_refused(store, tmp_path):
    joined = store.join()
    again = open_store(tmp_path / "coding/class.sqlite")
    assert again.coder_of(joined.secret) == joined.coder
    again.database.run("PRAGMA user_version = 99")
    again.close()
    with pytest.raises(UsageError, match=r"newer framing \(schema 99"):
        open_store(tmp_path / "coding/class.sqlite")
    other = tmp_path / "coding/other.sqlite"
    other.write_bytes(b"no database at all, but some text" * 100)
    with pytest.raises(UsageError, match="file is not a database"):
        open_store(other)


def test_codes_are_written_when_a_turn_changes_and_another_hand_is_not_overwritten(store, sample):
    who = store.join().coder
    store.put("voice", "u1", who, "outlet", note="=1+1")
    path = sample.folder / "codes/class.csv"
    assert not path.exists()
    store.set_phase("voice", "closed")
    first = path.read_text("utf-8")
    assert first.splitlines()[1].startswith(f"u1,voice,outlet,{who},independent,1,")
    assert "'=1+1" in first
    (path.parent / "ada.csv").write_text("unit,label\nu1,both\n")
    store.set_phase("voice", "coding")
    store.put("voice", "u2", who, "both")
    path.write_text(first + "u3,voice,both,somebody,independent,1,,,,\n")
    with pytest.raises(UsageError, match="is not as this class's store wrote it"):
        store.set_phase("voice", "closed")
    assert "somebody" in path.read_text("utf-8")
    path.write_text(first)
    store.save()
    assert path.read_text("utf-8").count("\n") == 3
    assert (path.parent / "ada.csv").read_text() == "unit,label\nu1,both\n"


def test_each_coder_has_an_order_of_the_coders_own_if_asked(store, sample):
    store.add_task(sample, shuffled=True)
    orders = set()
    for _ in range(12):
        who, order = store.join().coder, []
        while (unit := store.next_unit("voice", who)) is not None:
            assert store.next_unit("voice", who) == unit
            store.put("voice", unit, who, "both")
            order.append(unit)
        assert sorted(order) == ["u1", "u2", "u3", "u4"]
        orders.add(tuple(order))
    assert len(orders) > 3
    assert store.add_task(sample).shuffled


def test_a_sample_that_was_drawn_again_keeps_labels_of_units_it_still_has(store, sample, tmp_path):
    who = store.join().coder
    for unit in ("u1", "u2"):
        store.put("voice", unit, who, "both")
    smaller = replace(sample, units=sample.units.filter(pl.col("unit") != "u1"))
    assert store.add_task(smaller).n_units == 3
    assert store.codes("voice")["unit"].to_list() == ["u2"]
    assert store.next_unit("voice", who) == "u3"
    with pytest.raises(UsageError, match="no unit 'u1' in voice"):
        store.put("voice", "u1", who, "both")
    store.add_task(sample)
    assert store.codes("voice")["unit"].to_list() == ["u1", "u2"]


def test_a_task_is_left_out_while_its_sample_is_not_served(store, sample, tmp_path):
    again = open_store(tmp_path / "coding/class.sqlite")
    assert again.tasks() == ()
    with pytest.raises(UsageError, match="no task 'voice'; allowed: none yet"):
        again.phase("voice")
    again.close()


def test_threads_do_not_lose_or_double_marks(store):
    coders = [store.join().coder for _ in range(8)]

    def code(who: str) -> None:
        for number, unit in enumerate(("u1", "u2", "u3", "u4") * 5):
            store.put("voice", unit, who, "both", key=f"{number % 10}")
            store.own_progress("voice", who)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(code, coders))
    assert store.codes("voice").height == 8 * 4
    assert store.last_change("voice") == 8 * 10
    assert {(found.done, found.total) for found in store.progress("voice")} == {(4, 4)}


def test_pseudonyms_are_two_plain_words_and_nobodys_twice(store):
    names = [store.join().coder for _ in range(120)]
    assert len(set(names)) == 120
    assert all(re.fullmatch(r"[a-z]+-[a-z]+", name) for name in names)
    assert store.coders() == tuple(sorted(names))
    assert not any(store.has_consent(name) for name in names)


def test_a_new_link_ends_the_old_one(store):
    joined = store.join()
    renewed = store.renew(joined.coder)
    assert store.coder_of(joined.secret) is None
    assert store.coder_of(renewed.secret) == joined.coder
    with pytest.raises(UsageError, match="no coder 'teacher'"):
        store.renew(TEACHER)
