"""Processes that end, however they do: the job is done again, or lost; nobody is left over."""

from __future__ import annotations

import fcntl
import os
import signal
import termios
import time
from array import array
from operator import add

import pytest

from framing.errors import FramingError
from framing.scheduling.child import Child
from framing.scheduling.jobs import TRIES, Job, Lost
from framing.scheduling.merging import LostJobError
from framing.scheduling.processes import Processes


def test_a_job_whose_worker_is_killed_is_done_again(workers, job, tmp_path):
    jobs = [job(f"{k}", "k", k=k) for k in range(5)]
    jobs[2] = job.killing_once("2", tmp_path / "run", 2)
    told = []
    assert list(workers.run(jobs, tell=told.append)) == [0, 1, 2, 3, 4]
    assert told[-1].n_again >= 1
    assert "tried again" in str(told[-1])


def test_a_sum_survives_a_killed_worker(workers, job, tmp_path):
    jobs = [job(f"{k}", "k", k=f"<{k}>") for k in range(7)]
    jobs[5] = job.killing_once("5", tmp_path / "merge", "<5>")
    assert workers.merge(jobs, add) == "<0><1><2><3><4><5><6>"


def test_a_job_that_always_ends_its_worker_is_lost_and_no_other(workers, job):
    jobs = [job(f"{k}", "k", k=k) for k in range(6)]
    jobs[1] = job("poison", "os._exit(7)")
    found = list(workers.run(jobs))
    assert isinstance(found[1], Lost)
    assert found[1].job == "poison"
    assert f"{TRIES} times" in found[1].reason
    assert [found[0], *found[2:]] == [0, 2, 3, 4, 5]
    with pytest.raises(LostJobError, match="poison: ended its"):
        workers.merge(jobs[:3], add)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("os._exit(7)", "exit code 7"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "signal SIGKILL"),
        ("sys.exit(3)", "exit code 3"),
        ("bytearray(2 ** 62)", "got no more memory"),
    ],
)
def test_why_a_job_was_lost_is_said(pool, job, expression, reason):
    (found,) = pool.run([job("it", expression)])
    assert found == Lost("it", found.reason)
    assert reason in found.reason
    assert f"ended its process {TRIES} times (" in found.reason


def test_what_jobs_print_and_read_is_not_taken_for_answers(pool, job, capfd):
    talks = (
        "(print('chatter'), os.write(1, b'more'), os.system('echo and more'), sys.stdin.read())[3]"
    )
    assert list(pool.run([job("it", talks), job("next", "1")])) == ["", 1]
    assert "chatter" not in capfd.readouterr().out


def test_an_error_that_cannot_be_sent_says_the_same(pool, job):
    lock = "__import__('_thread').allocate_lock()"
    odd = f"type('Odd', (Exception,), {{'__module__': 'odd'}})('a thread', {lock})"
    code = f"(_ for _ in ()).throw({odd})"
    with pytest.raises(RuntimeError, match=r"Odd: .'a thread'") as caught:
        list(pool.run([job("it", code)]))
    assert "in it:\nTraceback" in caught.value.__notes__[0]


def test_an_error_of_ours_that_pickle_garbles_stays_one_of_ours(pool):
    from framing.errors import Problem

    problem = Problem("a.csv", 3, "wrong", "right")
    with pytest.raises(FramingError, match=r"a.csv:3: wrong. Allowed: right."):
        list(pool.run([Job("it", eval, (_THROW, {"problem": problem}))]))


_THROW = "(_ for _ in ()).throw(__import__('framing.errors').errors.StudyError([problem]))"


def test_a_job_or_answer_that_cannot_be_sent_is_an_error_and_the_process_goes_on(pool, job):
    with pytest.raises(Exception, match="pickle"):
        list(pool.run([Job("it", lambda: 1)]))
    with pytest.raises(TypeError, match="pickle"):
        list(pool.run([job("it", "(_ for _ in ())")]))
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        list(pool.run([job("it", "__import__('no_such_module')")]))
    assert list(pool.run([job("it", "5")])) == [5]


def test_processes_are_started_when_needed_and_used_again(job, is_alive):
    pool = Processes(2)
    assert pool.pids == []
    ids = {pid for _ in range(3) for pid in pool.run([job(f"{k}", "os.getpid()") for k in (0, 1)])}
    assert ids <= set(pool.pids)
    assert len(pool.pids) <= 2
    pool.close()
    assert pool.pids == []
    assert not any(is_alive(pid) for pid in ids)
    assert list(pool.run([job("again", "1")])) == [1]
    pool.close()


def test_one_that_was_killed_while_idle_costs_no_try(pool, job, is_alive, wait_for):
    jobs = [job(f"{k}", "k", k=k) for k in range(4)]
    list(pool.run(jobs))
    ids = pool.pids
    for pid in ids:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not any(is_alive(pid) for pid in ids))
    told = []
    assert list(pool.run(jobs, tell=told.append)) == [0, 1, 2, 3]
    assert told[-1].n_again == 0


def test_who_stops_listening_ends_what_is_under_way(
    job, tmp_path, is_alive, wait_for, wait_for_pid
):
    pool = Processes(2)
    slow = job(
        "slow", "(mark.write_text(str(os.getpid())), time.sleep(600))", mark=tmp_path / "pid"
    )
    answers = pool.run([job("quick", "1"), slow])
    assert next(answers) == 1
    pid = wait_for_pid(tmp_path / "pid")
    answers.close()
    wait_for(lambda: not is_alive(pid))
    assert list(pool.run([job("again", "1")])) == [1]
    pool.close()


def test_processes_that_cannot_begin_are_an_error_not_a_loss(job, monkeypatch, tmp_path, capfd):
    (tmp_path / "pickle.py").write_text("raise SystemExit(9)")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(FramingError, match=r"did not begin \(exit code 9\).*--jobs 1"):
        list(Processes(1).run([job("it", "1")]))


def test_an_answer_that_comes_together_with_the_greeting_is_heard(job, monkeypatch):
    begin = Child._begin

    def late(child: Child) -> None:
        there = array("i", [0])
        while there[0] < 30:  # bytes of a greeting and an answer
            fcntl.ioctl(child._answers.fileno(), termios.FIONREAD, there)
            time.sleep(0.01)
        begin(child)

    monkeypatch.setattr(Child, "_begin", late)
    pool = Processes(1)
    assert list(pool.run([job("first", "k", k="long enough to be more than the greeting")])) == [
        "long enough to be more than the greeting"
    ]
    pool.close()
