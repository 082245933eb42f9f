"""Incidents of one report: which tellings tell of one thing, and what kind, where and when it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.lexicon.incidents import words_in
from counterclaim.resolve.coding import place_of
from counterclaim.resolve.drafts import Draft, is_spot, size_of
from counterclaim.resolve.joining import agreement, cannot_be_one, is_near, overlap

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from counterclaim.model import When
    from counterclaim.resolve.tellings import Telling

#: Steps of size from which on a place is a district or more, and a country.
_LARGE, _COUNTRY = 2, 4


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
            active = active if active is not None and _in_passing(telling) else home
    drafts = _with_lead_told(_with_headline_told(drafts))
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


def _with_lead_told(drafts: list[Draft]) -> list[Draft]:
    """What a lead tells without a spot or a day of its own is what the report then tells at more length, with both.

    "The last strike of the war killed ten, the general said" over "the car hit in Kabul on 29 August" is one incident.
    """
    if not drafts:
        return drafts
    lead, *others = drafts
    for other in others:
        if other.dates and (other.family == lead.family or not lead.family) and _may_be_one(lead, other):
            other.tellings[:0] = lead.tellings
            return [other, *(d for d in others if d is not other)]
    return drafts


def _may_be_one(lead: Draft, other: Draft) -> bool:
    here, there = ([p for p in d.places if is_spot(p)] for d in (lead, other))
    countries = {p.country for p in lead.places if p.country}
    if not there or (countries and not countries & {p.country for p in other.places}):
        return False
    if not lead.dates:
        return len(other.tellings) > len(lead.tellings) and (
            not here or any(is_near(p, q) for p in here for q in there)
        )
    return not here and all(_is_day(w) and any(overlap(w, t) for t in other.dates) for w in lead.dates)


def _is_day(when: When) -> bool:
    return when.precision == "day"


def _is_general(draft: Draft) -> bool:
    """True for what is said of a war at large: no place or a whole province or country, and no toll and no day.

    A year is no day where the place is no smaller than a country, nor is a time without an end: "since mid-March".
    """
    place = place_of(draft)
    if place is not None and size_of(place) < _LARGE:
        return False
    ongoing = bool(draft.dates) and draft.family != "territory" and all(when.last is None for when in draft.dates)
    if ongoing:
        return True
    years = bool(draft.dates) and all(when.precision in ("year", "years") for when in draft.dates)
    if years and (place is None or size_of(place) >= _COUNTRY):
        return not any(t.tolls for t in draft.tellings)
    return not (draft.dates or draft.spoken or any(t.tolls for t in draft.tellings))


def _may_found(telling: Telling) -> bool:
    located = bool(telling.places or telling.dates)
    mentions = [m for m in telling.mentions if m.reality == "actual" and not m.anaphor and (located or not m.negated)]
    known = telling.definite and not (telling.places and telling.dates)
    if not mentions or (known and not (located and _in_passing(telling))):
        return False
    told = any(m.kind or m.harm or m.weapon_kinds or m.lemma in words_in("deeds") for m in mentions)
    parties = any(m.agents or m.targets for m in mentions)
    return told and bool(telling.places or telling.dates or telling.tolls or parties)


def _in_passing(telling: Telling) -> bool:
    """True for what only explains another deed: "in revenge for the strike on X"."""
    return telling.definite and any(m.separate and not m.anaphor for m in telling.mentions)


def _home(telling: Telling, drafts: list[Draft], active: Draft | None, published: dt.date | None) -> Draft | None:
    fits = [d for d in drafts if not cannot_be_one(telling, d, published)]
    own = bool(telling.places or telling.dates)
    separate = any(m.separate and not m.anaphor for m in telling.mentions)
    if not fits or (separate and own):
        enough = 2 if telling.definite and not telling.places else 3
        fits = [d for d in fits if agreement(telling, d) >= enough]
        return max(fits, key=lambda d: agreement(telling, d), default=None)
    if not own:
        return active if active in fits else fits[0]
    best = max(fits, key=lambda d: (agreement(telling, d), d is active, d.main))
    return best if agreement(telling, best) >= 1 or telling.definite else None


def _mark_main(drafts: list[Draft]) -> None:
    """Main is what the title and the first sentences tell, and what is as fresh and told at as much length."""
    if not drafts:
        return
    lead = next((d for d in drafts if any(t.title for t in d.tellings)), drafts[0])
    for draft in drafts:
        at_length = len(draft.tellings) >= max(3, len(lead.tellings))
        draft.main = draft is lead or (at_length and not draft.dates and not _in_passing(draft.tellings[0]))
