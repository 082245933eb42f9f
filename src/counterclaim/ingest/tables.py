"""Rows of JSON and CSV as named fields, with a map of column names where theirs are not ours."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.errors import EncodingInput, InputError, TooLargeInput
from counterclaim.ingest.capture import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FIELDS = ("id", "title", "text", "outlet", "published", "url", "language", "byline", "credit")
_LARGEST_CELL = 50_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one row, its bytes, and where it stands: ``path:row``."""

    fields: dict[str, str | None]
    raw: bytes
    subject: str


def rows_of_json(text: str, subject: str, columns: Mapping[str, str]) -> Iterator[Row | Rejected]:
    """Objects of one JSON array or object, or of JSON Lines; a bad line is a rejection with its number."""
    stripped = text.lstrip()
    if stripped.startswith("["):
        yield from _array(text, subject, columns)
        return
    lines = text.split("\n")
    if stripped.startswith("{") and len(lines) > 1 and lines[0].strip() == "{":
        lines = [text]
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _line(line, line.encode("utf-8", "replace"), f"{subject}:{number}", columns)


def rows_of_lines(lines: Iterable[bytes | None], subject: str, columns: Mapping[str, str]) -> Iterator[Row | Rejected]:
    """Objects of JSON Lines as they come; ``None`` stands for a line that is too long to be read."""
    for number, line in enumerate(lines, 1):
        where = f"{subject}:{number}"
        if line is None:
            yield Rejected(where, TooLargeInput(f"{where} is too long a line; raise --max-bytes", subject=where))
        elif line.strip():
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                message = (
                    f"{where} is not UTF-8 (byte {error.start}); name its encoding, for example --encoding windows-1252"
                )
                yield Rejected(where, EncodingInput(message, subject=where))
                continue
            yield _line(text, line, where, columns)


def _line(text: str, raw: bytes, where: str, columns: Mapping[str, str]) -> Row | Rejected:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Rejected(where, InputError(f"{where} is not JSON ({error}); mend or remove the line", subject=where))
    return _object(value, raw, where, columns)


def _array(text: str, subject: str, columns: Mapping[str, str]) -> Iterator[Row | Rejected]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Rejected(subject, InputError(f"{subject} is not JSON ({error}); mend it", subject=subject))
        return
    for number, value in enumerate(values, 1):
        yield _object(value, json.dumps(value, ensure_ascii=True).encode(), f"{subject}:{number}", columns)


def _object(value: object, raw: bytes, where: str, columns: Mapping[str, str]) -> Row | Rejected:
    if not isinstance(value, dict):
        return Rejected(
            where, InputError(f"{where} is no JSON object; each row must be one with a `text`", subject=where)
        )
    return row_of({str(k): v for k, v in value.items()}, raw, where, columns)


def rows_of_csv(lines: Iterable[str], subject: str, columns: Mapping[str, str], media: str) -> Iterator[Row | Rejected]:
    """Rows of a table with a header line."""
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.DictReader(lines, delimiter="\t" if "tab" in media else ",")
    try:
        for number, row in enumerate(reader, 2):
            raw = json.dumps(row, ensure_ascii=True, default=str).encode()
            yield row_of({k: v for k, v in row.items() if k is not None}, raw, f"{subject}:{number}", columns)
    except csv.Error as error:
        yield Rejected(
            subject, InputError(f"{subject} is no readable table after row {reader.line_num}: {error}", subject=subject)
        )


def text_lines(lines: Iterable[bytes | None], subject: str) -> Iterator[str]:
    """Lines of a table as text, their ends put back, since a cell may hold some.

    Raises:
        TooLargeInput: a line is too long to be read.
        EncodingInput: a line is not UTF-8.
    """
    for number, line in enumerate(lines, 1):
        if line is None:
            raise TooLargeInput(f"{subject}:{number} is too long a line; raise --max-bytes", subject=subject)
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8") + "\n"
        except UnicodeDecodeError as error:
            message = f"{subject}:{number} is not UTF-8 (byte {error.start}); name its encoding, for example --encoding windows-1252"
            raise EncodingInput(message, subject=subject) from error


def row_of(values: dict[str, object], raw: bytes, where: str, columns: Mapping[str, str]) -> Row | Rejected:
    """A row of any table by its map of columns; a rejection where the column of the text is missing."""
    wanted = columns.get("text", "text")
    if wanted not in values:
        there = ", ".join(values) or "none"
        message = f"{where} has no field {wanted!r}; there are {there}: name the one that holds the text, for example --columns text=body"
        return Rejected(where, InputError(message, subject=where))
    fields: dict[str, str | None] = {}
    for name in FIELDS:
        value = values.get(columns.get(name, name))
        fields[name] = None if value is None or value == "" else value if isinstance(value, str) else str(value)
    return Row(fields, raw, where)
