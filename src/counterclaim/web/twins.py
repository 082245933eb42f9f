"""What the page of an incident shows, as data: the matrix and the story, claims and reports by their ids."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from counterclaim.model import Facet, Place, Stance, Toll
from counterclaim.web.voices import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Claim
    from counterclaim.web.differences import Difference, Stand
    from counterclaim.web.matrix import FacetRow
    from counterclaim.web.places import PlaceTold
    from counterclaim.web.story import Branch
    from counterclaim.web.told import Told
    from counterclaim.web.voices import Column


class MatrixSource(msgspec.Struct, frozen=True):
    """One column: a source, its voices, and whether and why it counts as independent."""

    name: str
    names: tuple[str, ...]
    named: bool
    kinds: tuple[str, ...]
    side: str | None
    interest: str
    part: Part
    independent: bool
    reason: str
    claims: tuple[str, ...]
    reports: tuple[str, ...]


class MatrixValue(msgspec.Struct, frozen=True):
    """One thing that a source says on a facet with one stance."""

    words: str
    stance: Stance
    certainty: str
    claims: tuple[str, ...]


class MatrixRow(msgspec.Struct, frozen=True):
    """One facet with a cell for each source, in the order of the sources."""

    facet: Facet
    contested: bool
    reasons: tuple[str, ...]
    cells: tuple[tuple[MatrixValue, ...], ...]


class AnswerStand(msgspec.Struct, frozen=True):
    """A source's word on an answer: its place in the list of sources, and its claims."""

    source: int
    certainty: str
    claims: tuple[str, ...]


class MatrixAnswer(msgspec.Struct, frozen=True):
    """One answer to a contested facet: who claims it, who denies it, who commits to nothing."""

    words: str
    independent_sources: int
    claimed: tuple[AnswerStand, ...]
    denied: tuple[AnswerStand, ...]
    left_open: tuple[AnswerStand, ...]


class MatrixDifference(msgspec.Struct, frozen=True):
    """One contested facet and its answers."""

    facet: Facet
    answers: tuple[MatrixAnswer, ...]


class MatrixSentence(msgspec.Struct, frozen=True):
    """The words of one claim, the chain by which they came, and the rules that fired."""

    number: int
    claim: str
    report: str
    words: str
    chain: tuple[str, ...]
    rules: tuple[str, ...]


class IncidentMatrix(msgspec.Struct, frozen=True):
    """The claim matrix of an incident."""

    incident: str
    independent_sources: int
    sources: tuple[MatrixSource, ...]
    rows: tuple[MatrixRow, ...]
    differences: tuple[MatrixDifference, ...]
    sentences: tuple[MatrixSentence, ...]


class StoryReport(msgspec.Struct, frozen=True):
    """A report on its day and the claims that it adds."""

    published: dt.date | None
    report: str
    outlet: str | None
    claims: tuple[str, ...]


class StoryToll(msgspec.Struct, frozen=True):
    """A toll by a source on the day on which it came out."""

    facet: Facet
    published: dt.date
    source: str
    toll: Toll
    claim: str


class StoryRepeat(msgspec.Struct, frozen=True):
    """A report, the one that it repeats, and why that is held."""

    report: str
    repeats: str
    reason: str


class StoryPlace(msgspec.Struct, frozen=True):
    """A place and the reports that put the incident there."""

    place: Place
    reports: tuple[str, ...]


class IncidentStory(msgspec.Struct, frozen=True):
    """How the accounts of an incident came out."""

    incident: str
    reports: tuple[StoryReport, ...]
    tolls: tuple[StoryToll, ...]
    repeats: tuple[StoryRepeat, ...]
    places: tuple[StoryPlace, ...]


def matrix_twin(told: Told) -> IncidentMatrix:
    """The matrix as the page shows it."""
    columns = told.matrix.columns
    at = {id(column): n for n, column in enumerate(columns)}
    sentences = tuple(
        MatrixSentence(note.number, note.claim.id, note.report.id, note.words, note.chain, tuple(note.claim.trace))
        for note in told.matrix.notes
    )
    return IncidentMatrix(
        told.incident.id, told.incident.independent_sources, tuple(_source(column) for column in columns),
        tuple(_row(row) for row in told.matrix.rows), tuple(_difference(one, at) for one in told.differences), sentences,
    )  # fmt: skip


def story_twin(told: Told, places: Sequence[PlaceTold]) -> IncidentStory:
    """The story as the page shows it."""
    reports = tuple(
        StoryReport(day.day, ref.id, ref.outlet, _ids(claims)) for day in told.story for ref, claims in day.reports
    )
    tolls = tuple(
        StoryToll(curve.facet, p.day, p.source, getattr(told.claims[p.claim], curve.facet), p.claim)
        for curve in told.curves
        for p in curve.points
    )
    repeats = tuple(pair for root in told.tree for pair in _repeats(root))
    where = tuple(StoryPlace(one.place, tuple(ref.id for ref in one.reports)) for one in places)
    return IncidentStory(told.incident.id, reports, tolls, repeats, where)


def _ids(claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(claim.id for claim in claims)


def _source(column: Column) -> MatrixSource:
    return MatrixSource(
        column.name, column.names, column.named, column.kinds, column.side, column.interest, column.part, column.counted, column.reason,
        _ids(column.claims), tuple(ref.id for ref in column.reports),
    )  # fmt: skip


def _row(row: FacetRow) -> MatrixRow:
    cells = tuple(
        tuple(MatrixValue(v.words, v.stance, v.certainty, tuple(n.claim.id for n in v.notes)) for v in cell)
        for cell in row.cells
    )
    return MatrixRow(row.facet, row.contested, row.reasons, cells)


def _difference(one: Difference, at: dict[int, int]) -> MatrixDifference:
    def stands(found: Sequence[Stand]) -> tuple[AnswerStand, ...]:
        return tuple(AnswerStand(at[id(s.column)], s.certainty, tuple(n.claim.id for n in s.notes)) for s in found)

    answers = tuple(
        MatrixAnswer(a.words, a.independent, stands(a.claimed), stands(a.denied), stands(a.left_open))
        for a in one.answers
    )
    return MatrixDifference(one.facet, answers)


def _repeats(branch: Branch) -> list[StoryRepeat]:
    own = [StoryRepeat(below.report.id, branch.report.id, below.reason) for below in branch.repeated_by]
    return own + [pair for below in branch.repeated_by for pair in _repeats(below)]
