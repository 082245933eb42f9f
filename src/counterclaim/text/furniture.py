"""Tells the report from what else is on the page: menus, share labels, captions, credits, datelines, stamps."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from counterclaim.lexicon.words import WordEntry, entries

if TYPE_CHECKING:
    from counterclaim.text.blocks import BlockKind

#: A longer line is a paragraph, whatever it begins with.
_LONGEST = 60
_HEADLINE = 25

#: "BEIRUT, June 18 (Agency) - ", "Damascus, Post - ", "WASHINGTON — ", "28-08-2016 ", "Published April 2 2017 - ".
_DATELINE = re.compile(
    r"(?:[A-Z][\w'’/ -]{1,40}(?:,\s[A-Z][\w'’. -]{1,30}){0,2}(?:,\s\w+\.?\s\d{1,2}(?:,\s\d{4})?)?\s?(?:\([\w'’. /-]{2,40}\)\s?)?[-–—]{1,2}\s)"
    r"|(?:[A-Z][A-Z'’/ -]{2,40}(?:\s\([A-Z' ]{2,30}\))?(?:,\s[\w'’. ]{1,30})?\s?\([\w'’. /-]{2,40}\)\s?[-–—:]{0,2}\s)"
    r"|(?:[A-Z][A-Z'’/ -]{2,40}(?:\s\([A-Z' ]{2,30}\))?,\s(?:\d{1,2}\s[A-Z]{3,9}\.?(?:\s\d{2,4})?|NO DATE)\s[-–—]{1,2}\s)"
)
#: What a monitoring service puts between its dateline and the text, "[REPORT] [TEXT] ", and a second place after it, "MERSIN -- ".
_AFTER_DATELINE = re.compile(r"(?:\[[^\][]{2,160}\]\s+)+(?:[A-Z][A-Z' -]{2,30}\s--\s)?")


class FurnitureEntry(WordEntry, frozen=True):
    """A pattern of whole lines and what they are."""

    kind: Literal["furniture", "caption", "credit", "dateline", "correction"]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = entries("furniture", "lines", FurnitureEntry)
    return tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), entry.kind) for pattern, entry in found.items())


@lru_cache(maxsize=1)
def _stamp() -> re.Pattern[str]:
    return re.compile("|".join(entries("furniture", "stamps", WordEntry)), re.IGNORECASE)


@lru_cache(maxsize=1)
def _telling() -> re.Pattern[str]:
    """Verbs that make a sentence of what looks like a dateline: "Damascus, SANA said - "."""
    return re.compile(rf"\b(?:{'|'.join(entries('furniture', 'telling', WordEntry))})\b")


def kind_of_line(line: str, *, title: str, first: bool, repeated: bool) -> BlockKind:
    """What a cleaned line is.

    Args:
        line: the line.
        title: the document's title, if it was given apart: a line that repeats it is a headline.
        first: true for the first line of the text; without a title, a short one that ends no sentence is the headline.
        repeated: true where the same line stood before: a caption printed twice.
    """
    words = line.count(" ") + 1
    if title and _same(line, title):
        return "furniture"
    if words <= _LONGEST:
        for pattern, kind in _patterns():
            if pattern.fullmatch(line):
                return kind  # type: ignore[return-value]
    if repeated:
        return "caption"
    if first and not title and words <= _HEADLINE and line[-1] not in ".!?\"”'’:;,":
        return "headline"
    if words <= 3 and line[-1] not in ".!?\"”'’:":
        return "furniture"
    return "body"


def split_dateline(line: str, *, title: str) -> int:
    """How many characters of a paragraph are its dateline, stamp, or a repeated title; 0 for none."""
    cut = 0
    stamp = _stamp().match(line)
    if stamp and stamp.end() < len(line):
        cut = stamp.end()
    if title and _same(line[cut : cut + len(title)], title):
        cut += len(title)
        rest = re.match(r"[\s.|:–—-]+", line[cut:])
        cut += rest.end() if rest else 0
    dateline = _DATELINE.match(line[cut:])
    if dateline and not _telling().search(dateline.group()):
        cut += dateline.end()
        notes = _AFTER_DATELINE.match(line[cut:])
        cut += notes.end() if notes else 0
    return cut if cut < len(line) else 0


def _same(a: str, b: str) -> bool:
    return re.sub(r"\W+", " ", a).strip().casefold() == re.sub(r"\W+", " ", b).strip().casefold() != ""
