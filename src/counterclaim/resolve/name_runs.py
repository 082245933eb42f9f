"""The words of a passage and the runs of them that may be a name: capitals, particles, hyphens, the parser's labels."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from spacy.attrs import ENT_IOB, ENT_TYPE, IDX

from counterclaim.lexicon.gazetteer import fold
from counterclaim.lexicon.gazetteer.tables import abbreviations, name_words, postal_codes
from counterclaim.resolve.place_words import locatives, types, words

if TYPE_CHECKING:
    from counterclaim.lexicon.gazetteer import Entry, Gazetteer
    from counterclaim.text.page import Passage

#: A word; a hyphen belongs to it only after an article ("al-Hari"), elsewhere it joins two words ("Palestinian-Israeli").
_WORD: Final = re.compile(
    r"[A-Z]\.(?:\s?[A-Z][a-z]*\.)+|(?:(?:[AaEeUuIi](?:l|n|d|r|s|t|z|sh|dh|th)|[Ss]h|[Kk]h)-(?=[^\W\d_]))?"
    r"[^\W_]+(?:['’‘ʼʿ`][^\W\d_]+)*"
)
_POSSESSIVES: Final = ("'s", "’s", "'S", "’S")
_PARTICLES: Final = frozenset(
    ["of", "de", "la", "le", "el", "al", "del", "da", "do", "dos", "du", "des", "den", "ez", "az", "ar", "as", "at", "ad", "an",
     "ash", "es", "er", "ed", "upon", "the", "y", "um", "bin", "ibn", "and", "on", "i", "e", "ye", "ul", "o"]
)  # fmt: skip
ARTICLE: Final = re.compile(
    r"^(?:al|el|ul|an|ad|ar|as|at|az|ash|adh|ath|ed|er|es|et|ez|esh|e|i)-(?=[^\W\d_])", re.IGNORECASE
)
_JOINS_WITH_POINT: Final = frozenset(["st", "ste", "ft", "mt", "pt", "w", "n", "e", "s"])
CALENDAR: Final = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "april", "june", "july", "september", "october", "november", "december"]
)  # fmt: skip
#: spaCy's code of a token within an entity, not its first.
_INSIDE_ENTITY: Final = 1
_LONGEST: Final = 6
_LONGEST_UNKNOWN: Final = 4


class Word(NamedTuple):
    """A word of a passage without a possessive ending; ``capital`` where it can begin or end a name."""

    start: int
    end: int
    text: str
    capital: bool
    lower: str


def words_of(text: str) -> list[Word]:
    """The words of a passage in order."""
    out = []
    short = abbreviations()
    for match in _WORD.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if len(word) > 2 and word.endswith(_POSSESSIVES):
            word, end = word[:-2], end - 2
        if text[end : end + 1] == "." and word + "." in short:
            word, end = word + ".", end + 1
        article = ARTICLE.match(word) if "-" in word else None
        capital = word[0].isupper() or bool(article and word[article.end()].isupper())
        out.append(Word(start, end, word, capital, word.lower()))
    return out


class NameRuns:
    """The words of one passage, asked for what belongs to one name and what stands beside it."""

    def __init__(self, passage: Passage, gazetteer: Gazetteer) -> None:
        """Split the passage into words and keep what the parser says of them at hand."""
        self.doc, self.gazetteer = passage.doc, gazetteer
        self.text = passage.block.text
        self.words = words_of(self.text)
        # One array takes a tenth of the time of asking each token.
        self._starts, iob, kinds = passage.doc.to_array([IDX, ENT_IOB, ENT_TYPE]).T.tolist()
        persons = self.doc.vocab.strings["PERSON"]
        self._in_person = [i == _INSIDE_ENTITY and k == persons for i, k in zip(iob, kinds, strict=True)]
        letters = sum(map(str.isalpha, self.text))
        self.shouted = sum(map(str.isupper, self.text)) > 0.7 * letters if letters else False

    def surnames(self) -> set[str]:
        """Last words of the names of persons of two words and more, by the parser."""
        if not any(self._in_person):
            return set()
        ends = [at for at, (here, after) in enumerate(pairwise([*self._in_person, False])) if here and not after]
        return {name for at in ends if (name := self.doc[at].text)[:1].isupper()}

    def joined(self, left: int, right: int) -> bool:
        """True where two neighbouring words can belong to one name: a blank or hyphen between, or the point of "St."."""
        if left < 0 or right >= len(self.words):
            return False
        between = self.text[self.words[left].end : self.words[right].start]
        return between in (" ", "-") or (between == ". " and self.words[left].lower in _JOINS_WITH_POINT)

    def longest_known(self, first: int) -> tuple[int, tuple[Entry, ...]] | None:
        """The longest name from this word on that the gazetteer or the demonyms have."""
        last, ends = first, []
        while True:
            if self.words[last].capital or (last > first and self.words[last].lower in types()):  # "Gaza strip"
                ends.append(last)
            if last - first + 1 >= _LONGEST or not self.joined(last, last + 1):
                break
            after = self.words[last + 1]
            if not (after.capital or after.lower in _PARTICLES or after.lower in types()):
                break
            last += 1
        for last in reversed(ends):
            name = self.text[self.words[first].start : self.words[last].end]
            if self.is_no_name(first) if last == first else name.lower() in types():
                continue  # "the Syrian Air Base" is called after no place
            entries = self.gazetteer.named(fold(name))
            if entries or name in self.gazetteer.demonyms:
                return last, entries
        return None

    def run_end(self, first: int) -> int:
        """The last word of a run of capitals that the gazetteer need not know."""
        last = first
        while last - first + 1 < _LONGEST_UNKNOWN and self.joined(last, last + 1):
            after = self.words[last + 1]
            if after.capital and after.lower not in types() and after.lower not in CALENDAR:
                last += 1
            elif (
                after.lower in ("al", "el", "ez", "az", "ash", "as", "ar", "at", "ad", "an")
                and self.joined(last + 1, last + 2)
                and self.words[last + 2].capital
            ):
                last += 2
            else:
                break
        return last

    def before(self, first: int) -> Word | None:
        """The word before a name, where only a blank, a hyphen or the point of a short form stands between."""
        return (
            self.words[first - 1]
            if first and self.text[self.words[first - 1].end : self.words[first].start] in (" ", ". ", "-")
            else None
        )

    def after(self, last: int) -> Word | None:
        """The word after a name, where only a blank, a hyphen or a possessive ending stands between."""
        joined = last + 1 < len(self.words) and self.text[self.words[last].end : self.words[last + 1].start] in (
            " ",
            "-",
            "'s ",
            "’s ",
        )
        return self.words[last + 1] if joined else None

    def label(self, first: int, last: int) -> tuple[str, bool, bool]:
        """The parser's entity label at a name, whether it covers just the name, and whether its words are proper nouns."""
        start, end = self.words[first].start, self.words[last].end
        at = bisect_left(self._starts, start)
        if at >= len(self._starts) or self._starts[at] != start:
            at = max(0, at - 1)
        token = self.doc[at]
        until = bisect_left(self._starts, end)
        exact = token.ent_iob_ == "B" and (until >= len(self.doc) or self.doc[until].ent_iob_ != "I")
        proper = any(self.doc[i].pos_ == "PROPN" for i in range(at, until))
        return token.ent_type_, exact, proper

    def opens(self, before: Word) -> bool:
        """True where a capitalised word before a name does not belong to it: "In", "Northern", "Friday", "Israeli"."""
        plain = before.text.rstrip(".")
        if plain in words("titles"):
            return False
        return (
            plain in words("openers")
            or before.lower in CALENDAR
            or before.text in self.gazetteer.demonyms
            or before.lower in locatives()
        )

    def is_no_name(self, at: int) -> bool:
        """Acronyms other than of countries, short words, and common words at the start of a sentence."""
        word = self.words[at]
        if word.lower in CALENDAR or len(word.text) < 2 or word.lower in name_words().articles:
            return True
        if at + 1 < len(self.words) and f"{word.lower} {self.words[at + 1].lower}" in types():
            return True
        title = word.text.capitalize()
        if (
            title in words("not_places")
            or title in words("bodies")
            or title in words("openers")
            or word.lower in types()
        ):
            return True
        plain = word.text.replace(".", "").replace(" ", "")
        if plain.isupper() and len(plain) < 6 and not self.shouted:
            if word.text in abbreviations() or word.text in (
                "US",
                "U.S.",
                "UK",
                "U.K.",
                "UAE",
                "USA",
                "U.S.A.",
                "DRC",
                "DPRK",
            ):
                return False
            if word.text in postal_codes() and self.text[max(0, word.start - 2) : word.start] == ", ":
                return False
            return len(plain) < 5 or not self._all_caps_around(at)
        return False

    def _all_caps_around(self, at: int) -> bool:
        near = [w.text for w in self.words[max(0, at - 1) : at + 2] if len(w.text) > 3]
        return all(w.isupper() for w in near)
