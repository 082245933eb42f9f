"""Coding: what kind of incident a draft is, where it was and when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from counterclaim.lexicon.incidents import TERRITORY, nouns, words_of
from counterclaim.model import When
from counterclaim.resolve.actors import actor_of, not_the_state
from counterclaim.resolve.drafts import SIZES, close_by, is_spot, most_exact, size_of
from counterclaim.resolve.precision import levels_of

if TYPE_CHECKING:
    from counterclaim.model import Place
    from counterclaim.resolve.drafts import Draft

#: What outvotes the plain words beside it: gas from a plane is a chemical weapon, a bomber's belt a suicide bomb.
_STRONGEST = ("Chemical weapon", "Suicide bomb", "Grenade")


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
                if not_the_state().search(agent.text):
                    return "Non-state actor overtakes territory"
                if set(agent.text.lower().split()) & words_of("party_bodies"):
                    return "Government regains territory"
    return kind


def place_of(draft: Draft) -> Place | None:
    """Where an incident was: the part of the map that most tellings speak of, in it the most specific place.

    Tellings vote for a place and what lies close by; the first of equals wins. Provinces and countries count only
    where nothing smaller is said.
    """
    places = draft.places or [p for t in draft.tellings for p in t.named if is_spot(p)]
    if not places:
        return None
    counts = Counter(p.name for p in places)
    first = {p.name: k for k, p in reversed(list(enumerate(places)))}
    small = [p for p in places if size_of(p) < len(SIZES) - 1] or places

    def support(place: Place) -> int:
        return sum(any(close_by(place, p) for p in t.places) for t in draft.tellings)

    heart = max(small, key=lambda p: (support(p), -first[p.name]))
    around = [p for p in small if close_by(heart, p)] or [heart]

    def rank(place: Place) -> tuple[int, int, int]:
        return (size_of(place), -counts[place.name], first[place.name])

    best = min(around, key=rank)
    same = [p for p in places if p.name == best.name]
    found = min(same, key=lambda p: (rank(p)[0], p.detail is None, p.lat is None, p.within is None))
    return found if found.lat is not None else _on_the_map(found, draft)


def _on_the_map(place: Place, draft: Draft) -> Place:
    """A spot that the gazetteer lacks, with the point of the town named in the same breath: where it lies, nearly."""
    beside = [
        p for t in draft.tellings if place in t.places or place in t.named for p in (*t.places, *t.named)
        if p.lat is not None and p.radius_km is not None and p.radius_km <= SIZES[1]
    ]  # fmt: skip
    town = min(beside, key=size_of, default=None)
    if town is None or town.radius_km is None:
        return place
    level = levels_of("city", town.radius_km, relative=True)
    return replace(
        place, lat=town.lat, lon=town.lon, radius_km=town.radius_km, geo_precision=level.geo_precision,
        where_prec=level.where_prec, country=town.country, unresolved=None,
        within=", ".join(filter(None, (town.name, town.within))),
    )  # fmt: skip


def when_of(draft: Draft, published: dt.date | None) -> When | None:
    """The days of an incident: the most exact date said; a main incident told as fresh news has the publication day."""
    found = most_exact([d for t in draft.tellings for d in t.dates])
    if found is not None and found.last is not None:
        return found
    said = min(draft.spoken, key=lambda w: (w.last or dt.date.max, w.first or dt.date.max), default=None)
    if said is not None and said.last is not None:
        return said
    if draft.main and published is not None:
        return When(published, published, "day", "fresh")
    return found
