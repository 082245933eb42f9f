"""The phrases that say how many people were harmed, made from ``toll_phrases.toml`` into regular expressions."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from counterclaim.extract.quantities import number_pattern
from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from counterclaim.model import Toll

Harm = Literal["killed", "injured"]
HARMS: tuple[Harm, ...] = ("killed", "injured")
#: What is said without a number: "deaths", "some people".
VAGUE: tuple[Toll, ...] = ((1, None), (2, None))


class PartEntry(WordEntry, frozen=True):
    """A pattern that stands in phrases under its name in braces."""

    pattern: str


@cache
def phrases() -> tuple[tuple[re.Pattern[str], Harm], ...]:
    """Every phrase with the harm that it is about, in the order in which they are tried.

    The group ``n`` is the number, ``plural`` a word for people that counts by itself, ``group`` those counted.
    """
    return tuple((_compiled(phrase), harm) for harm in HARMS for phrase in entries("toll_phrases", harm, WordEntry))


@cache
def context(section: str) -> re.Pattern[str]:
    """One expression of a section of words around a number."""
    return re.compile("|".join(f"(?:{p})" for p in entries("toll_phrases", section, WordEntry)), re.IGNORECASE)


@cache
def unnumbered(section: str) -> tuple[re.Pattern[str], ...]:
    """The expressions of harm to nobody, or to an unsaid number."""
    return tuple(re.compile(p, re.IGNORECASE) for p in entries("toll_phrases", section, WordEntry))


@cache
def victims() -> str:
    """Words for people harmed, one or several, as an alternative of a regular expression."""
    return "|".join([*entries("tolls", "victims", WordEntry), *entries("tolls", "person", WordEntry)])


def _compiled(phrase: str) -> re.Pattern[str]:
    parts = {name: entry.pattern for name, entry in entries("toll_phrases", "parts", PartEntry).items()}
    parts["n"] = rf"(?P<n>{number_pattern()})"
    parts["plural"] = rf"(?P<plural>(?:{'|'.join(entries('tolls', 'victims', WordEntry))}))"
    parts["person"] = f"(?:{victims()})"
    while re.search(r"\{[a-z]+\}", phrase):
        phrase = re.sub(r"\{([a-z]+)\}", lambda m: parts[m[1]], phrase)
    return re.compile(phrase, re.IGNORECASE)
