"""Sources: who speaks in an attribution, by the fullest name that the report gives, and the chain by which it came."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import capitals, countries_in, heads, listed_as, listed_in
from counterclaim.resolve.actors import is_outlet
from counterclaim.resolve.names import Names, head_of, without_article
from counterclaim.resolve.speaker import AUTHOR, kind_of, side_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Attribution, Document, SourceKind, Span
    from counterclaim.text.page import Page

_TOLD = re.compile(
    r"\b(?:told|tells|telling|to|quoted by|carried by|reported by|interview with|statement to)\s+(?:the\s+)?(?P<name>[A-Z][\w&.'’-]*(?:\s(?:&\s)?[A-Z][\w&.'’-]*){0,3})"
)
_REACH = 60
#: A name of more words says itself whose body it is, or that it is nobody's.
_LONGEST_OFFICE = 4
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
        self._names = Names(page)
        self._said: list[tuple[str, str]] = []
        self._found: dict[str, ResolvedSource] = {}
        for attribution in attributions:
            self._found[attribution.id] = self._resolve(attribution)
        self._name_relays()

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

    def _resolve(self, attribution: Attribution) -> ResolvedSource:
        if attribution.source is None:
            return author(self._page.document, ("no source given",))
        name, trace = self._name(attribution.source)
        kind, named = kind_of(name)
        via = self._via(attribution, name)
        self._said.append((name, head_of(name)))
        side = side_of(name, kind)
        if side is None and kind in ("government", "military", "police"):
            side = _side_of_relays(via) or (
                self._names.country_of(name)
                if self._names.is_person(name)
                else self._country_before(attribution, name, named=named)
            )
        return ResolvedSource(name, kind, side, named, via, trace)

    def _country_before(self, attribution: Attribution, name: str, *, named: bool) -> str | None:
        """The state of a body that is named by its office alone: that of its namesake, else the one last named."""
        head = head_of(name)
        for earlier in reversed(self._found.values()):
            if earlier.side is not None and head_of(earlier.name) == head:
                return earlier.side
        if attribution.source is None or not named or len(name.split()) > _LONGEST_OFFICE:
            return None
        start = attribution.source.start
        before = self._page.document.field(attribution.source.field)[max(0, start - _NEAR) : start]
        told = countries_in(before)
        seats = [(before.rfind(word), country) for word, country in _seats(before)]
        return max(seats)[1] if seats else told[-1] if told else None

    def _name(self, source: Span) -> tuple[str, tuple[str, ...]]:
        """The fullest name of a source, and how it was found."""
        text = without_article(self._clean(source))
        lower = text.lower().strip("\"“”' ")
        pronoun = lower in ("he", "she", "it", "they", "i", "we", "who", "which", "himself", "herself", "itself")
        if pronoun:
            found = self._antecedent(lower)
            return (found, (f"'{lower}' taken for {found}",)) if found else (text, ("pronoun unresolved",))
        actor = listed_as(text) or listed_as(without_article(source.text.split(",")[0]))
        if actor is not None and len(text.split()) <= 4:
            return actor.name, ()
        longer = self._names.longer(text)
        if longer is not None:
            return longer, (f"short form of {longer}",)
        if source.text[:4].lower() == "the " or lower.split()[0] in ("its", "their", "his", "her") or lower in heads():
            found = self._by_head(head_of(text), text)
            if found is not None and found != text:
                return found, (f"'{lower}' taken for {found}",)
        return text, ()

    def _clean(self, source: Span) -> str:
        """The words of a source without what broken encodings left in them."""
        found = self._page.locate(source)
        return found[0].block.text[found[1] : found[2]] if found else source.text

    def _antecedent(self, pronoun: str) -> str | None:
        persons = pronoun in ("he", "she", "i", "himself", "herself")
        for name, head in reversed(self._said):
            person = self._names.is_person(name) or head in (
                "source",
                "official",
                "commander",
                "spokesman",
                "spokeswoman",
                "minister",
                "president",
                "resident",
                "witness",
                "man",
                "woman",
                "officer",
                "general",
                "colonel",
            )
            if persons == person or pronoun in ("they", "we", "who"):
                return name
        return self._said[-1][0] if self._said else None

    def _by_head(self, head: str, text: str) -> str | None:
        """An earlier source with the same head: "a military source", later "the source"."""
        extra = [w for w in text.lower().split() if w != head and w not in ("the", "its", "their")]
        for name, earlier in reversed(self._said):
            if earlier == head and all(w in name.lower() for w in extra):
                return name
        return self._names.body_called(text)

    def _via(self, attribution: Attribution, name: str) -> tuple[str, ...]:
        out: list[str] = []
        told = self._told(attribution)
        if told:
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
    return ResolvedSource(AUTHOR, kind, actor.side if actor else None, True, (), trace)
