"""Puts the tagger's finds in order: which are the same find twice, and which stand inside which.

An attribution is nested in the smallest other one whose content holds its cue ("SANA reported a military source as
saying"), and in the one beside it that says the same where its cue passes on ("SANA said, citing a military source").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from counterclaim.extract.stance_words import CueEntry
from counterclaim.lexicon.words import WordEntry, entries
from counterclaim.text.sieve import forms_of, names_incident

if TYPE_CHECKING:
    from collections.abc import Sequence

Range = tuple[int, int]
_WORD = re.compile(r"[^\W\d_]+")
#: Contents of rules that are alike by more than this (shared by joint characters) are one find, as in `tagger.toml`.
SAME_CONTENT = 0.6


@dataclass(frozen=True, slots=True)
class TaggedAttribution:
    """Character ranges of the three parts in the text given; ``parent`` is the index of the one it stands inside."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    confidence: float
    parent: int | None = None


def nested(text: str, found: Sequence[TaggedAttribution], same_content: float) -> list[TaggedAttribution]:
    """The finds in the order of their cues, each find once, with parents.

    Args:
        text: what the ranges point into.
        found: finds of all windows, in any order.
        same_content: the likeness (shared by joint characters) above which two contents count as one.
    """
    kept = _without_doubles(text, found, same_content)
    kept.sort(key=lambda a: (a.cue[0], a.content[0]))
    return [replace(a, parent=_parent_of(k, kept, text, same_content)) for k, a in enumerate(kept)]


@lru_cache(maxsize=1)
def _relays() -> frozenset[str]:
    return frozenset(entries("relays", "relays", WordEntry))


def may_hold_another(content: str) -> bool:
    """Whether a content has a word of an incident and one of saying, so that it may hold an attribution with a claim."""
    return names_incident(content) and not _cue_forms().isdisjoint(_WORD.findall(content.lower()))


@lru_cache(maxsize=1)
def _cue_forms() -> frozenset[str]:
    lemmas = {word for section in ("verbs", "nouns") for word in entries("cues", section, CueEntry)}
    return frozenset(entries("cues", "forms", WordEntry)).union(*map(forms_of, lemmas))


def _passes_on(text: str, attribution: TaggedAttribution) -> bool:
    cue = " ".join(text[a:b] for a, b in attribution.cue).lower().split()
    return bool(attribution.source) and not _relays().isdisjoint(cue)


def _without_doubles(text: str, found: Sequence[TaggedAttribution], same: float) -> list[TaggedAttribution]:
    kept: list[TaggedAttribution] = []
    for a in sorted(found, key=lambda a: (-a.confidence, a.cue)):
        if not any(_doubles(text, a, b, same) for b in kept):
            kept.append(a)
    return kept


def _doubles(text: str, a: TaggedAttribution, b: TaggedAttribution, same: float) -> bool:
    """Whether two finds are one: like contents, neither inside the other, and neither passing on what the other says."""
    if _likeness(a, b) <= same or overlap(a.cue, b.content) or overlap(b.cue, a.content):
        return False
    apart = a.source and b.source and not overlap(a.source, b.source)
    return not (apart and (_passes_on(text, a) or _passes_on(text, b)))


def _parent_of(index: int, found: Sequence[TaggedAttribution], text: str, same: float) -> int | None:
    me = found[index]
    others = [(k, other) for k, other in enumerate(found) if k != index]
    around = [
        (_length(other.content), k)
        for k, other in others
        if overlap(me.cue, other.content) == _length(me.cue)
        and not overlap(other.cue, me.content)
        and _length(other.content) > _length(me.content)
    ]
    if around:
        return min(around)[1]
    if not _passes_on(text, me):
        return None
    beside = [k for k, other in others if not _passes_on(text, other) and _likeness(me, other) > same]
    return min(beside, key=lambda k: abs(found[k].cue[0][0] - me.cue[0][0]), default=None)


def overlap(a: Sequence[Range], b: Sequence[Range]) -> int:
    """How many characters two parts share."""
    return sum(max(0, min(e, y) - max(s, x)) for s, e in a for x, y in b)


def _length(ranges: Sequence[Range]) -> int:
    return sum(e - s for s, e in ranges)


def _likeness(a: TaggedAttribution, b: TaggedAttribution) -> float:
    shared = overlap(a.content, b.content)
    return shared / max(1, _length(a.content) + _length(b.content) - shared)
