"""Finds what may be a place's name in a passage: runs of proper nouns that the gazetteer or the words around them know.

The parser's entity labels are weak evidence here: of transliterated names the small model calls most a person
("Albu Kamal" seven times of seven), so the gazetteer and the words beside a name come first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from counterclaim.extract.triggers import lemma_of
from counterclaim.lexicon.actors import capitals, listed
from counterclaim.lexicon.gazetteer.tables import name_words
from counterclaim.lexicon.incidents import verbs
from counterclaim.resolve.name_runs import ARTICLE, CALENDAR, NameRuns
from counterclaim.resolve.place_words import directions, fits, locatives, near_after, one_of, parts, types, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.lexicon.gazetteer import Entry, Gazetteer
    from counterclaim.lexicon.gazetteer.entry import Kind
    from counterclaim.text.page import Passage

Role = Literal["place", "people", "body"]

_PLACE_LABELS: Final = ("GPE", "LOC", "FAC")
_AFTER_DATELINE: Final = re.compile(r"\s*(?:\(|--|—|–|-\s|,)")
#: People of a town whose name in a body's name is believed without another mention.
_LARGE: Final = 100_000
_STRONG: Final = ("strong", "sure")
#: What stands between the names of a list.
_LIST: Final = re.compile(r",?\s+(?:and|or)\s+(?:the\s+)?|,\s+(?:the\s+)?")


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

    @property
    def kinds(self) -> frozenset[Kind]:
        """What the gazetteer may have under the name; of "towns of Gao and Kidal" each may be more than a town."""
        return frozenset() if types()[self.phrase].lists else fits(self.phrase)


@cache
def _apposition() -> re.Pattern[str]:
    kind = one_of(k for k, v in types().items() if v.before)
    return re.compile(
        rf"(?:,[\"”]?\s+(?:an?|the)\s+(?:[\w'’-]+\s+){{0,4}}?|[\"”]?\s+an?\s+)(?P<kind>{kind})\b(?!\s+of)"
    )


class Finder:
    """Finds the toponyms of one passage."""

    def __init__(self, passage: Passage, gazetteer: Gazetteer) -> None:
        """Split the passage into words and keep what the parser says of them at hand."""
        self.passage, self.gazetteer = passage.index, gazetteer
        self.runs = NameRuns(passage, gazetteer)
        self.text, self.words = self.runs.text, self.runs.words
        self._list: tuple[Typed, int] | None = None

    def surnames(self) -> set[str]:
        """Last words of the names of persons, by the parser."""
        return self.runs.surnames()

    def find(self) -> Iterator[Toponym]:
        """The toponyms in order, none inside another."""
        at = 0
        while at < len(self.words):
            if not self.words[at].capital or self.words[at].lower in ("the", "a", "an"):
                at += 1
                continue
            known = self.runs.longest_known(at)
            last = known[0] if known else self.runs.run_end(at)
            found = self._known(at, last, known[1]) if known else self._unknown(at, last)
            if found is None and known and self.runs.run_end(at) > last:  # "Tal" is known, "Tal al-Sultan" is meant
                last = self.runs.run_end(at)
                found = self._unknown(at, last)
                last = last if found else known[0]
            elif found is not None and known and self._goes_on(at, last):
                last = self.runs.run_end(at)
                found = self._unknown(at, last) or found
            if found is None:
                at = last + 1 if known else at + 1
                continue
            yield found
            at = last + 1
            while at < len(self.words) and self.words[at].start < found.end:
                at += 1

    def _goes_on(self, first: int, last: int) -> bool:
        """True where a name that a word calls a town goes on in words that are no place: "the town of Tal Alzarazir"."""
        more = self.runs.run_end(first) > last and self.runs.longest_known(last + 1) is None
        return more and self._typed_before(first, last) is not None

    def _located(self, first: int) -> Literal["", "weak", "strong", "sure"]:
        """Whether a preposition of place, or a verb of going and taking, stands before the name."""
        before, steps = self.runs.before(first), 1
        while before is not None and steps < 4 and (before.lower == "the" or before.lower in parts()):
            before = self.runs.before(first - steps)
            steps += 1
        if before is None or before.lower not in locatives():
            return ""
        if before.lower in ("of", "from"):  # "north of Gao", "countryside of Homs"
            further = self.runs.before(first - steps)
            if further is not None and (further.lower in directions() or further.lower in near_after()):
                return "sure"
        return locatives()[before.lower].strength

    def _typed(self, first: int, last: int) -> Typed | None:
        """What the words beside a name say that it is: "X refugee camp", "the village of X"."""
        after = self.words[last + 1 : last + 4]
        for length in (3, 2, 1):
            if len(after) >= length and all(self.runs.joined(last + n, last + n + 1) for n in range(length)):
                phrase = " ".join(w.lower for w in after[:length])
                kind = types().get(phrase)
                if kind is not None:
                    end = after[length - 1].end if kind.keep else self.words[last].end
                    return Typed(phrase, end, kind.strong and not kind.lists)
        apposition = _apposition().match(self.text, self.words[last].end)
        if apposition is not None:
            return Typed(apposition["kind"].lower(), self.words[last].end, types()[apposition["kind"].lower()].strong)
        return self._typed_before(first, last)

    def _typed_before(self, first: int, last: int) -> Typed | None:
        """The same by the words before it, or by those before the list that it stands in."""
        before, step = self.runs.before(first), 1
        while before is not None and step < 3 and before.lower in ("the", "of"):
            before = self.runs.before(first - step)
            step += 1
        if before is not None and before.lower in types() and types()[before.lower].before:
            named = (
                first - step - 1 >= 0
                and self.runs.joined(first - step - 1, first - step)
                and self.words[first - step - 1].capital
            )
            if not named:  # "the Mopti region of Mali" does not call Mali a region
                return self._remembered(Typed(before.lower, self.words[last].end, types()[before.lower].strong))
        if self._list is not None and _LIST.fullmatch(self.text, self._list[1], self.words[first].start):
            return self._remembered(replace(self._list[0], end=self.words[last].end))
        return None

    def _remembered(self, typed: Typed) -> Typed:
        """The same, kept for what a list goes on with: "the villages of Ogossagou, Welingara and Sobane"."""
        self._list = (typed, typed.end) if types()[typed.phrase].lists else None
        return typed

    def _known(self, first: int, last: int, entries: tuple[Entry, ...]) -> Toponym | None:
        """A name of the gazetteer as a toponym, or ``None`` where it is somebody's or something else's."""
        start, end = self.words[first].start, self.words[last].end
        name = self.text[start:end]
        label, exact, proper = self.runs.label(first, last)
        if name in self.gazetteer.demonyms:
            country = self.gazetteer.division(self.gazetteer.demonyms[name])
            return Toponym(self.passage, start, end, name, name, "people", (country,) if country else ())
        actor = listed().get(name.lower())
        if actor is not None and actor.kind == "armed_group":
            return None  # a village in Turkey has the name of the Taliban
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
        kinds = typed.kinds if typed else frozenset()
        entries = tuple(e for e in entries if e.kind in kinds or (e.kind == "country" and e.rank < 2)) or entries
        reach = typed.end if typed else end
        return Toponym(
            self.passage, start, reach, self.text[start:reach], name, role, entries, kinds, sure, located in _STRONG
        )

    def _role(self, first: int, last: int, labelled: bool, located: str, typed: Typed | None) -> Role | None:
        """Whether a known name stands for the spot or for a body named after it; ``None`` for a person or a longer name."""
        before, after = self.runs.before(first), self.runs.after(last)
        if typed is None and after is not None and after.text.rstrip(".") in words("streets"):
            return None
        if typed is None and before is not None and before.capital and not self.runs.opens(before) and not labelled:
            return None
        if typed is not None or after is None:
            return "place"
        if after.capital:
            plain = after.text.rstrip(".")
            if labelled or after.lower in CALENDAR or after.text in self.gazetteer.demonyms or self.runs.shouted:
                return "body" if plain in words("bodies") else "place"
            if plain in words("bodies") or plain in words("titles"):
                return "body"
            return "body" if self.runs.label(first, last)[0] == "ORG" else None
        if self.text[self.words[last].end] == "-":  # "US-led", "London-based"
            return "people"
        speaks = after.lower in words("spokes") or self._acts(first, last)
        return "body" if speaks and not located else "place"

    def _acts(self, first: int, last: int) -> bool:
        """True for a capital that does something, and stands for its government: "Paris has been on edge"."""
        name = self.text[self.words[first].start : self.words[last].end]
        if name.lower() not in capitals():
            return False
        found = self.runs.doc.char_span(self.words[last].start, self.words[last].end, alignment_mode="expand")
        if found is None or found.root.dep_ != "nsubj":
            return False
        return found.root.head.pos_ in ("VERB", "AUX") and lemma_of(found.root.head) not in verbs()

    def _unknown(self, first: int, last: int) -> Toponym | None:
        """A name that the gazetteer has not, where the words beside it say that it is a place."""
        if self.runs.is_no_name(first) and not (last > first and self.words[first].lower in name_words().articles):
            return None
        start = self.words[first].start
        name = self.text[start : self.words[last].end]
        label, exact, proper = self.runs.label(first, last)
        typed, located = self._typed(first, last), self._located(first)
        before = self.runs.before(first)
        if before is not None and before.capital and not self.runs.opens(before):
            return None
        by_label = label in _PLACE_LABELS and exact
        if typed is None and name.lower() in listed():
            return None  # "in the hands of the Taliban"
        by_type = typed is not None and (typed.strong or located in _STRONG)
        by_word = located == "sure" or (located == "strong" and (by_label or ARTICLE.match(name) is not None))
        if not (by_type or by_word) or not (proper or by_label or ARTICLE.match(name)):
            return None
        reach = typed.end if typed else self.words[last].end
        kinds = typed.kinds if typed else frozenset()
        return Toponym(
            self.passage, start, reach, self.text[start:reach], name, "place", (), kinds, True, located in _STRONG
        )
