"""Reads documents elsewhere and gives the readings in the order of the documents, whatever becomes of a worker.

An engine is a :class:`Pool`: it takes encoded batches of documents and gives encoded readings, or says that the worker was lost. All
that must hold for every engine stands here: order, few batches on their way (so that memory stays flat however long
the input is), and that a lost batch is read again, at last document by document.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec

from counterclaim.model import Document, Failure, Reading, decode, encode
from counterclaim.pipeline import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")

#: Documents read in one piece of work: enough for the parser's batches, few enough to keep workers evenly busy.
BATCH = 16
#: Pieces of work on their way for each worker: one being read, one waiting.
_AHEAD = 2
_ATTEMPTS = 2


class WorkerLost(Exception):
    """A worker was killed, or its machine went away, before it answered."""


class Pool(Protocol):
    """What an engine gives."""

    workers: int

    def submit(self, batch: bytes) -> Any:
        """Send a batch; returns a ticket for :meth:`result`."""

    def result(self, ticket: Any) -> bytes:
        """The readings of a batch, as :func:`read_encoded` gives them.

        Raises:
            WorkerLost: the worker died on it.
        """


@lru_cache(maxsize=1)
def shared_reader() -> Reader:
    """The reader of this process, loaded on first use (about two seconds)."""
    return Reader.load()


class Batch(msgspec.Struct, frozen=True):
    """What is sent to a worker: documents, and the codebook by which their vague numbers are read."""

    documents: list[Document]
    codebook: str


def read_encoded(batch: bytes) -> bytes:
    """What a worker does: a batch in, readings out, both in the JSON form of the model."""
    work = decode(batch, Batch)
    return encode(list(shared_reader().with_codebook(work.codebook).read_all(work.documents)))


def read_here(
    things: Iterable[T], document_of: Callable[[T], Document | None], codebook: str
) -> Iterator[tuple[T, Reading | None]]:
    """Each thing with the reading of its document, read in this process."""
    reader = shared_reader().with_codebook(codebook)
    for batch in _batches(things):
        documents = [d for d in map(document_of, batch) if d is not None]
        yield from _paired(batch, document_of, reader.read_all(documents))


def read_with(
    pool: Pool, things: Iterable[T], document_of: Callable[[T], Document | None], codebook: str
) -> Iterator[tuple[T, Reading | None]]:
    """Each thing with the reading of its document, in the order of the things, read by a pool.

    Args:
        pool: the engine's workers.
        things: what holds documents; only a few batches are drawn ahead.
        document_of: the document of a thing, ``None`` where it holds none: then its reading is ``None``.
        codebook: what vague words of number mean.

    Yields:
        Pairs; a document on which a worker is lost each time gets a reading with nothing but that failure.
    """
    waiting: deque[_Work[T]] = deque()
    for batch in _batches(things):
        documents = [d for d in map(document_of, batch) if d is not None]
        waiting.append(_begin(pool, batch, Batch(documents, codebook)))
        if len(waiting) > _AHEAD * pool.workers:
            work = waiting.popleft()
            yield from _paired(work.batch, document_of, _finish(pool, work))
    for work in waiting:
        yield from _paired(work.batch, document_of, _finish(pool, work))


@dataclass
class _Work(Generic[T]):
    batch: list[T]
    sent: Batch
    ticket: Any


def _begin(pool: Pool, batch: list[T], sent: Batch) -> _Work[T]:
    return _Work(batch, sent, pool.submit(encode(sent)))


def _finish(pool: Pool, work: _Work[T]) -> list[Reading]:
    """Wait for the readings; where a worker is lost, read again, at last each document alone."""
    for _ in range(_ATTEMPTS):
        try:
            return decode(pool.result(work.ticket), list[Reading])
        except WorkerLost:
            work = _begin(pool, work.batch, work.sent)
    if len(work.sent.documents) > 1:
        alone = (Batch([document], work.sent.codebook) for document in work.sent.documents)
        return [reading for sent in alone for reading in _finish(pool, _begin(pool, list[T](), sent))]
    detail = "the process that read it was killed each time; it may need more memory than there is"
    return [Reading(d, (), (), (), failures=(Failure("engine", d.id, detail),)) for d in work.sent.documents]


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
