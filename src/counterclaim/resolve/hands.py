"""Hands: whom a telling or an accusation names as the one who did it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import countries_in, listed_as
from counterclaim.lexicon.incidents import verbs, words_in, words_of
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.resolve.means import NEAR, weapons_used
from counterclaim.resolve.parties import party_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.events import EventMention
    from counterclaim.extract.phrases import Filler
    from counterclaim.model import Attribution, Document
    from counterclaim.resolve.names import Names
    from counterclaim.resolve.sources import ResolvedSource
    from counterclaim.resolve.tellings import Telling

#: Words of a description that stands for a party named before.
_DESCRIBED = 2
_CAN_ACT = ("armed_group", "military", "government", "police")
#: Characters after a cue in which blame names its hand.
_NEAR_CUE = 80
#: Characters after a weapon in which its owner is named.
_NEAR_WEAPON = 40


@cache
def blame_patterns(section: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a section of ``blame.toml``: accused, laid_on, blamed_on, behind, owned, days."""
    return tuple(re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in entries("blame", section, WordEntry))


def _named_in(section: str, words: str) -> str | None:
    """The words that the first matching pattern of a section takes for the hand."""
    found = (pattern.search(words) for pattern in blame_patterns(section))
    return next((match["who"] for match in found if match is not None), None)


def accused(attribution: Attribution, document: Document) -> str | None:
    """Whom an accusation names: "accused X of bombing", "blamed Y on X", "was blamed on X"."""
    cue, content = attribution.cue, attribution.content[0]
    words = content.text
    if cue is not None and cue.field == content.field and 0 <= content.start - cue.end < _NEAR_CUE:
        words = document.field(cue.field)[cue.end : content.end]
    after = document.field(cue.field)[cue.end : cue.end + _NEAR_CUE] if cue is not None else ""
    who = _named_in("accused", words.strip())
    for day in blame_patterns("days"):
        who = day.sub("", who) if who is not None else None
    named = (who, _named_in("laid_on", words), _named_in("blamed_on", after))
    return next((party for name in named if name and (party := party_of(name))), None)


def said_behind(words: str) -> str | None:
    """Who is said to be behind a deed: "Israel was behind the raid"."""
    who = _named_in("behind", words)
    return party_of(who) if who is not None else None


class Hands:
    """Finds the hand of a telling in one report, whose names say who "the group" and "the insurgents" are."""

    def __init__(self, document: Document, names: Names) -> None:
        """Keep the report's names for looking back."""
        self._document, self._names = document, names

    def of(self, telling: Telling, mentions: Sequence[EventMention], source: ResolvedSource) -> str | None:
        """The first party in the role of agent that is not the target of another deed, else whose weapon it was.

        Who speaks of a deed as the agent's own, as a group does that claims an attack, is the hand itself.
        """
        speaking = telling.attribution.source if telling.attribution is not None else None
        for mention in mentions:
            for agent in mention.agents if mention.lemma not in words_in("suffering") else ():
                if _is_struck(agent, mention, mentions):
                    continue
                if speaking is not None and agent.span.overlaps(speaking):
                    party = own_party(source) if source.kind == "armed_group" and not mention.harm else None
                else:
                    party = self._called(agent) or party_of(self._whole(agent))
                if party is not None and not (agent.head in verbs() and party == agent.text):
                    return party
        for weapon in weapons_used(mentions):
            party = owner_of(weapon)
            if weapon.reach <= NEAR and party is not None:
                return party
        return owner(mentions, self._document)

    def _whole(self, agent: Filler) -> str:
        """The words of an agent with the abbreviation before it, which parsers take for a verb: "IS fighters"."""
        before = self._document.field(agent.span.field)[: agent.span.start].split(" ")
        last = before[-2] if len(before) > 1 and not before[-1] else ""
        return f"{last} {agent.text}" if last.isupper() and listed_as(last) is not None else agent.text

    def _called(self, agent: Filler) -> str | None:
        """The listed party that a definite description means: "the group", "the insurgents"."""
        before = self._document.field(agent.span.field)[: agent.span.start].split()
        pointed = bool(before) and before[-1].lower() in words_of("definite")
        if not pointed or len(agent.text.split()) > _DESCRIBED:
            return None
        start = agent.span.start if agent.span.field == "text" else 0
        return self._names.party_called(agent.text, start)


def owner_of(weapon: Filler) -> str | None:
    """Whose a weapon is by its own words: "Israeli rockets", "a missile of the Ukrainian air force"."""
    party = party_of(weapon.text.rpartition(" of ")[2])
    return party if party != weapon.text else None


def own_party(source: ResolvedSource) -> str | None:
    """The party that a source is or speaks for, where it can have a hand in anything."""
    return source.side or (source.name if source.kind in _CAN_ACT else None)


def _is_struck(agent: Filler, mention: EventMention, mentions: Sequence[EventMention]) -> bool:
    others = (other for other in mentions if other is not mention)
    return any(agent.span.overlaps(target.span) for other in others for target in other.targets)


def owner(mentions: Sequence[EventMention], document: Document) -> str | None:
    """Whose weapon it is said to be right after it is named: drones, "probably American"."""
    for mention in mentions:
        for weapon in mention.weapons:
            after = document.field(weapon.span.field)[weapon.span.end : weapon.span.end + _NEAR_WEAPON]
            named = countries_in(_named_in("owned", after) or "")
            if named:
                return named[0]
    return None
