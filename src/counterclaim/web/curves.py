"""How tolls grew: one line for each source, over the days on which its numbers came out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.model.shown import shown_toll

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from counterclaim.model import Claim, Facet, MergedIncident

#: The drawing in its own units: its size, the margins around the lines, and the column of names to their right.
_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _NAMES = 640.0, 200.0, 40.0, 24.0, 14.0, 190.0
#: Between the names of two lines, and between the lines of one day.
_ROW, _BESIDE = 14.0, 4.0
#: More lines than eight cannot be told apart.
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Point:
    """A toll of one claim on its day: its sure end at ``y``, its other end at ``top``; ``open_high`` where it has none."""

    x: float
    y: float
    top: float
    open_high: bool
    source: str
    toll: str
    day: dt.date
    claim: str


@dataclass(frozen=True, slots=True)
class Line:
    """The tolls of one source in the order of days, and where its name stands."""

    source: str
    points: tuple[Point, ...]
    name_y: float

    @property
    def path(self) -> str:
        """The line through its points: a number holds until the next one comes."""
        steps = [f"M{self.points[0].x} {self.points[0].y}"]
        steps += [f"H{point.x}V{point.y}" for point in self.points[1:]]
        return "".join(steps)


@dataclass(frozen=True, slots=True)
class Curve:
    """The tolls of one facet: a line for each source that speaks most, ``others`` without one, and the ticks of both axes."""

    facet: Facet
    lines: tuple[Line, ...]
    others: tuple[str, ...]
    points: tuple[Point, ...]
    days: tuple[tuple[float, str], ...]
    numbers: tuple[tuple[float, int], ...]
    width: float = _WIDTH
    height: float = _HEIGHT
    names_x: float = _WIDTH - _NAMES + 14


def curve_of(incident: MergedIncident, facet: Facet, sources: Mapping[str, str]) -> Curve | None:
    """The curve of ``killed`` or ``injured``; ``None`` where fewer than two tolls are dated.

    Args:
        incident: what it is of.
        facet: which toll.
        sources: the name of the source of each claim.
    """
    told = _dated(incident, facet)
    if len(told) < 2:
        return None
    spoken = Counter(sources[claim.id] for _, claim in told)
    drawn = [name for name, _ in spoken.most_common(_MOST_LINES)]
    first, last = told[0][0], told[-1][0]
    most = max(n for _, c in told for n in getattr(c, facet) if n is not None) or 1

    def across(day: dt.date) -> float:
        room = _WIDTH - _NAMES - _LEFT - _BESIDE * _MOST_LINES
        return round(_LEFT + room * (day - first).days / max((last - first).days, 1), 1)

    def up(number: int) -> float:
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - _TOP) * number / most, 1)

    def point(day: dt.date, claim: Claim) -> Point:
        low, high = getattr(claim, facet)
        name = sources[claim.id]
        beside = _BESIDE * drawn.index(name) if name in drawn else 0
        sure = low if low is not None else high or 0
        top = up(high) if high is not None else max(up(sure) - 12, 2.0)
        return Point(across(day) + beside, up(sure), top, high is None, name, shown_toll((low, high)), day, claim.id)

    points = tuple(point(day, claim) for day, claim in told)
    ticks = sorted({day for day, _ in told})
    return Curve(
        facet, _lines([[p for p in points if p.source == name] for name in drawn]), tuple(n for n in spoken if n not in drawn), points,
        tuple((across(d), d.isoformat()[5:]) for d in ticks[:: max(1, len(ticks) // 6)]), tuple((up(n), n) for n in sorted({0, most // 2, most})),
    )  # fmt: skip


def _dated(incident: MergedIncident, facet: Facet) -> list[tuple[dt.date, Claim]]:
    """The claims that give a toll and do not deny it, each with the day on which it came out, in that order."""
    published = {ref.id: ref.published for ref in incident.documents}
    told = [
        (day, claim)
        for claim in incident.claims
        if (day := published.get(claim.document)) is not None
        and getattr(claim, facet) is not None
        and claim.stance != "denies"
    ]
    return sorted(told, key=lambda pair: (pair[0], pair[1].id))


def _lines(drawn: Sequence[Sequence[Point]]) -> tuple[Line, ...]:
    """The lines from the highest last number to the lowest, their names beside their ends and none on another."""
    ordered = sorted(drawn, key=lambda points: points[-1].y)
    lowest = _HEIGHT - _BOTTOM - _ROW * (len(ordered) - 1)
    out: list[Line] = []
    for n, points in enumerate(ordered):
        above = out[-1].name_y + _ROW if out else _TOP
        out.append(Line(points[0].source, tuple(points), round(min(max(points[-1].y, above), lowest + _ROW * n), 1)))
    return tuple(out)
