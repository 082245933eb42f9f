"""One report as rows of the ledger: where it came from, its frozen text, and what was read in it."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING

from counterclaim.ingest.posing import posing_word
from counterclaim.model import content_id, encode
from counterclaim.store import FailureRow, Row

if TYPE_CHECKING:
    from counterclaim.ingest import Captured
    from counterclaim.model import Reading


def report_rows(captured: Captured, reading: Reading, run: str, number: str) -> list[Row]:
    """One report, where it came from, and what was read in it, as rows; ``number`` is the id of the reading."""
    document = reading.document.id
    rows = [
        *capture_rows(captured, run),
        _document_row(captured, run),
        Row("readings", (number, document, run, encode(reading))),
    ]
    rows += [
        Row("claims", (c.id, c.document, c.incident, c.source, c.stance, encode(c).decode())) for c in reading.claims
    ]
    posing = posing_word(captured.document.outlet)
    if posing is not None:
        word, alphabets = posing
        said = f"the word {word!r} of its outlet's name mixes {' and '.join(a.title() for a in alphabets)} letters: it may pose as another"
        rows.append(FailureRow(run, "outlet", document, said).row())
    return rows + [FailureRow(run, f.stage, f.subject, f.detail).row() for f in reading.failures]


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
