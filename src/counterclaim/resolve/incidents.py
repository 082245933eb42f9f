"""Incidents of one report: which tellings tell of one thing, and what kind, where and when it was."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim.lexicon.gazetteer import distance_km
from counterclaim.lexicon.incidents import EXPLOSIVE, TERRITORY, nouns
from counterclaim.model import Place, When
from counterclaim.resolve.actors import actor_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import WhenMention
    from counterclaim.resolve.tellings import Telling

_PERSONS = ("Abduction/forced disappearance", "Arrests", "Sexual violence")
_FIGHTS = ("Armed clash",)
#: What outvotes the plain words beside it: gas from a plane is a chemical weapon, a bomber's belt a suicide bomb.
_STRONGEST = ("Chemical weapon", "Suicide bomb", "Grenade")
_FAR_KM = 25.0
_FRESH_DAYS = 4
_BESIDE_KM = 10.0
#: Steps of size from which on a place is a district or more.
_LARGE = 2
#: Reach in kilometres of a hamlet or building, a town, a district, a province.
_SIZES = (6.0, 15.0, 60.0, 200.0)


@dataclass(slots=True)
class Draft:
    """An incident while its tellings are gathered."""

    tellings: list[Telling] = field(default_factory=list)
    main: bool = False

    @property
    def dates(self) -> list[When]:
        """The spans of days said for it, in text order."""
        return [d.when for t in self.tellings for d in t.dates if d.when is not None and d.when.first is not None]

    @property
    def spoken(self) -> list[When]:
        """The days on which somebody spoke of it."""
        return [d.when for t in self.tellings for d in t.spoken if d.when is not None and d.when.first is not None]

    @property
    def places(self) -> list[Place]:
        """The places said for it, in text order."""
        return [p for t in self.tellings for p in t.places]

    @property
    def family(self) -> str:
        """The family of kinds that most of its tellings are of, or ``""``."""
        votes = Counter(f for t in self.tellings if (f := family_of(t)))
        return votes.most_common(1)[0][0] if votes else ""


def family_of(telling: Telling) -> str:
    """territory, persons, fight or explosive; ``""`` for what may be any."""
    kinds = [m.kind for m in telling.mentions if m.kind and m.reality == "actual"] or [
        k for m in telling.mentions for k in m.weapon_kinds
    ]
    for name, members in (
        ("territory", TERRITORY),
        ("persons", _PERSONS),
        ("explosive", EXPLOSIVE),
        ("fight", _FIGHTS),
    ):
        if any(k in members for k in kinds):
            return name
    return ""


def drafts_of(tellings: Sequence[Telling], published: dt.date | None) -> list[Draft]:
    """Gather the tellings of a report into incidents, in text order.

    A telling joins the incident with which date, place and kind agree best; one that points back ("the raid") or says
    nothing of its own joins the one last spoken of. A new incident needs a word of its own and a place, a date, a toll
    or a party.
    """
    drafts: list[Draft] = []
    active: Draft | None = None
    for telling in tellings:
        if not telling.actual and not telling.negated:
            continue
        home = _home(telling, drafts, active, published)
        if home is None and _may_found(telling):
            home = Draft(main=not drafts)
            drafts.append(home)
        if home is not None:
            home.tellings.append(telling)
            active = home
    drafts = _with_headline_told(drafts)
    _mark_main(drafts)
    return [d for d in drafts if any(t.actual for t in d.tellings) and (d.main or not _is_general(d))]


def _with_headline_told(drafts: list[Draft]) -> list[Draft]:
    """What a headline alone tells is the first thing of its kind that the body tells, given a day or place of its own.

    "US jets hit village" over "The coalition bombed Tokhar on Tuesday" is one incident, not two.
    """
    heads = [d for d in drafts if all(t.title for t in d.tellings)]
    body = [d for d in drafts if not all(t.title for t in d.tellings)]
    kept = []
    for head in heads:
        alike = next((d for d in body if not head.family or d.family in ("", head.family)), None)
        if alike is None:
            kept.append(head)
        else:
            alike.tellings[:0] = head.tellings
    return [*kept, *body]


def _is_general(draft: Draft) -> bool:
    """True for what is said of a war at large: no day, no toll, and no place or a whole province or country."""
    if draft.dates or draft.spoken or any(t.tolls for t in draft.tellings):
        return False
    place = place_of(draft)
    return place is None or _size(place) >= _LARGE


def _may_found(telling: Telling) -> bool:
    located = bool(telling.places or telling.dates)
    mentions = [m for m in telling.mentions if m.reality == "actual" and not m.anaphor and (located or not m.negated)]
    if not mentions or (telling.definite and not (telling.places and telling.dates)):
        return False
    told = any(
        m.kind or m.harm or m.weapon_kinds or m.lemma in ("attack", "raid", "bombing", "strike", "hit")
        for m in mentions
    )
    parties = any(m.agents or m.targets for m in mentions)
    return told and bool(telling.places or telling.dates or telling.tolls or parties)


def _home(telling: Telling, drafts: list[Draft], active: Draft | None, published: dt.date | None) -> Draft | None:
    fits = [d for d in drafts if not _conflict(telling, d, published)]
    own = bool(telling.places or telling.dates)
    separate = any(m.separate and not m.anaphor for m in telling.mentions)
    if not fits or (separate and own):
        fits = [d for d in fits if _agreement(telling, d) >= 3]
        return max(fits, key=lambda d: _agreement(telling, d), default=None)
    if not own:
        return active if active in fits else fits[0]
    best = max(fits, key=lambda d: (_agreement(telling, d), d is active, d.main))
    return best if _agreement(telling, best) >= 1 or telling.definite else None


def _conflict(telling: Telling, draft: Draft, published: dt.date | None) -> bool:
    when = _when(telling.dates) or _old(telling, published)
    if when is not None:
        theirs = (
            draft.dates
            or draft.spoken
            or (
                [When(published - dt.timedelta(days=_FRESH_DAYS), published, "days")]
                if published and draft.main and not all(t.title for t in draft.tellings)
                else []
            )
        )
        if theirs and not any(_overlap(when, t) for t in theirs):
            return True
    a, b = family_of(telling), draft.family
    if a and b and a != b and ("territory" in (a, b) or "persons" in (a, b) or not telling.definite):
        return True
    mine, theirs_places = telling.places, draft.places
    return bool(mine and theirs_places and not any(_near(p, q) for p in mine for q in theirs_places))


def _old(telling: Telling, published: dt.date | None) -> When | None:
    """When words of days before the report were said: "on Friday the army said it had struck ..." is older news."""
    said = _when(telling.spoken)
    if said is None or said.last is None or published is None:
        return None
    return said if said.last < published - dt.timedelta(days=1) else None


def _agreement(telling: Telling, draft: Draft) -> float:
    score = 0.0
    when = _when(telling.dates)
    if when is not None and any(_overlap(when, t) for t in draft.dates):
        score += 2
    elif when is not None and not draft.dates and draft.main:
        score += 1
    if any(_near(p, q) and _is_spot(p) for p in telling.places for q in draft.places):
        score += 2
    elif (telling.places and any(_near(p, q) for p in telling.places for q in draft.places)) or (
        telling.places and not draft.places
    ):
        score += 1
    if family_of(telling) and family_of(telling) == draft.family:
        score += 0.5
    return score


def _when(dates: Sequence[WhenMention]) -> When | None:
    order = {"day": 0, "days": 1, "week": 2, "month": 3, "season": 4, "year": 5, "years": 6, "unknown": 7}
    found = [d.when for d in dates if d.when is not None and d.when.first is not None]
    return min(found, key=lambda w: order[w.precision], default=None)


def _overlap(a: When, b: When) -> bool:
    if a.first is None or b.first is None:
        return True
    one = dt.timedelta(days=1)
    return a.first <= (b.last or b.first) + one and b.first <= (a.last or a.first) + one


def _is_spot(place: Place) -> bool:
    return place.radius_km is None or place.radius_km < 40


def _near(a: Place, b: Place) -> bool:
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        x, y = set(re.findall(r"\w+", a.name.lower())), set(re.findall(r"\w+", b.name.lower()))
        return bool(x & y) or a.lat is None or b.lat is None
    reach = max(_extent(a), _FAR_KM) + _extent(b)
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= reach


def _extent(place: Place) -> float:
    """How far a place reaches, in kilometres: provinces and countries are not round, and reach beyond their mean."""
    radius = place.radius_km or 5.0
    return radius * 1.6 if radius > _SIZES[2] else radius


def _mark_main(drafts: list[Draft]) -> None:
    """Main is what the title and the first sentences tell, and what is as fresh and told at as much length."""
    if not drafts:
        return
    lead = next((d for d in drafts if any(t.title for t in d.tellings)), drafts[0])
    for draft in drafts:
        draft.main = draft is lead or (len(draft.tellings) >= max(3, len(lead.tellings)) and not draft.dates)


def kind_of(draft: Draft) -> str:
    """ACLED sub-event type of an incident, by the votes of its words and weapons."""
    votes: Counter[str] = Counter()
    for telling in draft.tellings:
        for mention in telling.mentions:
            if mention.reality != "actual":
                continue
            for kind in mention.weapon_kinds if mention.kind not in TERRITORY else ():
                votes[kind] += 2
            if mention.kind:
                votes[mention.kind] += 2 if not mention.harm else 1
    for strong in _STRONGEST:
        if votes[strong] >= 2 and (strong == "Chemical weapon" or votes[strong] >= votes["Air/drone strike"]):
            return strong
    if (
        votes["Air/drone strike"]
        and votes["Remote explosive/landmine/IED"]
        and votes["Air/drone strike"] >= votes["Remote explosive/landmine/IED"]
    ):
        return "Air/drone strike"
    best = [k for k, _ in votes.most_common() if k not in ("Attack",)] or list(votes)
    if not best:
        alone = (nouns()[m.lemma].alone for t in draft.tellings for m in t.mentions if m.lemma in nouns())
        return next((kind for kind in alone if kind), "Attack")
    kind = best[0]
    return _by_hand(draft, kind) if kind in TERRITORY else kind


def _by_hand(draft: Draft, kind: str) -> str:
    """Who takes a place decides: a state regains it, others overtake it."""
    for telling in draft.tellings:
        for mention in telling.mentions:
            for agent in mention.agents:
                actor = actor_of(agent.text)
                if actor is not None:
                    return (
                        "Non-state actor overtakes territory"
                        if actor.kind == "armed_group"
                        else "Government regains territory"
                    )
                if re.search(
                    r"\b(?:rebels?|militants?|insurgents?|fighters|guerrillas?|jihadists?)\b", agent.text, re.IGNORECASE
                ):
                    return "Non-state actor overtakes territory"
                if re.search(r"\b(?:army|government|troops|forces)\b", agent.text, re.IGNORECASE):
                    return "Government regains territory"
    return kind


def place_of(draft: Draft) -> Place | None:
    """Where an incident was: the part of the map that most tellings speak of, in it the most specific place.

    Tellings vote for a place and what lies close by; the first of equals wins. Provinces and countries count only
    where nothing smaller is said.
    """
    places = draft.places or [p for t in draft.tellings for p in t.named if _is_spot(p)]
    if not places:
        return None
    counts = Counter(p.name for p in places)
    first = {p.name: k for k, p in reversed(list(enumerate(places)))}
    small = [p for p in places if _size(p) < len(_SIZES) - 1] or places

    def support(place: Place) -> int:
        return sum(any(_close(place, p) for p in t.places) for t in draft.tellings)

    heart = max(small, key=lambda p: (support(p), -first[p.name]))
    around = [p for p in small if _close(heart, p)] or [heart]

    def rank(place: Place) -> tuple[int, int, int]:
        return (_size(place), -counts[place.name], first[place.name])

    best = min(around, key=rank)
    same = [p for p in places if p.name == best.name]
    return min(same, key=lambda p: (rank(p)[0], p.detail is None, p.lat is None, p.within is None))


def _size(place: Place) -> int:
    """The size of a place in steps of :data:`_SIZES`; something named that the gazetteer lacks is a spot."""
    if place.radius_km is None:
        return 0 if place.detail is None else len(_SIZES) - 2
    spot = place.gazetteer_id is None and place.detail is not None and place.radius_km < 300
    return bisect_right(_SIZES, 5.0 if spot else place.radius_km)


def _close(a: Place, b: Place) -> bool:
    """True where one place may lie in the other or beside it."""
    if a.name == b.name:
        return True
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return False
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= (a.radius_km or 5) + (b.radius_km or 5) + _BESIDE_KM


def when_of(draft: Draft, published: dt.date | None) -> When | None:
    """The days of an incident: the most exact date said; a main incident told as fresh news has the publication day."""
    found = _when([d for t in draft.tellings for d in t.dates])
    if found is not None and found.last is not None:
        return found
    said = min(draft.spoken, key=lambda w: (w.last or dt.date.max, w.first or dt.date.max), default=None)
    if said is not None and said.last is not None:
        return said
    if draft.main and published is not None:
        return When(published, published, "day", "fresh")
    return found
