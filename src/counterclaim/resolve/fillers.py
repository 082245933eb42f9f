"""What a telling says in each facet: the hand, the target, the weapon, the toll, as short names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from counterclaim.extract.toll_phrases import HARMS, VAGUE
from counterclaim.lexicon.incidents import nouns, verbs, weapons, words_of
from counterclaim.resolve.hands import accused, hand, owner, said_behind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.events import EventMention, Filler
    from counterclaim.extract.stance import Judged
    from counterclaim.extract.toll_phrases import Harm
    from counterclaim.extract.tolls import TollMention
    from counterclaim.model import Attribution, Document, Facet, Toll
    from counterclaim.resolve.tellings import Telling

_ARTICLE = re.compile(
    r"^(?:the|a|an|its|their|his|her|our|some|several|one of|at least|more than|over|about|up to|nearly)\s+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens of|hundreds of|scores of|a number of)\s+(?=\w)",
    re.IGNORECASE,
)
#: Phrases that count people or name an hour, and say nothing of who or what was the target.
_NO_TARGET = re.compile(
    r"^(?:(?:other |many |hundreds of |dozens of |thousands of )?(?:people|persons?|others?|victims?|hundreds|dozens|thousands|many|more|some|several)\b.*"
    r"|[\d:.,\s]+(?:[ap]\.?m\.?)?|one|two|three|four|five|six|seven|eight|nine|ten|.*\b(?:day|night|morning|evening|afternoon)|of .*)$",
    re.IGNORECASE,
)
_LONGEST = 8


class Standing(IntEnum):
    """How well a toll is known, from persons told of one by one to a number.

    "A girl was killed", "some of them were killed", "dozens were killed", "43 were killed".
    """

    SINGLY = 0
    UNSAID = 1
    VAGUE = 2
    COUNTED = 3


@dataclass(slots=True)
class Filled:
    """Values of facets; the first one said stays, but for a toll that is more exact.

    ``standing`` is how well a toll is known: one of a higher standing takes the place of a lower.
    """

    perpetrator: str | None = None
    target: str | None = None
    weapon: str | None = None
    killed: Toll | None = None
    injured: Toll | None = None
    standing: dict[Harm, Standing] = field(default_factory=dict)
    spoken: set[Facet] = field(default_factory=set)

    def add(self, other: Filled) -> None:
        """Take over what is not yet said."""
        self.perpetrator = self.perpetrator or other.perpetrator
        self.target = self.target or other.target
        self.weapon = self.weapon or other.weapon
        for harm in HARMS:
            self._take_toll(harm, other)
        self.spoken |= other.spoken

    def _take_toll(self, harm: Harm, other: Filled) -> None:
        """The better of two tolls of one source; of two as good the first said stays."""
        mine, theirs = getattr(self, harm), getattr(other, harm)
        if theirs is None:
            return
        standing = other.standing.get(harm, Standing.COUNTED)
        if mine is None or standing > self.standing.get(harm, Standing.COUNTED):
            setattr(self, harm, theirs)
            self.standing[harm] = standing

    def singly(self, harm: Harm) -> bool:
        """True where a toll counts only persons told of one by one, who may be some of many."""
        return self.standing.get(harm) == Standing.SINGLY

    def about(self, judged: Judged) -> tuple[Facet, ...]:
        """The facets that it speaks to; of a denial only what is denied."""
        if judged.stance == "denies":
            return judged.denies or ("perpetrator",)
        out = set(self.spoken)
        for name in ("perpetrator", "target", "weapon", "killed", "injured"):
            if getattr(self, name) is not None:
                out.add(name)
        if judged.stance == "noncommittal":
            return ("perpetrator",) if self.perpetrator else ("occurrence",)
        return tuple(sorted(out)) or ("occurrence",)

    @classmethod
    def of_tolls(cls, tolls: Sequence[TollMention]) -> Filled:
        """The tolls alone: wholes before their parts, an updated one before the earlier, an exact one before a vague."""
        by_harm = {harm: [t for t in tolls if t.kind == harm] for harm in HARMS}
        return cls(
            killed=_total(by_harm["killed"]),
            injured=_total(by_harm["injured"]),
            standing={harm: max(_standing(t) for t in said) for harm, said in by_harm.items() if said},
        )

    @classmethod
    def of_content(cls, attribution: Attribution, judged: Judged, document: Document) -> Filled:
        """The hand that blame names, between its cue and the deed: "accused X of bombing Y", "blamed Y on X"."""
        words = " ".join(s.text for s in attribution.content)
        if judged.accuses:
            return cls(perpetrator=accused(attribution, document))
        if judged.stance in ("asserts", "suspects"):
            return cls(perpetrator=said_behind(words))
        return cls()


def _standing(toll: TollMention) -> Standing:
    if toll.singly:
        return Standing.SINGLY
    if toll.part_of or toll.range in VAGUE:
        return Standing.UNSAID
    if toll.vague:
        return Standing.VAGUE
    return Standing.COUNTED


def _total(tolls: Sequence[TollMention]) -> Toll | None:
    wholes = [t for t in tolls if not t.part_of]
    if not wholes:
        return (tolls[0].range[0], None) if tolls else None  # of a part only the least is known
    best = max(_standing(t) for t in wholes)
    likely = [t for t in wholes if _standing(t) == best]
    said = [t.range for t in likely if t.updated] or [t.range for t in likely]
    return max(said, key=lambda r: r[0] or 0) if best == Standing.SINGLY else said[0]


def fill(telling: Telling, judged: Judged, attribution: Attribution | None, document: Document) -> Filled:
    """The values of one telling."""
    out = Filled.of_tolls(telling.tolls)
    mentions = [m for m in telling.mentions if m.reality == "actual" or m.negated] or telling.mentions
    if judged.accuses and attribution is not None:
        out.add(Filled.of_content(attribution, judged, document))
    out.perpetrator = out.perpetrator or hand(mentions) or owner(mentions, document)
    out.target = _target(mentions, telling)
    out.weapon = _weapon(mentions)
    out.spoken.add("occurrence")
    if telling.places:
        out.spoken.add("place")
    if telling.dates:
        out.spoken.add("date")
    return out


def _target(mentions: Sequence[EventMention], telling: Telling) -> str | None:
    """What was struck before who suffered, a building or people before a mere area; no bare count of people."""
    places = {p.name for p in telling.places}
    areas = []
    for mention in sorted(mentions, key=lambda m: bool(m.harm)):
        for target in mention.targets:
            words = _trimmed(target.text)
            if not _is_target(target, words) or any(
                words in p or (p in words and len(words) - len(p) < 4) for p in places
            ):
                continue
            if target.head not in words_of("areas"):
                return words
            areas.append(words)
    groups = [_trimmed(t.group) for t in telling.tolls if t.group]
    hit = next((g for g in groups if _is_group(g)), None)
    return hit or next(iter(areas), None)


def _is_group(words: str) -> bool:
    return (
        0 < len(words.split()) <= 4
        and not _NO_TARGET.match(words)
        and words.split()[0].lower() not in words_of("openers")
    )


def _is_target(target: Filler, words: str) -> bool:
    """True for things and people; deeds, weapons, days and what the parse cut out of line are none."""
    if not words or _NO_TARGET.match(words) or " - " in words or words.split()[0].lower() in words_of("openers"):
        return False
    if target.head in words_of("no_targets"):
        return False
    return target.head == "protest" or (target.head not in nouns() and target.head not in weapons())


def _trimmed(words: str) -> str:
    """A short name: no article, no number, eight words at most."""
    plain = words.strip(" \"“”'’.,")
    for _ in range(3):
        plain = _NUMBER.sub("", _ARTICLE.sub("", plain)).strip()
    return " ".join(plain.split()[:_LONGEST])


def _weapon(mentions: Sequence[EventMention]) -> str | None:
    """A weapon named beside the trigger, else the one that the trigger itself names."""
    struck = [t.span for m in mentions for t in m.targets]
    for mention in mentions:
        for weapon in mention.weapons:
            if not (_is_bearer(weapon) and any(weapon.span.overlaps(span) for span in struck)):
                return _weapon_name(weapon)
    for mention in sorted(mentions, key=lambda m: m.lemma in words_of("loose_weapons")):
        entry = (verbs() if mention.verbal else nouns()).get(mention.lemma)
        if entry is not None and entry.weapon:
            return entry.weapon
    return None


def _is_bearer(weapon: Filler) -> bool:
    """True for what carries a weapon: a helicopter or a bomber that is hit was not what hit."""
    entry = weapons().get(weapon.head)
    return entry is not None and entry.platform


def _weapon_name(weapon: Filler) -> str:
    words = _trimmed(weapon.text).split(" of ")[0]
    return words if len(words.split()) <= 4 else " ".join(words.split()[-3:])
