"""One pair of tellings: compared, weighed and judged, with reasons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from counterclaim.merge.comparisons import COMPARISONS
from counterclaim.merge.weights import weights
from counterclaim.model import Judgement, Link

if TYPE_CHECKING:
    from counterclaim.merge.telling import Telling


def judged(left: Telling, right: Telling) -> Link:
    """The link between two tellings: its score, its judgement and the reasons, strongest first."""
    if right.id < left.id:
        left, right = right, left
    table = weights()
    evidence = table.start
    reasons: list[tuple[float, str]] = []
    for name, compare in COMPARISONS.items():
        found = compare(left, right)
        if found is None:
            continue
        weight = table.comparisons[name]
        nats = found.value * (weight.pro if found.value > 0 else weight.against)
        evidence += nats
        reasons.append((nats, f"{(compare.__doc__ or '').strip().rstrip('.')}: {found.detail} ({nats:+.1f})"))
    reasons.sort(key=lambda reason: (-abs(reason[0]), reason[1]))
    score = 1 / (1 + math.exp(-evidence))
    return Link.of("incident", left.id, right.id, _judgement(score), score, tuple(text for _, text in reasons))


def _judgement(score: float) -> Judgement:
    table = weights()
    if score >= table.same:
        return "same"
    return "undecided" if score >= table.undecided else "not_same"
