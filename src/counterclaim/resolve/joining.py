"""Whether a telling may be of an incident already told: by its days, its places and its kind."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from counterclaim.lexicon.gazetteer import distance_km
from counterclaim.model import Place, When
from counterclaim.resolve.drafts import SIZES, TURNS, Draft, family_of, is_spot, most_exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.resolve.tellings import Telling

_FAR_KM = 25.0
#: Spots further apart than this are two places, though a larger one that holds both is named for each.
_APART_KM = 60.0
_FRESH_DAYS = 4
#: Precisions with which a report tells what is past, beside days for what is new.
_COARSE = ("month", "season", "year", "years")
#: How a day was reached that is said as one of the week or the calendar.
_FROM_THE_CALENDAR = ("published", "text")


def cannot_be_one(telling: Telling, draft: Draft, published: dt.date | None) -> bool:
    """True where days, places or kind speak against a telling being of this incident."""
    when = most_exact(telling.dates) or _old(telling, published)
    if when is not None:
        theirs = draft.dates or _told_freshly(draft, published)
        if theirs and not any(overlap(when, t) for t in theirs):
            return True
    if not telling.definite and _is_recalled(telling, draft):
        return True
    if not telling.definite and _on_another_day(telling, draft):
        return True
    a, b = family_of(telling), draft.family
    if a and b and a != b and ("territory" in (a, b) or "persons" in (a, b) or not telling.definite):
        return True
    if a == "territory" and _turns_back(telling, draft):
        return True
    mine, theirs_places = telling.places, _places_told(telling, draft)
    if mine and theirs_places and not any(is_near(p, q) for p in mine for q in theirs_places):
        return True
    return not (telling.definite or telling.negated) and _far_apart(mine, theirs_places)


def _is_recalled(telling: Telling, draft: Draft) -> bool:
    """True where only a month or a year is said beside a day: "in July a bomb killed 16" is not what happened on the 27th."""
    when = most_exact(telling.dates)
    return when is not None and when.precision in _COARSE and any(t.precision in ("day", "days") for t in draft.dates)


def _turns_back(telling: Telling, draft: Draft) -> bool:
    """True where one side took ground and the other took it back: two incidents, though the place is one."""
    mine, theirs = _taken(telling), {kind for t in draft.tellings for kind in _taken(t)}
    return bool(mine and theirs) and not mine & theirs


def _taken(telling: Telling) -> set[str]:
    return {m.kind for m in telling.mentions if m.kind in TURNS and m.reality == "actual"}


def _places_told(telling: Telling, draft: Draft) -> Sequence[Place]:
    """The places of an incident; for one that is new those where it was told, not those of remarks on it.

    "Condemned the raid on the village and the bombing of the country" puts no raid anywhere in the country.
    """
    if telling.definite:
        return draft.places
    told = [t for t in draft.tellings if not t.definite]
    told = [t for t in told if not _is_round_up(t)] or told
    return [p for t in told for p in t.places] or draft.places


def _is_round_up(telling: Telling) -> bool:
    """True for a headline over several things: "Seven killed in attacks in Aleppo and Sweida"."""
    spots = [p for p in telling.places if is_spot(p)]
    return telling.title and any(_far_apart([p], [q]) for p in spots for q in spots)


def _on_another_day(telling: Telling, draft: Draft) -> bool:
    """True where one has a toll on Friday and the other was on Saturday: a night between two days has no such days."""
    if not telling.tolls:
        return False
    mine, theirs = _plain_days([telling]), _plain_days(draft.tellings)
    return bool(mine and theirs) and len(theirs) == len(draft.dates) and not mine & theirs


def _plain_days(tellings: Sequence[Telling]) -> set[dt.date]:
    """Days said as days of the week or the calendar, without an hour or a part of the day."""
    return {
        d.when.first
        for t in tellings
        for d in t.dates
        if d.when is not None
        and d.when.first is not None
        and d.when.precision == "day"
        and d.when.derived_by in _FROM_THE_CALENDAR
        and "T" not in (d.value or "")
        and (t.attribution is None or any(c.start <= d.start and d.end <= c.end for c in t.attribution.content))
    }


def _far_apart(mine: Sequence[Place], theirs: Sequence[Place]) -> bool:
    """True where each names spots and none is near another's: that both lie in one country does not make them one."""
    here, there = ([p for p in places if is_spot(p) and p.lat is not None] for places in (mine, theirs))
    return bool(here and there) and all(
        distance_km(p.lat, p.lon, q.lat, q.lon) > _APART_KM  # type: ignore[arg-type]
        for p in here
        for q in there
    )


def _told_freshly(draft: Draft, published: dt.date | None) -> list[When]:
    """The days in which a thing lies that is told without a day: those before it was spoken of, or before the report."""
    told = draft.spoken
    if not told and published and draft.main and not all(t.title for t in draft.tellings):
        told = [When(published, published, "day")]
    before = dt.timedelta(days=_FRESH_DAYS)
    return [When(t.first - before, t.last, "days") for t in told if t.first is not None]


def _old(telling: Telling, published: dt.date | None) -> When | None:
    """When words of days before the report were said: "on Friday the army said it had struck ..." is older news."""
    said = most_exact(telling.spoken)
    if said is None or said.last is None or published is None:
        return None
    return said if said.last < published - dt.timedelta(days=1) else None


def agreement(telling: Telling, draft: Draft) -> float:
    """How much of day (2), place (2) and kind (0.5) a telling has in common with an incident."""
    score = 0.0
    when = most_exact(telling.dates)
    if when is not None and any(overlap(when, t) for t in draft.dates):
        score += 2
    elif when is not None and not draft.dates and draft.main:
        score += 1
    if any(is_near(p, q) and is_spot(p) for p in telling.places for q in draft.places):
        score += 2
    elif (telling.places and any(is_near(p, q) for p in telling.places for q in draft.places)) or (
        telling.places and not draft.places
    ):
        score += 1
    if family_of(telling) and family_of(telling) == draft.family:
        score += 0.5
    return score


def overlap(a: When, b: When) -> bool:
    """True where two spans of days share one, or lie side by side: a night has two days."""
    if a.first is None or b.first is None:
        return True
    one = dt.timedelta(days=1)
    return a.first <= (b.last or b.first) + one and b.first <= (a.last or a.first) + one


def is_near(a: Place, b: Place) -> bool:
    """True where one place may lie in or beside the other, and where that cannot be told."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        x, y = set(re.findall(r"\w+", a.name.lower())), set(re.findall(r"\w+", b.name.lower()))
        return bool(x & y) or a.lat is None or b.lat is None
    reach = max(_extent(a), _FAR_KM) + _extent(b)
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= reach


def _extent(place: Place) -> float:
    """How far a place reaches, in kilometres: provinces and countries are not round, and reach beyond their mean."""
    radius = place.radius_km or 5.0
    return radius * 1.6 if radius > SIZES[2] else radius
