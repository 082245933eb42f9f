"""The one regular expression of dates, built from the words of time."""

from __future__ import annotations

import re
from functools import lru_cache

from counterclaim.extract.quantities import NumberEntry
from counterclaim.lexicon.words import WordEntry, entries


class TimeEntry(WordEntry, frozen=True):
    """A word of time and its number."""

    number: int


@lru_cache(maxsize=8)
def values(section: str) -> dict[str, int]:
    """Words of a section of ``dates.toml`` and their numbers."""
    return {word: entry.number for word, entry in entries("dates", section, TimeEntry).items()}


NUMBERS = {word: entry.value for word, entry in entries("tolls", "numbers", NumberEntry).items() if entry.value}


@lru_cache(maxsize=1)
def pattern() -> re.Pattern[str]:
    """All expressions of time; the named groups say which kind was found.

    A part that stands in several alternatives has underscores at the end of its name; readers strip them.
    """

    def either(words: object) -> str:
        return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]

    months, weekdays = either(values("months")), either(values("weekdays"))
    names = [m.capitalize() for m in values("months")] + [m.upper() for m in values("months") if len(m) > 3]
    proper = f"(?-i:{'|'.join(names)})"
    seasons, days = either(values("seasons")), either(values("days"))
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    nth = r"(?:st|nd|rd|th)?"
    year = r"(?:19\d\d|20\d\d)"
    number = rf"(?:\d{{1,3}}|{either(NUMBERS)}|several|few|a\s+few|couple\s+of)"
    wd = rf"(?:(?:{weekdays}),?\s+)?"
    alternatives = [
        rf"(?P<iso>{year}-\d\d-\d\d)\b",
        rf"(?P<dmy>{day}[-./](?:0?[1-9]|1[0-2]|{day})[-./]{year})\b",
    ]
    full = [
        rf"{wd}(?P<fm>(?:{months}))\.?\s+(?P<fd>{day}){nth}(?:\s?(?:-|–|to|and)\s?(?P<fd2>{day}){nth})?,?\s+(?P<fy>{year})\b",
        rf"{wd}(?:the\s+)?(?P<fd_>{day}){nth}(?:\s?(?:-|–|to|and)\s?(?P<fd2_>{day}){nth})?\s+(?:of\s+)?(?P<fm_>(?:{months}))\.?,?\s+(?P<fy_>{year})\b",
    ]
    partial = [
        rf"(?P<ppart>early|mid|late)[-\s]+(?:in\s+)?(?P<pm>{proper})\.?(?:,?\s+(?P<py>{year}))?\b(?!\s+\d)",
        rf"{wd}(?P<pm_>{proper})\.?\s+(?P<pd>{day}){nth}(?:\s?(?:-|–|to|and)\s?(?P<pd2>{day}){nth})?\b(?!\s?(?:people|civilians|killed|dead|soldiers|[:%]))",
        rf"{wd}(?:the\s+)?(?P<pd_>{day}){nth}(?:\s?(?:-|–|to|and)\s?(?P<pd2_>{day}){nth})?\s+(?:of\s+)?(?P<pm__>{proper})\b",
        rf"(?P<pm___>{proper})\.?,?\s+(?P<py_>{year})\b",
        rf"(?:(?P<plast>last|next|this)\s+|(?P<lead>(?:in|since|until|by|of|from|during|to)\s+))(?P<pm____>{proper})\b(?!\s+\d)",
        r"(?P<pm_____>(?:January|February|April|June|July|August|September|October|November|December))\b",
    ]
    rest = [
        rf"(?:(?P<wdlead>last|next|this|past)\s+)?(?P<wd>{weekdays})s?\b(?:\s+(?P<wdpart>morning|afternoon|evening|night))?",
        rf"(?P<cn>{number})\s+(?P<cu>hours?|days?|weeks?|months?|years?)\s+(?P<cw>ago|earlier|later|before|after(?!\s+year)|on\b|back\b)",
        rf"\b(?P<nd>{days})\b",
        r"\bthe\s+(?P<rd>previous|preceding|next|following)\s+(?P<rdu>day|night|morning|evening)\b",
        rf"(?:(?P<up>early|earlier|mid|late|later)\s+)?(?P<ul>last|past|previous|this|current|next|coming)\s+(?P<uu>weekend|week|month|year|{seasons})\b(?!-)",
        r"\bthe\s+(?P<decade>(?:19|20)\d0)s\b",
        rf"(?:(?P<ypart>early|mid|late)[-\s]+(?:in\s+)?|(?P<yseason>{seasons})\s+(?:of\s+)?)?(?<![\d,.$€£])\b(?P<y>{year})\b(?!\s?(?:people|civilians|fighters|troops|soldiers|militants|square|km|kilomet|met(?:er|re)s|dead|wounded|killed|others|children|families|rounds|residents|men|women|[%$]))(?![,.]\d)",
        rf"\b(?P<dun>{number})[-\s]+(?P<duu>minutes?|hours?|days?|weeks?|months?|years?)\b(?!\s+old|-old)",
    ]
    joined = "|".join([*alternatives, *full, *partial, *rest])
    return re.compile(rf"(?<!\w)(?:{joined})", re.IGNORECASE)
