"""Ledgers at rest: append-only tables under a hash chain."""

from counterclaim.store.row_json import decode_row, encode_row
from counterclaim.store.rows import FailureRow, LinkRow, Row, RunRow, row_digest
from counterclaim.store.sqlite import SqliteStore

__all__ = ["FailureRow", "LinkRow", "Row", "RunRow", "SqliteStore", "decode_row", "encode_row", "row_digest"]
