"""Finds expressions of time: the phrases of ``date_phrases.toml`` made into regular expressions."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from counterclaim.extract.quantities import NumberEntry
from counterclaim.lexicon.words import WordEntry, entries


class CountEntry(WordEntry, frozen=True):
    """A word of time and its number; ``part`` is the part of the day that it also says."""

    number: int
    part: str | None = None


class SignEntry(WordEntry, frozen=True):
    """A word of time and its sign in TIMEX3."""

    sign: str


class PhraseEntry(WordEntry, frozen=True):
    """An expression of time: how it is read, and the TIMEX3 value of its example."""

    kind: str
    value: str


class Find(NamedTuple):
    """An expression as found: its range, how it is to be read, and the words of its groups in lower case."""

    start: int
    end: int
    kind: str
    groups: dict[str, str]


@cache
def counts(section: str) -> dict[str, int]:
    """Words of a section of ``dates.toml`` and their numbers."""
    return {word.lower(): entry.number for word, entry in entries("dates", section, CountEntry).items()}


@cache
def signs(section: str) -> dict[str, str]:
    """Words of a section of ``dates.toml`` and their signs."""
    return {word.lower(): entry.sign for word, entry in entries("dates", section, SignEntry).items()}


@cache
def number_words() -> dict[str, int]:
    """Number words and what they count; 0 for an unsaid number ("several")."""
    plain = {word: entry.value for word, entry in entries("tolls", "numbers", NumberEntry).items() if entry.value}
    return plain | counts("numbers")


def number_of(words: str) -> int:
    """The number that a word or figure stands for; 0 where it is unsaid."""
    plain = re.sub(r"\s+", " ", words)
    if plain.isdigit():
        return int(plain)
    return number_words().get(plain, sum(number_words().get(part, 0) for part in re.split(r"[- ]", plain)))


def finds_in(text: str) -> list[Find]:
    """The expressions of time of a text in its order, none overlapping another.

    Of two that overlap the one that begins first is kept, then the longer, then the earlier phrase of the file.
    """
    found: list[tuple[int, int, int, re.Match[str], str]] = []
    lower = text.lower()
    lacking = {name for name, trigger in _triggers().items() if not trigger.search(text)}
    for order, (pattern, kind, needs, words) in enumerate(_phrases()):
        if needs.isdisjoint(lacking) and all(any(word in lower for word in some) for some in words):
            found += [(m.start(), -m.end(), order, m, kind) for m in pattern.finditer(text) if m.end() > m.start()]
    out: list[Find] = []
    for start, end, _, match, kind in sorted(found, key=lambda f: f[:3]):
        if not out or start >= out[-1].end:
            groups = {name: re.sub(r"\s+", " ", words.lower()) for name, words in match.groupdict().items() if words}
            out.append(Find(start, -end, kind, groups))
    return out


class _Phrase(NamedTuple):
    """An expression of time; ``needs`` are triggers, and of each of ``words`` one stands in every text that it is found in."""

    pattern: re.Pattern[str]
    kind: str
    needs: frozenset[str]
    words: tuple[tuple[str, ...], ...]


@cache
def _phrases() -> tuple[_Phrase, ...]:
    out = []
    for phrase, entry in entries("date_phrases", "phrases", PhraseEntry).items():
        pattern = re.compile(rf"(?<![\w]){_filled(phrase)}", re.IGNORECASE)
        needs = frozenset(n for n in _triggers() if _NEEDS[n].search(phrase))
        out.append(_Phrase(pattern, entry.kind, needs, _words_needed(phrase)))
    return tuple(out)


#: A phrase with one of these parts can only stand where the text holds such a word.
_NEEDS = {
    "month": re.compile(r"\{(?:long_)?month\}"),
    "digit": re.compile(r"\{day\}|\{year\}(?![^()]*\)(?:\\b)?\)\?)|P<\w+>\(?\[?[\\(2][d?]|P<h>"),
}


@cache
def _triggers() -> dict[str, re.Pattern[str]]:
    return {"month": re.compile(_parts()["month"]), "digit": re.compile(r"\d")}


def _words_needed(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Of each tuple one stands, in small letters, in every text that holds a phrase; the hardest to meet comes first.

    They are the words and the groups of words that stand in no brackets and may not be left out. Looking for a word costs
    a hundredth of trying a phrase, and nine of ten phrases lack theirs.
    """
    plain = re.sub(r"\\.", "  ", phrase)
    found: list[tuple[int, tuple[str, ...]]]
    found = [(m.start(), (m[0],)) for m in re.finditer(r"(?<![{<\w])[a-z]{4,}(?![?*{}>])", plain)]
    for group in re.finditer(r"\(\?P<\w+>([^()]*)\)(?![?*{])", phrase):
        found.append((group.start(), tuple(sorted(_longest_words(group[1])))))
    outside = [w for at, w in found if plain.count("(", 0, at) == plain.count(")", 0, at)]
    return tuple(sorted({words for words in outside if all(len(word) > 1 for word in words)}, key=len))


def _longest_words(alternatives: str) -> set[str]:
    """The longest word of each alternative in a group, words of the lexicon put in; an empty one where that cannot be told."""
    filled = re.sub(r"\(\?(?:-i)?:|\)s\?|\)(?![?*+{])", "", _filled(alternatives))
    plain = re.sub(r"\\s\+|\\\W|[’']", " ", filled.lower())
    if re.search(r"[^\w\s|-]", plain):
        return {""}
    return {max(re.split(r"[\s-]", part), key=len) for part in plain.split("|")}


def _filled(phrase: str) -> str:
    parts = _parts()
    return re.sub(r"\{([a-z_]+)\}", lambda m: parts[m[1]], phrase)


@cache
def _parts() -> dict[str, str]:
    months = counts("months")
    named = [m.capitalize() for m in months] + [m.upper() for m in months if len(m) > 3]
    longer = [m.capitalize() for m in months if len(m) > 4 and m != "march"]
    units = [re.escape(unit) for unit in signs("units") if unit != "century"]
    plain = _either(number_words())
    tens = "|".join(w for w, n in number_words().items() if n in range(20, 100, 10))
    return {
        "month": f"(?-i:{'|'.join(sorted(named, key=len, reverse=True))})",
        "long_month": f"(?-i:{'|'.join(longer)})",
        "weekday": _either(counts("weekdays")),
        "season": _either(counts("seasons")),
        "named_day": _either(counts("named_days")),
        "part": _either(p for p in signs("parts") if p not in ("early", "small")),
        "hour": _either(signs("hours")),
        "step": _either(counts("steps")),
        "phase": _either(signs("phases")),
        "about": _either(entries("dates", "about", WordEntry)),
        "ordinal": _either(counts("ordinals")),
        "reference": _either(signs("references")),
        "often": _either(signs("often")),
        "holiday": _either(counts("holidays")),
        "lunar": _either(counts("lunar")),
        "fixed": "|".join(entries("dates", "fixed", SignEntry)),
        "number": rf"(?:\d{{1,3}}|(?:{tens})[- ](?:{plain})|{plain})",
        "unit": rf"(?:(?:{'|'.join(units)})s?|century|centuries)",
        "day": r"(?:0?[1-9]|[12]\d|3[01])",
        "nth": r"(?:st|nd|rd|th)?\b",
        "year": r"(?:1[6-9]\d\d|20\d\d)",
    }


def _either(words: object) -> str:
    longest = sorted(words, key=len, reverse=True)  # type: ignore[call-overload]
    return f"(?:{'|'.join(re.escape(w).replace(chr(92) + ' ', chr(92) + 's+') for w in longest)})"
