"""The rows of a partition: each report as it was captured with all that was read in it, as JSON Lines packed by zstd or as Parquet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Protocol

import msgspec

from counterclaim.errors import InputError, OptionError
from counterclaim.ingest import Captured, Rejected
from counterclaim.ingest.files import opened
from counterclaim.ledger.partition_file import Begun, told_of
from counterclaim.ledger.partition_parquet import ParquetRows, rows_of_parquet
from counterclaim.model import Reading, decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.ledger.partition_file import Form

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


class RowsWriter(Protocol):
    """Writes the rows of a partition."""

    def add(self, found: Captured | Rejected, reading: Reading | None) -> None:
        """Write one capture with its reading, or one rejection."""

    def finish(self) -> tuple[int, str]:
        """Put the file in its place; returns its size and its SHA-256."""

    def abandon(self) -> None:
        """Remove what was begun."""


def rows_writer(target: str, form: Form) -> RowsWriter:
    """A writer of rows in a form.

    Raises:
        OptionError: the library of that form is not installed.
        StoreError: the file cannot be begun.
    """
    return _LinesWriter(target) if form == "jsonl" else ParquetRows(target)


def rows_at(path: str, form: Form) -> Iterator[tuple[Captured | Rejected, Reading | None]]:
    """The captures and rejections of a partition with their readings, in their order, a few in memory at a time.

    Raises:
        InputError: the library of that form is not installed.
    """
    return _rows_of_lines(path) if form == "jsonl" else rows_of_parquet(path)


class _LinesWriter:
    """JSON Lines, packed by zstd."""

    def __init__(self, target: str) -> None:
        try:
            import zstandard
        except ImportError as error:
            message = "a folder of readings needs zstd: pip install 'counterclaim[archives]'"
            raise OptionError(message, subject="--output") from error
        self._begun = Begun(target)
        self._packer = zstandard.ZstdCompressor(_LEVEL).stream_writer(self._begun.file, closefd=False)

    def add(self, found: Captured | Rejected, reading: Reading | None) -> None:
        with told_of(self._begun.target):
            self._packer.write(encode(_row_of(found, reading)) + b"\n")

    def finish(self) -> tuple[int, str]:
        with told_of(self._begun.target):
            self._packer.close()  # type: ignore[no-untyped-call]
        return self._begun.put()

    def abandon(self) -> None:
        self._begun.drop()


def _rows_of_lines(path: str) -> Iterator[tuple[Captured | Rejected, Reading | None]]:
    try:
        import zstandard
    except ImportError as error:
        raise InputError(f"{path} is packed by zstd: pip install 'counterclaim[archives]'", subject=path) from error
    with opened(path) as packed, zstandard.ZstdDecompressor().stream_reader(packed) as found:
        for line in io.BufferedReader(found):
            row = decode(line, PartitionRow)
            if row.reading is None:
                yield Rejected(row.subject, InputError(row.rejected, subject=row.subject)), None
            else:
                came = (row.subject, row.media_type, row.digest, row.raw, row.headers, row.captured_at)
                yield Captured(row.reading.document, *came), row.reading


def _row_of(found: Captured | Rejected, reading: Reading | None) -> PartitionRow:
    if isinstance(found, Rejected):
        return PartitionRow(found.subject, rejected=found.error.message)
    return PartitionRow(
        found.subject, reading, "", found.media_type, found.digest, found.captured_at, dict(found.headers), found.raw
    )
