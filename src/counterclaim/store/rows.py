"""What is written: a row is a table, an id and columns; its digest covers them all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import NamedTuple

Value = str | bytes | None

#: Columns of each table in the order in which they are digested and stored.
TABLES: dict[str, tuple[str, ...]] = {
    "runs": ("id", "started", "program", "options", "digests"),
    "documents": ("id", "run", "outlet", "published", "title", "capture_sha256", "media_type", "subject", "body"),
    "readings": ("id", "document", "run", "body"),
    "claims": ("id", "document", "incident", "source", "stance", "body"),
    "links": ("id", "run", "kind", "left_id", "right_id", "judgement", "judged_by", "body"),
    "linkings": ("id",),
    "failures": ("id", "run", "stage", "subject", "detail"),
    "reviews": ("id", "kind", "subject", "by_whom", "made_at", "body"),
    "captures": ("id", "body"),
    "fetches": ("id", "run", "capture", "subject", "media_type", "captured_at", "headers"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row for a table; ``values`` are in the order of :data:`TABLES`, the id first."""

    table: str
    values: tuple[Value, ...]

    @property
    def id(self) -> str:
        """The row's id."""
        return str(self.values[0])


class ReadingRef(NamedTuple):
    """A reading without what was read: its id, its report, the version of the program, and when the run began (UTC)."""

    id: str
    document: str
    program: str
    started: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of the program: when it began (UTC), its version, options, and digests of models and word files."""

    id: str
    started: str
    program: str
    options: str
    digests: str

    def row(self) -> Row:
        """As a row."""
        return Row("runs", (self.id, self.started, self.program, self.options, self.digests))


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link with the run that wrote it."""

    run: str
    id: str
    kind: str
    left: str
    right: str
    judgement: str
    judged_by: str
    body: str

    def row(self) -> Row:
        """As a row."""
        return Row(
            "links", (self.id, self.run, self.kind, self.left, self.right, self.judgement, self.judged_by, self.body)
        )


@dataclass(frozen=True, slots=True)
class FailureRow:
    """Something that could not be done in a run."""

    run: str
    stage: str
    subject: str
    detail: str

    def row(self) -> Row:
        """As a row; its id is a hash, so that the same failure in one run is one row."""
        digest = hashlib.sha256(json.dumps([self.run, self.stage, self.subject, self.detail]).encode()).hexdigest()
        # The name of a file can be bytes that are no UTF-8, which Python holds as lone surrogates.
        subject, detail = (s.encode("utf-8", "replace").decode() for s in (self.subject, self.detail))
        return Row("failures", ("f" + digest[:20], self.run, self.stage, subject, detail))


def storable(row: Row) -> Row:
    """The row with NUL, which no text column of a server can hold, as the replacement character: offsets stay.

    Bytes are left as they are. Every store writes the same, so that a ledger's chain is the same in a file and on a server.
    """
    if not any(isinstance(value, str) and "\x00" in value for value in row.values):
        return row
    return Row(row.table, tuple(v.replace("\x00", "\ufffd") if isinstance(v, str) else v for v in row.values))


def row_digest(row: Row) -> str:
    """SHA-256 over the table's name and the columns, lengths included, so that no two rows digest alike."""
    digest = hashlib.sha256(row.table.encode())
    for value in row.values:
        raw = (
            b"\x00"
            if value is None
            else b"\x01" + value
            if isinstance(value, bytes)
            else b"\x02" + value.encode("utf-8")
            if isinstance(value, str)
            # No store writes such a value: it digests as nothing that was written.
            else b"\x03" + repr(value).encode()
        )
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return digest.hexdigest()


def chained(previous: str, kind: str, row_id: str, content: str) -> str:
    """The hash of a link of the chain: over the hash before it and what it stands for."""
    return hashlib.sha256("\x1f".join((previous, kind, row_id, content)).encode("utf-8")).hexdigest()
