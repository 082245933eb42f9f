"""The story of an incident: who said what on which day, how tolls grew, and who repeats whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.model.shown import shown_toll

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.model import Claim, DocumentRef, Facet, MergedIncident

#: The drawing of a toll curve: width, height and margins in its own units.
_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 640.0, 180.0, 40.0, 24.0, 12.0

#: A legend beyond eight names is not read.
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Day:
    """One day of publication with its reports, and what each adds."""

    day: dt.date | None
    reports: tuple[tuple[DocumentRef, tuple[Claim, ...]], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A toll on the curve: the vertical range of one claim on its day."""

    x: float
    low: float
    high: float
    open_high: bool
    source: str
    toll: str
    day: dt.date
    claim: str
    group: int


@dataclass(frozen=True, slots=True)
class Curve:
    """The tolls of one facet by day and source, with the ticks of both axes."""

    facet: Facet
    points: tuple[Point, ...]
    sources: tuple[str, ...]
    days: tuple[tuple[float, str], ...]
    numbers: tuple[tuple[float, int], ...]
    width: float = _WIDTH
    height: float = _HEIGHT


@dataclass(frozen=True, slots=True)
class Branch:
    """A report with those that repeat it, and the reason for each."""

    report: DocumentRef
    reason: str
    repeated_by: tuple[Branch, ...]


def days_of(incident: MergedIncident) -> tuple[Day, ...]:
    """The reports by day of publication, undated ones last."""
    by_day: dict[dt.date | None, list[tuple[DocumentRef, tuple[Claim, ...]]]] = {}
    for ref in incident.documents:
        claims = tuple(c for c in incident.claims if c.document == ref.id)
        by_day.setdefault(ref.published, []).append((ref, claims))
    return tuple(
        Day(day, tuple(found))
        for day, found in sorted(by_day.items(), key=lambda p: (p[0] is None, p[0] or dt.date.min))
    )


def curve_of(incident: MergedIncident, facet: Facet, sources: Mapping[str, str]) -> Curve | None:
    """The curve of ``killed`` or ``injured``; ``None`` where fewer than two tolls are dated.

    Args:
        incident: what it is of.
        facet: which toll.
        sources: the name of the source of each claim.
    """
    published = {ref.id: ref.published for ref in incident.documents}
    told: list[tuple[dt.date, Claim]] = []
    for claim in incident.claims:
        day = published.get(claim.document)
        if day is not None and getattr(claim, facet, None) is not None and claim.stance != "denies":
            told.append((day, claim))
    if len(told) < 2:
        return None
    told.sort(key=lambda pair: (pair[0], pair[1].id))
    first, last = told[0][0], told[-1][0]
    span = max((last - first).days, 1)
    most = max(n for _, c in told for n in getattr(c, facet) if n is not None) or 1
    names = _named([sources[claim.id] for _, claim in told])

    def across(day: dt.date) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - 24) * (day - first).days / span, 1)

    def up(number: int) -> float:
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - _TOP) * number / most, 1)

    points = []
    for day, claim in told:
        low, high = getattr(claim, facet)
        source = sources[claim.id]
        group = names.index(source) if source in names else len(names) - 1
        points.append(
            Point(
                x=across(day) + 5 * (group % 5), low=up(low or 0), high=up(high if high is not None else most), open_high=high is None,
                source=source, toll=shown_toll((low, high)), day=day, claim=claim.id, group=group,
            )
        )  # fmt: skip
    ticks = sorted({first, last, *(day for day, _ in told)})
    step = max(1, len(ticks) // 8)
    return Curve(
        facet, tuple(points), names, tuple((across(d), d.isoformat()[5:]) for d in ticks[::step]),
        tuple((up(n), n) for n in sorted({0, most // 2, most})),
    )  # fmt: skip


def _named(spoken: Sequence[str]) -> tuple[str, ...]:
    """The sources of a legend in the order in which they speak: all, or those who speak most and the rest as one."""
    names = tuple(dict.fromkeys(spoken))
    if len(names) <= _MOST_NAMED:
        return names
    kept = {name for name, _ in Counter(spoken).most_common(_MOST_NAMED - 1)}
    return (*(name for name in names if name in kept), f"{len(names) - len(kept)} other sources")


def tree_of(incident: MergedIncident) -> tuple[Branch, ...]:
    """Who repeats whom: originals with the reports that repeat them below, each with the strongest reason."""
    refs = {ref.id: ref for ref in incident.documents}
    reasons = {link.left: link.reasons[0] if link.reasons else "" for link in incident.repeats}
    children: dict[str, list[str]] = {}
    for ref in incident.documents:
        if ref.reprint_of in refs:
            children.setdefault(str(ref.reprint_of), []).append(ref.id)

    def branch(one: str, above: Sequence[str]) -> Branch:
        below = tuple(branch(c, (*above, one)) for c in children.get(one, ()) if c not in above)
        return Branch(refs[one], reasons.get(one, ""), below)

    return tuple(branch(ref.id, ()) for ref in incident.documents if ref.reprint_of not in refs)
