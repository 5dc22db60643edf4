"""Answers in the order of the jobs, and sums in one order of additions, whoever does them."""

from __future__ import annotations

import pickle
from functools import reduce
from operator import add, sub

import pytest

from framing.scheduling.jobs import Job, Lost
from framing.scheduling.merging import LostJobError, add_up


def test_answers_come_in_the_order_of_the_jobs(scheduler, job):
    jobs = [job(f"{k}", "(time.sleep(.02 * (k % 3)), k)[1]", k=k) for k in range(12)]
    assert list(scheduler.run(jobs)) == list(range(12))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 5, 8, 13])
def test_sums_keep_the_order_of_the_jobs(scheduler, n):
    """Strings: their order matters, how they are bracketed does not."""
    jobs = [Job(f"{k}", str, (f"<{k}>",)) for k in range(n)]
    assert scheduler.merge(jobs, add) == ("".join(f"<{k}>" for k in range(n)) if n else None)


def test_every_scheduler_brackets_alike(scheduler):
    """Differences: another bracketing is another number, as it is for floats."""
    jobs = [Job(f"{k}", int, (k * k,)) for k in range(23)]
    squares = [k * k for k in range(23)]
    assert scheduler.merge(jobs, sub) == add_up(squares, sub) != reduce(sub, squares)


def test_an_error_of_a_job_is_raised_with_its_type_and_where(scheduler, job):
    jobs = [job("first", "1"), job("second", "{}['missing']"), job("third", "3")]
    answers = scheduler.run(jobs)
    assert next(answers) == 1
    with pytest.raises(KeyError, match="missing") as caught:
        next(answers)
    if scheduler.n_workers > 1:
        assert "in second" in "\n".join(caught.value.__notes__)
    assert list(scheduler.run(jobs[:1])) == [1]


def test_an_error_of_a_job_is_raised_in_a_sum(scheduler, job):
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        scheduler.merge([job("a", "1"), job("b", "1 / 0"), job("c", "1")], add)


def test_whoever_asks_is_told_how_far_it_is(scheduler, job):
    told = []
    assert list(scheduler.run([job(f"{k}", "0") for k in range(5)], tell=told.append)) == [0] * 5
    assert (told[-1].done, told[-1].n_jobs, told[-1].n_again) == (5, 5, 0)
    assert [one.done for one in told] == sorted(one.done for one in told)


def test_a_sum_without_one_answer_is_none():
    lost = Lost("tokens 3", "ended its process 3 times (exit code 1)")
    with pytest.raises(LostJobError, match=r"tokens 3: ended .*Next: ") as caught:
        add_up([1, lost, 2], add)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.lost, str(copy)) == (lost, str(caught.value))


def test_no_more_answers_are_held_than_the_tree_is_deep():
    held = most = 0

    class Part:
        def __init__(self) -> None:
            nonlocal held, most
            held += 1
            most = max(most, held)

        def __del__(self) -> None:
            nonlocal held
            held -= 1

    add_up((Part() for _ in range(1024)), lambda a, b: Part())
    assert most <= 15
