"""On what the accounts differ: each contested facet with its answers, and who gives and who denies each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.model.shown import shown_value
from counterclaim.web.matrix import TOLLS, Bar, bar_of, most_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.model import CompetingValue, Facet, MergedIncident, Toll
    from counterclaim.web.matrix import FacetRow, Matrix, Note, Value
    from counterclaim.web.voices import Column

#: Answers beyond so many are folded: one long sentence in ten spellings must not hide the two that matter.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Stand:
    """One source's word on an answer, with the sentences that carry it."""

    column: Column
    certainty: str
    suspects: bool
    names: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of a facet: who claims it, who denies it, who commits to nothing; and how many independent sources claim it.

    ``words`` are empty for denials that name no value. ``bar`` lies on the scale of the difference.
    """

    words: str
    claimed: tuple[Stand, ...]
    denied: tuple[Stand, ...]
    left_open: tuple[Stand, ...]
    bar: Bar | None

    @property
    def independent(self) -> int:
        """How many independent sources claim it."""
        return sum(stand.column.counted for stand in self.claimed)


@dataclass(frozen=True, slots=True)
class Difference:
    """One contested facet: its answers, the most widely claimed first, tolls from low to high; and why it is contested."""

    facet: Facet
    answers: tuple[Answer, ...]
    reasons: tuple[str, ...]
    most: int | None

    @property
    def ticks(self) -> tuple[tuple[float, int], ...]:
        """The numbers on the scale of a toll, each with its place from 0 to 100."""
        if self.most is None:
            return ()
        return tuple((100 * n / self.most, n) for n in sorted({0, self.most // 2, self.most}))


def differences_of(incident: MergedIncident, matrix: Matrix) -> tuple[Difference, ...]:
    """The contested facets of an incident, in the order of the matrix."""
    return tuple(_difference(row, incident, matrix.columns) for row in matrix.rows if row.contested)


def _difference(row: FacetRow, incident: MergedIncident, columns: Sequence[Column]) -> Difference:
    # Names of one party ("Armenia", "Armenian forces") are one answer, as they are one value of the facet.
    answered = {
        claim: shown_value(value.value) for value in incident.facets.get(row.facet, ()) for claim in value.claims
    }
    said: dict[str, list[tuple[Column, Value]]] = {}
    for column, cell in zip(columns, row.cells, strict=True):
        for value in cell:
            if value.words or value.stance == "denies":
                words = (
                    answered.get(value.notes[0].claim.id, value.words) if value.words and value.notes else value.words
                )
                said.setdefault(words, []).append((column, value))
    most = most_of(incident.claims, row.facet) if row.facet in TOLLS else None
    tolls = _tolls(incident.facets.get(row.facet, ()))
    answers = [_answer(words, found, tolls.get(words), most) for words, found in said.items()]
    if row.facet in TOLLS:
        answers.sort(key=lambda a: (not a.words, _low(tolls.get(a.words)), a.words))
    else:
        answers.sort(key=lambda a: (not a.words, -a.independent, -len(a.claimed), -len(a.denied), a.words))
    return Difference(row.facet, tuple(answers), row.reasons, most)


def _tolls(values: Iterable[CompetingValue]) -> dict[str, Toll]:
    return {shown_value(value.value): value.value for value in values if not isinstance(value.value, str)}


def _low(toll: Toll | None) -> tuple[int, int]:
    low, high = toll or (0, 0)
    return (low or 0, high if high is not None else 10**9)


def _answer(words: str, found: Sequence[tuple[Column, Value]], toll: Toll | None, most: int | None) -> Answer:
    def those(*stances: str) -> tuple[Stand, ...]:
        stands = [
            Stand(column, value.certainty, value.stance == "suspects", value.names, value.notes)
            for column, value in found
            if value.stance in stances
        ]
        return tuple(sorted(stands, key=lambda s: (not s.column.counted, -len(s.notes), s.column.name)))

    bar = bar_of(toll, most) if toll is not None and most else None
    return Answer(words, those("asserts", "suspects"), those("denies"), those("noncommittal"), bar)
