"""The ledger opened: the composition root."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counterclaim.errors import NotFound, OptionError
from counterclaim.export.tables import TABLES, arrow_table
from counterclaim.ingest import read_inputs
from counterclaim.ledger.filters import is_wanted
from counterclaim.ledger.finished_partitions import add_partitions
from counterclaim.ledger.grouped import incident_known_by, possibly_same
from counterclaim.ledger.history import Change, Step, difference, history_of
from counterclaim.ledger.keeping import kept_of
from counterclaim.ledger.lists import MOST, Lists, named
from counterclaim.ledger.past import Past
from counterclaim.ledger.retrying import RetrySummary, retry
from counterclaim.ledger.reviewing import Reviewing
from counterclaim.ledger.runs import RunCounts, counts_of_runs
from counterclaim.ledger.views import Views
from counterclaim.ledger.writing import Writing, newest_readings
from counterclaim.model import Link, Reading, decode
from counterclaim.review import reviewed_incidents
from counterclaim.store import RunRow, Wanted, decode_row, encode_row, open_store

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from counterclaim.engines import Engine
    from counterclaim.export import Kept
    from counterclaim.ingest import Captured, InputOptions, Rejected, SetAside
    from counterclaim.ledger.lists import IncidentPage
    from counterclaim.ledger.writing import IngestSummary
    from counterclaim.model import Document, MergedIncident, Status

_ROWS = 500


class Ledger:
    """A ledger of claims in a file or on a server (``postgresql://``). Use it as a context manager, or call :meth:`close`."""

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        """Open or create a ledger.

        Raises:
            StoreError: the file cannot be opened, or is no ledger.
        """
        self._address = path
        self.store = open_store(path, read_only=read_only)
        #: The derived tables, by which lists, searches and map windows are answered without reading everything.
        self.views = Views(self.store)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    def ingest(
        self, paths: Iterable[str], options: InputOptions | None = None, *, engine: Engine | None = None
    ) -> IngestSummary:
        """Read files, folders and tables into the ledger; what it holds already is left as it is.

        Each report is one transaction: a run that is killed goes on where it stopped when it is started again.

        Args:
            paths: what to read; see :func:`counterclaim.ingest.read_inputs`.
            options: defaults and column map.
            engine: where to read; what is written is the same.
        """
        return self.add(read_inputs(paths, options), options=options, engine=engine)

    def add(
        self,
        inputs: Iterable[Captured | Rejected | SetAside],
        *,
        options: InputOptions | None = None,
        engine: Engine | None = None,
        expected: int | None = None,
    ) -> IngestSummary:
        """Read captures into the ledger, in their order, and link them with what is there.

        Args:
            inputs: what to read.
            options: of the inputs, to be recorded.
            engine: where to read; what is written is the same.
            expected: how many inputs there are, where that is known: :meth:`run_counts` then says how long it will take.
        """
        writing = Writing(self.store, self.views)
        return writing.add(inputs, options=options, engine=engine, expected=expected)

    def add_read(
        self, pairs: Iterable[tuple[Captured | Rejected, Reading | None]], *, options: InputOptions | None = None
    ) -> IngestSummary:
        """Write captures with readings that were made elsewhere (a cluster, a newer program), and link them."""
        return Writing(self.store, self.views).write(pairs, options=options)

    def add_partitions(self, folder: str | Path) -> IngestSummary:
        """Put a folder of finished partitions (on a disk or ``s3://bucket/prefix``) into the ledger; see :func:`counterclaim.ledger.read_partitions`.

        The ledger is the same as if their inputs had been read into it. A partition that is not finished, was altered, or
        was read by another version of the program, stands among the rejected, and nothing of it is written.
        """
        return add_partitions(Writing(self.store, self.views), str(folder))

    @property
    def review(self) -> Reviewing:
        """What people decided, and the methods by which they decide."""
        return Reviewing(self)

    @property
    def lists(self) -> Lists:
        """Lists, counts, choices, places on a map and days: all that needs no more than the derived tables."""
        return Lists(self.store, self._catch_up)

    def page(self, wanted: Wanted | None = None, *, cursor: str | None = None, limit: int = 50) -> IncidentPage:
        """A stretch of the incidents that are wanted, whole; see :meth:`Lists.page` for their summaries.

        Args:
            wanted: filters and order.
            cursor: ``next`` of the stretch before.
            limit: how many at most, 1 to 500.

        Raises:
            OptionError: the cursor, the limit or the order makes no sense.
            StoreError: the derived tables are behind and the ledger may not be written.
        """
        return self.lists.incidents(wanted, cursor=cursor, limit=limit)

    def _catch_up(self) -> None:
        """A run that was cut off leaves the views behind; a reader brings them up with a connection of its own."""
        views = self.store.views
        if views.seq() != views.last():
            with open_store(self._address) as writable:
                Views(writable).refresh()

    def readings(self) -> tuple[Reading, ...]:
        """The newest reading of each document, in the order of their ids, as the machine left it."""
        return newest_readings(self.store)

    def links(self) -> tuple[Link, ...]:
        """Every judgement that was written, in the order of their ids."""
        return tuple(sorted((decode(body, Link) for body in self.store.bodies("links")), key=lambda link: link.id))

    def incidents(
        self,
        *,
        status: Status | None = None,
        place: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        party: str | None = None,
        as_of: dt.date | None = None,
    ) -> tuple[MergedIncident, ...]:
        """The incidents of the ledger as all its reports tell them and as people left them, by date.

        Args:
            status: only those of this status.
            place: only those whose place, or what it lies in, has these words.
            since: only those that ended on this day or later.
            until: only those that began on this day or earlier.
            party: only those with a claim whose perpetrator, side or source has these words.
            as_of: what was known by this day: only reports published by then, and decisions of people made by its end
                in UTC; one that was withdrawn later stands.
        """
        if as_of is not None:
            return tuple(
                i for i in self.incidents_anew(as_of=as_of) if is_wanted(i, status, place, since, until, party)
            )
        wanted, found, cursor = Wanted(status=status, since=since, until=until, sort="date"), [], None
        while True:
            page = self.page(wanted, cursor=cursor, limit=MOST)
            found += [i for i in page.incidents if is_wanted(i, status, place, since, until, party)]
            cursor = page.next
            if cursor is None:
                return tuple(found)

    def incidents_anew(self, *, as_of: dt.date | None = None) -> tuple[MergedIncident, ...]:
        """The incidents made from all rows at once, which the derived tables hold to the byte; memory grows with the ledger.

        Args:
            as_of: what was known by this day, as for :meth:`incidents`.
        """
        readings, links = self.readings(), self.links()
        if as_of is not None:
            readings = tuple(r for r in readings if r.document.published and r.document.published <= as_of)
            ids = {i.id for r in readings for i in r.incidents} | {r.document.id for r in readings}
            links = tuple(k for k in links if k.left in ids and k.right in ids)
        reviews = [r for r in self.review.all() if as_of is None or r.at[:10] <= as_of.isoformat()]
        return reviewed_incidents(readings, links, reviews)

    def incident(self, incident_id: str, *, as_of: dt.date | None = None) -> MergedIncident:
        """One incident by its id, by the beginning of it, or by the id of one report's incident in it.

        An id that an incident had before an older report, a merge or a split still leads to it.

        Args:
            incident_id: the id, or its beginning.
            as_of: as it was known by this day.

        Raises:
            NotFound: there is none, or several begin so.
        """
        self._catch_up()
        if as_of is not None:
            return incident_known_by(self, incident_id, as_of)
        found = named(self.store, incident_id)
        if len(found) != 1:
            what = "no incident" if not found else f"{len(found)} incidents"
            raise NotFound(
                f"{what} with an id that begins {incident_id!r}; `counterclaim incidents` lists them",
                subject=incident_id,
            )
        return found[0]

    def could_be_same(self, incident: MergedIncident, *, as_of: dt.date | None = None) -> tuple[str, ...]:
        """The ids of the incidents that one could be the same as: an undecided link ties them, and nobody has decided."""
        return possibly_same(self, incident, as_of)

    def known_by(self, day: dt.date) -> Past:
        """The ledger as it stood at the end of a day, in memory, to be listed and asked as this one; close it after use."""
        out = (r for r in self.readings() if r.document.published and r.document.published <= day)
        return Past.of(self.incidents_anew(as_of=day), out, self.head())

    def reading(self, document_id: str) -> Reading:
        """The newest reading of one report, as the machine left it.

        Raises:
            NotFound: there is none.
        """
        for body in self.store.views.newest_readings([document_id]):
            return decode(body, Reading)
        raise NotFound(f"there is no report {document_id!r} in the ledger", subject=document_id)

    def document(self, document_id: str) -> Document:
        """One report by its id.

        Raises:
            NotFound: there is none.
        """
        return self.reading(document_id).document

    def kept(self, *, incident: str | None = None, as_of: dt.date | None = None, **filters: Any) -> Kept:
        """What an export is made of: the incidents that fit, with their reports and links.

        Args:
            incident: only this one, by an id that leads to it or the beginning of one.
            as_of: as it was known by this day.
            **filters: the others of :meth:`incidents`.

        Raises:
            NotFound: there is no such incident, or it does not fit.
        """
        return kept_of(self, incident, as_of, filters)

    def dump(self) -> Iterator[str]:
        """Every row of the ledger in the order of its chain, one JSON object each: what :meth:`load` reads."""
        return (encode_row(row) for row in self.store.in_order())

    def load(self, lines: Iterable[str]) -> int:
        """Write the rows of a :meth:`dump`; into an empty ledger they give the same chain. Returns how many were new.

        Raises:
            InputError: a line is no row; the message names it. What came before it is kept.
        """
        new, batch = 0, []
        for number, line in enumerate(lines, 1):
            batch.append(decode_row(line, number))
            if len(batch) >= _ROWS:
                new += self.store.append(batch)
                batch = []
        new += self.store.append(batch)
        self.views.refresh()
        return new

    def to_arrow(self, table: str = "claims", **filters: Any) -> Any:
        """A table of the export (claims, incidents, sources or links) as a pyarrow Table (extra ``export``).

        Raises:
            OptionError: there is no such table, or pyarrow is not installed.
        """
        chosen = next((one for one in TABLES if one.name == table), None)
        if chosen is None:
            raise OptionError(f"no table {table!r}; there are {', '.join(t.name for t in TABLES)}", subject=table)
        return arrow_table(chosen, self.kept(**filters))

    def to_pandas(self, table: str = "claims", **filters: Any) -> Any:
        """The same as a pandas DataFrame (extra ``notebook``)."""
        return self.to_arrow(table, **filters).to_pandas()

    def to_polars(self, table: str = "claims", **filters: Any) -> Any:
        """The same as a polars DataFrame (extra ``notebook``).

        Raises:
            OptionError: polars is not installed.
        """
        try:
            import polars
        except ImportError as error:
            raise OptionError("this needs polars: pip install 'counterclaim[notebook]'", subject="polars") from error
        return polars.from_arrow(self.to_arrow(table, **filters))

    def runs(self) -> tuple[RunRow, ...]:
        """The runs that wrote to the ledger, oldest first."""
        return tuple(RunRow(*(str(v) for v in row)) for row in self.store.rows("runs"))

    def run_counts(self) -> tuple[RunCounts, ...]:
        """The runs with what came of each: reports, claims, failures by kind, rate; oldest first."""
        return counts_of_runs(self.store)

    def retry(self, stage: str | None = None, *, engine: Engine | None = None) -> RetrySummary:
        """Read again the reports whose newest reading has failures, and rejected inputs that are still where they were.

        Args:
            stage: only failures of this stage (``claims``, ``engine``); ``ingest`` are the inputs.
            engine: where to read.
        """
        return retry(Writing(self.store, self.views), stage, engine)

    def head(self) -> str:
        """The hash at the end of the chain: it changes with every row that is written."""
        return self.store.head()

    def verify(self, kept: str | None = None) -> tuple[int, str]:
        """Check that nothing was altered: how many rows, and the head of the chain to keep.

        Args:
            kept: a head that was kept from earlier, through which the chain must lead.

        Raises:
            LedgerAltered: names the first broken row.
        """
        return self.store.verify(kept), self.store.head()

    def history(self, claim: str, field: str) -> tuple[Step, ...]:
        """Every value that a field of a claim had, by which run or person, when and why.

        Raises:
            NotFound: there was never such a claim.
            OptionError: a claim has no such field.
        """
        return history_of(self, claim, field)

    def diff(self, before: str, after: str | None = None) -> tuple[Change, ...]:
        """What changed between two states of the machine's account; people's decisions are left out.

        Args:
            before: a version of the program, or a moment in UTC (``2026-01-31T12:00``).
            after: the same; by default the present.

        Raises:
            NotFound: that version read nothing here.
        """
        return difference(self, before, after)
