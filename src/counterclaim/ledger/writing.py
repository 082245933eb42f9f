"""Reports into the ledger: each one transaction, then the links that the run adds."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim import merge
from counterclaim.engines import read_in_order
from counterclaim.ingest import Captured, Rejected, SetAside
from counterclaim.ledger.provenance import digests, new_run, program_version
from counterclaim.ledger.views import Views
from counterclaim.model import Reading, content_id, decode, encode
from counterclaim.store import FailureRow, LinkRow, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.engines import Engine
    from counterclaim.ingest import InputOptions
    from counterclaim.model import Document
    from counterclaim.store import SqlStore


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


@dataclass(frozen=True)
class Writing:
    """Writes reports into a store."""

    store: SqlStore

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
        summary = summary or IngestSummary()
        run = new_run(options)
        self.store.append([run.row()])
        for found, reading in pairs:
            if isinstance(found, Captured) and reading is not None:
                self._keep(found, reading, run.id, summary)
            elif isinstance(found, Rejected):
                self.store.append([FailureRow(run.id, "ingest", found.subject, found.error.message).row()])
        counts = sorted(summary.aside.items())
        self.store.append([FailureRow(run.id, "set aside", reason, str(count)).row() for reason, count in counts])
        summary.links = self._link(run.id)
        Views(self.store).refresh()
        return summary

    def _fresh(
        self, inputs: Iterable[Captured | Rejected | SetAside], summary: IngestSummary
    ) -> Iterator[Captured | Rejected]:
        """What is to be written: captures that are not there yet, and rejections."""
        known = self.store.ids("documents")
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
        self.store.append(rows)
        summary.new += 1
        summary.claims += len(reading.claims)
        summary.failures += len(reading.failures)

    def _link(self, run: str) -> int:
        """Judge what this run read, and what a run that was cut off left unjudged; returns how many links are new.

        A run that is still at work elsewhere looks cut off too: both judge its reports, and the second finds each link
        there already.
        """
        waiting = self.store.unlinked(run)
        rows = []
        if waiting:
            views = Views(self.store)
            views.index(waiting)
            fresh = [decode(body, Reading) for body in self.store.views.newest_readings(sorted(waiting))]
            known = [r for r in views.neighbours(fresh) if r.document.id not in waiting]
            rows = [
                LinkRow(run, k.id, k.kind, k.left, k.right, k.judgement, k.judged_by, encode(k).decode()).row()
                for k in merge.links_between(fresh, known)
            ]
        return self.store.append([*rows, Row("linkings", (run,))]) - 1


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
