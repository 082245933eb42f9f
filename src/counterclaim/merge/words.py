"""Words of a report as the merge compares them, and how rare each is in the news."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from functools import lru_cache
from importlib import resources

from counterclaim.errors import LexiconError

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_ENDS_SENTENCE = re.compile(r"[.!?:][\"'”’)]*\s*$")
#: A line shorter than this that does not end a sentence is a menu, a label or a tag line.
_SHORTEST_LINE = 9


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word without case, accents, or a possessive ending, so that "Makiivka's" and "MAKIIVKA" are one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    return plain.replace("’", "'").removesuffix("'s").replace("'", "")


def words_in(text: str) -> list[str]:
    """The folded words of a text in order; a number or a hyphened word ("15-year-old") is one word."""
    return [fold(word) for word in _WORD.findall(text)]


def names_in(text: str) -> frozenset[str]:
    """Pairs of folded words that stand side by side with capitals, rare ones: "zemari ahmadi", "burning tree"."""
    out: set[str] = set()
    before: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        if not match.group()[0].isupper():
            before = None
            continue
        if before is not None and text[before.end() : match.start()] == " ":
            pair = (fold(before.group()), fold(match.group()))
            if min(rarity(pair[0]), rarity(pair[1])) > _COMMON_RARITY:
                out.add(" ".join(pair))
        before = match
    return frozenset(out)


#: Words rarer than this (in nats) can be part of a telling name; "police", "county" and "president" are commoner.
_COMMON_RARITY = 4.0


def prose(text: str) -> str:
    """The lines of a text that read as sentences: menus, labels and tag lines left out."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if len(line.split()) >= _SHORTEST_LINE or _ENDS_SENTENCE.search(line))


#: A site's name behind the headline: " - Lake Herald", " | News 8 | Weather".
_SITE_NAME = re.compile(r"\s+[-–—|:]\s+(?=[A-Z0-9])")
#: A headline has at least this many words.
_SHORTEST_HEADLINE = 4


def headline_of(title: str) -> str:
    """A page's title without the site's name that stands behind it."""
    parts = _SITE_NAME.split(title.strip())
    while len(parts) > 1 and len(" ".join(parts[:-1]).split()) >= _SHORTEST_HEADLINE:
        parts.pop()
    return " ".join(parts)


def site_of(url: str | None) -> str | None:
    """The host of an address, that of the archived page where the address is an archive's; ``None`` without one."""
    hosts = re.findall(r"https?://(?:www\.)?([^/:\s]+)", url or "")
    return hosts[-1].lower() if hosts else None


@lru_cache(maxsize=1)
def _counts() -> tuple[dict[str, int], int]:
    path = resources.files("counterclaim.merge") / "word_counts.csv"
    with path.open(encoding="utf-8") as rows:
        counts = {row["word"]: int(row["reports"]) for row in csv.DictReader(rows)}
    total = counts.pop("*", 0)
    if not total:
        raise LexiconError("word_counts.csv has no row '*' with the number of reports counted", subject="word_counts")
    return counts, total


@lru_cache(maxsize=65536)
def rarity(word: str) -> float:
    """How rare a folded word is in the news, in nats: 0 for one of every report, over 6 for a name never counted.

    The table counts the reports that hold each word, in open news texts; it is fixed, not counted from the ledger, so
    that two reports compare the same whatever else has been read.
    """
    counts, total = _counts()
    return math.log((total + 1) / (counts.get(word, 0) + 0.5))
