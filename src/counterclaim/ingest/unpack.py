"""Opens what is packed (gzip, zstd) by its first bytes, as a stream whose unpacked length is bounded."""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from counterclaim.errors import InputError, TooLargeInput, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
#: A skippable frame that holds the dictionary of a .warc.zst (IIPC, "WARC zstd", section 2).
_ZSTD_DICTIONARY = struct.pack("<I", 0x184D2A5D)
_LARGEST_DICTIONARY = 16_000_000
#: Zstandard windows above this would be held in memory whole.
_LARGEST_WINDOW = 128 * 1024 * 1024
#: Archives of news unpack to 3 to 20 times their size; gzip cannot pass 1,032, one inside another 1,000,000.
LARGEST_RATIO = 200
_ALWAYS_ALLOWED = 100_000_000


class Bounded(io.RawIOBase):
    """Reads through another stream and stops where it has given more than its packed size can explain."""

    def __init__(self, inner: BinaryIO, packed: int, subject: str) -> None:
        self._inner, self._subject = inner, subject
        self._left = _ALWAYS_ALLOWED + LARGEST_RATIO * packed

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer.

        Raises:
            TooLargeInput: a bomb.
        """
        read: Callable[[int], bytes] = getattr(self._inner, "read1", self._inner.read)
        piece = read(len(target))  # one member at most, so that damage loses nothing that stands before it
        self._left -= len(piece)
        if self._left < 0:
            message = f"{self._subject} unpacks to over {LARGEST_RATIO} times its size; if it is sound, unpack it first"
            raise TooLargeInput(message, subject=self._subject)
        target[: len(piece)] = piece
        return len(piece)


def unpacked(found: BinaryIO, packed: int, subject: str) -> io.BufferedReader:
    """The stream, unpacked if its first bytes say that it is packed.

    Args:
        found: a stream that can be peeked into by seeking.
        packed: its size in bytes.
        subject: its name.

    Raises:
        InputError: it is packed by zstd and that library is not installed.
    """
    head = found.read(4)
    found.seek(0)
    if head[:2] == _GZIP:
        return io.BufferedReader(Bounded(gzip.GzipFile(fileobj=found), packed, subject), 1 << 17)  # type: ignore[arg-type]
    if head in (_ZSTD, _ZSTD_DICTIONARY):
        return io.BufferedReader(Bounded(_zstd(found, subject), packed, subject), 1 << 17)
    return found if isinstance(found, io.BufferedReader) else io.BufferedReader(found, 1 << 17)  # type: ignore[arg-type]


def _zstd(found: BinaryIO, subject: str) -> BinaryIO:
    try:
        import zstandard
    except ImportError as error:
        message = f"{subject} is packed by zstd: pip install 'counterclaim[archives]'"
        raise InputError(message, subject=subject) from error
    words = None
    if found.read(4) == _ZSTD_DICTIONARY:
        length = int.from_bytes(found.read(4), "little")
        raw = found.read(min(length, _LARGEST_DICTIONARY))
        if raw.startswith(_ZSTD):
            raw = zstandard.ZstdDecompressor().decompress(raw, max_output_size=_LARGEST_DICTIONARY)
        words = zstandard.ZstdCompressionDict(raw)
    else:
        found.seek(0)
    unpacker = zstandard.ZstdDecompressor(dict_data=words, max_window_size=_LARGEST_WINDOW)
    return unpacker.stream_reader(found, read_across_frames=True)


@contextmanager
def damage_named(subject: str) -> Iterator[None]:
    """Errors of unpacking as ours.

    Raises:
        UnreadableInput: the archive is damaged or cut short.
    """
    try:
        yield
    except InputError:
        raise
    except (EOFError, OSError, zlib.error) as error:
        raise UnreadableInput(f"{subject} is damaged or cut short: {error}; fetch it again", subject=subject) from error
    except Exception as error:
        if type(error).__name__ != "ZstdError":
            raise
        raise UnreadableInput(f"{subject} is damaged or cut short: {error}; fetch it again", subject=subject) from error
