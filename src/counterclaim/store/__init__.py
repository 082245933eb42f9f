"""Ledgers at rest: append-only tables under a hash chain."""

from counterclaim.store.row_json import decode_row, encode_row
from counterclaim.store.rows import FailureRow, LinkRow, Row, RunRow, row_digest
from counterclaim.store.sqlite import SqliteStore
from counterclaim.store.sqlite_views import IncidentRow, Wanted

__all__ = [
    "FailureRow",
    "IncidentRow",
    "LinkRow",
    "Row",
    "RunRow",
    "SqliteStore",
    "Wanted",
    "decode_row",
    "encode_row",
    "row_digest",
]
