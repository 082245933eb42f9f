"""Archives read partition by partition into a folder: one input file is one partition, and a finished one is not read again.

Readings are made before there is a ledger, so that several runs, on several machines, may read into one folder; what is
finished goes into a ledger later, and gives what reading the files straight into it gives.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from counterclaim.engines import Engine, read_in_order
from counterclaim.errors import InputError, OptionError, UnreadableInput
from counterclaim.ingest import Captured, InputOptions, Rejected, SetAside, files_below, read_inputs
from counterclaim.ledger.partition_file import (
    MARKER,
    READINGS,
    Marker,
    RowsWriter,
    leftovers_of,
    marker_at,
    rows_at,
    sha256_of,
    write_marker,
)
from counterclaim.ledger.provenance import digests, options_of, program_version, recorded
from counterclaim.ledger.writing import IngestSummary
from counterclaim.model import content_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.ledger.writing import Writing
    from counterclaim.model import Document, Reading


class Partition(msgspec.Struct, frozen=True):
    """One finished partition.

    Attributes:
        marker: what it holds and of what it was made.
        read: this run read it; where not, it was finished before.
        done: how many of the partitions are finished with this one.
        total: how many there are.
    """

    marker: Marker
    read: bool
    done: int
    total: int


def read_partitions(
    paths: Iterable[str], folder: Path, options: InputOptions | None = None, engine: Engine | None = None
) -> Iterator[Partition | Rejected]:
    """Read each input file into a file of readings; one with a valid marker is left as it is.

    A marker is valid while the input has the size and time that it had, the options, the codebook, the program and the
    words and weights are the same, and the readings have the digest that it names.

    Args:
        paths: files and folders, as for :func:`counterclaim.ingest.read_inputs`, without standard input.
        folder: where readings and markers are kept; made where it is not there.
        options: of the inputs.
        engine: where to read; the files are the same, byte for byte.

    Yields:
        What was finished before, then each partition as it is finished; a rejection for each file that cannot be opened.

    Raises:
        OptionError: standard input is among the paths, or the library of zstd is not installed.
    """
    chosen, reader = options or InputOptions(), engine or Engine()
    folder.mkdir(parents=True, exist_ok=True)
    said = recorded(chosen, reader.codebook)
    waiting, finished = [], []
    for found in _inputs_of(paths, folder, said):
        if isinstance(found, Rejected):
            yield found
        elif (marker := found.finished()) is not None:
            finished.append(marker)
        else:
            waiting.append(found)
    total = len(waiting) + len(finished)
    for done, marker in enumerate(finished, 1):
        yield Partition(marker, False, done, total)
    for done, marker in enumerate(_read(waiting, chosen, reader), len(finished) + 1):
        yield Partition(marker, True, done, total)


def is_folder_of_partitions(path: str) -> bool:
    """Whether a path is a folder of finished partitions, and no folder of reports."""
    return path != "-" and any(Path(path).glob(f"*{MARKER}"))


def add_partitions(writing: Writing, folder: Path) -> IngestSummary:
    """Put the finished partitions of a folder into a ledger, in the order of their inputs, and link them.

    What the ledger holds is left as it is. A partition that is not finished, was read by another version of the program, or
    whose file was altered, is rejected in the summary, and nothing of it is written.
    """
    summary = IngestSummary()
    sound = []
    for path in sorted(folder.glob(f"*{MARKER}")):
        found = _checked(path)
        if isinstance(found, Rejected):
            summary.rejected.append(found)
        else:
            sound.append((found, _readings_beside(path)))
    summary.rejected += _unfinished(folder)
    sound.sort(key=lambda pair: (pair[0].options, Path(pair[0].input)))
    for said, group in groupby(sound, key=lambda pair: pair[0].options):
        options, codebook = options_of(said)
        partitions = list(group)
        came = IngestSummary(expected=sum(map(_inputs_in, (marker for marker, _ in partitions))))
        writing.add_read(_rows_of(partitions, came), options=options, codebook=codebook, summary=came)
        summary = summary.joined(came)
    return summary


@dataclass
class _Input:
    """An input file that is one partition."""

    path: str
    size: int
    modified: int
    readings: Path
    marker: Path
    said: str
    counts: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)

    def finished(self) -> Marker | None:
        """The marker, if it is valid."""
        found = marker_at(self.marker)
        if found is None or (found.input, found.size, found.modified) != (self.path, self.size, self.modified):
            return None
        if (found.options, found.program, found.lexicon) != (self.said, program_version(), digests()):
            return None
        return found if self.readings.is_file() and sha256_of(self.readings) == found.digest else None

    def marked(self, digest: str) -> Marker:
        """The marker that this input gets when it was read to its end."""
        return Marker(
            self.path, self.size, self.modified, self.said, program_version(), digests(), digest,
            self.counts["reports"], self.counts["claims"], dict(sorted(self.failures.items())),
            self.counts["rejected"], dict(sorted(self.aside.items())),
        )  # fmt: skip

    def count(self, reading: Reading | None) -> None:
        """One more row."""
        if reading is None:
            self.counts["rejected"] += 1
            return
        self.counts["reports"] += 1
        self.counts["claims"] += len(reading.claims)
        self.failures.update(failure.stage for failure in reading.failures)


def _inputs_of(paths: Iterable[str], folder: Path, said: str) -> Iterator[_Input | Rejected]:
    """The files of paths, each once; what stands in the folder of readings is none of them."""
    seen: set[str] = set()
    for path in paths:
        if path == "-":
            message = "standard input is no file that could be read again; give files or folders with --output"
            raise OptionError(message, subject="-")
        files = files_below(Path(path)) if Path(path).is_dir() else [Path(path)]
        for file in files:
            name = str(file) if Path(path).is_dir() else path
            if name not in seen and folder.resolve() not in file.resolve().parents:
                seen.add(name)
                yield _input_of(name, folder, said)


def _input_of(path: str, folder: Path, said: str) -> _Input | Rejected:
    try:
        with Path(path).open("rb"):
            state = Path(path).stat()
    except OSError as error:
        return Rejected(path, UnreadableInput(f"{path} cannot be read: {error.strerror or error}", subject=path))
    name = f"{Path(path).name[:80]}.{content_id('p', path)}"
    return _Input(path, state.st_size, state.st_mtime_ns, folder / (name + READINGS), folder / (name + MARKER), said)


def _read(inputs: list[_Input], options: InputOptions, engine: Engine) -> Iterator[Marker]:
    """Read inputs one after the other on one engine, whose workers go on from one to the next."""
    writer: RowsWriter | None = None
    try:
        for (source, found), reading in read_in_order(_parts(inputs, options), _document_of, engine):
            writer = writer or RowsWriter(source.readings)
            if found is not None:
                writer.add(found, reading)
                source.count(reading)
                continue
            marker = source.marked(writer.finish())
            writer = None
            write_marker(source.marker, marker)
            for left in (*leftovers_of(source.readings), *leftovers_of(source.marker)):
                left.unlink(missing_ok=True)
            yield marker
    finally:
        if writer is not None:
            writer.abandon()


def _parts(inputs: Iterable[_Input], options: InputOptions) -> Iterator[tuple[_Input, Captured | Rejected | None]]:
    """What is in each input, and ``None`` at its end."""
    for source in inputs:
        for found in read_inputs([source.path], options):
            if isinstance(found, SetAside):
                source.aside[found.reason] += 1
            else:
                yield source, found
        yield source, None


def _document_of(part: tuple[_Input, Captured | Rejected | None]) -> Document | None:
    return part[1].document if isinstance(part[1], Captured) else None


def _checked(path: Path) -> Marker | Rejected:
    """The marker at a path, if its readings may be written by this program; else why not."""
    marker, readings = marker_at(path), _readings_beside(path)
    if marker is None:
        wrong = "is no marker of a partition"
    elif (marker.program, marker.lexicon) != (program_version(), digests()):
        wrong = f"was read by Counterclaim {marker.program} or words and weights other than those here"
    elif not readings.is_file() or sha256_of(readings) != marker.digest:
        wrong = "has no readings beside it, or they were altered"
    else:
        return marker
    message = f"{path} {wrong}; give the command with --output again, which reads that input anew"
    return Rejected(str(path), InputError(message, subject=str(path)))


def _unfinished(folder: Path) -> list[Rejected]:
    """Readings without a marker, which a run that was cut off left."""
    out = []
    for path in sorted(folder.glob(f"*{READINGS}")):
        if not path.with_name(path.name.removesuffix(READINGS) + MARKER).exists():
            message = f"{path} is not finished; give the command with --output again"
            out.append(Rejected(str(path), InputError(message, subject=str(path))))
    return out


def _readings_beside(marker: Path) -> Path:
    return marker.with_name(marker.name.removesuffix(MARKER) + READINGS)


def _inputs_in(marker: Marker) -> int:
    return marker.reports + marker.rejected + sum(marker.set_aside.values())


def _rows_of(
    partitions: Iterable[tuple[Marker, Path]], summary: IngestSummary
) -> Iterator[tuple[Captured | Rejected, Reading | None]]:
    for marker, readings in partitions:
        summary.aside.update(marker.set_aside)
        yield from rows_at(readings)
