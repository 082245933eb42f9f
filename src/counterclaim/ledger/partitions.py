"""Archives read partition by partition into a folder: one input file is one partition, and a finished one is not read again.

Readings are made before there is a ledger, so that several runs, on several machines, may read into one folder; what is
finished goes into a ledger later, and gives what reading the files straight into it gives.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from counterclaim.engines import Engine, read_in_order
from counterclaim.errors import OptionError, UnreadableInput
from counterclaim.ingest import Captured, InputOptions, Rejected, SetAside, files_below, read_inputs
from counterclaim.ingest.files import is_folder, is_remote, make_folder, opened, removed, state_of, within
from counterclaim.ledger.partition_file import (
    MARKER,
    READINGS,
    Form,
    Marker,
    leftovers_of,
    marker_at,
    told_of,
    write_marker,
)
from counterclaim.ledger.partition_rows import rows_writer
from counterclaim.ledger.provenance import digests, program_version, recorded
from counterclaim.model import content_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.ledger.partition_rows import RowsWriter
    from counterclaim.model import Document, Reading


class Partition(msgspec.Struct, frozen=True):
    """One finished partition.

    Attributes:
        marker: what it holds and of what it was made.
        read: this run read it; where not, it was finished before.
        done: how many of the partitions are finished with this one.
        total: how many there are.
        bytes_left: size of the inputs that are still to be read.
    """

    marker: Marker
    read: bool
    done: int
    total: int
    bytes_left: int


def read_partitions(
    paths: Iterable[str],
    folder: str | Path,
    options: InputOptions | None = None,
    engine: Engine | None = None,
    form: Form = "jsonl",
) -> Iterator[Partition | Rejected]:
    """Read each input file into a file of readings; one with a valid marker is left as it is.

    A marker is valid while the input has the size and time that it had, the options, the codebook, the program and the
    words and weights are the same, and the readings have the form and the digest that it names.

    Args:
        paths: files and folders, as for :func:`counterclaim.ingest.read_inputs`, without standard input.
        folder: where readings and markers are kept, on a disk (made where it is not there) or ``s3://bucket/prefix``.
        options: of the inputs.
        engine: where to read; the files are the same, byte for byte.
        form: of the readings: packed JSON Lines, or Parquet with the claims as columns.

    Yields:
        What was finished before, then each partition as it is finished; a rejection for each file that cannot be opened.

    Raises:
        OptionError: standard input is among the paths, or the library of the form is not installed.
        StoreError: the folder cannot be written; what is finished stays.
    """
    chosen, reader = options or InputOptions(), engine or Engine()
    target = str(folder)
    with told_of(target):
        make_folder(target)
    said = recorded(chosen, reader.codebook)
    waiting, finished = [], []
    for found in _inputs_of(paths, target, said, form):
        if isinstance(found, Rejected):
            yield found
        elif (marker := found.finished()) is not None:
            finished.append(marker)
        else:
            waiting.append(found)
    total, left = len(waiting) + len(finished), sum(source.size for source in waiting)
    for done, marker in enumerate(finished, 1):
        yield Partition(marker, False, done, total, left)
    for done, marker in enumerate(_read(waiting, chosen, reader), len(finished) + 1):
        left -= marker.size
        yield Partition(marker, True, done, total, left)


@dataclass
class _Input:
    """An input file that is one partition."""

    path: str
    size: int
    modified: int
    readings: str
    marker: str
    said: str
    form: Form
    counts: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)

    def finished(self) -> Marker | None:
        """The marker, if it is valid."""
        found = marker_at(self.marker)
        if found is None or (found.input, found.size, found.modified) != (self.path, self.size, self.modified):
            return None
        made_by = (found.options, found.program, found.lexicon, found.form)
        if made_by != (self.said, program_version(), digests(), self.form):
            return None
        return found if found.fits(self.readings) else None

    def marked(self, readings_size: int, digest: str) -> Marker:
        """The marker that this input gets when it was read to its end."""
        return Marker(
            self.path, self.size, self.modified, self.said, program_version(), digests(),
            self.form, readings_size, digest, self.counts["reports"], self.counts["claims"], dict(sorted(self.failures.items())),
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

    def clear_up(self) -> None:
        """Remove what runs that were cut off left beside it, and its readings in another form."""
        for left in (*leftovers_of(self.readings), *leftovers_of(self.marker)):
            left.unlink(missing_ok=True)
        for form, ending in READINGS.items():
            if form != self.form:
                removed(self.readings.removesuffix(READINGS[self.form]) + ending)


def _inputs_of(paths: Iterable[str], folder: str, said: str, form: Form) -> Iterator[_Input | Rejected]:
    """The files of paths, each once; what stands in the folder of readings is none of them."""
    seen: set[str] = set()
    for path in paths:
        if path == "-":
            message = "standard input is no file that could be read again; give files or folders with --output"
            raise OptionError(message, subject="-")
        try:
            files = files_below(path) if is_folder(path) else [path]
        except OSError as error:
            yield _unreadable(path, error)
            continue
        for file in files:
            if file not in seen and not _is_inside(file, folder):
                seen.add(file)
                yield _input_of(file, folder, said, form)


def _is_inside(file: str, folder: str) -> bool:
    if is_remote(file) or is_remote(folder):
        return file.startswith(folder.rstrip("/") + "/")
    return Path(folder).resolve() in Path(file).resolve().parents


def _input_of(path: str, folder: str, said: str, form: Form) -> _Input | Rejected:
    try:
        with opened(path):
            state = state_of(path)
    except OSError as error:
        return _unreadable(path, error)
    name = within(folder, f"{Path(path).name[:80]}.{content_id('p', path)}")
    return _Input(path, state.size, state.modified, name + READINGS[form], name + MARKER, said, form)


def _unreadable(path: str, error: OSError) -> Rejected:
    return Rejected(path, UnreadableInput(f"{path} cannot be read: {error.strerror or error}", subject=path))


def _read(inputs: list[_Input], options: InputOptions, engine: Engine) -> Iterator[Marker]:
    """Read inputs one after the other on one engine, whose workers go on from one to the next."""
    writer: RowsWriter | None = None
    try:
        for (source, found), reading in read_in_order(_parts(inputs, options), _document_of, engine):
            writer = writer or rows_writer(source.readings, source.form)
            if found is not None:
                writer.add(found, reading)
                source.count(reading)
                continue
            marker = source.marked(*writer.finish())
            writer = None
            write_marker(source.marker, marker)
            source.clear_up()
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
