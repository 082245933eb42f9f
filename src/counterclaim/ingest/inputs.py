"""Reads paths: each file by its kind, each failure a value; one bad row never ends a run."""

from __future__ import annotations

import io
import sys
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from counterclaim.errors import InputError, UnreadableInput
from counterclaim.ingest import feed, mail, parquet, tables, warc
from counterclaim.ingest.capture import Captured, InputOptions, Rejected, SetAside, captured, decoded, lines_of, whole
from counterclaim.ingest.files import files_of, in_order, is_folder, opened, state_of
from counterclaim.ingest.page_html import fields_of_html
from counterclaim.ingest.unpack import damage_named, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from counterclaim.ingest.tables import Row

    Found = Iterator[Captured | Rejected | SetAside]

_MEDIA = {
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/plain", "": "text/plain",
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html",
    ".jsonl": "application/jsonl", ".ndjson": "application/jsonl", ".json": "application/json",
    ".csv": "text/csv", ".tsv": "text/tab-separated-values", ".parquet": "application/vnd.apache.parquet",
    ".warc": "application/warc", ".wet": "application/warc", ".wacz": "application/wacz",
    ".mbox": "application/mbox", ".eml": "message/rfc822",
    ".rss": "application/feed", ".atom": "application/feed", ".xml": "application/feed",
}  # fmt: skip
_PACKED = (".gz", ".zst", ".zstd")


def read_inputs(paths: Iterable[str], options: InputOptions | None = None) -> Iterator[Captured | Rejected | SetAside]:
    """Documents of files, of folders (all that is below, in order of name) and of standard input (``-``).

    Args:
        paths: what to read, in this order.
        options: defaults for what the inputs do not say themselves.

    Yields:
        A capture for each document, a rejection for each input or row that could not be read, and what was left out
        on purpose with its reason.
    """
    chosen = options or InputOptions()
    for path in paths:
        yield from _read(path, chosen)


def suffix_of(path: str) -> str:
    """The suffix that tells the kind: of ``a.warc.gz`` it is ``.warc``."""
    name = PurePosixPath(PurePath(path).name)
    return PurePosixPath(name.stem).suffix.lower() if name.suffix.lower() in _PACKED else name.suffix.lower()


def files_below(folder: str) -> list[str]:
    """The files of a folder that are read, in order of name: those of a kind that is known, hidden ones left out.

    Raises:
        OSError: the folder is in a store that does not answer.
    """
    known = (p for p in files_of(folder, deep=True) if suffix_of(p) in _MEDIA and not PurePath(p).name.startswith("."))
    return sorted(known, key=in_order)


def _read(path: str, options: InputOptions) -> Found:
    if path == "-":
        given = sys.stdin.buffer
        yield from _parse(given, "standard input", _sniffed_suffix(given.peek(4096)), options)  # type: ignore
        return
    try:
        if not is_folder(path):
            with opened(path) as packed, unpacked(packed, state_of(path).size, path) as found:
                yield from _parse(found, path, suffix_of(path), options)
            return
        inside = files_below(path)
    except FileNotFoundError:
        yield Rejected(path, UnreadableInput(f"there is no {path}; check the path", subject=path))
        return
    except InputError as error:
        yield Rejected(path, error)
        return
    except OSError as error:
        yield Rejected(path, UnreadableInput(f"{path} cannot be read: {error.strerror or error}", subject=path))
        return
    if not inside:
        kinds = ", ".join(k for k in _MEDIA if k)
        yield Rejected(path, UnreadableInput(f"{path} holds no file that can be read ({kinds})", subject=path))
    for file in inside:
        yield from _read(file, options)


def _sniffed_suffix(start: bytes) -> str:
    """What standard input holds, by its first bytes."""
    head = start.lstrip()[:200].lower()
    if head.startswith(b"{"):
        return ".jsonl"
    if head.startswith(b"["):
        return ".json"
    for mark, suffix in ((b"warc/", ".warc"), (b"from ", ".mbox"), (b"<?xml", ".xml"), (b"<rss", ".xml")):
        if head.startswith(mark) and b"<html" not in head:
            return suffix
    return ".html" if b"<html" in head or head.startswith(b"<!doctype") else ".txt"


def _parse(found: io.BufferedReader, subject: str, suffix: str, options: InputOptions) -> Found:
    media = _MEDIA.get(suffix, "text/plain")
    try:
        with damage_named(subject):
            if media in _SOURCES:
                yield from _SOURCES[media](found, subject, options)
            elif media in ("text/plain", "text/html"):
                yield _single(found, subject, media, options)
            else:
                for row in _rows(found, subject, media, options):
                    yield (
                        row if isinstance(row, Rejected) else captured(row.fields, options, row.subject, media, row.raw)
                    )
    except InputError as error:
        yield Rejected(error.subject or subject, error)


_SOURCES: dict[str, Callable[[BinaryIO, str, InputOptions], Found]] = {
    "application/warc": warc.captures_of_warc,
    "application/wacz": warc.captures_of_wacz,
    "application/mbox": mail.captures_of_mbox,
    "message/rfc822": mail.captures_of_mail,
    "application/feed": feed.captures_of_feed,
}


def _single(found: BinaryIO, subject: str, media: str, options: InputOptions) -> Captured | Rejected | SetAside:
    raw = whole(found, subject, options)
    fields: dict[str, str | None]
    if media == "text/html":
        fields = fields_of_html(raw, subject, options.encoding)
    else:
        fields = {"text": decoded(raw, subject, options.encoding)}
    return captured(fields, options, subject, media, raw)


def _rows(found: io.BufferedReader, subject: str, media: str, options: InputOptions) -> Iterator[Row | Rejected]:
    """The rows of a table: as they come where that is possible, the whole file first where it is not."""
    start = found.peek(4096)
    if media.endswith("parquet"):
        yield from parquet.rows_of_parquet(found, subject, options.columns)
        return
    lined = media == "application/jsonl" and start.lstrip()[:1] == b"{" and start.split(b"\n", 1)[0].strip() != b"{"
    streamed = (lined or "json" not in media) and options.encoding is None and b"\x00" not in start[:4096]
    if streamed and start.strip() and start[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        lines = lines_of(found, options.max_bytes)
        if lined:
            yield from tables.rows_of_lines(lines, subject, options.columns)
        else:
            yield from tables.rows_of_csv(tables.text_lines(lines, subject), subject, options.columns, media)
        return
    text = decoded(whole(found, subject, options), subject, options.encoding)
    if "json" in media:
        yield from tables.rows_of_json(text, subject, options.columns)
    else:
        yield from tables.rows_of_csv(io.StringIO(text), subject, options.columns, media)
