"""Values in words, as every face of the ledger shows them: spans of days, tolls, places, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.model.place import Place

if TYPE_CHECKING:
    import datetime as dt

    from counterclaim.model.claim import Claim, Stance, Toll
    from counterclaim.model.incident import Status
    from counterclaim.model.review import ReviewValue

#: A sign beside the word and the colour, so that a stance can be told without either.
STANCE_SIGNS: dict[Stance, str] = {"asserts": "✓", "denies": "✗", "suspects": "?", "noncommittal": "–"}
#: The same for a status.
STATUS_SIGNS: dict[Status, str] = {
    "contested": "⚡",
    "corroborated": "●",
    "single-source": "○",
    "admitted": "◆",
    "withdrawn": "⊘",
}


def shown_days(start: dt.date | None, end: dt.date | None) -> str:
    """A span of days, as short as it can be said: a whole month is "2018-04", a whole year "2018"."""
    if start is None:
        return "not said"
    if end is None or end == start:
        return start.isoformat()
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start.day == 1 and start.month == end.month and start.year == end.year and end.day >= 28:
        return start.isoformat()[:7]
    if start.year == end.year and start.month == end.month:
        return f"{start.isoformat()}–{end.day:02d}"
    return f"{start.isoformat()}–{end.isoformat()[5:] if start.year == end.year else end.isoformat()}"


def shown_toll(toll: Toll) -> str:
    """A range of people, as short as it can be said."""
    low, high = toll
    if low is None:
        return f"up to {high}"
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low}–{high}"


def shown_counts(reports: int, outlets: int, sources: int) -> str:
    """What stands behind an account: "7 reports, 1 outlet's own, 2 independent sources". Reports corroborate nothing."""
    own = "1 outlet's own" if outlets == 1 else f"{outlets} outlets' own"
    return f"{counted(reports, 'report')}, {own}, {counted(sources, 'independent source')}"


def counted(number: int, what: str) -> str:
    """A number of things: "1 report", "2 reports"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def shown_place(place: Place | None) -> str:
    """A place by its name, the finer words of the report, and the larger places; "not said" where there is none."""
    if place is None:
        return "not said"
    return ", ".join(dict.fromkeys(filter(None, (place.name, place.detail, place.within))))


def shown_source(claim: Claim) -> str:
    """Who speaks; what a report tells in its own voice is the report's."""
    return "the report itself" if claim.source == "AUTHOR" else claim.source


def shown_value(value: ReviewValue) -> str:
    """A value of a facet, or one that a person gave, in words."""
    if isinstance(value, Place):
        return shown_place(value)
    return "none" if value is None else value if isinstance(value, str) else shown_toll(value)


def shown_saying(claim: Claim) -> str:
    """What a claim says, as short as it can be said: the values that it gives, else what it speaks of."""
    given = [f"{facet} {value}" for facet in ("perpetrator", "target", "weapon") if (value := getattr(claim, facet))]
    given += [f"{facet} {shown_toll(toll)}" for facet in ("killed", "injured") if (toll := getattr(claim, facet))]
    return "; ".join(given) or ", ".join(claim.about)
