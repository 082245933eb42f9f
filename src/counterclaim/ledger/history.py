"""How a cell, and a ledger, came to be: readings of each program, decisions of people, what changed between two states."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim import assess, merge
from counterclaim.errors import NotFound, OptionError
from counterclaim.ledger.grouped import tellings_in
from counterclaim.ledger.links_around import LinksAround
from counterclaim.model import Claim, Reading, decode
from counterclaim.review.claims import CLAIM_FIELDS, matching_claim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.ledger.opened import Ledger
    from counterclaim.model import MergedIncident, Review
    from counterclaim.store import ReadingRef

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


def difference(ledger: Ledger, before: str, after: str | None) -> tuple[Change, ...]:
    """What changed between two states of the machine's account; see :meth:`Ledger.diff`.

    Only reports of which the two states have different readings are looked at, and those that links tie to them.

    Raises:
        NotFound: a state is no moment, and no version of that name read anything here.
    """
    store = ledger.store
    index = tuple(store.reading_index())
    old, new = _state(index, before), _state(index, after)
    readings: dict[str, Reading] = {}
    homes: dict[str, str] = {}
    many = {one.document for one in index if old.get(one.document) != new.get(one.document)}
    many |= {document for document, count in Counter(one.document for one in index).items() if count > 1}
    for one in index:
        if one.document in many and one.id in (old.get(one.document), new.get(one.document)):
            readings[one.id] = decode(store.reading_body(one.id), Reading)
            homes.update((telling.id, one.document) for telling in merge.tellings_of(readings[one.id]))
    start = {telling for telling, document in homes.items() if old.get(document) != new.get(document)}
    links = LinksAround(store, ())
    reached = merge.touched_by(start, links.joining_at)
    homes.update((telling, one.document) for telling, one in store.profiles.told(reached).items())
    documents = {homes[telling] for telling in reached if telling in homes}
    judged = links.all_at((*reached, *documents))
    states = []
    for state in (old, new):
        held = [state[document] for document in sorted(documents) if document in state]
        told = [readings.get(one) or decode(store.reading_body(one), Reading) for one in held]
        found = assess.merged_incidents(told, judged)
        states.append(tuple(one for one in found if reached & tellings_in(one, homes)))
    return changes_between(*states)


def _state(index: Iterable[ReadingRef], state: str | None) -> dict[str, str]:
    """The newest reading of each report by one version of the program, as the ledger held it at a moment (UTC), or now.

    Raises:
        NotFound: it is no moment, and no version of that name read anything here; the message lists those that did.
    """
    moment = _moment(state) if state is not None else None
    versions = sorted({one.program for one in index})
    if state is not None and moment is None and state not in versions:
        raise NotFound(
            f"{state!r} is no moment (2026-01-31T12:00) and no version that read here ({', '.join(versions)})",
            subject=state,
        )
    return {
        one.document: one.id
        for one in index
        if state is None or (one.program == state if moment is None else one.started <= moment)
    }


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
