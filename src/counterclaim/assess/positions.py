"""What each party held to have done it says to that, and the toll that it concedes: Airwars' third axis."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from counterclaim.assess.parties import can_be_one_party, parties_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.model import Claim, Toll

Stand = Literal["admits", "denies", "no comment", "speaks of other facets", "silent"]
#: In this order where a party takes several on one day: what it says against its interest weighs most.
STANDS: tuple[Stand, ...] = get_args(Stand)


@dataclass(frozen=True, slots=True)
class Position:
    """Where an accused party stands: on the last day that it is quoted, and before.

    ``accusing`` are the claims that hold it to have done it, ``claims`` its own; ``killed`` and ``injured`` are what it
    concedes where it admits. A ``silent`` party is accused, and no report has a word of it.
    """

    party: str
    stand: Stand
    earlier: tuple[Stand, ...]
    killed: Toll | None
    injured: Toll | None
    claims: tuple[str, ...]
    accusing: tuple[str, ...]


def positions_of(
    claims: Sequence[Claim], published: Mapping[str, dt.date | None] | None = None
) -> tuple[Position, ...]:
    """The position of each party that a claim names as the hand, in the order of their names.

    Args:
        claims: on one incident, of all reports.
        published: the day on which each report came out, by its id.
    """
    days = published or {}
    ordered = sorted(claims, key=lambda claim: (days.get(claim.document) or dt.date.min, claim.id))
    named: dict[frozenset[str], Counter[str]] = {}
    for claim in claims:
        parties = parties_in(claim.perpetrator)
        if parties and claim.stance in ("asserts", "suspects"):
            named.setdefault(parties, Counter())[claim.perpetrator or ""] += 1
    found = [_position(_commonest(names), parties, ordered, days) for parties, names in named.items()]
    return tuple(sorted(found, key=lambda position: position.party))


def _commonest(names: Counter[str]) -> str:
    """The name by which most claims call a party: "US-led coalition" before "American coalition"."""
    return min(names, key=lambda name: (-names[name], name))


def _position(
    name: str, parties: frozenset[str], claims: Sequence[Claim], days: Mapping[str, dt.date | None]
) -> Position:
    own = [claim for claim in claims if _speaks_for(claim, name, parties)]
    accusing = [c for c in claims if c.stance in ("asserts", "suspects") and parties_in(c.perpetrator) == parties]
    told = [(days.get(claim.document), stand, claim) for claim in own if (stand := _stand(claim, name)) is not None]
    last = told[-1][0] if told else None
    stand = min((s for day, s, _ in told if day == last), key=STANDS.index, default=None)
    earlier = tuple(dict.fromkeys(s for day, s, _ in told if day != last and s != stand))
    admitting = [claim for _, s, claim in told if s == "admits"] if stand == "admits" else []
    spoken = tuple(claim.id for _, _, claim in told) or tuple(claim.id for claim in own)
    return Position(
        party=name,
        stand=stand or ("speaks of other facets" if own else "silent"),
        earlier=earlier,
        killed=_last_toll([claim.killed for claim in admitting]),
        injured=_last_toll([claim.injured for claim in admitting]),
        claims=spoken,
        accusing=tuple(claim.id for claim in accusing if claim not in own),
    )


def _speaks_for(claim: Claim, name: str, parties: frozenset[str]) -> bool:
    """True where a claim is the party's own, or a member's word on what the whole is held to have done."""
    body = claim.source if claim.source_kind in ("government", "military", "armed_group") else None
    own = parties_in(claim.side) or parties_in(body)
    if not own:
        return False
    if own & parties:
        return True
    speaks_to_hand = claim.perpetrator is not None and parties_in(claim.perpetrator) == parties
    return speaks_to_hand and can_be_one_party(claim.side or body or "", name)


def _stand(claim: Claim, name: str) -> Stand | None:
    """What a party's own claim says to its hand in it, ``None`` where it does not speak to that."""
    if claim.stance == "noncommittal":
        return "no comment"
    if claim.stance == "denies":
        denied = {"perpetrator", "occurrence"} & set(claim.about)
        return "denies" if denied and can_be_one_party(claim.perpetrator or name, name) else None
    said = claim.perpetrator
    if claim.stance == "asserts" and claim.certainty == "certain" and said is not None and parties_in(said):
        return "admits" if can_be_one_party(said, name) else None
    return None


def _last_toll(tolls: Sequence[Toll | None]) -> Toll | None:
    return next((toll for toll in reversed(tolls) if toll is not None), None)
