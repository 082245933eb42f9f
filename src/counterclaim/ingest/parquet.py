"""Parquet tables as rows, a batch in memory at a time, by a map of their columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from counterclaim.errors import InputError
from counterclaim.ingest.tables import FIELDS, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from counterclaim.ingest.capture import Rejected
    from counterclaim.ingest.tables import Row

_BATCH = 256


def rows_of_parquet(found: BinaryIO, subject: str, columns: Mapping[str, str]) -> Iterator[Row | Rejected]:
    """The rows of a table in their order, only the columns that are wanted.

    Raises:
        InputError: it is no Parquet, a column is missing, or pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError(f"{subject} is Parquet: pip install 'counterclaim[archives]'", subject=subject) from error
    try:
        table: Any = pq.ParquetFile(found)
        wanted = {columns.get(name, name) for name in FIELDS}
        there = [name for name in table.schema_arrow.names if name in wanted]
        if columns.get("text", "text") not in there:
            names = ", ".join(table.schema_arrow.names) or "none"
            message = f"{subject} has no column {columns.get('text', 'text')!r}; there are {names}: name the one that holds the text, for example --columns text=body"
            raise InputError(message, subject=subject)
        number = 0
        for batch in table.iter_batches(batch_size=_BATCH, columns=there):
            for row in batch.to_pylist():
                number += 1
                raw = json.dumps(row, ensure_ascii=True, default=str, sort_keys=True).encode()
                yield row_of(row, raw, f"{subject}:{number}", columns)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{subject} is no readable Parquet: {error}", subject=subject) from error
