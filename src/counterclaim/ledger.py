"""The ledger: the composition root and the public API. Read reports, keep what they say, ask for incidents."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any

from counterclaim import assess, merge
from counterclaim.engines import read_in_order, shared_reader
from counterclaim.errors import NotFound, OptionError
from counterclaim.export import Kept
from counterclaim.export.tables import TABLES, arrow_table
from counterclaim.ingest import Captured, InputOptions, Rejected, SetAside, read_inputs
from counterclaim.model import Document, Link, Reading, content_id, decode, encode
from counterclaim.store import FailureRow, LinkRow, Row, RunRow, SqliteStore, decode_row, encode_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from counterclaim.model import MergedIncident, Status

_ROWS = 500


def read(
    text: str,
    *,
    published: dt.date | str | None = None,
    outlet: str | None = None,
    title: str = "",
    url: str | None = None,
) -> Reading:
    """Read one report.

    Args:
        text: its text, as it stands; offsets point into it.
        published: the day of publication, against which "Monday" is resolved; a date or ``YYYY-MM-DD``.
        outlet: who published it; tells state media from others.
        title: its title, where that is apart from the text.
        url: its address.

    Returns:
        The reading: attributions, incidents, claims, places and dates, each with its span of the text.

    Raises:
        ModelError: the parser or the tagger is missing or altered.
    """
    day = dt.date.fromisoformat(published[:10]) if isinstance(published, str) else published
    return shared_reader().read(Document.of(text, title=title, outlet=outlet, published=day, url=url))


def read_documents(documents: Iterable[Document], *, processes: int = 1) -> Iterator[Reading]:
    """Readings of documents in their order, the same whatever the number of processes."""
    if processes == 1:
        yield from shared_reader().read_all(documents)
        return
    for _, reading in read_in_order(documents, lambda document: document, processes):
        if reading is not None:
            yield reading


@dataclass
class IngestSummary:
    """What an ingestion did: documents seen, new ones, claims and links added, what could not be done, what was set aside."""

    seen: int = 0
    new: int = 0
    claims: int = 0
    links: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    failures: int = 0
    aside: Counter[str] = field(default_factory=Counter)


class Ledger:
    """A ledger of claims in one file. Use it as a context manager, or call :meth:`close`."""

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        """Open or create a ledger.

        Raises:
            StoreError: the file cannot be opened, or is no ledger.
        """
        self._store = SqliteStore(path, read_only=read_only)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def ingest(self, paths: Iterable[str], options: InputOptions | None = None, *, processes: int = 1) -> IngestSummary:
        """Read files, folders and tables into the ledger; what it holds already is left as it is.

        Each report is one transaction: a run that is killed goes on where it stopped when it is started again.

        Args:
            paths: what to read; see :func:`counterclaim.ingest.read_inputs`.
            options: defaults and column map.
            processes: how many read; what is written is the same.
        """
        return self.add(read_inputs(paths, options), options=options, processes=processes)

    def add(
        self,
        inputs: Iterable[Captured | Rejected | SetAside],
        *,
        options: InputOptions | None = None,
        processes: int = 1,
    ) -> IngestSummary:
        """Read captures into the ledger, in their order, and link them with what is there."""
        summary = IngestSummary()
        run = _run(options)
        self._store.append([run.row()])
        fresh = self._fresh(inputs, summary)
        for found, reading in read_in_order(fresh, _document_of, processes):
            if isinstance(found, Captured) and reading is not None:
                self._keep(found, reading, run.id, summary)
            elif isinstance(found, Rejected):
                self._store.append([FailureRow(run.id, "ingest", found.subject, found.error.message).row()])
        counts = sorted(summary.aside.items())
        self._store.append([FailureRow(run.id, "set aside", reason, str(count)).row() for reason, count in counts])
        summary.links = self._link(run.id)
        return summary

    def _fresh(
        self, inputs: Iterable[Captured | Rejected | SetAside], summary: IngestSummary
    ) -> Iterator[Captured | Rejected]:
        """What is to be written: captures that are not there yet, and rejections."""
        known = self._store.ids("documents")
        for found in inputs:
            if isinstance(found, SetAside):
                summary.aside[found.reason] += 1
            elif isinstance(found, Rejected):
                summary.rejected.append(found)
                yield found
            else:
                summary.seen += 1
                if found.document.id not in known:
                    known.add(found.document.id)
                    yield found

    def _keep(self, captured: Captured, reading: Reading, run: str, summary: IngestSummary) -> None:
        """Write one report and what was read in it, in one transaction."""
        document = reading.document.id
        number = content_id("r", document, program_version(), digests())
        rows = [_document_row(captured, run), Row("readings", (number, document, run, encode(reading)))]
        rows += [
            Row("claims", (c.id, c.document, c.incident, c.source, c.stance, encode(c).decode()))
            for c in reading.claims
        ]
        rows += [FailureRow(run, f.stage, f.subject, f.detail).row() for f in reading.failures]
        self._store.append(rows)
        summary.new += 1
        summary.claims += len(reading.claims)
        summary.failures += len(reading.failures)

    def _link(self, run: str) -> int:
        """Judge what this run read, and what a run that was cut off left unjudged; returns how many links are new.

        A run that is still at work elsewhere looks cut off too: both judge its reports, and the second finds each link
        there already.
        """
        linked = self._store.ids("linkings")
        waiting = {id_ for id_, by in self._store.runs_of("documents").items() if by == run or by not in linked}
        rows = []
        if waiting:
            readings = self.readings()
            fresh = [r for r in readings if r.document.id in waiting]
            known = [r for r in readings if r.document.id not in waiting]
            rows = [
                LinkRow(run, k.id, k.kind, k.left, k.right, k.judgement, k.judged_by, encode(k).decode()).row()
                for k in merge.links_between(fresh, known)
            ]
        return self._store.append([*rows, Row("linkings", (run,))]) - 1

    def readings(self) -> tuple[Reading, ...]:
        """The newest reading of each document, in the order of their ids."""
        latest = {
            reading.document.id: reading
            for reading in (decode(body, Reading) for body in self._store.bodies("readings"))
        }
        return tuple(latest[key] for key in sorted(latest))

    def links(self) -> tuple[Link, ...]:
        """Every judgement that was written, in the order of their ids."""
        return tuple(sorted((decode(body, Link) for body in self._store.bodies("links")), key=lambda link: link.id))

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
        """The incidents of the ledger as all its reports tell them, by date.

        Args:
            status: only those of this status.
            place: only those whose place, or what it lies in, has these words.
            since: only those that ended on this day or later.
            until: only those that began on this day or earlier.
            party: only those with a claim whose perpetrator, side or source has these words.
            as_of: what was known by this day: only reports published by then.
        """
        readings = self.readings()
        if as_of is not None:
            readings = tuple(r for r in readings if r.document.published is not None and r.document.published <= as_of)
        links = self.links()
        if as_of is not None:
            ids = {i.id for r in readings for i in r.incidents} | {r.document.id for r in readings}
            links = tuple(k for k in links if k.left in ids and k.right in ids)
        found = assess.merged_incidents(readings, links)
        return tuple(i for i in found if _wanted(i, status, place, since, until, party))

    def incident(self, incident_id: str) -> MergedIncident:
        """One incident by its id, by the beginning of it, or by the id of one report's incident in it.

        An id that an incident had before an older report, a merge or a split still leads to it.

        Raises:
            NotFound: there is none, or several begin so.
        """
        every = self.incidents()
        found = [i for i in every if i.id.startswith(incident_id)] or [
            i for i in every if any(known.startswith(incident_id) for known in assess.ids_of(i))
        ]
        exact = [i for i in found if incident_id in assess.ids_of(i)]
        if len(exact or found) != 1:
            what = "no incident" if not found else f"{len(found)} incidents"
            raise NotFound(
                f"{what} with an id that begins {incident_id!r}; `counterclaim incidents` lists them",
                subject=incident_id,
            )
        return (exact or found)[0]

    def document(self, document_id: str) -> Document:
        """One document by its id.

        Raises:
            NotFound: there is none.
        """
        for reading in self.readings():
            if reading.document.id == document_id:
                return reading.document
        raise NotFound(f"no document {document_id!r} in the ledger", subject=document_id)

    def kept(self, **filters: Any) -> Kept:
        """What an export is made of: the incidents that fit, as :meth:`incidents` takes its filters, with their reports."""
        found = self.incidents(**filters)
        wanted = {ref.id for incident in found for ref in incident.documents}
        readings = {r.document.id: r for r in self.readings() if r.document.id in wanted}
        ids = wanted | {member for incident in found for member in incident.members}
        links = tuple(link for link in self.links() if link.left in ids and link.right in ids)
        return Kept(found, readings, links, self.head(), program_version())

    def dump(self) -> Iterator[str]:
        """Every row of the ledger in the order of its chain, one JSON object each: what :meth:`load` reads."""
        return (encode_row(row) for row in self._store.in_order())

    def load(self, lines: Iterable[str]) -> int:
        """Write the rows of a :meth:`dump`; into an empty ledger they give the same chain. Returns how many were new.

        Raises:
            InputError: a line is no row; the message names it. What came before it is kept.
        """
        new, batch = 0, []
        for number, line in enumerate(lines, 1):
            batch.append(decode_row(line, number))
            if len(batch) >= _ROWS:
                new += self._store.append(batch)
                batch = []
        return new + self._store.append(batch)

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
        return tuple(RunRow(*(str(v) for v in row)) for row in self._store.rows("runs"))

    def head(self) -> str:
        """The hash at the end of the chain: it changes with every row that is written."""
        return self._store.head()

    def verify(self) -> tuple[int, str]:
        """Check that nothing was altered: how many rows, and the head of the chain to keep.

        Raises:
            LedgerAltered: names the first broken row.
        """
        return self._store.verify(), self._store.head()


def _wanted(
    incident: MergedIncident,
    status: str | None,
    place: str | None,
    since: dt.date | None,
    until: dt.date | None,
    party: str | None,
) -> bool:
    if status is not None and incident.status != status:
        return False
    where = (
        " ".join(filter(None, (incident.place.name, incident.place.detail, incident.place.within)))
        if incident.place
        else ""
    )
    if place is not None and place.casefold() not in where.casefold():
        return False
    end, start = incident.date_end or incident.date_start, incident.date_start
    if since is not None and (end is None or end < since):
        return False
    if until is not None and (start is None or start > until):
        return False
    if party is None:
        return True
    words = party.casefold()
    return any(words in " ".join(filter(None, (c.perpetrator, c.side, c.source))).casefold() for c in incident.claims)


def _document_of(found: Captured | Rejected) -> Document | None:
    return found.document if isinstance(found, Captured) else None


def _document_row(captured: Captured, run: str) -> Row:
    document = captured.document
    published = document.published.isoformat() if document.published else None
    values = (
        document.id,
        run,
        document.outlet,
        published,
        document.title,
        captured.digest,
        captured.media_type,
        captured.subject,
        encode(document),
    )
    return Row("documents", values)


def _run(options: InputOptions | None) -> RunRow:
    started = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
    said = json.dumps(vars(options) if options else {}, default=str, sort_keys=True)
    number = uuid.uuid4().hex  # two runs may begin in the same microsecond
    return RunRow(content_id("n", started, number), started, program_version(), said, digests())


@lru_cache(maxsize=1)
def program_version() -> str:
    """The version of the installed program."""
    return metadata.version("counterclaim")


@lru_cache(maxsize=1)
def digests() -> str:
    """SHA-256 over every word file, codebook and weight that a reading depends on."""
    digest = hashlib.sha256()
    for package in ("counterclaim.lexicon", "counterclaim.extract", "counterclaim.merge", "counterclaim.text"):
        for path in sorted(_files(resources.files(package)), key=str):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _files(folder: Any) -> Iterator[Any]:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _files(path)
        elif path.name.endswith((".toml", ".csv", ".onnx", ".json")):
            yield path
