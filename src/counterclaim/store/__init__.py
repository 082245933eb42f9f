"""Ledgers at rest: append-only tables under a hash chain, in a file or on a server."""

from counterclaim.store.opening import is_server, open_store
from counterclaim.store.row_json import decode_row, encode_row
from counterclaim.store.rows import FailureRow, LinkRow, ReadingRef, Row, RunRow, row_digest
from counterclaim.store.sql import SqlStore
from counterclaim.store.sqlite import SqliteStore
from counterclaim.store.sqlite_lists import Cell, Mark
from counterclaim.store.sqlite_profiles import Found, TellingRow
from counterclaim.store.sqlite_views import IncidentRow
from counterclaim.store.wanted import SORTS, GradeWanted, Wanted

__all__ = [
    "SORTS",
    "Cell",
    "FailureRow",
    "Found",
    "GradeWanted",
    "IncidentRow",
    "LinkRow",
    "Mark",
    "ReadingRef",
    "Row",
    "RunRow",
    "SqlStore",
    "SqliteStore",
    "TellingRow",
    "Wanted",
    "decode_row",
    "encode_row",
    "is_server",
    "open_store",
    "row_digest",
]
