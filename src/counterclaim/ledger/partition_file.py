"""One finished partition of an archive on disk: the readings of one input file, packed by zstd, and their marker.

Each file gets a name of its own while it is written and its real name at the end, by one rename; the marker comes last.
Whatever is cut off therefore leaves no marker, and whoever reads the same input writes the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import os
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from counterclaim.errors import InputError, OptionError, StoreError
from counterclaim.ingest import Captured, Rejected
from counterclaim.model import Reading, decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READINGS, MARKER = ".readings.jsonl.zst", ".done.json"
_PARTIAL = ".partial"
#: Of the levels of zstd its default: 3 packs text of the web to about a quarter at some hundred MB a second.
_LEVEL = 3


class PartitionRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the readings: one report as it was captured with all that was read in it, or an input that was rejected.

    Attributes:
        subject: where it stood in the input: ``file#7``, ``file:7``.
        reading: all that was read in it; ``None`` where it was rejected.
        rejected: why it could not be read.
        media_type: of the capture; ``digest``, ``headers`` and ``captured_at`` likewise.
        raw: the bytes of the capture, base 64.
    """

    subject: str
    reading: Reading | None = None
    rejected: str = ""
    media_type: str = ""
    digest: str = ""
    captured_at: str | None = None
    headers: dict[str, str] = {}
    raw: bytes = b""


class Marker(msgspec.Struct, frozen=True):
    """Says that the readings of one input file are whole, and of what they were made.

    Attributes:
        input: the file, as it was named.
        size: of the input in bytes.
        modified: when the input was last changed, in nanoseconds since 1970.
        options: of the inputs, and the codebook, as a run of a ledger records them.
        program: the version that read.
        lexicon: digest of words and weights.
        digest: SHA-256 of the file of readings.
        reports: how many were read.
        claims: how many they have.
        failures: inside reports, by stage.
        rejected: how many rows or records of the input could not be read.
        set_aside: what was left out on purpose, by reason.
    """

    input: str
    size: int
    modified: int
    options: str
    program: str
    lexicon: str
    digest: str
    reports: int
    claims: int
    failures: dict[str, int]
    rejected: int
    set_aside: dict[str, int]


class RowsWriter:
    """Writes the rows of a partition; :meth:`finish` gives the file its name, :meth:`abandon` removes it."""

    def __init__(self, target: Path) -> None:
        """Begin a file beside its target.

        Raises:
            OptionError: the library of zstd is not installed.
        """
        try:
            import zstandard
        except ImportError as error:
            message = "a folder of readings needs zstd: pip install 'counterclaim[archives]'"
            raise OptionError(message, subject="--output") from error
        self._target, self._partial = target, _partial_of(target)
        with told_of(target):
            self._file = self._partial.open("wb")
        self._packer = zstandard.ZstdCompressor(_LEVEL).stream_writer(self._file, closefd=False)

    def add(self, found: Captured | Rejected, reading: Reading | None) -> None:
        """Write one capture with its reading, or one rejection."""
        with told_of(self._target):
            self._packer.write(encode(_row_of(found, reading)) + b"\n")

    def finish(self) -> str:
        """Put the file in its place; returns its SHA-256."""
        with told_of(self._target):
            self._packer.close()  # type: ignore[no-untyped-call]
            _close_safely(self._file)
            digest = sha256_of(self._partial)
            _put(self._partial, self._target)
        return digest

    def abandon(self) -> None:
        """Remove what was begun."""
        self._file.close()
        self._partial.unlink(missing_ok=True)


def write_marker(target: Path, marker: Marker) -> None:
    """Write a marker, whole or not at all."""
    partial = _partial_of(target)
    with told_of(target), partial.open("wb") as file:
        file.write(msgspec.json.format(encode(marker), indent=1) + b"\n")
        _close_safely(file)
        _put(partial, target)


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Errors of the disk as ours.

    Raises:
        StoreError: something cannot be written; the message names it.
    """
    try:
        yield
    except OSError as error:
        advice = "make room or check the path, and give the command again: what is finished stays"
        raise StoreError(f"{path} cannot be written: {error.strerror or error}; {advice}", subject=str(path)) from error


def marker_at(path: Path) -> Marker | None:
    """The marker of a file, ``None`` where there is none or it is none."""
    try:
        return decode(path.read_bytes(), Marker)
    except (OSError, msgspec.DecodeError):
        return None


def rows_at(path: Path) -> Iterator[tuple[Captured | Rejected, Reading | None]]:
    """The captures and rejections of a partition with their readings, one at a time.

    Raises:
        InputError: the library of zstd is not installed.
    """
    try:
        import zstandard
    except ImportError as error:
        raise InputError(
            f"{path} is packed by zstd: pip install 'counterclaim[archives]'", subject=str(path)
        ) from error
    with path.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as found:
        for line in io.BufferedReader(found):
            row = decode(line, PartitionRow)
            if row.reading is None:
                yield Rejected(row.subject, InputError(row.rejected, subject=row.subject)), None
            else:
                came = (row.subject, row.media_type, row.digest, row.raw, row.headers, row.captured_at)
                yield Captured(row.reading.document, *came), row.reading


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def leftovers_of(target: Path) -> list[Path]:
    """What runs that were cut off left of a file."""
    return list(target.parent.glob(f".{_escaped(target.name)}.*{_PARTIAL}"))


def _row_of(found: Captured | Rejected, reading: Reading | None) -> PartitionRow:
    if isinstance(found, Rejected):
        return PartitionRow(found.subject, rejected=found.error.message)
    return PartitionRow(
        found.subject, reading, "", found.media_type, found.digest, found.captured_at, dict(found.headers), found.raw
    )


def _partial_of(target: Path) -> Path:
    # Two machines may read the same input at once; the dot keeps readers of folders away.
    return target.with_name(f".{target.name}.{uuid.uuid4().hex[:12]}{_PARTIAL}")


def _close_safely(file: BinaryIO) -> None:
    """Onto the disk before the rename: a machine that loses power must not leave a marker of an empty file."""
    file.flush()
    os.fsync(file.fileno())
    file.close()


def _put(partial: Path, target: Path) -> None:
    """Rename into place; another run that was faster and cleared up has put the same bytes there."""
    try:
        partial.replace(target)
    except FileNotFoundError:
        if not target.exists():
            raise


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
