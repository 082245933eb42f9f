"""Rows of JSON and CSV as named fields, with a map of column names where theirs are not ours."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.errors import InputError
from counterclaim.ingest.capture import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FIELDS = ("id", "title", "text", "outlet", "published", "url", "language", "byline", "credit")
_LARGEST_CELL = 50_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one row, its bytes, and where it stands: ``path:row``."""

    fields: dict[str, str | None]
    raw: bytes
    subject: str


def rows_of_json(text: str, subject: str, columns: Mapping[str, str]) -> Iterator[Row | Rejected]:
    """Objects of JSON Lines, or of one JSON array or object; a bad line is a rejection with its number."""
    stripped = text.lstrip()
    if stripped.startswith("["):
        yield from _array(text, subject, columns)
        return
    lines = text.split("\n")
    if stripped.startswith("{") and len(lines) > 1 and lines[0].strip() == "{":
        lines = [text]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{subject}:{number}"
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            yield Rejected(where, InputError(f"{where} is not JSON ({error}); mend or remove the line", subject=where))
            continue
        yield _object(value, line.encode("utf-8", "replace"), where, columns)


def _array(text: str, subject: str, columns: Mapping[str, str]) -> Iterator[Row | Rejected]:
    try:
        values = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        yield Rejected(subject, InputError(f"{subject} is not JSON ({error}); mend it", subject=subject))
        return
    for number, value in enumerate(values, 1):
        yield _object(value, json.dumps(value, ensure_ascii=True).encode(), f"{subject}:{number}", columns)


def _object(value: object, raw: bytes, where: str, columns: Mapping[str, str]) -> Row | Rejected:
    if not isinstance(value, dict):
        return Rejected(
            where, InputError(f"{where} is no JSON object; each row must be one with a `text`", subject=where)
        )
    return _row({str(k): v for k, v in value.items()}, raw, where, columns)


def rows_of_csv(text: str, subject: str, columns: Mapping[str, str], media: str) -> Iterator[Row | Rejected]:
    """Rows of a table with a header line."""
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.DictReader(io.StringIO(text), delimiter="\t" if "tab" in media else ",")
    try:
        for number, row in enumerate(reader, 2):
            raw = json.dumps(row, ensure_ascii=True, default=str).encode()
            yield _row({k: v for k, v in row.items() if k is not None}, raw, f"{subject}:{number}", columns)
    except csv.Error as error:
        yield Rejected(
            subject, InputError(f"{subject} is no readable table after row {reader.line_num}: {error}", subject=subject)
        )


def _row(values: dict[str, object], raw: bytes, where: str, columns: Mapping[str, str]) -> Row | Rejected:
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
