"""Which parties a short name holds, and whether two names can both be right about one hand or one target."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import msgspec

from counterclaim.lexicon.actors import names_of_actors
from counterclaim.lexicon.gazetteer import tables
from counterclaim.lexicon.words import WordEntry, rules_in

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(r"[\w.\-]+")
#: Kinds of actor that can have a hand in an incident.
_PARTIES: Final = frozenset(["armed_group", "military", "government", "police", "international_organization", "other"])


class Plain(WordEntry, frozen=True, kw_only=True):
    """Words that mean a party without naming a body of it; ``of`` is the ISO code where that is a state."""

    words: tuple[str, ...]
    of: str | None = None


class Members(WordEntry, frozen=True, kw_only=True):
    """Who belongs to an alliance: ISO codes and names of groups."""

    parties: tuple[str, ...]


class PartyRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data file ``rules/parties.toml``."""

    plain: dict[str, Plain]
    members: dict[str, Members]
    opposed: dict[str, WordEntry]
    civilian: dict[str, WordEntry]
    combatant: dict[str, WordEntry]


@lru_cache(maxsize=1)
def party_rules() -> PartyRules:
    """The rules, read once.

    Raises:
        LexiconError: the file is wrong; the message names the field.
    """
    return rules_in(PartyRules, "counterclaim.assess", "rules", "parties.toml")


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, ...], str]:
    out: dict[tuple[str, ...], str] = {}
    for row in tables.rows("countries.csv"):
        cells = [row["name"], *row["aliases"].split("|"), *row["demonyms"].split("|"), row["capital"]]
        for name in filter(None, cells):
            # "US" is a state, "us" is a pronoun: names of two letters keep their capitals.
            out.setdefault(_tokens(name), row["iso"])
    states = {" ".join(tokens).lower(): party for tokens, party in out.items()}
    for alias, actor in names_of_actors():
        # What has no capital ("coalition forces") describes and names nobody.
        if actor.kind in _PARTIES and actor.side and alias != alias.lower():
            out[_tokens(alias)] = _party(actor.side, states)
    for party, plain in party_rules().plain.items():
        for words in plain.words:
            out[_tokens(words)] = plain.of or party
    out.pop((), None)
    return out


def _party(side: str, states: Mapping[str, str]) -> str:
    """The ISO code of a side that is a state, ``"SY opposition"`` for a country's opposition, else its own name."""
    own, _, rest = side.partition(" opposition")
    state = states.get(own.lower())
    if state is None or (own != side and rest):
        return side
    return state if own == side else f"{state} opposition"


def _tokens(text: str) -> tuple[str, ...]:
    words = (word.strip(".-").replace("’s", "") for word in _WORD.findall(text.replace("'s", "").replace("’s", "")))
    return tuple(word if len(word) == 2 and word.isupper() else word.lower() for word in words if word)


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(len(name) for name in _names())


@lru_cache(maxsize=8192)
def parties_in(text: str | None) -> frozenset[str]:
    """The parties that a name holds: ISO codes of states and names of groups, empty where none is known.

    Those who fight a state are apart from it: "Syrian rebels" is ``"SY opposition"``.
    """
    tokens = _tokens(text or "")
    found: set[str] = set()
    index = 0
    while index < len(tokens):
        for length in range(min(_longest(), len(tokens) - index), 0, -1):
            party = _names().get(tokens[index : index + length])
            if party is not None:
                found.add(party)
                index += length
                break
        else:
            index += 1
    if any(token in party_rules().opposed for token in tokens):
        found = {f"{party} opposition" if len(party) == 2 else party for party in found}
    return frozenset(found)


def can_be_one_party(first: str, second: str) -> bool:
    """True where two names can both be right: one party, one a member of the other, or one too vague to tell."""
    ours, theirs = parties_in(first), parties_in(second)
    if not ours or not theirs:
        return True
    return any(one == other or _belongs(one, other) or _belongs(other, one) for one in ours for other in theirs)


def _belongs(member: str, whole: str) -> bool:
    members = party_rules().members.get(whole)
    return members is not None and member in members.parties


def can_be_one_target(first: str, second: str) -> bool:
    """True where two names of a target can both be right: not two parties, nor civilians against combatants."""
    if not can_be_one_party(first, second):
        return False
    pairs = ((first, second), (second, first))
    return not any(is_of_civilians(one) and is_of_combatants(other) for one, other in pairs)


def is_of_civilians(target: str) -> bool:
    """True where the words of a target are of civilians or what is theirs, and none is of combatants."""
    words, rules = set(_tokens(target)), party_rules()
    return bool(words & rules.civilian.keys()) and not words & rules.combatant.keys()


def is_of_combatants(target: str) -> bool:
    """True where the words of a target are of combatants or what is theirs, and none is of civilians."""
    words, rules = set(_tokens(target)), party_rules()
    return bool(words & rules.combatant.keys()) and not words & rules.civilian.keys()


def is_of_states(name: str) -> bool:
    """True where a name holds a state, or an alliance most of whose members are states: "US-led coalition"."""
    return any(_is_state(party) or _is_alliance_of_states(party) for party in parties_in(name))


def _is_state(party: str) -> bool:
    """True for an ISO code: groups have longer names."""
    return len(party) == 2 and party.isupper()


def _is_alliance_of_states(party: str) -> bool:
    members = party_rules().members.get(party)
    return members is not None and 2 * sum(map(_is_state, members.parties)) > len(members.parties)
