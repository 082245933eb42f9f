"""Grades an incident by a codebook of rules: the status names the rule and the claims that made it fire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.assess.conditions import Evidence, claims_that_fire, deaths_by
from counterclaim.assess.grading_rules import GradingRules, grading_rules, gradings
from counterclaim.assess.positions import Position, positions_of
from counterclaim.model.shown import shown_toll

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Evidence", "Grade", "differences", "grades_of", "gradings"]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade on one axis, the rule that gave it, and the claims that made it fire.

    ``topic`` and ``means`` are what it can be compared by with another codebook's; ``None`` where it has no like.
    ``people`` is the number of people killed that the grade is or begins with, ``stand`` the codebook's word for where an accused party
    stands; ``None`` where it is no such grade.
    """

    axis: str
    grade: str
    rule: str
    claims: tuple[str, ...]
    topic: str | None = None
    means: str | None = None
    people: int | None = None
    stand: str | None = None


def grades_of(evidence: Evidence, codebook: str = "counterclaim") -> tuple[Grade, ...]:
    """One grade for each axis of a codebook, by the first rule whose conditions hold; then each accused party's position."""
    out: dict[str, Grade] = {}
    rules = grading_rules(codebook)
    for number, rule in enumerate(rules.rules, start=1):
        if rule.axis in out:
            continue
        fired = claims_that_fire(rule, evidence)
        grade, means, people = rule.grade, rule.means, None
        if fired is not None and rule.deaths is not None:
            toll, fired = deaths_by(rule.deaths, evidence) or ((0, 0), None)
            grade, people = shown_toll(toll), toll[0]
            means = grade
        if fired is not None:
            label = f"{rules.name} {rules.version}, rule {number}: {rule.says}"
            out[rule.axis] = Grade(rule.axis, grade, label, fired, rule.topic, means, people)
    stands = positions_of(evidence.claims, evidence.published) if rules.positions else ()
    return (*out.values(), *(_position_grade(position, rules) for position in stands))


def _position_grade(position: Position, rules: GradingRules) -> Grade:
    tolls = (("killed", position.killed), ("injured", position.injured))
    conceded = ", ".join(f"{shown_toll(toll)} {facet}" for facet, toll in tolls if toll is not None)
    word = rules.positions.get(position.stand, position.stand)
    before = f"; before: {', '.join(rules.positions.get(s, s) for s in position.earlier)}" if position.earlier else ""
    says = f"{position.party} is held to have done it, and {position.stand}{before}"
    grade = f"{word}, concedes {conceded}" if conceded else word
    label = f"{rules.name} {rules.version}, rule of positions: {says}"
    return Grade(f"position of {position.party}", grade, label, (*position.claims, *position.accusing), stand=word)


def differences(grades: Mapping[str, Sequence[Grade]]) -> dict[str, dict[str, Grade]]:
    """The topics on which codebooks come to different ends, each with every codebook's grade.

    Args:
        grades: what each codebook makes of one incident, by its name.
    """
    topics: dict[str, dict[str, Grade]] = {}
    for name, found in grades.items():
        for grade in found:
            if grade.topic is not None and grade.means is not None:
                topics.setdefault(grade.topic, {})[name] = grade
    return {topic: by for topic, by in sorted(topics.items()) if len({grade.means for grade in by.values()}) > 1}
