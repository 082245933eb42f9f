"""Means: the weapon that a telling names, as the short name that the facet holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import listed_in
from counterclaim.lexicon.incidents import nouns, verbs, weapons, words_of
from counterclaim.resolve.actors import is_outlet
from counterclaim.resolve.short_names import short_name
from counterclaim.resolve.targets import with_others

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.events import EventMention, Filler

#: Steps in the parse within which a weapon belongs to the deed; others only stand in the same sentence.
NEAR = 4
_LONGEST = 4


def weapon_of(mentions: Sequence[EventMention]) -> str | None:
    """A weapon named with the deed, else the one that the trigger itself names, else one of the sentence."""
    used = weapons_used(mentions)
    near = next((weapon for weapon in used if weapon.reach <= NEAR), None)
    if near is not None:
        return _name(near)
    for mention in sorted(mentions, key=lambda m: m.lemma in words_of("loose_weapons")):
        entry = (verbs() if mention.verbal else nouns()).get(mention.lemma)
        if entry is not None and entry.weapon:
            return entry.weapon
    return _name(used[0]) if used else None


def weapons_used(mentions: Sequence[EventMention]) -> list[Filler]:
    """The weapons of a telling, the nearest to their deed first; what carries one and was hit is none of them."""
    struck = [target.span for mention in mentions for target in mention.targets]
    used = [
        weapon
        for mention in mentions
        for weapon in mention.weapons
        if not (_is_bearer(weapon) and any(weapon.span.overlaps(span) for span in struck))
    ]
    return sorted(used, key=lambda weapon: weapon.reach)


def _is_bearer(weapon: Filler) -> bool:
    """True for what carries a weapon: a helicopter or a bomber that is hit was not what hit."""
    entry = weapons().get(weapon.head)
    return entry is not None and entry.platform


def _name(weapon: Filler) -> str:
    words = short_name(re.split(r"[)\]]", _without_outlet(weapon.text))[-1]).split(" of ")[0]
    if len(words.split()) > _LONGEST:
        words = " ".join(words.split()[-3:])
    return with_others(words, weapon)


def _without_outlet(words: str) -> str:
    """A weapon's phrase without the outlet that the parse put before it: "told Reuters drones had hit"."""
    first, _, rest = words.partition(" ")
    return rest if rest and is_outlet(listed_in(first)) else words
