"""What a number beside a word of harm counts: those harmed, or a year, an age, a distance, the other side."""

from __future__ import annotations

import re
from functools import cache

from counterclaim.extract.quantities import NumberEntry, number_pattern
from counterclaim.extract.toll_phrases import PartEntry, context, victims
from counterclaim.lexicon.words import WordEntry, entries


def harm_is_active(text: str, match: re.Match[str]) -> bool:
    """True where those counted did the killing: "fighting between the two killed a dozen", "troops shot dead three"."""
    if not _ACTIVE.search(match.group()) or re.search(r"\b(?:were|was|been|being)\b", match.group()):
        return False
    return bool(_object_pattern().match(text, match.end()))


@cache
def _object_pattern() -> re.Pattern[str]:
    """A number of people that is no second count of its own: "20 killed 30 injured"."""
    hurt = entries("toll_phrases", "parts", PartEntry)["injured"].pattern
    return re.compile(rf"\s+{number_pattern()}\b(?!\s+(?:\w+\s+)?{hurt})", re.IGNORECASE)


def counts_something_else(text: str, start: int, end: int, group: str | None, near: str, *, between: bool) -> bool:
    """A number that counts something else: a year, a day, an age, a distance; or one with another number after it."""
    after = text[end : end + _REACH].lower()
    if context("other_things").match(after) or _DAY_BEFORE.search(text[:start]):
        return True
    word = text[start:end].lower()
    if text[start - 1 : start] in _OF_A_NAME and start:
        return True
    group = context("ages").sub(" ", group) if group else group
    if group and between and (_ANOTHER.search(group) or _counts_again(group)):
        return True
    if word in ("a", "an") and not _one_person(near):
        return True
    return bool(
        re.fullmatch(r"(?:19|20)\d\d", word) and re.search(r"\b(?:in|since|of|by)\s+$", text[:start], re.IGNORECASE)
    )


def _counts_again(group: str) -> bool:
    """True where the words between a number and the harm count other people, but for "four of the nine men"."""
    return not group.lower().startswith("of ") and bool(_people_counted().search(group))


@cache
def _people_counted() -> re.Pattern[str]:
    words = [w for w in entries("tolls", "numbers", NumberEntry) if w not in ("a", "an", "no", "one")]
    return re.compile(rf"\b(?:{'|'.join(words)})\s*(?:$|\s(?:\w+\s+)?(?:{victims()})\b)", re.IGNORECASE)


def _one_person(group: str) -> bool:
    """True where a phrase after "a" ends in a word for a person."""
    known = entries("tolls", "person", WordEntry)
    return any(w.strip(',.;”"') in known for w in group.lower().split()[:5])


#: How far after a number the word may stand that says that it counts no people.
_REACH = 60
#: What joins figures to a name or an address: "Zead.awad.378", "@user_12".
_OF_A_NAME = (".", "@", "_", "/", "#")
_ACTIVE = re.compile(r"(?:killed|wounded|injured|shot dead|gunned down|executed|murdered|massacred)$", re.IGNORECASE)
_DAY_BEFORE = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+$", re.IGNORECASE)
_ANOTHER = re.compile(r"\d|\b(?:at least|more than|dozens|hundreds|scores|number|toll)\b", re.IGNORECASE)
