"""The four tables, claims, incidents, sources and links, as CSV or Parquet, with the dictionary of their columns."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from counterclaim.assess.grading_rules import grading_rules, gradings
from counterclaim.export.cells import bounds, csv_lines
from counterclaim.lexicon.codebook import codebook, codebook_names
from counterclaim.model.shown import shown_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from counterclaim.export.kept import Kept

#: Rows that are held at a time: of claims some 10 MB.
_ROW_GROUP = 5_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type (text, integer, number, day, boolean), and what stands in it."""

    name: str
    type: str
    says: str
    value: Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what one row is, its columns, and how its rows are taken from what is kept."""

    name: str
    row: str
    columns: tuple[Column, ...]
    rows: Callable[[Kept], Iterable[Any]]


def _c(name: str, kind: str, says: str, value: Callable[[Any], object]) -> Column:
    return Column(name, kind, says, value)


_CLAIMS = Table(
    "claims",
    "what one source says on one incident in one report",
    (
        _c("id", "text", "the claim's id, a hash of what it says", lambda r: r[1].id),
        _c("incident", "text", "id of the merged incident", lambda r: r[0].id),
        _c("report", "text", "id of the report", lambda r: r[2].id),
        _c("outlet", "text", "who published the report", lambda r: r[2].outlet),
        _c("published", "day", "its day of publication", lambda r: r[2].published),
        _c("source", "text", "who says it in the end; AUTHOR is the report's own voice", lambda r: r[1].source),
        _c("source_kind", "text", "kind of the source", lambda r: r[1].source_kind),
        _c("side", "text", "party that the source belongs to or speaks for", lambda r: r[1].side),
        _c("named", "boolean", "whether a person or body is named", lambda r: r[1].named),
        _c("via", "text", "who passed it on, nearest to the source first", lambda r: " | ".join(r[1].via)),
        _c("stance", "text", "asserts, denies, suspects or noncommittal", lambda r: r[1].stance),
        _c("certainty", "text", "certain, probable or possible", lambda r: r[1].certainty),
        _c("about", "text", "the facets that it speaks to; of a denial what is denied", lambda r: " ".join(r[1].about)),
        _c("perpetrator", "text", "the hand that is named", lambda r: r[1].perpetrator),
        _c("target", "text", "who or what is said to have been hit", lambda r: r[1].target),
        _c("weapon", "text", "what it is said to have been done with", lambda r: r[1].weapon),
        _c("killed_min", "integer", "least number of people said to be killed", lambda r: bounds(r[1].killed)[0]),
        _c("killed_max", "integer", "greatest number; empty for no bound", lambda r: bounds(r[1].killed)[1]),
        _c("injured_min", "integer", "least number of people said to be injured", lambda r: bounds(r[1].injured)[0]),
        _c("injured_max", "integer", "greatest number; empty for no bound", lambda r: bounds(r[1].injured)[1]),
        _c("evidence", "text", "the words of the report that carry it", lambda r: " … ".join(s.text for s in r[1].evidence)),
        _c("evidence_spans", "text", "field:start-end of each piece in the frozen text", lambda r: " ".join(f"{s.field}:{s.start}-{s.end}" for s in r[1].evidence)),
    ),
    lambda kept: kept.claims,
)  # fmt: skip

_INCIDENTS = Table(
    "incidents",
    "one thing said to have happened, as all reports tell it",
    (
        _c("id", "text", "the incident's id", lambda i: i.id),
        _c("event_type", "text", "ACLED event type", lambda i: i.event_type),
        _c("sub_event_type", "text", "ACLED sub-event type", lambda i: i.sub_event_type),
        _c("date_start", "day", "first day", lambda i: i.date_start),
        _c("date_end", "day", "last day", lambda i: i.date_end),
        _c("date_precision", "text", "how exactly the days are said", lambda i: i.date_precision),
        _c("place", "text", "the place and what it lies in", lambda i: shown_place(i.place) if i.place else None),
        _c("country", "text", "ISO 3166-1 alpha-2 code of the country", lambda i: i.place.country if i.place else None),
        _c("latitude", "number", "WGS 84 degrees; empty where the place was not found", lambda i: i.place.lat if i.place else None),
        _c("longitude", "number", "WGS 84 degrees", lambda i: i.place.lon if i.place else None),
        _c("radius_km", "number", "reach of the area in kilometres", lambda i: i.place.radius_km if i.place else None),
        _c("geo_precision", "integer", "ACLED geo_precision", lambda i: i.place.geo_precision if i.place else None),
        _c("where_prec", "integer", "UCDP where_prec", lambda i: i.place.where_prec if i.place else None),
        _c("status", "text", "status by the plain codebook; no measure of truth", lambda i: i.status),
        _c("status_reason", "text", "the rule that fired", lambda i: i.status_reason),
        _c("contested", "text", "facets on which accounts part", lambda i: " ".join(i.contested)),
        _c("reports", "integer", "reports that speak of it; no corroboration", lambda i: i.reports),
        _c("own_reports", "integer", "reports without reprints", lambda i: i.own_reports),
        _c("independent_sources", "integer", "sources after repeats are folded", lambda i: i.independent_sources),
    ),
    lambda kept: kept.incidents,
)  # fmt: skip

_SOURCES = Table(
    "sources",
    "one independent source of one incident",
    (
        _c("incident", "text", "id of the merged incident", lambda r: r[0].id),
        _c("name", "text", "the source; AUTHOR is the reports' own voice", lambda r: r[1].name),
        _c("side", "text", "its party", lambda r: r[1].side),
        _c(
            "interest", "text", "where the party stands: accused, target's side, accuser, none", lambda r: r[1].interest
        ),
        _c("reason", "text", "why its claims stand on one source", lambda r: r[1].reason),
        _c("claims", "text", "ids of its claims", lambda r: " ".join(r[1].claims)),
        _c("reports", "text", "ids of its reports", lambda r: " ".join(r[1].documents)),
    ),
    lambda kept: ((incident, group) for incident in kept.incidents for group in incident.sources),
)

_LINKS = Table(
    "links",
    "one judgement that two things are one, or that a report repeats another",
    (
        _c("id", "text", "the link's id", lambda k: k.id),
        _c("kind", "text", "incident or reprint", lambda k: k.kind),
        _c("left", "text", "id of an incident, or of the reprint", lambda k: k.left),
        _c("right", "text", "id of the other incident, or of the original", lambda k: k.right),
        _c("judgement", "text", "same, not_same or undecided", lambda k: k.judgement),
        _c("score", "number", "0 to 1", lambda k: k.score),
        _c("reasons", "text", "the reasons, strongest first", lambda k: "; ".join(k.reasons)),
        _c("judged_by", "text", "machine, or a person's name", lambda k: k.judged_by),
    ),
    lambda kept: kept.links,
)

TABLES = (_CLAIMS, _INCIDENTS, _SOURCES, _LINKS)


def table_lines(table: Table, kept: Kept) -> Iterator[str]:
    """One table as lines of CSV."""
    return csv_lines([column.name for column in table.columns], _cells(table, kept))


def dictionary_lines(kept: Kept) -> Iterator[str]:
    """The data dictionary of the tables as Markdown, with what they were made from."""
    yield "# Data dictionary\n\n"
    yield f"Made by Counterclaim {kept.program} from the ledger whose chain ends in `{kept.head}`.\n\n"
    yield "Text is UTF-8; a cell that a spreadsheet would take for a formula has an apostrophe before it. An empty cell is a\n"
    yield "value that nobody gave.\n"
    for table in TABLES:
        yield f"\n## {table.name}.csv\n\nOne row is {table.row}.\n\n| column | type | what |\n| --- | --- | --- |\n"
        for column in table.columns:
            yield f"| {column.name} | {column.type} | {column.says} |\n"
    yield "\n## Rules\n\n| codebook | version | decides | source |\n| --- | --- | --- | --- |\n"
    for name in codebook_names():
        book = codebook(name)
        yield f"| {book.name} | {book.version} | what vague words of number mean | {book.source} |\n"
    for name in gradings():
        rules = grading_rules(name)
        yield f"| {rules.name} | {rules.version} | grades | {rules.source} |\n"


def csv_files(kept: Kept) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The tables and their dictionary as files of a folder."""
    for table in TABLES:
        yield f"{table.name}.csv", (line.encode() for line in table_lines(table, kept))
    yield "dictionary.md", (line.encode() for line in dictionary_lines(kept))


def parquet_files(kept: Kept) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The tables as Parquet with typed columns, and their dictionary.

    Raises:
        OptionError: pyarrow is not installed.
    """
    for table in TABLES:
        yield f"{table.name}.parquet", _parquet(table, kept)
    yield "dictionary.md", (line.replace(".csv", ".parquet").encode() for line in dictionary_lines(kept))


def arrow_table(table: Table, kept: Kept) -> Any:
    """One table as a pyarrow Table.

    Raises:
        OptionError: pyarrow is not installed.
    """
    return _stretch(table, list(_cells(table, kept)))


def _cells(table: Table, kept: Kept) -> Iterator[list[object]]:
    """The rows of a table as cells: what they were taken from, an incident with all its claims, need not be held."""
    return ([column.value(row) for column in table.columns] for row in table.rows(kept))


def _stretch(table: Table, rows: Sequence[Sequence[object]]) -> Any:
    """Some rows of a table as a pyarrow Table."""
    from counterclaim.export.optional import arrow

    pa = arrow()
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "day": pa.date32(),
        "boolean": pa.bool_(),
    }
    arrays = [pa.array([row[k] for row in rows], types[column.type]) for k, column in enumerate(table.columns)]
    return pa.Table.from_arrays(arrays, names=[column.name for column in table.columns])


def _parquet(table: Table, kept: Kept) -> Iterator[bytes]:
    """One table as Parquet, a row group at a time: a ledger need not fit in memory."""
    from counterclaim.export.optional import arrow

    arrow()
    import pyarrow.parquet

    rows, sink = _cells(table, kept), _Pieces()
    with pyarrow.parquet.ParquetWriter(sink, _stretch(table, ()).schema, compression="zstd") as writer:
        while stretch := list(islice(rows, _ROW_GROUP)):
            writer.write_table(_stretch(table, stretch))
            yield sink.drained()
    yield sink.drained()


class _Pieces(io.RawIOBase):
    """Takes what a writer writes, to be given on piece by piece."""

    def __init__(self) -> None:
        self._written, self._length = bytearray(), 0

    def writable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """How much was written, given on or not: a Parquet file says where in it each column stands."""
        return self._length

    def write(self, piece: Any) -> int:
        """Take a piece."""
        size = memoryview(piece).nbytes
        self._written += piece
        self._length += size
        return size

    def drained(self) -> bytes:
        """What was written since this was last asked."""
        out, self._written = bytes(self._written), bytearray()
        return out
