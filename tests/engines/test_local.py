from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

from counterclaim.engines import local, read_in_order
from counterclaim.model import Document, Reading, encode

TOWNS = ("Sabla", "Marun", "Tell Asir", "Qasra")
DOCUMENTS = [
    Document.of(
        f"Jets bombed the market of {TOWNS[k % 4]} on Friday, killing {k + 2} people, the mayor said. The army denied it."
    )
    for k in range(40)
]


def readings(things: Iterator[Document | None] | list[Document | None], processes: int) -> list[Reading | None]:
    return [reading for _, reading in read_in_order(things, lambda thing: thing, processes)]


def test_processes_change_nothing_and_what_is_no_document_keeps_its_place() -> None:
    """Two workers give, byte for byte and in order, what one process gives; a gap stays a gap."""
    things: list[Document | None] = [*DOCUMENTS[:20], None, *DOCUMENTS[20:]]
    one, two = readings(things, 1), readings(things, 2)
    assert one[20] is two[20] is None
    assert encode(one) == encode(two)


def test_a_killed_worker_loses_nothing() -> None:
    """A worker that is killed in the middle is replaced, and its documents are read again."""
    children: list[int] = []

    def slowly() -> Iterator[Document | None]:
        for number, document in enumerate(DOCUMENTS):
            if number == 2 * local.BATCH:
                kill(children)
            yield document

    assert encode(readings(slowly(), 2)) == encode(readings(list(DOCUMENTS), 1))
    assert children


def kill(children: list[int]) -> None:
    """Kill one worker of this process, once there is one."""
    import multiprocessing

    for _ in range(200):
        found = [p.pid for p in multiprocessing.active_children() if p.pid]
        if found:
            os.kill(found[0], signal.SIGKILL)
            children.append(found[0])
            return
        time.sleep(0.05)


def test_little_is_drawn_ahead_of_what_is_read() -> None:
    """However long the input, only a few batches of it are in memory."""
    drawn = 0

    def endless() -> Iterator[Document | None]:
        nonlocal drawn
        while True:
            drawn += 1
            yield None

    source = read_in_order(endless(), lambda thing: thing, 2)
    for _ in range(10):
        next(source)
    source.close()  # type: ignore[attr-defined]
    assert drawn <= 6 * local.BATCH
    assert threading.active_count() < 20
