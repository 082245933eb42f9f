"""How a cell, and a ledger, came to be: readings of each program, decisions of people, what changed between two states."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim.errors import NotFound, OptionError
from counterclaim.model import Claim, Reading, decode
from counterclaim.review.claims import CLAIM_FIELDS, matching_claim

if TYPE_CHECKING:
    from counterclaim.ledger.opened import Ledger
    from counterclaim.model import MergedIncident, Review

_COMPARED = (
    "status",
    "contested",
    "place",
    "date_start",
    "date_end",
    "sub_event_type",
    "independent_sources",
    "reports",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a cell's history: when, by which program or person, the value from then on, and why."""

    at: str
    by: str
    value: Any
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changed for one incident between two states: ``kind`` is new, gone or changed; fields with before and after."""

    kind: str
    incident: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


def history_of(ledger: Ledger, claim_id: str, field: str) -> tuple[Step, ...]:
    """Every value that a field of a claim had: by each reading of its report, and by each decision of a person.

    Raises:
        NotFound: no reading and no person ever had such a claim.
        OptionError: a claim has no such field.
    """
    if field not in CLAIM_FIELDS:
        raise OptionError(f"a claim has no field {field!r}; there are {', '.join(CLAIM_FIELDS)}", subject=field)
    reviews = ledger.review.all()
    known = _known(ledger, claim_id, reviews)
    steps = []
    ids = {claim_id}
    for started, program, digests, body in ledger.store.reading_rows(known.document):
        found = matching_claim(known, decode(body, Reading).claims)
        value = getattr(found, field) if found is not None else None
        why = "read" if found is not None else "the claim was not read"
        ids |= {found.id} if found is not None else set()
        steps.append(Step(started, f"counterclaim {program}, words and weights {digests[:12]}", value, why))
    ours = {r.id: r for r in reviews if r.subject in ids and (r.field == field or r.kind in ("reject", "add"))}
    for review in reviews:
        if review.id in ours:
            value = review.value if review.kind == "correct" else getattr(review.claim, field, None)
            steps.append(
                Step(review.at, review.by, None if review.kind == "reject" else value, f"{review.kind}: {review.why}")
            )
        elif review.kind == "withdraw" and review.subject in ours:
            steps.append(Step(review.at, review.by, ours[review.subject].was, f"withdrawn: {review.why}"))
    return tuple(sorted(steps, key=lambda step: step.at))


def changes_between(before: tuple[MergedIncident, ...], after: tuple[MergedIncident, ...]) -> tuple[Change, ...]:
    """What is new, gone or changed from one state of the incidents to another, by id."""
    old, new = {i.id: i for i in before}, {i.id: i for i in after}
    out = []
    for one in sorted(old.keys() | new.keys()):
        if one not in old or one not in new:
            out.append(Change("new" if one in new else "gone", one))
            continue
        fields = [(f, getattr(old[one], f), getattr(new[one], f)) for f in _COMPARED]
        said = {c.id for c in old[one].claims}, {c.id for c in new[one].claims}
        fields.append(("claims", len(said[0]), len(said[1])) if said[0] != said[1] else ("claims", 0, 0))
        parted = tuple((name, was, now) for name, was, now in fields if was != now)
        if parted:
            out.append(Change("changed", one, parted))
    return tuple(out)


def readings_at(ledger: Ledger, state: str) -> tuple[Reading, ...]:
    """The newest reading of each report by one version of the program, or as the ledger held it at a moment (UTC).

    Raises:
        NotFound: it is no moment, and no version of that name read anything here; the message lists those that did.
    """
    moment = _moment(state)
    runs = {run.id: run for run in ledger.runs()}
    if moment is None and state not in {run.program for run in runs.values()}:
        versions = ", ".join(sorted({run.program for run in runs.values()}))
        raise NotFound(
            f"{state!r} is no moment (2026-01-31T12:00) and no version that read here ({versions})", subject=state
        )
    found = {}
    for row in ledger.store.rows("readings"):
        run = runs[str(row[2])]
        wanted = run.program == state if moment is None else run.started <= moment
        if wanted and isinstance(row[3], bytes):
            found[str(row[1])] = decode(row[3], Reading)
    return tuple(found[key] for key in sorted(found))


def _moment(state: str) -> str | None:
    try:
        found = dt.datetime.fromisoformat(state)
    except ValueError:
        return None
    whole = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    return whole.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _known(ledger: Ledger, claim_id: str, reviews: tuple[Review, ...]) -> Claim:
    body = ledger.store.claim(claim_id)
    if body is not None:
        return decode(body, Claim)
    for review in reviews:
        if review.claim is not None and review.claim.id == claim_id:
            return review.claim
    raise NotFound(
        f"no claim {claim_id!r} was ever in the ledger; `counterclaim show INCIDENT` lists them", subject=claim_id
    )
