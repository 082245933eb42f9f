"""Hands: whom a telling or an accusation names as the one who did it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import capitals, countries_in, heads, listed_as
from counterclaim.lexicon.incidents import nouns, verbs, words_in, words_of
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.resolve.means import NEAR, weapons_used
from counterclaim.resolve.names import head_of
from counterclaim.resolve.parties import party_of
from counterclaim.resolve.speaker import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.events import EventMention
    from counterclaim.extract.phrases import Filler
    from counterclaim.model import Attribution, Document, Span
    from counterclaim.resolve.names import Names
    from counterclaim.resolve.sources import ResolvedSource
    from counterclaim.resolve.tellings import Telling

#: Words of a description that stands for a party named before.
_DESCRIBED = 2
_CAN_ACT = ("armed_group", "military", "government", "police")
#: Characters after a cue in which blame names its hand.
_NEAR_CUE = 80
#: Characters from who speaks to a deed within which words that take it on are of it.
_NEAR_OWNING = 200
#: Characters after a weapon in which its owner is named.
_NEAR_WEAPON = 80


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


def said_behind(words: str, source: ResolvedSource | None = None) -> str | None:
    """Who is said to be behind a deed: "Israel was behind the raid"; the source itself in "it was behind that".

    Args:
        words: what is said.
        source: who says it.
    """
    who = _named_in("behind", words) or _named_in("brought_about", words)
    if who is not None and source is not None and who.lower() in words_in("speaker_pronouns"):
        return own_party(source)
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
        for mention in sorted(
            mentions, key=lambda m: m.lemma in words_in("fights")
        ):  # of a fight any side is named first
            for agent in mention.agents if mention.lemma not in words_in("suffering") else ():
                if _is_struck(agent, mention, mentions):
                    continue
                if speaking is not None and agent.span.overlaps(speaking):
                    party = self._taken_on(speaking, mention, source)
                else:
                    party = self._named(agent, mention, source)
                if party is not None and not (agent.head in verbs() and party == agent.text):
                    return party
            named = owner([mention], self._document)
            if named is not None:
                return named
        if speaking is not None and any(self._is_taken_on(speaking, mention) for mention in mentions):
            return None if source.name == AUTHOR else source.side or source.name
        for weapon in weapons_used(mentions):
            party = owner_of(weapon)
            if weapon.reach <= NEAR and party is not None:
                return party
        return None

    def _taken_on(self, speaking: Span, mention: EventMention, source: ResolvedSource) -> str | None:
        """Who speaks, as the hand of what the words take on themselves: "the group claimed responsibility for"."""
        if self._is_taken_on(speaking, mention):
            return None if source.name == AUTHOR else source.side or source.name
        return own_party(source) if source.kind == "armed_group" and not mention.harm else None

    def _is_taken_on(self, speaking: Span, mention: EventMention) -> bool:
        """True where who speaks is followed by words that take the deed on, and these by the deed."""
        words = self._document.field(mention.span.field)[speaking.start : mention.span.end]
        near = speaking.field == mention.span.field and len(words) < _NEAR_OWNING
        return near and any(pattern.search(words) for pattern in blame_patterns("owning"))

    def _named(self, agent: Filler, mention: EventMention, source: ResolvedSource) -> str | None:
        """The party of an agent's words: a description of one named before, the enemy of who speaks, a capital that acts."""
        if agent.head in words_of("opponents"):
            return self._names.opponent_of(source.side) or agent.text
        if agent.text.lower() in capitals():
            acts = mention.verbal and agent.span.end <= mention.span.start and agent is mention.agents[0]
            return capitals()[agent.text.lower()] if acts else None
        return self._called(agent) or party_of(self._whole(agent))

    def _whole(self, agent: Filler) -> str:
        """The words of an agent with the abbreviation before it, which parsers take for a verb: "IS fighters"."""
        before = self._document.field(agent.span.field)[: agent.span.start].split(" ")
        last = before[-2] if len(before) > 1 and not before[-1] else ""
        shouted = self._document.field(agent.span.field)[agent.span.start : agent.span.end].isupper()  # "IS" is a verb
        return f"{last} {agent.text}" if last.isupper() and not shouted and listed_as(last) else agent.text

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
    if source.side is not None or source.kind not in _CAN_ACT:
        return source.side
    entry = heads().get(head_of(source.name))
    return None if entry is not None and entry.anonymous else source.name


def _is_struck(agent: Filler, mention: EventMention, mentions: Sequence[EventMention]) -> bool:
    others = (other for other in mentions if other is not mention)
    struck = (target for other in others for target in other.targets if target.head not in nouns())
    return any(agent.span.overlaps(target.span) for target in struck)


def owner(mentions: Sequence[EventMention], document: Document) -> str | None:
    """Whose weapon it is said to be right after it is named: drones, "probably American"."""
    for mention in mentions:
        for weapon in mention.weapons:
            after = document.field(weapon.span.field)[weapon.span.end : weapon.span.end + _NEAR_WEAPON]
            named = countries_in(_named_in("owned", after) or "")
            if named:
                return named[0]
            belonging = party_of(_named_in("belonging", after) or "")
            if belonging is not None:
                return belonging
    return None
