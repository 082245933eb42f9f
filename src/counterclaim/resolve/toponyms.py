"""Finds what may be a place's name in a passage: runs of proper nouns that the gazetteer or the words around them know.

The parser's entity labels are weak evidence here: of transliterated names the small model calls most a person
("Albu Kamal" seven times of seven), so the gazetteer and the words beside a name come first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from spacy.attrs import ENT_IOB, ENT_TYPE, IDX

from counterclaim.lexicon.actors import listed
from counterclaim.lexicon.gazetteer import fold
from counterclaim.lexicon.gazetteer.tables import abbreviations, name_words, postal_codes
from counterclaim.resolve.place_words import directions, fits, locatives, near_after, one_of, parts, types, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.lexicon.gazetteer import Entry, Gazetteer
    from counterclaim.text.page import Passage

Role = Literal["place", "people", "body"]

#: A word; a hyphen belongs to it only after an article ("al-Hari"), elsewhere it joins two words ("Palestinian-Israeli").
_WORD: Final = re.compile(
    r"[A-Z]\.(?:\s?[A-Z][a-z]*\.)+|(?:(?:[AaEeUuIi](?:l|n|d|r|s|t|z|sh|dh|th)|[Ss]h|[Kk]h)-(?=[^\W\d_]))?"
    r"[^\W_]+(?:['’‘ʼʿ`][^\W\d_]+)*"
)
_POSSESSIVES: Final = ("'s", "’s", "'S", "’S")
_PARTICLES: Final = frozenset(
    ["of", "de", "la", "le", "el", "al", "del", "da", "do", "dos", "du", "des", "den", "ez", "az", "ar", "as", "at", "ad", "an",
     "ash", "es", "er", "ed", "upon", "the", "y", "um", "bin", "ibn", "and", "on"]
)  # fmt: skip
_ARTICLE: Final = re.compile(
    r"^(?:al|el|ul|an|ad|ar|as|at|az|ash|adh|ath|ed|er|es|et|ez|esh|e|i)-(?=[^\W\d_])", re.IGNORECASE
)
_JOINS_WITH_POINT: Final = frozenset(["st", "ste", "ft", "mt", "pt", "w", "n", "e", "s"])
_CALENDAR: Final = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "april", "june", "july", "september", "october", "november", "december"]
)  # fmt: skip
_PLACE_LABELS: Final = ("GPE", "LOC", "FAC")
_AFTER_DATELINE: Final = re.compile(r"\s*(?:\(|--|—|–|-\s|,)")
#: People of a town whose name in a body's name is believed without another mention.
_LARGE: Final = 100_000
#: spaCy's code of a token within an entity, not its first.
_INSIDE_ENTITY: Final = 1
_STRONG: Final = ("strong", "sure")
_LONGEST: Final = 6
_LONGEST_UNKNOWN: Final = 4


class Word(NamedTuple):
    """A word of a passage without a possessive ending; ``capital`` where it can begin or end a name."""

    start: int
    end: int
    text: str
    capital: bool
    lower: str


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name that may stand for a place, before it is decided which. Offsets are into the passage's text.

    ``name`` takes in a word for the kind where that is part of it, ``bare`` is the name alone. ``entries`` are the
    places of that name, ``kinds`` what the kind's word allows (empty: anything). ``role`` tells a spot from a people
    and from a body; ``sure`` is false where only the gazetteer speaks for it.
    """

    passage: int
    start: int
    end: int
    name: str
    bare: str
    role: Role
    entries: tuple[Entry, ...]
    kinds: frozenset[str] = frozenset()
    sure: bool = True
    located: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A word for a kind of place beside a name, and how far the name then reaches."""

    phrase: str
    end: int
    strong: bool


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
        article = _ARTICLE.match(word) if "-" in word else None
        capital = word[0].isupper() or bool(article and word[article.end()].isupper())
        out.append(Word(start, end, word, capital, word.lower()))
    return out


@cache
def _apposition() -> re.Pattern[str]:
    return re.compile(
        rf",\s+(?:an?|the)\s+(?:[\w'’-]+\s+){{0,4}}?(?P<kind>{one_of(k for k, v in types().items() if v.before)})\b(?!\s+of)"
    )


class Finder:
    """Finds the toponyms of one passage."""

    def __init__(self, passage: Passage, gazetteer: Gazetteer) -> None:
        """Split the passage into words and keep what the parser says of them at hand."""
        self.passage, self.doc, self.gazetteer = passage.index, passage.doc, gazetteer
        self.text = passage.block.text
        self.words = words_of(self.text)
        # One array takes a tenth of the time of asking each token.
        self._starts, iob, kinds = passage.doc.to_array([IDX, ENT_IOB, ENT_TYPE]).T.tolist()
        persons = self.doc.vocab.strings["PERSON"]
        self._in_person = [i == _INSIDE_ENTITY and k == persons for i, k in zip(iob, kinds, strict=True)]
        letters = sum(map(str.isalpha, self.text))
        self._shouted = sum(map(str.isupper, self.text)) > 0.7 * letters if letters else False

    def find(self) -> Iterator[Toponym]:
        """The toponyms in order, none inside another."""
        at = 0
        while at < len(self.words):
            if not self.words[at].capital or self.words[at].lower in ("the", "a", "an"):
                at += 1
                continue
            known = self._longest_known(at)
            last = known[0] if known else self._run_end(at)
            found = self._known(at, last, known[1]) if known else self._unknown(at, last)
            if found is None and known and self._run_end(at) > last:  # "Tal" is known, "Tal al-Sultan" is meant
                last = self._run_end(at)
                found = self._unknown(at, last)
                last = last if found else known[0]
            if found is None:
                at = last + 1 if known else at + 1
                continue
            yield found
            at = last + 1
            while at < len(self.words) and self.words[at].start < found.end:
                at += 1

    def surnames(self) -> set[str]:
        """Last words of the names of persons of two words and more, by the parser."""
        if not any(self._in_person):
            return set()
        ends = [at for at, (here, after) in enumerate(pairwise([*self._in_person, False])) if here and not after]
        return {name for at in ends if (name := self.doc[at].text)[:1].isupper()}

    def _joined(self, left: int, right: int) -> bool:
        """True where two neighbouring words can belong to one name: a blank or hyphen between, or the point of "St."."""
        if left < 0 or right >= len(self.words):
            return False
        between = self.text[self.words[left].end : self.words[right].start]
        return between in (" ", "-") or (between == ". " and self.words[left].lower in _JOINS_WITH_POINT)

    def _longest_known(self, first: int) -> tuple[int, tuple[Entry, ...]] | None:
        """The longest name from this word on that the gazetteer or the demonyms have."""
        last, ends = first, []
        while True:
            if self.words[last].capital or (last > first and self.words[last].lower in types()):  # "Gaza strip"
                ends.append(last)
            if last - first + 1 >= _LONGEST or not self._joined(last, last + 1):
                break
            after = self.words[last + 1]
            if not (after.capital or after.lower in _PARTICLES or after.lower in types()):
                break
            last += 1
        for last in reversed(ends):
            name = self.text[self.words[first].start : self.words[last].end]
            if last == first and self._is_no_name(first):
                continue
            entries = self.gazetteer.named(fold(name))
            if entries or name in self.gazetteer.demonyms:
                return last, entries
        return None

    def _is_no_name(self, at: int) -> bool:
        """Acronyms other than of countries, short words, and common words at the start of a sentence."""
        word = self.words[at]
        if word.lower in _CALENDAR or len(word.text) < 2 or word.lower in name_words().articles:
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
        if plain.isupper() and len(plain) < 6 and not self._shouted:
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

    def _run_end(self, first: int) -> int:
        last = first
        while last - first + 1 < _LONGEST_UNKNOWN and self._joined(last, last + 1):
            after = self.words[last + 1]
            if after.capital and after.lower not in types() and after.lower not in _CALENDAR:
                last += 1
            elif (
                after.lower in ("al", "el", "ez", "az", "ash", "as", "ar", "at", "ad", "an")
                and self._joined(last + 1, last + 2)
                and self.words[last + 2].capital
            ):
                last += 2
            else:
                break
        return last

    def _label(self, first: int, last: int) -> tuple[str, bool, bool]:
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

    def _before(self, first: int) -> Word | None:
        return (
            self.words[first - 1]
            if first and self.text[self.words[first - 1].end : self.words[first].start] in (" ", ". ", "-")
            else None
        )

    def _after(self, last: int) -> Word | None:
        joined = last + 1 < len(self.words) and self.text[self.words[last].end : self.words[last + 1].start] in (
            " ",
            "-",
            "'s ",
            "’s ",
        )
        return self.words[last + 1] if joined else None

    def _located(self, first: int) -> Literal["", "weak", "strong", "sure"]:
        """Whether a preposition of place, or a verb of going and taking, stands before the name."""
        before, steps = self._before(first), 1
        while before is not None and steps < 4 and (before.lower == "the" or before.lower in parts()):
            before = self._before(first - steps)
            steps += 1
        if before is None or before.lower not in locatives():
            return ""
        if before.lower in ("of", "from"):  # "north of Gao", "countryside of Homs"
            further = self._before(first - steps)
            if further is not None and (further.lower in directions() or further.lower in near_after()):
                return "sure"
        return locatives()[before.lower].strength

    def _typed(self, first: int, last: int) -> Typed | None:
        """What the words beside a name say that it is: "X refugee camp", "the village of X"."""
        after = self.words[last + 1 : last + 4]
        for length in (3, 2, 1):
            if len(after) >= length and all(self._joined(last + n, last + n + 1) for n in range(length)):
                phrase = " ".join(w.lower for w in after[:length])
                kind = types().get(phrase)
                if kind is not None:
                    return Typed(phrase, after[length - 1].end if kind.keep else self.words[last].end, kind.strong)
        apposition = _apposition().match(self.text, self.words[last].end)
        if apposition is not None:
            return Typed(apposition["kind"].lower(), self.words[last].end, types()[apposition["kind"].lower()].strong)
        before, step = self._before(first), 1
        while before is not None and step < 3 and before.lower in ("the", "of"):
            before = self._before(first - step)
            step += 1
        if before is not None and before.lower in types() and types()[before.lower].before:
            named = (
                first - step - 1 >= 0
                and self._joined(first - step - 1, first - step)
                and self.words[first - step - 1].capital
            )
            if not named:  # "the Mopti region of Mali" does not call Mali a region
                return Typed(before.lower, self.words[last].end, types()[before.lower].strong)
        return None

    def _known(self, first: int, last: int, entries: tuple[Entry, ...]) -> Toponym | None:
        """A name of the gazetteer as a toponym, or ``None`` where it is somebody's or something else's."""
        start, end = self.words[first].start, self.words[last].end
        name = self.text[start:end]
        label, exact, proper = self._label(first, last)
        if name in self.gazetteer.demonyms:
            country = self.gazetteer.division(self.gazetteer.demonyms[name])
            return Toponym(self.passage, start, end, name, name, "people", (country,) if country else ())
        typed, located = self._typed(first, last), self._located(first)
        labelled = label in _PLACE_LABELS
        role = self._role(first, last, labelled and exact, located, typed)
        if role is None or (last == first and not (proper or labelled or typed or located in _STRONG)):
            return None
        dateline = name.isupper() and len(name) > 3 and _AFTER_DATELINE.match(self.text, end) is not None
        sure = (
            labelled
            or located in _STRONG
            or dateline
            or (typed is not None and typed.strong)
            or entries[0].kind == "country"
        )
        sure = sure or (role == "place" and last > first and label != "PERSON") or (bool(located) and label != "PERSON")
        if not sure and last > first:  # the parser takes "Khan Younis" for a person
            sure = bool(located) or max(e.population for e in entries) > _LARGE
        if role == "body":
            sure = (
                labelled
                or entries[0].kind in ("country", "region")
                or (label == "ORG" and entries[0].population > _LARGE)
            )
        kinds = fits(typed.phrase) if typed else frozenset()
        entries = tuple(e for e in entries if e.kind in kinds or (e.kind == "country" and e.rank < 2)) or entries
        reach = typed.end if typed else end
        return Toponym(
            self.passage, start, reach, self.text[start:reach], name, role, entries, kinds, sure, located in _STRONG
        )

    def _role(self, first: int, last: int, labelled: bool, located: str, typed: Typed | None) -> Role | None:
        """Whether a known name stands for the spot or for a body named after it; ``None`` for a person or a longer name."""
        before, after = self._before(first), self._after(last)
        if typed is None and after is not None and after.text.rstrip(".") in words("streets"):
            return None
        if typed is None and before is not None and before.capital and not self._opens(before) and not labelled:
            return None
        if typed is not None or after is None:
            return "place"
        if after.capital:
            plain = after.text.rstrip(".")
            if labelled or after.lower in _CALENDAR or after.text in self.gazetteer.demonyms or self._shouted:
                return "body" if plain in words("bodies") else "place"
            if plain in words("bodies") or plain in words("titles"):
                return "body"
            return "body" if self._label(first, last)[0] == "ORG" else None
        if self.text[self.words[last].end] == "-":  # "US-led", "London-based"
            return "people"
        return "body" if after.lower in words("spokes") and not located else "place"

    def _opens(self, before: Word) -> bool:
        """True where a capitalised word before a name does not belong to it: "In", "Northern", "Friday", "Israeli"."""
        plain = before.text.rstrip(".")
        if plain in words("titles"):
            return False
        return (
            plain in words("openers")
            or before.lower in _CALENDAR
            or before.text in self.gazetteer.demonyms
            or before.lower in locatives()
        )

    def _unknown(self, first: int, last: int) -> Toponym | None:
        """A name that the gazetteer has not, where the words beside it say that it is a place."""
        if self._is_no_name(first) and not (last > first and self.words[first].lower in name_words().articles):
            return None
        start = self.words[first].start
        name = self.text[start : self.words[last].end]
        label, exact, proper = self._label(first, last)
        typed, located = self._typed(first, last), self._located(first)
        before = self._before(first)
        if before is not None and before.capital and not self._opens(before):
            return None
        by_label = label in _PLACE_LABELS and exact
        if typed is None and name.lower() in listed():
            return None  # "in the hands of the Taliban"
        by_type = typed is not None and (typed.strong or located in _STRONG)
        by_word = located == "sure" or (located == "strong" and (by_label or _ARTICLE.match(name) is not None))
        if not (by_type or by_word) or not (proper or by_label or _ARTICLE.match(name)):
            return None
        reach = typed.end if typed else self.words[last].end
        kinds = fits(typed.phrase) if typed else frozenset()
        return Toponym(
            self.passage, start, reach, self.text[start:reach], name, "place", (), kinds, True, located in _STRONG
        )
