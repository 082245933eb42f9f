"""Where accounts part, facet by facet: two claims conflict when their values cannot both hold."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Final

from counterclaim.assess.parties import can_be_one_party, can_be_one_target
from counterclaim.merge.comparisons import toll_ranges_overlap
from counterclaim.merge.places import compare_places
from counterclaim.model import FACETS, Claim, Conflict, Facet, Incident, Toll
from counterclaim.model.shown import shown_source, shown_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TOLLS: Final[tuple[Facet, Facet]] = ("killed", "injured")
#: A day or place that fewer of the reports give than this share is taken for a slip of one report or of its reading.
_FEW: Final = 0.3


def contested_in(claims: Sequence[Claim]) -> tuple[Facet, ...]:
    """The facets on which the claims on one incident disagree, or that somebody denies, in the order of the facets."""
    found = {conflict.facet for conflict in conflicts_in(claims)}
    return tuple(facet for facet in FACETS if facet in found)


def conflicts_in(claims: Sequence[Claim], tellings: Sequence[Incident] = ()) -> tuple[Conflict, ...]:
    """Every conflict between claims on one incident, and between the days and places that its reports give.

    Args:
        claims: what sources say about it, of one report or of all.
        tellings: the reports' own incidents, where there are several.
    """
    ordered = sorted({claim.id: claim for claim in claims}.values(), key=lambda claim: claim.id)
    out = [*_denials(ordered)]
    for one, other in combinations([claim for claim in ordered if claim.stance in ("asserts", "suspects")], 2):
        out.extend(_clashes(one, other))
    out.extend(_parted_by(sorted(tellings, key=lambda incident: incident.id), "date", _days_apart))
    out.extend(_parted_by(sorted(tellings, key=lambda incident: incident.id), "place", _places_apart))
    return tuple(out)


def _denials(claims: Sequence[Claim]) -> Iterable[Conflict]:
    for claim in claims:
        if claim.stance != "denies":
            continue
        for facet in claim.about:
            denied = tuple(other.id for other in claims if is_denied_by(other, claim, facet))
            yield Conflict(facet, (claim.id, *denied), f"{shown_source(claim)} denies it ({facet})")


def is_denied_by(claim: Claim, denial: Claim, facet: Facet) -> bool:
    """True where a claim says what a denial denies: the facet is the same and the values can be one."""
    if denial.stance != "denies" or facet not in denial.about:
        return False
    if claim.stance not in ("asserts", "suspects") or facet not in claim.about:
        return False
    said, denied = getattr(claim, facet, None), getattr(denial, facet, None)
    if said is None or denied is None:
        return True
    if facet == "perpetrator":
        return can_be_one_party(said, denied)
    if facet in ("killed", "injured"):
        return toll_ranges_overlap(said, denied)
    return True


def _clashes(one: Claim, other: Claim) -> Iterable[Conflict]:
    pair = (one.id, other.id)
    if one.perpetrator and other.perpetrator and not can_be_one_party(one.perpetrator, other.perpetrator):
        yield Conflict("perpetrator", pair, _said(one, one.perpetrator, other, other.perpetrator))
    if one.target and other.target and not can_be_one_target(one.target, other.target):
        yield Conflict("target", pair, _said(one, one.target, other, other.target))
    for facet in _TOLLS:
        ours, theirs = _toll(one, facet), _toll(other, facet)
        if ours is not None and theirs is not None and not toll_ranges_overlap(ours, theirs):
            yield Conflict(facet, pair, _said(one, ours, other, theirs))


def _toll(claim: Claim, facet: Facet) -> Toll | None:
    toll: Toll | None = getattr(claim, facet)
    if toll is not None and claim.source_kind in ("witness", "resident"):
        # Who stood in one street saw a part: what they count is a least number.
        return (toll[0], None)
    return toll


def _said(one: Claim, value: str | Toll, other: Claim, against: str | Toll) -> str:
    return f"{shown_source(one)} says {shown_value(value)}, {shown_source(other)} says {shown_value(against)}"


def _parted_by(
    tellings: Sequence[Incident], facet: Facet, apart: Callable[[Incident, Incident], str | None]
) -> Iterable[Conflict]:
    """Conflicts between the reports' own days or places, slips of single reports left out."""
    mains = [telling for telling in tellings if telling.main] or list(tellings)
    parted = {(one.id, other.id): why for one, other in combinations(mains, 2) if (why := apart(one, other))}
    against = Counter(end for pair in parted for end in pair)
    for pair, why in parted.items():
        if all(len(mains) - against[end] >= _FEW * len(mains) for end in pair):
            yield Conflict(facet, pair, why)


def _days_apart(first: Incident, second: Incident) -> str | None:
    stated = first.date_derived_by != "fresh" and second.date_derived_by != "fresh"
    days = [day for day in (first.date_start, first.date_end, second.date_start, second.date_end) if day is not None]
    if len(days) < 4 or not stated or not (days[1] < days[2] or days[3] < days[0]):
        return None
    return f"one report gives {days[0]} to {days[1]}, another {days[2]} to {days[3]}"


def _places_apart(first: Incident, second: Incident) -> str | None:
    if first.place is None or second.place is None:
        return None
    found = compare_places(first.place, second.place)
    return found.detail if found is not None and found.value <= -0.5 and first.place.lat is not None else None
