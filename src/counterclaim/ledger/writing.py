"""Reports into the ledger: each one transaction, with what was read in it and its links to what is there."""

from __future__ import annotations

import json
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim import merge
from counterclaim.engines import read_in_order
from counterclaim.ingest import Captured, Rejected, SetAside
from counterclaim.ledger.provenance import digests, new_run, program_version
from counterclaim.ledger.runs import FINISHED, SET_ASIDE, progress_row
from counterclaim.model import Reading, content_id, decode, encode
from counterclaim.store import FailureRow, LinkRow, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.engines import Engine
    from counterclaim.ingest import InputOptions
    from counterclaim.ledger.views import Views
    from counterclaim.model import Document
    from counterclaim.store import SqlStore

#: A run says at least so often (seconds) how far it has come.
_MARK_EVERY = 60.0


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
    ) -> IngestSummary:
        """Read captures into the ledger, in their order, and link them with what is there."""
        summary = IngestSummary()
        fresh = self._fresh(inputs, summary)
        return self.write(read_in_order(fresh, _document_of, engine), options=options, summary=summary)

    def write(
        self,
        pairs: Iterable[tuple[Captured | Rejected, Reading | None]],
        *,
        options: InputOptions | None = None,
        summary: IngestSummary | None = None,
    ) -> IngestSummary:
        """Write captures with their readings, wherever these were made, each in one transaction, and link them.

        A reading by another version of the program stands beside the older one and is the newest from then on.
        """
        return self._write(pairs, options, summary or IngestSummary(), again=False)

    def write_again(self, pairs: Iterable[tuple[Captured, Reading]]) -> IngestSummary:
        """Write readings of reports that this very program has read before; each is the newest from then on."""
        return self._write(pairs, None, IngestSummary(), again=True)

    def _write(
        self,
        pairs: Iterable[tuple[Captured | Rejected, Reading | None]],
        options: InputOptions | None,
        summary: IngestSummary,
        *,
        again: bool,
    ) -> IngestSummary:
        run = new_run(options)
        # Each report is written with its links, so that a run has compared all that it read wherever it is cut off.
        self.store.append([run.row(), Row("linkings", (run.id,))])
        summary.links = self._make_good(run.id)
        indexed = []
        marked = time.monotonic()
        for found, reading in pairs:
            if isinstance(found, Captured) and reading is not None:
                self._keep(found, reading, run.id, summary, again=again)
                indexed.append(reading.document.id)
                if time.monotonic() - marked > _MARK_EVERY:
                    self.store.append([progress_row(run.id, summary.new).row()])
                    marked = time.monotonic()
            elif isinstance(found, Rejected):
                self.store.append([FailureRow(run.id, "ingest", found.subject, found.error.message).row()])
        counts = sorted(summary.aside.items())
        self.store.append([FailureRow(run.id, SET_ASIDE, reason, str(count)).row() for reason, count in counts])
        self.views.refresh(indexed)
        self.store.append([progress_row(run.id, summary.new, FINISHED).row()])
        return summary

    def _fresh(
        self, inputs: Iterable[Captured | Rejected | SetAside], summary: IngestSummary
    ) -> Iterator[Captured | Rejected]:
        """What is to be written: captures that are not there yet, and rejections."""
        sent: set[str] = set()  # an engine reads ahead of what is written
        for found in inputs:
            if isinstance(found, SetAside):
                summary.aside[found.reason] += 1
            elif isinstance(found, Rejected):
                summary.rejected.append(found)
                yield found
            else:
                summary.seen += 1
                if found.document.id not in sent and not self.store.holds("documents", found.document.id):
                    sent.add(found.document.id)
                    yield found

    def _keep(self, captured: Captured, reading: Reading, run: str, summary: IngestSummary, *, again: bool) -> None:
        """Write one report, what was read in it and its links, in one transaction."""
        document = reading.document.id
        # One program reads a report once, whoever runs it; what is read again to mend a failure is a reading of its own.
        number = content_id("r", document, program_version(), digests(), *([run] if again else []))
        rows = [
            *capture_rows(captured, run),
            _document_row(captured, run),
            Row("readings", (number, document, run, encode(reading))),
        ]
        rows += [
            Row("claims", (c.id, c.document, c.incident, c.source, c.stance, encode(c).decode()))
            for c in reading.claims
        ]
        rows += [FailureRow(run, f.stage, f.subject, f.detail).row() for f in reading.failures]
        with self.store.transaction():
            self.store.append(rows)
            summary.links += self._link(reading, run)
        summary.new += 1
        summary.claims += len(reading.claims)
        summary.failures += len(reading.failures)

    def _link(self, reading: Reading, run: str) -> int:
        """Judge one report beside those that it may tell the same as; returns how many links are new."""
        known = self.views.neighbours(reading)
        return self.store.append(
            LinkRow(run, k.id, k.kind, k.left, k.right, k.judgement, k.judged_by, encode(k).decode()).row()
            for k in merge.links_between([reading], known)
        )

    def _make_good(self, run: str) -> int:
        """Judge what runs of older programs, cut off, left unjudged, and close these runs; returns how many links are new."""
        new = 0
        for left, documents in sorted(self.store.unlinked().items()):
            for body in self.store.views.newest_readings(sorted(documents)):
                with self.store.transaction():
                    new += self._link(decode(body, Reading), run)
            self.store.append([Row("linkings", (left,))])
        return new


def newest_readings(store: SqlStore) -> tuple[Reading, ...]:
    """The newest reading of each document, in the order of their ids."""
    latest = {reading.document.id: reading for reading in (decode(b, Reading) for b in store.bodies("readings"))}
    return tuple(latest[key] for key in sorted(latest))


def capture_rows(captured: Captured, run: str) -> list[Row]:
    """The bytes that a report came in, once however often they come, and where and when this was."""
    if not captured.raw:
        return []
    headers = json.dumps(dict(captured.headers), sort_keys=True)
    fetch = (run, captured.digest, captured.subject, captured.media_type, captured.captured_at, headers)
    return [
        Row("captures", (captured.digest, zlib.compress(captured.raw, 6))),
        Row("fetches", (content_id("h", *fetch), *fetch)),
    ]


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
