"""One pair of tellings: compared, weighed and judged, with reasons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from counterclaim.merge.comparisons import COMPARISONS
from counterclaim.merge.places import Compared, compare_places
from counterclaim.merge.weights import weights
from counterclaim.model import Judgement, Link

if TYPE_CHECKING:
    from counterclaim.merge.profile import Profile

#: Below what joins, above what keeps from being joined by a third report's telling that is like both.
UNPARTED = 0.45
#: A comparison under this parts two incidents of one report; a country beside a town does not.
_PARTS = -0.45


def judged(left: Profile, right: Profile) -> Link:
    """The link between two tellings: its score, its judgement and the reasons, strongest first."""
    if right.id < left.id:
        left, right = right, left
    table = weights()
    found = {name: compare(left, right) for name, compare in COMPARISONS.items()}
    alike = found["text"]
    # A day or place misread is likelier than two incidents told in the same rare words.
    doubt = 1 - table.doubt * max(alike.value, 0.0) if alike is not None else 1.0
    evidence = table.start
    reasons: list[tuple[float, str]] = []
    for name, compared in found.items():
        if compared is None:
            continue
        weight = table.comparisons[name]
        nats = compared.value * (weight.pro if compared.value > 0 else weight.against * doubt)
        evidence += nats
        because = (COMPARISONS[name].__doc__ or "").strip().rstrip(".")
        reasons.append((nats, f"{because}: {compared.detail} ({nats:+.1f})"))
    reasons.sort(key=lambda reason: (-abs(reason[0]), reason[1]))
    score = 1 / (1 + math.exp(-evidence))
    return Link.of("incident", left.id, right.id, _judgement(score), score, tuple(text for _, text in reasons))


def unparted(left: Profile, right: Profile) -> Link | None:
    """The undecided link of two incidents of one report that nothing in it parts: day, place and kind can be one.

    A reader may have split in two what the report tells twice. The link never joins the two by itself; without it,
    incidents of one report are never joined.
    """
    parting = [COMPARISONS["time"](left, right), _apart(left, right), COMPARISONS["kind"](left, right)]
    if any(compared is not None and compared.value < _PARTS for compared in parting):
        return None
    reason = "One report tells both: it gives them no days, places or kinds that part them"
    return Link.of("incident", left.id, right.id, "undecided", UNPARTED, (reason,))


def _apart(left: Profile, right: Profile) -> Compared | None:
    """The places alone: that one report names both says nothing where one report tells both."""
    first, second = (profile.incident.place if profile.incident else None for profile in (left, right))
    return compare_places(first, second) if first is not None and second is not None else None


def _judgement(score: float) -> Judgement:
    table = weights()
    if score >= table.same:
        return "same"
    return "undecided" if score >= table.undecided else "not_same"
