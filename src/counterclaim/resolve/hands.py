"""Hands: whom a telling or an accusation names as the one who did it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import countries_in
from counterclaim.lexicon.incidents import verbs
from counterclaim.resolve.actors import party_of
from counterclaim.resolve.means import NEAR, weapons_used

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.events import EventMention
    from counterclaim.model import Attribution, Document

_ACCUSED = re.compile(r"^(?P<who>.{2,80}?)\s+(?:of|for|over|as|in)\b|^(?P<all>.{2,60})$", re.IGNORECASE | re.DOTALL)
_OWNED = re.compile(
    r"^[\s,\"“”(]*(?:that (?:were|was|are|is) |which (?:were|was) |also |were |was )*(?:probably|likely|possibly|apparently|reportedly|allegedly|believed|thought|said)"
    r"(?: to be)? (?P<who>\w+)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^[\"“]?(?P<who>.{2,60}?)\s+(?:(?:was|were|is|are|had|has|have|been)\s+)*(?:behind|responsible|carried out|to blame|the culprit|did it)\b",
    re.IGNORECASE,
)
#: What follows blame in the passive: "was blamed on Israel by Moscow".
_BLAMED_ON = re.compile(r"\s+(?:\w+ly\s+)?on\s+(?P<who>[^,.;]{2,60}?)(?=\s+by\b|\s+for\b|[,.;]|$)")


def accused(attribution: Attribution, document: Document) -> str | None:
    """Whom an accusation names: "accused X of bombing", "blamed Y on X", "was blamed on X"."""
    cue, content = attribution.cue, attribution.content[0]
    words = content.text
    if cue is not None and cue.field == content.field and 0 <= content.start - cue.end < 80:
        words = document.field(cue.field)[cue.end : content.end]
    match = _ACCUSED.match(words.strip())
    who = match and (match.group("who") or match.group("all"))
    found = party_of(re.sub(r"\s+(?:on|last|this)\s+\w+day$", "", who)) if who else None
    on = re.search(r"\bon\s+(?P<who>[^,.;]{2,60})$", words)
    if found is None and on is None and cue is not None:
        on = _BLAMED_ON.match(document.field(cue.field)[cue.end : cue.end + 80])
    return found or (party_of(on["who"]) if on else None)


def said_behind(words: str) -> str | None:
    """Who is said to be behind a deed: "Israel was behind the raid"."""
    match = _BEHIND.match(words)
    return party_of(match["who"]) if match else None


def hand(mentions: Sequence[EventMention]) -> str | None:
    """The first party in the role of agent that is not the target of another deed, else whose weapon it was."""
    for mention in mentions:
        if mention.lemma in ("die", "perish"):
            continue
        for agent in mention.agents:
            if any(
                agent.span.overlaps(target.span)
                for other in mentions
                if other is not mention
                for target in other.targets
            ):
                continue
            party = party_of(agent.text)
            if party is not None and not (agent.head in verbs() and party == agent.text):
                return party
    for weapon in weapons_used(mentions):
        party = party_of(weapon.text)
        if weapon.reach <= NEAR and party is not None and party != weapon.text:
            return party
    return None


def owner(mentions: Sequence[EventMention], document: Document) -> str | None:
    """Whose weapon it is said to be right after it is named: drones, "probably American"."""
    for mention in mentions:
        for weapon in mention.weapons:
            after = document.field(weapon.span.field)[weapon.span.end : weapon.span.end + 40]
            match = _OWNED.match(after)
            named = countries_in(match["who"]) if match else ()
            if named:
                return named[0]
    return None
