"""Reads documents on this machine, in one process or several, and gives the readings in the order of the documents.

The workers share nothing and are spawned, not forked: threads of the parser's libraries do not survive a fork. Only a
few batches are on their way at any time, so that memory stays flat however long the input is.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Generic, TypeVar

from counterclaim.model import Document, Failure, Reading, decode, encode
from counterclaim.pipeline import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from types import TracebackType

T = TypeVar("T")

#: Documents read in one piece of work: enough for the parser's batches, few enough to keep workers evenly busy.
BATCH = 16
#: Pieces of work on their way for each worker: one being read, one waiting.
_AHEAD = 2
_ATTEMPTS = 2


@lru_cache(maxsize=1)
def shared_reader() -> Reader:
    """The reader of this process, loaded on first use (about two seconds)."""
    return Reader.load()


def read_in_order(
    things: Iterable[T], document_of: Callable[[T], Document | None], processes: int = 1
) -> Iterator[tuple[T, Reading | None]]:
    """Each thing with the reading of its document, in the order of the things.

    Args:
        things: what holds documents; only a few batches are drawn ahead.
        document_of: the document of a thing, ``None`` where it holds none: then its reading is ``None``.
        processes: how many read; 1 reads in this process.

    Yields:
        Pairs; a document on which a worker dies twice gets a reading with nothing but that failure.
    """
    batches = _batches(things)
    if processes == 1:
        for batch in batches:
            documents = [d for d in map(document_of, batch) if d is not None]
            yield from _paired(batch, document_of, shared_reader().read_all(documents))
        return
    with _Workers(processes) as workers:
        waiting: deque[_Work[T]] = deque()
        for batch in batches:
            waiting.append(workers.begin(batch, [d for d in map(document_of, batch) if d is not None]))
            if len(waiting) > _AHEAD * processes:
                work = waiting.popleft()
                yield from _paired(work.batch, document_of, workers.finish(work))
        for work in waiting:
            yield from _paired(work.batch, document_of, workers.finish(work))


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    source = iter(things)
    while batch := list(islice(source, BATCH)):
        yield batch


def _paired(
    batch: Sequence[T], document_of: Callable[[T], Document | None], readings: Iterable[Reading]
) -> Iterator[tuple[T, Reading | None]]:
    source = iter(readings)
    for thing in batch:
        yield thing, None if document_of(thing) is None else next(source)


def read_encoded(documents: bytes) -> bytes:
    """What a worker does: documents in, readings out, both in the JSON form of the model."""
    return encode(list(shared_reader().read_all(decode(documents, list[Document]))))


@dataclass
class _Work(Generic[T]):
    batch: list[T]
    documents: list[Document]
    pool: ProcessPoolExecutor
    future: Future[bytes]


class _Workers:
    """A pool that is set up anew where one of its workers was killed."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool = self._fresh()

    def __enter__(self) -> _Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _fresh(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._processes, mp_context=get_context("spawn"))

    def begin(self, batch: list[T], documents: list[Document]) -> _Work[T]:
        """Send documents to a worker."""
        try:
            future = self._pool.submit(read_encoded, encode(documents))
        except BrokenProcessPool:
            self._renew(self._pool)
            future = self._pool.submit(read_encoded, encode(documents))
        return _Work(batch, documents, self._pool, future)

    def finish(self, work: _Work[T]) -> list[Reading]:
        """Wait for the readings; where a worker dies, read again, at last each document alone."""
        for _ in range(_ATTEMPTS):
            try:
                return decode(work.future.result(), list[Reading])
            except BrokenProcessPool:
                self._renew(work.pool)
                work = self.begin(work.batch, work.documents)
        if len(work.documents) > 1:
            return [r for d in work.documents for r in self.finish(self.begin([], [d]))]
        detail = "the process that read it was killed each time; it may need more memory than there is"
        return [Reading(d, (), (), (), failures=(Failure("engine", d.id, detail),)) for d in work.documents]

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        """A fresh pool, unless another piece of work has seen to it."""
        if broken is self._pool:
            broken.shutdown(wait=False, cancel_futures=True)
            self._pool = self._fresh()
