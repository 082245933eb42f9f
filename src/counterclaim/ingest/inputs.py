"""Reads paths: each file by its kind, each failure a value; one bad row never ends a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from counterclaim.errors import InputError, TooLargeInput, UnreadableInput
from counterclaim.ingest.capture import Captured, InputOptions, Rejected, decoded, digest_of, document_of
from counterclaim.ingest.page_html import fields_of_html
from counterclaim.ingest.tables import rows_of_csv, rows_of_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.ingest.tables import Row

_MEDIA = {
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/plain", "": "text/plain",
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html",
    ".jsonl": "application/jsonl", ".ndjson": "application/jsonl", ".json": "application/json",
    ".csv": "text/csv", ".tsv": "text/tab-separated-values",
}  # fmt: skip


def read_inputs(paths: Iterable[str], options: InputOptions | None = None) -> Iterator[Captured | Rejected]:
    """Documents of files, of folders (all that is below, in order of name) and of standard input (``-``).

    Args:
        paths: what to read, in this order.
        options: defaults for what the inputs do not say themselves.

    Yields:
        A capture for each document, a rejection for each input or row that could not be read.
    """
    chosen = options or InputOptions()
    for path in paths:
        yield from _read(path, chosen)


def _read(path: str, options: InputOptions) -> Iterator[Captured | Rejected]:
    if path == "-":
        raw = sys.stdin.buffer.read(options.max_bytes + 1)
        yield from _parse(raw, "standard input", _sniffed_suffix(raw), options)
        return
    place = Path(path)
    if place.is_dir():
        found = sorted(
            p for p in place.rglob("*") if p.is_file() and p.suffix.lower() in _MEDIA and not p.name.startswith(".")
        )
        if not found:
            yield Rejected(
                path,
                UnreadableInput(
                    f"{path} holds no file that can be read ({', '.join(k for k in _MEDIA if k)})", subject=path
                ),
            )
        for file in found:
            yield from _read(str(file), options)
        return
    try:
        size = place.stat().st_size
        if size > options.max_bytes:
            message = f"{path} has {size:,} bytes, more than {options.max_bytes:,}; split it, or raise --max-bytes"
            yield Rejected(path, TooLargeInput(message, subject=path))
            return
        raw = place.read_bytes()
    except FileNotFoundError:
        yield Rejected(path, UnreadableInput(f"there is no {path}; check the path", subject=path))
        return
    except OSError as error:
        yield Rejected(path, UnreadableInput(f"{path} cannot be read: {error.strerror or error}", subject=path))
        return
    yield from _parse(raw, path, place.suffix.lower(), options)


def _sniffed_suffix(raw: bytes) -> str:
    """What standard input holds, by its first bytes."""
    head = raw.lstrip()[:200].lower()
    if head.startswith(b"{"):
        return ".jsonl"
    if head.startswith(b"["):
        return ".json"
    return ".html" if b"<html" in head or head.startswith(b"<!doctype") else ".txt"


def _parse(raw: bytes, subject: str, suffix: str, options: InputOptions) -> Iterator[Captured | Rejected]:
    media = _MEDIA.get(suffix, "text/plain")
    if len(raw) > options.max_bytes:
        message = f"{subject} is longer than {options.max_bytes:,} bytes; split it, or raise --max-bytes"
        yield Rejected(subject, TooLargeInput(message, subject=subject))
        return
    try:
        if media == "text/html":
            fields = fields_of_html(raw, subject, options.encoding)
            yield Captured(document_of(fields, options, subject), subject, media, digest_of(raw))
            return
        text = decoded(raw, subject, options.encoding)
        if media == "text/plain":
            yield Captured(document_of({"text": text}, options, subject), subject, media, digest_of(raw))
            return
        rows = (
            rows_of_json(text, subject, options.columns)
            if "json" in media
            else rows_of_csv(text, subject, options.columns, media)
        )
        for row in rows:
            yield _captured(row, options, media)
    except InputError as error:
        yield Rejected(error.subject or subject, error)


def _captured(row: Row | Rejected, options: InputOptions, media: str) -> Captured | Rejected:
    if isinstance(row, Rejected):
        return row
    try:
        return Captured(document_of(row.fields, options, row.subject), row.subject, media, digest_of(row.raw))
    except InputError as error:
        return Rejected(row.subject, error)
