"""The grades of an incident as lists are narrowed by them: codebook, axis and a word, or a number of people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.assess.grading_rules import grading_rules, gradings
from counterclaim.assess.incident import evidence_of
from counterclaim.assess.status import grades_of

if TYPE_CHECKING:
    from counterclaim.model import MergedIncident

#: The axis under which the position of every accused party is filed, whichever party it is.
POSITION = "position"


@dataclass(frozen=True, slots=True)
class FiledGrade:
    """One grade: its codebook, its axis, and either a word of the codebook or, with an empty word, a number of people."""

    codebook: str
    axis: str
    word: str
    people: int = 0


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a codebook: the words that it grades by, in the order of its rules, and whether it counts people."""

    codebook: str
    name: str
    words: tuple[str, ...]
    counts: bool


def filed_grades(incident: MergedIncident) -> tuple[FiledGrade, ...]:
    """Every grade of an incident under every codebook; two parties that stand alike are filed once."""
    evidence = evidence_of(incident)
    found: dict[FiledGrade, None] = {}
    for codebook in gradings():
        for grade in grades_of(evidence, codebook):
            if grade.people is not None:
                found[FiledGrade(codebook, grade.axis, "", grade.people)] = None
            elif grade.stand is not None:
                found[FiledGrade(codebook, POSITION, grade.stand)] = None
            else:
                found[FiledGrade(codebook, grade.axis, grade.grade)] = None
    return tuple(found)


@lru_cache(maxsize=1)
def filed_axes() -> tuple[Axis, ...]:
    """Every axis by which a list can be narrowed, codebook by codebook."""
    out = []
    for codebook in gradings():
        rules = grading_rules(codebook)
        for axis in dict.fromkeys(rule.axis for rule in rules.rules):
            those = [rule for rule in rules.rules if rule.axis == axis]
            words = dict.fromkeys(rule.grade for rule in those if rule.deaths is None)
            out.append(Axis(codebook, axis, tuple(words), any(rule.deaths is not None for rule in those)))
        if rules.positions:
            out.append(Axis(codebook, POSITION, tuple(dict.fromkeys(rules.positions.values())), counts=False))
    return tuple(out)
