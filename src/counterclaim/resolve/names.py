"""Names in a report: short forms to full ones, and the plain head of a phrase."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import (
    actors_with_places,
    bodies,
    capitals,
    countries_in,
    head_entry,
    heads,
    listed_as,
    listed_in,
    titles,
)
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.resolve.date_patterns import counts
from counterclaim.resolve.homes import home_of_body, home_of_person

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from counterclaim.lexicon.actors import Actor
    from counterclaim.model import SourceKind
    from counterclaim.text.page import Page

_RUN = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:\s(?:al-|el-|ul-|bin |ibn |van |von |de |da |del |bint )?[A-ZÀ-Þ][\w'’-]+){1,4}")
_LONGEST = 16
#: Letters up to which a name in capitals is an abbreviation: "SDF", and not "DAESH".
_ABBREVIATION = 4


def _any_of(section: str) -> str:
    """The words of a section of ``source_kinds.toml`` as alternatives of a pattern, the longest first."""
    return "|".join(map(re.escape, sorted(entries("source_kinds", section, WordEntry), key=len, reverse=True)))


@cache
def _article() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any_of('articles')})\s+", re.IGNORECASE)


@cache
def _clause() -> re.Pattern[str]:
    """A clause that says more of a source than who it is, up to the end."""
    return re.compile(
        rf",?\s+(?:{_any_of('relatives')})\b.*$|\s+(?:{_any_of('occasions')})\b.*$", re.IGNORECASE | re.DOTALL
    )


@cache
def _where() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_any_of('behind_heads')})\s+")


@cache
def _before_a_name() -> str:
    """The office that stands before a name, as a pattern: "Lake Command spokeswoman"."""
    return rf"(?P<office>(?:[A-Z][\w.'’-]*\s|\b[a-z]+\s){{0,5}}?(?:{_any_of('offices')}))\s+"


@cache
def _leads_to_office() -> re.Pattern[str]:
    return re.compile(rf"^.*?\b(?:{_any_of('before_offices')})\s+")


def without_article(text: str) -> str:
    """A source phrase as it reads well: no article, no relative clause, no quotation marks, sixteen words at most."""
    plain = re.sub(r"\s+", " ", text).strip(' "“”,;:')
    plain = _clause().sub("", plain)
    plain = _article().sub("", plain).strip(" ,;:")
    return " ".join(plain.split()[:_LONGEST]) or text


def head_of(text: str) -> str:
    """The lemma of the word that says what a source is: the last known head noun before any preposition."""
    known = heads()
    words = [w.lower().strip(".,'’\"") for w in _where().split(text)[0].split()]
    for word in reversed(words):
        for form in (
            word,
            word.removesuffix("s"),
            re.sub(r"ies$", "y", word),
            re.sub(r"men$", "man", word),
            re.sub(r"(?:es)$", "", word),
        ):
            if form in known:
                return form
    return words[-1] if words else ""


def without_opening(run: str) -> str:
    """A run of capitalised words without what belongs to the sentence around it: "But Russia", "On Monday Okello"."""
    small = {*entries("stopwords", "words", WordEntry), *counts("weekdays")}
    words = run.split()
    while words and words[0].lower() in small:
        words = words[1:]
    return " ".join(words)


def _is_office(words: Sequence[str]) -> bool:
    """True for what somebody is, and not for what somebody said: "Okello, head of the clinic", "Okello, said the head"."""
    return words[0].lower() not in entries("cues", "forms", WordEntry) and any(head_entry(w) is not None for w in words)


def _by_title_alone(name: str) -> bool:
    """True for "Mr Okello": no first name, no office."""
    title = titles().get(name.split()[0].lower().strip(".")) if name.split() else None
    return title is not None and title.kind == "other"


class Names:
    """The names of one report, so that "Jacques" is "Major Josh Jacques, a US Central Command spokesman"."""

    def __init__(self, page: Page) -> None:
        """Collect persons and runs of capitalised words."""
        self._persons: list[str] = []
        self._runs: list[str] = []
        for passage in page.passages:
            self._persons += filter(None, (without_opening(e.text) for e in passage.doc.ents if e.label_ == "PERSON"))
            self._runs += filter(None, (without_opening(run) for run in _RUN.findall(passage.block.text)))
        self._texts = [passage.block.text for passage in page.passages]
        self._placed = [
            (page.span(passage, start, start + 1).start if passage.block.field == "text" else -1, form, actor)
            for passage in page.passages
            for start, form, actor in actors_with_places(passage.block.text)
        ]

    def is_person(self, name: str) -> bool:
        """True where a name was seen as a person's, or begins with a title or rank."""
        first = name.split()[0].lower().strip(".") if name.split() else ""
        core = name.split(",")[0]
        if first in titles():
            return True
        seen = [p for p in self._persons if len(p) > 3 and (core.endswith(p) or p.endswith(core))]
        return any(listed_in(p) is None for p in seen) and listed_as(core) is None

    def longer(self, short: str) -> str | None:
        """The fullest form of a short name: a surname or the last word of one; ``None`` if it is no short form."""
        words = [w for w in short.split() if w.lower().strip(".") not in titles()]
        if not 1 <= len(words) <= 2 or not all(w[:1].isupper() for w in words):
            return None
        if " ".join(words).lower() in capitals() or countries_in(" ".join(words)):
            return None
        last = " ".join(words).removesuffix("’s").removesuffix("'s")
        forms = [
            r for r in (*self._persons, *self._runs) if (r.endswith(" " + last) or r == last) and not _by_title_alone(r)
        ]
        full = max(forms, key=lambda r: (len(r.split()), -len(r)), default=None)
        if full is None or (full == last and len(words) == 1 and not self.is_person(last)):
            return None
        return self._with_office(full)

    def _with_office(self, name: str) -> str:
        """A person's name with the office that stands beside it somewhere in the report."""
        for text in self._texts:
            match = re.search(
                re.escape(name)
                + rf",\s+(?:(?:{_any_of('articles')})\s+)?(?P<office>[^,.;:\"“”]{{4,70}}?)(?=[,.;:\"“”]|\s(?:{_any_of('after_offices')})\b|$)",
                text,
            )
            words = match.group("office").split() if match else []
            if match and _is_office(words):
                return f"{name}, {match.group('office').strip()}"
        for text in self._texts:
            match = re.search(_before_a_name() + re.escape(name), text)
            if match:
                office = _leads_to_office().sub("", match.group("office")).strip()
                office = without_opening(office)
                return f"{name}, {office}" if office else name
        return name

    def as_written(self, actor: Actor) -> str:
        """A listed actor by the fullest of its names that the report uses; by its own where it has only a short one."""
        forms = [form for form, found in self._bodies() if found == actor]
        if any(form.casefold() == actor.name.casefold() for form in forms):
            return actor.name
        longest = max(forms, key=lambda form: len(form.split()), default="")
        abbreviated = longest.isupper() and len(longest) <= _ABBREVIATION
        return longest if longest and not abbreviated else actor.name

    def body_of_kind(self, kinds: Collection[SourceKind], before: int) -> str | None:
        """The listed body of one of these kinds that the text names last before an offset, else the only one."""
        found: list[tuple[int, Actor]] = []
        for start, form, actor in self._placed:
            if actor.kind in kinds and form:
                found.append((start, actor))
        earlier = [actor for start, actor in found if start < before]
        if earlier:
            return self.as_written(earlier[-1])
        return self._only({actor for _, actor in found})

    def only_of_kind(self, kind: SourceKind) -> str | None:
        """The listed body of a kind where the report names one alone."""
        return self._only({actor for _, form, actor in self._placed if actor.kind == kind and form})

    def _only(self, actors: set[Actor]) -> str | None:
        return self.as_written(actors.pop()) if len(actors) == 1 else None

    def party_called(self, text: str, before: int) -> str | None:
        """The listed party that a description means: the group named last, or the only one that fights.

        Args:
            text: "Islamist group", "insurgents".
            before: the offset of the description; a group is one that was named earlier, else the only one.
        """
        head = text.split()[-1].lower()
        entry = bodies().get(head)
        kinds = [kind for kind in ("armed_group", "military") if entry is not None and kind in entry.kinds]
        if kinds:
            return self.body_of_kind(kinds[:1], before)
        if head not in entries("facets", "fighting_men", WordEntry):
            return None
        groups = {actor for _, _, actor in self._placed if actor.kind == "armed_group"}
        return self.as_written(groups.pop()) if len(groups) == 1 else None

    def opponent_of(self, side: str | None) -> str | None:
        """The state or group that a report names most often beside a side: who is "the enemy" in its mouth."""
        if side is None:
            return None
        votes = Counter(actor.side for _, _, actor in self._placed if actor.kind == "armed_group")
        for text in self._texts:
            votes.update(country for word in re.findall(r"[A-Z][\w'’.]+", text) for country in countries_in(word))
        return next((party for party, _ in votes.most_common() if party not in (side, None)), None)

    def _bodies(self) -> list[tuple[str, Actor]]:
        return [(form, actor) for _, form, actor in self._placed]

    def country_of(self, name: str, *, rules: bool = False) -> str | None:
        """The state of a person by what stands beside the name; ``rules`` where a government is called by it."""
        return home_of_person(self._texts, name, rules=rules)

    def country_of_body(self, name: str) -> str | None:
        """The state that stands before the name of a body somewhere in the report."""
        return home_of_body(self._texts, name)

    def body_called(self, text: str) -> str | None:
        """The body that a definite phrase means: "the Observatory", "the command", by a run that ends so."""
        last = text.split()[-1] if text.split() else ""
        if not last:
            return None
        for run in self._runs:
            ending = (
                run.casefold().endswith(text.casefold())
                if len(text.split()) > 1
                else run.split()[-1].casefold() == last.casefold()
            )
            if ending and run.casefold() != text.casefold():
                return run
        return None
