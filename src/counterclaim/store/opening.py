"""A store by its address: a path is a file, ``postgresql://`` a server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterclaim.store.postgres import PostgresStore
from counterclaim.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

    from counterclaim.store.sql import SqlStore

#: One slash is enough: an address that went through a path has lost the other.
_SERVER = re.compile(r"postgres(?:ql)?:/+")


def is_server(address: str | Path) -> bool:
    """True for the address of a server."""
    return _SERVER.match(str(address)) is not None


def open_store(address: str | Path, *, read_only: bool = False) -> SqlStore:
    """Open or create a ledger.

    Raises:
        StoreError: it cannot be opened, or is no ledger.
    """
    if is_server(address):
        return PostgresStore(_SERVER.sub("postgresql://", str(address), count=1), read_only=read_only)
    return SqliteStore(address, read_only=read_only)
