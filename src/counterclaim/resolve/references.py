"""References: who is meant by a pronoun, a possessor, an office, a short form or a description, inside one report."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from counterclaim.lexicon.actors import (
    bodies,
    countries_in,
    head_entry,
    heads,
    listed_as,
    listed_in,
)
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.resolve.mentioned import SUBJECTS, Mentioned, acting_in, phrase_of
from counterclaim.resolve.names import head_of, without_article
from counterclaim.resolve.speaker import kind_of
from counterclaim.resolve.together import speakers_together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Attribution, Span
    from counterclaim.resolve.names import Names
    from counterclaim.text.page import Page

_POSSESSIVE = re.compile(r"^(?P<whose>its|their|his|her)\b[\s,]*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_OWNED = re.compile(r"^(?P<owner>.+?)(?:['’]s|(?<=s)['’])?\s+(?P<what>[\w-]+(?:\s[\w-]+)?)$", re.DOTALL)
_NAMED = re.compile(r"^(?P<office>[^A-Z]*?[a-z]),?\s+(?P<name>(?:[A-Z][\w.'’-]*\s?)+)$")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
#: Characters on either side that show whether a report is written in capitals throughout.
_NEAR = 60


@cache
def _words(section: str) -> frozenset[str]:
    return frozenset(entries("source_kinds", section, WordEntry))


@cache
def _epithets() -> re.Pattern[str]:
    """What may stand before the name of a body: "the so-called", "Britain-based"."""
    words = "|".join(map(re.escape, _words("epithets")))
    return re.compile(rf"^(?:(?:[\w.]+-)?(?:{words})\s+)+", re.IGNORECASE)


@cache
def _made_by() -> re.Pattern[str]:
    """A paper, post or picture, and whose it is: "a report from a Safa correspondent", "another video posted by X"."""
    things = "|".join(re.escape(word) + "s?" for section in ("documents", "posts") for word in _words(section))
    makers = "|".join(map(re.escape, _words("makers")))
    where = "|".join(map(re.escape, _words("networks")))
    return re.compile(
        rf"^(?:[\w-]+,?\s+){{0,4}}?(?:{things})\s+(?:\w+\s+)?(?:{makers})\s+(?P<maker>.+?)(?:\s+(?:{where})\b.*)?$",
        re.IGNORECASE,
    )


def is_nobody(text: str) -> bool:
    """True for a source that says that nobody spoke: "no group", "none of the sources"."""
    return bool(re.match(rf"(?:{'|'.join(map(re.escape, _words('nobody')))})\b", text.strip(), re.IGNORECASE))


def is_thing(text: str) -> bool:
    """True for a source that is no speaker: "preliminary data", a mere article, a video."""
    words = re.findall(r"[^\W_]+", text.lower())
    return not words or words[-1] in _words("things") or words in (["a"], ["the"], ["an"], ["s"])


def is_first_person(text: str) -> bool:
    """True for a source that speaks of itself: inside of somebody's words it is that somebody."""
    return text.strip().lower() in _words("first_person")


class References:
    """Resolves what a source is called to the fullest name that the report gives, looking back from where it stands."""

    def __init__(self, page: Page, attributions: Sequence[Attribution], names: Names) -> None:
        """Collect those who do something outside what is reported: they can be meant by a pronoun too."""
        self._page, self._names = page, names
        self._said: list[Mentioned] = []
        self._acting = acting_in(page, attributions, names)

    def name_of(self, source: Span) -> tuple[str, tuple[str, ...]]:
        """The fullest name of a source, and how it was found."""
        text = without_article(self._clean(source))
        name, trace = self._name(text, source)
        if name and head_of(name) not in _words("documents"):  # "it" after "a statement" is who made it
            apart = speakers_together(self._page, source, self._names)
            for one in apart or (name,):  # "the command" is one of the two that spoke
                person = self._names.is_person(one)
                self._said.append(Mentioned(source.field, source.start, one, head_of(one), person))
        return name, trace

    def _name(self, text: str, source: Span) -> tuple[str, tuple[str, ...]]:
        lower = text.lower().strip("\"“”' ")
        if lower in _words("pronouns") and not self._is_acronym(text, source):
            found = self._relative(source) or self._antecedent(lower, source)
            return (found, (f"'{lower}' taken for {found}",)) if found else (text, ("pronoun unresolved",))
        owned = _POSSESSIVE.match(text)
        if owned is not None:
            return self._possessed(owned["whose"].lower(), owned["rest"], text, source)
        core = text.split(",")[0]
        actor = listed_as(text) or listed_as(core) or listed_as(_epithets().sub("", text))
        if actor is not None and len(core.split()) <= 6:
            return self._names.as_written(actor), ()
        document = self._without_document(text)
        if document is not None:
            return document, (f"'{lower}' is {document}'s",)
        maker = self._antecedent("it", source) if self._is_mere_document(lower, source) else None
        if maker is not None:
            return maker, (f"'{lower}' is {maker}'s",)
        longer = self._earlier_form(text) or self._names.longer(text)
        if longer is not None:
            return longer, (f"short form of {longer}",)
        definite = source.text[:4].lower() == "the " or lower in heads()
        if definite or (text.islower() and head_of(text) in bodies()):
            found = self._described(text, source) if definite else self.announced(text)
            if found is not None and found != text:
                return found, (f"'{lower}' taken for {found}",)
        return text, ()

    def _is_mere_document(self, lower: str, source: Span) -> bool:
        """True for "the statement", "the news release": it is of the body that spoke last."""
        return source.text[:4].lower() == "the " and all(word in _words("documents") for word in lower.split())

    def _is_acronym(self, text: str, source: Span) -> bool:
        """True for letters that only look like a pronoun in a report of mixed case: "WHO said"."""
        if len(text) < 2 or not text.isupper():
            return False
        field = self._page.document.field(source.field)
        return any(c.islower() for c in field[max(0, source.start - _NEAR) : source.end + _NEAR])

    def _clean(self, source: Span) -> str:
        """The words of a source without what broken encodings left in them, whole where it begins inside a word."""
        found = self._page.locate(source)
        if found is None:
            return source.text
        text, start, end = found[0].block.text, found[1], found[2]
        if re.match(r"['’]s\b", text[start:end]):
            start = text.rfind(" ", 0, start) + 1
        return text[start:end]

    def _possessed(self, whose: str, rest: str, text: str, source: Span) -> tuple[str, tuple[str, ...]]:
        """What an owner has: "its spokesman, Amina Okello" is "Amina Okello, Lake Command spokesman"; "its account" is the body's own."""
        owner = None if whose in ("his", "her") else self._subject_before(source)
        owner = owner or self._antecedent("he" if whose in ("his", "her") else "it", source)
        if owner is None:
            return rest or text, ("possessor unresolved",)
        trace = (f"'{whose}' taken for {owner}",)
        if not rest or rest.lower().split()[-1] in _words("documents"):
            return owner, trace
        body = _BRACKETS.sub("", owner.split(",")[0])
        if self._names.is_person(owner):  # a president's prime minister is his state's
            body = next((word for word in body.split() if countries_in(word)), "")
        named = _NAMED.match(rest)
        if named is not None and head_entry(named["office"].split()[-1]) is not None:
            office = f"{body} {named['office'].strip(' ,')}".strip()
            return f"{named['name'].strip()}, {office}", trace
        person = self._earlier_form(rest) or (self._names.is_person(rest) and self._names.longer(rest)) or None
        return person or self._body_in(owner, rest) or f"{body} {rest}".strip(), trace

    def _body_in(self, owner: str, rest: str) -> str | None:
        """The body that an owner's office names: "his command", of "Okello, head of Lake Command"."""
        found = self._names.body_called(rest)
        return found if found is not None and found in owner else None

    def _subject_before(self, source: Span) -> str | None:
        """The party whose deed the same sentence tells: "US forces struck the city, their spokesman said"."""
        tokens = self._page.tokens(source)
        if tokens is None:
            return None
        for token in tokens.sent:
            if token.i < tokens.start and token.dep_ in SUBJECTS and token.head.dep_ in ("ccomp", "ROOT"):
                name = phrase_of(token)
                return name if listed_in(name) is not None or countries_in(name) else None
        return None

    def _without_document(self, text: str) -> str | None:
        """Whose statement, report or toll it is: a paper speaks for those who wrote it, a post for who posted it."""
        by_whom = _made_by().match(text)
        if by_whom is not None:
            maker = without_article(by_whom["maker"])
            actor = listed_as(maker)
            return self._names.as_written(actor) if actor is not None else self._names.longer(maker) or maker
        match = _OWNED.match(text)
        if match is None or match["what"].lower().split()[-1] not in _words("documents"):
            return None
        owner = match["owner"]
        if match["what"].split()[0].lower() not in _words("documents") and " " in match["what"]:
            extra = match["what"].rsplit(" ", 1)[0]
            owner = owner if extra.lower() in _words("documents") else f"{owner} {extra}"
        actor = listed_as(owner)
        if actor is not None:
            return self._names.as_written(actor)
        return owner if re.search(r"\b[A-Z]", owner) and head_of(owner) not in _words("documents") else None

    def _earlier_form(self, text: str) -> str | None:
        """A person's fuller name that was given before: "Coe", earlier "Brig. Gen. Richard Coe"."""
        if len(text.split()) > 2 or not text[:1].isupper() or listed_in(text) or countries_in(text):
            return None
        for one in reversed(self._said):
            core = one.name.split(",")[0]
            if one.person and core != text and core.endswith(" " + text):
                return one.name
        return None

    def _relative(self, source: Span) -> str | None:
        """What "who" or "which" stands for: the noun that its clause hangs on."""
        tokens = self._page.tokens(source)
        if tokens is None or tokens.root.lower_ not in ("who", "which", "that"):
            return None
        verb = tokens.root.head
        while verb.dep_ == "conj":
            verb = verb.head
        return phrase_of(verb.head) if verb.dep_ == "relcl" else None

    def _before(self, source: Span) -> list[Mentioned]:
        """Those named before a place in its field, the nearest first."""
        both = [m for m in (*self._said, *self._acting) if m.field == source.field and m.start < source.start]
        earlier = [m for m in self._said if m.field != source.field]
        return [*sorted(both, key=lambda m: -m.start), *earlier]

    def _antecedent(self, pronoun: str, source: Span) -> str | None:
        persons = pronoun in _words("personal")
        before = self._before(source)
        for one in before:
            describes = one.person or (one.head in _words("person_heads") and f"{one.head}s" not in one.name.lower())
            if persons == describes or pronoun in ("they", "we", "who"):
                return one.name
        return before[0].name if before else None

    def announced(self, text: str) -> str | None:
        """The one monitor or state agency that the report names, for what a lead describes: "a monitoring group said"."""
        kind = kind_of(text)[0]
        return self._names.only_of_kind(kind) if kind in ("monitor", "state_media") else None

    def _owned_by_described(self, text: str, source: Span) -> str | None:
        """Whose spokesman "the ministry's spokesman" is: the body's that was named last with that head."""
        match = re.match(r"(?P<owner>[^A-Z]+?)(?:['’]s|(?<=s)['’])\s+(?P<office>[^A-Z]+)$", text)
        if match is None or head_entry(match["office"].split()[-1]) is None:
            return None
        head = head_of(match["owner"])
        owner = next((m.name for m in self._before(source) if m.head == head and not m.person), None)
        owner = owner or self._names.body_called(match["owner"])
        return f"{owner} {match['office']}" if owner else None

    def _same_office(self, text: str, head: str, source: Span) -> str | None:
        """The only one of an office that spoke before: "the military representative" after "a representative of the army"."""
        entry = head_entry(head)
        if entry is None or not entry.party or head not in _words("person_heads") or text.split()[-1].lower() != head:
            return None  # a president or a mayor is of a state or town that another sentence may name
        kind = kind_of(text)[0]
        found = {m.name for m in self._before(source) if m.head == head}
        one = found.pop() if len(found) == 1 else None
        return one if one is not None and kind in ("other", "anonymous_official", kind_of(one)[0]) else None

    def _described(self, text: str, source: Span) -> str | None:
        """The body or person that a definite description means: same head, a run ending so, or the kind it says."""
        head = head_of(text)
        extra = [w for w in text.lower().split() if w != head and w not in ("the", "its", "their")]
        for one in self._before(source):
            if one.head == head and all(w in one.name.lower() for w in extra):
                return one.name
        called = (
            self._owned_by_described(text, source)
            or self._names.body_called(text)
            or self._same_office(text, head, source)
        )
        if called is not None:
            return called
        entry = bodies().get(head)
        if entry is None or len(extra) > 1:
            return None
        start = source.start if source.field == "text" else 0
        return self._names.body_of_kind(entry.kinds, start) or next(
            (m.name for m in self._before(source) if kind_of(m.name)[0] in entry.kinds and kind_of(m.name)[1]), None
        )
