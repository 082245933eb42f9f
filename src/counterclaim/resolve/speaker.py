"""What kind of source a name is, on whose side it stands, and whether two names mean one speaker."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from counterclaim.lexicon.actors import (
    capitals,
    countries,
    countries_in,
    head_entry,
    heads,
    listed_as,
    listed_in,
    modifiers,
    titles,
)
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.model import SourceKind  # noqa: TC001 - msgspec reads the type when the entries are loaded
from counterclaim.resolve.names import head_of

#: What a report calls its own voice.
AUTHOR = "AUTHOR"
_SIDED = ("government", "military", "police", "state_media", "armed_group", "anonymous_official")


class PhraseKind(WordEntry, frozen=True):
    """A pattern in a source's name, and the kind that it gives whatever the rest says."""

    kind: SourceKind


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], SourceKind], ...]:
    found = entries("source_kinds", "phrases", PhraseKind).items()
    return tuple((re.compile(pattern, re.IGNORECASE), entry.kind) for pattern, entry in found)


def _kind_by_phrase(name: str, kind: SourceKind) -> bool:
    return any(found == kind and pattern.search(name) for pattern, found in _phrases())


@cache
def _words(section: str) -> frozenset[str]:
    return frozenset(entries("source_kinds", section, WordEntry))


@lru_cache(maxsize=8192)
def kind_of(name: str) -> tuple[SourceKind, bool]:
    """The kind of a source by its name, and whether it names a person or a body.

    A spokesman has the kind of the body; an official without a name is anonymous; "state" makes media state media.
    """
    if _kind_by_phrase(name, "state_media"):
        return "state_media", True
    exact = listed_as(name)
    if exact is not None:
        return exact.kind, True
    actor = listed_in(name)
    head = head_of(name)
    entry = heads().get(head)
    person = _person(name)
    if _kind_by_phrase(name, "military"):
        return "military", True
    if (
        entry is not None
        and not entry.party
        and entry.kind in ("witness", "resident", "activist", "medical", "rescue", "analyst")
        and not person
    ):
        return entry.kind, False
    if actor is not None:
        anonymous = entry is not None and head in _words("nameless") and not person
        return actor.kind, not anonymous
    lower = name.lower()
    modifier = next((m for w in lower.split() if (m := modifiers().get(w.strip(".,"))) is not None), None)
    if lower in capitals() or lower in countries() or name in countries():
        return "government", True
    if entry is not None:
        return _headed(
            head, entry.kind, party=entry.party, modifier=modifier.kind if modifier else None, person=person, name=name
        )
    title = titles().get(lower.split()[0].strip(".")) if lower.split() else None
    if title is not None:
        return title.kind, True
    if modifier is not None and not person:
        return modifier.kind, name[:1].isupper()
    if any(word.lower().strip(".,") in heads() for word in name.split()):
        word = next(word.lower().strip(".,") for word in name.split() if word.lower().strip(".,") in heads())
        return heads()[word].kind, person
    return "other", name[:1].isupper() or name.startswith("@")


def _headed(
    head: str, kind: SourceKind, *, party: bool, modifier: SourceKind | None, person: bool, name: str
) -> tuple[SourceKind, bool]:
    body = head not in _words("voices") and kind in (
        "government",
        "military",
        "police",
        "news_agency",
        "news_media",
        "monitor",
        "armed_group",
        "ngo",
        "international_organization",
    )
    named = person or (body and bool(re.search(r"\b[A-Z]", name)) and head not in _words("one_of_a_body"))
    if party:
        plain = name.lower().replace(",", " ").split()
        for word in plain if head in _words("leaders") else reversed(plain):
            found = head_entry(word)
            if found is not None and not found.party and word != head:
                return found.kind, named
        if head in _words("officials") and person:
            return "government", True
        if modifier is not None and (kind != "anonymous_official" or modifier in ("medical", "rescue")):
            return modifier, named
        if kind == "other" and head in _words("spokespersons") and countries_in(name):
            return "government", named
    return kind, named


def _person(name: str) -> bool:
    core = name.split(",")[0].split()
    capital = [w for w in core if w[:1].isupper()]
    if core and core[0].lower().strip(".") in titles() and len(capital) >= 2:
        return True
    return (
        len(capital) >= 2
        and len(capital) == len(core)
        and not any(head_entry(word) is not None for word in core)
        and listed_in(name.split(",")[0]) is None
        and not countries_in(name.split(",")[0])
    )


def side_of(name: str, kind: SourceKind) -> str | None:
    """The party that a source belongs to or speaks for: the listed actor's side, or the country of a state's body."""
    actor = listed_in(name)
    if actor is not None and actor.side:
        return actor.side
    if kind not in _SIDED:
        return None
    lower = name.lower()
    if lower in capitals():
        return capitals()[lower]
    named = countries_in(name)
    if named:
        return named[0]
    seats = [capitals()[word] for word in re.findall(r"[^\W_]+", lower) if word in capitals()]
    if seats:
        return seats[0]  # "prosecutors in Baku"
    return actor.name if actor is not None and actor.kind == "armed_group" else None


@lru_cache(maxsize=8192)
def same_speaker(one: str, other: str) -> bool:
    """True where two names of one report mean one speaker: a short form, or an office-holder and the body.

    A body and its director or spokesman are one source (reading guide); an outlet's name alone joins nothing. Names
    need most words of the shorter one, descriptions ("a military source") most of the longer.
    """
    if one.casefold() == other.casefold():
        return True
    if AUTHOR in (one, other):
        return False
    small = entries("stopwords", "speakers", WordEntry)
    a, b = ({w for w in re.findall(r"[^\W_]+", name) if w.casefold() not in small} for name in (one, other))
    shared = {w.casefold() for w in a} & {w.casefold() for w in b}
    named = any(w[:1].isupper() and w.casefold() in shared for w in a) and any(w[:1].isupper() for w in b)
    likeness = len(shared) / (min(len(a), len(b)) if named else max(len(a), len(b))) if a and b else 0.0
    if likeness > 0.6:
        return True
    first, second = listed_in(one), listed_in(other)
    return (
        first is not None
        and first == second
        and first.kind in ("monitor", "ngo", "armed_group", "rescue", "international_organization")
    )


def is_state(name: str) -> bool:
    """True for a state by its name or its seat alone: "Russia", "Damascus", "the Armenian government"."""
    words = [word for word in name.split() if word.lower() not in entries("source_kinds", "states", WordEntry)]
    bare = " ".join(words)
    return bool(bare) and (bare.lower() in capitals() or _is_country(bare))


def is_forces(name: str) -> bool:
    """True for a state's forces as a whole: "US military", "the Syrian army"."""
    words = [word for word in name.split() if word.lower() not in entries("source_kinds", "forces", WordEntry)]
    return 0 < len(words) < len(name.split()) and _is_country(" ".join(words))


def _is_country(bare: str) -> bool:
    plain = re.sub(r"['’]s$", "", bare)
    return plain in countries() or plain.lower() in countries()
