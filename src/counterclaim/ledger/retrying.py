"""Reads again what failed: reports whose newest reading has failures, and inputs that were rejected and are still there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from counterclaim.engines import Engine, read_in_order
from counterclaim.ingest import Captured, read_inputs
from counterclaim.ingest.files import is_file, is_folder
from counterclaim.ledger.provenance import options_of
from counterclaim.ledger.runs import NO_FAILURES
from counterclaim.ledger.writing import IngestSummary, Writing
from counterclaim.model import Reading, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.model import Document
    from counterclaim.store import SqlStore

#: The stage of inputs that could not be read at all.
INGEST = "ingest"


class RetrySummary(msgspec.Struct, frozen=True):
    """What was tried again.

    Attributes:
        reports: how many reports were read again.
        mended: how many of them now have none of the failures for which they were read again.
        missing: rejected inputs that are no longer where they were, or came from no file.
        inputs: what came of the rejected inputs that are still there.
    """

    reports: int
    mended: int
    missing: tuple[str, ...]
    inputs: IngestSummary


def retry(writing: Writing, stage: str | None, engine: Engine | None = None) -> RetrySummary:
    """Read again what failed; a new reading is appended where it differs, and nothing that is there changes.

    Args:
        writing: what writes into the ledger.
        stage: only failures of this stage; ``ingest`` are the inputs that could not be read.
        engine: where to read.
    """
    store = writing.store
    failed = [] if stage == INGEST else _failed(store, stage)
    mended = _read_again(writing, failed, stage, engine) if failed else 0
    missing: list[str] = []
    inputs = IngestSummary()
    if stage in (None, INGEST):
        for said, paths in _rejected(store, missing):
            options, codebook = options_of(said)
            came = writing.add(read_inputs(paths, options), options=options, engine=_by(codebook, engine))
            inputs = inputs.joined(came)
    return RetrySummary(len(failed), mended, tuple(missing), inputs)


def _failed(store: SqlStore, stage: str | None) -> list[Reading]:
    """The newest readings that have a failure (of the stage)."""
    kinds = {INGEST, *NO_FAILURES}
    wanted = {
        str(subject)
        for _, _, kind, subject, _ in store.rows("failures")
        if kind not in kinds and (stage is None or kind == stage)
    }
    found = [decode(body, Reading) for body in store.views.newest_readings(sorted(wanted))]
    return [r for r in found if _has_failed(r, stage)]


def _has_failed(reading: Reading, stage: str | None) -> bool:
    return any(stage is None or failure.stage == stage for failure in reading.failures)


def _read_again(writing: Writing, failed: list[Reading], stage: str | None, engine: Engine | None) -> int:
    mended = 0

    def pairs() -> Iterator[tuple[Captured, Reading]]:
        nonlocal mended
        for before, reading in read_in_order(failed, _document_of, engine):
            if reading is not None and reading != before:
                mended += not _has_failed(reading, stage)
                yield _as_captured(before.document), reading

    writing.write_again(pairs())
    return mended


def _document_of(reading: Reading) -> Document | None:
    return reading.document


def _as_captured(document: Document) -> Captured:
    """A report as it is kept; its capture is there already."""
    return Captured(document, document.id, "text/plain", "")


def _rejected(store: SqlStore, missing: list[str]) -> list[tuple[str, list[str]]]:
    """The files of rejected inputs that have not been read since, by the options under which they were rejected."""
    said = {str(row[0]): str(row[3]) for row in store.rows("runs")}
    read = {str(row[7]) for row in store.rows("documents")}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    options: dict[str, str] = {}
    for _, run, stage, subject, _ in ((str(v) for v in row) for row in store.rows("failures")):
        if stage == INGEST and subject not in read:
            path = _file_of(subject)
            if path is None:
                missing.append(subject)
            else:
                options[path] = said[run]
    for path, one in options.items():
        found[one][path] = None
    missing[:] = sorted(set(missing))
    return [(one, list(paths)) for one, paths in found.items()]


def _file_of(subject: str) -> str | None:
    """The file in which an input stood: a row is ``file:7``, a record ``file#7``, one in a WACZ ``file/inside.warc#7``."""
    rest = subject
    while rest:
        if is_file(rest):
            return rest
        if is_folder(rest):
            return None
        rest = rest[: max(rest.rfind(mark) for mark in ":#/")] if any(mark in rest for mark in ":#/") else ""
    return None


def _by(codebook: str | None, engine: Engine | None) -> Engine:
    """The engine, reading by the codebook under which a run was recorded, where it was."""
    chosen = engine or Engine()
    return replace(chosen, codebook=codebook) if codebook else chosen
