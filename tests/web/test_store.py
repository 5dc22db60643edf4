"""The store by itself: turns, marks, undo, who is deleted."""

from __future__ import annotations

import sqlite3

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
