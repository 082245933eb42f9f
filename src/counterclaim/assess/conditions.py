"""The conditions of grading rules: each gives the claims that make it hold, ``None`` where it does not hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim.assess.contest import is_denied_by
from counterclaim.assess.parties import can_be_one_party, parties_in
from counterclaim.assess.positions import positions_of
from counterclaim.merge.identity import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from counterclaim.assess.grading_rules import Deaths, Rule
    from counterclaim.merge.independence import Independence
    from counterclaim.model import Claim, Conflict, Facet, Toll


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at: the claims on an incident, where they part, and the sources behind them.

    ``days`` is the length of the span that it is dated to, ``None`` where nobody says; ``published`` the day on which
    each report came out, by its id.
    """

    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]
    independence: Independence
    days: int | None = None
    published: Mapping[str, dt.date | None] = field(default_factory=dict)


#: Stances by which a source gives a number; a denial's number is what it denies.
_GIVES = ("asserts", "suspects")


def claims_that_fire(rule: Rule, evidence: Evidence) -> tuple[str, ...] | None:
    """The claims that make every given condition of a rule hold, ``None`` where one does not hold."""
    fired: list[str] = []
    for name, condition in _CONDITIONS.items():
        if getattr(rule, name) in (None, ()):
            continue
        found = condition(rule, evidence)
        if found is None:
            return None
        fired += found
    return tuple(dict.fromkeys(fired))


def _ids(claims: Sequence[Claim]) -> list[str] | None:
    return [claim.id for claim in claims] or None


def _withdrawn(_: Rule, evidence: Evidence) -> list[str] | None:
    return _ids(withdrawals(evidence.claims))


def _contested(rule: Rule, evidence: Evidence) -> list[str] | None:
    parted = [conflict for conflict in evidence.conflicts if conflict.facet in rule.contested_on]
    return [claim for conflict in parted for claim in conflict.claims] or None


def _admitted(rule: Rule, evidence: Evidence) -> list[str] | None:
    """A party's last word counts: what it admitted and later denies is no admission."""
    stands = positions_of(evidence.claims, evidence.published)
    taken_back = {claim for position in stands if position.stand == "denies" for claim in position.claims}
    return _ids([one for one in admissions(evidence.claims, rule.admitted_on) if one.id not in taken_back])


def _harm(_: Rule, evidence: Evidence) -> list[str] | None:
    return _ids([claim for claim in evidence.claims if claim.stance == "asserts" and _tells_harm(claim)])


def _dated(rule: Rule, evidence: Evidence) -> list[str] | None:
    return [] if evidence.days is not None and evidence.days <= (rule.days_at_most or 0) else None


def _named(_: Rule, evidence: Evidence) -> list[str] | None:
    speaking = [claim for claim in evidence.claims if claim.stance in ("asserts", "suspects")]
    return _ids([claim for claim in speaking if parties_in(claim.perpetrator)])


def _independent(rule: Rule, evidence: Evidence) -> list[str] | None:
    sources = evidence.independence.sources
    if len(sources) < (rule.independent_sources or 0):
        return None
    return [claim for source in sources for claim in source.claims]


_CONDITIONS: Mapping[str, Callable[[Rule, Evidence], list[str] | None]] = {
    "withdrawn": _withdrawn,
    "contested_on": _contested,
    "admitted": _admitted,
    "harm": _harm,
    "days_at_most": _dated,
    "perpetrator_named": _named,
    "independent_sources": _independent,
}


def deaths_by(how: Deaths, evidence: Evidence) -> tuple[tuple[int, int], tuple[str, ...]] | None:
    """What a codebook makes of the numbers of dead that independent sources assert, with the claims that give it.

    It is one number twice, or for "range" the lowest and the highest; ``None`` where no source gives any. A source counts once, by its last number; a range counts by the end that is sure, and not at all beside a more exact
    number that lies in it.
    """
    last: list[Claim] = []
    for source in evidence.independence.sources:
        mine = [c for c in evidence.claims if c.id in source.claims and c.killed is not None and c.stance in _GIVES]
        last += sorted(mine, key=lambda claim: (evidence.published.get(claim.document) or dt.date.min, claim.id))[-1:]
    exact = [claim for claim in last if not any(_is_less_exact(claim.killed, other.killed) for other in last)]
    numbers = [
        (low if low is not None else high or 0, claim.id) for claim in exact for low, high in [claim.killed or (0, 0)]
    ]
    if not numbers:
        return None
    every = sorted(number for number, _ in numbers)
    low, high = every[0], every[-1]
    if how == "range":
        chosen = {low, high}
    else:
        chosen = {low if how == "lowest" else high if how == "highest" else max(every, key=every.count)}
    claims = tuple(sorted(claim for number, claim in numbers if number in chosen))
    return (min(chosen), max(chosen)), claims


def _is_less_exact(toll: Toll | None, other: Toll | None) -> bool:
    """True where a range holds another and is wider: "deaths" beside "22"."""
    if toll is None or other is None or toll == other:
        return False
    low, high = other[0] or 0, other[1]
    return (toll[0] or 0) <= low and (toll[1] is None or (high is not None and high <= toll[1]))


def admissions(claims: Sequence[Claim], also_on: Sequence[Facet] = ()) -> list[Claim]:
    """Claims by which a party says that its own hand did it (and, where asked, what harm it did)."""
    out = []
    for claim in claims:
        own = claim.side or (claim.source if claim.source_kind in ("government", "military", "armed_group") else None)
        if not _is_flat(claim) or claim.perpetrator is None or own is None:
            continue
        known = parties_in(own) and parties_in(claim.perpetrator)
        same = can_be_one_party(own, claim.perpetrator) if known else own == claim.perpetrator
        if same and (not also_on or any(facet in claim.about for facet in also_on)):
            out.append(claim)
    return out


def _is_flat(claim: Claim) -> bool:
    """True for what is asserted without a hedge: nobody admits what he thinks probable."""
    return claim.stance == "asserts" and claim.certainty == "certain"


def withdrawals(claims: Sequence[Claim]) -> list[Claim]:
    """Claims by which a source denies an occurrence that it asserted itself."""
    out: list[Claim] = []
    for denial in claims:
        if denial.stance == "denies" and "occurrence" in denial.about and denial.named:
            out += [
                denial
                for said in claims
                if name_key(said.source) == name_key(denial.source) and is_denied_by(said, denial, "occurrence")
            ]
    return out


def _tells_harm(claim: Claim) -> bool:
    return any(toll is not None and toll != (0, 0) for toll in (claim.killed, claim.injured))
