"""Which of the names on the claims of one incident are one source: aliases, short forms, an office and its body."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from counterclaim.lexicon.actors import listed_as, listed_in
from counterclaim.merge.words import rarity, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from counterclaim.lexicon.actors import Actor
    from counterclaim.model import Claim, SourceKind

#: The source of what a report tells in its own voice.
AUTHOR: Final = "AUTHOR"
#: Words that tell an office or a rank, not a body: they do not make two names one.
_NO_NAME = 2.0
#: A body of these kinds and its director or spokesman are one source; a state has several that speak.
_ONE_VOICE: Final = ("monitor", "ngo", "rescue", "news_agency", "news_media", "state_media")
#: Kinds of which an unnamed source may be known again by a long description, and the words rarer than ``_NO_NAME`` in it.
_OFFICIAL: Final = ("anonymous_official", "armed_group", "government", "military", "police")
_DESCRIBED = 3
_ARTICLES: Final = frozenset(["the", "a", "an"])


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name so that its spellings meet: "Doctors Without Borders" and "MSF's director" are the body as it is listed.

    A person is the same with another office behind the name. What is not listed is its words without case, accents and
    article.
    """
    person, comma, _ = name.partition(",")
    if comma and len(person.split()) > 1 and all(word[:1].isupper() for word in person.split()):
        body = _body_in(name)
        name = body.name if body is not None else person
    actor = listed_as(name) or listed_as(name.removeprefix("the ").removeprefix("The ")) or _body_in(name)
    words = words_in(actor.name if actor is not None else name)
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def _body_in(name: str) -> Actor | None:
    found = listed_in(name)
    return found if found is not None and found.kind in _ONE_VOICE else None


def is_one(name: str, kind: SourceKind) -> bool:
    """True for an unnamed source that can be known again in another report.

    It belongs to a listed body ("an AFP correspondent"), or an official or officer is described at such length that two
    reports mean the same one: "a commander in the alliance of forces that backs the president". Those who live in one
    town are many.
    """
    telling = {word for word in words_in(name) if rarity(word) >= _NO_NAME}
    return _body_in(name) is not None or (kind in _OFFICIAL and len(telling) >= _DESCRIBED)


def identities(claims: Iterable[Claim]) -> dict[str, str]:
    """Each name of a source that has one, or is known again without, to the key of the source that it means on this incident.

    A short form means the fuller name that holds all its words: "the Observatory", or "the ministry" where one ministry
    alone has spoken. Where several could be meant it stays by itself.
    """
    said = {(claim.source, claim.named or is_one(claim.source, claim.source_kind)) for claim in claims}
    named = sorted(source for source, known in said if known and source != AUTHOR)
    keys = {name: name_key(name) for name in named}
    words = {key: frozenset(key.split()) for key in keys.values()}
    full: dict[str, str] = {}
    for key in sorted(words):
        telling = frozenset(word for word in words[key] if rarity(word) >= _NO_NAME) or words[key]
        holding = [other for other in words if other != key and telling <= words[other]]
        # Of several fuller names that hold one another the fullest is meant.
        fullest = [one for one in sorted(holding) if not any(words[one] < words[other] for other in holding)]
        if len(fullest) == 1:
            full[key] = fullest[0]
    return {name: _end(key, full) for name, key in keys.items()}


def _end(key: str, full: Mapping[str, str]) -> str:
    seen = [key]
    while seen[-1] in full:
        following = full[seen[-1]]
        if following in seen:  # two names that hold each other: "Ministry of Health", "Health Ministry"
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def sides(claims: Iterable[Claim], known: Mapping[str, str]) -> dict[str, str | None]:
    """The side of each source that is known again, by its key: that which most of its claims give.

    Where as many give a side as give none, the side; of two given as often, the first by name. One report in which a
    side was misread does not move the others, and one that leaves it out does not make a second source.
    """
    given: dict[str, Counter[str | None]] = defaultdict(Counter)
    for claim in claims:
        if claim.source in known:
            given[known[claim.source]][claim.side] += 1
    return {key: min(found, key=lambda side: (-found[side], side is None, side or "")) for key, found in given.items()}
