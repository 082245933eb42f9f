"""How one party's account of an incident changes from report to report."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.assess.contest import is_denied_by
from counterclaim.merge.comparisons import toll_ranges_overlap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from counterclaim.model import Claim, Facet, MergedIncident


@dataclass(frozen=True, slots=True)
class Shift:
    """One change in a party's account: who, from which claim to which, on what day it came out, and in words."""

    party: str
    facet: Facet
    before: str
    after: str
    published: dt.date
    change: str


def drift_of(incident: MergedIncident) -> tuple[Shift, ...]:
    """The changes in each party's account, by the day on which the later claim came out.

    A party is a side, or a named source of none. Compared are a claim and the party's last one before that speaks to
    the same facet, of an earlier day; what two reports of one day give is no change.
    """
    days = {ref.id: ref.published for ref in incident.documents}
    told: dict[str, list[tuple[dt.date, Claim]]] = defaultdict(list)
    for claim in incident.claims:
        day = days.get(claim.document)
        party = claim.side or (claim.source if claim.named and claim.source != "AUTHOR" else None)
        if party is not None and day is not None:
            told[party].append((day, claim))
    shifts = [shift for party, claims in sorted(told.items()) for shift in _shifts(party, claims)]
    return tuple(sorted(shifts, key=lambda shift: (shift.published, shift.party, shift.facet, shift.after)))


def _shifts(party: str, told: Sequence[tuple[dt.date, Claim]]) -> list[Shift]:
    out: dict[tuple[dt.date, Facet, str], Shift] = {}
    ordered = sorted(told, key=lambda pair: (pair[0], pair[1].id))
    for day, claim in ordered:
        for facet in claim.about:
            earlier = [other for when, other in ordered if when < day and facet in other.about]
            change = _change(earlier[-1], claim, facet) if earlier else None
            if change is not None:
                # Several reports of one day carry one change: the first of them stands for it.
                out.setdefault((day, facet, change), Shift(party, facet, earlier[-1].id, claim.id, day, change))
    return list(out.values())


def _change(before: Claim, after: Claim, facet: Facet) -> str | None:
    if is_denied_by(before, after, facet):
        return f"said it, now denies it ({facet})"
    if is_denied_by(after, before, facet):
        return f"denied it, now says it ({facet})"
    if facet in ("killed", "injured"):
        old, new = getattr(before, facet), getattr(after, facet)
        if old is None or new is None or toll_ranges_overlap(old, new):
            return None
        return f"{facet} {'raised' if (new[0] or 0) > (old[0] or 0) else 'lowered'} from {_shown(old)} to {_shown(new)}"
    return None


def _shown(toll: tuple[int | None, int | None]) -> str:
    low, high = toll
    return str(low) if low == high else f"{low or 0}-{high if high is not None else 'or more'}"
