"""Reports into the ledger: each one transaction, with what was read in it and its links to what is there."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim.engines import Engine, read_in_order
from counterclaim.ingest import Captured, Rejected, SetAside
from counterclaim.ledger.neighbours import Neighbours
from counterclaim.ledger.provenance import digests, new_run, program_version
from counterclaim.ledger.report_rows import report_rows
from counterclaim.ledger.runs import FINISHED, SET_ASIDE, marks_of, progress_row
from counterclaim.model import Reading, content_id, decode, encode
from counterclaim.store import FailureRow, LinkRow, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.ingest import InputOptions
    from counterclaim.ledger.views import Views
    from counterclaim.model import Document
    from counterclaim.store import RunRow, SqlStore

#: A run says at least so often (seconds) how far it has come.
_MARK_EVERY = 60.0
#: Between two times that a long run brings the views up it writes so many times as long.
_VIEWS_SHARE = 10.0


@dataclass
class IngestSummary:
    """What an ingestion did: documents seen, new ones, claims and links added, what could not be done, what was set aside.

    ``expected`` is how many inputs there are, ``None`` where that is not known.
    """

    seen: int = 0
    new: int = 0
    claims: int = 0
    links: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    failures: int = 0
    aside: Counter[str] = field(default_factory=Counter)
    expected: int | None = None

    @property
    def left(self) -> int | None:
        """How many inputs are still to come; ``None`` where that is not known."""
        if self.expected is None:
            return None
        return max(0, self.expected - self.seen - len(self.rejected) - self.aside.total())

    def joined(self, other: IngestSummary) -> IngestSummary:
        """Both as one."""
        return IngestSummary(
            self.seen + other.seen, self.new + other.new, self.claims + other.claims, self.links + other.links,
            self.rejected + other.rejected, self.failures + other.failures, self.aside + other.aside,
        )  # fmt: skip


@dataclass(frozen=True)
class Writing:
    """Writes reports into a store."""

    store: SqlStore
    views: Views

    def add(
        self,
        inputs: Iterable[Captured | Rejected | SetAside],
        *,
        options: InputOptions | None = None,
        engine: Engine | None = None,
        expected: int | None = None,
    ) -> IngestSummary:
        """Read captures into the ledger, in their order, and link them with what is there; ``expected`` says how many."""
        summary = IngestSummary(expected=expected)
        chosen = engine or Engine()
        pairs = read_in_order(self._fresh(inputs, summary), _document_of, chosen)
        return self.write(pairs, options=options, codebook=chosen.codebook, summary=summary)

    def add_read(
        self,
        pairs: Iterable[tuple[Captured | Rejected, Reading | None]],
        *,
        options: InputOptions,
        codebook: str | None,
        summary: IngestSummary,
    ) -> IngestSummary:
        """Write captures that this very program has read elsewhere; what is there already is left as it is."""
        sent: set[str] = set()
        fresh = (pair for pair in pairs if self._is_new(pair[0], summary, sent))
        return self.write(fresh, options=options, codebook=codebook, summary=summary)

    def write(
        self,
        pairs: Iterable[tuple[Captured | Rejected, Reading | None]],
        *,
        options: InputOptions | None = None,
        codebook: str | None = None,
        summary: IngestSummary | None = None,
    ) -> IngestSummary:
        """Write captures with their readings, wherever these were made, each in one transaction, and link them.

        A reading by another version of the program stands beside the older one and is the newest from then on.
        """
        return self._write(pairs, new_run(options, codebook), summary or IngestSummary(), again=False)

    def write_again(self, pairs: Iterable[tuple[Captured, Reading]]) -> IngestSummary:
        """Write readings of reports that this very program has read before; each is the newest from then on."""
        return self._write(pairs, new_run(None), IngestSummary(), again=True)

    def _write(
        self,
        pairs: Iterable[tuple[Captured | Rejected, Reading | None]],
        row: RunRow,
        summary: IngestSummary,
        *,
        again: bool,
    ) -> IngestSummary:
        run = _Run(self, row, summary)
        run.make_good()
        marked = time.monotonic()
        for found, reading in pairs:
            if isinstance(found, Captured) and reading is not None:
                run.keep(found, reading, again=again)
                if time.monotonic() - marked > _MARK_EVERY:
                    self.store.append(mark.row() for mark in marks_of(run.id, summary.new, summary.left))
                    marked = time.monotonic()
            elif isinstance(found, Rejected):
                run.append([FailureRow(run.id, "ingest", found.subject, found.error.message).row()])
        run.finish()
        return summary

    def _fresh(
        self, inputs: Iterable[Captured | Rejected | SetAside], summary: IngestSummary
    ) -> Iterator[Captured | Rejected]:
        """What is to be written: captures that are not there yet, and rejections."""
        sent: set[str] = set()  # an engine reads ahead of what is written
        for found in inputs:
            if isinstance(found, SetAside):
                summary.aside[found.reason] += 1
            elif self._is_new(found, summary, sent):
                yield found

    def _is_new(self, found: Captured | Rejected, summary: IngestSummary, sent: set[str]) -> bool:
        """Count what came; whether it is to be written: rejections, and reports neither there nor on their way."""
        if isinstance(found, Rejected):
            summary.rejected.append(found)
            return True
        summary.seen += 1
        document = found.document.id
        if document in sent or self.store.holds("documents", document):
            return False
        sent.add(document)
        return True


@dataclass
class _Run:
    """One run at its writing. Its row is written with the first that it has to write, so that one report is one transaction."""

    writing: Writing
    row: RunRow
    summary: IngestSummary
    begun: bool = False
    indexed: list[str] = field(default_factory=list)
    refreshed: float = 0.0
    took: float = 0.0

    @property
    def id(self) -> str:
        """The id of the run."""
        return self.row.id

    def append(self, rows: list[Row]) -> None:
        """Write rows of this run, after its own."""
        store = self.writing.store
        with store.transaction():
            if not self.begun:
                # Each report is written with its links, so that a run has compared all that it read wherever it is cut off.
                store.append([self.row.row(), Row("linkings", (self.id,))])
            store.append(rows)
        self.begun = True

    def keep(self, captured: Captured, reading: Reading, *, again: bool) -> None:
        """Write one report, what was read in it, its links, and the incidents that it touches, in one transaction."""
        # As it is kept, so that a whole number where a fraction can stand is compared and shown as any later look gives it.
        reading = decode(encode(reading), Reading)
        document = reading.document.id
        # One program reads a report once, whoever runs it; what is read again to mend a failure is a reading of its own.
        number = content_id("r", document, program_version(), digests(), *([self.id] if again else []))
        with self.writing.store.transaction():
            self.append(report_rows(captured, reading, self.id, number))
            self.summary.links += self.link(reading)
            self.indexed.append(document)
            self._refresh()
        self.summary.new += 1
        self.summary.claims += len(reading.claims)
        self.summary.failures += len(reading.failures)

    def _refresh(self) -> None:
        """Bring the views up unless this would slow a long run down: a story of hundreds is not made again for each report."""
        now = time.monotonic()
        if now - self.refreshed < _VIEWS_SHARE * self.took:
            return
        self.writing.views.refresh(self.indexed)
        self.indexed, self.refreshed = [], time.monotonic()
        self.took = self.refreshed - now

    def link(self, reading: Reading) -> int:
        """Judge one report beside those that it may tell the same as; returns how many links are new."""
        store = self.writing.store
        near = Neighbours(store)
        fresh = [link for link in near.links_of(reading) if not store.holds("links", link.id)]
        new = store.append(
            LinkRow(self.id, k.id, k.kind, k.left, k.right, k.judgement, k.judged_by, encode(k).decode()).row()
            for k in fresh
        )
        near.count(fresh)
        return new

    def make_good(self) -> None:
        """Judge what runs of older programs, cut off, left unjudged, and close these runs."""
        store = self.writing.store
        for left, documents in sorted(store.unlinked().items()):
            self.append([])
            for body in store.views.newest_readings(sorted(documents)):
                with store.transaction():
                    self.summary.links += self.link(decode(body, Reading))
            store.append([Row("linkings", (left,))])

    def finish(self) -> None:
        """Write what was set aside, bring the views up, and say that the run came to its end."""
        counts = sorted(self.summary.aside.items())
        rows = [FailureRow(self.id, SET_ASIDE, reason, str(count)).row() for reason, count in counts]
        with self.writing.store.transaction():
            self.append([*rows, progress_row(self.id, self.summary.new, FINISHED).row()])
            self.writing.views.refresh(self.indexed)


def newest_readings(store: SqlStore) -> tuple[Reading, ...]:
    """The newest reading of each document, in the order of their ids."""
    latest = {reading.document.id: reading for reading in (decode(b, Reading) for b in store.bodies("readings"))}
    return tuple(latest[key] for key in sorted(latest))


def _document_of(found: Captured | Rejected) -> Document | None:
    return found.document if isinstance(found, Captured) else None
