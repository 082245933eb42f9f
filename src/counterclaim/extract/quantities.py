"""Numbers of people as they are said, and the ranges that they stand for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from counterclaim.lexicon.codebook import Codebook
    from counterclaim.model import Toll


class NumberEntry(WordEntry, frozen=True):
    """A number in words."""

    value: int


class BoundEntry(WordEntry, frozen=True):
    """What a word before a number makes of it."""

    kind: Literal["least", "over", "most", "under", "nearly", "about", "exact"]


#: "Twenty-one" and figures; single number words come from the lexicon.
_COMPOUND = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](?:one|two|three|four|five|six|seven|eight|nine)"
    r"|(?<!\d:)(?:\d{1,3}(?:[,.]\d{3})+|\d{1,6})"
)


def _either(section: str, kind: type[WordEntry] = WordEntry) -> str:
    words = sorted(entries("tolls", section, kind), key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)


@lru_cache(maxsize=1)
def number_pattern() -> str:
    """A regular expression of a number of people, without groups, to be set into larger patterns."""
    one = rf"(?:{_COMPOUND}|{_either('numbers', NumberEntry)})"
    bound = rf"(?:(?:{_either('bounds', BoundEntry)})\s+)*"
    more = rf"(?:\s+(?:{_either('bounds_after', BoundEntry)})\b)?"
    also = rf"(?:-|–|to|or|(?:but|(?:and|or)\s+(?:possibly|perhaps|maybe))\s+(?:possibly\s+|perhaps\s+|maybe\s+)?(?:{_either('bounds', BoundEntry)}))"
    span = rf"(?:(?:between|from)\s+{one}\s*(?:and|{also})|{one}\s*{also})\s*{one}"
    vague = "(?:" + _either("vague").replace(r"\s+of", r"(?:\s+of)?") + ")"
    return rf"(?:{bound}(?:{span}|{vague}(?:\s+of)?|{one}{more}))"


@lru_cache(maxsize=1)
def _parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    one = re.compile(rf"{_COMPOUND}|\b(?:{_either('numbers', NumberEntry)})\b", re.IGNORECASE)
    bound = re.compile(rf"\b(?:{_either('bounds', BoundEntry)})\b", re.IGNORECASE)
    return one, bound


def _value(word: str) -> int:
    plain = re.sub(r"\s+", " ", word.lower())
    if plain[0].isdigit():
        return int(re.sub(r"[,.]", "", plain))
    known: dict[str, int] = {word: entry.value for word, entry in entries("tolls", "numbers", NumberEntry).items()}
    if plain in known:
        return known[plain]
    parts: list[int] = [known[part] for part in re.split(r"[- ]", plain)]
    return sum(parts)


def ranges_in(words: str, codebook: Codebook) -> tuple[Toll, ...]:
    """The range of every number phrase of a text, in its order, whatever it counts."""
    found = (
        quantity(m[0], codebook) for m in re.finditer(rf"(?<![\w.,]){number_pattern()}(?!\w)", words, re.IGNORECASE)
    )
    return tuple(toll for toll in found if toll is not None)


def is_vague(words: str | None) -> bool:
    """True where the number is a word that a codebook makes one: "dozens", "a large number of"."""
    plain = " ".join((words or "").lower().removesuffix(" of").split())
    return any(plain.endswith(word.removesuffix(" of")) for word in entries("tolls", "vague", WordEntry))


def quantity(words: str, codebook: Codebook) -> Toll | None:
    """The range that a number phrase stands for: "at least 12" is (12, None), "nearly 50" (45, 49).

    The bounds are those of the reading guide: "nearly" takes off a tenth, "over" adds one. A vague word is the
    codebook's matter.
    """
    text = re.sub(r"\s+", " ", words.strip().lower())
    one, bound = _parts()
    kinds = entries("tolls", "bounds", BoundEntry)
    vague = entries("tolls", "vague", WordEntry)
    stripped = re.sub(r"\s+of$", "", text)
    for word in sorted(vague, key=len, reverse=True):
        if stripped.endswith(word.removesuffix(" of")) and not any(c.isdigit() for c in text):
            found = codebook.range_of(word)
            return (found[0], None) if found and "least" in stripped else found
    bounds = [e.kind for words, e in entries("tolls", "bounds_after", BoundEntry).items() if text.endswith(words)]
    bounds += [kinds[b.lower()].kind for b in bound.findall(text) if b.lower() in kinds]
    rest = bound.sub(" ", text)
    values = [_value(w) for w in one.findall(rest)]
    if not values:
        return None
    if len(values) > 1 and values[1] > values[0]:
        return values[0], values[1]
    return _bounded(values[0], bounds[0] if bounds else "exact")


def _bounded(value: int, kind: str) -> Toll:
    ranges: dict[str, Toll] = {
        "least": (value, None),
        "over": (value + 1, None),
        "most": (None, value),
        "under": (None, value - 1),
        "nearly": (value - max(1, value // 10), value - 1),
    }
    return ranges.get(kind, (value, value))
