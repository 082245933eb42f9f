"""Where the parties stand that speak on an incident: who accuses, who is accused, whose people were hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counterclaim.assess.parties import can_be_one_party, parties_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Claim, Interest, SourceGroup


def with_interests(sources: Sequence[SourceGroup], claims: Sequence[Claim]) -> tuple[SourceGroup, ...]:
    """The sources, each with where its party stands; a source of no party has no interest that can be named."""
    return tuple(msgspec.structs.replace(source, interest=interest_of(source, claims)) for source in sources)


def interest_of(source: SourceGroup, claims: Sequence[Claim]) -> Interest:
    """Accused before target's side before accuser: a party held to have done it speaks as that above all."""
    own = source.side
    if own is None or not parties_in(own):
        return "none"
    speaking = [claim for claim in claims if claim.stance in ("asserts", "suspects")]
    others = [claim for claim in speaking if claim.id not in source.claims]
    if any(_is_party(claim.perpetrator, own) for claim in others):
        return "accused"
    if any(_is_party(claim.target, own) for claim in speaking):
        return "target's side"
    accuses = any(claim.id in source.claims and claim.perpetrator is not None for claim in speaking)
    return "accuser" if accuses else "none"


def _is_party(name: str | None, side: str) -> bool:
    return name is not None and bool(parties_in(name)) and can_be_one_party(name, side)
