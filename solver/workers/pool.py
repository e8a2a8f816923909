"""Tasks done in this process, by processes of this machine, or by a cluster; results in their order."""

from __future__ import annotations

import multiprocessing
import pickle
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from solver.errors import InputError, LostWorkerError
from solver.workers.processes import begin_work

Task = TypeVar("Task")
Made = TypeVar("Made")
_IN_FLIGHT = 4
"""Number of tasks handed out for each worker: none waits, and memory stays flat."""


class Serial(Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn: Callable[..., Made], /, *args: object, **kwargs: object) -> Future[Made]:
        future: Future[Made] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  (an executor hands every error on)
            future.set_exception(error)
        return future


@dataclass(frozen=True, slots=True)
class Workforce:
    """Who does the work, how many of them there are, and the errors that tell that one is lost."""

    executor: Executor
    workers: int
    lost: tuple[type[BaseException], ...] = ()

    def each(self, work: Callable[[Task], Made], tasks: Iterable[Task]) -> Iterator[Made]:
        """The results in the order of the tasks, of which no more are taken than are in work.

        Raises:
            LostWorkerError: a worker has ended before its work was done.
        """
        pending: deque[Future[Made]] = deque()
        for task in tasks:
            pending.append(self._submitted(work, task))
            if len(pending) >= _IN_FLIGHT * self.workers:
                yield self._result(pending.popleft())
        while pending:
            yield self._result(pending.popleft())

    def _submitted(self, work: Callable[[Task], Made], task: Task) -> Future[Made]:
        try:
            return self.executor.submit(work, task)
        except self.lost:
            raise LostWorkerError from None

    def _result(self, future: Future[Made]) -> Made:
        try:
            return future.result()
        except self.lost:
            raise LostWorkerError from None


@dataclass(frozen=True)
class LocalWorkforce(Workforce):
    """Processes of this machine, which leave what they make in a folder and send its name only.

    A process that is killed while it sends more than a pipe takes at once would leave half of it there,
    and whoever reads would wait for the rest forever.
    """

    folder: Path = Path()

    def each(self, work: Callable[[Task], Made], tasks: Iterable[Task]) -> Iterator[Made]:
        for _ in range(self.workers):
            # They start, and import what the work is, while the first tasks are being made.
            self._submitted(callable, work)
        for left in super().each(partial(_left_in, self.folder, work), tasks):
            made: Made = pickle.loads(left.read_bytes())  # noqa: S301  (from our own processes)
            left.unlink()
            yield made


def _left_in(folder: Path, work: Callable[[Task], Made], task: Task) -> Path:
    """The file that holds what a task made."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        pickle.dump(work(task), file)
    return Path(file.name)


@contextmanager
def workforce(jobs: int, cluster: str | None = None) -> Iterator[Workforce]:
    """Processes of this machine, or the workers of a Dask cluster.

    Raises:
        InputError: the cluster cannot be reached, or its package is not installed.
    """
    if cluster is not None:
        with _cluster(cluster) as found:
            yield found
    elif jobs == 1:
        yield Workforce(Serial(), 1)
    else:
        with _processes(jobs) as started:
            yield started


@contextmanager
def _processes(jobs: int) -> Iterator[Workforce]:
    # A process that is forked after Typst has run can hang.
    spawn = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=spawn, initializer=begin_work)
    with tempfile.TemporaryDirectory(prefix="dlsolve-") as folder:
        try:
            yield LocalWorkforce(executor, jobs, (BrokenExecutor,), Path(folder))
        finally:
            executor.shutdown(cancel_futures=True)


@contextmanager
def _cluster(address: str) -> Iterator[Workforce]:
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise InputError("--cluster", "needs Dask: pip install 'dlsolve[cluster]'") from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise InputError("--cluster", f"cannot be reached: {error}", address) from None
    with client:
        workers = max(1, sum(client.nthreads().values()))
        yield Workforce(client.get_executor(), workers, (KilledWorker, CancelledError, OSError))
