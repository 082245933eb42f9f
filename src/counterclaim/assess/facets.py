"""The competing values of an incident's facets: each value once, with the claims and sources that give or deny it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from counterclaim.assess.parties import parties_in
from counterclaim.merge.identity import name_key
from counterclaim.merge.words import words_in
from counterclaim.model import FACETS, Claim, CompetingValue, Facet, Incident, Toll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.merge.telling import Telling

#: The value under which those stand who say that it happened, and those who say that it did not.
HAPPENED = "happened"


def facets_of(tellings: Sequence[Telling]) -> dict[str, tuple[CompetingValue, ...]]:
    """For each facet that somebody speaks to, the values given, the best supported first.

    Values that are written alike ("US-led coalition", "the U.S.-led Coalition") are one, and hands that are of one party
    ("Armenia", "Armenian forces"); the commonest spelling stands.
    """
    out: dict[str, tuple[CompetingValue, ...]] = {}
    for facet in FACETS:
        held: dict[str, list[tuple[str | Toll, Claim]]] = defaultdict(list)
        for telling in tellings:
            for claim in telling.claims:
                value = _value(claim, facet, telling.incident)
                if value is not None:
                    held[_key(value, facet)].append((value, claim))
        if held:
            values = [_competing(found) for _, found in sorted(held.items())]
            out[facet] = tuple(
                sorted(values, key=lambda value: (-len(value.sources), -len(value.claims), str(value.value)))
            )
    return out


def _value(claim: Claim, facet: Facet, incident: Incident | None) -> str | Toll | None:
    if facet == "perpetrator":
        return claim.perpetrator
    if facet == "target":
        return claim.target
    if facet == "weapon":
        return claim.weapon
    if facet == "killed":
        return claim.killed
    if facet == "injured":
        return claim.injured
    if facet not in claim.about or incident is None:
        return None
    if facet == "occurrence":
        return HAPPENED
    if facet == "place":
        return incident.place.name if incident.place is not None else None
    if incident.date_start is None:
        return None
    one_day = incident.date_end in (None, incident.date_start)
    return str(incident.date_start) if one_day else f"{incident.date_start} to {incident.date_end}"


def _key(value: str | Toll, facet: Facet) -> str:
    if not isinstance(value, str):
        return str(value)
    parties = parties_in(value) if facet == "perpetrator" else frozenset()
    if len(parties) == 1:
        return min(parties)
    return " ".join(word for word in words_in(value.replace(".", "")) if word not in ("the", "a", "an")) or value


def _competing(found: Sequence[tuple[str | Toll, Claim]]) -> CompetingValue:
    ordered = sorted(found, key=lambda pair: pair[1].id)
    spellings = [value for value, _ in ordered]
    value = max(sorted(set(spellings), key=str), key=spellings.count)
    return CompetingValue(
        value=value,
        claims=tuple(claim.id for _, claim in ordered),
        sources=_names([claim.source for _, claim in ordered]),
        stances=tuple(dict.fromkeys(claim.stance for _, claim in ordered)),
    )


def _names(sources: Sequence[str]) -> tuple[str, ...]:
    """Each source once, by the longest of its names: an alias or a body's director makes no second one."""
    longest: dict[str, str] = {}
    for name in sorted(set(sources)):
        longest[name_key(name)] = max(longest.get(name_key(name), ""), name, key=len)
    return tuple(sorted(longest.values()))
