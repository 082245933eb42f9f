"""Targets: what a telling says was hit, as the short name that the facet holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counterclaim.lexicon.incidents import nouns, weapons, words_in, words_of
from counterclaim.resolve.short_names import short_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.extract.events import EventMention
    from counterclaim.extract.phrases import Filler
    from counterclaim.resolve.tellings import Telling

#: Things beside one another that a name holds at most.
_MOST = 3
#: Characters by which a phrase may be longer than the name of a place and still be only that.
_BARELY = 4
_GROUP = 4


def target_of(mentions: Sequence[EventMention], telling: Telling) -> str | None:
    """What was struck before who suffered, a building or people before a mere area; no bare count of people."""
    areas: list[str] = []
    for filler in _hit(mentions):
        words = short_name(filler.text)
        if not _is_target(filler, words) or (_is_place(words, telling) and not _is_building(words, filler)):
            continue
        if filler.head not in words_of("areas"):
            return with_others(words, filler)
        areas.append(words)
    groups = [short_name(toll.group) for toll in telling.tolls if toll.group]
    return next((group for group in groups if _is_group(group)), None) or next(iter(areas), None)


def with_others(words: str, filler: Filler) -> str:
    """A name with what stands beside it: "a school, a mill and two clinics" is "school, mill and clinics"."""
    names = [words, *(short_name(other) for other in filler.beside)][:_MOST]
    named = [name for name in dict.fromkeys(names) if name and not _says_nothing(name)]
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1]))) if named else words


def _hit(mentions: Sequence[EventMention]) -> Iterator[Filler]:
    for mention in sorted(mentions, key=_order):
        yield from mention.targets


def _order(mention: EventMention) -> int:
    """What was struck, then who suffered, then who was fought."""
    return 2 if mention.lemma in words_in("fights") else int(bool(mention.harm))


def _is_place(words: str, telling: Telling) -> bool:
    """True for what is only the name of a place where it happened."""
    names = {place.name for place in telling.places}
    return any(words in name or (name in words and len(words) - len(name) < _BARELY) for name in names)


def _is_building(words: str, filler: Filler) -> bool:
    """True for a place that is a thing: "Kunduz hospital", and no town or stretch of land."""
    return words.split()[-1].islower() and filler.head not in words_of("areas")


def _is_group(words: str) -> bool:
    return 0 < len(words.split()) <= _GROUP and not _says_nothing(words)


def _is_target(filler: Filler, words: str) -> bool:
    """True for things and people, and what carries weapons; deeds, days and what the parse cut out of line are none."""
    if not words or _says_nothing(words) or " - " in words or filler.head in words_of("no_targets"):
        return False
    weapon = weapons().get(filler.head)
    return filler.head == "protest" or (filler.head not in nouns() and (weapon is None or weapon.platform))


def _says_nothing(words: str) -> bool:
    """True for an hour, a bare count, mere people, and what begins in the middle of something."""
    plain = [word if word.isupper() else word.lower() for word in words.split()]  # "US" is no pronoun
    if not plain or plain[0] in words_of("openers") or not re.search(r"[^\W\d_]{2}", words):
        return True
    return plain[0] in words_of("mere_people") or bool({plain[0], plain[-1]} & words_of("pronouns"))
