"""The story of an incident: who said what on which day, and who repeats whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Claim, DocumentRef, MergedIncident


@dataclass(frozen=True, slots=True)
class Day:
    """One day of publication with its reports, and what each adds."""

    day: dt.date | None
    reports: tuple[tuple[DocumentRef, tuple[Claim, ...]], ...]


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
