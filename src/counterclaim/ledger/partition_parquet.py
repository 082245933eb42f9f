"""A partition as Parquet: a row for each report, its claims as a list of columns of their own, for DuckDB, Spark or pandas.

``reading`` holds all that was read as JSON, from which a ledger is filled; the other columns are for whoever asks the files.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from counterclaim.errors import InputError, OptionError
from counterclaim.ingest import Captured, Rejected
from counterclaim.ingest.files import opened
from counterclaim.ledger.partition_file import Begun, told_of
from counterclaim.model import Reading, decode, encode
from counterclaim.model.shown import shown_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.model import Claim, Incident

#: A row group ends after so many rows or so many bytes of them: what is held in memory until it is written.
_ROWS, _BYTES = 256, 32 << 20
_READ = 64
_KEPT = ["subject", "rejected", "media_type", "digest", "captured_at", "headers", "raw", "reading"]


class ParquetRows:
    """Writes rows of a partition; the same rows give the same bytes."""

    def __init__(self, target: str) -> None:
        """Begin a file.

        Raises:
            OptionError: pyarrow is not installed.
            StoreError: the file cannot be begun.
        """
        try:
            import pyarrow.parquet as pq
        except ImportError as error:
            message = "readings as Parquet need pyarrow: pip install 'counterclaim[archives]'"
            raise OptionError(message, subject="--format") from error
        self._begun = Begun(target)
        self._writer: Any = pq.ParquetWriter(
            self._begun.file, _schema(), compression="zstd", use_dictionary=["media_type", "outlet"]
        )
        self._rows: list[dict[str, object]] = []
        self._size = 0

    def add(self, found: Captured | Rejected, reading: Reading | None) -> None:
        """Write one capture with its reading, or one rejection."""
        if isinstance(found, Rejected) or reading is None:
            told = found.error.message if isinstance(found, Rejected) else ""
            self._rows.append({"subject": found.subject, "rejected": told, "claims": []})
        else:
            row = _row_of(found, reading)
            self._rows.append(row)
            self._size += len(found.raw) + len(str(row["reading"]))
        if len(self._rows) >= _ROWS or self._size >= _BYTES:
            self._write()

    def finish(self) -> tuple[int, str]:
        """Put the file in its place; returns its size and its SHA-256."""
        if self._rows:
            self._write()
        with told_of(self._begun.target):
            self._writer.close()
        return self._begun.put()

    def abandon(self) -> None:
        """Remove what was begun."""
        self._begun.drop()

    def _write(self) -> None:
        import pyarrow as pa

        with told_of(self._begun.target):
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=_schema()))
        self._rows, self._size = [], 0


def rows_of_parquet(path: str) -> Iterator[tuple[Captured | Rejected, Reading | None]]:
    """The captures and rejections of a partition with their readings, in their order.

    Raises:
        InputError: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError(f"{path} is Parquet: pip install 'counterclaim[archives]'", subject=path) from error
    with opened(path) as found:
        for batch in pq.ParquetFile(found).iter_batches(batch_size=_READ, columns=_KEPT):
            for row in batch.to_pylist():
                if row["reading"] is None:
                    yield Rejected(row["subject"], InputError(row["rejected"], subject=row["subject"])), None
                    continue
                reading = decode(row["reading"], Reading)
                came = (row["media_type"], row["digest"], row["raw"], dict(row["headers"]), row["captured_at"])
                yield Captured(reading.document, row["subject"], *came), reading


@lru_cache(maxsize=1)
def _schema() -> Any:
    import pyarrow as pa

    text, day, number, real = pa.string(), pa.date32(), pa.int64(), pa.float64()
    span = pa.struct({"field": text, "start": number, "end": number, "text": text})
    claim = dict.fromkeys(("id", "incident", "event_type", "sub_event_type", "place", "country"), text)
    claim |= {"latitude": real, "longitude": real, "date_start": day, "date_end": day, "main_incident": pa.bool_()}
    claim |= {"source": text, "source_kind": text, "side": text, "named": pa.bool_(), "via": pa.list_(text)}
    claim |= {"stance": text, "certainty": text, "about": pa.list_(text)}
    claim |= {"perpetrator": text, "target": text, "weapon": text}
    claim |= dict.fromkeys(("killed_min", "killed_max", "injured_min", "injured_max"), number)
    claim |= {"evidence": pa.list_(span)}
    columns = dict.fromkeys(("subject", "rejected", "report", "title", "outlet"), text)
    columns |= {"published": day, "url": text, "media_type": text, "digest": text, "captured_at": text}
    columns |= {
        "headers": pa.map_(text, text),
        "claims": pa.list_(pa.struct(claim)),
        "reading": text,
        "raw": pa.binary(),
    }
    return pa.schema(list(columns.items()))


def _row_of(found: Captured, reading: Reading) -> dict[str, object]:
    document = reading.document
    incidents = {incident.id: incident for incident in reading.incidents}
    return {
        "subject": found.subject, "report": document.id, "title": document.title, "outlet": document.outlet,
        "published": document.published, "url": document.url, "media_type": found.media_type, "digest": found.digest,
        "captured_at": found.captured_at, "headers": list(found.headers.items()),
        "claims": [_claim_of(claim, incidents.get(claim.incident)) for claim in reading.claims],
        "reading": encode(reading).decode(), "raw": found.raw,
    }  # fmt: skip


def _claim_of(claim: Claim, incident: Incident | None) -> dict[str, object]:
    row: dict[str, object] = {
        name: getattr(claim, name)
        for name in ("id", "incident", "source", "source_kind", "side", "named", "stance", "certainty",
                     "perpetrator", "target", "weapon")
    }  # fmt: skip
    row |= {"via": list(claim.via), "about": list(claim.about)}
    for name, toll in (("killed", claim.killed), ("injured", claim.injured)):
        row[f"{name}_min"], row[f"{name}_max"] = toll or (None, None)
    row["evidence"] = [{"field": s.field, "start": s.start, "end": s.end, "text": s.text} for s in claim.evidence]
    if incident is not None:
        row |= {name: getattr(incident, name) for name in ("event_type", "sub_event_type", "date_start", "date_end")}
        row["main_incident"] = incident.main
        if incident.place is not None:
            place = incident.place
            row |= {"place": shown_place(place), "country": place.country}
            row |= {"latitude": place.lat, "longitude": place.lon}
    return row
