"""Words that tell of incidents, typed: triggers, weapons, and what sets an incident apart from a plan or a fear."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import SubEventType


class Trigger(WordEntry, frozen=True):
    """A verb or noun that tells of an incident; the fields are described at the top of ``triggers.toml``."""

    kind: SubEventType | Literal[""]
    weak: bool = False
    anaphor: bool = False
    harm: Literal["killed", "injured", ""] = ""
    weapon: str = ""
    alone: SubEventType | Literal[""] = ""


class Weapon(WordEntry, frozen=True):
    """What was used, and the kind of incident that it points to; ``called`` where the weapon has another name."""

    kind: SubEventType | Literal[""]
    platform: bool = False
    called: str = ""


class Collective(WordEntry, frozen=True):
    """Those whose deed a word before it says that it is, and what they are called: "rebel" is "rebels"."""

    party: str


class Lemma(WordEntry, frozen=True):
    """The right lemma of a word for which the parser's rules give another."""

    lemma: str


def lemmas() -> dict[str, Lemma]:
    """Wrong lemmas of the parser to their right form: "staged" is "stage", not "stag"."""
    return entries("triggers", "lemmas", Lemma)


def verbs() -> dict[str, Trigger]:
    """Verbs and verb phrases by lemma."""
    return entries("triggers", "verbs", Trigger)


def nouns() -> dict[str, Trigger]:
    """Nouns and compounds by lemma."""
    return entries("triggers", "nouns", Trigger)


def weapons() -> dict[str, Weapon]:
    """Weapons and what carries them, by lemma."""
    return entries("weapons", "weapons", Weapon)


def collectives() -> dict[str, Collective]:
    """Words before a deed that say whose it was, by lemma: "rebel shelling", "coalition air strikes"."""
    return entries("facets", "collectives", Collective)


@lru_cache(maxsize=8)
def words_in(section: str) -> frozenset[str]:
    """The bare words of a section of ``triggers.toml``: light_verbs, irrealis, separators, combatants."""
    return frozenset(entries("triggers", section, WordEntry))


@lru_cache(maxsize=32)
def words_of(section: str) -> frozenset[str]:
    """The bare words of a section of ``facets.toml``: areas, no_targets, openers, loose_weapons, where, bodies ..."""
    return frozenset(entries("facets", section, WordEntry))


@lru_cache(maxsize=1)
def combatants() -> re.Pattern[str]:
    """A pattern of the words for those who fight and those who suffer, singular and plural."""
    return re.compile(rf"\b(?:{'|'.join(sorted(words_in('combatants')))})s?\b", re.IGNORECASE)


#: ACLED event type of each sub-event type (ACLED Codebook 2023, table 2).
EVENT_TYPES: dict[str, str] = {
    "Government regains territory": "Battles",
    "Non-state actor overtakes territory": "Battles",
    "Armed clash": "Battles",
    "Chemical weapon": "Explosions/Remote violence",
    "Air/drone strike": "Explosions/Remote violence",
    "Suicide bomb": "Explosions/Remote violence",
    "Shelling/artillery/missile attack": "Explosions/Remote violence",
    "Remote explosive/landmine/IED": "Explosions/Remote violence",
    "Grenade": "Explosions/Remote violence",
    "Sexual violence": "Violence against civilians",
    "Attack": "Violence against civilians",
    "Abduction/forced disappearance": "Violence against civilians",
    "Mob violence": "Riots",
    "Violent demonstration": "Riots",
    "Peaceful protest": "Protests",
    "Protest with intervention": "Protests",
    "Excessive force against protesters": "Protests",
}


#: Sub-event types in which something blows up or burns.
EXPLOSIVE: tuple[str, ...] = (
    "Air/drone strike",
    "Shelling/artillery/missile attack",
    "Chemical weapon",
    "Remote explosive/landmine/IED",
    "Suicide bomb",
    "Grenade",
)
#: Sub-event types by which a place changes hands.
TERRITORY: tuple[str, ...] = (
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Non-violent transfer of territory",
)


def event_type(sub_event_type: str) -> str:
    """ACLED's event type of a sub-event type; what is not listed is a strategic development."""
    return EVENT_TYPES.get(sub_event_type, "Strategic developments")
