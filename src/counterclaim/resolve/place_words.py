"""The words of ``places.toml`` in the forms in which the place stages ask for them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.lexicon.gazetteer.entry import Kind


class Direction(WordEntry, frozen=True):
    """A compass word or adjective; ``bearing`` in degrees from north, -1 where it names a part without direction."""

    bearing: float


class Unit(WordEntry, frozen=True):
    """A measure of distance; ``kilometres`` of one."""

    kilometres: float


class Nearness(WordEntry, frozen=True):
    """A word that puts something near a place: ``reach_km`` beyond the place's edge, ``share`` of its radius added."""

    reach_km: float
    share: float


class TypeWord(WordEntry, frozen=True):
    """A word for a kind of place: the ``kinds`` that it fits, and whether it belongs to the name (``keep``).

    ``strong`` ones make a place of a name that the gazetteer lacks; ``before`` ones may stand before the name;
    ``lists`` are plurals, before several names or before the one that holds them: "the villages of Homs".
    """

    kinds: tuple[str, ...]
    keep: bool
    strong: bool
    before: bool
    lists: bool = False


class Locative(WordEntry, frozen=True):
    """A word that marks what follows as a place: ``weak`` also stands before persons, after ``sure`` only places come."""

    strength: Literal["weak", "strong", "sure"]


@cache
def directions() -> dict[str, Direction]:
    """Compass words: "north", "south-east"."""
    return entries("places", "directions", Direction)


@cache
def parts() -> dict[str, Direction]:
    """Adjectives for a part of a place: "northern", "rural"."""
    return entries("places", "parts", Direction)


@cache
def units() -> dict[str, Unit]:
    """Measures of distance."""
    return entries("places", "units", Unit)


@cache
def near() -> dict[str, Nearness]:
    """Words before a name that mean its neighbourhood."""
    return entries("places", "near", Nearness)


@cache
def near_after() -> dict[str, Nearness]:
    """Words after a name that mean its neighbourhood."""
    return entries("places", "near_after", Nearness)


@cache
def types() -> dict[str, TypeWord]:
    """Words for kinds of place."""
    return entries("places", "types", TypeWord)


@cache
def fits(word: str) -> frozenset[Kind]:
    """The kinds of place that a type word fits; empty where it is none."""
    found = types().get(word)
    return frozenset(found.kinds) if found else frozenset()  # type: ignore[arg-type]


@cache
def locatives() -> dict[str, Locative]:
    """Prepositions and verbs before a place."""
    return entries("places", "locative", Locative)


@cache
def words(section: str) -> frozenset[str]:
    """The words of a section that has nothing but words."""
    return frozenset(entries("places", section, WordEntry))


def one_of(choices: Iterable[str]) -> str:
    """A regular expression for any of these words, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(choices, key=len, reverse=True)) + ")"
