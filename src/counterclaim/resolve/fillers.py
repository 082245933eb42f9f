"""What a telling says in each facet: the hand, the target, the weapon, the toll, as short names."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from counterclaim.extract.toll_phrases import HARMS, VAGUE
from counterclaim.resolve.hands import accused, said_behind
from counterclaim.resolve.means import is_loose, weapon_of
from counterclaim.resolve.parties import is_nameless
from counterclaim.resolve.targets import target_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.extract.stance import Judged
    from counterclaim.extract.toll_phrases import Harm
    from counterclaim.extract.tolls import TollMention
    from counterclaim.model import Attribution, Document, Facet, Toll
    from counterclaim.resolve.hands import Hands
    from counterclaim.resolve.sources import ResolvedSource
    from counterclaim.resolve.tellings import Telling


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
        if self.perpetrator is None or (other.perpetrator is not None and is_nameless(self.perpetrator)):
            self.perpetrator = other.perpetrator
        self.target = self.target or other.target
        if self.weapon is None or (other.weapon is not None and is_loose(self.weapon)):
            self.weapon = other.weapon
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
    def of_content(
        cls, attribution: Attribution, judged: Judged, document: Document, source: ResolvedSource | None = None
    ) -> Filled:
        """The hand that blame names, between its cue and the deed: "accused X of bombing Y", "blamed Y on X"."""
        words = " ".join(s.text for s in attribution.content)
        if judged.accuses:
            return cls(perpetrator=accused(attribution, document))
        if judged.stance in ("asserts", "suspects"):
            return cls(perpetrator=said_behind(words, source))
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


def fill(telling: Telling, judged: Judged, source: ResolvedSource, document: Document, hands: Hands) -> Filled:
    """The values of one telling in the voice of its source."""
    out = Filled.of_tolls(telling.tolls)
    mentions = [m for m in telling.mentions if m.reality == "actual" or m.negated] or telling.mentions
    if judged.accuses and telling.attribution is not None:
        out.add(Filled.of_content(telling.attribution, judged, document))
    out.perpetrator = out.perpetrator or hands.of(telling, mentions, source)
    out.target = target_of(mentions, telling)
    if judged.stance != "denies" or "weapon" in judged.denies:
        out.weapon = weapon_of(mentions)
    out.spoken.add("occurrence")
    if telling.places:
        out.spoken.add("place")
    if telling.dates:
        out.spoken.add("date")
    return out
