"""Tells which chosen places are only namesakes: the gazetteer has one of that name, but not the one that is meant.

Quarters, schools and roundabouts are seldom in the gazetteer, and villages of their names lie all over the world. Such a
place is refused where the report says in what it lies, or where everything else that it names is far away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from counterclaim.resolve.namesakes import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.lexicon.gazetteer import Entry
    from counterclaim.resolve.toponyms import Toponym

#: Further than so many radii and kilometres from the place that is said to hold it.
_OFF_RADII: Final = 2.0
_OFF_KM: Final = 40.0
#: A place of no more people than this is a namesake's where nothing else of the report lies within so many kilometres.
_LITTLE_KNOWN: Final = 50_000
_ALONE_KM: Final = 300.0
#: A quarter lies in a town: one that is named, or one this near to what is named.
_INNER_KM: Final = 100.0
#: The rank of an entry that was found by likeness of names alone.
_LIKELY_VARIANT: Final = 3
#: So many other places a report must name before one that lies apart is taken for a namesake.
_ENOUGH: Final = 2
#: Kinds of spots inside a town: the report names the town, or something else in it.
_INNER: Final = frozenset({"neighbourhood", "site", "camp"})
#: Kinds of which there are many of one name.
_SPOTS: Final = frozenset({"city", "village", "neighbourhood", "camp", "site"})
#: What may stand between a spot and the town that holds it; two names with a comma between may be of a list.
_IN: Final = re.compile(r"\b(?:in|inside|within)\b", re.IGNORECASE)


def without_strays(
    toponyms: Sequence[Toponym], texts: Sequence[str], chosen: Mapping[str, Entry], inside: Mapping[int, int]
) -> list[Entry | None]:
    """The place of each name, ``None`` where only a namesake of it is known.

    Args:
        toponyms: all of the report, in text order.
        texts: the text of each passage.
        chosen: what each name was taken for, by key.
        inside: which name is written as lying in which (indexes).
    """
    keys = [key_of(t) for t in toponyms]
    entries = [chosen.get(key) for key in keys]
    named = {(t.bare, e.id): e for t, e in zip(toponyms, entries, strict=True) if e is not None}
    refused: set[str] = set()
    seen: set[str] = set()
    for index, (key, toponym, entry) in enumerate(zip(keys, toponyms, entries, strict=True)):
        if entry is None or entry.kind not in _SPOTS or key in refused:
            continue
        if index in inside:
            between = texts[toponym.passage][toponym.end : toponyms[inside[index]].start]
            known = entry.population >= _LITTLE_KNOWN and entry.rank < _LIKELY_VARIANT
            held = toponym.kinds & _INNER or _IN.search(between)
            if not known and held and _is_elsewhere(entry, entries[inside[index]]):
                refused.add(key)
        elif key not in seen:  # the rest of the report is the same for every mention of a name
            seen.add(key)
            if _is_alone(toponym, entry, named):
                refused.add(key)
    return [None if key in refused else entry for key, entry in zip(keys, entries, strict=True)]


def _is_elsewhere(entry: Entry, larger: Entry | None) -> bool:
    """True where the larger place that is written after it lies elsewhere."""
    if larger is None or larger.id == entry.id or larger.kind in ("continent", "sea") or larger.holds(entry):
        return False
    if larger.kind == "country":
        return larger.country != entry.country
    return larger.distance_km(entry) > _OFF_RADII * larger.radius_km + _OFF_KM


def _is_alone(toponym: Toponym, entry: Entry, named: Mapping[tuple[str, str], Entry]) -> bool:
    """True where no other place of the report is near what it calls a spot inside a town, or what hardly anybody knows."""
    inner = bool(toponym.kinds & _INNER)
    if not inner and entry.population >= _LITTLE_KNOWN:
        return False
    others = [
        other
        for (bare, identity), other in named.items()
        if identity != entry.id and bare != toponym.bare and other.kind not in ("continent", "sea")
    ]
    spots = {e.id: e for e in others if e.kind != "country"}.values()
    if inner:
        return bool(others) and not any(e.holds(entry) or e.distance_km(entry) <= _INNER_KM for e in spots)
    if len(spots) < _ENOUGH or any(e.country == entry.country for e in spots):
        return False
    return not any(e.holds(entry) or e.distance_km(entry) <= _ALONE_KM for e in others)
