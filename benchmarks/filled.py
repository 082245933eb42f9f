"""A large ledger in minutes: rows and derived tables written as ingestion leaves them, story by story, nothing looked up.

What a report is compared with is known here, the other reports of its story, so that none has to be found. The links, the
chain and the incidents are those of the program's own functions.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.synthetic import synthetic_stories
from counterclaim import merge
from counterclaim.ledger.incident_row import row_of
from counterclaim.ledger.neighbours import Neighbours
from counterclaim.ledger.provenance import new_run
from counterclaim.ledger.report_rows import report_rows
from counterclaim.merge.blocking import candidate_pairs
from counterclaim.model import content_id, encode
from counterclaim.review import reviewed_incidents
from counterclaim.store import LinkRow, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.synthetic import Story
    from counterclaim.ledger import Ledger
    from counterclaim.model import Link, Reading

#: Stories in one transaction.
_AT_ONCE = 200


def fill(ledger: Ledger, incidents: int, seed: int = 0, said: Callable[[str], None] = lambda _: None) -> None:
    """Write the reports of so many incidents of an invented war into an empty ledger.

    Args:
        ledger: where to.
        incidents: how many.
        seed: of the war.
        said: is told now and then how far this is.
    """
    store, run, began = ledger.store, new_run(None), time.monotonic()
    store.append([run.row(), Row("linkings", (run.id,))])
    stories = synthetic_stories(incidents, seed)
    for done in range(0, incidents, _AT_ONCE):
        with store.transaction():
            for _, story in zip(range(_AT_ONCE), stories, strict=False):
                _write(ledger, story, run.id)
            store.views.advance(store.views.last())
        if done % (50 * _AT_ONCE) == 0:
            said(f"{done} incidents, {time.monotonic() - began:.0f} s")


def _write(ledger: Ledger, story: Story, run: str) -> None:
    store, told = ledger.store, story.reports()
    rows = [
        row for found, reading in told for row in report_rows(found, reading, run, content_id("r", found.document.id))
    ]
    readings = [reading for _, reading in told]
    links = _links_of(near := Neighbours(store), readings)
    near.count(links)
    rows += [
        LinkRow(run, k.id, k.kind, k.left, k.right, k.judgement, k.judged_by, encode(k).decode()).row() for k in links
    ]
    store.append(rows)
    for incident in reviewed_incidents(readings, links, ()):
        store.views.put(row_of(incident))


def _links_of(near: Neighbours, readings: list[Reading]) -> list[Link]:
    """The links among the reports of one story, which are kept as they are compared."""
    kept = [near.keep(reading) for reading in readings]
    told, texts = [profile for profiles, _ in kept for profile in profiles], [text for _, text in kept]
    links = [merge.held_against(*pair) for pair in candidate_pairs(told)]
    return links + [link for n, text in enumerate(texts) for link in merge.reprints_of(text, texts[:n])]
