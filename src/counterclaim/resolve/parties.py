"""Parties as hands: the short name that a facet holds of who did it, as the report has it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from counterclaim.lexicon.actors import actors_with_places, countries_in, listed_as, listed_in, states_own
from counterclaim.lexicon.incidents import collectives, combatants, weapons, words_of
from counterclaim.resolve.actors import not_the_state
from counterclaim.resolve.short_names import short_name

_PARTY_KINDS = ("armed_group", "military", "government", "international_organization", "police", "other")
#: "US-led jets" are the jets of the coalition that the US leads.
_LED = re.compile(r"\b[A-Z][\w.]*-led\b")
_LONGEST = 9


@cache
def _either(section: str) -> str:
    words = sorted(words_of(section), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Where a party's name ends, the bodies that end it, and whole phrases that name no hand."""
    end = re.compile(rf"[,;:(]|\s+(?:{_either('party_ends')})\b", re.IGNORECASE)
    body = re.compile(rf"^.*\b(?:{_either('party_bodies')})\b", re.IGNORECASE)
    none = re.compile(rf"^(?:[\w’'-]+\s+)*(?:{_either('no_hands')})$", re.IGNORECASE)
    return end, body, none


@lru_cache(maxsize=4096)
def party_of(phrase: str) -> str | None:
    """A short name of the hand that a phrase names, or ``None`` where it names no party.

    A listed actor by the name that the report gives it; a state's men by their own words ("Turkish forces"), its arms
    by the state ("Turkish shelling" is "Turkey"); rebels of a country are not the country, and a bare combatant
    ("gunmen") stays.

    Args:
        phrase: the words in the role of the hand: "US-led coalition jets", "fighters of the M23".
    """
    listed = _listed(phrase)
    if listed is not None:
        return listed
    end, body, none = _patterns()
    words = short_name(end.split(phrase.strip(), maxsplit=1)[0])
    led = _LED.search(phrase)
    alliance = listed_in(f"{led.group()} coalition") if led else None
    if alliance is not None:
        return alliance.name
    if words and _ends_in(words, "unknown_hands"):
        return _short(words)
    if not words or none.match(words) or words.lower() in words_of("bare_words"):
        return None
    if words.lower().split()[0] in words_of("mere_people"):
        return None
    return _composed(phrase, words, body.match(words))


def _composed(phrase: str, words: str, bodied: re.Match[str] | None) -> str | None:
    """The party that the words of a phrase make up: a state by its arms or its body, rebels by what they are."""
    named, other = countries_in(phrase), not_the_state().search(words)
    whose = collectives().get(words.lower().split()[0])
    if _is_arm(words):
        return _states(phrase, named) if named and not other else whose.party if whose is not None else None
    if whose is not None and " " not in words:
        return whose.party
    if bodied is not None and (named or re.search(r"[A-Z]", bodied.group()) or len(bodied.group().split()) > 1):
        if _is_of_a_body(words[bodied.end() :].strip()):
            return _short(words)
        collective = None if bodied.group() != bodied.group().lower() else collectives().get(bodied.group().split()[-1])
        return collective.party if collective is not None else _short(bodied.group())
    if named and not other:
        return _states(phrase, named)
    return _short(words) if named or other or _fights(words) else None


def _states(phrase: str, named: tuple[str, ...]) -> str:
    """One state, or the two that a phrase joins or leaves open: "either Russian or Syrian warplanes"."""
    between = [word for word in phrase.lower().split() if word in words_of("joiners")]
    return f" {between[0]} ".join(named[:2]) if len(named) > 1 and between else named[0]


def _is_of_a_body(rest: str) -> bool:
    """True where the word after a body's name is one who belongs to it: "a US army psychiatrist" is not the army."""
    if not rest.islower() or " " in rest:
        return False
    return not (combatants().fullmatch(rest) or rest.removesuffix("s") in words_of("members") or _is_arm(rest))


def _listed(phrase: str) -> str | None:
    """The listed party of a phrase by the words that name it; of its state where it is only the state's own arm."""
    actor = listed_in(phrase)
    if actor is None or actor.kind not in _PARTY_KINDS:
        return None
    if actor.side and actor.name in states_own():
        return actor.side
    form = next((form for _, form, found in actors_with_places(phrase) if found == actor), actor.name)
    form = re.sub(rf"^(?:{_either('determiners')})\s+", "", form, flags=re.IGNORECASE)
    first = form.split()[0]
    return first if first.isupper() and listed_as(first) == actor else form  # "IS militants" are IS


def is_nameless(party: str) -> bool:
    """True for a hand of whom only the part is known: "suicide bomber", "armed men"; a named one says more."""
    return _ends_in(party, "bombers") or _ends_in(party, "unknown_hands")


def _ends_in(words: str, section: str) -> bool:
    """True where the last two words are an entry of a section: "three masked men"."""
    return " ".join(words.lower().split()[-2:]).removesuffix("s") in {w.removesuffix("s") for w in words_of(section)}


def _fights(words: str) -> bool:
    """True where the noun that a phrase is about fights, or names men or a body of those who do: no "siege tactics"."""
    if combatants().search(words) is None:
        return False
    head = re.split(r"\s+of\b", words, maxsplit=1)[0].split()[-1]
    plain = head.lower().removesuffix("s")
    return combatants().fullmatch(head) is not None or plain in words_of("members") or head[:1].isupper()


def _is_arm(words: str) -> bool:
    """True for what is fired or flown: "fighter jets" are no fighters, and a suicide bomber is no aircraft."""
    if _ends_in(words, "bombers"):
        return False
    last = words.split()[-1].lower()
    return last in weapons() or last.removesuffix("s") in weapons()


def _short(words: str) -> str:
    return " ".join(words.split()[:_LONGEST])
