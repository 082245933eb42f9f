"""What every engine must do, whatever it runs on."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from counterclaim.engines import BATCH, Engine, read_in_order
from counterclaim.ledger import read_partitions
from counterclaim.ledger.partition_file import READINGS
from counterclaim.model import Document, Reading, encode

TOWNS = ("Sabla", "Marun", "Tell Asir", "Qasra")
DOCUMENTS = [
    Document.of(
        f"Jets bombed the market of {TOWNS[k % 4]} on Friday, killing {k + 2} people, the mayor said. The army denied it."
    )
    for k in range(40)
]


def readings(things: Iterable[Document | None], engine: Engine) -> list[Reading | None]:
    return [reading for _, reading in read_in_order(things, lambda thing: thing, engine)]


class EngineConformance:
    """Inherited by the tests of each engine, which say how to make it and who its workers are."""

    engine: Engine

    def worker_ids(self) -> list[int]:
        """Process ids of the workers that run now."""
        raise AssertionError("each engine's tests say who its workers are")

    def test_what_is_read_is_what_one_process_reads(self) -> None:
        """Byte for byte and in order; a thing without a document keeps its place."""
        things: list[Document | None] = [*DOCUMENTS[:20], None, *DOCUMENTS[20:]]
        one, many = readings(things, Engine()), readings(things, self.engine)
        assert one[20] is many[20] is None
        assert encode(one) == encode(many)

    def test_order_and_repeats_change_no_reading(self) -> None:
        """Shuffled, and with some documents twice, each document has the one reading that it always has."""
        alone = dict(zip((d.id for d in DOCUMENTS), readings(DOCUMENTS, Engine()), strict=True))
        shuffled = [*DOCUMENTS, *DOCUMENTS[:7]]
        random.Random(18).shuffle(shuffled)
        for document, reading in zip(shuffled, readings(shuffled, self.engine), strict=True):
            assert encode(reading) == encode(alone[document.id])

    def test_a_killed_worker_loses_nothing(self) -> None:
        """A worker that is killed in the middle is replaced, and its documents are read again."""
        killed: list[int] = []

        def slowly() -> Iterator[Document | None]:
            for number, document in enumerate(DOCUMENTS):
                if number == 2 * BATCH:
                    killed.append(self._kill_one())
                yield document

        assert encode(readings(slowly(), self.engine)) == encode(readings(DOCUMENTS, Engine()))
        assert killed

    def test_little_is_drawn_ahead_of_what_is_read(self) -> None:
        """However long the input, only a few batches of it are in memory."""
        drawn = 0

        def endless() -> Iterator[Document | None]:
            nonlocal drawn
            while True:
                drawn += 1
                yield None

        source = read_in_order(endless(), lambda thing: thing, self.engine)
        for _ in range(10):
            next(source)
        source.close()  # type: ignore[attr-defined]
        assert drawn <= 6 * BATCH

    def test_partitions_of_an_archive_are_the_same_files(self, tmp_path: Path) -> None:
        """Files read one by one into a folder: readings and markers are the same bytes on every engine."""
        pytest.importorskip("zstandard", reason="the extra archives is not installed")
        for number in range(3):
            rows = [encode({"text": d.text}).decode() for d in DOCUMENTS[number * 4 : number * 4 + 6]]
            (tmp_path / f"{number}.jsonl").write_text("\n".join(rows), encoding="utf-8")
        names = [str(path) for path in sorted(tmp_path.glob("*.jsonl"))]
        for form in READINGS:
            written = []
            for engine, where in ((Engine(), tmp_path / form / "here"), (self.engine, tmp_path / form / "there")):
                list(read_partitions(names, where, engine=engine, form=form))
                written.append({path.name: path.read_bytes() for path in where.iterdir()})
            assert len(written[0]) == 6
            assert written[0] == written[1]

    def _kill_one(self) -> int:
        for _ in range(400):
            found = self.worker_ids()
            if found:
                os.kill(found[0], signal.SIGKILL)
                return found[0]
            time.sleep(0.05)
        raise AssertionError("no worker came up in twenty seconds")
