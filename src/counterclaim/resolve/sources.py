"""Sources: who speaks in an attribution, by the fullest name that the report gives, and the chain by which it came."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import (
    actors_with_places,
    capitals,
    countries_in,
    heads,
    listed_as,
    listed_in,
)
from counterclaim.resolve.actors import is_outlet
from counterclaim.resolve.names import Names, head_of
from counterclaim.resolve.references import References, is_first_person, is_nobody, is_thing
from counterclaim.resolve.speaker import AUTHOR, kind_of, side_of
from counterclaim.resolve.together import speakers_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Attribution, Document, SourceKind
    from counterclaim.text.page import Page

#: The source of what nobody has said: it makes no claim.
NOBODY = ""
_TOLD = re.compile(
    r"\b(?:told|tells|telling|to|quoted by|carried by|reported by|interview with|statement to)\s+(?:the\s+)?(?P<name>[A-Z][\w&.'’-]*(?:\s(?:&\s)?[A-Z][\w&.'’-]*){0,3})"
)
_REACH = 60
#: The name of an account on a social network: "a tweet from user @HaldenMonitor".
_HANDLE = re.compile(r"(?<!\w)@\w+")
#: A name of more words says itself whose body it is, or that it is nobody's.
_LONGEST_OFFICE = 4
#: Words of a person's name with title and office; more describe somebody by another.
_LONGEST_PERSON = 6
#: Characters before a body in which its state is looked for.
_NEAR = 250


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """Who speaks in the end: see the fields of :class:`counterclaim.model.Claim`."""

    name: str
    kind: SourceKind
    side: str | None
    named: bool
    via: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()


def _agency(name: str, named: dict[str, str]) -> str:
    """A relay by the name of its agency: its own, or that of its side's agency where it is only described."""
    actor = listed_in(name)
    if actor is not None and is_outlet(actor):
        return actor.name
    kind, _ = kind_of(name)
    return named.get(side_of(name, kind) or "", name) if kind == "state_media" else name


def _side_of_relays(via: Sequence[str]) -> str | None:
    """The state whose media pass a nameless official on: "a military source told the Syrian state agency"."""
    for relay in via:
        kind, _ = kind_of(relay)
        if kind in ("state_media", "news_agency") and (side := side_of(relay, kind)):
            return side
    return None


def _seats(text: str) -> list[tuple[str, str]]:
    return [
        (word, capitals()[word.lower()]) for word in re.findall(r"[A-Z][\w'-]+", text) if word.lower() in capitals()
    ]


class Sources:
    """Resolves the sources of one report, in text order, so that "he" can look back."""

    def __init__(self, page: Page, attributions: Sequence[Attribution]) -> None:
        """Resolve all of them at once; :meth:`of` looks them up."""
        self._page = page
        self._by_id = {a.id: a for a in attributions}
        self.names = Names(page)
        self._references = References(page, attributions, self.names)
        self._found: dict[str, ResolvedSource] = {}
        self._open: set[str] = set()
        for attribution in attributions:
            self._resolved(attribution)
        self._name_relays()
        apart = {attribution.id: self._apart(attribution) for attribution in attributions}
        self._together = {key: found for key, found in apart.items() if found}

    def _name_relays(self) -> None:
        """Where the report names the agency, "state media" that pass a source on are that agency."""
        named: dict[str, str] = {}
        for source in self._found.values():
            for name in (source.name, *source.via):
                actor = listed_in(name)
                if actor is not None and is_outlet(actor) and actor.side:
                    named.setdefault(actor.side, actor.name)
        for key, source in self._found.items():
            via = tuple(dict.fromkeys(_agency(name, named) for name in source.via))
            if via != source.via:
                self._found[key] = replace(source, via=via)

    def of(self, attribution: Attribution) -> ResolvedSource:
        """Who speaks in an attribution of this report."""
        return self._found[attribution.id]

    def all_of(self, attribution: Attribution) -> tuple[ResolvedSource, ...]:
        """Everybody who speaks in an attribution: "Britain and France" are two."""
        return self._together.get(attribution.id) or (self._found[attribution.id],)

    def _apart(self, attribution: Attribution) -> tuple[ResolvedSource, ...]:
        """The parties or bodies that speak as one, each by itself."""
        if attribution.source is None:
            return ()
        parts = speakers_together(self._page, attribution.source, self.names)
        out = []
        for part in parts:
            actor = listed_as(part)
            known = self.names.as_written(actor) if actor else self.names.longer(part)
            name = known or self._references.announced(part) or part
            kind, named = kind_of(name)
            via = self._found[attribution.id].via
            out.append(ResolvedSource(name, kind, side_of(name, kind), named, via, ("one of several that speak",)))
        return tuple(out)

    def _resolved(self, attribution: Attribution) -> ResolvedSource:
        """What an attribution's source means, found once; one that asks for itself in a ring is not found."""
        if attribution.id not in self._found:
            self._open.add(attribution.id)
            self._found[attribution.id] = self._resolve(attribution)
        return self._found[attribution.id]

    def _around(self, attribution: Attribution) -> ResolvedSource | None:
        """Who says the words that an attribution stands inside."""
        parent = self._by_id.get(attribution.parent or "")
        return None if parent is None or parent.id in self._open - self._found.keys() else self._resolved(parent)

    def _resolve(self, attribution: Attribution) -> ResolvedSource:
        if attribution.source is None:
            return author(self._page.document, ("no source given",))
        if is_nobody(attribution.source.text):
            return nobody()
        handle = _HANDLE.findall(attribution.source.text)
        if len(handle) == 1:
            return ResolvedSource(handle[0], "other", None, True, (), ("by the name of an account",))
        if is_thing(attribution.source.text):
            parent = self._around(attribution)
            return parent or author(self._page.document, (f"'{attribution.source.text}' is no speaker",))
        if is_first_person(attribution.source.text) and (parent := self._around(attribution)) is not None:
            return replace(parent, trace=(f"'{attribution.source.text}' taken for {parent.name}",))
        name, trace = self._references.name_of(attribution.source)
        kind, named = kind_of(name)
        if kind == "other" and not named and not name[:1].isupper() and head_of(name) not in heads():
            parent = self._around(attribution)
            return parent or author(self._page.document, (f"'{name}' is no speaker",))
        via = self._via(attribution, name)
        side = side_of(name, kind)
        if side is None and kind in ("government", "military", "police"):
            side = (
                _side_of_relays(via)
                or (self.names.country_of(name) if self._is_a_person(name) else self.names.country_of_body(name))
                or self._country_before(attribution, name, named=named)
            )
        return ResolvedSource(name, kind, side, named, via, trace)

    def _is_a_person(self, name: str) -> bool:
        """True for a person, with title or office; "a commander in the alliance behind President X" is not X."""
        return len(name.split(",")[0].split()) <= _LONGEST_PERSON and self.names.is_person(name)

    def _country_before(self, attribution: Attribution, name: str, *, named: bool) -> str | None:
        """The state of a body that is named by its office alone: that of its namesake, else the one last named."""
        if len(name.split()) > _LONGEST_OFFICE:
            return None
        head = head_of(name)
        for earlier in reversed(self._found.values()):
            if earlier.side is not None and head_of(earlier.name) == head:
                return earlier.side
        if attribution.source is None or not named or self.names.is_person(name):
            return None  # a person is of the state that is named beside the name, not of the one named last
        whose = next((w for w in name.split() if w[:1].isupper() and self.names.is_person(w)), None)
        if whose is not None:  # "the Assad government" is that of his state
            return self.names.country_of(whose, rules=True)
        start = attribution.source.start
        before = self._page.document.field(attribution.source.field)[max(0, start - _NEAR) : start]
        told = countries_in(before)
        seats = [(before.rfind(word), country) for word, country in _seats(before)]
        return max(seats)[1] if seats else told[0] if len(told) == 1 else None  # of two states it may be either's

    def _via(self, attribution: Attribution, name: str) -> tuple[str, ...]:
        out: list[str] = []
        told = self._told(attribution)
        if told and told != name:
            out.append(told)
        parent = self._by_id.get(attribution.parent or "")
        hops = 0
        while parent is not None and hops < 5:
            outer = self._found.get(parent.id)
            if outer is not None and outer.name not in (name, AUTHOR):
                out.append(outer.name)
            parent = self._by_id.get(parent.parent or "")
            hops += 1
        outlet = (self._page.document.outlet or "").casefold()
        return tuple(dict.fromkeys(v for v in out if v.casefold() != outlet))

    def _told(self, attribution: Attribution) -> str | None:
        """The outlet to which it was said: "told AFP"."""
        if attribution.cue is None:
            return None
        field = self._page.document.field(attribution.cue.field)
        near = field[attribution.cue.start : attribution.cue.end + _REACH].split(". ")[0]
        match = _TOLD.search(near)
        if match is None:
            return None
        actor = listed_in(match.group("name"))
        return actor.name if actor is not None and (is_outlet(actor) or actor.kind == "ngo") else None


def nobody() -> ResolvedSource:
    """The source of what nobody tells."""
    return ResolvedSource(NOBODY, "other", None, False, (), ("nobody spoke",))


def author(document: Document, trace: tuple[str, ...] = ()) -> ResolvedSource:
    """The report's own voice, with the kind of its outlet."""
    outlet = document.outlet or ""
    actor = listed_as(outlet) or listed_in(outlet)
    kind: SourceKind = actor.kind if actor is not None else "news_media"
    if actor is None and outlet:
        guessed, _ = kind_of(outlet)
        kind = (
            guessed
            if guessed in ("government", "military", "police", "monitor", "ngo", "international_organization")
            else "news_media"
        )
    side = actor.side if actor is not None and takes_part(actor.side, document) else None
    return ResolvedSource(AUTHOR, kind, side, True, (), trace)


@lru_cache(maxsize=8)
def takes_part(side: str | None, document: Document) -> bool:
    """True where a report names the party that its outlet belongs to: else the outlet speaks for no party to it."""
    if side is None:
        return False
    words = f"{document.title} {document.text}"
    return side in countries_in(words) or any(
        actor.side == side and not is_outlet(actor) for _, _, actor in actors_with_places(words)
    )
