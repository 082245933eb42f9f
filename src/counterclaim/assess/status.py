"""Grades an incident by a codebook of rules: the status names the rule and the claims that made it fire."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import msgspec

from counterclaim.assess.contest import is_denied_by
from counterclaim.assess.parties import can_be_one_party, parties_in
from counterclaim.errors import OptionError
from counterclaim.lexicon.words import rules_in
from counterclaim.model import Facet  # noqa: TC001 # msgspec reads the annotations at run time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.merge.independence import Independence
    from counterclaim.model import Claim, Conflict


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of a codebook: all conditions that are given must hold; ``says`` is shown to people."""

    axis: str
    grade: str
    says: str
    withdrawn: bool | None = None
    contested_on: tuple[Facet, ...] = ()
    admitted: bool | None = None
    admitted_on: tuple[Facet, ...] = ()
    harm: bool | None = None
    independent_sources: int | None = None
    always: bool | None = None


class GradingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A codebook of grades: name, version, the publication it is taken from, and its rules in order."""

    name: str
    version: str
    source: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade on one axis, the rule that gave it, and the claims that made it fire."""

    axis: str
    grade: str
    rule: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at: the claims on an incident, where they part, and the sources behind them."""

    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]
    independence: Independence


def gradings() -> tuple[str, ...]:
    """The names of the codebooks of grades."""
    folder = resources.files("counterclaim.assess") / "rules"
    return tuple(sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name not in ("parties.toml",)))


@lru_cache(maxsize=8)
def grading_rules(name: str = "counterclaim") -> GradingRules:
    """One codebook of grades by name.

    Raises:
        OptionError: there is none of that name; the message lists those there are.
        LexiconError: its file is wrong.
    """
    if name not in gradings():
        raise OptionError(
            f"no codebook {name!r} grades incidents; there are {', '.join(gradings())}", subject="codebook"
        )
    return rules_in(GradingRules, "counterclaim.assess", "rules", f"{name}.toml")


def grades_of(evidence: Evidence, codebook: str = "counterclaim") -> tuple[Grade, ...]:
    """One grade for each axis of a codebook, by the first rule whose conditions hold."""
    out: dict[str, Grade] = {}
    rules = grading_rules(codebook)
    for number, rule in enumerate(rules.rules, start=1):
        if rule.axis in out:
            continue
        fired = _fires(rule, evidence)
        if fired is not None:
            label = f"{rules.name} {rules.version}, rule {number}: {rule.says}"
            out[rule.axis] = Grade(rule.axis, rule.grade, label, tuple(dict.fromkeys(fired)))
    return tuple(out.values())


def _fires(rule: Rule, evidence: Evidence) -> tuple[str, ...] | None:
    """The claims that make every given condition of a rule hold, ``None`` where one does not hold."""
    fired: list[str] = []
    if rule.withdrawn:
        found = withdrawals(evidence.claims)
        if not found:
            return None
        fired += [claim.id for claim in found]
    if rule.contested_on:
        parted = [conflict for conflict in evidence.conflicts if conflict.facet in rule.contested_on]
        if not parted:
            return None
        fired += [claim for conflict in parted for claim in conflict.claims]
    if rule.admitted:
        found = admissions(evidence.claims, rule.admitted_on)
        if not found:
            return None
        fired += [claim.id for claim in found]
    if rule.harm:
        found = [claim for claim in evidence.claims if claim.stance == "asserts" and _tells_harm(claim)]
        if not found:
            return None
        fired += [claim.id for claim in found]
    if rule.independent_sources is not None:
        if len(evidence.independence.sources) < rule.independent_sources:
            return None
        fired += [claim for source in evidence.independence.sources for claim in source.claims]
    return tuple(fired)


def admissions(claims: Sequence[Claim], also_on: Sequence[Facet] = ()) -> list[Claim]:
    """Claims by which a party says that its own hand did it (and, where asked, what harm it did)."""
    out = []
    for claim in claims:
        own = claim.side or (claim.source if claim.source_kind in ("government", "military", "armed_group") else None)
        if claim.stance != "asserts" or claim.perpetrator is None or own is None:
            continue
        known = parties_in(own) and parties_in(claim.perpetrator)
        same = can_be_one_party(own, claim.perpetrator) if known else own == claim.perpetrator
        if same and (not also_on or any(facet in claim.about for facet in also_on)):
            out.append(claim)
    return out


def withdrawals(claims: Sequence[Claim]) -> list[Claim]:
    """Claims by which a source denies an occurrence that it asserted itself."""
    out: list[Claim] = []
    for denial in claims:
        if denial.stance == "denies" and "occurrence" in denial.about and denial.named:
            out += [
                denial for said in claims if said.source == denial.source and is_denied_by(said, denial, "occurrence")
            ]
    return out


def _tells_harm(claim: Claim) -> bool:
    return any(toll is not None and toll != (0, 0) for toll in (claim.killed, claim.injured))
