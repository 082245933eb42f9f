"""Ledgers at rest: append-only tables under a hash chain."""

from counterclaim.store.rows import FailureRow, LinkRow, Row, RunRow, row_digest
from counterclaim.store.sqlite import SqliteStore

__all__ = ["FailureRow", "LinkRow", "Row", "RunRow", "SqliteStore", "row_digest"]
