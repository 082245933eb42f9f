"""Means: the weapon that a telling names, as the short name that the facet holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import listed_in
from counterclaim.lexicon.incidents import TERRITORY, nouns, verbs, weapons, words_of
from counterclaim.resolve.actors import is_outlet
from counterclaim.resolve.short_names import short_name
from counterclaim.resolve.targets import with_others

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.events import EventMention
    from counterclaim.extract.phrases import Filler

#: Steps in the parse within which a weapon belongs to the deed; others only stand in the same sentence.
NEAR = 4
#: Steps within which a weapon is taken for the deed's where nothing nearer is named.
_FAR = 8
#: The same for a place that is taken: jets that bombed and "let the group overrun the town" took nothing.
_TAKING = 2
_LONGEST = 4


def weapon_of(mentions: Sequence[EventMention]) -> str | None:
    """A weapon named with the deed, else the one that the trigger itself names, else one of the sentence."""
    used = weapons_used(mentions)
    near = next((weapon for weapon in used if weapon.reach <= NEAR), None)
    if near is not None:
        return weapon_name(near)
    for mention in sorted(mentions, key=lambda m: m.lemma in words_of("loose_weapons")):
        entry = (verbs() if mention.verbal else nouns()).get(mention.lemma)
        if entry is not None and entry.weapon:
            return entry.weapon
    done_by = (_of_deed(agent) for mention in mentions for agent in mention.agents)
    far = next((weapon_name(weapon) for weapon in used if weapon.reach <= _FAR), None)
    return next((weapon for weapon in done_by if weapon), far)


def _of_deed(agent: Filler) -> str | None:
    """The weapon that a deed in the role of the hand names: "the suicide bombing that killed 13"."""
    words = agent.text.lower().split()
    for first, second in zip(["", *words], words, strict=False):
        if second in (agent.head, f"{agent.head}s"):
            entry = nouns().get(f"{first} {agent.head}") or nouns().get(agent.head)
            return entry.weapon if entry is not None else None
    return None


def weapons_used(mentions: Sequence[EventMention]) -> list[Filler]:
    """The weapons of a telling, the nearest to their deed first; what carries one and was hit is none of them."""
    struck = [target.span for mention in mentions for target in mention.targets]
    used = [
        weapon
        for mention in mentions
        for weapon in mention.weapons
        if not (is_bearer(weapon) and any(weapon.span.overlaps(span) for span in struck))
        and (mention.kind not in TERRITORY or weapon.reach <= _TAKING)
    ]
    return sorted(used, key=lambda weapon: (weapon.reach, is_bearer(weapon)))


def is_loose(weapon: str) -> bool:
    """True for a word for the deed that says little of the weapon: "bombing"; what a source names later says more."""
    return weapon in words_of("loose_weapons")


def is_bearer(weapon: Filler) -> bool:
    """True for what carries a weapon: a helicopter or a bomber that is hit was not what hit."""
    entry = weapons().get(weapon.head)
    return entry is not None and entry.platform


def weapon_name(weapon: Filler) -> str:
    """A weapon without what counts it or points at it, and without the outlet that was told of it."""
    entry = weapons().get(" ".join([*weapon.text.lower().split()[-2:-1], weapon.head]))
    if entry is not None and entry.called:
        return entry.called
    words = short_name(re.split(r"[)\]]", _without_outlet(weapon.text))[-1]).split(" of ")[0]
    if len(words.split()) > _LONGEST:
        words = " ".join(words.split()[-3:])
    return with_others(words, weapon)


def _without_outlet(words: str) -> str:
    """A weapon's phrase without the outlet that the parse put before it: "told Reuters drones had hit"."""
    first, _, rest = words.partition(" ")
    return rest if rest and is_outlet(listed_in(first)) else words
