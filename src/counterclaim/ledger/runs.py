"""The runs of a ledger with what came of each: counts, rate, failures by kind, whether it came to its end."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import msgspec

from counterclaim.store import FailureRow

if TYPE_CHECKING:
    from counterclaim.store import SqlStore

#: Stages of the table of failures that are none: inputs left out on purpose, marks of how far a run has come,
#: of how many inputs are left, and of its end.
SET_ASIDE, PROGRESS, LEFT, FINISHED = "set aside", "progress", "left", "finished"
NO_FAILURES = (SET_ASIDE, PROGRESS, LEFT, FINISHED)


class RunCounts(msgspec.Struct, frozen=True):
    """One run and what came of it: the JSON object of ``counterclaim runs --format jsonl``.

    Attributes:
        id: of the run.
        started: when it began (UTC, ISO 8601).
        program: the version that ran.
        digests: of words and weights.
        finished: it came to its end; one that did not was cut off, or is still at work.
        last_heard: its last mark (UTC); ``None`` where it left none.
        reports: how many it read.
        claims: how many claims the reports that it read have.
        links: how many it wrote.
        failures: by stage; ``ingest`` are inputs that could not be read.
        set_aside: left out on purpose, by reason.
        seconds: from its start to the last mark, the loading of models included; ``None`` where it left no mark.
        rate: reports a second in that time.
        codebook: by which vague words of number were read; ``None`` where the run names none.
        left: how many inputs were still to come at the last mark; ``None`` where that is not known, or the run finished.
        seconds_left: how long these take at the rate of the run; ``None`` likewise. Inputs that the ledger holds already
            or that are set aside take next to no time, so that a run may be faster.
    """

    id: str
    started: str
    program: str
    digests: str
    finished: bool
    last_heard: str | None
    reports: int
    claims: int
    links: int
    failures: dict[str, int]
    set_aside: dict[str, int]
    seconds: float | None
    rate: float | None
    codebook: str | None
    left: int | None
    seconds_left: float | None


def progress_row(run: str, reports: int, stage: str = PROGRESS) -> FailureRow:
    """The mark of a run that has written so many reports by now."""
    return FailureRow(run, stage, dt.datetime.now(dt.UTC).isoformat(timespec="microseconds"), str(reports))


def marks_of(run: str, reports: int, left: int | None) -> list[FailureRow]:
    """The marks of a run on its way: reports written, and inputs left where that is known."""
    mark = progress_row(run, reports)
    return [mark] if left is None else [mark, FailureRow(run, LEFT, mark.subject, str(left))]


def counts_of_runs(store: SqlStore) -> tuple[RunCounts, ...]:
    """Every run, oldest first."""
    counts, finished = store.run_counts(), set[str]()
    failures: dict[str, dict[str, int]] = {}
    aside: dict[str, dict[str, int]] = {}
    marks: dict[str, tuple[str, int]] = {}
    left: dict[str, tuple[str, int]] = {}
    for _, run, stage, subject, detail in ((str(v) for v in row) for row in store.rows("failures")):
        if stage in (PROGRESS, FINISHED):
            finished |= {run} if stage == FINISHED else set()
            marks[run] = max(marks.get(run, ("", 0)), (subject, int(detail)))
        elif stage == LEFT:
            left[run] = max(left.get(run, ("", 0)), (subject, int(detail)))
        elif stage == SET_ASIDE:
            aside.setdefault(run, {})[subject] = int(detail)
        else:
            kinds = failures.setdefault(run, {})
            kinds[stage] = kinds.get(stage, 0) + 1
    out = []
    for number, started, program, options, digests in ((str(v) for v in row) for row in store.rows("runs")):
        heard, reports = marks.get(number, (None, 0))
        seconds = _seconds(started, heard) if heard else None
        rate = reports / seconds if seconds else None
        to_come = left[number][1] if number in left and number not in finished else None
        out.append(
            RunCounts(
                number, started, program, digests, number in finished, heard, *counts.get(number, (0, 0, 0)),
                failures.get(number, {}), aside.get(number, {}), seconds, rate,
                json.loads(options).get("codebook"), to_come, to_come / rate if to_come is not None and rate else None,
            )
        )  # fmt: skip
    return tuple(out)


def _seconds(start: str, end: str) -> float:
    return (dt.datetime.fromisoformat(end) - dt.datetime.fromisoformat(start)).total_seconds()
