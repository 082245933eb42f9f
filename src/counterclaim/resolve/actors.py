"""Parties: who a phrase speaks of, listed or composed ("Russian warplanes" are Russia's)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import Actor, backing, countries_in, force_kind, forces, listed_in
from counterclaim.lexicon.incidents import combatants

if TYPE_CHECKING:
    from counterclaim.model import SourceKind

_PARTY_KINDS = ("armed_group", "military", "government", "international_organization", "police", "other")
_NOT_THE_STATE = re.compile(
    r"\b(?:rebels?|opposition|insurgents?|militants?|militia(?:s|men)?|guerrillas?|separatists?|dissidents?|activists?|fighters?|factions?"
    r"|terrorists?|extremists?|gunm[ae]n|mercenar(?:y|ies)|paramilitar(?:y|ies)|civilians?|residents?|citizens?|people|villagers?|settlers?|refugees?)\b",
    re.IGNORECASE,
)
#: Who suffers, or merely lives there: no hand is named by these.
_NO_HAND = re.compile(
    r"^(?:[\w-]+\s){0,3}(?:civilians?|residents?|citizens?|people|villagers?|refugees?|children|women|men|claims?|reports?|number|total|hundreds|dozens|opposition claims)$",
    re.IGNORECASE,
)
#: "US-led jets" are the jets of the coalition that the US leads.
_LED = re.compile(r"\b[A-Z][\w.]*-led\b")
_COUNTED = re.compile(
    r"^(?:at least\s+|about\s+|some\s+)?\d[\d,.]*\s+(?:people|civilians|others|dead|killed)\b", re.IGNORECASE
)
_STATE = re.compile(r"\b(?:government|regime|army|state|official|authorities)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|one of|some|several|members? of)\s+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def actor_of(text: str) -> Actor | None:
    """The actor that a phrase names; ``None`` where it names nobody known and no country.

    A listed actor's longest alias wins; without one, the first country of the phrase and the kind of its head. A group
    that somebody backs ("Iran-backed militia") is an armed group on the backer's side.
    """
    backed = backing().search(text)
    if backed is not None and _NOT_THE_STATE.search(text, backed.end()):
        behind = listed_in(backed["who"])
        side = behind.side if behind is not None else next(iter(countries_in(backed["who"])), None)
        return Actor(_ARTICLE.sub("", text.strip()), "armed_group", side, listed=False)
    found = listed_in(text)
    if found is not None:
        return found
    named = countries_in(text)
    if not named:
        return None
    force = forces().search(text)
    kind: SourceKind = force_kind(force.group()) if force else "government"
    return Actor(named[0], "armed_group" if _NOT_THE_STATE.search(text) else kind, named[0], listed=False)


@lru_cache(maxsize=4096)
def party_of(phrase: str) -> str | None:
    """A short name of the hand that a phrase names, or ``None``: "Turkish shelling" is "Turkey".

    Rebels of a country are not the country: their own words stay. A bare combatant ("gunmen") stays too.
    """
    found = listed_in(phrase)
    if found is not None and found.kind in _PARTY_KINDS:
        return (
            found.side
            if found.name in ("Israel Defense Forces", "Kremlin", "White House") and found.side
            else found.name
        )
    led = _LED.search(phrase)
    alliance = listed_in(f"{led.group()} coalition") if led else None
    if alliance is not None:
        return alliance.name
    words = _ARTICLE.sub("", phrase.strip().strip("\"“”'’.,"))
    if (
        _NO_HAND.match(words)
        or _COUNTED.match(words)
        or words.lower()
        in (
            "opposition",
            "militant",
            "police",
            "war",
            "siege",
            "victim",
            "hostage",
        )
    ):
        return None
    named = countries_in(phrase)
    other = _NOT_THE_STATE.search(phrase)
    if named and not other:
        state = _STATE.search(phrase)
        if (
            state
            and state.group().lower() in ("government", "regime")
            and not re.search(r"\b(?:jets?|planes?|air)\b", phrase)
        ):
            return words
        return named[0]
    if named or other or combatants().search(phrase):
        return words if len(words.split()) <= 9 else " ".join(words.split()[:9])
    return None


def is_outlet(actor: Actor | None) -> bool:
    """True for those who pass on what others say."""
    return actor is not None and actor.kind in ("news_agency", "news_media", "state_media")
