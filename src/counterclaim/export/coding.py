"""What the tables of coders have in common: one hand and one target out of rival ones, and what that leaves out.

A codebook wants one value where a ledger has several. The hand is the one that most sources assert or suspect; those
that are the same party by another name stand beside it, those that cannot be are its rivals and are kept apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim import assess
from counterclaim.assess.parties import can_be_one_party, is_of_civilians, is_of_combatants, is_of_states, parties_in
from counterclaim.export.codes import country_of
from counterclaim.lexicon.actors import forces
from counterclaim.model.shown import shown_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.export.codes import Country
    from counterclaim.export.kept import Kept
    from counterclaim.model import DocumentRef, Facet, MergedIncident


def undated(kept: Kept) -> Iterator[MergedIncident]:
    """The incidents that no source dates: a coder's table has no row without a day."""
    return (i for i in kept.incidents if i.date_start is None)


def values_of(incident: MergedIncident, facet: Facet) -> list[str]:
    """What is asserted or suspected on a facet, what most independent sources assert first, then what most suspect.

    What is only denied is not among it.
    """
    voice = {claim: number for number, group in enumerate(incident.sources) for claim in group.claims}
    stance = {claim.id: claim.stance for claim in incident.claims}
    found = []
    for value in incident.facets.get(facet, ()):
        asserted, suspected = (
            {voice.get(claim) for claim in value.claims if stance.get(claim) == one} for one in ("asserts", "suspects")
        )
        if asserted or suspected:
            found.append((-len(asserted), -len(suspected), str(value.value)))
    return [value for *_, value in sorted(found)]


def hands_of(incident: MergedIncident) -> tuple[str, list[str], list[str]]:
    """The hand that most sources name, the other names that can be the same party, and its rivals."""
    hand, *others = values_of(incident, "perpetrator") or [""]
    return (
        hand,
        [other for other in others if can_be_one_party(hand, other)],
        [other for other in others if not can_be_one_party(hand, other)],
    )


def hit_are_civilians(incident: MergedIncident) -> bool:
    """True where targets are named that are civilians, and none that are not."""
    targets = values_of(incident, "target")
    known = [target for target in targets if is_of_civilians(target) or parties_in(target)]
    return bool(known) and all(is_of_civilians(target) for target in known)


def party_hit(incident: MergedIncident, hand: str) -> str:
    """The best supported target that is a party other than the hand, or its fighters; empty where none is."""
    targets = (t for t in values_of(incident, "target") if parties_in(t) and parties_in(t) != parties_in(hand))
    return next((target for target in targets if _is_of_fighters(target)), "")


def party_name(actor: str) -> str:
    """A party by the ledger's name for it where the words name exactly one: "Syrian soldiers" are Syria."""
    parties = parties_in(actor)
    if len(parties) != 1:
        return actor
    (party,) = parties
    state = country_of(party)
    return state.name if state else party


def _is_of_fighters(target: str) -> bool:
    """True for a party by its name and for what is called its forces; a state's towns and citizens are neither."""
    if is_of_civilians(target):
        return False
    words = target.casefold().removeprefix("the ")
    bare = any(
        (state := country_of(party)) is not None and state.name.casefold() == words for party in parties_in(target)
    )
    return bare or not is_of_states(target) or is_of_combatants(target) or forces().search(target) is not None


def grade(incident: MergedIncident, codebook: str, axis: str) -> int:
    """The number that a codebook of grades gives on an axis, 0 where no source gives one."""
    found = next((g.grade for g in assess.grades_under(incident, codebook) if g.axis == axis), "0")
    return int(found)


def country(incident: MergedIncident) -> Country | None:
    """The country in which it is said to have happened."""
    return country_of(incident.place.country) if incident.place else None


def division(incident: MergedIncident) -> str:
    """The first-order division that holds the place, as the gazetteer names it; empty where it is not known."""
    place = incident.place
    if place is None:
        return ""
    if place.where_prec == 4:  # the place is such a division itself
        return place.name
    holds = (place.within or "").split(", ")
    return holds[0] if len(holds) > 1 else ""


def outlets(documents: Sequence[DocumentRef]) -> str:
    """The outlets of reports, each once."""
    return "; ".join(dict.fromkeys(ref.outlet or "unknown outlet" for ref in documents))


def deniers(incident: MergedIncident) -> str:
    """Who denies something of it, each once."""
    return "; ".join(dict.fromkeys(shown_source(c) for c in incident.claims if c.stance == "denies"))


def notes(incident: MergedIncident) -> str:
    """The accounts in words: each source with the sentence that it is on record with."""
    told = [
        f"{shown_source(c)} {c.stance}: {' '.join(c.evidence[0].text.split())}" for c in incident.claims if c.evidence
    ]
    return " / ".join(dict.fromkeys(told))
