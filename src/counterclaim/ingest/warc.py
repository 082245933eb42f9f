"""WARC archives (ISO 28500), plain or packed, and WACZ: pages as captures, one record in memory at a time."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from counterclaim.errors import EmptyInput, InputError, LanguageInput, TooLargeInput, UnreadableInput
from counterclaim.ingest.capture import Captured, InputOptions, Rejected, SetAside, captured, decoded
from counterclaim.ingest.page_html import fields_of_html
from counterclaim.ingest.unpack import damage_named, unpacked
from counterclaim.text import sieve

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LINE = 64 * 1024
_MOST_HEADERS = 1_000
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its headers with lower-case names, its block, ``None`` where that was longer than allowed."""

    headers: dict[str, str]
    block: bytes | None
    number: int


def records_of(found: BinaryIO, subject: str, longest: int) -> Iterator[Record]:
    """The records of an unpacked archive in their order.

    Raises:
        UnreadableInput: it is no WARC, or is cut short.
    """
    number = 0
    while True:
        line = _line(found, subject)
        if not line:
            return
        if not line.strip():
            continue
        number += 1
        if not line.startswith(b"WARC/"):
            raise UnreadableInput(f"{subject} has no WARC record where its record {number} should be", subject=subject)
        headers = _headers(found, subject)
        try:
            length = int(headers.get("content-length", ""))
        except ValueError:
            length = -1
        if length < 0:
            raise UnreadableInput(f"record {number} of {subject} does not say how long it is", subject=subject)
        yield Record(headers, _block(found, length, longest, subject), number)


def _line(found: BinaryIO, subject: str) -> bytes:
    line = found.readline(_LONGEST_LINE)
    if len(line) == _LONGEST_LINE:
        raise UnreadableInput(f"{subject} has a header line of over {_LONGEST_LINE:,} bytes", subject=subject)
    return line


def _headers(found: BinaryIO, subject: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        line = _line(found, subject)
        if not line.strip():
            return headers
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    raise UnreadableInput(f"{subject} has a record with over {_MOST_HEADERS:,} headers", subject=subject)


def _block(found: BinaryIO, length: int, longest: int, subject: str) -> bytes | None:
    if length <= longest:
        block = found.read(length)
        if len(block) < length:
            raise UnreadableInput(f"{subject} is cut short; fetch it again", subject=subject)
        return block
    while length > 0:
        piece = found.read(min(length, _PIECE))
        if not piece:
            raise UnreadableInput(f"{subject} is cut short; fetch it again", subject=subject)
        length -= len(piece)
    return None


def captures_of_warc(found: BinaryIO, subject: str, options: InputOptions) -> Iterator[Captured | Rejected | SetAside]:
    """The pages of an archive; what is no page, in another language or without main text is set aside."""
    try:
        with damage_named(subject):
            for record in records_of(found, subject, options.max_bytes):
                kind = record.headers.get("warc-type", "")
                if kind in ("response", "resource", "conversion"):
                    yield _captured(record, f"{subject}#{record.number}", options)
    except InputError as error:
        yield Rejected(subject, error)


def _captured(record: Record, subject: str, options: InputOptions) -> Captured | Rejected | SetAside:
    if record.block is None:
        message = f"{subject} is longer than {options.max_bytes:,} bytes; raise --max-bytes"
        return Rejected(subject, TooLargeInput(message, subject=subject))
    headers, body, status = record.headers, record.block, 200
    media = headers.get("content-type", "")
    if media.startswith("application/http"):
        try:
            status, headers, body = _http(record.block, options.max_bytes)
        except (ValueError, zlib.error) as error:
            detail = f"{subject} holds no readable HTTP answer: {error}"
            return Rejected(subject, InputError(detail, subject=subject))
        media = headers.get("content-type", "")
    if status != 200:
        return SetAside(subject, f"answer {status}")
    media, _, charset = media.partition(";")
    media = media.strip().lower()
    if media not in ("text/html", "application/xhtml+xml", "text/plain"):
        return SetAside(subject, "no page")
    if options.sieve and (reason := sieve.reason_against_page(body)):
        return SetAside(subject, reason)
    return _page(record, subject, options, (headers, body, media, _charset(charset)))


def _page(
    record: Record, subject: str, options: InputOptions, answer: tuple[dict[str, str], bytes, str, str | None]
) -> Captured | Rejected | SetAside:
    headers, body, media, charset = answer
    url, when = record.headers.get("warc-target-uri", "").strip("<>") or None, record.headers.get("warc-date")
    encoding = options.encoding or charset
    try:
        if media == "text/plain":
            fields: dict[str, str | None] = {"text": decoded(body, subject, encoding)}
        else:
            fields = fields_of_html(body, subject, encoding)
        fields["url"] = fields.get("url") or url
        result = captured(fields, options, subject, media, body, headers=headers, captured_at=when)
    except InputError as error:
        result = Rejected(subject, error)
    if isinstance(result, Rejected) and isinstance(result.error, LanguageInput | EmptyInput):
        return SetAside(subject, "another language" if isinstance(result.error, LanguageInput) else "no main text")
    return result


def _charset(parameters: str) -> str | None:
    name, _, value = parameters.partition("=")
    return value.strip(" \"'").split(";")[0] or None if name.strip().lower() == "charset" else None


def _http(block: bytes, longest: int) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an HTTP answer, its transfer and content encodings undone."""
    head, found, body = block.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    if not found or len(lines) > _MOST_HEADERS or not lines[0].startswith(b"HTTP/"):
        raise ValueError("it does not begin with a status and headers")
    status = int(lines[0].split()[1]) if len(lines[0].split()) > 1 else 0
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.decode("latin-1").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _dechunked(body)
    coding = headers.get("content-encoding", "").lower()
    if coding in ("gzip", "x-gzip", "deflate") and body:
        body = _inflated(body, longest)
    elif coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise ValueError(f"its content is packed by {coding}, which is not read")
    return status, headers, body


def _dechunked(body: bytes) -> bytes:
    """The chunks put together; many archives keep the header of chunks and write the body whole."""
    out: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 64)
        try:
            size = int(body[at:end].split(b";")[0], 16) if end > 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(out) if out else body
        if size == 0:
            return b"".join(out)
        out.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def _inflated(body: bytes, longest: int) -> bytes:
    for window in (47, -15):  # gzip or zlib by its header; bare deflate, which some servers send
        unpacker = zlib.decompressobj(window)
        try:
            out = unpacker.decompress(body, longest + 1)
        except zlib.error:
            if window == -15:
                return body  # archives often unpack the body and leave the header
            continue
        if len(out) > longest:
            raise ValueError(f"its body unpacks to over {longest:,} bytes")
        return out
    return body


def captures_of_wacz(found: BinaryIO, subject: str, options: InputOptions) -> Iterator[Captured | Rejected | SetAside]:
    """The pages of the archives inside a WACZ; nothing is unpacked to the disk, so no name in it can climb out."""
    try:
        with zipfile.ZipFile(found) as box:
            names = sorted(
                n.filename for n in box.infolist() if n.filename.endswith((".warc", ".warc.gz", ".warc.zst"))
            )
            if not names:
                raise UnreadableInput(f"{subject} holds no WARC archive", subject=subject)
            for name in names:
                inside = box.getinfo(name)
                with box.open(inside) as packed:
                    size = max(1, inside.compress_size)
                    yield from captures_of_warc(unpacked(packed, size, subject), f"{subject}/{name}", options)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error) as error:
        message = f"{subject} is no readable WACZ: {error}; fetch it again"
        yield Rejected(subject, UnreadableInput(message, subject=subject))
    except InputError as error:
        yield Rejected(subject, error)
