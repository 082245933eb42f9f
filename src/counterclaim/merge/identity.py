"""Which of the names on the claims of one incident are one source: aliases, short forms, an office and its body."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from counterclaim.lexicon.actors import listed_as, listed_in
from counterclaim.merge.words import rarity, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from counterclaim.model import Claim

#: The source of what a report tells in its own voice.
AUTHOR: Final = "AUTHOR"
#: Words that tell an office or a rank, not a body: they do not make two names one.
_NO_NAME = 2.0
#: A body of these kinds and its director or spokesman are one source; a state has several that speak.
_ONE_VOICE: Final = ("monitor", "ngo", "rescue", "news_agency", "news_media", "state_media")
_ARTICLES: Final = frozenset(["the", "a", "an"])


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name so that its spellings meet: "Doctors Without Borders" and "MSF's director" are the body as it is listed.

    What is not listed is its words without case, accents and article.
    """
    actor = listed_as(name) or listed_as(name.removeprefix("the ").removeprefix("The "))
    if actor is None:
        named = listed_in(name)
        actor = named if named is not None and named.kind in _ONE_VOICE else None
    words = words_in(actor.name if actor is not None else name)
    return " ".join(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)


def identities(claims: Iterable[Claim]) -> dict[str, str]:
    """Each name of a named source to the key of the source that it means on this incident.

    A short form means the fuller name that holds all its words: "the Observatory", or "the ministry" where one ministry
    alone has spoken. Where several could be meant it stays by itself.
    """
    named = sorted({claim.source for claim in claims if claim.named and claim.source != AUTHOR})
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


def sides(claims: Iterable[Claim], known: Mapping[str, str]) -> dict[str, str]:
    """The side of each named source, by its key: where one report gives it and another does not, the one given.

    Where reports give it two sides, that of most claims; of equals the first by name.
    """
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if claim.side and claim.source in known:
            given[known[claim.source]][claim.side] += 1
    return {key: min(found, key=lambda side: (-found[side], side)) for key, found in given.items()}
