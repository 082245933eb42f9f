"""Workers on this machine.

They share nothing and are spawned, not forked: threads of the parser's libraries do not survive a fork.
"""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from counterclaim.engines.ordered import WorkerLost, read_encoded

if TYPE_CHECKING:
    from concurrent.futures import Future
    from types import TracebackType

    Ticket = tuple[ProcessPoolExecutor, Future[bytes]]


class LocalPool:
    """Processes of this machine; set up anew where one of them was killed. Use it as a context manager."""

    def __init__(self, processes: int) -> None:
        """Set up so many processes; they start with the first work."""
        self.workers = processes
        self._pool = self._fresh()

    def __enter__(self) -> LocalPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def submit(self, batch: bytes) -> Ticket:
        """Send a batch to a process."""
        try:
            return self._pool, self._pool.submit(read_encoded, batch)
        except BrokenProcessPool:
            self._renew(self._pool)
            return self._pool, self._pool.submit(read_encoded, batch)

    def result(self, ticket: Ticket) -> bytes:
        """The readings of a batch.

        Raises:
            WorkerLost: a process of the pool was killed.
        """
        pool, future = ticket
        try:
            return future.result()
        except BrokenProcessPool as error:
            self._renew(pool)
            raise WorkerLost(str(error)) from error

    def _fresh(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        """A fresh pool, unless another piece of work has seen to it."""
        if broken is self._pool:
            broken.shutdown(wait=False, cancel_futures=True)
            self._pool = self._fresh()
