"""The phrases that say how many people were harmed, made from ``toll_phrases.toml`` into regular expressions."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

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


class Searched:
    """A sentence with the parts of phrases that it holds, each looked for once.

    Two thirds of the phrases need a word that a given sentence lacks, and a third open with a number or a word for
    people: trying each of these at each word was nine tenths of the time of all.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        lower = text.lower()
        self._lower = lower if len(lower) == len(text) else None
        self._starts: dict[str, tuple[int, ...]] = {}
        self._held: dict[str, bool] = {}

    def starts(self, part: str) -> tuple[int, ...]:
        """Where the part of that name can begin at a word, in text order."""
        if part not in self._starts:
            found = _part(part, opening=True, cased=self._lower is not None).finditer(self._lower or self.text)
            self._starts[part] = tuple(m.start() for m in found)
        return self._starts[part]

    def holds(self, part: str) -> bool:
        """True where the part of that name is somewhere in the sentence."""
        if part not in self._held:
            found = _part(part, opening=False, cased=self._lower is not None).search(self._lower or self.text)
            self._held[part] = found is not None
        return self._held[part]


class Phrase(NamedTuple):
    """A phrase of harm; ``needs`` are parts without which it is nowhere, ``opening`` the one that it begins with.

    In ``pattern`` the group ``n`` is the number, ``plural`` a word for people that counts by itself, ``group`` those
    counted.
    """

    pattern: re.Pattern[str]
    harm: Harm
    needs: tuple[str, ...]
    opening: str | None

    def search(self, sentence: Searched, position: int) -> re.Match[str] | None:
        """The first match from a position on: what ``pattern.search`` finds."""
        if not all(map(sentence.holds, self.needs)):
            return None
        if self.opening is None:
            return self.pattern.search(sentence.text, position)
        for start in sentence.starts(self.opening):
            if start >= position and (match := self.pattern.match(sentence.text, start)):
                return match
        return None


#: How a phrase begins that is tried only where this part can be.
_OPENINGS = {r"\b{n}": "n", r"\b{plural}": "plural"}


@cache
def phrases() -> tuple[Phrase, ...]:
    """Every phrase of harm in the order in which they are tried."""
    return tuple(
        Phrase(
            compiled(phrase),
            harm,
            _needed(phrase),
            next((part for start, part in _OPENINGS.items() if phrase.startswith(start)), None),
        )
        for harm in HARMS
        for phrase in entries("toll_phrases", harm, WordEntry)
    )


@cache
def pointed_to() -> re.Pattern[str]:
    """People right before "killed and injured", which then says who they are: "most of the people killed and injured"."""
    return re.compile(rf"\b(?:{victims()})\W+$", re.IGNORECASE)


def _needed(phrase: str) -> tuple[str, ...]:
    """The parts that stand in no brackets of a phrase, so that each match holds them; cheaper ones first."""
    found = (
        m[1]
        for m in re.finditer(r"\{([a-z]+)\}(?![?*{])", phrase)
        if phrase.count("(", 0, m.start()) == phrase.count(")", 0, m.start())
    )
    holding = (p for p in dict.fromkeys(found) if not re.fullmatch(_whole(_parts()[p]), ""))
    return tuple(sorted(holding, key=lambda p: len(_whole(_parts()[p]))))


@cache
def _part(name: str, *, opening: bool, cased: bool) -> re.Pattern[str]:
    """A part alone; in lower case, which the engine tests several times faster than either case."""
    pattern = _whole(_parts()[name])
    return re.compile(rf"\b(?={pattern})" if opening else pattern, re.NOFLAG if cased else re.IGNORECASE)


@cache
def context(section: str) -> re.Pattern[str]:
    """One expression of a section of words around a number."""
    return re.compile("|".join(f"(?:{p})" for p in entries("toll_phrases", section, WordEntry)), re.IGNORECASE)


def tells_of_harm(sentence: str) -> bool:
    """True where a sentence holds a word of harm, without which it counts nobody."""
    return _harm().search(sentence.lower()) is not None


@cache
def _harm() -> re.Pattern[str]:
    return re.compile("|".join(entries("toll_phrases", "harm", WordEntry)))


@cache
def unnumbered(section: str) -> tuple[re.Pattern[str], ...]:
    """The expressions of harm to nobody, or to an unsaid number."""
    return tuple(re.compile(p, re.IGNORECASE) for p in entries("toll_phrases", section, WordEntry))


@cache
def victims() -> str:
    """Words for people harmed, one or several, as an alternative of a regular expression."""
    return "|".join([*entries("tolls", "victims", WordEntry), *entries("tolls", "person", WordEntry)])


@cache
def _parts() -> dict[str, str]:
    parts = {name: entry.pattern for name, entry in entries("toll_phrases", "parts", PartEntry).items()}
    parts["n"] = rf"(?P<n>{number_pattern()})"
    parts["plural"] = rf"(?P<plural>(?:{'|'.join(entries('tolls', 'victims', WordEntry))}))"
    parts["person"] = f"(?:{victims()})"
    return parts


def compiled(phrase: str) -> re.Pattern[str]:
    """A phrase of the lexicon as an expression, its words in braces put in."""
    return re.compile(_whole(phrase), re.IGNORECASE)


def _whole(pattern: str) -> str:
    """A pattern with its parts in the place of their names."""
    while re.search(r"\{[a-z]+\}", pattern):
        pattern = re.sub(r"\{([a-z]+)\}", lambda m: _parts()[m[1]], pattern)
    return pattern
