"""How one party's account of an incident changes from report to report."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.assess.contest import is_denied_by
from counterclaim.assess.parties import can_be_one_party, parties_in
from counterclaim.merge.comparisons import toll_ranges_overlap
from counterclaim.merge.places import name_likeness
from counterclaim.merge.words import words_in
from counterclaim.model.shown import shown_toll

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from counterclaim.model import Claim, Facet, MergedIncident

#: Names over this likeness are one name in two spellings: "al-Hari", "al-Hiri".
_ONE_SPELLING = 0.75


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

    A party is a side, or a named source of none under its several names. Compared are a claim and the party's last one
    before that speaks to the same facet, of an earlier day; what two reports of one day give is no change.
    """
    days = {ref.id: ref.published for ref in incident.documents}
    names = {one: group.name for group in incident.sources for one in group.claims}
    places = {one: str(value.value) for value in incident.facets.get("place", ()) for one in value.claims}
    told: dict[str, list[tuple[dt.date, Claim]]] = defaultdict(list)
    for claim in incident.claims:
        day = days.get(claim.document)
        named = claim.named and claim.source != "AUTHOR"
        party = claim.side or (names.get(claim.id, claim.source) if named else None)
        if party is not None and day is not None:
            told[party].append((day, claim))
    shifts = [shift for party, claims in sorted(told.items()) for shift in _shifts(party, claims, places)]
    return tuple(sorted(shifts, key=lambda shift: (shift.published, shift.party, shift.facet, shift.after)))


def _shifts(party: str, told: Sequence[tuple[dt.date, Claim]], places: Mapping[str, str]) -> list[Shift]:
    out: dict[tuple[dt.date, Facet, str], Shift] = {}
    ordered = sorted(told, key=lambda pair: (pair[0], pair[1].id))
    for day, claim in ordered:
        for facet in claim.about:
            earlier = [other for when, other in ordered if when < day and _speaks_to(other, facet)]
            change = _change(earlier[-1], claim, facet, places) if earlier else None
            if change is not None:
                # Several reports of one day carry one change: the first of them stands for it.
                out.setdefault((day, facet, change), Shift(party, facet, earlier[-1].id, claim.id, day, change))
    return list(out.values())


def _speaks_to(claim: Claim, facet: Facet) -> bool:
    """Who would not say whether it happened would not say by whose hand either."""
    return facet in claim.about or (claim.stance == "noncommittal" and "occurrence" in claim.about)


def _change(before: Claim, after: Claim, facet: Facet, places: Mapping[str, str]) -> str | None:
    if is_denied_by(before, after, facet):
        return f"said it, now denies it ({facet})"
    if is_denied_by(after, before, facet):
        return f"denied it, now says it ({facet})"
    if before.stance == "noncommittal" and after.stance == "denies":
        return f"would not say, now denies it ({facet})"
    if before.stance == "denies" and after.stance == "noncommittal":
        return f"denied it, now will not say ({facet})"
    if after.stance not in ("asserts", "suspects") or before.stance not in ("asserts", "suspects"):
        return None
    if facet == "perpetrator":
        return _hand_change(before.perpetrator, after.perpetrator)
    if facet == "place":
        old, new = places.get(before.id), places.get(after.id)
        return _place_change(old, new) if old is not None and new is not None else None
    if facet in ("killed", "injured"):
        was, now = getattr(before, facet), getattr(after, facet)
        if was is None or now is None or toll_ranges_overlap(was, now):
            return None
        risen = (now[0] or 0) > (was[0] or 0)
        return f"{facet} {'raised' if risen else 'lowered'} from {shown_toll(was)} to {shown_toll(now)}"
    return None


def _place_change(old: str, new: str) -> str | None:
    shared = set(words_in(old)) & set(words_in(new))
    return None if shared or name_likeness(old, new) > _ONE_SPELLING else f"place changed from {old} to {new}"


def _hand_change(old: str | None, new: str | None) -> str | None:
    if not parties_in(old) or not parties_in(new) or old is None or new is None or can_be_one_party(old, new):
        return None
    return f"blamed {old}, now blames {new}"
