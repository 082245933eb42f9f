"""Parties: who a phrase speaks of, listed or composed ("Russian warplanes" are Russia's)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import Actor, backing, countries_in, force_kind, forces, listed_in
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from counterclaim.model import SourceKind

_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|one of|some|several|members? of)\s+", re.IGNORECASE)


@cache
def not_the_state() -> re.Pattern[str]:
    """Those who are of a country and not its state: its rebels, its people."""
    words = "|".join(sorted(map(re.escape, entries("forces", "not_the_state", WordEntry)), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def actor_of(text: str) -> Actor | None:
    """The actor that a phrase names; ``None`` where it names nobody known and no country.

    A listed actor's longest alias wins; without one, the first country of the phrase and the kind of its head. A group
    that somebody backs ("Iran-backed militia") is an armed group on the backer's side.
    """
    backed = backing().search(text)
    if backed is not None and not_the_state().search(text, backed.end()):
        behind = listed_in(backed["who"])
        side = behind.side if behind is not None else next(iter(countries_in(backed["who"])), None)
        return Actor(_ARTICLE.sub("", text.strip()), "armed_group", side, listed=False)
    found = listed_in(text)
    if found is not None:
        return found
    named = countries_in(text)
    if not named:
        return None
    force = forces().search(text)
    kind: SourceKind = force_kind(force.group()) if force else "government"
    return Actor(named[0], "armed_group" if not_the_state().search(text) else kind, named[0], listed=False)


def is_outlet(actor: Actor | None) -> bool:
    """True for those who pass on what others say."""
    return actor is not None and actor.kind in ("news_agency", "news_media", "state_media")
