"""Work that is shared out: results in their order, errors handed on, and nothing left behind."""

from __future__ import annotations

import gc
import os
import signal

import pytest

from solver.errors import LostWorkerError
from solver.workers.pool import workforce

JOBS = pytest.mark.parametrize("jobs", [1, 2])
MANY = 20


def doubled(number):
    return 2 * number


def of_small_numbers(number):
    if number == 3:
        raise ValueError("3 is too large")
    return number


def process(_):
    return os.getpid()


def ended(_):
    os.kill(os.getpid(), signal.SIGKILL)


def habits(_):
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN, gc.get_threshold()[0]


@JOBS
def test_results_come_in_the_order_of_the_tasks(jobs):
    with workforce(jobs) as workers:
        assert list(workers.each(doubled, range(MANY))) == [2 * number for number in range(MANY)]


@JOBS
def test_fewer_tasks_than_workers_are_done_as_well(jobs):
    with workforce(jobs) as workers:
        assert list(workers.each(doubled, [7])) == [14]
        assert list(workers.each(doubled, [])) == []


@JOBS
def test_the_error_of_a_task_is_handed_on(jobs):
    with workforce(jobs) as workers, pytest.raises(ValueError, match="3 is too large"):
        list(workers.each(of_small_numbers, range(MANY)))


@pytest.mark.parametrize("count", [1, MANY])
def test_a_worker_that_is_lost_is_told(count):
    """Of a single task its result tells it, of many those that are still handed out."""
    with workforce(2) as workers, pytest.raises(LostWorkerError):
        list(workers.each(ended, range(count)))


@JOBS
def test_no_more_tasks_are_taken_than_are_in_work(jobs):
    taken = []

    def tasks():
        for number in range(MANY):
            taken.append(number)
            yield number

    with workforce(jobs) as workers:
        results = workers.each(doubled, tasks())
        assert next(results) == 0
        assert len(taken) <= 4 * jobs
        assert list(results) == [2 * number for number in range(1, MANY)]


def test_one_job_needs_no_other_process():
    with workforce(1) as workers:
        assert set(workers.each(process, range(3))) == {os.getpid()}


def test_processes_leave_nothing_behind():
    with workforce(2) as workers:
        found = set(workers.each(process, range(MANY)))
        assert os.getpid() not in found
        assert list(workers.folder.iterdir()) == []
    assert not workers.folder.exists()


def test_a_worker_leaves_ctrl_c_to_its_parent_and_looks_for_cycles_rarely():
    with workforce(2) as workers:
        ((leaves_it, threshold),) = set(workers.each(habits, range(MANY)))
    assert leaves_it
    assert threshold >= 10_000
