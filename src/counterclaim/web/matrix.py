"""The claim matrix as a page shows it: facets down, sources across and grouped by side, each value with its sentences."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.model import FACETS
from counterclaim.model.shown import STANCE_SIGNS, shown_source, shown_value
from counterclaim.web.voices import Column, Side, names_of, sides_of, surest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.model import Claim, CompetingValue, DocumentRef, Facet, MergedIncident, Stance, Toll

TOLLS: tuple[Facet, ...] = ("killed", "injured")
#: Width of the toll scale in units of its drawing, and the room that an open end gets.
_SCALE, _OPEN = 100.0, 8.0
_STANCES: tuple[Stance, ...] = ("asserts", "suspects", "denies", "noncommittal")


@dataclass(frozen=True, slots=True)
class Note:
    """One numbered sentence: the claim that it carries, the words, the report, and the chain by which it came."""

    number: int
    claim: Claim
    words: str
    report: DocumentRef
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A toll as a range on the scale of its row: left end, width, and which ends are open."""

    x: float
    width: float
    open_low: bool
    open_high: bool


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that a source says on a facet, with one stance; ``names`` are its voices that say it."""

    words: str
    stance: Stance
    sign: str
    certainty: str
    names: tuple[str, ...]
    notes: tuple[Note, ...]
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A row: a facet, whether it is contested and why, and one cell for each column."""

    facet: Facet
    contested: bool
    reasons: tuple[str, ...]
    cells: tuple[tuple[Value, ...], ...]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole matrix with its numbered sentences."""

    sides: tuple[Side, ...]
    rows: tuple[FacetRow, ...]
    notes: tuple[Note, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in their order."""
        return tuple(column for side in self.sides for column in side.columns)

    @property
    def firsts(self) -> frozenset[int]:
        """The columns with which a side begins."""
        before = itertools.accumulate((len(side.columns) for side in self.sides), initial=0)
        return frozenset(before)

    @property
    def deniers(self) -> tuple[str, ...]:
        """Who denies something: each party, and each source of none."""
        return tuple(column.side or column.name for column in self.columns if "denies" in column.part)


def matrix_of(incident: MergedIncident) -> Matrix:
    """The matrix of an incident, contested facets first."""
    sides = sides_of(incident)
    columns = [column for side in sides for column in side.columns]
    notes = notes_of([claim for column in columns for claim in column.claims], incident.documents)
    rows = [_row(facet, incident, columns, notes) for facet in FACETS]
    told = [row for row in rows if any(row.cells)]
    return Matrix(sides, tuple(sorted(told, key=lambda row: not row.contested)), tuple(notes.values()))


def notes_of(claims: Sequence[Claim], documents: Sequence[DocumentRef]) -> dict[str, Note]:
    """The numbered sentences of claims, by the id of the claim, in their order."""
    reports = {ref.id: ref for ref in documents}
    out = {}
    for number, claim in enumerate(claims, 1):
        ref = reports[claim.document]
        words = " … ".join(dict.fromkeys(" ".join(span.text.split()) for span in claim.evidence))
        chain = (shown_source(claim), *claim.via, ref.outlet or "unknown outlet")
        out[claim.id] = Note(number, claim, words, ref, chain)
    return out


def bar_of(toll: Toll, most: int) -> Bar:
    """Where a toll lies on a scale from none to ``most``."""
    low, high = toll
    left = _SCALE * (low or 0) / most
    right = _SCALE * high / most if high is not None else _SCALE + _OPEN
    return Bar(round(left, 2), round(max(right - left, 1.5), 2), low is None, high is None)


def most_of(claims: Sequence[Claim], facet: Facet) -> int | None:
    """The greatest number said on a toll: the right end of the scale."""
    numbers = [n for c in claims if (toll := getattr(c, facet, None)) for n in toll if n is not None]
    return max(numbers, default=None) or None


def words_by_claim(values: Sequence[CompetingValue]) -> dict[str, str]:
    """What each claim says on a facet, in the spelling that most of them have."""
    return {one: shown_value(value.value) for value in values for one in value.claims}


def _row(facet: Facet, incident: MergedIncident, columns: Sequence[Column], notes: Mapping[str, Note]) -> FacetRow:
    most = most_of(incident.claims, facet) if facet in TOLLS else None
    words = words_by_claim(incident.facets.get(facet, ()))
    cells = tuple(_cell(column, facet, words, notes, most) for column in columns)
    reasons = tuple(dict.fromkeys(c.reason for c in incident.conflicts if c.facet == facet))
    return FacetRow(facet, facet in incident.contested, reasons, cells, most)


def _cell(
    column: Column, facet: Facet, words: Mapping[str, str], notes: Mapping[str, Note], most: int | None
) -> tuple[Value, ...]:
    said: dict[tuple[Stance, str], list[Claim]] = {}
    for claim in column.claims:
        if facet in claim.about or getattr(claim, facet, None) is not None:
            said.setdefault((claim.stance, words.get(claim.id, "")), []).append(claim)
    return tuple(
        _value(text, claims, facet, notes, most)
        for (_, text), claims in sorted(said.items(), key=lambda pair: _STANCES.index(pair[0][0]))
    )


def _value(words: str, claims: Sequence[Claim], facet: Facet, notes: Mapping[str, Note], most: int | None) -> Value:
    stance = claims[0].stance
    toll = getattr(claims[0], facet, None) if most else None
    return Value(
        words, stance, STANCE_SIGNS[stance], surest(claims), names_of(claims), tuple(notes[claim.id] for claim in claims),
        bar_of(toll, most) if toll is not None and most else None,
    )  # fmt: skip
